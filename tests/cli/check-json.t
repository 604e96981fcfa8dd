# The same as JSON.
s=data/systems/five-errors
mpuc check --target xen-guests-2026 --regions 16 --format json $s/system.dts
