# Domains with only sizes get banks in the section that is there.
s=data/systems/two-guests
sed -e '/xen,static-mem/d' -e 's/memory = <0x0 0x80000>/memory = <0x0 0x20000>/' \
	$s/system.dts > sizes.dts
a="--regions 16 --xen $s/xen.sym --fdt-address 0x0a000000"
mpuc place $a sizes.dts
echo "exit $?"
mpuc place $a --format dtso -o p.dtso sizes.dts
cat p.dtso
mpuc check $a sizes.dts p.dtso | tail -n 2
mpuc place $a sizes.dts p.dtso
