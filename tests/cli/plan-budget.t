# Too few regions for any plan: the report, why, and exit 4.
mpuc plan --regions 16 --context guest/domU1 --budget 9 \
	data/systems/two-guests/system.dts
