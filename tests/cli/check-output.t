# -o writes the whole report, and not over a folder.
s=data/systems/two-guests
mpuc check --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 -o report.txt $s/system.dts
echo "exit $?"
tail -n 1 report.txt
mkdir folder
mpuc check --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 -o folder $s/system.dts
echo "exit $?"
ls folder
mpuc check --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 -o no/such/folder $s/system.dts
