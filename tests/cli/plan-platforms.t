# Machines of several sizes: the last count that fits, the first that doesn't.
s=data/systems/sixteen-regions
fits() {
	mpuc plan --platforms --xen $s/xen.sym --fdt-address 0x0a000000 "$@" \
		$s/system.dts
	echo "exit $?"
}
fits --regions 13 --like domU2
fits --regions 12 --like domU2 | sed -n '/^  as it is/,$p'
# The optimal plan still fits one that the target's own does not.
fits --regions 10 --plan optimal | sed -n '/^  context/,/^$/p'
fits --regions 7 --format json | grep -A1 '"regions": 7,\|^ *"verdict"'
# A tree that no machine makes good.
mpuc plan --platforms data/systems/five-errors/system.dts | tail -n 5
mpuc plan --platforms data/systems/five-errors/system.dts >/dev/null
echo "exit $?"
