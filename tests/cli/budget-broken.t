# An expectation that is not met: exit 1.
s=data/systems/sixteen-regions
set -- --xen $s/xen.sym --fdt-address 0x0a000000 \
	--module /chosen/domU1/module@12000000=$s/passthrough-domU1.dts \
	--module /chosen/domU2/module@16000000=$s/passthrough-domU2.dts \
	$s/system.dts
printf '# too many\n\n  expect left idle > 7\n' |
	mpuc budget --batch - --regions 16 "$@"
