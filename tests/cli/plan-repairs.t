# What brings a tree nearer to its budget, and the proof that nothing does.
s=data/systems
repairs() {
	folder=$1
	shift
	mpuc plan --repairs --xen $s/$folder/xen.sym --fdt-address 0x08000000 \
		"$@" $s/$folder/system.dts
	echo "exit $?"
}
# The last count that fits, the first that does not.
repairs twenty-regions --regions 12
repairs twenty-regions --regions 11 --early-uart 0x9c090000:0x1000
repairs thirty-two-regions --regions 10 --plan optimal --format json |
	tail -n 9
mpuc plan --repairs $s/sixteen-regions/system.dts
echo "exit $?"
repairs twenty-regions --regions 9 --platforms
repairs twenty-regions --regions 9 --like domU1
repairs twenty-regions --regions 9 --format svg
repairs twenty-regions --regions 9 --explain
