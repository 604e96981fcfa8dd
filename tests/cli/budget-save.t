# What was saved gives the state; nothing is replaced unasked.
s=data/systems/sixteen-regions
set -- --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	$s/system.dts
cat > script <<'END'
drop domain domU2
add shm mail 0x7b000000 1M domU1
add device domU1 0x9c0b0000 4K
resize bank domU1 0 128M
save out.dtso
save out.budget
save whole.dtb
END
mpuc budget --batch script --regions 16 "$@" > first || exit
cat out.dtso out.budget
cat > again <<'END'
save out.dtso
END
mpuc budget --batch again --regions 16 "$@"
echo 'drop vpl011 domU1
save out.dtso over' | mpuc budget --batch - --regions 16 "$@"
mpuc budget --batch out.budget --regions 16 "$@" | sed -n '/^target/,/domU1/p'
for tree in "$s/system.dts out.dtso" whole.dtb; do
	mpuc check --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=out-module@12000000.dtb $tree
done
ls
