# What --size and --align don't take.
s=data/systems/two-guests
for a in --size=domU9=1M --size=domU1 --size=domU1=0 --size=domU1=1 --align=3000; do
	mpuc place --regions 16 $a $s/system.dts
	echo "exit $?"
done
