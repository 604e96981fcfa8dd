/* SPDX-License-Identifier: BSD-2-Clause */
/* Moments of the boot, peaks, and what a switch of contexts costs. */
#include "tree_fixture.h"

#include "plan/switches.h"

/* --------------------------------------------------- transients */

struct modules {
	bool kernel, ramdisk, dtb;
};

static const char *module(const char *name, const char *kind, unsigned at)
{
	return text_of("%s { compatible = \"multiboot,%s\","
		       "\"multiboot,module\"; reg = <0 0x%x 0 0x100000>; };",
		       name, kind, at);
}

/* Domains one behind the other, with the modules that each asks for. */
static const char *domains(const struct modules *m, unsigned count)
{
	char *text = text_of("%s", "");

	for (unsigned i = 0; i < count; i++) {
		unsigned at = 0x10000000 + i * 0x300000;

		text = text_of("%s dom%u { compatible = \"xen,domain\";"
			"#address-cells = <2>; #size-cells = <2>;"
			"cpus = <1>; memory = <0 0x400>; direct-map;"
			"xen,static-mem = <0 0x%x 0 0x100000>; %s %s %s };",
			text, i, 0x40000000 + i * 0x200000,
			m[i].kernel ? module("kernel", "kernel", at) : "",
			m[i].ramdisk ? module("initrd", "ramdisk",
					      at + 0x100000) : "",
			m[i].dtb ? module("dtb", "device-tree",
					  at + 0x200000) : "");
	}
	return text;
}

static struct plan *upstream_plan(const struct modules *m, unsigned count,
				  uint32_t regions)
{
	const struct build_input in = {
		.target = target_find("xen-guests-2026"),
		.has_regions = true, .regions = regions,
		.image = xen_image(),
		.has_fdt_base = true, .fdt_base = 0x1000000,
	};
	const char *text = text_of(MACHINE CHOSEN(
		"xen,static-heap = <0 0x60000000 0 0x1000000>; %s"),
		domains(m, count));

	return plan_of(system_of(text, in));
}

/* Who has what, and how far the building of domains goes above need. */
static const struct {
	unsigned count;
	struct modules m[3];
	uint32_t above;		/* peak - need in boot/domains */
	const char *moments;	/* of boot/domains, in order */
} buildings[] = {
	{ 0, { { false, false, false } }, 0, "" },
	{ 1, { { false, false, false } }, 1, "dom0.scrub " },
	{ 1, { { true, false, false } }, 2,
	  "dom0.scrub dom0.unpack dom0.kernel dom0.page " },
	{ 1, { { false, true, false } }, 2,
	  "dom0.scrub dom0.ramdisk dom0.page " },
	{ 1, { { false, false, true } }, 1, "dom0.scrub dom0.partial-dtb " },
	{ 2, { { true, false, true }, { true, false, false } }, 2,
	  "dom0.scrub dom1.scrub dom0.partial-dtb dom0.unpack dom1.unpack "
	  "dom0.kernel dom0.page dom1.kernel dom1.page " },
	{ 3, { { true, true, true }, { false, false, false },
	       { true, false, true } }, 2,
	  "dom0.scrub dom1.scrub dom2.scrub dom0.partial-dtb "
	  "dom2.partial-dtb dom0.unpack dom2.unpack dom0.kernel dom0.page "
	  "dom2.kernel dom2.page dom0.ramdisk dom0.page " },
};

/* Names without the number that tells two of one moment apart. */
static const char *moments_of(const struct plan_context *c)
{
	char *text = text_of("%s", "");

	for (uint32_t i = c->need; i < c->region_count; i++) {
		ck_assert_int_eq(c->regions[i].lifetime, LIFE_TRANSIENT);
		text = text_of("%s%s ", text, c->regions[i].name);
	}
	return text;
}

START_TEST(moments)
{
	const struct plan *p = upstream_plan(buildings[_i].m,
					     buildings[_i].count, 32);
	const struct plan_context *c = context_of(p, "boot/domains");

	ck_assert_str_eq(moments_of(c), buildings[_i].moments);
	ck_assert_uint_eq(c->peak, c->need + buildings[_i].above);
	/* The slots of a moment are free again behind it. */
	for (uint32_t i = c->need; i < c->region_count; i++) {
		ck_assert_uint_ge(c->regions[i].slot, c->need);
		ck_assert_uint_lt(c->regions[i].slot,
				  c->need + buildings[_i].above);
	}
}
END_TEST

/* A moment that finds no slot is counted in the peak all the same. */
START_TEST(moment_without_slot)
{
	static const struct modules m[] = { { true, false, false } };
	const struct plan *roomy = upstream_plan(m, 1, 32);
	uint32_t need = context_of(roomy, "boot/domains")->need;
	const struct plan_context *c;

	c = context_of(upstream_plan(m, 1, need + 1), "boot/domains");
	ck_assert_uint_eq(c->peak, need + 2);
	ck_assert_uint_eq(c->unplaced, 0);
	/* After the scrubbing and the unpacking: the copy and its page. */
	ck_assert_uint_eq(c->regions[need + 2].slot, need);
	ck_assert_uint_eq(c->regions[need + 3].slot, SLOT_NONE);
	c = context_of(upstream_plan(m, 1, need + 2), "boot/domains");
	ck_assert_uint_eq(c->regions[need + 3].slot, need + 1);
}
END_TEST

/* ------------------------------------------------------ switches */

/* "0a 5b": slots and what is in them; '?': no address, '-': no slot. */
static void fill(struct plan_context *c, const char *slots)
{
	VEC(struct plan_region) list = { NULL, 0, 0 };
	struct plan_region *r;
	unsigned slot;
	char content;
	int used;

	for (; sscanf(slots, " %u%c%n", &slot, &content, &used) == 2;
	     slots += used) {
		r = VEC_PUSH(&arena, &list);
		ck_assert_ptr_nonnull(r);
		r->slot = content == '-' ? SLOT_NONE : slot;
		r->placed = content != '?';
		r->regs.prbar = (uint64_t)content << 12;
		r->regs.prlar = (uint64_t)content << 12 | 0xfc1;
		r->owner = SYS_NONE;
		r->object = SYS_NONE;
	}
	c->regions = list.items;
	c->need = c->region_count = (uint32_t)list.count;
}

static const char *list_text(const uint8_t *list, uint32_t count)
{
	char *text = text_of("%s", "");

	for (uint32_t i = 0; i < count; i++)
		text = text_of("%s%u ", text, list[i]);
	return text;
}

/*
 * From idle to a guest.  AArch64 selects a group of 16 slots; AArch32 selects
 * each slot above 31.  One write of PRENR disables slots below 32.
 */
static const struct {
	const char *from, *to;
	const char *disable, *write;
	uint32_t writes[2];	/* PMSAv8-32, PMSAv8-64 */
} switches[] = {
	{ "0a", "0a", "", "", { 0, 0 } },
	{ "0a", "0a 1b", "", "1 ", { 2, 3 } },
	{ "0a 1b", "0a", "1 ", "", { 1, 1 } },
	{ "0a 1b", "0a 1c", "1 ", "1 ", { 3, 4 } },
	{ "0a 1b 2c", "0a", "1 2 ", "", { 1, 1 } },
	{ "1b 2c", "1d 3e", "1 2 ", "1 3 ", { 5, 6 } },
	{ "", "15a 16b", "", "15 16 ", { 4, 6 } },
	{ "", "14a 15b", "", "14 15 ", { 4, 5 } },
	{ "", "16a 31b", "", "16 31 ", { 4, 5 } },
	{ "", "31a", "", "31 ", { 2, 3 } },
	{ "", "32a", "", "32 ", { 3, 3 } },
	{ "", "32a 33b", "", "32 33 ", { 6, 5 } },
	{ "", "31a 32b", "", "31 32 ", { 5, 6 } },
	{ "31a", "", "31 ", "", { 1, 1 } },
	{ "32a", "", "32 ", "", { 2, 2 } },
	{ "32a 33b", "", "32 33 ", "", { 4, 3 } },
	{ "31a 32b", "", "31 32 ", "", { 3, 3 } },
	{ "32a", "32b", "32 ", "32 ", { 4, 4 } },
	{ "254a", "254b", "254 ", "254 ", { 4, 4 } },
	/* No address, no slot: nothing to write for what stays. */
	{ "3?", "3?", "", "", { 0, 0 } },
	{ "3-", "3-", "", "", { 0, 0 } },
	{ "3-", "4-", "", "", { 0, 0 } },
	{ "3?", "3a", "3 ", "3 ", { 3, 4 } },
};

START_TEST(one_switch)
{
	struct plan p = { .boot_count = 0, .context_count = 2 };

	p.contexts = arena_array(&arena, 2, sizeof(*p.contexts));
	ck_assert_ptr_nonnull(p.contexts);
	fill(&p.contexts[0], switches[_i].from);
	fill(&p.contexts[1], switches[_i].to);
	for (int arch = 0; arch < 2; arch++) {
		const struct plan_switch *sw;

		p.arch = arch == 0 ? PMSA_V8_32 : PMSA_V8_64;
		memset(&p.switches, 0, sizeof(p.switches));
		ck_assert_int_eq(switches_make(&arena, &p), MPUC_OK);
		ck_assert_uint_eq(p.switches.count, 2);
		sw = &p.switches.items[0];
		ck_assert_uint_eq(sw->from, 0);
		ck_assert_uint_eq(sw->to, 1);
		ck_assert_str_eq(list_text(sw->disable, sw->disable_count),
				 switches[_i].disable);
		ck_assert_str_eq(list_text(sw->write, sw->write_count),
				 switches[_i].write);
		ck_assert_uint_eq(sw->writes, switches[_i].writes[arch]);
		ck_assert_uint_eq(p.switches.items[1].from, 1);
	}
}
END_TEST

/* Guests from the tree, between guests up to 16 of them. */
static const struct {
	uint32_t guests, listed;
	uint64_t omitted;
} crowds[] = {
	{ 0, 0, 0 }, { 1, 2, 0 }, { 2, 6, 0 }, { 15, 240, 0 },
	{ 16, 272, 0 }, { 17, 34, 272 }, { 40, 80, 1560 },
};

START_TEST(crowd)
{
	uint32_t guests = crowds[_i].guests, idle = 3;
	struct plan p = { .boot_count = idle };

	p.context_count = idle + 1 + guests;
	p.contexts = arena_array(&arena, p.context_count,
				 sizeof(*p.contexts));
	ck_assert_ptr_nonnull(p.contexts);
	for (uint32_t i = 0; i < p.context_count; i++)
		fill(&p.contexts[i], i % 2 == 0 ? "0a 1b" : "0a 1c");
	ck_assert_int_eq(switches_make(&arena, &p), MPUC_OK);
	ck_assert_uint_eq(p.switches.count, crowds[_i].listed);
	ck_assert_uint_eq(p.switches_omitted, crowds[_i].omitted);
	for (size_t i = 0; i < p.switches.count; i++) {
		const struct plan_switch *sw = &p.switches.items[i];

		ck_assert_uint_ge(sw->from, idle);
		ck_assert_uint_ge(sw->to, idle);
		ck_assert_uint_ne(sw->from, sw->to);
		ck_assert_uint_eq(sw->write_count, (sw->from ^ sw->to) & 1);
		for (size_t j = 0; j < i; j++)
			ck_assert(p.switches.items[j].from != sw->from ||
				  p.switches.items[j].to != sw->to);
	}
}
END_TEST

/* Through the planner: 17 domains of one tree. */
START_TEST(seventeen_domains)
{
	struct modules m[17] = { { false, false, false } };
	const struct plan *p = upstream_plan(m, 17, 32);
	uint32_t idle = p->boot_count;

	ck_assert_uint_eq(p->context_count, idle + 1 + 17);
	ck_assert_uint_eq(p->switches.count, 34);
	ck_assert_uint_eq(p->switches_omitted, 17 * 16);
	/* One bank each: it comes and goes, nothing else moves. */
	ck_assert_uint_eq(p->switches.items[0].writes, 3);
	ck_assert_uint_eq(p->switches.items[1].writes, 1);
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(moments, buildings);
	tcase_add_test(tc, moment_without_slot);
	LOOP(one_switch, switches);
	LOOP(crowd, crowds);
	tcase_add_test(tc, seventeen_domains);
}

int main(void)
{
	return run_tests("plan_phases", add_tests);
}
