/* SPDX-License-Identifier: BSD-2-Clause */
/* Properties that Xen will not see because their name or place is wrong. */
#include "check/rules.h"

#include <string.h>

#include "base/try.h"

enum place_kind { IN_CHOSEN = 1, IN_DOMAIN = 2, IN_SHM = 4, IN_MODULE = 8 };

struct known {
	const char *name;
	unsigned places;
};

/* What Xen reads in each place; a target's sections come on top. */
static const struct known known[] = {
	{ "xen,static-heap", IN_CHOSEN },
	{ "xen,xen-bootargs", IN_CHOSEN },
	{ "xen,dom0-bootargs", IN_CHOSEN },
	{ "stdout-path", IN_CHOSEN },
	{ "#mpu,address-cells", IN_CHOSEN },
	{ "#mpu,size-cells", IN_CHOSEN },
	{ "#address-cells", IN_CHOSEN | IN_DOMAIN },
	{ "#size-cells", IN_CHOSEN | IN_DOMAIN },
	{ "bootargs", IN_CHOSEN | IN_MODULE },
	{ "memory", IN_DOMAIN },
	{ "cpus", IN_DOMAIN },
	{ "xen,static-mem", IN_DOMAIN },
	{ "direct-map", IN_DOMAIN },
	{ "vpl011", IN_DOMAIN },
	{ "nr_spis", IN_DOMAIN },
	{ "passthrough", IN_DOMAIN },
	{ "capabilities", IN_DOMAIN },
	{ "xen,enhanced", IN_DOMAIN },
	{ "xen,sci_type", IN_DOMAIN },
	{ "xen,domain-p2m-mem-mb", IN_DOMAIN },
	{ "v8r_el1_msa", IN_DOMAIN },
	{ "mpu", IN_DOMAIN },
	{ "max_grant_version", IN_DOMAIN },
	{ "max_grant_frames", IN_DOMAIN },
	{ "max_maptrack_frames", IN_DOMAIN },
	{ "domain-cpupool", IN_DOMAIN },
	{ "llc-colors", IN_DOMAIN },
	{ "sve", IN_DOMAIN },
	{ "xen,shm-id", IN_SHM },
	{ "xen,shared-mem", IN_SHM },
	{ "role", IN_SHM },
};

/* Names that are right in these nodes, but say nothing of memory. */
static const char *const neutral[] = {
	"compatible", "reg", "status", "phandle", "linux,phandle", "name",
	"ranges", "id", "xen,evtchn", "linux,initrd-start",
	"linux,initrd-end", "#xen,static-mem-address-cells",
	"#xen,static-mem-size-cells",
};

#define NAME_MAX_COMPARED 48

/* Edits from a to b, with neighbours exchanged as one; 99 when too long. */
static unsigned distance(const char *a, const char *b)
{
	unsigned row[3][NAME_MAX_COMPARED + 1];
	size_t la = strlen(a), lb = strlen(b);

	if (la > NAME_MAX_COMPARED || lb > NAME_MAX_COMPARED)
		return 99;
	for (unsigned j = 0; j <= lb; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= la; i++) {
		unsigned *now = row[i % 3], *up = row[(i - 1) % 3];

		now[0] = (unsigned)i;
		for (size_t j = 1; j <= lb; j++) {
			unsigned cost = up[j - 1] + (a[i - 1] != b[j - 1]);

			if (up[j] + 1 < cost)
				cost = up[j] + 1;
			if (now[j - 1] + 1 < cost)
				cost = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] &&
			    row[(i - 2) % 3][j - 2] + 1 < cost)
				cost = row[(i - 2) % 3][j - 2] + 1;
			now[j] = cost;
		}
	}
	return row[la % 3][lb];
}

static bool is_separator(char c)
{
	return c == ',' || c == '-' || c == '_' || c == '#';
}

static bool has_word(const char *text, const char *word, size_t len)
{
	while (*text != '\0') {
		size_t n = 0;

		while (text[n] != '\0' && !is_separator(text[n]))
			n++;
		if ((n == len || (n > len && len >= 3)) &&
		    memcmp(text, word, len) == 0)
			return true;
		text += n;
		while (is_separator(*text))
			text++;
	}
	return false;
}

/* Are all words of name, at least two, words or their starts of other? */
static bool is_shortened(const char *name, const char *other)
{
	unsigned words = 0;

	while (*name != '\0') {
		size_t n = 0;

		while (is_separator(*name))
			name++;
		while (name[n] != '\0' && !is_separator(name[n]))
			n++;
		if (n > 0 && !has_word(other, name, n))
			return false;
		words += n > 0;
		name += n;
	}
	return words >= 2;
}

static bool is_near(const char *name, const char *other)
{
	return (strlen(name) > 4 && distance(name, other) <= 2) ||
	       is_shortened(name, other);
}

struct search {
	const char *name;
	unsigned place;
	const char *near;	/* best other name, NULL: none */
	bool right, elsewhere;
};

typedef void look_fn(struct search *s, const char *name, unsigned places);

static void look_exact(struct search *s, const char *name, unsigned places)
{
	if (strcmp(name, s->name) != 0)
		return;
	s->right |= (places & s->place) != 0;
	s->elsewhere |= (places & s->place) == 0;
}

static void look_near(struct search *s, const char *name, unsigned places)
{
	if (s->near == NULL && (places & s->place) != 0 &&
	    is_near(s->name, name))
		s->near = name;
}

static void look_all(const struct reporter *r, struct search *s,
		     look_fn *look)
{
	const struct target *t = r->s->target;

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		look(s, known[i].name, known[i].places);
	for (size_t i = 0; i < t->section_count; i++)
		look(s, t->sections[i].property, IN_CHOSEN);
}

static struct search look_up(const struct reporter *r, const char *name,
			     unsigned place)
{
	struct search s = { .name = name, .place = place };

	for (size_t i = 0; i < ARRAY_SIZE(neutral); i++)
		s.right |= strcmp(neutral[i], name) == 0;
	look_all(r, &s, look_exact);
	/* Distances are dear, and most names are right. */
	if (!s.right && !s.elsewhere)
		look_all(r, &s, look_near);
	return s;
}

/* An overlay can't take a name away; beside the right one it does no harm. */
static bool has_right(struct doc_ref ref, const char *right)
{
	const struct doc_prop *p = &ref.doc->props.items[ref.prop], *q;
	uint32_t other = doc_prop(ref.doc, ref.node, right);

	if (other == DOC_NONE)
		return false;
	q = &ref.doc->props.items[other];
	return p->len == q->len &&
	       (p->len == 0 || memcmp(p->data, q->data, p->len) == 0);
}

/* Not over a value that the right name has already. */
static void fix_name(struct reporter *r, struct finding *f,
		     struct doc_ref ref, const char *right)
{
	if (doc_prop(ref.doc, ref.node, right) == DOC_NONE)
		fix_copy(r, f, ref, right, &ref.doc->props.items[ref.prop]);
}

static void check_name(struct reporter *r, struct doc_ref ref, unsigned place)
{
	const char *name = ref.doc->props.items[ref.prop].name;
	struct search s;
	struct finding *f;

	if (strchr(name, '\\') != NULL) {
		if (has_right(ref, strrchr(name, '\\') + 1))
			return;
		f = found(r, CODE_PROPERTY_BACKSLASH, ref,
			  "the name '%s' holds a backslash", name);
		found_help(r, f, "write '%s'", strrchr(name, '\\') + 1);
		fix_name(r, f, ref, strrchr(name, '\\') + 1);
		return;
	}
	s = look_up(r, name, place);
	if (s.right)
		return;
	if (s.elsewhere) {
		found(r, CODE_PROPERTY_MISPLACED, ref,
		      "Xen does not read '%s' in this node", name);
	} else if (s.near != NULL && !has_right(ref, s.near)) {
		f = found(r, CODE_PROPERTY_MISSPELT, ref,
			  "Xen does not know '%s'", name);
		found_help(r, f, "did you mean '%s'?", s.near);
		fix_name(r, f, ref, s.near);
	}
}

static void check_node(struct reporter *r, struct doc_ref node,
		       unsigned place)
{
	const struct doc_node *n = &node.doc->nodes.items[node.node];

	for (uint32_t i = 0; i < n->prop_count; i++) {
		node.prop = n->prop + i;
		check_name(r, node, place);
	}
}

void rule_names(struct reporter *r)
{
	const struct system *s = r->s;

	check_node(r, s->chosen, IN_CHOSEN);
	for (size_t i = 0; i < s->domains.count; i++)
		check_node(r, s->domains.items[i].node, IN_DOMAIN);
	for (size_t i = 0; i < s->shms.count; i++)
		check_node(r, s->shms.items[i].node, IN_SHM);
	for (size_t i = 0; i < s->modules.count; i++) {
		struct doc_ref node = s->modules.items[i].node;

		/* What is something else as well has its names from that. */
		if (node.node != s->chosen.node &&
		    !doc_compatible(node.doc, node.node, "xen,domain"))
			check_node(r, node, IN_MODULE);
	}
}
