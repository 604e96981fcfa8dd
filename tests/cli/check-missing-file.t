# A file that is not there: exit 3.
mpuc check nothing.dts
