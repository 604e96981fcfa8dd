# A domain shrinks where it is, the section with it.
s=data/systems/two-guests
mpuc place --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 \
	--sections --size domU1=64M --format json $s/system.dts
