/* SPDX-License-Identifier: BSD-2-Clause */
/* Who may touch an address, with every combination of permissions. */
#include "tree_fixture.h"

static struct plan_region regions[4];
static struct plan_context context;
static struct plan plan;

static struct plan_region *place(uint32_t i, uint64_t base, uint64_t last)
{
	struct plan_region *r = &regions[i];

	memset(r, 0, sizeof(*r));
	r->name = text_of("r%u", i);
	r->range = (struct range){ base, last };
	r->placed = true;
	r->slot = i;
	if (context.need <= i)
		context.need = context.region_count = i + 1;
	return r;
}

static void setup(void)
{
	tree_setup();
	memset(&plan, 0, sizeof(plan));
	context = (struct plan_context){
		.name = "idle", .kind = CTX_IDLE, .regions = regions,
	};
	plan.contexts = &context;
	plan.context_count = 1;
	place(0, 0x1000, 0x1fff)->attr.ap = PMSA_RW_ALL;
}

static struct query_answer ask(struct query q, bool wxn)
{
	struct query_answer answer;

	ck_assert_int_eq(query_context(&arena, &plan, &context, wxn, &q,
				       &answer), MPUC_OK);
	ck_assert_ptr_nonnull(answer.reason);
	ck_assert_str_ne(answer.reason, "");
	return answer;
}

/* ------------------------------------------------ over the budget */

/* Of three regions two are needed at the end, the last one only for a while. */
static const struct {
	bool known;
	uint32_t count, peak;	/* slots there are, and needed at once */
	const char *slots;	/* of each region, "-" for none */
	uint32_t over;
} budgets[] = {
	{ true, 3, 3, "012", 0 },
	{ true, 2, 3, "01-", 1 },
	{ true, 1, 3, "0--", 2 },
	{ false, 0, 3, "---", 0 },
	/* Room enough, but the slots are not where the target puts them. */
	{ true, 3, 3, "01-", 1 },
	{ true, 3, 3, "0-2", 1 },
	{ true, 3, 3, "0--", 1 },
	{ true, 3, 3, "---", 2 },
};

START_TEST(over)
{
	plan.regions_known = budgets[_i].known;
	plan.regions = budgets[_i].count;
	context.peak = budgets[_i].peak;
	for (uint32_t i = 0; i < 3; i++) {
		char slot = budgets[_i].slots[i];
		struct plan_region *r = place(i, i * 0x1000,
					      i * 0x1000 + 0xfff);

		r->slot = slot == '-' ? SLOT_NONE : (uint32_t)(slot - '0');
	}
	context.need = 2;
	ck_assert_uint_eq(plan_context_over(&plan, &context), budgets[_i].over);
	ck_assert_uint_eq(plan_over(&plan), budgets[_i].over);
}
END_TEST

/* ------------------------------------------------ permissions */

/*
 * AP bit 0 opens EL1 and EL0, bit 1 takes writing away.  Never execute is
 * one bit for all on AArch32, one for EL2 and one for the rest on AArch64;
 * what EL2 may write, it can't execute under WXN.
 */
static const char *rights_of(struct pmsa_attr attr, unsigned el, bool wxn)
{
	bool open = el == 2 || (attr.ap & 1) != 0;
	bool w = open && (attr.ap & 2) == 0;
	bool never = attr.xn != 0;

	if (plan.arch == PMSA_V8_64 && el < 2)
		never = attr.xn_el1 != 0;
	if (el == 2 && wxn && w)
		never = true;
	return text_of("%s%s%s", open ? "r" : "", w ? "w" : "",
		       open && !never ? "x" : "");
}

/* Each iteration is one AP on one architecture. */
START_TEST(permissions)
{
	struct pmsa_attr *attr = &regions[0].attr;

	attr->ap = (uint8_t)(_i % 4);
	plan.arch = _i < 4 ? PMSA_V8_32 : PMSA_V8_64;
	for (unsigned n = 0; n < 2 * 2 * 2 * 3 * 8; n++) {
		bool wxn = (n >> 2 & 1) != 0;
		struct query q = {
			.addr = 0x1800, .size = 4, .el = n / 64,
			.read = (n >> 3 & 1) != 0,
			.write = (n >> 4 & 1) != 0,
			.exec = (n >> 5 & 1) != 0,
		};
		struct query_answer answer;
		const char *have;
		bool allowed;

		attr->xn = (uint8_t)(n & 1);
		attr->xn_el1 = (uint8_t)(n >> 1 & 1);
		have = rights_of(*attr, q.el, wxn);
		allowed = (!q.read || strchr(have, 'r') != NULL) &&
			  (!q.write || strchr(have, 'w') != NULL) &&
			  (!q.exec || strchr(have, 'x') != NULL);
		answer = ask(q, wxn);
		ck_assert_msg(answer.allowed == allowed, "EL%u %s: %s", q.el,
			      have, answer.reason);
		ck_assert_uint_eq(answer.region_count, 1);
		ck_assert_ptr_eq(answer.regions[0], &regions[0]);
	}
}
END_TEST

/* The first right that lacks is the one that is named. */
static const struct {
	uint8_t ap, xn;
	unsigned el;
	const char *asked, *reason;
} words[] = {
	{ PMSA_RW_EL2, 1, 2, "r", "through region r0" },
	{ PMSA_RW_EL2, 1, 2, "rwx", "region r0 allows EL2 only rw-: no "
	  "execute" },
	{ PMSA_RO_EL2, 1, 2, "rwx", "region r0 allows EL2 only r--: no "
	  "write" },
	{ PMSA_RO_EL2, 0, 1, "rwx", "region r0 allows EL1 only ---: no read" },
	{ PMSA_RO_ALL, 0, 0, "w", "region r0 allows EL0 only r-x: no write" },
};

START_TEST(reasons)
{
	struct query q = {
		.addr = 0x1000, .size = 1, .el = words[_i].el,
		.read = strchr(words[_i].asked, 'r') != NULL,
		.write = strchr(words[_i].asked, 'w') != NULL,
		.exec = strchr(words[_i].asked, 'x') != NULL,
	};

	regions[0].attr.ap = words[_i].ap;
	regions[0].attr.xn = words[_i].xn;
	ck_assert_str_eq(ask(q, false).reason, words[_i].reason);
}
END_TEST

/* ---------------------------------------------------- addresses */

#define TOP UINT64_MAX

/* Region 0 is [0x1000, 0x1fff], region 1 reaches the last address. */
static const struct {
	uint64_t addr, size;
	bool allowed;
	size_t hits;
} places[] = {
	{ 0x1000, 1, true, 1 }, { 0xfff, 1, false, 0 },
	{ 0xfff, 2, false, 0 }, { 0x1fff, 1, true, 1 },
	{ 0x1fff, 2, false, 1 }, { 0x2000, 1, false, 0 },
	{ 0x1000, 0x1000, true, 1 }, { 0x1000, 0x1001, false, 1 },
	{ 0x1001, TOP, false, 1 }, { TOP, 1, true, 1 },
	{ TOP, 2, false, 1 }, { TOP - 0xfff, 0x1000, true, 1 },
	{ TOP - 0xfff, 0x1001, false, 1 }, { TOP - 0x1000, 1, false, 0 },
	{ 0, 1, false, 0 },
};

START_TEST(bounds)
{
	const struct query q = {
		.addr = places[_i].addr, .size = places[_i].size, .el = 1,
		.read = true,
	};
	struct query_answer answer;

	place(1, TOP - 0xfff, TOP)->attr.ap = PMSA_RO_ALL;
	answer = ask(q, false);
	ck_assert_int_eq(answer.allowed, places[_i].allowed);
	ck_assert_uint_eq(answer.region_count, places[_i].hits);
	if (places[_i].hits == 0)
		ck_assert_str_eq(answer.reason, "no region matches");
	else if (!places[_i].allowed)
		ck_assert_ptr_nonnull(strstr(answer.reason, "past the end"));
}
END_TEST

/* Two regions on one address fault, though each alone would allow. */
START_TEST(two_hits)
{
	struct query q = { .addr = 0x1800, .size = 1, .el = 2, .read = true };
	struct query_answer answer;

	place(1, 0x1800, 0x2fff)->attr.ap = PMSA_RW_ALL;
	answer = ask(q, false);
	ck_assert(!answer.allowed);
	ck_assert_uint_eq(answer.region_count, 2);
	ck_assert_ptr_nonnull(strstr(answer.reason, "2 enabled regions"));
	q.addr = 0x17ff;
	ck_assert(ask(q, false).allowed);
	q.addr = 0x2000;
	ck_assert(ask(q, false).allowed);
}
END_TEST

/* No slot, no address: not in force, and the answer says so. */
START_TEST(blind)
{
	const struct query q = {
		.addr = 0x1800, .size = 1, .el = 2, .read = true,
	};
	struct query_answer answer;

	place(1, 0x1000, 0x1fff)->slot = SLOT_NONE;
	place(2, 0x1000, 0x1fff)->placed = false;
	answer = ask(q, false);
	ck_assert(answer.allowed);
	ck_assert_uint_eq(answer.region_count, 1);
	regions[0].placed = false;
	answer = ask(q, false);
	ck_assert(!answer.allowed);
	ck_assert_ptr_nonnull(strstr(answer.reason, "3 regions have no"));
}
END_TEST

/* Regions that exist for a moment only are not asked. */
START_TEST(transients)
{
	const struct query q = {
		.addr = 0x5000, .size = 1, .el = 2, .read = true,
	};

	place(1, 0x5000, 0x5fff);
	ck_assert(ask(q, false).allowed);
	context.need = 1;
	ck_assert(!ask(q, false).allowed);
}
END_TEST

START_TEST(contexts)
{
	static struct plan_context all[3];
	struct plan p = { .contexts = all, .context_count = 3 };

	all[0].name = "boot/asm";
	all[1].name = "idle";
	all[2].name = "guest/domU1";
	ck_assert_ptr_eq(plan_context_find(&p, "idle"), &all[1]);
	ck_assert_ptr_eq(plan_context_find(&p, "guest/domU1"), &all[2]);
	ck_assert_ptr_null(plan_context_find(&p, "guest/domU"));
	ck_assert_ptr_null(plan_context_find(&p, ""));
	p.context_count = 2;
	ck_assert_ptr_null(plan_context_find(&p, "guest/domU1"));
}
END_TEST

/* A whole plan: the slots of the sixteen regions, seen from EL2 and EL1. */
static const struct {
	const char *context;
	uint64_t addr;
	unsigned el;
	bool allowed;
	const char *region;
} planned[] = {
	{ "idle", 0x20000000, 2, true, "xen.guest-section" },
	{ "idle", 0x60000000, 2, true, "xen.heap" },
	{ "idle", 0x60000000, 1, false, "xen.heap" },
	{ "idle", 0x10000000, 2, false, NULL },
	{ "boot/sections", 0x10000000, 2, true, "xen.boot-module-section" },
	{ "guest/domU1", 0x40000000, 1, true, "domU1.ram[0]" },
	{ "guest/domU1", 0x20000000, 2, false, NULL },
	{ "guest/domU1", 0x7a000000, 0, true, "domU1.shm[0]" },
	{ "guest/domU1", 0xaf000000, 2, true, "domU1.vgic" },
	{ "guest/domU1", 0xaf000000, 1, false, "domU1.vgic" },
	{ "guest/domU2", 0x20000000, 1, true, "domU2.ram[0]" },
};

START_TEST(whole_plan)
{
	const struct build_input in = {
		.has_regions = true, .regions = 16, .image = xen_image(),
		.has_fdt_base = true, .fdt_base = 0x1000000,
		.doc = doc_of_file(
			"testdata/systems/sixteen-regions/system.dts"),
	};
	const struct query q = {
		.addr = planned[_i].addr, .size = 8, .el = planned[_i].el,
		.read = true,
	};
	const struct plan *p = plan_of(system_of(NULL, in));
	struct query_answer answer;

	ck_assert_int_eq(query_context(&arena, p, context_of(p,
			 planned[_i].context), true, &q, &answer), MPUC_OK);
	ck_assert_msg(answer.allowed == planned[_i].allowed, "%s",
		      answer.reason);
	ck_assert_uint_eq(answer.region_count, planned[_i].region != NULL);
	if (planned[_i].region != NULL)
		ck_assert_str_eq(answer.regions[0]->name, planned[_i].region);
}
END_TEST

/* Whichever allocation fails: that there is no memory is never a right. */
START_TEST(no_memory)
{
	const struct query q = {
		.addr = _i == 0 ? 0x1000 : 0x5000, .size = 4, .el = 2,
		.exec = _i == 0,
	};
	struct query_answer answer = { .allowed = false };
	enum mpuc_status status = MPUC_E_NOMEM;
	uint64_t n = 0;

	regions[0].attr.xn = 1;
	place(1, 0x2000, 0x2fff)->placed = false;
	while (status != MPUC_OK) {
		arena.fail_in = ++n;
		status = query_context(&arena, &plan, &context, false, &q,
				       &answer);
		ck_assert(status == MPUC_OK || status == MPUC_E_NOMEM);
		ck_assert(!answer.allowed);
	}
	arena.fail_in = 0;
	ck_assert_uint_ge(n, 2);
	ck_assert_ptr_nonnull(answer.reason);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, permissions, 0, 8);
	LOOP(reasons, words);
	LOOP(over, budgets);
	LOOP(bounds, places);
	tcase_add_test(tc, two_hits);
	tcase_add_test(tc, blind);
	tcase_add_loop_test(tc, no_memory, 0, 2);
	tcase_add_test(tc, transients);
	tcase_add_test(tc, contexts);
	LOOP(whole_plan, planned);
}

int main(void)
{
	return run_tests_with("query", setup, tree_teardown, add_tests);
}
