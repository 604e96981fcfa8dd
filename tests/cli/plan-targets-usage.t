# Two names, one tree, a file.
t=data/systems/sixteen-regions/system.dts
for names in xen-4.22 ,xen-4.22 xen-4.22, xen-4.22,xen-mpu-v2,xen-4.22; do
	mpuc plan --targets "$names" $t
	echo "exit $?"
done
mpuc plan --targets xen-4.22,nonesuch $t
echo "exit $?"
mpuc plan --targets xen-4.22,xen-mpu-v2 --target xen-4.22 $t
echo "exit $?"
mpuc plan --targets xen-4.22,xen-mpu-v2 - < $t
echo "exit $?"
mpuc plan --targets xen-4.22,xen-mpu-v2 $t $t
echo "exit $?"
mpuc plan --targets xen-4.22,xen-mpu-v2 --format csv $t
echo "exit $?"
mpuc plan --targets xen-4.22,xen-mpu-v2 --context nowhere $t
