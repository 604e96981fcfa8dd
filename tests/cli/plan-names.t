# Names of domains that differ only in what C can't say.
sed 's/domU1/dom-1/; s/domU2/dom_1/' data/systems/two-guests/system.dts > two.dts
mpuc plan --regions 16 --format c two.dts | grep -E 'MPU_GUEST|"guest|^static.*guest'
mpuc plan --regions 16 --format asm two.dts | grep -E '^mpu.*_to_'
