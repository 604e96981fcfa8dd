# Banks stay where a layout or a tree before had them.
s=data/systems/two-guests
a="--platform cortex-r82-16 --xen $s/xen.sym --fdt-address 0x0a000000"
mpuc pack $a -o old.bin $s/system.dts
sed '/xen,static-mem/d' $s/system.dts > sizes.dts
mpuc place $a --previous old.bin sizes.dts | head -n 9
mpuc place $a --previous $s/system.dts --size domU1=256M sizes.dts | head -n 9
mpuc place $a sizes.dts | head -n 9
mpuc place $a --previous none.dts sizes.dts
