#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: mutations.sh O
#
# Break the planner on purpose, one line at a time, and see its exhaustive
# tests fail.  A mutation that nothing notices is a test that is missing, and
# one that no longer applies has to be written anew.  CC, FLAGS and LIBS are
# those of the build in O.
set -eu

O=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failed=0

# unit test, file, then what sed does to it
mutate() {
	test=$1 source=$2 change=$3
	sed "$change" "lib/$source" > "$tmp/mutant.c"
	if cmp -s "$tmp/mutant.c" "lib/$source"; then
		echo "mutations: does not apply to $source: $change"
		failed=1
		return
	fi
	# shellcheck disable=SC2086
	$CC $FLAGS -Wno-error -w -c -o "$tmp/mutant.o" "$tmp/mutant.c"
	# shellcheck disable=SC2086
	$CC $FLAGS -o "$tmp/mutant" "$O/tests/unit/$test.o" "$tmp/mutant.o" \
		"$O/libinternal.a" $LIBS
	if CK_VERBOSITY=silent "$tmp/mutant" > /dev/null 2>&1; then
		echo "mutations: $test does not notice $source: $change"
		failed=1
	fi
}

mutate t_cover plan/cover.c 's/common &= line/common |= line/'
mutate t_cover plan/cover.c 's/^\t*if (common == 0)$/if (0)/'
mutate t_cover plan/cover.c 's/^\t*end = j + 1;$/end = j;/'
mutate t_cover plan/cover.c 's/join->excess > 0 \&\& c.count/c.count/'
mutate t_cover plan/cover.c 's/a->excess > b->excess/a->excess < b->excess/'
mutate t_cover plan/cover_table.c 's/a.excess < b.excess/a.excess > b.excess/'
mutate t_cover plan/cover_table.c 's/return own ? 0 :/return 0 \&\& own ? 0 :/'
mutate t_cover plan/cover_table.c 's/^\t*if (touches)$/if (1)/'
mutate t_slots plan/slot_reside.c 's/while (w->taken\[s\])/while (0)/'
mutate t_slots plan/slot_overlay.c 's/!mixed\[s\] \&\& //'
mutate t_slots plan/switches.c 's/if (new\[i\]->resident)/if (1)/'
mutate t_slots plan/cost.c 's/^\t\tmost++;$/\t\tmost += 2;/'
mutate t_slots model/switch.c 's/slot \/ 16 \* 16/slot/'

exit $failed
