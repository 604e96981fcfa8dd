#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: tests/install.sh [make variable...]
#
# What a packager and a user of the library do: install below DESTDIR and
# into a prefix, build a program with what mpuc.pc says, with the shared
# library and with the archive, compile the headers and the reader that were
# installed, uninstall, and look for what stayed behind.
set -eu

cd "$(dirname "$0")/.."
MAKE=${MAKE:-make}
CC=${CC:-cc}
CXX=${CXX:-c++}
VERSION=$(cat VERSION)
SONAME=libmpuc.so.${VERSION%%.*}
MODE_FLAGS=${MODE_FLAGS-}	# what the archive was compiled with
# shellcheck source=tests/it.sh
. tests/it.sh

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
for file in bin/mpuc lib/libmpuc.a "lib/libmpuc.so.$VERSION" \
	"lib/$SONAME" lib/libmpuc.so lib/pkgconfig/mpuc.pc \
	include/mpuc/mpuc.h include/mpuc/status.h \
	include/mpuc/layout_read.h include/mpuc/layout_format.h \
	share/man/man1/mpuc.1 share/man/man5/mpuc-profile.5 \
	share/man/man7/mpuc-codes.7 share/man/man3/libmpuc.3 \
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
# A stage is moved: no link may lead out of it.
leads_to() {
	[ "$(readlink "$stage/opt/tools/lib/$1")" = "$2" ]
}
it 'the soname is a link' leads_to "$SONAME" "libmpuc.so.$VERSION"
it 'the name for the linker is one to that' leads_to libmpuc.so "$SONAME"
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
pc() {
	PKG_CONFIG_PATH=$prefix/lib/some-arch/pkgconfig pkg-config "$@" mpuc
}
# build PROGRAM [FLAG...]: the example.
build() {
	program=$1
	shift
	compile -std=c11 -Wall -Wextra -Wpedantic -Werror \
		-o "$tmp/$program" examples/check.c "$@"
}
# Flags are words.
# shellcheck disable=SC2046
build_shared() {
	build shared $(pc --cflags --libs)
}
# shellcheck disable=SC2046
build_rpath() {
	build rpath $(pc --cflags --libs) \
		"-Wl,-rpath,$prefix/lib/some-arch"
}
# Where both are, the linker takes the shared one unless told.
# shellcheck disable=SC2046
build_archive() {
	build archive $(pc --static --cflags --libs |
		sed 's/-lmpuc/-l:libmpuc.a/')
}
# shellcheck disable=SC2046
build_static() {
	build static -static $(pc --static --cflags --libs)
}
# Nobody needs to know what the shared library is made of.
only_libmpuc() {
	[ "$(pc --libs-only-l | tr -d ' ')" = -lmpuc ]
}
needs() {
	readelf -d "$tmp/$1" | grep -F '(NEEDED)' | grep -qF "[${2-}"
}
it 'the shared library is all that mpuc.pc asks for' only_libmpuc
it 'the example builds with what mpuc.pc says' build_shared
it 'and asks for the soname' needs shared "$SONAME"
tree=testdata/systems/two-guests/system.dts
it 'which is not found here unless told' fails "$tmp/shared" "$tree"
it 'it builds with the path in it' build_rpath
it 'and runs as it is' "$tmp/rpath" "$tree"
it 'it builds with the archive' build_archive
it 'which needs no libmpuc' fails needs archive "$SONAME"
programs='shared archive'
# The sanitizers have no static libraries.
case $MODE_FLAGS in
*-fsanitize*) ;;
*)	it 'it builds without shared libraries' build_static
	it 'and has none' fails needs static
	programs="$programs static" ;;
esac
# example PROGRAM TREE
example() {
	LD_LIBRARY_PATH=$prefix/lib/some-arch "$tmp/$1" "$2" > "$tmp/said"
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
sed 's/^.*mpu,guest-memory-section = .*$//' "$tree" > "$tmp/bad.dts"
for program in $programs; do
	it "$program: finds a clean tree clean" example "$program" "$tree"
	it "$program: a tree that is not there is no finding" \
		exits_with 3 example "$program" "$tmp/none.dts"
	it "$program: a broken tree is broken" \
		exits_with 1 example "$program" "$tmp/bad.dts"
	it "$program: each finding is as mpuc tells it" \
		says_the_same "$tmp/bad.dts"
	it "$program: and each budget" \
		grep -qE '^guest/domU1 +[0-9]+ of  16 regions$' "$tmp/said"
done
it 'the version of mpuc.pc is that of VERSION' \
	env PKG_CONFIG_PATH="$prefix/lib/some-arch/pkgconfig" \
	pkg-config --exact-version="$VERSION" mpuc

for header in "$prefix"/headers/mpuc/*.h; do
	it "${header##*/} is C11" compile -std=c11 -Wall -Wextra -Wpedantic \
		-Werror -I "$prefix/headers" -fsyntax-only -x c "$header"
	it "${header##*/} is C++" "$CXX" -std=c++11 -Wall -Wextra -Wpedantic \
		-Werror -I "$prefix/headers" -fsyntax-only -x c++ "$header"
done
# Names are C's in C++, too.
# shellcheck disable=SC2046
links_from_cxx() {
	printf '%s\n' '#include <mpuc/mpuc.h>' \
		'int main() { return mpuc_version()[0] == 0; }' > "$tmp/main.cc"
	# shellcheck disable=SC2086
	"$CXX" $MODE_FLAGS -std=c++11 -o "$tmp/cxx" "$tmp/main.cc" \
		$(pc --cflags --libs) "-Wl,-rpath,$prefix/lib/some-arch" &&
		"$tmp/cxx"
}
it 'a C++ program links' links_from_cxx

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

sum
