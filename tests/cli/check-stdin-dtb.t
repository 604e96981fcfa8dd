# A blob on standard input gives the same budgets.
s=data/systems/two-guests
dtc -q -I dts -O dtb $s/system.dts | mpuc check --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 -
