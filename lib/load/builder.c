/* SPDX-License-Identifier: BSD-2-Clause */
/* The guests of an ImageBuilder configuration. */
#include "load/builder.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

#define MIB_DEFAULT 512

static const struct var *get(struct build_text *b, const char *key,
				      uint32_t domain)
{
	const struct var *v = vars_get(&b->c, key, domain);

	return v != NULL && v->text[0] != '\0' ? v : NULL;
}

/* Where a guest is: its kernel, else what else is said of it. */
static struct srcpos domain_pos(struct build_text *b, uint32_t domain)
{
	const struct var *v = get(b, "DOMU_KERNEL", domain);

	for (size_t i = 0; v == NULL && i < b->c.values.count; i++) {
		if (b->c.values.items[i].index == domain)
			v = &b->c.values.items[i];
	}
	if (v == NULL)
		v = vars_get(&b->c, "NUM_DOMUS", VARS_NO_INDEX);
	return v->pos;
}

static enum mpuc_status put_memory(struct build_text *b, uint32_t domain)
{
	const struct var *fixed = get(b, "DOMU_STATIC_MEM", domain);
	const struct var *mem = get(b, "DOMU_MEM", domain);
	uint64_t mib, kib, sum;

	TRY(builder_number(b, mem, MIB_DEFAULT, &mib));
	if (!num_mul(mib, 1024, &kib))
		return load_fail(b->s, MPUC_E_SYNTAX, "%s:%u:%u: DOMU_MEM is "
				 "a number of MiB, and this is more than an "
				 "address can say", b->c.file, mem->pos.line,
				 mem->pos.col);
	if (fixed == NULL)
		return made_line(&b->made,
				 mem != NULL ? mem->pos : domain_pos(b, domain),
				 "memory = <0x%x 0x%x>;", (uint32_t)(kib >> 32),
				 (uint32_t)kib);
	TRY(builder_pairs(b, fixed, "xen,static-mem", &sum));
	if (mem != NULL && sum / 1024 != kib)
		TRY(made_remark(
			&b->made, &b->out->notes, GUEST_MEMORY, mem->pos,
			"DOMU_MEM[%u] is %llu MiB, DOMU_STATIC_MEM[%u] has "
			"0x%llx bytes, which ImageBuilder takes",
			domain, (unsigned long long)mib, domain,
			(unsigned long long)sum));
	return made_line(&b->made, fixed->pos, "memory = <0x%x 0x%x>;",
			 (uint32_t)(sum / 1024 >> 32), (uint32_t)(sum / 1024));
}

/* A switch that is on where nothing turns it off. */
static enum mpuc_status put_switch(struct build_text *b, const char *key,
				   uint32_t domain, const char *property)
{
	const struct var *v = get(b, key, domain);
	uint64_t on;

	TRY(builder_number(b, v, 1, &on));
	if (on == 0)
		return MPUC_OK;
	return made_line(&b->made, v != NULL ? v->pos : domain_pos(b, domain),
			 "%s;", property);
}

static enum mpuc_status put_module(struct build_text *b, const char *key,
				   uint32_t domain, const char *compatible,
				   const char *bootargs)
{
	const struct var *v = get(b, key, domain);
	uint64_t size, address;
	const char *file;
	struct builder_part *part;

	if (v == NULL)
		return MPUC_OK;
	TRY(builder_file(b, v, &file, &size));
	TRY(builder_load(b, v, size, &address));
	TRY(made_line(&b->made, v->pos, "module@%llx {",
		      (unsigned long long)address));
	TRY(made_line(&b->made, v->pos,
		      "compatible = \"%s\", \"multiboot,module\";",
		      compatible));
	TRY(made_line(&b->made, v->pos, "reg = <0x%x 0x%x 0x%x 0x%x>;",
		      (uint32_t)(address >> 32), (uint32_t)address,
		      (uint32_t)(size >> 32), (uint32_t)size));
	if (bootargs != NULL)
		TRY(made_line(&b->made, v->pos, "bootargs = %s;", bootargs));
	TRY(made_line(&b->made, v->pos, "};"));
	if (strcmp(compatible, "multiboot,device-tree") != 0)
		return MPUC_OK;
	part = VEC_PUSH(b->s->arena, &b->out->parts);
	TRY_PTR(part);
	part->file = file;
	part->path = arena_printf(b->s->arena, "/chosen/domU%u/module@%llx",
				  domain, (unsigned long long)address);
	return part->path == NULL ? MPUC_E_NOMEM : MPUC_OK;
}

static enum mpuc_status put_modules(struct build_text *b, uint32_t domain)
{
	const struct var *cmd = get(b, "DOMU_CMD", domain);
	const char *bootargs = made_quote(
		&b->made, cmd != NULL ? cmd->text : "console=ttyAMA0");

	TRY_PTR(bootargs);
	TRY(put_module(b, "DOMU_KERNEL", domain, "multiboot,kernel",
		       bootargs));
	TRY(put_module(b, "DOMU_RAMDISK", domain, "multiboot,ramdisk", NULL));
	return put_module(b, "DOMU_PASSTHROUGH_DTB", domain,
			  "multiboot,device-tree", NULL);
}

static enum mpuc_status bad_shared(struct build_text *b,
				   const struct var *v)
{
	return load_fail(b->s, MPUC_E_SYNTAX, "%s:%u:%u: '%s' is an id, a "
			 "host address, a guest address and a size; without "
			 "the host address Xen takes memory from its heap",
			 b->c.file, v->pos.line, v->pos.col, v->key);
}

/* "ID HOST GUEST SIZE" or "ID GUEST SIZE". */
static enum mpuc_status put_shared(struct build_text *b, uint32_t domain)
{
	const struct var *v = get(b, "DOMU_SHARED_MEM", domain);
	const char *at, *id, *cells = "";
	uint64_t values[3];
	uint32_t count = 0;

	if (v == NULL)
		v = get(b, "DOMU_STATIC_SHM", domain);
	if (v == NULL)
		return MPUC_OK;
	at = v->text + strspn(v->text, " \t\n");
	id = arena_strndup(b->s->arena, at, strcspn(at, " \t\n"));
	TRY_PTR(id);
	id = made_quote(&b->made, id);
	TRY_PTR(id);
	at += strcspn(at, " \t\n");
	for (at += strspn(at, " \t\n"); *at != '\0';
	     at += strspn(at, " \t\n")) {
		size_t len = strcspn(at, " \t\n");

		if (count == 3 || !num_parse(at, len, &values[count]))
			return bad_shared(b, v);
		cells = arena_printf(b->s->arena, "%s 0x%x 0x%x", cells,
				     (uint32_t)(values[count] >> 32),
				     (uint32_t)values[count]);
		TRY_PTR(cells);
		count++;
		at += len;
	}
	if (count < 2)
		return bad_shared(b, v);
	TRY(made_line(&b->made, v->pos, "shared-mem@%llx {",
		      (unsigned long long)values[0]));
	TRY(made_line(&b->made, v->pos,
		      "compatible = \"xen,domain-shared-memory-v1\";"));
	TRY(made_line(&b->made, v->pos, "xen,shm-id = %s;", id));
	TRY(made_line(&b->made, v->pos, "xen,shared-mem = <%s>;", cells));
	return made_line(&b->made, v->pos, "};");
}

/* With a dom0 guests have its PV drivers, unless they are told not to. */
static enum mpuc_status put_enhanced(struct build_text *b, uint32_t domain)
{
	const struct var *v = get(b, "DOMU_ENHANCED", domain);
	const struct var *dom0 = vars_get(&b->c, "DOM0_KERNEL", VARS_NO_INDEX);
	uint64_t on;

	TRY(builder_number(b, v, dom0 != NULL && dom0->text[0] != '\0',
			   &on));
	if (on == 0)
		return MPUC_OK;
	return made_line(&b->made, v != NULL ? v->pos : domain_pos(b, domain),
			 "xen,enhanced = \"enabled\";");
}

static enum mpuc_status put_domain(struct build_text *b, uint32_t domain)
{
	const struct srcpos pos = domain_pos(b, domain);
	const struct var *cpus = get(b, "DOMU_VCPUS", domain);
	uint64_t count;

	TRY(builder_number(b, cpus, 1, &count));
	TRY(made_line(&b->made, pos, "domU%u {", domain));
	TRY(made_line(&b->made, pos, "compatible = \"xen,domain\";"));
	TRY(made_line(&b->made, pos, "#address-cells = <2>;"));
	TRY(made_line(&b->made, pos, "#size-cells = <2>;"));
	TRY(put_memory(b, domain));
	TRY(made_line(&b->made, cpus != NULL ? cpus->pos : pos,
		      "cpus = <0x%x>;",
		      count > UINT32_MAX ? UINT32_MAX : (uint32_t)count));
	TRY(put_switch(b, "DOMU_VPL011", domain, "vpl011"));
	TRY(put_enhanced(b, domain));
	if (get(b, "DOMU_STATIC_MEM", domain) != NULL)
		TRY(put_switch(b, "DOMU_DIRECT_MAP", domain, "direct-map"));
	TRY(put_shared(b, domain));
	TRY(put_modules(b, domain));
	return made_line(&b->made, pos, "};");
}

/* Those are for dom0 to start, or have no ramdisk to start from. */
static enum mpuc_status is_skipped(struct build_text *b, uint32_t domain,
				   bool *ret_skipped)
{
	static const char *const keys[] = { "DOMU_NOBOOT", "DOMU_ROOTFS" };

	*ret_skipped = false;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const struct var *v = get(b, keys[i], domain);

		if (v == NULL || *ret_skipped)
			continue;
		*ret_skipped = true;
		TRY(made_remark(&b->made, &b->out->notes, GUEST_SKIPPED, v->pos,
				"%s[%u] leaves domU%u out of the tree",
				keys[i], domain, domain));
	}
	return MPUC_OK;
}

enum mpuc_status builder_domains(struct build_text *b)
{
	const struct var *num = vars_get(&b->c, "NUM_DOMUS", VARS_NO_INDEX);
	uint64_t count;
	bool skipped;

	TRY(builder_number(b, num, 0, &count));
	if (count > VARS_INDEX_MAX)
		return load_fail(b->s, MPUC_E_LIMIT, "%s:%u:%u: more than %u "
				 "guests", b->c.file, num->pos.line,
				 num->pos.col, VARS_INDEX_MAX);
	for (uint32_t i = 0; i < count; i++) {
		TRY(is_skipped(b, i, &skipped));
		if (!skipped)
			TRY(put_domain(b, i));
	}
	return MPUC_OK;
}
