# The overlay of everything, and that nothing more is found in its tree.
s=data/systems/five-errors/system.dts
a="--regions 32 --target xen-guests-2026"
mpuc fix $a --unsafe --format dtso -o fix.dtso $s
echo "exit $?"
cat fix.dtso
mpuc check $a $s fix.dtso | grep 'MPU0...]$'
mpuc fix $a --unsafe $s fix.dtso | head -n 1
