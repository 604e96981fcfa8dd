# Source on standard input.
s=data/systems/two-guests
mpuc check --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 - < $s/system.dts
