# Fuzz targets, fuzz/NAME.c, each a property of any input.
#
#   make fuzz-NAME [SECONDS=60]  look for inputs that break it, with libFuzzer
#   make fuzz-afl-NAME           the same with AFL++
#   make fuzz-all [SECONDS=20]   all of them, one after the other
#   make fuzz-bounded [RUNS=2000]  all of them on the same inputs every time
#   make check-corpus            run what is kept in testdata/corpus/NAME

FUZZERS := $(filter-out replay,$(basename $(notdir $(wildcard fuzz/*.c))))
REPLAYS := $(FUZZERS:%=$(O)/fuzz/replay-%)
SECONDS ?= 60
RUNS    ?= 2000
CLANG   ?= clang

.PHONY: fuzz-all fuzz-bounded $(FUZZERS:%=fuzz-%) $(FUZZERS:%=fuzz-afl-%) \
	check-corpus

$(O)/fuzz/replay-%: $(O)/fuzz/%.o $(O)/fuzz/replay.o $(O)/libinternal.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

.SECONDARY: $(FUZZERS:%=$(O)/fuzz/%.o) $(O)/fuzz/replay.o

CHECKS += corpus
.PHONY: replays
replays: $(REPLAYS)

check-corpus: $(REPLAYS)
	@tests/corpus.sh $(O)/fuzz

# What only clang can link; AFL++'s has a loop of its own for the same flag.
$(O)/fuzz/%: $(O)/fuzz/%.o $(O)/libinternal.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

$(FUZZERS:%=fuzz-%): fuzz-%:
	@tools/need $(CLANG) lib:libfuzzer
	@$(MAKE) MODE=fuzz O=build/fuzz CC='$(CLANG)' CFLAGS=-Wno-error \
	build/fuzz/fuzz/$*
	@tools/fuzz $* $(SECONDS)

$(FUZZERS:%=fuzz-afl-%): fuzz-afl-%:
	@tools/need afl-clang-fast afl-fuzz
	@$(MAKE) MODE=asan O=build/afl CC=afl-clang-fast CFLAGS=-Wno-error \
	build/afl/fuzz/$*
	@tools/fuzz-afl $* $(SECONDS)

fuzz-all:
	@set -e; for name in $(FUZZERS); do \
	$(MAKE) --no-print-directory fuzz-$$name SECONDS=$(SECONDS); done

fuzz-bounded:
	@tools/need $(CLANG) lib:libfuzzer
	@$(MAKE) MODE=fuzz O=build/fuzz CC='$(CLANG)' CFLAGS=-Wno-error \
	$(FUZZERS:%=build/fuzz/fuzz/%)
	@tools/fuzz-bounded $(RUNS) $(FUZZERS)

-include $(FUZZERS:%=$(O)/fuzz/%.d) $(O)/fuzz/replay.d

# A proof for all inputs.  Slow, so it is not a part of check.
.PHONY: prove
prove:
	@tools/need frama-c why3 z3
	@tools/prove $(O)/prove

# --- faults and bounds ----------------------------------------------------

CHECKS += bad-trees faults bounds
.PHONY: check-bad-trees check-faults check-bounds check-slow soak

$(O)/tests/shim.so: tests/faults/shim.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -O1 -shared -fPIC -o $@ $< -ldl

$(O)/tests/fdt_judge: tests/fdt_judge.c $(O)/.flags
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< -lfdt

check-bad-trees: $(O)/mpuc $(O)/tests/fdt_judge
	@tools/need python3
	@python3 tests/bad_trees.py $^

# What the shim can be loaded into: a release has no shared libraries.
$(O)/tests/mpuc: $(COMMON_OBJ) $(EXEC_OBJ) $(O)/libmpuc.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(DYNAMIC)

check-faults: $(O)/tests/mpuc $(O)/tests/shim.so
	@tools/need python3 dtc strace
	@python3 tests/faults.py $(O)/tests/mpuc $(O)/tests/shim.so

check-bounds: $(O)/mpuc
	@tools/need python3 dtc
	@python3 tests/bounds.py $(O)/mpuc

# What takes too long for check and needs nothing more than that: .ci/run
# has it behind it.
AGAIN := asan reproducible unit
# Takes tools that nothing else needs; .ci/run has it last.  Of fuzzing what is
# the same for the same commit: a find by chance may be older than the commit
# that it would fail.
SLOW := prove analyze fuzz-bounded deb valgrind bounds faults-all

check-again:
	+@tools/run-checks '$(MAKE)' $(O)/check-again $(AGAIN:%=slow-%)

check-slow:
	+@tools/run-checks '$(MAKE)' $(O)/check-slow $(SLOW:%=slow-%)

check-slow-asan:
	@$(MAKE) MODE=asan O=$(O)/asan $(O)/asan/mpuc units
	@CK_FORK=no $(MAKE) MODE=asan O=$(O)/asan check-unit
	@$(MAKE) MODE=asan O=$(O)/asan check-rules

# A debug build and a release, each twice.
check-slow-reproducible: check-reproducible
	@MAKE='$(MAKE)' tests/reproducible.sh release build/release

# Each test in a process of its own.
check-slow-unit: $(UNITS)
	@CK_FORK=yes tests/units.sh $(UNITS)

check-slow-bounds: $(O)/mpuc
	@python3 tests/bounds.py $(O)/mpuc --slow

.PHONY: check-again $(AGAIN:%=check-slow-%) $(SLOW:%=check-slow-%) analyze valgrind cov

check-slow-prove: prove
check-slow-valgrind: valgrind
check-slow-analyze: analyze
check-slow-fuzz-bounded: fuzz-bounded
check-slow-deb: check-deb

check-slow-faults-all: $(O)/tests/mpuc $(O)/tests/shim.so
	@python3 tests/faults.py $(O)/tests/mpuc $(O)/tests/shim.so --all

# Fuzzers in turns, and random systems, until DURATION seconds are over.
DURATION ?= 3600

soak: $(O)/mpuc
	@MAKE='$(MAKE)' tools/soak $(DURATION) $(FUZZERS)

# --- other eyes -------------------------------------------------------------

analyze:
	@tools/need gcc clang-tidy cppcheck shellcheck
	@CPPFLAGS='$(subst ','\'',$(ALL_CPPFLAGS))' tools/analyze

# In one process: valgrind would follow a fork for each test.
valgrind: $(UNITS) $(O)/mpuc
	@tools/need valgrind
	@tools/check-valgrind $(O) $(UNITS)

# How much of the pure rooms the tests run; a report, not a check.
cov:
	@tools/need gcov python3 dtc
	@$(MAKE) MODE=cov O=build/cov units build/cov/mpuc
	@tools/coverage build/cov $(UNITS:$(O)/%=build/cov/%)
