#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: tests/static.sh MPUC-STATIC MPUC
#
# The program of "make static" asks for no file of the machine that it runs
# on, neither libraries nor a loader for them, and says of a tree what the
# other one says.
set -eu

static=$1
mpuc=$2
# shellcheck source=tests/it.sh
. tests/it.sh

asks_for() {
	readelf -lW -dW "$1" | grep -E 'INTERP|\(NEEDED\)'
}
# With nothing of the caller's in its environment.
same() {
	want=0
	have=0
	"$mpuc" "$@" > "$tmp/want" 2>&1 || want=$?
	env -i PATH="$PATH" "$static" "$@" > "$tmp/have" 2>&1 || have=$?
	[ -s "$tmp/want" ] && [ "$want" = "$have" ] &&
		cmp "$tmp/want" "$tmp/have"
}

system=testdata/systems/two-guests/system.dts
rule=testdata/rules/0117-static-mem-outside-section/bad.dts
dtc -q -I dts -O dtb -o "$tmp/system.dtb" "$system"
it 'dtc has shared libraries' asks_for "$(command -v dtc)"
it 'no library, no loader' fails asks_for "$static"
it 'a blob' same check --regions 16 "$tmp/system.dtb"
it 'a source, by way of dtc' same check --regions 16 "$system"
it 'a tree with errors' same check --regions 16 --format sarif "$rule"
it 'a symbol table' same check --regions 16 \
	--xen testdata/rules/xen.sym --fdt-address 0x1000000 "$rule"
it 'a plan' same plan --regions 16 --format json "$tmp/system.dtb"
it 'a profile' same profiles xen-mpu-v2

sum
