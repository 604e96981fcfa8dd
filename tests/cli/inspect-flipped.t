# A layout with another byte in it: exit 3.
s=data/systems/sixteen-regions
mpuc pack --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	-o one.bin $s/system.dts
printf x | dd of=one.bin bs=1 seek=700 conv=notrunc 2>/dev/null
mpuc inspect one.bin
