# A target that there is not: exit 2.
s=data/systems/two-guests
mpuc check --target xen-9 --regions 16 $s/system.dts
