# Macros for a Xen that gets its sections at build time.
s=data/systems/two-guests
mpuc place --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 --format c $s/system.dts
