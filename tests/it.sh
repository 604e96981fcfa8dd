#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: . tests/it.sh
#
# For tests in sh, in the top folder: $tmp, a folder that is gone afterwards;
# "it TEXT COMMAND...", one assertion; and "sum", the last line.
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0
failed=0

it() {
	what=$1
	shift
	if "$@" > "$tmp/out" 2>&1; then
		passed=$((passed + 1))
	else
		echo "FAIL: $what: $*"
		sed 's/^/  /' "$tmp/out"
		failed=$((failed + 1))
	fi
}

# exits_with STATUS COMMAND...
exits_with() {
	want=$1
	shift
	status=0
	"$@" || status=$?
	[ "$status" = "$want" ]
}

# says STATUS TEXT COMMAND...: exits with it, and TEXT is in what it prints.
says() {
	status=0
	wanted=$1
	text=$2
	shift 2
	said=$("$@" 2>&1) || status=$?
	printf '%s\nexit status %s, %s is wanted, and %s\n' "$said" "$status" \
		"$wanted" "$text"
	[ "$status" = "$wanted" ] && printf '%s\n' "$said" | grep -qF -- "$text"
}

fails() {
	! "$@"
}

sum() {
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}
