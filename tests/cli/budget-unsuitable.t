# What does not suit the state: exit 2, and where.
s=data/systems/sixteen-regions
set -- --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	$s/system.dts
while read -r line; do
	echo "$line" | mpuc budget --batch - --regions 16 "$@"
	echo "$?" >&2
done <<'END'
drop domain domU9
drop bank domU1 1
join bank domU1 0 0
split bank domU1 0 512M
add vpl011 domU1
section lost off
add domain domU1 like domU2
add domain domU3 like domU2
regions 0
platform elsewhere
undo
restore nowhere
save out.dts
add shm ring0 0x7b000000 1M domU1
drop device domU1 0x1000
expect need guest/domU9 == 1
expect code lost
END
