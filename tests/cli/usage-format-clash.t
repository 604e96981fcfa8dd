# Two forms can't go to one place.
mpuc check --format text --format json x.dts
mpuc check --format sarif=a --format json=a x.dts
mpuc check --format sarif=a --format json -o a x.dts
mpuc check --format sarif= x.dts
