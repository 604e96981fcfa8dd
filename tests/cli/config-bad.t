# What is wrong in a configuration is told with its place.
for f in data/config/bad-*.yaml; do
	mpuc config --config $f
	echo "exit $?"
done
mpuc check --config none.yaml data/systems/two-guests/system.dts
