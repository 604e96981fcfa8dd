# An overlay that check refuses is not written.
s=data/systems/two-guests
mpuc place --regions 16 --size domU1=16M --format dtso -o p.dtso $s/system.dts
echo "exit $?"
ls
