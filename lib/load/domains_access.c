/* SPDX-License-Identifier: BSD-2-Clause */
/* The devices and SRAM that a domain of a System Device Tree is given. */
#include "load/domains_internal.h"

#include <string.h>

#include "base/try.h"

static const char *const access_keys[] = {
	"dev", "flags", "label", "spec_name", "source", NULL,
};
static const char *const sram_keys[] = {
	"dev", "start", "size", "flags", "label", "spec_name", "source", NULL,
};

/* The node behind a label, which __symbols__ keeps. */
static uint32_t by_label(const struct doc *d, const char *label)
{
	uint32_t symbols = doc_find(d, "/__symbols__"), prop;
	const char *path;

	if (symbols == DOC_NONE)
		return DOC_NONE;
	prop = doc_prop(d, symbols, label);
	path = prop == DOC_NONE ? NULL : doc_string(d, prop, 0);
	return path == NULL ? DOC_NONE : doc_find(d, path);
}

/* The one node of this name, with or without its unit address. */
static uint32_t by_name(const struct doc *d, const char *name)
{
	size_t len = strlen(name);
	uint32_t found = DOC_NONE;

	for (uint32_t n = 1; n < d->nodes.count; n++) {
		const char *own = d->nodes.items[n].name;

		if (strncmp(own, name, len) != 0 ||
		    (own[len] != '\0' && own[len] != '@'))
			continue;
		if (found != DOC_NONE)
			return DOC_NONE;
		found = n;
	}
	return found;
}

static uint32_t find_device(const struct doc *d, const char *name)
{
	uint32_t node = *name == '/' ? doc_find(d, name) :
			by_label(d, name);

	return node != DOC_NONE ? node : by_name(d, name);
}

static enum mpuc_status push(struct sdt *t, const char *path,
			     struct domains_access access)
{
	struct domains_access *slot =
		VEC_PUSH(t->s->arena, &t->out->accesses);

	TRY_PTR(slot);
	*slot = access;
	slot->guest = path;
	return MPUC_OK;
}

/* label: of the node, where lopper wrote it beside the name; or NULL. */
static enum mpuc_status add_device(struct sdt *t, const struct value *dev,
				   const struct value *label,
				   const char *path)
{
	struct domains_access access = { .node = DOC_NONE };

	TRY(sdt_want(t, dev, VALUE_SCALAR));
	if (strchr(dev->text, '*') != NULL)
		return made_remark(&t->made, &t->out->notes, GUEST_SKIPPED,
				   dev->pos, "'%s' is a pattern, which is "
				   "not followed: name the devices of a guest",
				   dev->text);
	if (label != NULL && label->kind == VALUE_SCALAR)
		access.node = by_label(t->base, label->text);
	if (access.node == DOC_NONE)
		access.node = find_device(t->base, dev->text);
	if (access.node == DOC_NONE)
		return sdt_fail(t, dev->pos, "no device '%s' in %s, or "
				"several; a path, a label or a node's name is "
				"one", dev->text, t->base->input);
	access.pos = dev->pos;
	return push(t, path, access);
}

/* One device, or a list of them. */
static enum mpuc_status add_access(struct sdt *t, const struct value *v,
				   const char *path)
{
	const struct value *dev = value_get(v, "dev");

	TRY(sdt_known(t, v, access_keys));
	if (dev == NULL)
		return sdt_fail(t, v->pos, "an access needs a 'dev'");
	if (dev->kind != VALUE_SEQ)
		return add_device(t, dev, value_get(v, "label"), path);
	for (size_t i = 0; i < dev->items.count; i++)
		TRY(add_device(t, &dev->items.items[i], NULL, path));
	return MPUC_OK;
}

static enum mpuc_status add_sram(struct sdt *t, const struct value *v,
				 const char *path)
{
	struct domains_access access = { .node = DOC_NONE, .pos = v->pos };

	TRY(sdt_known(t, v, sram_keys));
	if (value_get(v, "start") == NULL || value_get(v, "size") == NULL)
		return sdt_fail(t, v->pos, "SRAM of a guest needs a 'start' "
				"and a 'size'");
	TRY(sdt_number(t, value_get(v, "start"), 0, &access.span.base));
	TRY(sdt_number(t, value_get(v, "size"), 0, &access.span.size));
	return push(t, path, access);
}

static enum mpuc_status each(struct sdt *t, const struct value *list,
			     const char *path,
			     enum mpuc_status (*add)(struct sdt *,
						     const struct value *,
						     const char *))
{
	if (list == NULL)
		return MPUC_OK;
	TRY(sdt_want(t, list, VALUE_SEQ));
	for (size_t i = 0; i < list->items.count; i++) {
		const struct value *v = &list->items.items[i];

		TRY(sdt_want(t, v, VALUE_MAP));
		if (v->items.count > 0)
			TRY(add(t, v, path));
	}
	return MPUC_OK;
}

enum mpuc_status sdt_access(struct sdt *t, const struct value *domain,
			    const char *path)
{
	TRY(each(t, value_get(domain, "access"), path, add_access));
	return each(t, value_get(domain, "sram"), path, add_sram);
}

/* -------------------------------------------------------- partial trees */

static enum mpuc_status put_device(struct made *m,
				   const struct domains_device *d)
{
	const uint32_t base[] = {
		(uint32_t)(d->span.base >> 32), (uint32_t)d->span.base,
	};
	const char *host;

	TRY(made_line(m, d->pos, "device@%llx {",
		      (unsigned long long)d->span.base));
	TRY(made_line(m, d->pos, "xen,reg = <0x%x 0x%x 0x%x 0x%x 0x%x 0x%x>;",
		      base[0], base[1], (uint32_t)(d->span.size >> 32),
		      (uint32_t)d->span.size, base[0], base[1]));
	TRY(made_line(m, d->pos, "xen,force-assign-without-iommu;"));
	if (d->host != NULL) {
		host = made_quote(m, d->host);
		TRY_PTR(host);
		TRY(made_line(m, d->pos, "xen,path = %s;", host));
	}
	return made_line(m, d->pos, "};");
}

enum mpuc_status load_passthrough(struct arena *a, const char *file,
				  const struct domains_device *devices,
				  size_t count, struct doc **ret_doc,
				  const char **ret_error)
{
	struct load_session s = { .arena = a };
	struct made m = { .s = &s };
	const char *name = arena_printf(a, "%s (devices)", file);
	enum mpuc_status st;

	TRY_PTR(name);
	TRY(made_line(&m, devices[0].pos, "/dts-v1/; / { passthrough {"));
	TRY(made_line(&m, devices[0].pos, "#address-cells = <2>;"));
	TRY(made_line(&m, devices[0].pos, "#size-cells = <2>; ranges;"));
	for (size_t i = 0; i < count; i++)
		TRY(put_device(&m, &devices[i]));
	TRY(made_line(&m, devices[0].pos, "}; };"));
	st = made_tree(&m, name, ret_doc);
	if (st == MPUC_OK)
		(*ret_doc)->input = file;
	else if (s.error != NULL)
		*ret_error = s.error;
	return st;
}
