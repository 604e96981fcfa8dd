# An image without _start and _end: exit 3.
s=data/systems/two-guests
echo '00200000 T _stext' > some.sym
mpuc check --regions 16 --xen some.sym $s/system.dts
