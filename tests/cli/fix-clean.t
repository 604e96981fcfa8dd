# Nothing is wrong, so nothing is changed.
s=data/systems/two-guests
mpuc fix --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 $s/system.dts
echo "exit $?"
mpuc fix --regions 16 --format dtso $s/system.dts
