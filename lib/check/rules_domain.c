/* SPDX-License-Identifier: BSD-2-Clause */
/* What a domain's node says of itself. */
#include "check/rules.h"

#include <string.h>

#include "base/num.h"

/* False when the sum passes 2^64. */
static bool bank_sum(const struct system *s, const struct domain *d,
		     uint64_t *ret_sum)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < d->bank_count; i++) {
		if (!num_add(sum, s->objects.items[d->bank + i].span.size,
			     &sum))
			return false;
	}
	*ret_sum = sum;
	return true;
}

/* memory becomes the sum of the static banks, where there are any. */
static void fix_memory(struct reporter *r, struct finding *f,
		       const struct domain *d)
{
	uint32_t cells[2], used = 0;
	uint64_t sum;

	if (bank_sum(r->s, d, &sum) && sum != 0 && sum % 1024 == 0 &&
	    change_put(cells, &used, sum / 1024, 2))
		fix_cells(r, f, d->node, "memory", cells, used);
}

static void check_sum(struct reporter *r, uint32_t index,
		      const struct tuples *banks)
{
	const struct domain *d = &r->s->domains.items[index];
	uint64_t sum, want;
	struct finding *f;

	/* A list with no whole entry has a finding that says more. */
	if (banks->bad_cells || (banks->count == 0 && banks->trailing != 0)) {
		skipped(r);
		return;
	}
	if (!num_mul(d->memory.value, 1024, &want) ||
	    !bank_sum(r->s, d, &sum)) {
		found(r, CODE_MEMORY_SUM_MISMATCH, d->memory.ref,
		      "memory of %s and the sum of its banks do not both fit "
		      "64 bits", d->name);
		return;
	}
	if (want == sum)
		return;
	f = found(r, CODE_MEMORY_SUM_MISMATCH, d->memory.ref,
		  "memory of %s is 0x%llx KiB = %s, the sum of its %u "
		  "static bank%s is %s", d->name,
		  (unsigned long long)d->memory.value, sized(r, want),
		  banks->count, banks->count == 1 ? "" : "s",
		  sized(r, sum));
	found_related(r, f, d->static_mem, NULL, "the banks are here");
	fix_memory(r, f, d);
}

static void check_memory(struct reporter *r, uint32_t index,
			 const struct tuples *banks)
{
	const struct domain *d = &r->s->domains.items[index];
	struct finding *f;

	if (d->memory.ref.prop == DOC_NONE) {
		f = found(r, CODE_MEMORY_MISSING, d->node,
			  "domain %s has no memory property", d->name);
		fix_memory(r, f, d);
		return;
	}
	if (!d->memory.ok) {
		f = found(r, CODE_MEMORY_MALFORMED, d->memory.ref,
			  "memory of %s has %u bytes; Xen reads 8, a number "
			  "of KiB in two cells", d->name, d->memory.len);
		fix_memory(r, f, d);
		return;
	}
	if (d->memory.len > 8) {
		const uint32_t cells[] = {
			(uint32_t)(d->memory.value >> 32),
			(uint32_t)d->memory.value,
		};

		f = found(r, CODE_CELLS_TRAILING, d->memory.ref,
			  "memory of %s has %u bytes; Xen reads the first 8",
			  d->name, d->memory.len);
		found_help(r, f, "write memory as two cells");
		fix_cells(r, f, d->node, "memory", cells, 2);
	}
	if (d->memory.value == 0 &&
	    (banks == NULL || (banks->count == 0 && banks->trailing == 0)))
		found(r, CODE_MEMORY_ZERO, d->memory.ref,
		      "memory of %s is 0", d->name);
	if (banks != NULL)
		check_sum(r, index, banks);
}

void rule_domain_memory(struct reporter *r)
{
	const struct system *s = r->s;
	const struct tuples **lists;

	lists = arena_array(r->a, s->domains.count + 1,
			    sizeof(const struct tuples *));
	if (lists == NULL) {
		r->sink->status = MPUC_E_NOMEM;
		return;
	}
	for (size_t i = 0; i < s->tuples.count; i++) {
		const struct tuples *t = &s->tuples.items[i];

		if (t->kind == OBJ_STATIC_MEM)
			lists[t->owner] = t;
	}
	for (uint32_t i = 0; i < s->domains.count; i++)
		check_memory(r, i, lists[i]);
}

/* How many there should be is the user's to say. */
static void fix_cpus(struct reporter *r, struct finding *f,
		     const struct domain *d, uint64_t count)
{
	const uint32_t cell = (uint32_t)count;

	f->fix.is_unsafe = true;
	fix_cells(r, f, d->node, "cpus", &cell, 1);
}

void rule_domain_cpus(struct reporter *r)
{
	const struct system *s = r->s;
	uint32_t limit = s->target->limits.cpus[s->arch];

	for (size_t i = 0; i < s->domains.count; i++) {
		const struct domain *d = &s->domains.items[i];

		if (d->cpus.ref.prop == DOC_NONE)
			fix_cpus(r, found(r, CODE_CPUS_MISSING, d->node,
				"domain %s has no cpus property", d->name),
				d, 1);
		else if (!d->cpus.ok)
			fix_cpus(r, found(r, CODE_CPUS_MISSING, d->cpus.ref,
				"cpus of %s has %u bytes; Xen reads 4",
				d->name, d->cpus.len), d, 1);
		else if (d->cpus.value == 0 || d->cpus.value > limit)
			fix_cpus(r, found(r, CODE_CPUS_RANGE, d->cpus.ref,
				"cpus of %s is %llu; Xen takes 1 to %u",
				d->name, (unsigned long long)d->cpus.value,
				limit), d, d->cpus.value == 0 ? 1 : limit);
	}
}

/*
 * Xen does not respect it either way, but not every version sets the memory
 * aside.  The tree then says what Xen does, which may not be what was meant.
 */
static void disabled(struct reporter *r, const struct domain *d)
{
	struct finding *f = found(r, CODE_DOMAIN_DISABLED,
		ref_of(d->node.doc, d->node.node, "status"),
		"domain %s is disabled, which Xen does not respect", d->name);

	if (!d->disabled) {
		f->severity = SEV_WARNING;
		f->basis = BASIS_PRACTICE;
	}
	f->fix.is_unsafe = true;
	fix_string(r, f, d->node, "status", "okay");
}

void rule_direct_map(struct reporter *r)
{
	const struct system *s = r->s;
	const struct target_traits *t = &s->target->traits;

	for (size_t i = 0; i < s->domains.count; i++) {
		const struct domain *d = &s->domains.items[i];
		bool is_static = d->static_mem.prop != DOC_NONE;

		if (is_static && !doc_enabled(d->node.doc, d->node.node))
			disabled(r, d);
		if (d->is_module && is_static)
			found(r, CODE_DOMAIN_IS_MODULE, ref_of(d->node.doc,
				d->node.node, "compatible"),
			      "domain %s is also a boot module by its "
			      "compatible", d->name);
		if (d->direct_map && !is_static)
			found(r, CODE_DIRECT_MAP_WITHOUT_STATIC_MEM,
			      ref_of(d->node.doc, d->node.node, "direct-map"),
			      "domain %s has direct-map but no "
			      "xen,static-mem", d->name);
		if (t->static_mem_required && !is_static)
			found(r, CODE_STATIC_MEM_MISSING, d->node,
			      "domain %s has no xen,static-mem", d->name);
		if (t->direct_map_required && !d->direct_map) {
			struct finding *f = found(r, CODE_DIRECT_MAP_MISSING,
				d->node, "domain %s has no direct-map",
				d->name);

			/* Without static memory it would be an error. */
			if (is_static)
				fix_string(r, f, d->node, "direct-map", NULL);
		}
	}
}

#define MIB2 (UINT64_C(2) << 20)
#define MIB128 (UINT64_C(128) << 20)

struct placement {
	uint64_t base, size;	/* the guest's first bank, guest addresses */
	uint64_t kernel, ramdisk;	/* bytes */
};

/*
 * What Xen has no room for; NULL when everything may find a place.
 * ret_needs: bytes, more than which suffice; 0 when no bank has them.
 */
static const char *no_room(const struct placement *p, uint64_t *ret_needs)
{
	uint64_t end, kernel_end, rest;

	*ret_needs = 0;
	if (!num_add(p->base, p->kernel, &end) ||
	    !num_align_up(end, MIB2, &kernel_end) ||
	    !num_align_up(p->ramdisk, MIB2, &rest) ||
	    !num_add(rest, MIB2, &rest))
		return "Not enough memory in the first bank for the "
		       "kernel+dtb+initrd";
	if (!num_add(rest, kernel_end - p->base, ret_needs))
		*ret_needs = 0;
	if (p->size < rest || p->size - rest < kernel_end - p->base)
		return "Not enough memory in the first bank for the "
		       "kernel+dtb+initrd";
	if (p->size >= MIB128 + rest && p->kernel < MIB128)
		return NULL;
	if (p->size - rest > kernel_end - p->base)
		return NULL;
	return "Unable to find suitable location for dtb+initrd";
}

/*
 * Of several modules at one address Xen knows the first.  Once it has as many
 * as it can, the others are dropped.
 */
static uint64_t module_size(const struct reporter *r, uint32_t index)
{
	const struct system *s = r->s;
	const struct module *m;
	uint32_t kept = 2;	/* as in modules_dropped() */
	uint64_t start;

	if (index == SYS_NONE || s->modules.items[index].object == SYS_NONE)
		return 0;
	m = &s->modules.items[index];
	start = s->objects.items[m->object].span.base;
	for (uint32_t i = 0; i < index && kept < s->target->limits.modules;
	     i++) {
		const struct module *other = &s->modules.items[i];

		kept += !r->dropped[i];
		if (!r->dropped[i] && other->kind == m->kind &&
		    other->object != SYS_NONE &&
		    s->objects.items[other->object].span.base == start)
			return s->objects.items[other->object].span.size;
	}
	return s->objects.items[m->object].span.size;
}

#define GUEST_RAM0_BASE UINT64_C(0x40000000)
#define GUEST_RAM0_SIZE (UINT64_C(3) << 30)

/*
 * A lower bound of what Xen puts into the first bank, so that an error is
 * certain: the kernel as large as its module, a guest tree that always
 * rounds up to 2 MiB, and the ramdisk.  A packed kernel needs more.
 */
static void check_placement(struct reporter *r, const struct domain *d)
{
	const struct object *bank = &r->s->objects.items[d->bank];
	struct placement p = {
		.base = bank->span.base, .size = bank->span.size,
		.kernel = module_size(r, d->kernel),
	};
	struct finding *f;
	const char *text;
	uint64_t needs;

	/* A ramdisk that Xen lost needs no room. */
	if (d->ramdisk != SYS_NONE && !r->dropped[d->ramdisk])
		p.ramdisk = module_size(r, d->ramdisk);
	if (!d->direct_map) {
		p.base = GUEST_RAM0_BASE;
		if (!bank_sum(r->s, d, &p.size) || p.size > GUEST_RAM0_SIZE)
			p.size = GUEST_RAM0_SIZE;
	}
	if (!bank->usable || p.kernel == 0) {
		skipped(r);
		return;
	}
	text = no_room(&p, &needs);
	if (text == NULL)
		return;
	f = found(r, CODE_GUEST_BANK_TOO_SMALL, d->static_mem,
		  "the first bank of %s holds %s; the kernel needs %s, its "
		  "device tree 2 MiB and the ramdisk %s, each rounded up to "
		  "2 MiB", d->name, sized(r, p.size), sized(r, p.kernel),
		  sized(r, p.ramdisk));
	found_span(f, bank->span);
	found_effect(r, f, "domain-build panic: \"%s\"", text);
	if (needs != 0)
		found_help(r, f, "make the first bank larger than %s",
			   sized(r, needs));
}

void rule_kernel_placement(struct reporter *r)
{
	for (size_t i = 0; i < r->s->domains.count; i++) {
		const struct domain *d = &r->s->domains.items[i];

		if (d->bank_count > 0 && d->kernel != SYS_NONE)
			check_placement(r, d);
	}
}

/* A guest that was built for an MMU does not run without one. */
static void fix_msa(struct reporter *r, struct finding *f,
		    const struct domain *d, bool mmu)
{
	f->fix.is_unsafe = mmu;
	fix_string(r, f, d->node, "v8r_el1_msa", "mpu");
}

/* "mpu" is the default; "mmu" needs a core that has both. */
void rule_msa(struct reporter *r)
{
	if (!target_reads(r->s->target, "v8r_el1_msa"))
		return;
	for (size_t i = 0; i < r->s->domains.count; i++) {
		const struct domain *d = &r->s->domains.items[i];
		struct doc_ref ref = ref_of(d->node.doc, d->node.node,
					    "v8r_el1_msa");
		const char *text = ref.prop == DOC_NONE ? "mpu" :
				   doc_string(ref.doc, ref.prop, 0);
		bool mmu = text != NULL && strcmp(text, "mmu") == 0;

		if (text == NULL || (!mmu && strcmp(text, "mpu") != 0))
			fix_msa(r, found(r, CODE_EL1_MSA, ref,
				"v8r_el1_msa of %s is neither \"mpu\" nor "
				"\"mmu\"", d->name), d, mmu);
		else if (mmu && r->s->arch_known && r->s->arch == PMSA_V8_32)
			fix_msa(r, found(r, CODE_EL1_MSA, ref,
				"v8r_el1_msa of %s is \"mmu\", which AArch32 "
				"cores do not have", d->name), d, mmu);
	}
}

#define GICV3_RDIST UINT64_C(0x20000)	/* two 64 KiB frames a CPU */

/* A direct-map guest finds its redistributors where the host's are. */
void rule_redistributors(struct reporter *r)
{
	const struct sys_gic *gic = &r->s->gic;
	uint64_t frames = 0;

	if (!gic->present || gic->version != 3)
		return;
	for (uint32_t i = 0; i < gic->count; i++) {
		const struct object *o = &r->s->objects.items[gic->first + i];

		if (o->detail == DEV_GICR && o->usable)
			frames += o->span.size / GICV3_RDIST;
	}
	for (size_t i = 0; i < r->s->domains.count; i++) {
		const struct domain *d = &r->s->domains.items[i];

		if (d->direct_map && d->cpus.ok && frames > 0 &&
		    d->cpus.value > frames &&
		    d->cpus.value <= r->s->target->limits.cpus[r->s->arch])
			fix_cpus(r, found(r, CODE_CPUS_REDISTRIBUTORS,
				d->cpus.ref, "cpus of %s is %llu, the GIC has "
				"redistributors for %llu", d->name,
				(unsigned long long)d->cpus.value,
				(unsigned long long)frames), d, frames);
	}
}
