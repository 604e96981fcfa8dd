# A blob gets the lines of its source, with its comments and labels or not.
s=data/systems/five-errors
dtc -q -I dts -O dtb -o t.dtb $s/system.dts
dtc -q -@ -I dts -O dtb -o labels.dtb $s/system.dts
for blob in t.dtb labels.dtb; do
	mpuc check --regions 16 --source $s/system.dts $blob > text
	echo "exit $?"
	grep '\[MPU0183\]' text
done
mpuc check --regions 16 t.dtb | grep '\[MPU0183\]'
sed 's/0x08000001/0x08001000/' $s/system.dts > other.dts
mpuc check --regions 16 --source other.dts t.dtb | grep '\[MPU0445\]'
sed 's|/memreserve/.*||; s|domU2 {|domU3 {|' $s/system.dts > other.dts
mpuc check --regions 16 --source other.dts t.dtb | grep '\[MPU0445\]'
mpuc check --regions 16 --source none.dts t.dtb
