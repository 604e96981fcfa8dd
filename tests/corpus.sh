#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: tests/corpus.sh FOLDER
#
# Runs every fuzz target of FOLDER, replay-NAME, on what is kept for it: the
# inputs under testdata/corpus/NAME, seeds and everything that ever broke it.
set -eu

cd "$(dirname "$0")/.."
passed=0
failed=0
for target in fuzz/*.c; do
	name=$(basename "$target" .c)
	[ "$name" != replay ] || continue
	log=$1/$name.log
	more=
	# What has to be refused is worth a try as well.
	case $name in
	dtb|tree) more=testdata/reject ;;
	yaml)	more=testdata/profiles ;;
	config)	more=testdata/config ;;
	image)	more=testdata/reject ;;
	esac
	if counted=$("$1/replay-$name" "testdata/corpus/$name" $more \
		2> "$log"); then
		echo "$name: $counted"
		passed=$((passed + ${counted%% *}))
	else
		echo "FAIL $name, the last of:"
		tail -n 20 "$log"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
