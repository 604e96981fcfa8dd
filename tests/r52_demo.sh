#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: r52_demo.sh BUILD [--update]
#
# Runs examples/r52 with the mpuc in BUILD and compares what it tells with
# tests/r52/story.txt.
set -eu

build=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
story=tests/r52/story.txt
rm -rf "$build/demo-r52"
mkdir "$build/demo-r52"
if ! make -s -C examples/r52 O="$build/demo-r52" MPUC="$build/mpuc" run \
	> "$build/demo-r52/story.txt" 2> "$build/demo-r52/errors"; then
	cat "$build/demo-r52/story.txt" "$build/demo-r52/errors"
	exit 1
fi
[ "${2-}" != --update ] || cp "$build/demo-r52/story.txt" $story
diff -u $story "$build/demo-r52/story.txt"
