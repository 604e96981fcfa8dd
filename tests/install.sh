#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: tests/install.sh [make variable...]
#
# What a packager and a user of the library do: install below DESTDIR and
# into a prefix, build a program with what mpuc.pc says, compile the reader
# that was installed, uninstall, and look for what stayed behind.
set -eu

cd "$(dirname "$0")/.."
MAKE=${MAKE:-make}
CC=${CC:-cc}
MODE_FLAGS=${MODE_FLAGS-}	# what the archive was compiled with
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0
failed=0

# it TEXT COMMAND...: one assertion.
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

files() {
	find "$1" ! -type d | sed "s|^$1||" | sort
}

empty() {
	files "$1"
	[ -z "$(files "$1")" ]
}

all_below() {
	! files "$1" | grep -v "^$2/"
}

no_folder_of_ours() {
	! find "$1" -type d -name '*mpuc*' | grep .
}

# Nothing of the build's place or of the stage may be in what users read.
no_traces() {
	! grep -rlF -e "$tmp" "$1"
}

# --- a packager: DESTDIR -------------------------------------------------

stage=$tmp/stage
mkdir "$stage"
it 'installs into DESTDIR' \
	"$MAKE" -s "$@" install DESTDIR="$stage" prefix=/opt/tools
it 'everything is below the prefix' all_below "$stage" /opt/tools
it 'DESTDIR is in no file' no_traces "$stage"
for file in bin/mpuc lib/libmpuc.a lib/pkgconfig/mpuc.pc \
	include/mpuc/mpuc.h include/mpuc/status.h \
	include/mpuc/layout_read.h include/mpuc/layout_format.h \
	share/man/man1/mpuc.1 share/man/man5/mpuc-profile.5 \
	share/man/man7/mpuc-codes.7 \
	share/bash-completion/completions/mpuc \
	share/mpuc/reader/layout_read.c \
	share/mpuc/schemas/report.schema.json \
	share/mpuc/schemas/boot-layout.md; do
	it "$file is there" test -s "$stage/opt/tools/$file"
done
for page in man/*.[1-9]; do
	it "$page is there" test -s \
		"$stage/opt/tools/share/man/man${page##*.}/${page#man/}"
done
it 'installs a second time' \
	"$MAKE" -s "$@" install DESTDIR="$stage" prefix=/opt/tools
it 'uninstalls' "$MAKE" -s "$@" uninstall DESTDIR="$stage" prefix=/opt/tools
it 'leaves no file behind' empty "$stage"
it 'leaves no folder of its own behind' no_folder_of_ours "$stage"
it 'uninstalls what is not there' \
	"$MAKE" -s "$@" uninstall DESTDIR="$stage" prefix=/opt/tools

# --- a user: a prefix, every directory somewhere else --------------------

prefix=$tmp/prefix
set -- "$@" prefix="$prefix" libdir="$prefix/lib/some-arch" \
	includedir="$prefix/headers" mandir="$prefix/manual"
it 'installs into a prefix' "$MAKE" -s "$@" install
it 'the program runs' "$prefix/bin/mpuc" --version
it 'a manual page is where mandir says' \
	test -s "$prefix/manual/man1/mpuc.1"

# CC may be a command with flags.
compile() {
	# shellcheck disable=SC2086
	$CC $MODE_FLAGS "$@"
}
build() {
	flags=$(PKG_CONFIG_PATH=$prefix/lib/some-arch/pkgconfig \
		pkg-config --cflags --libs mpuc) || return 1
	# shellcheck disable=SC2086
	compile -std=c11 -Wall -Wextra -Wpedantic -Werror \
		-o "$tmp/check" examples/check.c $flags
}
it 'the example builds with what mpuc.pc says' build
tree=testdata/systems/two-guests/system.dts
it 'and finds a clean tree clean' "$tmp/check" "$tree"
is_fail() {
	status=0
	"$tmp/check" "$1" > "$tmp/said" || status=$?
	[ "$status" = 1 ]
}
# What the program of the same build says of the tree, the example says.
says_the_same() {
	# As data: text only counts some of the notes.
	"$prefix/bin/mpuc" check --regions 16 --format json "$1" |
		python3 -c 'import json, sys
for f in json.load(sys.stdin)["findings"]:
	at = f["location"]
	print("%s:%d:%d: %s: %s [%s]" % (at["file"], at["line"], at["column"],
		f["severity"], f["message"], f["code"]))' |
		sort -u > "$tmp/want"
	grep -E '\[MPU[0-9]+\]$' "$tmp/said" | sort -u > "$tmp/have"
	[ -s "$tmp/have" ] || return 1
	! grep -vxFf "$tmp/want" "$tmp/have"
}
sed 's/^.*mpu,guest-memory-section = .*$//' \
	testdata/systems/two-guests/system.dts > "$tmp/bad.dts"
it 'and a broken one broken' is_fail "$tmp/bad.dts"
it 'each finding as mpuc tells it' says_the_same "$tmp/bad.dts"
it 'and each budget' grep -qE '^guest/domU1 +[0-9]+ of  16 regions$' \
	"$tmp/said"
cannot_read() {
	status=0
	"$tmp/check" "$tmp/none.dts" || status=$?
	[ "$status" = 3 ]
}
it 'a tree that is not there is no finding' cannot_read
it 'the version of mpuc.pc is that of VERSION' \
	env PKG_CONFIG_PATH="$prefix/lib/some-arch/pkgconfig" \
	pkg-config --exact-version="$(cat VERSION)" mpuc

it 'the reader compiles with nothing but the installed headers' \
	compile -std=c11 -Wall -Wextra -Wpedantic -Werror -ffreestanding \
	-I "$prefix/headers" -c -o "$tmp/reader.o" \
	"$prefix/share/mpuc/reader/layout_read.c"

touch "$prefix/bin/somebody-elses"
it 'uninstalls' "$MAKE" -s "$@" uninstall
it 'what is not ours stays' test -e "$prefix/bin/somebody-elses"
rm -f "$prefix/bin/somebody-elses"
it 'nothing else does' empty "$prefix"
it 'no folder of ours either' no_folder_of_ours "$prefix"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
