# Anchors, lists into lists and lists of devices, as lopper's files have them.
d=data/domains
for file in guests lopper; do
	mpuc plan --regions 16 --no-config --domains $d/$file.yaml \
		--format csv -o $file.csv $d/machine.dts
	echo "exit $?"
done
cmp guests.csv lopper.csv && wc -l < lopper.csv
# A finding is at the memory of the guest, wherever its value was written.
sed 's/start: 0x20000000/start: 0x48000000/' $d/lopper.yaml > over.yaml
mpuc check --regions 16 --no-config --domains over.yaml $d/machine.dts |
	grep ': error'
# A bomb is refused before it goes off.
{
	echo 'a: &a [x, x, x, x, x, x, x, x, x]'
	for name in b c d e f g h i; do
		echo "$name: &$name [*$last, *$last, *$last, *$last, *$last]"
		last=$name
	done | sed 's/\*,/*a,/g; s/\*\]/*a]/'
	echo 'domains: *i'
} > bomb.yaml
mpuc check --domains bomb.yaml $d/machine.dts
echo "exit $?"
