# The same as data, in short.
s=data/systems/sixteen-regions
set -- --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	$s/system.dts
printf 'regions 10\nexpect errors == 0\n' |
	mpuc budget --batch - --format json --regions 16 "$@" |
	grep -v '^    {"code"'
