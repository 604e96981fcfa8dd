/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Properties of a domain that Xen's common code reads before it builds it.
 * A property of another length than Xen asks for counts as absent, and only
 * the first cell of a longer one is read.
 */
#include "check/rules.h"

#include <string.h>

#include "base/num.h"

static struct doc_ref prop_of(const struct domain *d, const char *name)
{
	return ref_of(d->node.doc, d->node.node, name);
}

/* The property, unless the target does not know it. */
static struct doc_ref read_of(const struct system *s, const struct domain *d,
			      const char *name)
{
	struct doc_ref ref = prop_of(d, name);

	if (!target_reads(s->target, name))
		ref.prop = DOC_NONE;
	return ref;
}

static bool cell_of(const struct system *s, const struct domain *d,
		    const char *name, uint32_t *ret_value)
{
	struct doc_ref ref = read_of(s, d, name);
	const struct doc_prop *p;

	if (ref.prop == DOC_NONE)
		return false;
	p = &ref.doc->props.items[ref.prop];
	if (p->len < 4)
		return false;
	*ret_value = num_be32(p->data);
	return true;
}

/* The first string of a property; NULL when absent or not terminated. */
static const char *text_of(const struct system *s, const struct domain *d,
			   const char *name)
{
	struct doc_ref ref = read_of(s, d, name);

	return ref.prop == DOC_NONE ? NULL :
	       doc_string(ref.doc, ref.prop, 0);
}

uint32_t caps_of(const struct system *s, const struct domain *d)
{
	uint32_t caps = 0;

	cell_of(s, d, "capabilities", &caps);
	return caps;
}

static void refuse(struct reporter *r, const struct domain *d,
		   enum diag_code code, const char *prop, const char *why)
{
	struct doc_ref ref = prop_of(d, prop);

	found(r, code, ref, "%s of %s: %s", prop, d->name, why);
}

static void check_hardware(struct reporter *r, const struct domain *d,
			   const struct domain *first)
{
	if (first != NULL)
		refuse(r, d, CODE_HARDWARE_DOMAIN, "capabilities",
		       "a second hardware domain");
	if (!d->direct_map)
		refuse(r, d, CODE_HARDWARE_DOMAIN, "capabilities",
		       "a hardware domain has to be direct-map without an "
		       "IOMMU");
	if (text_of(r->s, d, "passthrough") != NULL)
		refuse(r, d, CODE_HARDWARE_DOMAIN, "passthrough",
		       "a hardware domain may not state it");
	if (prop_of(d, "nr_spis").prop != DOC_NONE)
		refuse(r, d, CODE_HARDWARE_DOMAIN, "nr_spis",
		       "a hardware domain may not state it");
}

void rule_capabilities(struct reporter *r)
{
	const struct domain *hardware = NULL, *xenstore = NULL;

	for (size_t i = 0; i < r->s->domains.count; i++) {
		const struct domain *d = &r->s->domains.items[i];
		uint32_t caps = caps_of(r->s, d);

		if ((caps & ~(uint32_t)CAP_ALL) != 0) {
			refuse(r, d, CODE_CAPABILITIES, "capabilities",
			       "bits beyond 7 are unknown to Xen");
			continue;
		}
		if ((caps & CAP_HARDWARE) != 0) {
			check_hardware(r, d, hardware);
			hardware = d;
		}
		if ((caps & CAP_XENSTORE) != 0) {
			if (xenstore != NULL)
				refuse(r, d, CODE_XENSTORE_DOMAIN,
				       "capabilities",
				       "a second xenstore domain");
			xenstore = d;
		}
	}
}

/* "enabled", "legacy", and what Xen takes for an empty value. */
bool wants_xenstore(const struct system *s, const struct domain *d)
{
	struct doc_ref ref = prop_of(d, "xen,enhanced");
	const char *text;

	if (ref.prop == DOC_NONE)
		return false;
	text = doc_string(ref.doc, ref.prop, 0);
	return text == NULL || strcmp(text, "enabled") == 0 ||
	       (strcmp(text, "legacy") == 0 &&
		target_reads(s->target, "xen,enhanced=legacy"));
}

/* "legacy" takes no page, and a page elsewhere would need a translation. */
static bool is_page_refused(const struct system *s, const struct domain *d)
{
	const char *text = text_of(s, d, "xen,enhanced");

	return s->target->traits.heap_pages_private && d->direct_map &&
	       (text == NULL || strcmp(text, "legacy") != 0);
}

void rule_enhanced(struct reporter *r)
{
	bool served = system_has_dom0(r->s);

	for (size_t i = 0; i < r->s->domains.count; i++)
		served |= (caps_of(r->s, &r->s->domains.items[i]) &
			   CAP_XENSTORE) != 0;
	for (size_t i = 0; i < r->s->domains.count; i++) {
		const struct domain *d = &r->s->domains.items[i];

		if (!wants_xenstore(r->s, d))
			continue;
		if (!served)
			refuse(r, d, CODE_XENSTORE_DOMAIN, "xen,enhanced",
			       "no domain is the xenstore domain");
		else if (is_page_refused(r->s, d))
			refuse(r, d, CODE_XENSTORE_PAGE, "xen,enhanced",
			       "its page lies in the static heap, whose "
			       "region can't be opened in part");
	}
}

static void check_grants(struct reporter *r, const struct domain *d)
{
	uint32_t value;

	if (cell_of(r->s, d, "max_grant_version", &value) && (value & 15) != 1)
		refuse(r, d, CODE_PROPERTY_VALUE, "max_grant_version",
		       "Xen on Arm has version 1 only");
	if (cell_of(r->s, d, "max_grant_frames", &value) &&
	    (value == 0 || value > INT32_MAX))
		refuse(r, d, CODE_PROPERTY_VALUE, "max_grant_frames",
		       "Xen takes 1 to 0x7fffffff");
	if (cell_of(r->s, d, "max_maptrack_frames", &value) && value > INT32_MAX)
		refuse(r, d, CODE_PROPERTY_VALUE, "max_maptrack_frames",
		       "Xen takes at most 0x7fffffff");
	if (cell_of(r->s, d, "trap-unmapped-accesses", &value) && value > 1)
		refuse(r, d, CODE_PROPERTY_VALUE, "trap-unmapped-accesses",
		       "Xen takes 0 or 1");
}

#define SPIS_MAX 960	/* 1020 interrupts less 32 private, in words of 32 */

/* Xen rounds the count up to 32, in 32 bits. */
static void check_spis(struct reporter *r, const struct domain *d)
{
	uint32_t value = 0;

	if (!cell_of(r->s, d, "nr_spis", &value))
		return;
	if (value > SPIS_MAX && value <= UINT32_MAX - 31)
		refuse(r, d, CODE_PROPERTY_VALUE, "nr_spis",
		       "Xen takes at most 960");
	else if (d->vpl011 && (value == 0 || value > UINT32_MAX - 31))
		refuse(r, d, CODE_PROPERTY_VALUE, "nr_spis",
		       "vpl011 needs an interrupt of its own");
}

static void check_unsupported(struct reporter *r, const struct domain *d)
{
	struct doc_ref sci = read_of(r->s, d, "xen,sci_type");
	const char *text = text_of(r->s, d, "xen,sci_type");
	struct finding *f;

	if (read_of(r->s, d, "sve").prop != DOC_NONE)
		refuse(r, d, CODE_PROPERTY_UNSUPPORTED, "sve",
		       "this Xen is built without SVE");
	if (text_of(r->s, d, "llc-colors") != NULL) {
		f = found(r, CODE_PROPERTY_UNSUPPORTED,
			  prop_of(d, "llc-colors"), "llc-colors of %s: an MPU "
			  "build has no cache colouring", d->name);
		f->severity = SEV_WARNING;
		found_effect(r, f, "it boots and ignores the property; an "
			     "MMU build panics");
	}
	if (sci.prop != DOC_NONE && (text == NULL ||
	    (strcmp(text, "none") != 0 && strcmp(text, "scmi_smc") != 0)))
		refuse(r, d, CODE_PROPERTY_UNSUPPORTED, "xen,sci_type",
		       "Xen takes \"none\" or \"scmi_smc\"");
}

/* The property of this name, or a child that is compatible with it. */
static struct doc_ref stated(const struct domain *d, const char *name)
{
	struct doc_ref ref = prop_of(d, name);
	const struct doc_node *nodes = d->node.doc->nodes.items;

	for (uint32_t n = nodes[d->node.node].first_child;
	     ref.prop == DOC_NONE && n != DOC_NONE; n = nodes[n].next) {
		if (doc_compatible(d->node.doc, n, name))
			return ref_of(d->node.doc, n, "compatible");
	}
	return ref;
}

/* What only other versions of Xen know: no rule looks at its value. */
static void check_unread(struct reporter *r, const struct domain *d)
{
	const struct target *t = r->s->target;
	struct finding *f;

	for (size_t i = 0; i < t->unread_count; i++) {
		struct doc_ref ref = stated(d, t->unread[i]);

		if (ref.prop == DOC_NONE)
			continue;
		f = found(r, CODE_PROPERTY_UNSUPPORTED, ref, "%s of %s: %s "
			  "does not know it", t->unread[i], d->name, t->name);
		f->severity = SEV_WARNING;
		f->basis = BASIS_PRACTICE;
		found_effect(r, f, "silent loss: it boots without it");
		found_help(r, f, "remove it, or check for a target that "
			   "knows it");
	}
}

/* vpl011 of a direct-map domain is the host's UART, so there must be one. */
static void check_console(struct reporter *r, const struct domain *d)
{
	bool wants = d->vpl011 || (r->s->target->traits.console_required &&
				   prop_of(d, "nr_spis").prop == DOC_NONE);

	if (r->s->console.node == DOC_NONE && d->direct_map && wants)
		found(r, CODE_CONSOLE_MISSING, d->vpl011 ?
		      prop_of(d, "vpl011") : d->node,
		      "domain %s takes the interrupt of Xen's console, and "
		      "the tree names none: no stdout-path and no dtuart",
		      d->name);
}

void rule_domain_properties(struct reporter *r)
{
	for (size_t i = 0; i < r->s->domains.count; i++) {
		check_grants(r, &r->s->domains.items[i]);
		check_spis(r, &r->s->domains.items[i]);
		check_unsupported(r, &r->s->domains.items[i]);
		check_unread(r, &r->s->domains.items[i]);
		check_console(r, &r->s->domains.items[i]);
	}
}
