#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: tests/run-checks.sh
#
# tools/run-checks with steps made up for it: what it shows and counts, and
# that nothing of it is left after a signal.
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=tests/it.sh
. tests/it.sh

# In the place of make.  Those that wait note who they are; a child is in a
# group of its own, as dtc is of mpuc.
cat > "$tmp/make" <<'END'
#!/bin/sh
note() {
	echo $$ >> "${0%/*}/pids"
}
case $* in
*check-good) echo '3 passed, 0 failed' ;;
*check-plain) ;;
*check-bad) echo '2 passed, 1 failed'; exit 1 ;;
*check-worse) echo '2 passed, 0 failed'; exit 1 ;;
*check-slow) note; timeout 60 sh -c 'echo $$ >> "$0/pids"; sleep 50; :' \
	"${0%/*}" ;;
*check-deaf) trap '' INT TERM; note; sleep 50; sleep 50 ;;
esac
END
chmod +x "$tmp/make"

run() {
	status=0
	MAKEFLAGS='' tools/run-checks "$tmp/make" "$tmp/logs" "$@" \
		> "$tmp/said" || status=$?
}
says() {
	cat "$tmp/said"
	grep -qE "$1" "$tmp/said"
}

run good plain
it 'all is well' [ "$status" = 0 ]
it 'tests are counted' says '^ok +good +3 tests '
it 'a step without any is one' says '^ok +plain +1 check '
it 'the sum is last' says '^4 passed, 0 failed$'
run good bad worse
it 'not all is well' [ "$status" = 1 ]
it 'failures are counted' says '^7 passed, 2 failed$'
it 'and named' says '^failed steps:( bad| worse){2};'

# The last of the processes that waited, and how run-checks ended.
alive() {
	while read -r pid; do
		# What nobody has waited for yet does not live.
		! grep -q ') [^Z] ' "/proc/$pid/stat" 2> /dev/null ||
			echo "$pid lives"
	done < "$tmp/pids"
}
# ends_on SIGNAL STATUS STEP PROCESSES
ends_on() {
	: > "$tmp/pids"
	env --default-signal=INT,HUP tools/run-checks "$tmp/make" "$tmp/logs" \
		"$3" > "$tmp/said" 2>&1 &
	runner=$!
	tries=100
	until [ "$(wc -l < "$tmp/pids")" = "$4" ] || [ $tries = 0 ]; do
		sleep 0.1
		tries=$((tries - 1))
	done
	kill -s "$1" $runner
	status=0
	wait $runner || status=$?
	alive
	echo "status $status, $(cat "$tmp/said")"
	[ $tries != 0 ] && [ "$status" = "$2" ] && [ -z "$(alive)" ]
}
MAKEFLAGS=
export MAKEFLAGS
it 'SIGTERM ends all of it' ends_on TERM 143 slow 2
it 'SIGINT ends all of it' ends_on INT 130 slow 2
it 'SIGHUP ends what is deaf' ends_on HUP 129 deaf 1

sum
