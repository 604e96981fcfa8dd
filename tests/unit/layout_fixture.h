/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A plan of four contexts, made by hand: small enough to mutate every bit,
 * with one of everything that a layout can hold.
 */
#ifndef TESTS_LAYOUT_FIXTURE_H
#define TESTS_LAYOUT_FIXTURE_H

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <mpuc/layout_read.h>

#include "base/try.h"
#include "emit/layout_import.h"
#include "emit/layout_write.h"
#include "plan/switches.h"

/* Longer than any fixed field would be: names must not be cut. */
#define LONG_NAME \
	"domU2-with-a-name-that-is-longer-than-any-field-of-forty-eight-bytes"

struct fixture {
	struct arena arena;
	struct target target;
	struct section_rule sections[2];
	struct platform platform;
	struct system system;
	struct plan plan;
	struct layout_source source;
};

static const char fixture_tree[] = "not a real device tree, but bytes";

static inline const void *must(const void *p)
{
	ck_assert_ptr_nonnull(p);
	return p;
}

static inline void fixture_object(struct fixture *f, uint8_t kind,
				  uint32_t owner, uint64_t base,
				  uint64_t size)
{
	struct object *o = VEC_PUSH(&f->arena, &f->system.objects);

	must(o);
	o->kind = kind;
	o->owner = owner;
	o->usable = true;
	ck_assert(range_make(base, size, &o->range));
}

static inline void fixture_domain(struct fixture *f, const char *name,
				  uint32_t banks, bool direct)
{
	struct domain *d = VEC_PUSH(&f->arena, &f->system.domains);

	must(d);
	d->name = name;
	d->static_mem.prop = banks > 0 ? 1 : DOC_NONE;
	d->direct_map = direct;
	d->bank = (uint32_t)f->system.objects.count;
	d->bank_count = banks;
}

static inline void fixture_start(struct fixture *f, enum pmsa_arch arch,
				 uint32_t regions)
{
	struct system *s = &f->system;
	struct plan *p = &f->plan;

	memset(f, 0, sizeof(*f));
	arena_init(&f->arena, ARENA_CAP_DEFAULT);
	f->sections[0].name = "guest";
	f->sections[1].name = "device";
	f->sections[1].device = true;
	f->target.name = "xen-test";
	f->target.sections = f->sections;
	f->target.section_count = 2;
	f->platform.name = arch == PMSA_V8_64 ? "r82-test" : "r52-test";
	s->target = &f->target;
	s->platform = &f->platform;
	s->arch = arch;
	p->arch = arch;
	p->regions = regions;
	p->regions_known = true;
	p->contexts = arena_array(&f->arena, 80, sizeof(*p->contexts));
	must(p->contexts);
	f->source.system = s;
	f->source.plan = p;
	f->source.tree = fixture_tree;
	f->source.tree_size = sizeof(fixture_tree);
}

static inline void fixture_system(struct fixture *f)
{
	struct system *s = &f->system;

	fixture_domain(f, "domU1", 2, true);
	fixture_object(f, OBJ_STATIC_MEM, 0, 0x40000000, 0x1000000);
	fixture_object(f, OBJ_STATIC_MEM, 0, 0x50000000, 0x100000);
	fixture_domain(f, LONG_NAME, 1, false);
	fixture_object(f, OBJ_STATIC_MEM, 1, 0x60000000, 0x1000000);
	fixture_domain(f, "idler", 0, false);
	fixture_object(f, OBJ_SECTION, SYS_NONE, 0x40000000, 0x21000000);
	fixture_object(f, OBJ_SECTION, SYS_NONE, 0xf0000000, 0x10000);
	s->objects.items[4].detail = 1;
}

/* Each has its own slot, which may be past 31. */
static inline void fixture_region(struct fixture *f, struct plan_context *c,
				  const char *name, uint32_t slot,
				  struct range range)
{
	struct plan_region *r = &c->regions[c->region_count++];
	struct pmsa_region words = {
		.range = range, .enabled = true,
		.attr = { .ap = PMSA_RW_EL2, .xn = 1, .sh = PMSA_SH_INNER,
			  .index = 7 },
	};

	r->name = name;
	r->owner = SYS_NONE;
	r->object = SYS_NONE;
	r->slot = slot;
	r->placed = true;
	r->lifetime = slot < 2 ? LIFE_FIXED : LIFE_SWITCHING;
	if (strncmp(name, "domU", 4) == 0) {
		r->owner = c->domain;
		words.attr.ap = PMSA_RW_ALL;
		words.attr.xn = 0;
	}
	r->range = r->demand = range;
	r->attr = words.attr;
	ck_assert_int_eq(pmsa_encode(f->plan.arch, &words, &r->regs),
			 PMSA_OK);
	c->need = c->region_count;
	c->peak = c->need + 1;
	c->minimum = c->need - 1;
}

static inline struct plan_context *
fixture_context(struct fixture *f, const char *name, enum context_kind kind,
		uint32_t domain)
{
	struct plan_context *c = &f->plan.contexts[f->plan.context_count++];
	const struct range text = { 0x20000000, 0x2008253f };
	const struct range data = { 0x200a4000, 0x200a7fff };

	c->name = name;
	c->kind = kind;
	c->domain = domain;
	c->regions = arena_array(&f->arena, 8, sizeof(*c->regions));
	must(c->regions);
	/* Not in the order of slots: the writer sorts. */
	fixture_region(f, c, "xen.data", 1, data);
	fixture_region(f, c, "xen.text", 0, text);
	return c;
}

static inline void fixture_plan(struct fixture *f)
{
	struct plan *p = &f->plan;
	uint32_t high = p->arch == PMSA_V8_64 ? 35 : 3;
	struct plan_context *c;

	p->boot_count = 1;
	fixture_context(f, "boot/asm", CTX_BOOT, SYS_NONE);
	c = fixture_context(f, "idle", CTX_IDLE, SYS_NONE);
	fixture_region(f, c, "section.guest", 2,
		       (struct range){ 0x40000000, 0x60ffffff });
	c = fixture_context(f, "guest/domU1", CTX_GUEST, 0);
	fixture_region(f, c, "domU1.ram[0]", 2,
		       (struct range){ 0x40000000, 0x40ffffff });
	fixture_region(f, c, "domU1.ram[1]", high,
		       (struct range){ 0x50000000, 0x500fffff });
	c = fixture_context(f, "guest/" LONG_NAME, CTX_GUEST, 1);
	fixture_region(f, c, LONG_NAME ".ram[0]", 2,
		       (struct range){ 0x60000000, 0x60ffffff });
	ck_assert_int_eq(switches_make(&f->arena, p), MPUC_OK);
	/* One switch that enables apart from writing. */
	p->switches.items[0].enable = p->switches.items[0].write;
	p->switches.items[0].enable_count = p->switches.items[0].write_count;
}

static inline void fixture_init(struct fixture *f, enum pmsa_arch arch)
{
	fixture_start(f, arch, arch == PMSA_V8_64 ? 40 : 16);
	fixture_system(f);
	fixture_plan(f);
}

static inline void fixture_done(struct fixture *f)
{
	arena_done(&f->arena);
}

/* The layout as an allocation of its exact size, for sanitizers. */
static inline uint8_t *fixture_bytes(struct fixture *f, size_t *ret_size)
{
	struct layout_bytes out;
	enum mpuc_status status = layout_write(&f->arena, &f->source, &out);
	uint8_t *copy;

	ck_assert_msg(status == MPUC_OK, "%s", out.error);
	copy = malloc(out.size);
	must(copy);
	memcpy(copy, out.bytes, out.size);
	*ret_size = out.size;
	return copy;
}

static inline void fixture_poke(uint8_t *p, uint64_t value, size_t width)
{
	for (size_t i = 0; i < width; i++)
		p[i] = (uint8_t)(value >> 8 * i);
}

static inline void fixture_fix_crc(uint8_t *bytes, size_t size)
{
	fixture_poke(bytes + MPUC_HEADER_CRC, 0, 4);
	fixture_poke(bytes + MPUC_HEADER_CRC,
		     crc32(0, bytes, (uInt)size), 4);
}

#endif
