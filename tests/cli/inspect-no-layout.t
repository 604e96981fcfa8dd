# A file of something else: exit 3.
mpuc inspect data/systems/two-guests/system.dts
