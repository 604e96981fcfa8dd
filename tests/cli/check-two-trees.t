# Two trees are two reports; the worst status counts.
mpuc check --target xen-guests-2026 --regions 16 --format json \
	data/systems/five-errors/system.dts \
	data/systems/five-errors-mended/system.dts
