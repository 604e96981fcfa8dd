# What is safe is mended, what is not is listed, and the rest stays an error.
mpuc fix --regions 32 --target xen-guests-2026 data/systems/five-errors/system.dts
