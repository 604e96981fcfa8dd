# A mistake in a profile, with its place: exit 3.
s=data/systems/two-guests
mpuc profiles xen-mpu-v2 | sed 's/^version: 1/version: 1\nversion: 1/' > mine.yaml
mpuc check --target ./mine.yaml --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 $s/system.dts
