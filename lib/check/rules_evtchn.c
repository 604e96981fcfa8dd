/* SPDX-License-Identifier: BSD-2-Clause */
/* Static event channels: nodes below /chosen that point at each other. */
#include "check/rules.h"

#include "base/num.h"
#include "doc/doc.h"

#define PORT_LAST 1023	/* of the two-level ABI */
#define PORT_STORE 1	/* the first free one, which xenstore gets */

/* xen,evtchn = <port, phandle of the other end> */
struct channel {
	uint32_t node, port, other;
	bool ok;
};

static struct channel channel_at(const struct doc *d, uint32_t node)
{
	struct channel c = { .node = node };
	uint32_t prop = doc_prop(d, node, "xen,evtchn");
	const struct doc_prop *p;

	if (prop == DOC_NONE)
		return c;
	p = &d->props.items[prop];
	if (p->len < 8)
		return c;
	c.port = num_be32(p->data);
	c.other = doc_by_phandle(d, num_be32(p->data + 4));
	c.ok = c.other != DOC_NONE;
	return c;
}

static bool has_hardware(const struct system *s)
{
	for (size_t i = 0; i < s->domains.count; i++) {
		if ((caps_of(s, &s->domains.items[i]) & CAP_HARDWARE) != 0)
			return true;
	}
	return false;
}

/* Nodes in /chosen itself are the hardware domain's. */
static bool is_owned(const struct reporter *r, uint32_t node)
{
	const struct doc *d = r->s->doc;
	uint32_t up = d->nodes.items[node].parent;

	return doc_compatible(d, up, "xen,domain") ||
	       (up == r->s->chosen.node && has_hardware(r->s));
}

static const char *channel_fault(const struct reporter *r, struct channel c)
{
	const struct doc *d = r->s->doc;
	struct channel back;

	if (!c.ok)
		return "has no xen,evtchn = <port phandle> that names a node";
	back = channel_at(d, c.other);
	if (!back.ok || back.other != c.node)
		return "names a node that does not point back";
	if (!is_owned(r, c.other))
		return "names a node outside any domain";
	if (!is_owned(r, c.node))
		return "stands in a node that is no domain";
	/* Of a pair Xen allocates the first; the second may ask for any. */
	if ((c.port == 0 && c.node <= c.other) || c.port > PORT_LAST)
		return "has a port outside 1 to 1023";
	return NULL;
}

static bool is_channel(const struct doc *d, uint32_t n)
{
	return doc_compatible(d, n, "xen,evtchn-v1");
}

static void check_channel(struct reporter *r, uint32_t n, uint32_t *seen,
			  const char *owner)
{
	const struct doc *doc = r->s->doc;
	struct channel c = channel_at(doc, n);
	const char *why = channel_fault(r, c);

	if (why == NULL && c.port != 0 && seen != NULL && seen[c.port]++ != 0)
		why = "uses a port of this domain that is taken";
	if (why != NULL)
		found(r, CODE_EVTCHN, ref_of(doc, n, "xen,evtchn"),
		      "event channel '%s' of %s %s", doc->nodes.items[n].name,
		      owner, why);
}

static bool serves_xenstore(const struct system *s, const struct domain *but)
{
	for (size_t i = 0; i < s->domains.count; i++) {
		if (&s->domains.items[i] != but &&
		    (caps_of(s, &s->domains.items[i]) & CAP_XENSTORE) != 0)
			return true;
	}
	return false;
}

static void check_domain(struct reporter *r, const struct domain *d)
{
	const struct doc *doc = d->node.doc;
	uint32_t seen[PORT_LAST + 1] = { 0 };

	/* Xen takes a port for xenstore before it comes to these nodes. */
	if (wants_xenstore(r->s, d) && serves_xenstore(r->s, d))
		seen[PORT_STORE] = 1;
	for (uint32_t n = doc->nodes.items[d->node.node].first_child;
	     n != DOC_NONE; n = doc->nodes.items[n].next) {
		if (is_channel(doc, n))
			check_channel(r, n, seen, d->name);
	}
}

/* Xen looks into every child of /chosen, a domain or not. */
static void check_others(struct reporter *r, uint32_t node)
{
	const struct doc *doc = r->s->doc;

	for (uint32_t n = doc->nodes.items[node].first_child; n != DOC_NONE;
	     n = doc->nodes.items[n].next) {
		if (is_channel(doc, n))
			check_channel(r, n, NULL, doc->nodes.items[node].name);
	}
}

void rule_evtchn(struct reporter *r)
{
	const struct doc *doc = r->s->doc;
	uint32_t chosen = r->s->chosen.node;

	for (size_t i = 0; i < r->s->domains.count; i++)
		check_domain(r, &r->s->domains.items[i]);
	if (has_hardware(r->s))
		check_others(r, chosen);
	for (uint32_t n = doc->nodes.items[chosen].first_child; n != DOC_NONE;
	     n = doc->nodes.items[n].next) {
		if (!doc_compatible(doc, n, "xen,domain"))
			check_others(r, n);
	}
}
