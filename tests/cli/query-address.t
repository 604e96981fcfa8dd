# Query needs an address.
s=data/systems/sixteen-regions
mpuc query --regions 16 --context idle $s/system.dts
