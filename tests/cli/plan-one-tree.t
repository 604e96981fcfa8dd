# These forms are of one tree; a target without sections has none to compute.
s=data/systems/two-guests/system.dts
for form in csv c asm dtso; do
	mpuc plan --regions 16 --format $form $s $s
	echo "$form: exit $?"
done
mpuc plan --target xen-4.22 --regions 16 --format dtso $s
