# A module without a file.
mpuc check --module /chosen/domU1/module@0 tree.dts
