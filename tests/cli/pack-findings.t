# With an error nothing is written, and what was there stays.
s=data/systems/sixteen-regions
echo before > out.bin
mpuc pack --regions 10 -o out.bin $s/system.dts
status=$?
cat out.bin
ls
exit $status
