# The sections that the tree needs, and that they satisfy the rules.
s=data/systems/two-guests/system.dts
grep -v 'mpu,' $s > bare.dts
mpuc plan --regions 16 --format dtso bare.dts -o sections.dtso
echo "exit $?"
cat sections.dtso
mpuc check --regions 16 bare.dts sections.dtso | tail -n 1
