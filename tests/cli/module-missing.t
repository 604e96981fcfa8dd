# A partial tree that is not there: exit 3.
s=data/systems/two-guests
mpuc check --regions 16 --module /chosen/domU1/module@10000000=none.dtb $s/system.dts
