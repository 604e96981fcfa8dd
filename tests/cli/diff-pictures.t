# Pictures of a diff: what is marked, and what the page says beside them.
s=data/systems/two-guests
o="--regions 16 --xen $s/xen.sym --fdt-address 0x0a000000"
sed -e 's/0x40000000 0x0 0x20000000>/0x40000000 0x0 0x10000000>/' \
	-e 's/memory = <0x0 0x80000>;/memory = <0x0 0x40000>;/' \
	-e 's/"domU2"/"domU3"/' -e 's/domU2 {/domU3 {/' $s/system.dts > after.dts
mpuc diff $o --format svg $s/system.dts after.dts > diff.svg
grep -c 'class="lane"' diff.svg
grep -o 'aria-label="[^"]*"' diff.svg
grep 'class="head"' diff.svg
grep -E 'class="box[^"]* (added|removed|changed)"' diff.svg |
	sed -e 's/.*class="\(box[^"]*\)".*<title>/\1: /'
mpuc diff $o --format html $s/system.dts after.dts > diff.html
sed -n '/^<header>/,/^<main>/p' diff.html
sed -n '/"h-ledger"/,/id="regions"/p' diff.html
mpuc diff $o --format html --fail-on growth $s/system.dts after.dts > diff.html
echo "exit $?"
