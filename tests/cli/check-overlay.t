# An overlay is applied before anything is checked.
s=data/systems/two-guests
cat > more.dtso <<'END'
/dts-v1/;
/plugin/;
&{/chosen/domU1} {
	xen,static-mem = <0x0 0x10000000 0x0 0x20000000>;
};
END
mpuc check --regions 16 --xen $s/xen.sym --fdt-address 0x0a000000 $s/system.dts more.dtso
