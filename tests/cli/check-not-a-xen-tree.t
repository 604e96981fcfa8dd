# One clear answer for a tree of something else.
cat > board.dts <<'END'
/dts-v1/;
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	memory@0 {
		device_type = "memory";
		reg = <0x0 0x40000000>;
	};
};
END
mpuc check --regions 16 board.dts
