# A tree with #include goes through cpp; places are those of the source.
s=data/systems/two-guests
printf '#define GUEST 0x0 0x20000000 0x0 0x10000000\n' > board.h
{
	echo '#include "board.h"'
	sed 's/mpu,guest-memory-section = <.*>/mpu,guest-memory-section = <GUEST>/' \
		$s/system.dts
} > tree.dts
mpuc check --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 tree.dts
