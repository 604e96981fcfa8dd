# Pack needs a file to write.
mpuc pack data/systems/two-guests/system.dts
