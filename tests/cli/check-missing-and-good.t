# The good tree is reported, the status is that of the missing one.
s=data/systems/two-guests
mpuc check --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 nothing.dtb $s/system.dts
