/* SPDX-License-Identifier: BSD-2-Clause */
/* The plan for the GNU assembler, AArch32 or AArch64. */
#include "report/tables.h"

static const char *word(const struct plan *plan)
{
	return pmsa_width(plan->arch) > 32 ? ".quad" : ".word";
}

static void head(const struct report_view *v, struct out *o)
{
	const uint8_t *mair = v->system->target->mair;

	out_str(o, "/*\n");
	tables_head(v, " *", o);
	out_str(o, " *\n"
		" * mpu_CONTEXT: slot, PRBAR, PRLAR of MPU_CONTEXT_COUNT "
		"regions, a word\n"
		" * each; MPU_CONTEXT_PRENR is PRENR while they are in force.\n"
		" * mpu_FROM_to_TO: how many slots to disable, to write, to "
		"enable, then\n"
		" * these slots, a byte each.  When none are to enable, PRLAR "
		"does it.\n"
		" */\n"
		"\t.section .rodata.mpu, \"a\", %progbits\n\n");
	for (unsigned half = 0; half < 2; half++)
		out_fmt(o, "\t.equ MPU_MAIR%u, 0x%02x%02x%02x%02x\n", half,
			mair[4 * half + 3], mair[4 * half + 2],
			mair[4 * half + 1], mair[4 * half]);
	if (v->plan->regions_known)
		out_fmt(o, "\t.equ MPU_REGIONS, %u\n", v->plan->regions);
}

static void constant(const struct plan *plan, uint32_t index,
		     const char *what, uint32_t value, struct out *o)
{
	out_str(o, "\t.equ MPU_");
	tables_name(plan, index, true, o);
	out_fmt(o, "_%s, 0x%x\n", what, value);
}

/* prlar: as the table has it. */
static void region(const struct plan *plan, const struct plan_region *r,
		   uint64_t prlar, struct out *o)
{
	const char *missing = tables_missing(r);

	if (missing != NULL) {
		out_str(o, "\t.error \"region ");
		tables_text(r->name, o);
		out_fmt(o, ": %s\"\n", missing);
		return;
	}
	out_fmt(o, "\t%s %u, 0x%llx, 0x%llx\t/* ", word(plan), r->slot,
		(unsigned long long)r->regs.prbar,
		(unsigned long long)prlar);
	tables_text(r->name, o);
	out_str(o, " */\n");
}

static void table(const struct plan *plan, uint32_t index, struct out *o)
{
	const struct plan_context *c = &plan->contexts[index];

	out_str(o, "\n/* ");
	tables_text(c->name, o);
	out_str(o, " */\n");
	constant(plan, index, "COUNT", c->need, o);
	constant(plan, index, "PRENR", tables_prenr(c), o);
	out_str(o, "\t.balign 8\n\t.global mpu_");
	tables_name(plan, index, false, o);
	out_str(o, "\nmpu_");
	tables_name(plan, index, false, o);
	out_str(o, ":\n");
	for (uint32_t i = 0; i < c->need; i++)
		region(plan, &c->regions[i], c->regions[i].regs.prlar, o);
}

static void residents(const struct plan *plan, struct out *o)
{
	struct tables_place place = { 0, 0 };
	const struct plan_region *r = tables_resident(plan, &place);
	uint32_t count = 0;

	if (r == NULL)
		return;
	out_str(o, "\n/*\n"
		" * In their slots for ever, and off: to load once, behind the boot "
		"phases\n"
		" * and before idle.  Switches rely on them and only enable "
		"them.\n"
		" */\n"
		"\t.balign 8\n\t.global mpu_residents\nmpu_residents:\n");
	for (; r != NULL; r = tables_resident(plan, &place)) {
		region(plan, r, r->regs.prlar & ~UINT64_C(1), o);
		count++;
	}
	out_fmt(o, "\t.equ MPU_RESIDENTS, %u\n", count);
}

static void pair(const struct plan *plan, const struct plan_switch *sw,
		 struct out *o)
{
	out_str(o, "mpu_");
	tables_name(plan, sw->from, false, o);
	out_str(o, "_to_");
	tables_name(plan, sw->to, false, o);
}

static void slots(const uint8_t *list, uint32_t count, struct out *o)
{
	for (uint32_t i = 0; i < count; i++)
		out_fmt(o, ", %u", list[i]);
}

static void one_switch(const struct plan *plan, const struct plan_switch *sw,
		       struct out *o)
{
	out_str(o, "\n\t.global ");
	pair(plan, sw, o);
	out_str(o, "\n");
	pair(plan, sw, o);
	out_fmt(o, ":\n\t.byte %u, %u, %u", sw->disable_count,
		sw->write_count, sw->enable_count);
	slots(sw->disable, sw->disable_count, o);
	slots(sw->write, sw->write_count, o);
	slots(sw->enable, sw->enable_count, o);
	out_str(o, "\n");
}

void tables_asm(const struct report_view *v, const char *context,
		struct out *o)
{
	const struct plan *plan = v->plan;

	if (plan == NULL) {
		out_str(o, "\t.error \"no plan: the tree does not say enough; "
			"see mpuc check\"\n");
		return;
	}
	head(v, o);
	for (uint32_t i = 0; i < plan->context_count; i++) {
		if (tables_shown(plan, i, context))
			table(plan, i, o);
	}
	if (context != NULL)
		return;
	residents(plan, o);
	for (size_t i = 0; i < plan->switches.count; i++)
		one_switch(plan, &plan->switches.items[i], o);
}
