# An unknown option, with what may have been meant.
mpuc check --platfrom x tree.dts
