# Fuzz targets, fuzz/NAME.c, each a property of any input.
#
#   make fuzz-NAME [SECONDS=60]  look for inputs that break it, with libFuzzer
#   make fuzz-afl-NAME           the same with AFL++
#   make fuzz-all [SECONDS=20]   all of them, one after the other
#   make check-corpus            run what is kept in testdata/corpus/NAME

FUZZERS := $(filter-out replay,$(basename $(notdir $(wildcard fuzz/*.c))))
REPLAYS := $(FUZZERS:%=$(O)/fuzz/replay-%)
SECONDS ?= 60
CLANG   ?= clang

.PHONY: fuzz-all $(FUZZERS:%=fuzz-%) $(FUZZERS:%=fuzz-afl-%) check-corpus

$(O)/fuzz/replay-%: $(O)/fuzz/%.o $(O)/fuzz/replay.o $(O)/libinternal.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

.SECONDARY: $(FUZZERS:%=$(O)/fuzz/%.o) $(O)/fuzz/replay.o

CHECKS += corpus

check-corpus: $(REPLAYS)
	@tests/corpus.sh $(O)/fuzz

# What only MODE=fuzz, which fuzz-NAME asks for, can link.
$(O)/fuzz/%: $(O)/fuzz/%.o $(O)/libinternal.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

$(FUZZERS:%=fuzz-%): fuzz-%:
	@tools/need $(CLANG) lib:libfuzzer
	@$(MAKE) MODE=fuzz O=build/fuzz CC='$(CLANG)' build/fuzz/fuzz/$*
	@tools/fuzz $* $(SECONDS)

$(FUZZERS:%=fuzz-afl-%): fuzz-afl-%:
	@tools/need afl-clang-fast afl-fuzz
	@$(MAKE) MODE=asan O=build/afl CC=afl-clang-fast \
	build/afl/fuzz/replay-$*
	@AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 \
	afl-fuzz -V $(SECONDS) -m none -t 10000 -i testdata/corpus/$* \
	-o build/afl/out-$* -- build/afl/fuzz/replay-$*

fuzz-all:
	@set -e; for name in $(FUZZERS); do \
	$(MAKE) --no-print-directory fuzz-$$name SECONDS=$(SECONDS); done

-include $(FUZZERS:%=$(O)/fuzz/%.d) $(O)/fuzz/replay.d

# A proof for all inputs.  Slow, so it is not a part of check.
.PHONY: prove
prove:
	@tools/need frama-c why3 z3
	@tools/prove $(O)/prove
