# Why no fewer regions: neighbours and what lies between them.
s=data/systems/two-guests
mpuc plan --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 \
	--context guest/domU1 --explain $s/system.dts
