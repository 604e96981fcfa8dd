#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: tests/units.sh BINARY...
#
# Runs the unit tests, all of them whatever happens.  Each ends with Check's
# own line, which is shown; what failed is shown in full.
set -eu

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export tmp
# A machine with more to do than this is slow, and no test failed.
export CK_TIMEOUT_MULTIPLIER=10
failed=0

# As many at a time as there are processors; shown in order.
# shellcheck disable=SC2016
printf '%s\n' "$@" | xargs -P "$(getconf _NPROCESSORS_ONLN)" -I '{}' sh -c '
	status=0
	"$1" > "$tmp/${1##*/}.out" 2>&1 || status=$?
	echo "$status" > "$tmp/${1##*/}.status"' sh '{}'

for binary; do
	name=${binary##*/}
	status=$(cat "$tmp/$name.status")
	if [ "$status" = 0 ] && tail -n 1 "$tmp/$name.out" |
		grep -q '^100%: Checks: [1-9][0-9]*, Failures: 0, Errors: 0$'
	then
		echo "$name"
		tail -n 1 "$tmp/$name.out"
	else
		echo "FAIL $name: exit status $status"
		cat "$tmp/$name.out"
		failed=1
	fi
done
[ $# -gt 0 ] || { echo "FAIL: no unit test was given"; failed=1; }
exit "$failed"
