# What --size and --align don't take; two sizes for one domain.
s=data/systems/two-guests
for a in --size=domU9=1M --size=domU1 --size=domU1=0 --size=domU1=1 --align=3000; do
	mpuc place --regions 16 $a $s/system.dts
	echo "exit $?"
done
mpuc place --regions 16 --size domU1=64M --size domU2=64M --size domU1=32M \
	$s/system.dts
echo "exit $?"
# A domain of no size is not called one that has its banks.
sed -e '/xen,static-mem/d' -e 's/memory = <.*>;/memory = <0x0 0x0>;/' \
	$s/system.dts > none.dts
mpuc place --regions 16 none.dts | sed -n 1p
