# --watch checks again when a file that was read changes, and ends cleanly.
cp data/systems/two-guests/system.dts t.dts
mpuc check --watch --regions 16 t.dts > out 2> err &
watcher=$!
# At most ten seconds for what takes a moment.
until_checked() {
	for _ in $(seq 100); do
		[ "$(grep -c waiting err)" -ge "$1" ] && return
		sleep 0.1
	done
	echo "not checked $1 times"
}
until_checked 1
sed 's/direct-map;//' t.dts > new
mv new t.dts
until_checked 2
kill -INT $watcher
wait $watcher
echo "exit $?"
grep verdict out
