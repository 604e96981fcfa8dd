# Guests from a file go through dtc, which --no-dts keeps from running.
d=data/domains
sed 's/can0/can@20000/' $d/guests.yaml > guests.yaml
dtc -q -I dts -O dtb -o m.dtb $d/machine.dts
mpuc check --no-dts --no-config --domains guests.yaml m.dtb
echo "exit $?" >&2
mpuc check --no-dts --no-config --imagebuilder config m.dtb
echo "exit $?" >&2
