# With no tree the configuration names one; a missing file has its line.
s=data/systems/two-guests
sed -e '/domU1 {/,$d' -e 's/0x10000000 0x0 0x10000000/0xe00000 0x0 0x1200000/' \
	$s/system.dts > machine.dts
echo '	}; };' >> machine.dts
printf '%0100d' 0 > Image
printf '%s\n' 'DEVICE_TREE=machine.dts' 'NUM_DOMUS=1' \
	'DOMU_KERNEL[0]=Image' 'DOMU_STATIC_MEM[0]="0x20000000 0x8000000"' \
	> config
mpuc check --regions 16 --imagebuilder config | tail -n 2
mpuc check --regions 16
echo "exit $?"
echo 'DOMU_RAMDISK[0]="initrd"' >> config
mpuc check --regions 16 --imagebuilder config
echo "exit $?"
echo 'DOMU_CMD[0]="$CMD"' >> config
mpuc check --regions 16 --imagebuilder config
echo "exit $?"
