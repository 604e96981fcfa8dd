# A layout that was cut: exit 3.
s=data/systems/sixteen-regions
mpuc pack --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	-o one.bin $s/system.dts
head -c 1000 one.bin > cut.bin
mpuc inspect cut.bin
