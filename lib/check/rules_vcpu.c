/* SPDX-License-Identifier: BSD-2-Clause */
/* Children of a domain that say on which CPU a vcpu of it runs. */
#include "check/rules.h"

#include "base/num.h"

/* A C number at *at, as far as it goes; 0 when there is none. */
static uint32_t read_number(const char **at)
{
	uint64_t value = 0;
	unsigned radix = 10;

	if (**at == '0') {
		radix = (*at)[1] == 'x' || (*at)[1] == 'X' ? 16 : 8;
		*at += radix == 16 ? 2 : 0;
	}
	for (;; (*at)++) {
		unsigned c = (unsigned char)**at, digit = 99;

		if (c >= '0' && c <= '9')
			digit = c - '0';
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			digit = (c | 32) - 'a' + 10;
		if (digit >= radix)
			return (uint32_t)value;
		value = value * radix + digit;
	}
}

/* Xen has one CPU on an MPU: every list has to come out as CPU 0. */
static const char *bad_affinity(const char *text)
{
	bool any = false;

	while (*text != '\0') {
		uint32_t first = read_number(&text), last = first;

		if (*text == '-') {
			text++;
			last = read_number(&text);
		}
		if (last >= 1)
			return "names a CPU that Xen does not have";
		any |= first <= last;
		if (*text != ',')
			break;
		text++;
	}
	return any ? NULL : "is an empty set of CPUs";
}

static void check_vcpu(struct reporter *r, const struct domain *d,
		       uint32_t node)
{
	const struct doc *doc = d->node.doc;
	struct doc_ref id = ref_of(doc, node, "id");
	struct doc_ref affinity = ref_of(doc, node, "hard-affinity");
	const char *text, *why;
	uint32_t value;

	if (id.prop == DOC_NONE || doc->props.items[id.prop].len < 4) {
		found(r, CODE_VCPU_NODE, id, "xen,vcpu node of %s without an "
		      "id of one cell", d->name);
		return;
	}
	value = num_be32(doc->props.items[id.prop].data);
	if (d->cpus.ok && value >= d->cpus.value)
		found(r, CODE_VCPU_NODE, id, "vcpu id %u of %s, whose "
		      "cpus is %llu", value, d->name,
		      (unsigned long long)d->cpus.value);
	text = affinity.prop == DOC_NONE ? NULL :
	       doc_string(doc, affinity.prop, 0);
	why = text == NULL ? NULL : bad_affinity(text);
	if (why != NULL)
		found(r, CODE_VCPU_NODE, affinity, "hard-affinity of a vcpu "
		      "of %s %s", d->name, why);
}

void rule_vcpus(struct reporter *r)
{
	const struct doc *doc = r->s->doc;

	if (!target_reads(r->s->target, "xen,vcpu"))
		return;
	for (size_t i = 0; i < r->s->domains.count; i++) {
		const struct domain *d = &r->s->domains.items[i];

		for (uint32_t n = doc->nodes.items[d->node.node].first_child;
		     n != DOC_NONE; n = doc->nodes.items[n].next) {
			if (doc_compatible(doc, n, "xen,vcpu"))
				check_vcpu(r, d, n);
		}
	}
}
