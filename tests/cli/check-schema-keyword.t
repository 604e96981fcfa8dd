# A keyword that is not evaluated refuses the binding: exit 3.
mpuc check --regions 16 --schema data/bindings/unsupported data/systems/two-guests/system.dts
