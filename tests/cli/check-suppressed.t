# What is passed over is in the summary, with who says so and why; an error
# on which Xen stops needs a reason.
sed -e 's|memory = <0x0 0x20000>;|& /* mpuc-ignore MPU0161: the build sets it */|' \
	-e 's|^\(.*\)domU2 {|\1/* mpuc-ignore direct-map-missing,\1/ \1mpuc-x */\n&|' \
	data/systems/five-errors/system.dts |
	sed 's|/\* mpuc-ignore direct.*|// mpuc-ignore MPU0183, 0343: no guest yet|' > t.dts
mpuc check --target xen-guests-2026 --regions 16 --ignore '0126@/chosen/dom*: moved' \
	--ignore MPU0124 -N 0142 --ignore MPU0104 t.dts > text
echo "exit $?"
sed -n '/suppressed/,$p' text
grep '^t.dts' text
mpuc check --target xen-guests-2026 --regions 16 --ignore '0126: moved' \
	--format sarif t.dts | grep -o '"suppressions": [^]]*'
mpuc check --regions 16 --ignore 0999 t.dts
mpuc check --regions 16 --ignore 0117@domU1 t.dts
mpuc check --regions 16 --today tomorrow t.dts
