# An early UART without a size.
mpuc check --early-uart 0x9c090000 tree.dts
