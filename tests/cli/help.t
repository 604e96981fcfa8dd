# The help fits a screen of 24 lines of 80 columns.
mpuc --help
mpuc --help | awk 'length > 80 || NR > 24 { exit 1 }'
