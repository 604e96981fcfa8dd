#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: tests/deb.sh FOLDER
#
# The Debian packages, made in FOLDER by tools/deb, which has lintian's
# opinion as well; then unpacked into one place and used there: the program,
# and the example built with what libmpuc-dev brings.
set -eu

cd "$(dirname "$0")/.."
CC=${CC:-cc}
VERSION=$(cat VERSION)
folder=$1
# shellcheck source=tests/it.sh
. tests/it.sh
root=$tmp/root

tools/deb "$folder"
passed=$((passed + 1))

mkdir "$root"
for package in mpuc libmpuc0 libmpuc-dev mpuc-doc; do
	it "there is a package $package" \
		dpkg -x "$folder/${package}_${VERSION}"_*.deb "$root"
done
# A file of two packages stops dpkg.
nothing_twice() {
	for deb in "$folder"/*.deb; do
		dpkg-deb -c "$deb" | awk '!/^d/ { print $6 }'
	done | sort | uniq -d > "$tmp/twice"
	[ ! -s "$tmp/twice" ] || { cat "$tmp/twice"; return 1; }
}
it 'no two packages have the same file' nothing_twice
# What they depend on has to be there; apt works it out, and does nothing.
dependencies() {
	apt-get install -s --no-install-recommends --no-remove \
		"$(realpath "$folder")"/mpuc_*.deb \
		"$(realpath "$folder")"/libmpuc0_*.deb \
		"$(realpath "$folder")"/libmpuc-dev_*.deb
}
it 'they can be installed together' dependencies

# --- the program ------------------------------------------------------------

is_version() {
	[ "$("$root/usr/bin/mpuc" --version)" = "mpuc $VERSION" ]
}
it 'mpuc runs' is_version
tree=testdata/systems/two-guests/system.dts
sed 's/^.*mpu,guest-memory-section = .*$//' "$tree" > "$tmp/bad.dts"
it 'mpuc checks' "$root/usr/bin/mpuc" check --regions 16 "$tree"
it 'mpuc-ci checks' exits_with 1 env MPUC="$root/usr/bin/mpuc" \
	"$root/usr/bin/mpuc-ci" --regions 16 "$tmp/bad.dts"
for page in man1/mpuc.1 man1/mpuc-ci.1 man3/libmpuc.3 man5/mpuc-layout.5 \
	man7/mpuc-codes.7; do
	it "there is a page $page" gzip -t "$root/usr/share/man/$page.gz"
done

# --- the library ------------------------------------------------------------

lib=$(dirname "$(find "$root/usr/lib" -name libmpuc.so)")
pc() {
	PKG_CONFIG_SYSROOT_DIR=$root PKG_CONFIG_PATH=$lib/pkgconfig \
		pkg-config "$@" mpuc
}
# CC may be a command with flags, and flags are words.
# shellcheck disable=SC2046,SC2086
build() {
	$CC -std=c11 -Wall -Wextra -Wpedantic -Werror -o "$tmp/check" \
		"$root/usr/share/doc/libmpuc-dev/examples/check.c" \
		$(pc --cflags --libs)
}
needs_libmpuc() {
	readelf -d "$tmp/check" | grep -F '(NEEDED)' |
		grep -qF "[libmpuc.so.${VERSION%%.*}]"
}
it 'the example builds with libmpuc-dev' build
it 'and asks for libmpuc0' needs_libmpuc
it 'finds a clean tree clean' env LD_LIBRARY_PATH="$lib" \
	"$tmp/check" "$tree"
it 'and a broken one broken' exits_with 1 env LD_LIBRARY_PATH="$lib" \
	"$tmp/check" "$tmp/bad.dts"

sum
