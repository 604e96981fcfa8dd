# What mpuc places or mends goes through dtc, which --no-dts keeps from running.
dtc -q -I dts -O dtb -o five.dtb data/systems/five-errors/system.dts
mpuc place --no-dts --no-config --regions 16 five.dtb
echo "exit $?" >&2
mpuc fix --no-dts --no-config --regions 16 five.dtb
echo "exit $?" >&2
echo place | mpuc budget --no-dts --batch - --regions 16 five.dtb
