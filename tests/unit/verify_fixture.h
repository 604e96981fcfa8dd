/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small system with two guests and a good plan for it, for t_verify.c.
 * System, plan and encoding are written out by hand, so that nothing here
 * follows the planner.
 */
#ifndef TESTS_VERIFY_FIXTURE_H
#define TESTS_VERIFY_FIXTURE_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "verify/verify.h"

enum {	/* rules */
	TEXT, DATA, UART, FDT, HEAP, SECTION, GICD, GICR, KERNEL, SHRUNK,
	RAM, PASS, SHM, VUART, RULES
};
enum { BOOT_ASM, BOOT_RUN, IDLE, DOMU1, DOMU2, CONTEXTS };
enum {	/* objects */
	O_HEAP, O_SECTION, O_GICD, O_GICR, O_CONSOLE, O_BANK1, O_BANK2,
	O_BANK3, O_PASS, O_SHM1, O_SHM2, O_KERNEL1, O_KERNEL2, OBJECTS
};
enum { A_TEXT, A_DATA, A_RO, A_DEVICE, A_RAM, A_GUESTDEV, A_COPY, ATTRS };

#define BOTH(...) { { __VA_ARGS__ }, { __VA_ARGS__ } }, { true, true }

static const struct attr_rule attrs[ATTRS] = {
	{ "text", BOTH(PMSA_RO_EL2, 0, 0, 3, 7, 0) },
	{ "data", BOTH(PMSA_RW_EL2, 1, 0, 3, 7, 0) },
	{ "ro", BOTH(PMSA_RO_EL2, 1, 0, 3, 7, 0) },
	{ "device", BOTH(PMSA_RW_EL2, 1, 0, 2, 4, 0) },
	{ "ram", BOTH(PMSA_RW_ALL, 0, 0, 3, 7, 0) },
	{ "guestdev", BOTH(PMSA_RW_ALL, 1, 1, 2, 4, 0) },
	{ "copy", BOTH(PMSA_RW_EL2, 1, 0, 2, 1, 0) },
};

static const struct region_rule rules[RULES] = {
	[TEXT] = { "text", SRC_SYMBOLS, "t0", "t1", NULL, 0, "text",
		ROUND_GRANULE, SLOT_FIXED, 0, LIFE_FIXED, COND_ALWAYS, 0, "" },
	[DATA] = { "data", SRC_SYMBOLS, "d0", "d2", NULL, 0, "data",
		ROUND_GRANULE, SLOT_FIXED, 1, LIFE_FIXED, COND_ALWAYS, 0, "" },
	[UART] = { "uart", SRC_EARLY_UART, NULL, NULL, NULL, 0, "device",
		ROUND_GRANULE, SLOT_FIXED, 2, LIFE_BOOT, COND_EARLY_UART,
		0, "" },
	[FDT] = { "fdt", SRC_FDT, NULL, NULL, NULL, 0, "ro",
		ROUND_OUT, SLOT_FIRST_FREE, 3, LIFE_BOOT, COND_ALWAYS, 0, "" },
	[HEAP] = { "heap", SRC_HEAP, NULL, NULL, NULL, 0, "data",
		ROUND_SIZE, SLOT_LAST, 0, LIFE_FIXED, COND_ALWAYS, 1, "" },
	[SECTION] = { "section", SRC_SECTION, NULL, NULL, "guest", 0, "data",
		ROUND_END, SLOT_FIRST_FREE, 3, LIFE_SWITCHING, COND_ALWAYS,
		0, "" },
	[GICD] = { "gicd", SRC_GIC_DIST, NULL, NULL, NULL, 0, "device",
		ROUND_OUT, SLOT_FIRST_FREE, 3, LIFE_FIXED, COND_ALWAYS,
		0, "" },
	[GICR] = { "gicr", SRC_GIC_REDIST, NULL, NULL, NULL, 0, "device",
		ROUND_OUT, SLOT_FIRST_FREE, 3, LIFE_FIXED, COND_ALWAYS,
		0, "" },
	[KERNEL] = { "kernel", SRC_KERNEL, NULL, NULL, NULL, 0, "copy",
		ROUND_OUT, SLOT_FIRST_FREE, 3, LIFE_TRANSIENT, COND_ALWAYS,
		0, "" },
	[SHRUNK] = { "shrunk", SRC_SYMBOLS, "d1", "d2", NULL, 0, "data",
		ROUND_GRANULE, SLOT_FIRST_FREE, 0, LIFE_FIXED, COND_ALWAYS,
		0, "" },
	[RAM] = { "ram", SRC_STATIC_MEM, NULL, NULL, NULL, 0, "ram",
		ROUND_OUT, SLOT_FIRST_FREE, 2, LIFE_SWITCHING, COND_ALWAYS,
		0, "" },
	[PASS] = { "pass", SRC_PASSTHROUGH, NULL, NULL, NULL, 0, "guestdev",
		ROUND_OUT, SLOT_FIRST_FREE, 2, LIFE_SWITCHING, COND_ALWAYS,
		0, "" },
	[SHM] = { "shm", SRC_SHM, NULL, NULL, NULL, 0, "ram",
		ROUND_OUT, SLOT_FIRST_FREE, 2, LIFE_SWITCHING, COND_ALWAYS,
		0, "" },
	[VUART] = { "vuart", SRC_CONSOLE, NULL, NULL, NULL, 0, "device",
		ROUND_OUT, SLOT_FIRST_FREE, 2, LIFE_SWITCHING, COND_VPL011,
		0, "" },
};

static const uint8_t rule_attr[RULES] = {
	A_TEXT, A_DATA, A_DEVICE, A_RO, A_DATA, A_DATA, A_DEVICE, A_DEVICE,
	A_COPY, A_DATA, A_RAM, A_GUESTDEV, A_RAM, A_DEVICE,
};

static const struct step asm_steps[] = {
	{ STEP_ADD, { TEXT, DATA, UART }, 3, false },
};
static const struct step run_steps[] = {
	{ STEP_ADD, { FDT, HEAP, GICD, GICR }, 4, false },
	{ STEP_TRANSIENT, { KERNEL }, 1, true },
	{ STEP_ADD, { SECTION }, 1, false },
};
static const struct step idle_steps[] = {
	{ STEP_REMOVE, { UART, FDT }, 2, false },
	{ STEP_BECOME, { DATA, SHRUNK }, 2, false },
};
static const struct step guest_steps[] = {
	{ STEP_REMOVE, { SECTION }, 1, false },
	{ STEP_ADD, { RAM, PASS, SHM, VUART }, 4, false },
};
static const struct phase boot[] = {
	{ "boot/asm", asm_steps, ARRAY_SIZE(asm_steps) },
	{ "boot/run", run_steps, ARRAY_SIZE(run_steps) },
};
static const struct section_rule sections[] = { { .name = "guest" } };

static const struct image_symbol symbols[] = {
	{ "d0", 0x120000 }, { "d1", 0x121000 }, { "d2", 0x130000 },
	{ "t0", 0x100000 }, { "t1", 0x110010 },
};

/* As written in the tree: kind, owner, detail, base, last. */
static const struct {
	enum object_kind kind;
	uint32_t owner, detail;
	uint64_t base, last;
} objects[OBJECTS] = {
	[O_HEAP] = { OBJ_HEAP, SYS_NONE, 0, 0x40000000, 0x40ffffff },
	[O_SECTION] = { OBJ_SECTION, SYS_NONE, 0, 0x60000000, 0x7fffffff },
	[O_GICD] = { OBJ_DEVICE, SYS_NONE, DEV_GICD, 0xf0000000, 0xf000ffff },
	[O_GICR] = { OBJ_DEVICE, SYS_NONE, DEV_GICR, 0xf0100000, 0xf011ffff },
	[O_CONSOLE] = { OBJ_DEVICE, SYS_NONE, DEV_CONSOLE,
		0xe9000000, 0xe9000fff },
	[O_BANK1] = { OBJ_STATIC_MEM, 0, 0, 0x60000000, 0x63ffffff },
	[O_BANK2] = { OBJ_STATIC_MEM, 0, 0, 0x70000000, 0x70ffffff },
	[O_BANK3] = { OBJ_STATIC_MEM, 1, 0, 0x64000000, 0x67ffffff },
	[O_PASS] = { OBJ_PASSTHROUGH, 0, 0, 0xe8000000, 0xe8000fff },
	[O_SHM1] = { OBJ_SHM, 0, 0, 0x50000000, 0x5000ffff },
	[O_SHM2] = { OBJ_SHM, 1, 1, 0x50000000, 0x5000ffff },
	[O_KERNEL1] = { OBJ_MODULE, 0, 0, 0x10000100, 0x100fffff },
	[O_KERNEL2] = { OBJ_MODULE, 1, 1, 0x11000000, 0x110fffff },
};

/* The plan: slot, rule, owner, object, base and last as programmed. */
struct row {
	uint32_t slot, rule, owner, object;
	uint64_t base, last;
};

#define NO SYS_NONE
#define ROW_TEXT { 0, TEXT, NO, NO, 0x100000, 0x11003f }
#define ROW_DATA { 1, DATA, NO, NO, 0x120000, 0x12ffff }
#define ROW_SHRUNK { 1, SHRUNK, NO, NO, 0x121000, 0x12ffff }
#define ROW_UART { 2, UART, NO, NO, 0xe7c00000, 0xe7c00fff }
#define ROW_HEAP { 15, HEAP, NO, O_HEAP, 0x40000000, 0x40ffffff }
#define ROW_GICD { 4, GICD, NO, O_GICD, 0xf0000000, 0xf000ffff }
#define ROW_GICR { 5, GICR, NO, O_GICR, 0xf0100000, 0xf011ffff }
#define ROW_SECTION { 6, SECTION, NO, O_SECTION, 0x60000000, 0x7fffffff }

static const struct row asm_rows[] = { ROW_TEXT, ROW_DATA, ROW_UART };
static const struct row run_rows[] = {
	ROW_TEXT, ROW_DATA, ROW_UART,
	{ 3, FDT, NO, NO, 0x200000, 0x203fff },
	ROW_HEAP, ROW_GICD, ROW_GICR, ROW_SECTION,
	{ 6, KERNEL, 0, O_KERNEL1, 0x10000000, 0x100fffff },
	{ 6, KERNEL, 1, O_KERNEL2, 0x11000000, 0x110fffff },
};
static const struct row idle_rows[] = {
	ROW_TEXT, ROW_SHRUNK, ROW_HEAP, ROW_GICD, ROW_GICR, ROW_SECTION,
};
static const struct row domu1_rows[] = {
	ROW_TEXT, ROW_SHRUNK, ROW_HEAP, ROW_GICD, ROW_GICR,
	{ 2, RAM, 0, O_BANK1, 0x60000000, 0x63ffffff },
	{ 3, RAM, 0, O_BANK2, 0x70000000, 0x70ffffff },
	{ 6, PASS, 0, O_PASS, 0xe8000000, 0xe8000fff },
	{ 7, SHM, 0, O_SHM1, 0x50000000, 0x5000ffff },
};
static const struct row domu2_rows[] = {
	ROW_TEXT, ROW_SHRUNK, ROW_HEAP, ROW_GICD, ROW_GICR,
	{ 2, RAM, 1, O_BANK3, 0x64000000, 0x67ffffff },
	{ 3, SHM, 1, O_SHM2, 0x50000000, 0x5000ffff },
	{ 6, VUART, 1, O_CONSOLE, 0xe9000000, 0xe9000fff },
};

enum { R_TEXT, R_DATA, R_HEAP, R_GICD, R_GICR, R_OWN };	/* idle, guests */

static const struct {
	const char *name;
	enum context_kind kind;
	uint32_t domain;
	const struct row *rows;
	uint32_t count, need, peak;
} contexts[CONTEXTS] = {
	{ "boot/asm", CTX_BOOT, 0, asm_rows, 3, 3, 3 },
	{ "boot/run", CTX_BOOT, 0, run_rows, 10, 8, 8 },
	{ "idle", CTX_IDLE, 0, idle_rows, 6, 6, 6 },
	{ "guest/domU1", CTX_GUEST, 0, domu1_rows, 9, 9, 9 },
	{ "guest/domU2", CTX_GUEST, 1, domu2_rows, 8, 8, 8 },
};

/* The regions that come and go: "6" of idle, "2367" and "236" of guests. */
static const char *const lists[CONTEXTS] = {
	[IDLE] = "\6", [DOMU1] = "\2\3\6\7", [DOMU2] = "\2\3\6",
};
static const uint8_t pairs[][2] = {
	{ IDLE, DOMU1 }, { DOMU1, IDLE }, { IDLE, DOMU2 }, { DOMU2, IDLE },
	{ DOMU1, DOMU2 }, { DOMU2, DOMU1 },
};

struct fixture {
	struct arena arena;
	struct target target;
	struct system sys;
	struct doc doc;
	struct image image;
	struct plan plan;
	struct verify_report report;
	enum mpuc_status status;
};

static struct pmsa_regs words(enum pmsa_arch arch, const struct attr_rule *a,
			      uint64_t base, uint64_t last)
{
	const struct pmsa_attr *t = &a->arch[arch];
	uint64_t low = arch == PMSA_V8_64 ?
		(uint64_t)(t->sh << 4 | t->ap << 2 | t->xn << 1 | t->xn_el1) :
		(uint64_t)(t->sh << 3 | t->ap << 1 | t->xn);
	struct pmsa_regs r = {
		(base & ~UINT64_C(63)) | low,
		(last & ~UINT64_C(63)) | (uint64_t)(t->index << 1) | 1,
	};

	return r;
}

static void *take(struct fixture *f, size_t count, size_t each)
{
	void *p = arena_array(&f->arena, count, each);

	ck_assert_ptr_nonnull(p);
	return p;
}

static void set_row(struct fixture *f, uint32_t c, uint32_t i,
		    const struct row *row)
{
	struct plan_region *r = &f->plan.contexts[c].regions[i];

	r->rule = &rules[row->rule];
	r->name = r->rule->name;
	r->owner = row->owner;
	r->object = row->object;
	r->slot = row->slot;
	r->placed = true;
	r->range.base = row->base;
	r->range.last = row->last;
	r->attr = attrs[rule_attr[row->rule]].arch[f->plan.arch];
	r->regs = words(f->plan.arch, &attrs[rule_attr[row->rule]],
			row->base, row->last);
	r->lifetime = r->rule->lifetime;
}

static void make_system(struct fixture *f)
{
	struct system *s = &f->sys;
	struct target *t = &f->target;

	t->attrs = attrs;
	t->attr_count = ATTRS;
	t->regions = rules;
	t->region_count = RULES;
	t->sections = sections;
	t->section_count = 1;
	t->boot = boot;
	t->boot_count = 2;
	t->idle.steps = idle_steps;
	t->idle.step_count = ARRAY_SIZE(idle_steps);
	t->guest.name = "guest";
	t->guest.steps = guest_steps;
	t->guest.step_count = ARRAY_SIZE(guest_steps);
	t->limits.page = 4096;
	t->traits.wxn[PMSA_V8_64] = true;
	t->mair[4] = 0x04;
	t->mair[7] = 0xff;
	s->target = t;
	s->arch_known = s->regions_known = true;
	s->regions = 16;
	s->pa_bits = 32;
	s->doc = &f->doc;
	f->doc.total_size = 0x3456;
	s->has_fdt_base = s->has_early_uart = true;
	s->fdt_base = 0x200040;
	s->early_uart.base = 0xe7c00000;
	s->early_uart.size = 0x1000;
	s->image = &f->image;
	f->image.symbols.items = take(f, ARRAY_SIZE(symbols),
				      sizeof(symbols[0]));
	memcpy(f->image.symbols.items, symbols, sizeof(symbols));
	f->image.symbols.count = ARRAY_SIZE(symbols);
	s->console_object = O_CONSOLE;
	s->gic.present = true;
	s->gic.version = 3;
	s->gic.first = O_GICD;
	s->gic.count = 2;
}

static void make_domains(struct fixture *f)
{
	static const struct domain domains[] = {
		{ .name = "domU1", .bank = O_BANK1, .bank_count = 2,
		  .shm = 0, .shm_count = 1, .pass = 0, .pass_count = 1,
		  .kernel = 0, .ramdisk = NO, .dtb = NO },
		{ .name = "domU2", .bank = O_BANK3, .bank_count = 1,
		  .shm = 1, .shm_count = 1, .kernel = 1, .ramdisk = NO,
		  .dtb = NO, .vpl011 = true },
	};
	struct system *s = &f->sys;

	s->domains.items = take(f, 2, sizeof(domains[0]));
	memcpy(s->domains.items, domains, sizeof(domains));
	s->shms.items = take(f, 2, sizeof(struct shm));
	s->modules.items = take(f, 2, sizeof(struct module));
	s->passthroughs.items = take(f, 1, sizeof(struct passthrough));
	s->domains.count = s->shms.count = s->modules.count = 2;
	s->passthroughs.count = 1;
	for (uint32_t i = 0; i < 2; i++) {
		s->shms.items[i].id = "id";
		s->shms.items[i].role = i == 0 ? SHM_OWNER : SHM_BORROWER;
		s->shms.items[i].domain = i;
		s->shms.items[i].object = O_SHM1 + i;
		s->modules.items[i].kind = MOD_KERNEL;
		s->modules.items[i].object = O_KERNEL1 + i;
	}
	s->passthroughs.items[0].object = O_PASS;
	s->passthroughs.items[0].forced = true;
	s->objects.items = take(f, OBJECTS, sizeof(struct object));
	s->objects.count = OBJECTS;
	for (uint32_t i = 0; i < OBJECTS; i++) {
		struct object *o = &s->objects.items[i];

		o->kind = (uint8_t)objects[i].kind;
		o->owner = objects[i].owner;
		o->detail = objects[i].detail;
		o->range.base = objects[i].base;
		o->range.last = objects[i].last;
		o->order = i;
		o->usable = true;
	}
}

static void make_plan(struct fixture *f)
{
	struct plan *p = &f->plan;

	p->regions = 16;
	p->regions_known = true;
	p->boot_count = 2;
	p->context_count = CONTEXTS;
	p->contexts = take(f, CONTEXTS, sizeof(*p->contexts));
	for (uint32_t c = 0; c < CONTEXTS; c++) {
		struct plan_context *to = &p->contexts[c];

		to->name = contexts[c].name;
		to->kind = contexts[c].kind;
		to->domain = contexts[c].domain;
		to->region_count = contexts[c].count;
		to->need = to->minimum = contexts[c].need;
		to->peak = contexts[c].peak;
		/* Room for one more, for tests that add a region. */
		to->regions = take(f, contexts[c].count + 1,
				   sizeof(*to->regions));
		for (uint32_t i = 0; i < to->region_count; i++)
			set_row(f, c, i, &contexts[c].rows[i]);
	}
	for (uint32_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		struct plan_switch *sw = VEC_PUSH(&f->arena, &p->switches);

		ck_assert_ptr_nonnull(sw);
		sw->from = pairs[i][0];
		sw->to = pairs[i][1];
		sw->disable = (const uint8_t *)lists[sw->from];
		sw->disable_count = (uint32_t)strlen(lists[sw->from]);
		sw->write = (const uint8_t *)lists[sw->to];
		sw->write_count = (uint32_t)strlen(lists[sw->to]);
		sw->writes = 1 + 2 * sw->write_count;
	}
}

static struct fixture *fixture_new(enum pmsa_arch arch)
{
	struct fixture *f = calloc(1, sizeof(*f));

	ck_assert_ptr_nonnull(f);
	arena_init(&f->arena, ARENA_CAP_DEFAULT);
	f->plan.arch = f->sys.arch = arch;
	make_system(f);
	make_domains(f);
	make_plan(f);
	return f;
}

static void fixture_done(struct fixture *f)
{
	arena_done(&f->arena);
	free(f);
}

static void judge(struct fixture *f)
{
	memset(&f->report, 0, sizeof(f->report));
	f->status = verify_plan(&f->arena, &f->sys, &f->plan, &f->report);
	ck_assert_int_eq(f->status, MPUC_OK);
}

/* Is there a problem of this context whose text holds these words? */
static bool found(const struct fixture *f, const char *context,
		  const char *text)
{
	for (size_t i = 0; i < f->report.problems.count; i++) {
		const struct verify_problem *p = &f->report.problems.items[i];

		if (strcmp(p->context, context) == 0 &&
		    strstr(p->text, text) != NULL)
			return true;
	}
	return false;
}

static void expect_none(struct fixture *f)
{
	judge(f);
	if (f->report.problems.count > 0)
		ck_abort_msg("%s: %s", f->report.problems.items[0].context,
			     f->report.problems.items[0].text);
	ck_assert_uint_gt(f->report.boundaries, 0);
}

static struct plan_region *region(struct fixture *f, uint32_t c, uint32_t i)
{
	return &f->plan.contexts[c].regions[i];
}

/* New range and registers for a region, as a planner would have it. */
static void move(struct fixture *f, uint32_t c, uint32_t i, uint64_t base,
		 uint64_t last)
{
	struct plan_region *r = region(f, c, i);
	const struct row row = {
		r->slot, (uint32_t)(r->rule - rules), r->owner,
		r->object, base, last,
	};

	set_row(f, c, i, &row);
}

#endif
