/* SPDX-License-Identifier: BSD-2-Clause */
/* The plan as C. */
#include "report/tables.h"

static const char types[] =
	"/* A slot and its registers, ready to load. */\n"
	"struct mpu_region {\n"
	"\tuint32_t slot;\n"
	"\tuint%u_t prbar, prlar;\n"
	"};\n"
	"\n"
	"/* A table, by slots; prenr is PRENR while it is in force. */\n"
	"struct mpu_context {\n"
	"\tconst char *name;\n"
	"\tuint32_t prenr, count;\n"
	"\tconst struct mpu_region *regions;\n"
	"};\n"
	"\n"
	"/*\n"
	" * From one context to another: slots to disable, then to write with\n"
	" * the registers of to, then to enable, one list behind the other.  When\n"
	" * none are to enable, PRLAR does it.\n"
	" */\n"
	"struct mpu_switch {\n"
	"\tuint32_t from, to;\n"
	"\tuint8_t disable, write, enable;\n"
	"\tconst uint8_t *slots;\n"
	"};\n"
	"\n";

static unsigned width(const struct plan *plan)
{
	return pmsa_width(plan->arch) > 32 ? 64 : 32;
}

static void head(const struct report_view *v, struct out *o)
{
	const uint8_t *mair = v->system->target->mair;

	out_str(o, "/*\n");
	tables_head(v, " *", o);
	out_str(o, " *\n"
		" * To be included by the one file that programs the MPU.\n"
		" */\n"
		"#include <stdint.h>\n"
		"\n"
		"/* MAIR_EL2, HMAIR1:HMAIR0: what AttrIndx stands for. */\n"
		"#define MPU_MAIR UINT64_C(0x");
	for (unsigned i = 8; i > 0; i--)
		out_fmt(o, "%02x", mair[i - 1]);
	out_str(o, ")\n");
	if (v->plan->regions_known)
		out_fmt(o, "#define MPU_REGIONS %uU\n", v->plan->regions);
	out_str(o, "\n");
	out_fmt(o, types, width(v->plan));
}

static void names(const struct plan *plan, const char *context,
		  struct out *o)
{
	out_str(o, "enum {\n");
	for (uint32_t i = 0; i < plan->context_count; i++) {
		if (!tables_shown(plan, i, context))
			continue;
		out_str(o, "\tMPU_");
		tables_name(plan, i, true, o);
		out_str(o, ",\n");
	}
	out_str(o, "\tMPU_CONTEXTS\n};\n");
}

/* prlar: as the table has it. */
static void region(const struct plan *plan, const struct plan_region *r,
		   uint64_t prlar, struct out *o)
{
	const char *missing = tables_missing(r);
	int digits = (int)width(plan) / 4;

	if (missing != NULL) {
		out_str(o, "#error \"region ");
		tables_text(r->name, o);
		out_fmt(o, ": %s\"\n", missing);
		return;
	}
	if (digits > 8)
		out_fmt(o, "\t{ %u, UINT64_C(0x%0*llx), UINT64_C(0x%0*llx) },",
			r->slot, digits, (unsigned long long)r->regs.prbar,
			digits, (unsigned long long)prlar);
	else
		out_fmt(o, "\t{ %u, 0x%0*llx, 0x%0*llx },", r->slot, digits,
			(unsigned long long)r->regs.prbar, digits,
			(unsigned long long)prlar);
	out_str(o, "\t/* ");
	tables_text(r->name, o);
	out_str(o, " */\n");
}

static void table(const struct plan *plan, uint32_t index, struct out *o)
{
	const struct plan_context *c = &plan->contexts[index];

	out_str(o, "\n/* ");
	tables_text(c->name, o);
	out_str(o, " */\nstatic const struct mpu_region mpu_");
	tables_name(plan, index, false, o);
	out_str(o, "[] = {\n");
	for (uint32_t i = 0; i < c->need; i++)
		region(plan, &c->regions[i], c->regions[i].regs.prlar, o);
	/* C has no arrays without elements. */
	if (c->need == 0)
		out_str(o, "\t{ 0, 0, 0 },\n");
	out_str(o, "};\n");
}

static void residents(const struct plan *plan, struct out *o)
{
	struct tables_place place = { 0, 0 };
	const struct plan_region *r = tables_resident(plan, &place);

	if (r == NULL)
		return;
	out_str(o, "\n/*\n"
		" * In their slots for ever, and off: to load once, behind the boot "
		"phases\n"
		" * and before idle.  Switches rely on them and only enable "
		"them.\n"
		" */\n"
		"static const struct mpu_region mpu_residents[] = {\n");
	for (; r != NULL; r = tables_resident(plan, &place))
		region(plan, r, r->regs.prlar & ~UINT64_C(1), o);
	out_str(o, "};\n");
}

static void contexts(const struct plan *plan, const char *context,
		     struct out *o)
{
	out_str(o, "\nstatic const struct mpu_context mpu_contexts[] = {\n");
	for (uint32_t i = 0; i < plan->context_count; i++) {
		const struct plan_context *c = &plan->contexts[i];

		if (!tables_shown(plan, i, context))
			continue;
		out_str(o, "\t{ \"");
		tables_text(c->name, o);
		out_fmt(o, "\", 0x%08x, %u, mpu_", tables_prenr(c), c->need);
		tables_name(plan, i, false, o);
		out_str(o, " },\n");
	}
	out_str(o, "};\n");
}

static void slots(const uint8_t *list, uint32_t count, const char **before,
		  struct out *o)
{
	for (uint32_t i = 0; i < count; i++) {
		out_fmt(o, "%s%u,", *before, list[i]);
		*before = " ";
	}
}

static void one_switch(const struct plan *plan, const struct plan_switch *sw,
		       uint32_t first, struct out *o)
{
	out_str(o, "\t{ MPU_");
	tables_name(plan, sw->from, true, o);
	out_str(o, ", MPU_");
	tables_name(plan, sw->to, true, o);
	out_fmt(o, ", %u, %u, %u, mpu_slots + %u },\n", sw->disable_count,
		sw->write_count, sw->enable_count, first);
}

static void switches(const struct plan *plan, struct out *o)
{
	uint32_t first = 0;

	if (plan->switches.count == 0)
		return;
	out_str(o, "\nstatic const uint8_t mpu_slots[] = {\n");
	for (size_t i = 0; i < plan->switches.count; i++) {
		const struct plan_switch *sw = &plan->switches.items[i];
		const char *before = "\t";

		slots(sw->disable, sw->disable_count, &before, o);
		slots(sw->write, sw->write_count, &before, o);
		slots(sw->enable, sw->enable_count, &before, o);
		out_str(o, "\n");
	}
	out_str(o, "\t0\n};\n\n"
		"static const struct mpu_switch mpu_switches[] = {\n");
	for (size_t i = 0; i < plan->switches.count; i++) {
		const struct plan_switch *sw = &plan->switches.items[i];

		one_switch(plan, sw, first, o);
		first += sw->disable_count + sw->write_count +
			 sw->enable_count;
	}
	out_str(o, "};\n");
}

void tables_c(const struct report_view *v, const char *context,
	      struct out *o)
{
	const struct plan *plan = v->plan;

	if (plan == NULL) {
		out_str(o, "#error \"no plan: the tree does not say enough; "
			"see mpuc check\"\n");
		return;
	}
	head(v, o);
	names(plan, context, o);
	for (uint32_t i = 0; i < plan->context_count; i++) {
		if (tables_shown(plan, i, context))
			table(plan, i, o);
	}
	contexts(plan, context, o);
	if (context == NULL) {
		residents(plan, o);
		switches(plan, o);
	}
}
