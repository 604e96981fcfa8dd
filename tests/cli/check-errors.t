# Errors: exit 1.
s=data/systems/five-errors
mpuc check --target xen-guests-2026 --regions 16 $s/system.dts
