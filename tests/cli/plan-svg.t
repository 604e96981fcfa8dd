# The plan as a picture: what is drawn, without the style in front of it.
s=data/systems/r52-an536
mpuc plan --platform qemu-mps3-an536 --target xen-4.22 --xen $s/xen.sym \
	--fdt-address 0x22000000 --context idle --format svg $s/system.dts \
	> plan.svg
head -n 2 plan.svg
sed '1,/<\/style>/d' plan.svg
