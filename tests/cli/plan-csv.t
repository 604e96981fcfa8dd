# The plan as rows.
s=data/systems/r52-an536
mpuc plan --platform qemu-mps3-an536 --target xen-4.22 --xen $s/xen.sym \
	--fdt-address 0x22000000 --context boot/domains --format csv \
	$s/system.dts | tr -d '\r'
