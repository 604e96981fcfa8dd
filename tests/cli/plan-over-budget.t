# What does not fit is listed without a slot.
s=data/systems/sixteen-regions
mpuc plan --regions 10 --format json $s/system.dts | grep -c '"slot": null'
