# An unknown format.
mpuc check --format xml tree.dts
