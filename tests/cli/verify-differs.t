# Another tree than the layout was packed from: exit 1.
s=data/systems/sixteen-regions
mpuc pack --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	-o one.bin $s/system.dts
sed 's/0x60000000 0x0 0x1a000000/0x60000000 0x0 0x18000000/' $s/system.dts > moved.dts
mpuc verify one.bin --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	moved.dts
