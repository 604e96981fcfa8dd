# Benchmarks: ratios of things measured in turn in one run, never bare times.
# The in-process steps are counted in instructions, which a busy machine
# does not change.

BENCH_O := build/release
BENCH_KINDS := size domains contexts regions banks overlap deep cells

.PHONY: bench bench-baseline bench-build check-bench

bench-build:
	+@$(MAKE) -s MODE=release O=$(BENCH_O) all $(BENCH_O)/bench/steps

bench: bench-build
	@tools/need valgrind dtc fdtdump python3
	@python3 bench/run.py $(BENCH_O)

# After a change that is meant to cost: keep the new counts.
bench-baseline: bench-build
	@tools/need valgrind python3
	@python3 bench/run.py --update $(BENCH_O)

$(O)/bench/%: $(O)/bench/%.o $(O)/libinternal.a
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# The benchmark itself still works; what it measures is no test.
check-bench: $(O)/bench/steps
	@tools/need python3
	@set -e; for kind in $(BENCH_KINDS); do \
	bench/gen.py $$kind 40 $(O)/bench/tree.dtb; \
	$< $(O)/bench/tree.dtb xen-guests-2026 32 bench/xen.sym 0x81000000 \
	> $(O)/bench/steps.out; \
	grep -q '^peak [1-9]' $(O)/bench/steps.out; done
	@echo '$(words $(BENCH_KINDS)) passed, 0 failed'

# What a change in mpuc budget takes until it is on screen.
.PHONY: bench-edit
bench-edit: bench-build
	+@$(MAKE) -s MODE=release O=$(BENCH_O) $(BENCH_O)/tests/screens
	@python3 bench/edit.py $(BENCH_O)
# Regions and switches of a ladder of systems, as-is, optimal and bound.
.PHONY: bench-plan
bench-plan: bench-build
	@tools/need python3 dtc
	@bench/plan-ladder $(BENCH_O)/mpuc
