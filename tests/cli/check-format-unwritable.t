# A report that can't be written is told of; the others are written.
mpuc check --regions 16 --format sarif=none/r.sarif --format gitlab=r.json \
	data/systems/five-errors/system.dts
echo "exit $?"
ls
