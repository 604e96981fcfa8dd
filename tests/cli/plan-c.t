# The plan as C; what is not known does not compile.
s=data/systems/r52-an536
mpuc plan --platform qemu-mps3-an536 --target xen-4.22 --xen $s/xen.sym \
	--fdt-address 0x22000000 --context idle --format c $s/system.dts
mpuc plan --platform qemu-mps3-an536 --target xen-4.22 --context boot/heap \
	--format c $s/system.dts | grep error
