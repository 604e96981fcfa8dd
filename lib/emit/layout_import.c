/* SPDX-License-Identifier: BSD-2-Clause */
#include "emit/layout_import.h"

#include "base/sha256.h"
#include "base/try.h"
#include "pmsa/pmsa.h"

struct import {
	struct arena *a;
	struct mpuc_layout l;
	struct layout_contents *c;
	struct layout_domain *domains;
	struct layout_span *banks;
};

const char *layout_error_text(enum mpuc_layout_error error)
{
	switch (error) {
	case MPUC_LAYOUT_OK:
		return "no error";
	case MPUC_LAYOUT_E_MAGIC:
		return "not a boot layout";
	case MPUC_LAYOUT_E_VERSION:
		return "a boot layout of a version that this reader does not "
		       "know";
	case MPUC_LAYOUT_E_SIZE:
		return "the boot layout is cut short, or longer than it says";
	case MPUC_LAYOUT_E_CRC:
		return "the boot layout was changed after it was written: its "
		       "CRC-32 differs";
	case MPUC_LAYOUT_E_TABLE:
		return "the header of the boot layout contradicts its size";
	case MPUC_LAYOUT_E_RECORD:
		return "two records of the boot layout contradict each other";
	}
	return "unknown error";
}

static char *copy_text(const struct import *im, const uint8_t *field)
{
	return arena_strdup(im->a, mpuc_layout_text(&im->l, field));
}

static const char *hex_digest(struct arena *a, const uint8_t *digest)
{
	static const char digits[] = "0123456789abcdef";
	char *text = arena_alloc(a, 2 * SHA256_SIZE + 1);

	for (size_t i = 0; text != NULL && i < SHA256_SIZE; i++) {
		text[2 * i] = digits[digest[i] >> 4];
		text[2 * i + 1] = digits[digest[i] & 15];
	}
	return text;
}

static enum mpuc_status import_header(struct import *im)
{
	struct layout_contents *c = im->c;
	const uint8_t *p = im->l.bytes;

	c->version = mpuc_layout_u16(p + MPUC_HEADER_VERSION);
	c->min_reader = mpuc_layout_u16(p + MPUC_HEADER_MIN_READER);
	c->semantics = mpuc_layout_u16(p + MPUC_HEADER_SEMANTICS);
	c->crc = mpuc_layout_u32(p + MPUC_HEADER_CRC);
	c->size = im->l.size;
	c->plan.arch = im->l.arch == MPUC_ARCH_PMSAV8_64 ? PMSA_V8_64 :
		PMSA_V8_32;
	c->plan.regions = im->l.regions;
	c->plan.regions_known = true;
	c->target = copy_text(im, p + MPUC_HEADER_TARGET);
	TRY_PTR(c->target);
	c->platform = copy_text(im, p + MPUC_HEADER_PLATFORM);
	TRY_PTR(c->platform);
	c->tree_sha256 = hex_digest(im->a, p + MPUC_HEADER_SHA256);
	TRY_PTR(c->tree_sha256);
	return MPUC_OK;
}

static uint32_t owner_of(uint32_t field)
{
	return field == MPUC_LAYOUT_NONE ? SYS_NONE : field;
}

static enum lifetime lifetime_of(uint8_t field)
{
	switch (field) {
	case MPUC_LIFETIME_FIXED:
		return LIFE_FIXED;
	case MPUC_LIFETIME_BOOT:
		return LIFE_BOOT;
	default:
		return LIFE_SWITCHING;
	}
}

static enum mpuc_status import_region(const struct import *im,
				      const uint8_t *p,
				      struct plan_region *r)
{
	struct pmsa_region decoded;

	r->regs.prbar = mpuc_layout_u64(p + MPUC_REGION_PRBAR);
	r->regs.prlar = mpuc_layout_u64(p + MPUC_REGION_PRLAR);
	/* The reader takes no region that pmsa_decode would refuse. */
	if (pmsa_decode(im->c->plan.arch, r->regs, &decoded) != PMSA_OK)
		return MPUC_E_INTERNAL;
	r->name = copy_text(im, p + MPUC_REGION_NAME);
	TRY_PTR(r->name);
	r->owner = owner_of(mpuc_layout_u16(p + MPUC_REGION_OWNER));
	r->object = SYS_NONE;
	r->slot = p[MPUC_REGION_SLOT];
	r->placed = true;
	r->range = decoded.range;
	r->demand = decoded.range;
	r->attr = decoded.attr;
	r->lifetime = lifetime_of(p[MPUC_REGION_LIFETIME]);
	r->resident = p[MPUC_REGION_LIFETIME] == MPUC_LIFETIME_RESIDENT;
	return MPUC_OK;
}

static enum context_kind kind_of(uint32_t field)
{
	switch (field) {
	case MPUC_KIND_BOOT:
		return CTX_BOOT;
	case MPUC_KIND_IDLE:
		return CTX_IDLE;
	default:
		return CTX_GUEST;
	}
}

static enum mpuc_status import_context(const struct import *im,
				       const uint8_t *p,
				       struct plan_context *c)
{
	uint32_t first = mpuc_layout_u32(p + MPUC_CONTEXT_FIRST);
	uint32_t count = mpuc_layout_u16(p + MPUC_CONTEXT_COUNT);
	const uint8_t *r;

	c->name = copy_text(im, p + MPUC_CONTEXT_NAME);
	TRY_PTR(c->name);
	c->kind = kind_of(mpuc_layout_u16(p + MPUC_CONTEXT_KIND));
	c->domain = owner_of(mpuc_layout_u16(p + MPUC_CONTEXT_DOMAIN));
	c->peak = mpuc_layout_u16(p + MPUC_CONTEXT_PEAK);
	c->minimum = mpuc_layout_u32(p + MPUC_CONTEXT_MINIMUM);
	c->regions = arena_array(im->a, count, sizeof(*c->regions));
	TRY_PTR(c->regions);
	for (uint32_t i = 0; i < count; i++) {
		r = mpuc_layout_record(&im->l, MPUC_REGIONS, first + i);
		if (r == NULL)
			return MPUC_E_INTERNAL;
		TRY(import_region(im, r, &c->regions[i]));
	}
	c->region_count = c->need = count;
	return MPUC_OK;
}

static enum mpuc_status import_contexts(struct import *im)
{
	struct plan *plan = &im->c->plan;
	const uint8_t *p;

	plan->contexts = arena_array(im->a, im->l.count[MPUC_CONTEXTS],
				     sizeof(*plan->contexts));
	TRY_PTR(plan->contexts);
	while ((p = mpuc_layout_record(&im->l, MPUC_CONTEXTS,
				       plan->context_count)) != NULL) {
		struct plan_context *c =
			&plan->contexts[plan->context_count++];

		TRY(import_context(im, p, c));
		plan->boot_count += c->kind == CTX_BOOT;
	}
	plan->is_optimal = im->c->version >= MPUC_LAYOUT_VERSION &&
			   plan->boot_count == 0;
	return MPUC_OK;
}

/* With a third list, resident regions need not be loaded. */
static void drop_residents(const struct plan_context *to, uint8_t *ops,
			   struct plan_switch *sw)
{
	uint8_t *write = ops + sw->disable_count;
	uint32_t kept = 0, at = 0;

	for (uint32_t i = 0; i < sw->write_count; i++) {
		/* Both ascend; every slot of the list has a region. */
		while (to->regions[at].slot != write[i])
			at++;
		if (!to->regions[at].resident)
			write[kept++] = write[i];
	}
	sw->write_count = kept;
}

static enum mpuc_status import_switch(const struct import *im,
				      const uint8_t *p,
				      struct plan_switch *sw)
{
	const uint8_t *op = mpuc_layout_ops(&im->l, p);
	uint32_t count = mpuc_layout_u16(p + MPUC_SWITCH_COUNT);
	uint8_t *copy = arena_alloc(im->a, count);

	TRY_PTR(copy);
	for (uint32_t i = 0; i < count; i++)
		copy[i] = op[i];
	sw->from = mpuc_layout_u16(p + MPUC_SWITCH_FROM);
	sw->to = mpuc_layout_u16(p + MPUC_SWITCH_TO);
	sw->writes = mpuc_layout_u16(p + MPUC_SWITCH_WRITES);
	sw->disable_count = p[MPUC_SWITCH_DISABLE];
	sw->write_count = p[MPUC_SWITCH_WRITE];
	sw->enable_count = p[MPUC_SWITCH_ENABLE];
	sw->disable = copy;
	sw->write = sw->disable + sw->disable_count;
	sw->enable = sw->write + sw->write_count;
	if (sw->enable_count > 0)
		drop_residents(&im->c->plan.contexts[sw->to], copy, sw);
	return MPUC_OK;
}

static enum mpuc_status import_switches(struct import *im)
{
	struct plan *plan = &im->c->plan;
	uint64_t idle = plan->boot_count;
	uint64_t guests = plan->context_count - idle - 1, pairs = 0;
	const uint8_t *p;

	while ((p = mpuc_layout_record(&im->l, MPUC_SWITCHES,
			(uint32_t)plan->switches.count)) != NULL) {
		struct plan_switch *sw = VEC_PUSH(im->a, &plan->switches);

		TRY_PTR(sw);
		TRY(import_switch(im, p, sw));
		pairs += sw->from > idle && sw->to > idle;
	}
	/* All ordered pairs of guests, less those that are there. */
	if (guests > 0)
		plan->switches_omitted = guests * (guests - 1) - pairs;
	return MPUC_OK;
}

static struct range range_of(const uint8_t *p)
{
	struct range r;

	/* The reader has seen that size is not 0 and that nothing wraps. */
	r.base = mpuc_layout_u64(p);
	r.last = r.base + (mpuc_layout_u64(p + 8) - 1);
	return r;
}

static void import_banks(struct import *im, const uint8_t *domain,
			 struct layout_domain *d)
{
	const uint8_t *p;

	d->bank = mpuc_layout_u32(domain + MPUC_DOMAIN_FIRST);
	d->bank_count = mpuc_layout_u16(domain + MPUC_DOMAIN_COUNT);
	d->flags = mpuc_layout_u16(domain + MPUC_DOMAIN_FLAGS);
	for (uint32_t i = d->bank; i < d->bank + d->bank_count; i++) {
		p = mpuc_layout_record(&im->l, MPUC_BANKS, i);
		if (p == NULL)
			break;
		im->banks[i].name = "bank";
		im->banks[i].owner = im->c->domain_count;
		im->banks[i].range = range_of(p + MPUC_BANK_BASE);
	}
}

static enum mpuc_status import_domains(struct import *im)
{
	const struct mpuc_layout *l = &im->l;
	uint32_t count = l->count[MPUC_DOMAINS];
	const char **names = arena_array(im->a, count, sizeof(*names));
	const uint8_t *p;

	im->domains = arena_array(im->a, count, sizeof(*im->domains));
	im->banks = arena_array(im->a, l->count[MPUC_BANKS],
				sizeof(*im->banks));
	TRY_PTR(names);
	TRY_PTR(im->domains);
	TRY_PTR(im->banks);
	while ((p = mpuc_layout_record(l, MPUC_DOMAINS,
				       im->c->domain_count)) != NULL) {
		struct layout_domain *d = &im->domains[im->c->domain_count];

		d->name = copy_text(im, p + MPUC_DOMAIN_NAME);
		TRY_PTR(d->name);
		names[im->c->domain_count] = d->name;
		import_banks(im, p, d);
		im->c->domain_count++;
	}
	im->c->domain_names = names;
	im->c->domains = im->domains;
	im->c->banks = im->banks;
	im->c->bank_count = l->count[MPUC_BANKS];
	return MPUC_OK;
}

static enum mpuc_status import_sections(struct import *im)
{
	struct layout_span *sections;
	const uint8_t *p;

	sections = arena_array(im->a, im->l.count[MPUC_SECTIONS],
			       sizeof(*sections));
	TRY_PTR(sections);
	while ((p = mpuc_layout_record(&im->l, MPUC_SECTIONS,
				       im->c->section_count)) != NULL) {
		struct layout_span *s = &sections[im->c->section_count++];

		s->name = copy_text(im, p + MPUC_SECTION_NAME);
		TRY_PTR(s->name);
		s->owner = SYS_NONE;
		s->flags = mpuc_layout_u32(p + MPUC_SECTION_FLAGS);
		s->range = range_of(p + MPUC_SECTION_BASE);
	}
	im->c->sections = sections;
	return MPUC_OK;
}

enum mpuc_status layout_import(struct arena *a, const void *bytes, size_t size,
			       struct layout_contents *ret_contents,
			       const char **ret_error)
{
	struct layout_contents c = { .version = 0 };
	struct import im = { .a = a, .c = &c };
	enum mpuc_layout_error error = mpuc_layout_open(bytes, size, &im.l);

	if (error != MPUC_LAYOUT_OK) {
		*ret_error = layout_error_text(error);
		return error == MPUC_LAYOUT_E_VERSION ? MPUC_E_UNSUPPORTED :
			MPUC_E_SYNTAX;
	}
	TRY(import_header(&im));
	TRY(import_contexts(&im));
	TRY(import_switches(&im));
	TRY(import_domains(&im));
	TRY(import_sections(&im));
	*ret_contents = c;
	return MPUC_OK;
}
