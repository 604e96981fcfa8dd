# -o - is standard output.
s=data/systems/sixteen-regions
mpuc pack --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	-o - $s/system.dts > one.bin
echo "exit $?"
mpuc inspect one.bin | head -n 3
