# Without --xen Xen's own regions have no address.
s=data/systems/sixteen-regions
mpuc pack --regions 16 -o out.bin $s/system.dts
status=$?
ls
exit $status
