# A directory without a binding is a mistake: exit 3.
mpuc check --regions 16 --schema data/systems data/systems/two-guests/system.dts
