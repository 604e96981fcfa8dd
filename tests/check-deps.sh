#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# usage: tests/check-deps.sh
#
# Plants one violation after the other in a small tree and requires that
# tools/check-deps names each.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=tests/it.sh
. "$root/tests/it.sh"

# A tree that keeps the law, comments and all.
tree() {
	rm -rf "$tmp/tree"
	mkdir -p "$tmp/tree/mk" "$tmp/tree/cmd"
	cd "$tmp/tree"
	mkdir -p lib/base lib/model lib/plan lib/mpuc
	cat > mk/deps <<-'END'
	# module: what it may include
	base:
	model: base		# plan data, but not plan
	plan:  model base
	mpuc:  plan model base
	cmd:   mpuc
	END
	echo '#include <stddef.h>' > lib/base/base.h
	printf '#include <mpuc/status.h>\n#include "base/base.h"\n' \
		> lib/model/model.h
	printf '#include "plan/plan.h"\n#include "model/model.h"\n' \
		> lib/plan/plan.c
	touch lib/plan/plan.h
	printf '#include <mpuc/mpuc.h>\n#include "plan/plan.h"\n' \
		> lib/mpuc/run.c
	printf '#include <stdio.h>\n#include <mpuc/mpuc.h>\n' > cmd/opt.h
	echo '#include "opt.h"' > cmd/main.c
}

# want STATUS TEXT: what the tool must say of the tree as it stands.
want() {
	it "$2" says "$1" "$2" "$root/tools/check-deps" "$tmp/tree"
}

# plant FILE LINE TEXT: one more line, and what the tool must say then.
plant() {
	tree
	printf '%s\n' "$2" >> "$1"
	want 1 "$3"
}

tree
want 0 'keep the law'

plant lib/model/model.h '#include "plan/plan.h"' \
	'lib/model/model.h:3: may not include plan/'
plant lib/base/base.h '  #  include "model/model.h"' \
	'lib/base/base.h:2: may not include model/'
plant lib/plan/plan.c '#include "mpuc/run.h"' \
	'lib/plan/plan.c:3: may not include mpuc/'
plant lib/plan/plan.c '#include "plan.h"' 'write "plan/plan.h"'
plant lib/plan/plan.c '#include "nothing/plan.h"' 'there is no module nothing'
plant lib/plan/plan.c '#include "base/../mpuc/run.h"' 'relative path'
plant lib/plan/plan.c '#include "../mpuc/run.h"' 'relative path'
plant lib/plan/plan.c '#include <mpuc/mpuc.h>' 'the public API is for'
plant lib/plan/plan.c '#include <base/base.h>' 'a header of ours in <>'
plant lib/plan/plan.c '#include HEADER' 'includes what is no name'
plant cmd/main.c '#include "base/base.h"' 'may include only its own headers'
plant cmd/main.c '#include <mpuc/codes.def>' 'only <mpuc/mpuc.h>'
plant cmd/main.c '#include "../lib/base/base.h"' 'relative path'
plant mk/deps 'base: plan' 'base has two lines'
plant mk/deps 'extra: nothing' 'extra lists nothing, which has no line'
plant mk/deps 'a line that is none' 'can not read'

tree
mkdir lib/stray
want 1 'lib/stray: has no line in mk/deps'

tree
touch lib/stray.c
want 1 'lib/stray.c: lies in no module'

tree
sed 's/^base:.*/base: plan/' mk/deps > mk/deps.new && mv mk/deps.new mk/deps
want 1 'mk/deps: a circle:'

sum
