# Two targets side by side: one context with what only one of them maps.
s=data/systems/sixteen-regions
both() {
	mpuc plan --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 "$@" \
		$s/system.dts
}
both --targets xen-mpu-v2,xen-guests-2026 --context boot/domains
both --targets xen-guests-2026,xen-mpu-v2 --context guest/domU1
both --targets xen-4.22,xen-4.17-amd | sed -n '1,/^$/p;/^  context/,/^$/p'
