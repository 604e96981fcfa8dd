# A value of several lines stays in the one line of its message: what begins
# a line may be a command to who reads the log.
dtc -q -I dts -O dtb -o a.dtb data/systems/two-guests/system.dts
printf 'early-uart: "x\n\n  ::error::y"\n' > .mpuc.yaml
mpuc check a.dtb
