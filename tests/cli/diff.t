# What changed between two trees: budgets, domains, sections, regions.
s=data/systems/two-guests
o="--regions 16 --xen $s/xen.sym --fdt-address 0x0a000000"
sed -e 's/xen,static-mem = <0x0 0x40000000 0x0 0x20000000>;/xen,static-mem = <0x0 0x40000000 0x0 0x10000000 0x0 0x58000000 0x0 0x8000000>;/' \
	-e 's/memory = <0x0 0x80000>;/memory = <0x0 0x60000>;/' \
	$s/system.dts > after.dts
cmp -s $s/system.dts after.dts && echo "nothing was changed"
mpuc diff $o $s/system.dts after.dts
mpuc diff $o --fail-on growth $s/system.dts after.dts > text
echo "exit $?"
mpuc diff $o --fail-on growth after.dts $s/system.dts > text
echo "exit $?"
mpuc diff $o --fail-on change after.dts $s/system.dts > text
echo "exit $?"
mpuc diff $o --fail-on change $s/system.dts $s/system.dts
echo "exit $?"
