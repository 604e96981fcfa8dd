#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: tests/reproducible.sh MODE O
#
# The build of this tree in O against one of a copy elsewhere, made under
# another locale, time zone, umask and number of jobs: same bytes.
set -eu

mode=$1
# The copy has a folder of its own only where that is below the tree.
case $2 in
/*)	O=build/$mode ;;
*)	O=$2 ;;
esac

cd "$(dirname "$0")/.."
MAKE=${MAKE:-make}
jobs=$(getconf _NPROCESSORS_ONLN)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
copy=$tmp/a-place/of/another/length
# A make around this one has its own ideas of O, MODE and jobs.
unset MAKEFLAGS MAKELEVEL MFLAGS

"$MAKE" -s -j"$jobs" MODE="$mode" O="$O" all

mkdir -p "$copy"
tar -c -f - --exclude=./build --exclude=./.git . | tar -x -f - -C "$copy"
(
	umask 077
	cd "$copy"
	LC_ALL=C.UTF-8 TZ=Pacific/Kiritimati "$MAKE" -s -j"$((jobs + 1))" \
		MODE="$mode" O="$O" all
)

failed=0
for file in mpuc libmpuc.a "libmpuc.so.$(cat VERSION)"; do
	if cmp "$O/$file" "$copy/$O/$file"; then
		echo "$file: $(wc -c < "$O/$file") bytes, the same"
	else
		failed=1
	fi
done
exit "$failed"
