/* SPDX-License-Identifier: BSD-2-Clause */
#include "check/check.h"

#include "base/try.h"
#include "check/rules.h"

enum {
	NEEDS_CHOSEN = 1,
	NEEDS_RAM = 2,
	NEEDS_REGIONS = 4,
};

struct rule {
	enum check_stage stage;
	rule_fn *fn;
	unsigned needs;
};

static const struct rule rules[] = {
	{ CHECK_TREE, rule_xen_tree, 0 },
	{ CHECK_MODEL, rule_target, 0 },
	{ CHECK_MODEL, rule_not_checked, 0 },
	{ CHECK_MODEL, rule_depth, 0 },
	{ CHECK_MODEL, rule_fdt, 0 },
	{ CHECK_MODEL, rule_machine, 0 },
	{ CHECK_MODEL, rule_cells, 0 },
	{ CHECK_MODEL, rule_reserved_cells, 0 },
	{ CHECK_MODEL, rule_ranges, 0 },
	{ CHECK_MODEL, rule_alignment, 0 },
	{ CHECK_MODEL, rule_ram_nodes, 0 },
	{ CHECK_MODEL, rule_ram_overlap, NEEDS_RAM },
	{ CHECK_MODEL, rule_ram, NEEDS_RAM },
	{ CHECK_MODEL, rule_heap, NEEDS_CHOSEN },
	{ CHECK_MODEL, rule_limits, 0 },
	{ CHECK_MODEL, rule_overlap, 0 },
	{ CHECK_MODEL, rule_sections, NEEDS_CHOSEN },
	{ CHECK_MODEL, rule_containment, NEEDS_CHOSEN },
	{ CHECK_MODEL, rule_foreign, NEEDS_CHOSEN },
	{ CHECK_MODEL, rule_domain_memory, 0 },
	{ CHECK_MODEL, rule_domain_cpus, 0 },
	{ CHECK_MODEL, rule_direct_map, 0 },
	{ CHECK_MODEL, rule_kernel_placement, 0 },
	{ CHECK_MODEL, rule_modules, 0 },
	{ CHECK_MODEL, rule_kernels, 0 },
	{ CHECK_MODEL, rule_shm, 0 },
	{ CHECK_MODEL, rule_passthrough, 0 },
	{ CHECK_MODEL, rule_capabilities, 0 },
	{ CHECK_MODEL, rule_enhanced, 0 },
	{ CHECK_MODEL, rule_domain_properties, 0 },
	{ CHECK_MODEL, rule_vcpus, 0 },
	{ CHECK_MODEL, rule_evtchn, NEEDS_CHOSEN },
	{ CHECK_MODEL, rule_initrd, NEEDS_CHOSEN },
	{ CHECK_MODEL, rule_heap_size, NEEDS_RAM },
	{ CHECK_MODEL, rule_names, NEEDS_CHOSEN },
	{ CHECK_MODEL, rule_msa, 0 },
	{ CHECK_MODEL, rule_redistributors, 0 },
	{ CHECK_MODEL, rule_pass_paths, 0 },
	{ CHECK_MODEL, rule_early_uart, 0 },
	{ CHECK_MODEL, rule_partial_trees, 0 },
	{ CHECK_MODEL, rule_top, 0 },
	{ CHECK_MODEL, rule_surplus, 0 },
	{ CHECK_MODEL, rule_device_contents, 0 },
	{ CHECK_MODEL, rule_scattered, 0 },
	{ CHECK_MODEL, rule_writable_text, 0 },
	{ CHECK_PLAN, rule_page_shared, 0 },
	{ CHECK_PLAN, rule_attributes, 0 },
	{ CHECK_PLAN, rule_emulated, 0 },
	{ CHECK_PLAN, rule_asm_slots, 0 },
	{ CHECK_PLAN, rule_high_slots, 0 },
	{ CHECK_PLAN, rule_console_reach, 0 },
	{ CHECK_PLAN, rule_budget, NEEDS_REGIONS },
	{ CHECK_PLAN, rule_region_overlap, 0 },
	{ CHECK_PLAN, rule_unplaced, 0 },
};

static bool can_run(const struct rule *rule, const struct system *s)
{
	if ((rule->needs & NEEDS_CHOSEN) != 0 && s->chosen.node == DOC_NONE)
		return false;
	if ((rule->needs & NEEDS_RAM) != 0 && s->ram.count == 0)
		return false;
	return (rule->needs & NEEDS_REGIONS) == 0 || s->regions_known;
}

enum mpuc_status check_run(struct arena *a, enum check_stage stage,
			   const struct facts *facts, struct sink *sink)
{
	struct reporter r = { a, sink, facts, facts->system, NULL };

	r.dropped = modules_dropped(a, facts->system);
	TRY_PTR(r.dropped);

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		if (rules[i].stage != stage)
			continue;
		if (can_run(&rules[i], facts->system))
			rules[i].fn(&r);
		else
			sink->skipped++;
	}
	return sink->status;
}
