# So does the help of every command.
mpuc --help | sed -n 's/^  \([a-z]*\) .*/\1/p' | while read -r c; do
	mpuc "$c" --help > out || echo "$c: exit $?"
	awk -v c="$c" 'length > 80 || NR > 40 { print c ": " NR ": " $0 }' out
	echo "$c: $(head -n 1 out)"
done
