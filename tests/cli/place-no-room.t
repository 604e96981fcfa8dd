# No room is exit 4, and the message says how much there is.
s=data/systems/two-guests
mpuc place --regions 16 --size domU1=576M $s/system.dts
