# One tree is not two, and a tree that can't be planned is told of.
mpuc diff data/systems/two-guests/system.dts
mpuc diff data/systems/two-guests/system.dts none.dts
echo "exit $?"
echo '/dts-v1/; / { };' > empty.dts
mpuc diff --regions 16 empty.dts data/systems/two-guests/system.dts
echo "exit $?"
