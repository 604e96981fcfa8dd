# The same from a layout, as JSON.
s=data/systems/sixteen-regions
mpuc pack --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	-o one.bin $s/system.dts
mpuc query one.bin --context idle --addr 0x60000000 --el 2 --access w \
	--format json
