/* SPDX-License-Identifier: BSD-2-Clause */
/* The overlap sweep against the comparison of every pair. */
#include "tree_fixture.h"

#include "check/rules.h"

static struct system sys;
static struct sink sink;
static struct doc_node root = { .name = "", .parent = DOC_NONE };
static struct doc doc = { .input = "t", .nodes = { &root, 1, 1 } };

static void reset(void)
{
	memset(&sys, 0, sizeof(sys));
	sys.target = target_find("xen-4.22");
	sys.doc = &doc;
	sys.pa_bits = 32;
	sink_init(&sink, &arena);
}

/* A number of the generator of Knuth's MMIX: the same on any machine. */
static uint32_t dice(uint64_t *state, uint32_t sides)
{
	*state = *state * UINT64_C(6364136223846793005) +
		 UINT64_C(1442695040888963407);
	return (uint32_t)((*state >> 33) % sides);
}

/* detail: shm: which id; module: which kind; static-mem: owner. */
static struct object *add(enum object_kind kind, uint64_t base, uint64_t size,
			  uint32_t detail)
{
	struct object *o = VEC_PUSH(&arena, &sys.objects);

	ck_assert_ptr_nonnull(o);
	o->kind = (uint8_t)kind;
	o->ref = (struct doc_ref){ &doc, 0, DOC_NONE };
	o->owner = SYS_NONE;
	o->span.base = base;
	o->span.size = size;
	o->order = (uint32_t)sys.objects.count;
	o->detail = detail;
	object_settle(&sys, o);
	if (kind == OBJ_STATIC_MEM)
		o->owner = detail;
	if (kind == OBJ_SHM || kind == OBJ_MODULE) {
		struct shm *m = VEC_PUSH(&arena, &sys.shms);
		struct module *n = VEC_PUSH(&arena, &sys.modules);

		ck_assert(m != NULL && n != NULL);
		m->id = detail % 2 == 0 ? "even" : "odd";
		n->kind = detail % 2 == 0 ? MOD_KERNEL : MOD_RAMDISK;
		n->domain = SYS_NONE;
		n->path = "/m";
		o->detail = (uint32_t)(sys.shms.count - 1);
	}
	return o;
}

static void add_domains(bool second_disabled)
{
	for (int i = 0; i < 2; i++) {
		struct domain *d = VEC_PUSH(&arena, &sys.domains);

		ck_assert_ptr_nonnull(d);
		d->name = i == 0 ? "domU1" : "domU2";
		d->disabled = i == 1 && second_disabled;
	}
}

static void run_rule(void)
{
	const struct facts facts = { .system = &sys };
	struct reporter r = {
		.a = &arena, .sink = &sink, .facts = &facts, .s = &sys,
	};

	rule_overlap(&r);
	ck_assert_int_eq(sink.status, MPUC_OK);
}

/* ------------------------------------------- the obvious way */

static bool watched(const struct object *o)
{
	if (!o->usable || (o->kind == OBJ_STATIC_MEM &&
			   sys.domains.items[o->owner].disabled))
		return false;
	return o->kind != OBJ_RAM && o->kind != OBJ_DEVICE &&
	       o->kind != OBJ_SECTION && o->kind != OBJ_PASSTHROUGH;
}

static bool inside(const struct object *in, const struct object *out)
{
	return in->range.base >= out->range.base &&
	       in->range.last <= out->range.last;
}

static bool forgiven(const struct object *a, const struct object *b)
{
	bool pair = a->kind == b->kind;

	if (b->kind == OBJ_MEMRESERVE && !pair)
		return forgiven(b, a);
	if (a->kind == OBJ_MEMRESERVE)
		return pair || b->kind == OBJ_XEN || b->kind == OBJ_FDT ||
		       (b->kind != OBJ_SHM && inside(b, a));
	if (pair && a->kind == OBJ_SHM)
		return strcmp(sys.shms.items[a->detail].id,
			      sys.shms.items[b->detail].id) == 0;
	return pair && a->kind == OBJ_MODULE &&
	       a->range.base == b->range.base &&
	       sys.modules.items[a->detail].kind ==
	       sys.modules.items[b->detail].kind;
}

static bool overlap(const struct object *a, const struct object *b)
{
	return a->range.base <= b->range.last &&
	       b->range.base <= a->range.last;
}

static bool clash(const struct object *a, const struct object *b)
{
	return a != b && watched(a) && watched(b) && overlap(a, b) &&
	       !forgiven(a, b);
}

/* Spans are all different, so a span tells whose it is. */
static const struct object *owner_of(const struct span *span)
{
	for (size_t i = 0; i < sys.objects.count; i++) {
		const struct object *o = &sys.objects.items[i];

		if (o->span.base == span->base && o->span.size == span->size)
			return o;
	}
	ck_abort_msg("a finding names no object");
	return NULL;
}

/* Of the same kind, and in the same relation of owners to a? */
static bool alike(const struct object *a, const struct object *p,
		  const struct object *q)
{
	return p->kind == q->kind &&
	       (a->owner == p->owner) == (a->owner == q->owner);
}

/* Is there a finding of a with something like p? */
static bool reported(const struct object *a, const struct object *p)
{
	for (size_t i = 0; i < sink.findings.count; i++) {
		const struct finding *f = &sink.findings.items[i];
		const struct object *q = owner_of(&f->spans[0]);
		const struct object *r = owner_of(&f->spans[1]);

		if ((q == a && alike(a, p, r)) || (r == a && alike(a, p, q)))
			return true;
	}
	return false;
}

static void judge_finding(const struct finding *f)
{
	const struct object *a, *b, *later;

	ck_assert_uint_eq(f->span_count, 2);
	ck_assert_uint_eq(f->related_count, 1);
	a = owner_of(&f->spans[0]);
	b = owner_of(&f->spans[1]);
	ck_assert(clash(a, b));
	later = a->order > b->order ? a : b;
	ck_assert_ptr_nonnull(f->effect);
	ck_assert_int_eq(strstr(f->effect, "drops") != NULL,
			 later->kind == OBJ_MODULE);
	/* The domain's memory is the subject, else what Xen meets later. */
	if ((a->kind == OBJ_STATIC_MEM) == (b->kind == OBJ_STATIC_MEM))
		ck_assert_ptr_eq(a, later);
	else
		ck_assert_int_eq(a->kind, OBJ_STATIC_MEM);
}

/*
 * Does something of p's kind, which overlaps p, get along with o?  Then it
 * may stand in front of p; mending its overlap with p brings p to light.
 */
static bool hidden(const struct object *p, const struct object *o)
{
	for (size_t i = 0; i < sys.objects.count; i++) {
		const struct object *q = &sys.objects.items[i];

		if (q != p && q->kind == p->kind && watched(q) &&
		    overlap(q, p) && overlap(q, o) && forgiven(q, o))
			return true;
	}
	return false;
}

/*
 * All findings are true, and of two that clash one is named, with a partner
 * of the other's kind; banks of one domain and of two are different kinds.
 */
static void judge(uint64_t seed)
{
	size_t count = sys.objects.count;

	for (size_t i = 0; i < sink.findings.count; i++)
		judge_finding(&sink.findings.items[i]);
	for (size_t i = 0; i < count; i++) {
		const struct object *o = &sys.objects.items[i];

		for (size_t j = 0; j < i; j++) {
			const struct object *p = &sys.objects.items[j];

			if (!clash(o, p) || hidden(o, p) || hidden(p, o))
				continue;
			ck_assert_msg(reported(o, p) || reported(p, o),
				      "seed %llu: nothing on %zu and %zu",
				      (unsigned long long)seed, j, i);
		}
	}
	ck_assert_uint_le(sink.findings.count, 2 * OBJECT_KINDS * count);
}

static bool taken(uint64_t base, uint64_t size)
{
	for (size_t i = 0; i < sys.objects.count; i++) {
		if (sys.objects.items[i].span.base == base &&
		    sys.objects.items[i].span.size == size)
			return true;
	}
	return false;
}

/* The kinds that a round draws from: all of them, or few. */
static const struct {
	uint32_t kinds;		/* bits */
	uint32_t objects;
	uint32_t space;		/* addresses */
} rounds[] = {
	{ 0xfff, 12, 100 }, { 0xfff, 30, 60 },
	{ 1 << OBJ_STATIC_MEM | 1 << OBJ_HEAP, 8, 40 },
	{ 1 << OBJ_STATIC_MEM, 8, 40 },
	{ 1 << OBJ_SHM | 1 << OBJ_STATIC_MEM, 10, 40 },
	{ 1 << OBJ_MODULE | 1 << OBJ_HEAP, 10, 40 },
	{ 1 << OBJ_MEMRESERVE | 1 << OBJ_RESERVED, 8, 40 },
	{ 1 << OBJ_XEN | 1 << OBJ_FDT | 1 << OBJ_RESERVED, 6, 40 },
};

START_TEST(random_objects)
{
	uint64_t state = 1;

	for (uint32_t n = 0; n < 2000; n++) {
		uint64_t seed = state;
		uint32_t count = 2 + dice(&state, rounds[_i].objects - 1);

		reset();
		add_domains(n % 4 == 0);
		while (sys.objects.count < count) {
			uint32_t kind = dice(&state, OBJECT_KINDS);
			uint64_t base = dice(&state, rounds[_i].space);
			uint64_t size = 1 + dice(&state, 12);

			if ((rounds[_i].kinds & 1U << kind) != 0 &&
			    !taken(base, size))
				add((enum object_kind)kind, base, size,
				    dice(&state, 2));
		}
		run_rule();
		judge(seed);
		if (n % 128 == 0)
			arena_done(&arena);
	}
}
END_TEST

/* ---------------------------------------------- pairs, one by one */

static const struct {
	enum object_kind first, second;	/* in the order Xen meets them */
	uint64_t base, size;	/* of the second; the first: 1000+1000 */
	uint32_t detail;	/* of the second; the first: 0 */
	enum diag_code code;	/* 0: none */
	const char *effect;
} pairs[] = {
	/* Last byte shared, or none. */
	{ OBJ_HEAP, OBJ_STATIC_MEM, 0x1fff, 1, 0, CODE_OVERLAP_HEAP,
	  "meets static heap first and stops at static memory" },
	{ OBJ_HEAP, OBJ_STATIC_MEM, 0x2000, 1, 0, 0, NULL },
	{ OBJ_HEAP, OBJ_STATIC_MEM, 0xfff, 2, 0, CODE_OVERLAP_HEAP, NULL },
	{ OBJ_HEAP, OBJ_STATIC_MEM, 0xfff, 1, 0, 0, NULL },
	/* A module gives way, or stops what comes later. */
	{ OBJ_HEAP, OBJ_MODULE, 0x1800, 0x100, 0, CODE_OVERLAP_MODULE,
	  "meets static heap first and drops kernel '/m'" },
	{ OBJ_MODULE, OBJ_HEAP, 0x1800, 0x100, 0, CODE_OVERLAP_MODULE,
	  "meets kernel '/m' first and stops at static heap" },
	{ OBJ_MODULE, OBJ_MODULE, 0x1000, 0x800, 0, 0, NULL },
	{ OBJ_MODULE, OBJ_MODULE, 0x1000, 0x800, 1, CODE_OVERLAP_MODULE,
	  NULL },
	{ OBJ_MODULE, OBJ_MODULE, 0x1001, 0x800, 0, CODE_OVERLAP_MODULE,
	  NULL },
	/* A reservation may hold others whole, but no shared memory. */
	{ OBJ_MEMRESERVE, OBJ_STATIC_MEM, 0x1000, 0x1000, 0, 0, NULL },
	{ OBJ_MEMRESERVE, OBJ_STATIC_MEM, 0x1000, 0x1001, 0,
	  CODE_OVERLAP_RESERVED, "stops at static memory" },
	{ OBJ_MEMRESERVE, OBJ_STATIC_MEM, 0xfff, 0x1001, 0,
	  CODE_OVERLAP_RESERVED, NULL },
	{ OBJ_MEMRESERVE, OBJ_MODULE, 0x1000, 0x1000, 0, 0, NULL },
	{ OBJ_MEMRESERVE, OBJ_MODULE, 0x1000, 0x1001, 0, CODE_OVERLAP_MODULE,
	  "drops kernel" },
	{ OBJ_MEMRESERVE, OBJ_SHM, 0x1000, 0x1000, 0, CODE_OVERLAP_SHM,
	  NULL },
	{ OBJ_MEMRESERVE, OBJ_MEMRESERVE, 0x1800, 0x1000, 0, 0, NULL },
	{ OBJ_MEMRESERVE, OBJ_RESERVED, 0x1800, 0x1000, 0,
	  CODE_OVERLAP_RESERVED, NULL },
	{ OBJ_RESERVED, OBJ_STATIC_MEM, 0x1000, 0x1000, 0,
	  CODE_OVERLAP_RESERVED, NULL },
	{ OBJ_FDT, OBJ_MEMRESERVE, 0x800, 0x1000, 0, 0, NULL },
	{ OBJ_XEN, OBJ_MEMRESERVE, 0x800, 0x1000, 0, 0, NULL },
	/* Banks of one domain, of two. */
	{ OBJ_STATIC_MEM, OBJ_STATIC_MEM, 0x1800, 0x1000, 0,
	  CODE_OVERLAP_IN_DOMAIN, NULL },
	{ OBJ_STATIC_MEM, OBJ_STATIC_MEM, 0x1800, 0x1000, 1,
	  CODE_OVERLAP_DOMAINS, "stops at static memory" },
	/* Both ends of one shared memory; two of them. */
	{ OBJ_SHM, OBJ_SHM, 0x1000, 0x1000, 0, 0, NULL },
	{ OBJ_SHM, OBJ_SHM, 0x1000, 0x1000, 1, CODE_OVERLAP_SHM, NULL },
	{ OBJ_XEN, OBJ_STATIC_MEM, 0, 0x1001, 0, CODE_OVERLAP_XEN, NULL },
	{ OBJ_FDT, OBJ_STATIC_MEM, 0, 0x1001, 0, CODE_OVERLAP_FDT, NULL },
	{ OBJ_XEN, OBJ_FDT, 0x1800, 0x10, 0, CODE_OVERLAP_XEN, NULL },
	/* Not in Xen's early lists. */
	{ OBJ_DEVICE, OBJ_STATIC_MEM, 0x1000, 0x1000, 0, 0, NULL },
	{ OBJ_SECTION, OBJ_STATIC_MEM, 0x1000, 0x1000, 0, 0, NULL },
	{ OBJ_RAM, OBJ_STATIC_MEM, 0x1000, 0x1000, 0, 0, NULL },
	{ OBJ_PASSTHROUGH, OBJ_STATIC_MEM, 0x1000, 0x1000, 0, 0, NULL },
	/* An empty bank counts inside what was met before. */
	{ OBJ_STATIC_MEM, OBJ_HEAP, 0x1800, 0, 0, CODE_OVERLAP_HEAP, NULL },
	{ OBJ_STATIC_MEM, OBJ_HEAP, 0x1000, 0, 0, 0, NULL },
	{ OBJ_HEAP, OBJ_STATIC_MEM, 0x1800, 0, 0, 0, NULL },
};

START_TEST(one_pair)
{
	reset();
	add_domains(false);
	add(pairs[_i].first, 0x1000, 0x1000, 0);
	add(pairs[_i].second, pairs[_i].base, pairs[_i].size,
	    pairs[_i].detail);
	run_rule();
	ck_assert_uint_eq(sink.findings.count, pairs[_i].code != 0);
	ck_assert_uint_eq(sink.skipped, 0);
	if (pairs[_i].code == 0)
		return;
	ck_assert_int_eq(sink.findings.items[0].code, pairs[_i].code);
	ck_assert_msg(pairs[_i].effect == NULL ||
		      strstr(sink.findings.items[0].effect,
			     pairs[_i].effect) != NULL, "%s",
		      sink.findings.items[0].effect);
}
END_TEST

/* What has no valid range is counted, not compared. */
START_TEST(unusable)
{
	reset();
	add_domains(true);
	add(OBJ_HEAP, 0x1000, 0x1000, 0);
	add(OBJ_STATIC_MEM, 0x1000, UINT64_C(0x100000000), 0);
	ck_assert(!sys.objects.items[1].usable);
	run_rule();
	ck_assert_uint_eq(sink.findings.count, 0);
	ck_assert_uint_eq(sink.skipped, 1);
	/* A disabled domain's memory is never entered. */
	add(OBJ_STATIC_MEM, 0x1000, 0x1000, 1);
	run_rule();
	ck_assert_uint_eq(sink.findings.count, 0);
	ck_assert_uint_eq(sink.skipped, 2);
}
END_TEST

/* Many banks on one address: a finding for each, not for each pair. */
START_TEST(heap_of_banks)
{
	reset();
	add_domains(false);
	for (uint32_t i = 0; i < 1000; i++)
		add(OBJ_STATIC_MEM, 0x1000 - i, 0x2000, i % 2);
	run_rule();
	ck_assert_uint_ge(sink.findings.count, 999);
	ck_assert_uint_le(sink.findings.count, 2000);
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(random_objects, rounds);
	LOOP(one_pair, pairs);
	tcase_add_test(tc, unusable);
	tcase_add_test(tc, heap_of_banks);
}

int main(void)
{
	return run_tests("check_overlap", add_tests);
}
