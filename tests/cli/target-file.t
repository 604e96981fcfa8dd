# A profile from a file gives what the compiled-in one gives.
s=data/systems/two-guests
mpuc profiles xen-mpu-v2 > mine.yaml
mpuc plan --target mine.yaml --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 --format json $s/system.dts > one
mpuc plan --target xen-mpu-v2 --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 --format json $s/system.dts > two
grep -v '"target"\|"derived"' one > three
grep -v '"target"\|"derived"' two | cmp - three
