# Errors of the tree stay and are told from new ones; the overlay is written.
s=data/systems/five-errors
mpuc place --regions 32 --target xen-guests-2026 --size domU2=64M $s/system.dts
echo "exit $?"
mpuc place --regions 32 --target xen-guests-2026 --size domU2=64M --format dtso $s/system.dts
