/* SPDX-License-Identifier: BSD-2-Clause */
/* One domain of a System Device Tree as the node of a guest. */
#include "load/domains_internal.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

/* "reserved-memory" and the like are about other systems than Xen. */
static const char *const domain_keys[] = {
	"compatible", "id", "cpus", "memory", "sram", "access", "domains",
	"os,type", "chosen", "reserved-memory", "domain-to-domain", "label",
	"firewallconf", "firewallconf-default", "access-implicit-default",
	"memory-implicit-default", "sram-implicit-default", "spec_name",
	"xen,kernel", "xen,kernel-cmdline", "xen,initrd",
	"xen,propagate-config", NULL,
};
static const char *const cpu_keys[] = {
	"cluster", "cpumask", "mode", "secure", "dev", "spec_name", "cluster_cpu",
	"label", NULL,
};
static const char *const memory_keys[] = {
	"dev", "start", "size", "flags", "label", "spec_name", "no-map",
	"source", NULL,
};

/* ----------------------------------------------------------------- cpus */

static enum mpuc_status count_cpus(struct sdt *t, const struct value *cpu,
				   uint32_t *count)
{
	uint64_t mask;

	TRY(sdt_want(t, cpu, VALUE_MAP));
	if (cpu->items.count == 0)	/* lopper writes "- {}" */
		return MPUC_OK;
	TRY(sdt_known(t, cpu, cpu_keys));
	if (value_get(cpu, "cpumask") == NULL)
		return sdt_fail(t, cpu->pos, "a group of CPUs needs a "
				"'cpumask'");
	TRY(sdt_number(t, value_get(cpu, "cpumask"), 0, &mask));
	for (; mask != 0; mask &= mask - 1)
		(*count)++;
	return MPUC_OK;
}

static enum mpuc_status put_cpus(struct sdt *t, const struct value *domain)
{
	const struct value *cpus = value_get(domain, "cpus");
	uint32_t count = 0;

	if (cpus == NULL)
		return MPUC_OK;
	TRY(sdt_want(t, cpus, VALUE_SEQ));
	for (size_t i = 0; i < cpus->items.count; i++)
		TRY(count_cpus(t, &cpus->items.items[i], &count));
	return made_line(&t->made, cpus->key_pos, "cpus = <0x%x>;", count);
}

/* --------------------------------------------------------------- memory */

struct memory {
	uint64_t sum;
	const char *banks;	/* cells of those that have an address */
	bool has_banks;
};

static enum mpuc_status add_memory(struct sdt *t, const struct value *v,
				   struct memory *m)
{
	const struct value *start, *size;
	const char *base, *length;
	uint64_t value;

	TRY(sdt_want(t, v, VALUE_MAP));
	if (v->items.count == 0)
		return MPUC_OK;
	TRY(sdt_known(t, v, memory_keys));
	start = value_get(v, "start");
	size = value_get(v, "size");
	if (size == NULL)
		return sdt_fail(t, v->pos, "memory of a guest needs a 'size'");
	TRY(sdt_number(t, size, 0, &value));
	if (!num_add(m->sum, value, &m->sum))
		return sdt_fail(t, size->pos, "the sizes add up to more than "
				"64 bits");
	if (start == NULL)
		return MPUC_OK;
	TRY(sdt_cells(t, size, value, t->scells, &length));
	TRY(sdt_number(t, start, 0, &value));
	TRY(sdt_cells(t, start, value, t->acells, &base));
	m->has_banks = true;
	m->banks = arena_printf(t->s->arena, "%s%s%s", m->banks, base,
				length);
	return m->banks == NULL ? MPUC_E_NOMEM : MPUC_OK;
}

static enum mpuc_status put_memory(struct sdt *t, const struct value *domain)
{
	const struct value *memory = value_get(domain, "memory");
	struct memory m = { .banks = "" };

	if (memory == NULL)
		return MPUC_OK;
	if (memory->kind == VALUE_MAP)
		TRY(add_memory(t, memory, &m));
	else
		TRY(sdt_want(t, memory, VALUE_SEQ));
	for (size_t i = 0; memory->kind == VALUE_SEQ &&
	     i < memory->items.count; i++)
		TRY(add_memory(t, &memory->items.items[i], &m));
	if (m.sum % 1024 != 0)
		return sdt_fail(t, memory->pos, "0x%llx bytes of memory are "
				"no number of KiB, in which Xen counts",
				(unsigned long long)m.sum);
	TRY(made_line(&t->made, memory->key_pos, "memory = <0x%x 0x%x>;",
		      (uint32_t)(m.sum / 1024 >> 32),
		      (uint32_t)(m.sum / 1024)));
	if (!m.has_banks)
		return MPUC_OK;
	TRY(made_line(&t->made, memory->key_pos, "xen,static-mem = <%s>;",
		      m.banks + 1));
	return made_line(&t->made, memory->key_pos, "direct-map;");
}

/* ----------------------------------------------------------------- node */

static bool is_node_name(const char *name)
{
	return *name != '\0' &&
	       name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,._+-@")] ==
	       '\0' && *name != '@';
}

enum mpuc_status sdt_guest(struct sdt *t, const struct value *domain)
{
	const char *path;
	bool is_new;

	if (!is_node_name(domain->key))
		return sdt_fail(t, domain->key_pos, "'%s' can't be the name "
				"of a node", domain->key);
	path = arena_printf(t->s->arena, "/chosen/%s", domain->key);
	TRY_PTR(path);
	is_new = doc_find(t->base, path) == DOC_NONE;
	t->guests++;
	TRY(sdt_known(t, domain, domain_keys));
	TRY(made_line(&t->made, domain->key_pos, "%s {", domain->key));
	TRY(made_line(&t->made, domain->key_pos,
		      "compatible = \"xen,domain\";"));
	if (is_new) {
		TRY(made_line(&t->made, domain->key_pos,
			      "#address-cells = <0x%x>;", t->acells));
		TRY(made_line(&t->made, domain->key_pos,
			      "#size-cells = <0x%x>;", t->scells));
	}
	TRY(put_cpus(t, domain));
	TRY(put_memory(t, domain));
	TRY(made_line(&t->made, domain->key_pos, "};"));
	return sdt_access(t, domain, path);
}
