#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: tests/symbols.sh
#
# Plants one break of the library's promise after the other in a small
# library, and requires that tools/check-symbols or tools/check-abi names it.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=tests/it.sh
. "$root/tests/it.sh"
CC=${CC:-cc}

# A library of two releases that keeps what it promised.
make_good() {
	mkdir -p "$tmp/good/include/mpuc" "$tmp/good/lib" "$tmp/good/tools"
	cd "$tmp/good"
	cp "$root/tools/check-symbols" "$root/tools/check-abi" tools
	cat > include/mpuc/mpuc.h <<-'END'
	#include <stddef.h>
	#define MPUC_API __attribute__((visibility("default")))
	enum mpuc_kind { MPUC_ONE, MPUC_TWO };
	struct mpuc_run;
	struct mpuc_size { int width; size_t height; };
	MPUC_API int mpuc_old(struct mpuc_run *run, struct mpuc_size *ret);
	MPUC_API __attribute__((warn_unused_result)) int mpuc_new(void);
	END
	cat > lib/libmpuc.map <<-'END'
	/*
	 * What there is.
	 */
	MPUC_0 {
	global:
		mpuc_old;
	local:
		*;
	};
	MPUC_0.2 {
	global:
		mpuc_new;
	} MPUC_0;
	END
	cat > lib.c <<-'END'
	#include <mpuc/mpuc.h>
	int mpuc_old(struct mpuc_run *run, struct mpuc_size *ret)
	{ return run != NULL && ret != NULL; }
	int mpuc_new(void) { return 0; }
	END
	tools/check-abi --update
}

tree() {
	rm -rf "$tmp/tree"
	cp -r "$tmp/good" "$tmp/tree"
	cd "$tmp/tree"
}

# names [SONAME [MAP]]
names() {
	soname=${1:-libmpuc.so.0}
	# CC may be a command with flags.
	# shellcheck disable=SC2086
	$CC -Iinclude -fPIC -fvisibility=hidden -c -o lib.o lib.c || return 1
	ar rc libmpuc.a lib.o
	# shellcheck disable=SC2086
	$CC -shared -o libmpuc.so -Wl,-soname,"$soname" \
		-Wl,--version-script="${2:-lib/libmpuc.map}" lib.o || return 1
	tools/check-symbols libmpuc.a libmpuc.so libmpuc.so.0
}

# expect WANT COMMAND...: what it finds wrong, or nothing.
expect() {
	want=$1
	shift
	if [ -z "$want" ]; then
		it 'nothing is wrong' "$@"
	else
		it "$want" says 1 "$want" "$@"
	fi
}

# in_tree FILE FROM TO: another text in a new tree.
in_tree() {
	tree
	sed "s/$2/$3/" "$1" > "$1.new"
	! cmp -s "$1" "$1.new" || {
		echo "FAIL: no '$2' in $1"
		failed=$((failed + 1))
	}
	mv "$1.new" "$1"
}

make_good
tree
expect '' names

# --- names ------------------------------------------------------------------

in_tree lib.c 'int mpuc_new' 'static inline int mpuc_new'
sed -i.old '/mpuc_new/d' include/mpuc/mpuc.h
expect 'mpuc_new is in lib/libmpuc.map but not in the archive' names

in_tree lib.c 'int mpuc_new' 'int helper(void);\n&'
echo '__attribute__((visibility("default"))) int helper(void)
{ return 1; }' >> lib.c
expect 'helper is global but not mpuc_*' names

in_tree lib/libmpuc.map 'mpuc_new;' 'mpuc_old;'
expect 'mpuc_old stands twice' names

in_tree lib/libmpuc.map 'mpuc_new;' 'mpuc_*;'
expect 'lib/libmpuc.map:12: ' names

# A name that is public, but that nobody can link with.
in_tree lib/libmpuc.map 'mpuc_new;' ''
sed -i.old '/^MPUC_0.2/,$d' lib/libmpuc.map
expect 'mpuc_new is in the archive but not in lib/libmpuc.map' names

# One that programs would look for elsewhere.
tree
sed '/mpuc_new/d; s/mpuc_old;/&\nmpuc_new;/; /0.2/,$d' \
	lib/libmpuc.map > moved.map
expect 'mpuc_new@@MPUC_0 is in the shared library but not in' names \
	libmpuc.so.0 moved.map

tree
expect "calls itself 'libmpuc.so.1'" names libmpuc.so.1

# --- what they take and give --------------------------------------------------

in_tree include/mpuc/mpuc.h 'size_t height;' '& int depth;'
expect 'struct mpuc_size has changed' tools/check-abi

in_tree include/mpuc/mpuc.h 'int width; size_t height;' \
	'size_t height; int width;'
expect 'struct mpuc_size has changed' tools/check-abi

in_tree include/mpuc/mpuc.h 'MPUC_ONE, MPUC_TWO' 'MPUC_TWO, MPUC_ONE'
expect 'enum mpuc_kind has changed' tools/check-abi

in_tree include/mpuc/mpuc.h 'MPUC_TWO' 'MPUC_TWO, MPUC_THREE'
expect 'enum mpuc_kind has enumerators more' tools/check-abi

in_tree include/mpuc/mpuc.h 'int mpuc_new(void)' 'long mpuc_new(void)'
expect 'mpuc_new has changed' tools/check-abi

in_tree include/mpuc/mpuc.h '^struct mpuc_run;' '&\nstruct mpuc_more;'
expect 'struct mpuc_more is new' tools/check-abi

in_tree include/mpuc/mpuc.h ' MPUC_TWO' ' \/* two *\/\n	MPUC_TWO,'
expect '' tools/check-abi

sum
