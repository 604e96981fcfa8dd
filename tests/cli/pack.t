# A layout that verifies; the same bytes each time.
s=data/systems/sixteen-regions
mpuc pack --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	-o one.bin $s/system.dts
echo "exit $?"
mpuc pack --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	-o two.bin $s/system.dts
cmp one.bin two.bin && echo same
mpuc verify one.bin --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	$s/system.dts
echo "exit $?"
ls
