# An uncommon tree: banks, early printk and a heap that come and go.
cat > script <<'END'
add bank domU1 0x50000000 64M
split bank domU1 0 64M
join bank domU1 1 0
expect need guest/domU1 == 11
move bank domU1 1 0x60000000
drop bank domU1 1
drop bank domU1 0
early-uart 0x9c090000 4K
expect need boot/asm == 8
early-uart off
heap 0x60000000 64M
heap off
expect code heap-missing
section boot-module 0x10000000 64M
drop module domU1 kernel
add module domU1 kernel 0x13000000 1M
add domain fresh 0x20000000 1M
expect code kernel-missing
target xen-4.17-amd
platform cortex-r82-32
expect need idle == 5
snapshot late
undo 16
show history
restore late
expect verdict fail
show snapshots
undo
redo
show regions idle
help undo
quit
fro
END
mpuc budget --batch script --xen data/systems/two-guests/xen.sym \
	--platform cortex-r82-16 --fdt-address 0x0a000000 \
	data/systems/two-guests/system.dts
