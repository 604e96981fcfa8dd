# What the language does not have: exit 2, and where.
s=data/systems/sixteen-regions
set -- --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	$s/system.dts
while read -r line; do
	echo "$line" | mpuc budget --batch - --regions 16 "$@"
	echo "$?" >&2
done <<'END'
fro domU1
add bnak domU1
add bank domU1 0x4000
add bank domU1 here 1M
heap on
drop domain domU1 domU2
expect left guest/domU1 > x
expect fro
drop domain "domU1
END
