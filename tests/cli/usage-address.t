# An address that is none.
mpuc check --fdt-address 0xg tree.dts
