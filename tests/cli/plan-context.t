# One context of the plan.
s=data/systems/sixteen-regions
mpuc plan --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	--context guest/domU1 $s/system.dts
