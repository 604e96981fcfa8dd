/* SPDX-License-Identifier: BSD-2-Clause */
/* Writer to reader to importer, and what the writer refuses. */
#include "layout_fixture.h"

#include <stdio.h>

#include "base/sha256.h"

static const enum pmsa_arch archs[] = { PMSA_V8_32, PMSA_V8_64 };

static void compare_region(const struct plan_region *a,
			   const struct plan_region *b)
{
	ck_assert_str_eq(a->name, b->name);
	ck_assert_uint_eq(a->owner, b->owner);
	ck_assert_uint_eq(a->slot, b->slot);
	ck_assert(b->placed);
	ck_assert_uint_eq(a->range.base, b->range.base);
	ck_assert_uint_eq(a->range.last, b->range.last);
	ck_assert_uint_eq(a->regs.prbar, b->regs.prbar);
	ck_assert_uint_eq(a->regs.prlar, b->regs.prlar);
	ck_assert_mem_eq(&a->attr, &b->attr, sizeof(a->attr));
	ck_assert_int_eq(a->lifetime, b->lifetime);
}

static const struct plan_region *in_slot(const struct plan_context *c,
					 uint32_t slot)
{
	for (uint32_t i = 0; i < c->need; i++) {
		if (c->regions[i].slot == slot)
			return &c->regions[i];
	}
	ck_abort_msg("%s: no region in slot %u", c->name, slot);
}

static void compare_context(const struct plan_context *a,
			    const struct plan_context *b)
{
	ck_assert_str_eq(a->name, b->name);
	ck_assert_int_eq(a->kind, b->kind);
	ck_assert_uint_eq(a->domain, b->domain);
	ck_assert_uint_eq(a->need, b->need);
	ck_assert_uint_eq(b->need, b->region_count);
	ck_assert_uint_eq(a->peak, b->peak);
	ck_assert_uint_eq(a->minimum, b->minimum);
	for (uint32_t i = 0; i < b->need; i++) {
		compare_region(in_slot(a, b->regions[i].slot),
			       &b->regions[i]);
		ck_assert(i == 0 ||
			  b->regions[i - 1].slot < b->regions[i].slot);
	}
}

static void compare_switch(const struct plan_switch *a,
			   const struct plan_switch *b)
{
	ck_assert_uint_eq(a->writes, b->writes);
	ck_assert_uint_eq(a->disable_count, b->disable_count);
	ck_assert_uint_eq(a->write_count, b->write_count);
	ck_assert_uint_eq(a->enable_count, b->enable_count);
	if (a->disable_count > 0)
		ck_assert_mem_eq(a->disable, b->disable, a->disable_count);
	if (a->write_count > 0)
		ck_assert_mem_eq(a->write, b->write, a->write_count);
	if (a->enable_count > 0)
		ck_assert_mem_eq(a->enable, b->enable, a->enable_count);
}

static const struct plan_switch *find_switch(const struct plan *p,
					     uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < p->switches.count; i++) {
		if (p->switches.items[i].from == from &&
		    p->switches.items[i].to == to)
			return &p->switches.items[i];
	}
	return NULL;
}

static void compare_plan(const struct plan *a, const struct plan *b)
{
	ck_assert_int_eq(a->arch, b->arch);
	ck_assert_uint_eq(a->regions, b->regions);
	ck_assert(b->regions_known);
	ck_assert_uint_eq(a->context_count, b->context_count);
	ck_assert_uint_eq(a->boot_count, b->boot_count);
	for (uint32_t i = 0; i < a->context_count; i++)
		compare_context(&a->contexts[i], &b->contexts[i]);
	ck_assert_uint_eq(a->switches.count, b->switches.count);
	ck_assert_uint_eq(a->switches_omitted, b->switches_omitted);
	for (size_t i = 0; i < b->switches.count; i++) {
		const struct plan_switch *sw = &b->switches.items[i];

		compare_switch(must(find_switch(a, sw->from, sw->to)), sw);
	}
}

static void compare_system(const struct system *s,
			   const struct layout_contents *c)
{
	ck_assert_str_eq(c->target, "xen-test");
	ck_assert_uint_eq(c->domain_count, s->domains.count);
	ck_assert_uint_eq(c->bank_count, 3);
	for (uint32_t i = 0; i < c->domain_count; i++) {
		const struct domain *d = &s->domains.items[i];
		const struct layout_domain *l = &c->domains[i];

		ck_assert_str_eq(l->name, d->name);
		ck_assert_ptr_eq(c->domain_names[i], l->name);
		ck_assert_uint_eq(l->bank_count, d->bank_count);
		for (uint32_t k = 0; k < l->bank_count; k++) {
			struct range a = s->objects.items[d->bank + k].range;
			struct range b = c->banks[l->bank + k].range;

			ck_assert_uint_eq(c->banks[l->bank + k].owner, i);
			ck_assert_uint_eq(a.base, b.base);
			ck_assert_uint_eq(a.last, b.last);
		}
	}
	ck_assert_uint_eq(c->domains[0].flags,
			  MPUC_DOMAIN_STATIC | MPUC_DOMAIN_DIRECT);
	ck_assert_uint_eq(c->domains[1].flags, MPUC_DOMAIN_STATIC);
	ck_assert_uint_eq(c->domains[2].flags, 0);
	ck_assert_uint_eq(c->section_count, 2);
	ck_assert_str_eq(c->sections[0].name, "guest");
	ck_assert_uint_eq(c->sections[0].flags, 0);
	ck_assert_uint_eq(c->sections[0].range.last, 0x60ffffff);
	ck_assert_str_eq(c->sections[1].name, "device");
	ck_assert_uint_eq(c->sections[1].flags, MPUC_SECTION_DEVICE);
	ck_assert_uint_eq(c->sections[1].range.base, 0xf0000000);
}

START_TEST(round_trip)
{
	struct layout_contents c;
	const char *error = NULL;
	struct fixture f;
	uint8_t *bytes;
	size_t size;

	fixture_init(&f, archs[_i]);
	bytes = fixture_bytes(&f, &size);
	ck_assert_int_eq(layout_import(&f.arena, bytes, size, &c, &error),
			 MPUC_OK);
	free(bytes);
	compare_plan(&f.plan, &c.plan);
	compare_system(&f.system, &c);
	ck_assert_str_eq(c.platform, f.platform.name);
	ck_assert_uint_eq(c.version, 1);
	ck_assert_uint_eq(c.min_reader, 1);
	ck_assert_uint_eq(c.size, size);
	/* sha256sum of fixture_tree with its NUL */
	ck_assert_str_eq(c.tree_sha256, "38bbc0eec07fdd421f9e497c4cc8277e"
			 "b02d9acfca85a8232821e0adc15d2539");
	fixture_done(&f);
}
END_TEST

START_TEST(same_input_same_bytes)
{
	struct fixture f, g;
	uint8_t *a, *b;
	size_t a_size, b_size;

	fixture_init(&f, archs[_i]);
	fixture_init(&g, archs[_i]);
	a = fixture_bytes(&f, &a_size);
	b = fixture_bytes(&g, &b_size);
	ck_assert_uint_eq(a_size, b_size);
	ck_assert_mem_eq(a, b, a_size);
	free(a);
	free(b);
	fixture_done(&f);
	fixture_done(&g);
}
END_TEST

static void set_regions(struct fixture *f, uint32_t value)
{
	f->plan.regions = value;
}

static void set_contexts(struct fixture *f, uint32_t value)
{
	while (f->plan.context_count < value)
		fixture_context(f, "guest/many", CTX_GUEST, 2);
}

static void set_unknown(struct fixture *f, uint32_t value)
{
	f->plan.regions_known = value != 0;
}

/* Region 2 of domU1's context; it needs 4. */
static void set_need(struct fixture *f, uint32_t value)
{
	f->plan.contexts[2].need = value;
}

static void set_unplaced(struct fixture *f, uint32_t value)
{
	set_need(f, value);
	f->plan.contexts[2].regions[3].placed = false;
	f->plan.switches.count = 0;
}

static void set_slotless(struct fixture *f, uint32_t value)
{
	set_unplaced(f, value);
	f->plan.contexts[2].regions[3].placed = true;
	f->plan.contexts[2].regions[3].slot = SLOT_NONE;
}

static void set_unusable(struct fixture *f, uint32_t value)
{
	f->system.objects.items[value].usable = false;
}

static void set_wide(struct fixture *f, uint32_t value)
{
	f->system.objects.items[0].range.last =
		(UINT64_C(1) << value) - 1;
}

static void set_overlap(struct fixture *f, uint32_t value)
{
	struct plan_region *r = &f->plan.contexts[0].regions[value];

	r->regs = f->plan.contexts[0].regions[1].regs;
}

static void set_platform(struct fixture *f, uint32_t value)
{
	if (value == 0)
		f->system.platform = NULL;
}

static void set_domains(struct fixture *f, uint32_t value)
{
	while (f->system.domains.count < value)
		fixture_domain(f, "idler", 0, false);
}

/* Of a domain that has no context. */
static void set_banks(struct fixture *f, uint32_t value)
{
	uint32_t owner = (uint32_t)f->system.domains.count;

	fixture_domain(f, "many", value, false);
	for (uint32_t i = 0; i < value; i++)
		fixture_object(f, OBJ_STATIC_MEM, owner,
			       0x100000000 + i * UINT64_C(0x10000), 0x1000);
}

static void set_name(struct fixture *f, uint32_t len)
{
	char *name = arena_alloc(&f->arena, len + 1);

	must(name);
	memset(name, 'x', len);
	f->system.domains.items[2].name = name;
}

static const struct {
	void (*change)(struct fixture *f, uint32_t value);
	uint32_t value;
	enum mpuc_status status;
	const char *error;	/* part of it */
} refusals[] = {
	{ set_regions, 255, MPUC_OK, NULL },
	{ set_regions, 256, MPUC_E_LIMIT, "256 regions" },
	/* Slot 3 is in use. */
	{ set_regions, 4, MPUC_OK, NULL },
	{ set_regions, 3, MPUC_E_INTERNAL, "reader" },
	{ set_contexts, 64, MPUC_OK, NULL },
	{ set_contexts, 65, MPUC_E_LIMIT, "65 contexts" },
	{ set_domains, 65534, MPUC_OK, NULL },
	{ set_domains, 65535, MPUC_E_LIMIT, "more domains" },
	{ set_banks, 65535, MPUC_OK, NULL },
	{ set_banks, 65536, MPUC_E_LIMIT, "domain many has 65536 banks" },
	{ set_name, MPUC_LAYOUT_SIZE_MAX, MPUC_E_LIMIT, "than 16 MiB" },
	{ set_unknown, 1, MPUC_OK, NULL },
	{ set_unknown, 0, MPUC_E_INFEASIBLE, "not known" },
	/* A transient's address may come late, a region's may not. */
	{ set_unplaced, 3, MPUC_OK, NULL },
	{ set_unplaced, 4, MPUC_E_INFEASIBLE,
	  "domU1.ram[1] in guest/domU1" },
	{ set_slotless, 3, MPUC_E_INFEASIBLE, "domU1.ram[1]" },
	{ set_slotless, 4, MPUC_E_INFEASIBLE, "domU1.ram[1]" },
	{ set_unusable, 0, MPUC_E_INFEASIBLE, "domU1" },
	{ set_unusable, 3, MPUC_E_INFEASIBLE, "section" },
	{ set_wide, 48, MPUC_OK, NULL },
	{ set_wide, 49, MPUC_E_INFEASIBLE, "domU1" },
	{ set_overlap, 1, MPUC_OK, NULL },
	{ set_overlap, 0, MPUC_E_INTERNAL, "reader" },
	{ set_platform, 0, MPUC_OK, NULL },
	/* Switch lists that no longer fit their contexts. */
	{ set_need, 3, MPUC_E_INTERNAL, "contradict" },
};

START_TEST(writer_refuses)
{
	struct layout_bytes out;
	struct fixture f;
	enum mpuc_status status;

	fixture_init(&f, PMSA_V8_32);
	refusals[_i].change(&f, refusals[_i].value);
	status = layout_write(&f.arena, &f.source, &out);
	ck_assert_int_eq(status, refusals[_i].status);
	if (status == MPUC_OK) {
		ck_assert_ptr_null(out.error);
		ck_assert_ptr_nonnull(out.bytes);
	} else {
		ck_assert_ptr_null(out.bytes);
		must(out.error);
		ck_assert_msg(strstr(out.error, refusals[_i].error) != NULL,
			      "%s", out.error);
	}
	fixture_done(&f);
}
END_TEST

START_TEST(many_unplaced_are_counted)
{
	struct layout_bytes out;
	struct fixture f;

	fixture_init(&f, PMSA_V8_32);
	for (uint32_t i = 0; i < f.plan.context_count; i++) {
		for (uint32_t k = 0; k < f.plan.contexts[i].need; k++)
			f.plan.contexts[i].regions[k].slot = SLOT_NONE;
	}
	ck_assert_int_eq(layout_write(&f.arena, &f.source, &out),
			 MPUC_E_INFEASIBLE);
	ck_assert_msg(strstr(out.error, " and 4 more") != NULL, "%s",
		      out.error);
	fixture_done(&f);
}
END_TEST

START_TEST(transients_stay_out)
{
	struct layout_contents c;
	const char *error = NULL;
	struct fixture f;
	uint8_t *bytes;
	size_t size;

	fixture_init(&f, PMSA_V8_32);
	f.plan.contexts[0].need = 1;
	f.plan.contexts[0].regions[1].lifetime = LIFE_TRANSIENT;
	bytes = fixture_bytes(&f, &size);
	ck_assert_int_eq(layout_import(&f.arena, bytes, size, &c, &error),
			 MPUC_OK);
	ck_assert_uint_eq(c.plan.contexts[0].need, 1);
	ck_assert_uint_eq(c.plan.contexts[0].region_count, 1);
	ck_assert_uint_eq(c.plan.contexts[0].peak, 3);
	free(bytes);
	fixture_done(&f);
}
END_TEST

/* Fail the k-th allocation for every k: a status, never a crash. */
START_TEST(out_of_memory)
{
	struct layout_contents c;
	struct layout_bytes out = { .bytes = NULL };
	enum mpuc_status status = MPUC_E_NOMEM;
	const char *error = NULL;
	struct fixture f;
	uint64_t k;

	fixture_init(&f, PMSA_V8_64);
	for (k = 1; status != MPUC_OK; k++) {
		f.arena.fail_in = k;
		status = layout_write(&f.arena, &f.source, &out);
		ck_assert(status == MPUC_OK || status == MPUC_E_NOMEM);
	}
	ck_assert_uint_gt(k, 5);
	status = MPUC_E_NOMEM;
	for (k = 1; status != MPUC_OK; k++) {
		f.arena.fail_in = k;
		status = layout_import(&f.arena, out.bytes, out.size, &c,
				       &error);
		ck_assert(status == MPUC_OK || status == MPUC_E_NOMEM);
	}
	ck_assert_uint_gt(k, 20);
	fixture_done(&f);
}
END_TEST

START_TEST(strings_are_shared)
{
	struct mpuc_layout l;
	struct fixture f;
	const uint8_t *a, *b;
	uint8_t *bytes;
	size_t size;

	fixture_init(&f, PMSA_V8_32);
	bytes = fixture_bytes(&f, &size);
	ck_assert_int_eq(mpuc_layout_open(bytes, size, &l), MPUC_LAYOUT_OK);
	/* Region 0 of the first two contexts is Xen's text. */
	a = mpuc_layout_record(&l, MPUC_REGIONS, 0);
	b = mpuc_layout_record(&l, MPUC_REGIONS, 2);
	must(a);
	must(b);
	ck_assert_str_eq(mpuc_layout_text(&l, a), "xen.text");
	ck_assert_ptr_eq(mpuc_layout_text(&l, a), mpuc_layout_text(&l, b));
	free(bytes);
	fixture_done(&f);
}
END_TEST

/* From FIPS 180-4's examples; then both sides of a block's end. */
static const struct {
	const char *text;
	size_t repeat;
	const char *digest;
} vectors[] = {
	{ "", 1,
	  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", 1,
	  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	{ "a", 1000000,
	  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
	{ "x", 55,
	  "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072" },
	{ "x", 56,
	  "04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c16888e" },
	{ "x", 63,
	  "75220b47218278e656f2013bb8f0c455a25eaf01e86c64924e9d48d89776d6f2" },
	{ "x", 64,
	  "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c" },
	{ "x", 65,
	  "9537c5fdf120482f7d58d25e9ed583f52c02b4e304ea814db1633ad565aed7e9" },
	{ "x", 119,
	  "000b48d4edf0fa7bee3c6236ecd2785baa5db4eeb8bb54341b029e0d9fa5fb0c" },
	{ "x", 120,
	  "13f05a0b594787f5ecd315edc96141bd3243203d1b7d4f0836f37308b276ba98" },
	{ "x", 128,
	  "24da1b81d0b16df6428eee73c69fcb2a93c76bc6df706f0c6670fe6bfe800464" },
};

START_TEST(sha256_vectors)
{
	size_t len = strlen(vectors[_i].text), size = len * vectors[_i].repeat;
	char *data = malloc(size + 1);
	uint8_t digest[SHA256_SIZE];
	char hex[2 * SHA256_SIZE + 1];

	ck_assert_ptr_nonnull(data);
	for (size_t i = 0; i < vectors[_i].repeat; i++)
		memcpy(data + i * len, vectors[_i].text, len);
	sha256(data, size, digest);
	for (size_t i = 0; i < SHA256_SIZE; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	ck_assert_str_eq(hex, vectors[_i].digest);
	free(data);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("layout");
	TCase *t = tcase_create("layout");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_add_loop_test(t, round_trip, 0, ARRAY_SIZE(archs));
	tcase_add_loop_test(t, same_input_same_bytes, 0, ARRAY_SIZE(archs));
	tcase_add_loop_test(t, writer_refuses, 0, ARRAY_SIZE(refusals));
	tcase_add_test(t, many_unplaced_are_counted);
	tcase_add_test(t, transients_stay_out);
	tcase_add_test(t, out_of_memory);
	tcase_add_test(t, strings_are_shared);
	tcase_add_loop_test(t, sha256_vectors, 0, ARRAY_SIZE(vectors));
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
