/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/domains_internal.h"

#include <stdarg.h>
#include <string.h>

#include "base/num.h"
#include "base/try.h"
#include "load/yaml.h"
#include "os/file.h"

#define HYPERVISOR "openamp,hypervisor-v1"
#define GUEST "xen,domain-v"

enum mpuc_status sdt_fail(struct sdt *t, struct srcpos pos,
			  const char *fmt, ...)
{
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = arena_vprintf(t->s->arena, fmt, ap);
	va_end(ap);
	TRY_PTR(text);
	/* A blob has no lines. */
	return pos.line == 0 ?
	       load_fail(t->s, MPUC_E_SYNTAX, "%s: %s", pos.file, text) :
	       load_fail(t->s, MPUC_E_SYNTAX, "%s:%u:%u: %s", pos.file,
			 pos.line, pos.col, text);
}

enum mpuc_status sdt_want(struct sdt *t, const struct value *v,
			  enum value_kind kind)
{
	const char *text;

	if (v->kind == kind)
		return MPUC_OK;
	text = value_must_be(t->s->arena, v, kind);
	TRY_PTR(text);
	return sdt_fail(t, v->pos, "%s", text);
}

enum mpuc_status sdt_number(struct sdt *t, const struct value *v,
			    uint64_t missing, uint64_t *ret_value)
{
	*ret_value = missing;
	if (v == NULL)
		return MPUC_OK;
	TRY(sdt_want(t, v, VALUE_SCALAR));
	if (!num_parse_size(v->text, strlen(v->text), ret_value))
		return sdt_fail(t, v->pos, "'%s' is not a number, decimal or "
				"behind 0x, with K, M or G behind it", v->text);
	return MPUC_OK;
}

enum mpuc_status sdt_known(struct sdt *t, const struct value *map,
			   const char *const *known)
{
	for (size_t i = 0; i < map->items.count; i++) {
		const struct value *v = &map->items.items[i];
		const char *const *k = known;

		while (*k != NULL && strcmp(*k, v->key) != 0)
			k++;
		if (*k == NULL)
			TRY(made_remark(&t->made, &t->out->notes,
					GUEST_KEY_UNKNOWN, v->key_pos,
					"'%s' is not known here", v->key));
	}
	return MPUC_OK;
}

enum mpuc_status sdt_cells(struct sdt *t, const struct value *v,
			   uint64_t value, uint32_t count,
			   const char **ret_text)
{
	if (count == 1 && value >> 32 != 0)
		return sdt_fail(t, v->pos, "0x%llx does not fit into the one "
				"cell that /chosen has for it",
				(unsigned long long)value);
	*ret_text = count == 1 ?
		arena_printf(t->s->arena, " 0x%x", (uint32_t)value) :
		arena_printf(t->s->arena, " 0x%x 0x%x",
			     (uint32_t)(value >> 32), (uint32_t)value);
	return *ret_text == NULL ? MPUC_E_NOMEM : MPUC_OK;
}

/* ---------------------------------------------------------------- kinds */

/* A string, or one of a list, that is text or goes on behind it. */
static bool says(const struct value *v, const char *text, bool whole)
{
	size_t len = strlen(text);

	if (v == NULL)
		return false;
	if (v->kind == VALUE_SCALAR)
		return strncmp(v->text, text, len) == 0 &&
		       (!whole || v->text[len] == '\0');
	for (size_t i = 0; i < v->items.count; i++) {
		if (says(&v->items.items[i], text, whole))
			return true;
	}
	return false;
}

static bool is_vendor(const struct value *v)
{
	return v->kind == VALUE_SCALAR && !v->quoted &&
	       (strcmp(v->text, "xen") == 0 || strcmp(v->text, "openamp") == 0);
}

/*
 * "[xen,domain-v1]" is a list of two to YAML, and to lopper, and in braces
 * the comma ends the member.  Nobody means that, and the domain would be none
 * of ours without a word.
 */
static enum mpuc_status refuse_split(struct sdt *t, const struct value *v)
{
	if (v == NULL)
		return MPUC_OK;
	if (is_vendor(v))
		return sdt_fail(t, v->pos, "'%s' is half a string: a comma "
				"between brackets or braces ends it; write "
				"\"%s,...\" in quotes", v->text, v->text);
	for (size_t i = 0; i < v->items.count; i++)
		TRY(refuse_split(t, &v->items.items[i]));
	return MPUC_OK;
}

/* Some entry of cpus says el: 2. */
static bool runs_at_el2(const struct value *domain)
{
	const struct value *cpus = value_get(domain, "cpus");

	for (size_t i = 0; cpus != NULL && cpus->kind == VALUE_SEQ &&
	     i < cpus->items.count; i++) {
		const struct value *cpu = &cpus->items.items[i];
		const struct value *mode = cpu->kind == VALUE_MAP ?
					   value_get(cpu, "mode") : NULL;
		const struct value *el = mode != NULL &&
			mode->kind == VALUE_MAP ? value_get(mode, "el") : NULL;
		uint64_t level;

		if (el != NULL && el->kind == VALUE_SCALAR &&
		    num_parse(el->text, strlen(el->text), &level) &&
		    level == 2)
			return true;
	}
	return false;
}

/* The domain, or one inside it, says that it is a hypervisor. */
static bool names_hypervisor(const struct value *domain)
{
	const struct value *inside;

	if (domain->kind != VALUE_MAP)
		return false;
	if (says(value_get(domain, "compatible"), HYPERVISOR, true))
		return true;
	inside = value_get(domain, "domains");
	for (size_t i = 0; inside != NULL && inside->kind == VALUE_MAP &&
	     i < inside->items.count; i++) {
		if (names_hypervisor(&inside->items.items[i]))
			return true;
	}
	return false;
}

/* Where one is named it is that one, whoever else runs at EL2. */
static bool is_xen(const struct value *domain)
{
	if (names_hypervisor(domain))
		return says(value_get(domain, "compatible"), HYPERVISOR,
			    true);
	return value_get(domain, "domains") != NULL && runs_at_el2(domain);
}

/* ----------------------------------------------------------------- tree */

static enum mpuc_status walk(struct sdt *t, const struct value *domains,
			     bool in_xen);

static enum mpuc_status skip(struct sdt *t, const struct value *domain,
			     const char *why)
{
	return made_remark(&t->made, &t->out->notes, GUEST_SKIPPED,
			   domain->key_pos, "domain '%s' %s", domain->key,
			   why);
}

static enum mpuc_status put_command_line(struct sdt *t,
					 const struct value *xen)
{
	const struct value *line = value_get(xen, "xen,cmdline");
	const char *quoted;

	if (line == NULL)
		return MPUC_OK;
	TRY(sdt_want(t, line, VALUE_SCALAR));
	quoted = made_quote(&t->made, line->text);
	TRY_PTR(quoted);
	return made_line(&t->made, line->pos, "xen,xen-bootargs = %s;",
			 quoted);
}

static enum mpuc_status one_domain(struct sdt *t, const struct value *domain,
				   bool in_xen)
{
	const struct value *inside;
	uint32_t before = t->guests;

	TRY(sdt_want(t, domain, VALUE_MAP));
	TRY(refuse_split(t, value_get(domain, "compatible")));
	inside = value_get(domain, "domains");
	if (in_xen && strcmp(domain->key, "dom0") == 0)
		return skip(t, domain, "is left out: Xen starts a dom0 by "
			    "other means than its guests");
	if (in_xen || says(value_get(domain, "compatible"), GUEST, false)) {
		TRY(sdt_guest(t, domain));
		return inside == NULL ? MPUC_OK :
		       skip(t, domain, "has domains inside, which Xen does "
			    "not know");
	}
	if (is_xen(domain))
		TRY(put_command_line(t, domain));
	if (inside != NULL)
		TRY(walk(t, inside, is_xen(domain)));
	return t->guests > before ? MPUC_OK :
	       skip(t, domain, "is no guest of Xen, and is left out");
}

static enum mpuc_status walk(struct sdt *t, const struct value *domains,
			     bool in_xen)
{
	TRY(sdt_want(t, domains, VALUE_MAP));
	for (size_t i = 0; i < domains->items.count; i++)
		TRY(one_domain(t, &domains->items.items[i], in_xen));
	return MPUC_OK;
}

static enum mpuc_status put_chosen(struct sdt *t, const struct value *domains)
{
	uint32_t chosen = doc_find(t->base, "/chosen");
	const struct srcpos top = domains->key_pos;

	t->acells = t->scells = 2;
	TRY(made_line(&t->made, top, "/dts-v1/; /plugin/; / { fragment@0 {"));
	TRY(made_line(&t->made, top, "target-path = \"/\"; __overlay__ {"));
	TRY(made_line(&t->made, top, "chosen {"));
	if (chosen == DOC_NONE) {
		TRY(made_line(&t->made, top, "#address-cells = <2>;"));
		TRY(made_line(&t->made, top, "#size-cells = <2>;"));
	} else {
		t->acells = t->base->nodes.items[chosen].acells;
		t->scells = t->base->nodes.items[chosen].scells;
	}
	if (t->acells - 1 > 1 || t->scells - 1 > 1)
		return sdt_fail(t, top, "no guest can be added: /chosen has "
				"%u and %u cells", t->acells, t->scells);
	TRY(walk(t, domains, false));
	if (t->guests == 0)
		return sdt_fail(t, top, "no guest of Xen in these domains: "
				"none is compatible with " HYPERVISOR
				" or runs at EL2 with domains inside, nor is "
				"one compatible with " GUEST "1");
	return made_line(&t->made, top, "}; }; }; };");
}

/* What else lopper reads from such a file and no check has a use for. */
static const char *const other_keys[] = {
	"domains", "definitions", "reserved-memory", NULL,
};

static enum mpuc_status read_yaml(struct sdt *t, const char *file,
				  const struct value **ret_domains)
{
	const struct value *root;
	struct os_bytes bytes;
	struct yaml_input in = { .name = file };

	TRY(os_read_file(t->s->arena, file, YAML_MAX_SIZE, &bytes,
			 &t->s->error));
	TRY(load_note_input(t->s, file));
	in.text = (const char *)bytes.data;
	in.size = bytes.size;
	in.aliases = true;
	TRY(yaml_read(t->s->arena, &in, &root, &t->s->error));
	TRY(sdt_want(t, root, VALUE_MAP));
	*ret_domains = value_get(root, "domains");
	if (*ret_domains == NULL)
		return sdt_fail(t, root->pos, "no 'domains' in this file");
	return sdt_known(t, root, other_keys);
}

static bool ends_with(const char *name, const char *tail)
{
	size_t len = strlen(name), most = strlen(tail);

	return len > most && strcmp(name + len - most, tail) == 0;
}

static enum mpuc_status read_domains(struct sdt *t, const char *file,
				     const struct value **ret_domains)
{
	struct doc *d;

	if (!ends_with(file, ".dts") && !ends_with(file, ".dtb"))
		return read_yaml(t, file, ret_domains);
	TRY(load_tree(t->s->arena, &t->out->opts, &file, 1, &d,
		      &t->s->error));
	return sdt_from_tree(t, d, ret_domains);
}

static enum mpuc_status make(struct sdt *t, const char *file)
{
	const struct value *domains;
	const char *name;

	TRY(read_domains(t, file, &domains));
	TRY(put_chosen(t, domains));
	name = arena_printf(t->s->arena, "%s (domains)", file);
	TRY_PTR(name);
	return made_overlaid(&t->made, name, t->base, &t->out->doc);
}

enum mpuc_status load_domains(struct arena *a, const char *file,
			      const struct doc *base,
			      struct domains *domains,
			      const char **ret_error)
{
	struct load_session s = { .arena = a, .inputs = domains->opts.inputs };
	struct sdt t = {
		.s = &s, .made = { .s = &s }, .base = base, .out = domains,
	};
	enum mpuc_status st = make(&t, file);

	if (st != MPUC_OK && s.error != NULL)
		*ret_error = s.error;
	return st;
}
