# Guests from files are packed as those of the merged tree would be.
d=data/domains
s=data/systems/two-guests
a="--regions 16 --no-config --xen $s/xen.sym --fdt-address 0x0a000000"
mpuc pack $a --domains $d/guests.yaml $d/machine.dts -o guests.layout \
	--depfile guests.d
echo "exit $?"
grep -c 'guests.yaml\|machine.dts' guests.d
mpuc pack $a --domains $d/lopper.yaml $d/machine.dts -o lopper.layout
mpuc diff guests.layout lopper.layout
mpuc verify guests.layout $a --domains $d/guests.yaml $d/machine.dts |
	tail -n 1
mpuc query $a --domains $d/guests.yaml $d/machine.dts \
	--context guest/safety --addr 0x90020000 --access rw | tail -n 1
# The merged tree is what budget saves; devices would be a module's file.
sed '/access:/,/size: 64K/d' $d/guests.yaml > memory.yaml
echo 'save merged.dtb' | mpuc budget $a --domains memory.yaml \
	$d/machine.dts --batch - > /dev/null
mpuc pack $a --domains memory.yaml $d/machine.dts -o memory.layout
mpuc pack $a merged.dtb -o merged.layout
mpuc diff memory.layout merged.layout
# One of ImageBuilder, which names its tree.
sed -e '/domU1 {/,$d' -e 's/0x10000000 0x0 0x10000000/0xe00000 0x0 0x1200000/' \
	$s/system.dts > machine.dts
echo '	}; };' >> machine.dts
dtc -q -I dts -O dtb -o machine.dtb machine.dts
printf '%0100d' 0 > Image
cat > config <<'END'
MEMORY_START="0x0"
MEMORY_END="0x80000000"
XEN_CMD="console=dtuart"
DEVICE_TREE="machine.dtb"
NUM_DOMUS=1
DOMU_KERNEL[0]="Image"
DOMU_STATIC_MEM[0]="0x20000000 0x8000000"
END
mpuc pack $a --imagebuilder config -o one.layout
echo "exit $?"
mpuc pack $a --imagebuilder config machine.dts -o two.layout
mpuc diff one.layout two.layout
mpuc verify one.layout $a --imagebuilder config | tail -n 1
mpuc verify --imagebuilder config
echo "exit $?"
# A refusal writes nothing.
mpuc pack $a --domains none.yaml $d/machine.dts -o none.layout
echo "exit $?"
ls *.layout
