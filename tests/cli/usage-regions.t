# A region count is a number from 0 to 255.
for n in 0 256 -1 16x "" 0x10; do
	echo "$n"
	mpuc check --regions "$n" data/systems/two-guests/system.dts > out
	echo "exit $?"
done 2>&1
