# What make check runs.  Every step is a target, check-STEP, that can be run
# alone; what a step needs of the machine it asks for by name (tools/need).
# Those that take long come first, since several run at a time.

CHECKS := tools unit r52 asan tui rules edits verdicts bindings \
	formats freestanding layout refmodel cli headers deps pure symbols \
	codes format options man profiles reject systems schemas pictures \
	qemu-trees install demo docs integrations browser bench mutations \
	certificates completions

.PHONY: units completions checks-need $(CHECKS:%=check-%) format-diff

check:
	+@tools/run-checks '$(MAKE)' $(O)/check $(CHECKS)

CHECKS += run-checks
.PHONY: check-run-checks

check-run-checks:
	@tests/run-checks.sh

# What two steps would make at the same time.
checks-need: all units $(O)/tests/screens $(O)/man/mpuc-codes.7 \
	$(O)/layouts/made $(O)/bench/steps $(O)/tests/shim.so $(REPLAYS) \
	asan-replays

units: $(UNITS)

# Otherwise make removes them, being on the way to the binaries only.
.SECONDARY: $(UNIT_SRC:%.c=$(O)/%.o)

check-tools:
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' PKG_CONFIG='$(PKG_CONFIG)' \
	tools/need cc c++ ld ar nm objcopy objdump readelf pkg-config \
	header:libfdt.h lib:yaml-0.1 lib:jansson lib:libelf lib:mxml lib:zlib \
	lib:check lib:ncursesw dtc tmux \
	python3 python:jsonschema python:yaml mandoc bash zsh fish dt-doc-validate \
	dt-validate xmllint node npm chromium chromedriver \
	arm-none-eabi-gcc aarch64-linux-gnu-gcc qemu-system-arm \
	qemu-system-aarch64

# --- the source ---------------------------------------------------------

check-deps:
	@tools/check-deps
	@tests/check-deps.sh

check-pure: $(LIB_OBJ)
	@tools/need nm
	@tools/check-pure $(O)

check-headers: $(O)/.flags
	@CC='$(CC)' tools/check-headers $(ALL_CPPFLAGS) $(ALL_CFLAGS)

check-symbols: $(O)/libmpuc.a $(O)/$(SHLIB)
	@tools/need nm objdump python3
	@CC='$(CC)' tools/check-symbols $^ $(SONAME)
	@CC='$(CC)' tools/check-abi
	@CC='$(CC)' tests/symbols.sh

check-codes: $(O)/man/mpuc-codes.7
	@tools/need python3
	@tools/check-codes $<

check-format:
	@tools/need python3
	@tools/check-format

# Advice: what clang-format thinks of the lines that differ from BASE.
BASE ?= HEAD
format-diff:
	@tools/check-format --clang $(BASE)

# --- documents ----------------------------------------------------------

check-options: $(O)/mpuc
	@tools/need bash python3
	@tools/check-options $<

# They are committed, so that nobody needs a program that runs to install it.
completions: $(O)/mpuc
	@tools/gen-completions $< completions

check-completions: $(O)/mpuc
	@tools/need bash zsh fish dtc
	@tests/completions.sh $<

check-man: $(O)/man/mpuc-codes.7
	@tools/need mandoc
	@tools/check-man $<

check-profiles:
	@tools/need python3 python:jsonschema python:yaml
	@tools/check-schemas

# --- the program --------------------------------------------------------

# In one process each: a fork costs more than its test.  check-again forks.
check-unit: $(UNITS)
	@CK_FORK=no tests/units.sh $(UNITS)

check-mutations: $(O)/tests/t_cover $(O)/tests/t_slots
	@CC='$(CC)' FLAGS='$(ALL_CPPFLAGS) $(ALL_CFLAGS)' \
	LIBS='$(shell $(PKG_CONFIG) --libs check) $(LIBS)' \
	tests/mutations.sh $(O)

check-certificates: $(O)/mpuc
	@tools/need python3 dtc
	@python3 tests/certificates.py $<

check-rules: $(O)/mpuc
	@tools/need python3 dtc
	@python3 tests/rules.py $<

check-edits: $(O)/mpuc
	@tools/need python3 dtc
	@python3 tests/edits.py $<

check-reject: $(O)/mpuc
	@tools/need python3 dtc
	@python3 tests/reject.py $<

check-systems: $(O)/mpuc
	@tools/need python3 dtc
	@python3 tests/systems.py $<
	@python3 tests/examples.py $<

# The shipped bindings in the hands of dt-schema's own tools and in ours.
check-bindings: $(O)/mpuc
	@tools/need python3 dtc dt-doc-validate dt-validate
	@python3 tests/bindings.py $<

check-pictures: $(O)/mpuc
	@tools/need python3 dtc
	@python3 tests/pictures.py $<

check-browser: $(O)/mpuc
	@tools/need python3 dtc chromium chromedriver
	@python3 tests/browser.py $<

check-verdicts: $(O)/mpuc
	@tools/need python3 dtc
	@python3 tests/verdicts.py $<
	@python3 tests/metamorphic.py $<

check-cli: $(O)/mpuc
	@tools/need python3 dtc
	@python3 tests/cli.py $<

check-tui: $(O)/mpuc $(O)/mpuc-budget $(O)/tests/screens
	@tools/need python3 nm tmux dtc
	@python3 tests/tui.py $(O)/mpuc $(O)/tests/screens

check-schemas: $(O)/mpuc
	@tools/need python3 python:jsonschema dtc
	@python3 tests/schemas.py $<

# What reads our reports is fetched once, into the build's own folder.
check-formats: $(O)/mpuc
	@tools/need python3 python:jsonschema dtc xmllint node npm
	@tools/npm-modules $(O)/npm
	@python3 tests/formats.py $< $(O)/npm

check-qemu-trees: $(O)/mpuc
	@tools/need python3 dtc qemu-system-arm qemu-system-aarch64
	@python3 tests/qemu-trees.py $<

# --- the boot layout and its reader -------------------------------------

LAYOUTS = $(O)/layouts

$(LAYOUTS)/made: $(O)/mpuc tests/systems.py $(wildcard testdata/systems/*/*)
	@tools/need python3 dtc
	@rm -rf $(LAYOUTS)
	@python3 tests/systems.py $(O)/mpuc --layouts $(LAYOUTS)
	@touch $@

check-layout: $(LAYOUTS)/made
	@tools/need python3
	@set -e; for layout in $(LAYOUTS)/*.layout; do \
	tools/check-layout $$layout $${layout%.layout}.json; done

check-freestanding: $(LAYOUTS)/made
	@tools/need arm-none-eabi-gcc aarch64-linux-gnu-gcc qemu-system-arm
	@CC='$(CC)' tools/check-freestanding $(LAYOUTS)/*.layout

# The layouts on MPUs: one that the tests have from the architecture, for both
# kinds, and that of a Cortex-R52 under QEMU.  The example is what a firmware
# engineer copies; the tables are for who has no place for a layout.
R52_TOOLS = python3 python:yaml dtc qemu-system-arm arm-none-eabi-gcc

CHECKS += sources r52-wrong demo-r52
.PHONY: check-sources check-refmodel check-r52 check-r52-wrong \
	check-demo-r52 demo-r52 r52-probes r52-fuzz

check-sources: $(O)/mpuc
	@tools/need python3 python:yaml dtc arm-none-eabi-gcc \
	aarch64-linux-gnu-gcc
	@python3 tests/sources.py $<

check-refmodel: $(O)/mpuc
	@tools/need python3 python:yaml dtc
	@python3 tests/refmodel.py $<

check-r52: $(O)/mpuc
	@tools/need $(R52_TOOLS)
	@python3 tests/r52.py $<

check-r52-wrong: $(O)/mpuc
	@tools/need $(R52_TOOLS)
	@python3 tests/r52_wrong.py $<

check-demo-r52: $(O)/mpuc
	@tools/need dtc qemu-system-arm arm-none-eabi-gcc
	@tests/r52_demo.sh $(O)

demo-r52: $(O)/mpuc
	@tools/need dtc qemu-system-arm arm-none-eabi-gcc
	@$(MAKE) -s -C examples/r52 O=$(abspath $(O))/demo-r52 \
	MPUC=$(abspath $(O))/mpuc run

# More than 100,000 probes, and random systems FIRST-LAST; not part of check.
SEEDS ?= 1-100

r52-probes: $(O)/mpuc
	@tools/need $(R52_TOOLS)
	@python3 tests/r52.py $< --more 400

r52-fuzz: $(O)/mpuc
	@tools/need $(R52_TOOLS)
	@python3 tests/r52.py $< --seeds $(SEEDS)

# --- the whole ----------------------------------------------------------

check-install: all
	@tools/need pkg-config readelf c++
	@MAKE='$(MAKE)' CC='$(CC)' MODE_FLAGS='$(MODE_FLAGS)' \
	tests/install.sh O=$(O) MODE=$(MODE)

# There are no static sanitizers.
CHECKS += $(if $(findstring sanitize,$(MODE_FLAGS)),,static)
.PHONY: check-static

check-static: $(O)/mpuc-static $(O)/mpuc
	@tools/need readelf dtc
	@tests/static.sh $^

# A part of check-slow: it takes minutes, and packages that nothing else needs.
.PHONY: check-deb

check-deb:
	@tools/need pkg-config readelf
	@CC='$(CC)' tests/deb.sh $(O)/packages

check-integrations: $(O)/mpuc
	@tools/need python3 python:yaml dtc cmake ninja meson
	@python3 tests/integrations.py $<

check-docs: $(O)/mpuc
	@tools/need python3 dtc
	@python3 tests/docs.py $<

check-demo: $(O)/mpuc
	@tools/demo $(O)

# Whole runs and all loaders over what is kept, under the sanitizers;
# check-again runs all unit tests and rules under them.
.PHONY: asan-replays
asan-replays:
	+@$(MAKE) -s MODE=asan O=$(O)/asan replays

check-asan: asan-replays
	@tests/corpus.sh $(O)/asan/fuzz

# This build against that of a copy; check-again does it for a release.
check-reproducible: all
	@MAKE='$(MAKE)' tests/reproducible.sh $(MODE) $(O)

demo:
	@CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' tools/need cc ld ar objcopy \
	pkg-config header:libfdt.h lib:yaml-0.1 lib:jansson lib:libelf \
	lib:mxml lib:zlib dtc
	@$(MAKE) -s MODE=release O=build/release all
	@tools/demo build/release
