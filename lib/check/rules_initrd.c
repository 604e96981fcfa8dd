/* SPDX-License-Identifier: BSD-2-Clause */
#include "check/rules.h"

/* Linux's own initrd properties in /chosen: a module of dom0's for Xen. */
static void check_initrd(struct reporter *r, uint32_t node)
{
	static const char *const names[] = {
		"linux,initrd-start", "linux,initrd-end",
	};
	const struct doc *d = r->s->doc;
	uint64_t values[2];

	for (size_t i = 0; i < 2; i++) {
		struct doc_ref ref = ref_of(d, node, names[i]);
		uint32_t len;

		if (ref.prop == DOC_NONE && i == 0)
			return;
		len = ref.prop == DOC_NONE ? 0 :
		      d->props.items[ref.prop].len;
		if (len != 4 && len != 8) {
			found(r, CODE_INITRD, ref.prop != DOC_NONE ? ref :
			      ref_of(d, node, names[0]),
			      ref.prop == DOC_NONE ?
			      "linux,initrd-start without linux,initrd-end%s" :
			      "%s is neither one cell nor two",
			      ref.prop == DOC_NONE ? "" : names[i]);
			return;
		}
		values[i] = doc_cells(&d->props.items[ref.prop], 0, len / 4);
	}
	if (values[0] >= values[1])
		found(r, CODE_INITRD, ref_of(d, node, names[0]),
		      "linux,initrd-start 0x%llx is not below the end 0x%llx",
		      (unsigned long long)values[0],
		      (unsigned long long)values[1]);
}

void rule_initrd(struct reporter *r)
{
	const struct doc *d = r->s->doc;

	for (uint32_t n = d->nodes.items[0].first_child; n != DOC_NONE;
	     n = d->nodes.items[n].next) {
		if (system_is_chosen(d, n) &&
		    (n != r->s->chosen.node || !r->s->chosen_is_module))
			check_initrd(r, n);
	}
}
