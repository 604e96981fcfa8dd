# A directory is no input.
mkdir tree.dtb
mpuc check tree.dtb
