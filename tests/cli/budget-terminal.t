# Without a terminal the terminal program says so.
mpuc budget data/systems/two-guests/system.dts
