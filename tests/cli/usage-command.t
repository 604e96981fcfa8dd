# An unknown command, with what may have been meant.
mpuc chekc tree.dts
