#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: tests/units.sh BINARY...
#
# Runs the unit tests, all of them whatever happens.  Each ends with Check's
# own line, which is shown; what failed is shown in full.
set -eu

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failed=0

for binary; do
	status=0
	"$binary" > "$tmp/out" 2>&1 || status=$?
	if [ "$status" = 0 ] && tail -n 1 "$tmp/out" |
		grep -q '^100%: Checks: [1-9][0-9]*, Failures: 0, Errors: 0$'
	then
		echo "${binary##*/}"
		tail -n 1 "$tmp/out"
	else
		echo "FAIL ${binary##*/}: exit status $status"
		cat "$tmp/out"
		failed=1
	fi
done
[ $# -gt 0 ] || { echo "FAIL: no unit test was given"; failed=1; }
exit "$failed"
