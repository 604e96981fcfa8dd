# Colour only when asked for.
s=data/systems/two-guests
mpuc check --regions 8 --color=always $s/system.dts | head -n 4 | tr '\033' '~'
