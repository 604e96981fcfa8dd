# No platform and no count: no budget can be judged.
s=data/systems/two-guests
mpuc check --xen $s/xen.sym --fdt-address 0x0a000000 $s/system.dts
