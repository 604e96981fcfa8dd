# --strict: what was not checked is an error.
s=data/systems/two-guests
mpuc check --regions 16 --strict $s/system.dts
