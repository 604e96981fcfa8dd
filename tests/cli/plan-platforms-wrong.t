# What --platforms and --like don't go with.
t=data/systems/sixteen-regions/system.dts
for options in "--like domU1" "--platforms --like domU9" \
	"--platforms --targets xen-4.22,xen-mpu-v2" \
	"--platforms --context idle" "--platforms --budget 9" \
	"--platforms --format csv" "--platforms --platform none" \
	"--platforms $t" "--platforms --config /nonesuch"; do
	mpuc plan $options $t
	echo "exit $?"
done
mpuc plan --platforms data/rules/0101-not-a-xen-tree/bad.dts
