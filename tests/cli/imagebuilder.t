# A configuration of ImageBuilder on a tree: placed, then checked.
s=data/systems/two-guests
sed -e '/domU1 {/,$d' -e 's/0x10000000 0x0 0x10000000/0xe00000 0x0 0x1200000/' \
	$s/system.dts > machine.dts
echo '	}; };' >> machine.dts
printf '%0100d' 0 > Image
cat > config <<'END'
# Two guests; one has its place.
MEMORY_START="0x0"
MEMORY_END="0x80000000"
XEN_CMD="console=dtuart"

NUM_DOMUS=2
DOMU_KERNEL[0]="Image"
DOMU_STATIC_MEM[0]="0x20000000 0x8000000"
DOMU_KERNEL[1]="Image"
DOMU_MEM[1]=64
DOMU_COLOUR[1]="green"
END
a="--regions 16 --imagebuilder config"
mpuc check $a machine.dts
echo "exit $?"
mpuc place $a machine.dts --format dtso -o p.dtso
cat p.dtso
mpuc plan $a machine.dts p.dtso | tail -n 2
