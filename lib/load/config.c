/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/config_reader.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"
#include "load/yaml.h"
#include "os/file.h"

typedef enum mpuc_status read_fn(struct reader *r, const struct value *v);

/* A file of the configuration's own folder. */
static enum mpuc_status file_of(struct reader *r, const char *name,
				const char **ret_file)
{
	*ret_file = *name == '/' ? name :
		    arena_printf(r->a, "%s%s", r->dir, name);
	TRY_PTR(*ret_file);
	return MPUC_OK;
}

/* A compiled-in profile, or a file when it looks like one. */
static enum mpuc_status profile_of(struct reader *r, const struct value *v,
				   const char **ret_name)
{
	size_t len;

	TRY(config_text(r, v, ret_name));
	len = strlen(*ret_name);
	if (strchr(*ret_name, '/') == NULL &&
	    (len < 5 || strcmp(*ret_name + len - 5, ".yaml") != 0))
		return MPUC_OK;
	if (strchr(*ret_name, '/') == NULL && *r->dir == '\0')
		return MPUC_OK;
	return file_of(r, *ret_name, ret_name);
}

static enum mpuc_status read_target(struct reader *r, const struct value *v)
{
	return profile_of(r, v, &r->c->target);
}

static enum mpuc_status read_platform(struct reader *r,
				      const struct value *v)
{
	return profile_of(r, v, &r->c->platform);
}

static enum mpuc_status read_xen(struct reader *r, const struct value *v)
{
	const char *name = "";

	TRY(config_text(r, v, &name));
	return file_of(r, name, &r->c->xen);
}

static enum mpuc_status read_domains(struct reader *r, const struct value *v)
{
	const char *name = "";

	TRY(config_text(r, v, &name));
	return file_of(r, name, &r->c->domains);
}

static enum mpuc_status read_baseline(struct reader *r,
				      const struct value *v)
{
	const char *name = "";

	TRY(config_text(r, v, &name));
	return file_of(r, name, &r->c->baseline);
}

static enum mpuc_status number_of(struct reader *r, const struct value *v,
				  const char *text, size_t len,
				  uint64_t *ret_value)
{
	if (!num_parse_size(text, len, ret_value))
		return config_fail(r, v->pos, "'%s' is not a number", v->text);
	return MPUC_OK;
}

static enum mpuc_status read_regions(struct reader *r, const struct value *v)
{
	const char *text;
	uint64_t n;

	TRY(config_text(r, v, &text));
	TRY(number_of(r, v, text, strlen(text), &n));
	if (n > 255)
		return config_fail(r, v->pos, "regions is 0 to 255");
	r->c->regions = (uint32_t)n;
	r->c->has_regions = true;
	return MPUC_OK;
}

static enum mpuc_status read_fdt_address(struct reader *r,
					 const struct value *v)
{
	const char *text;

	TRY(config_text(r, v, &text));
	r->c->has_fdt_address = true;
	return number_of(r, v, text, strlen(text), &r->c->fdt_address);
}

static enum mpuc_status read_early_uart(struct reader *r,
					const struct value *v)
{
	const char *text, *colon;
	uint64_t *range = r->c->early_uart, last;

	TRY(config_text(r, v, &text));
	colon = strchr(text, ':');
	if (colon == NULL)
		return config_fail(r, v->pos, "early-uart is \"BASE:SIZE\"");
	TRY(number_of(r, v, text, (size_t)(colon - text), &range[0]));
	TRY(number_of(r, v, colon + 1, strlen(colon + 1), &range[1]));
	if (range[1] == 0 || !num_add(range[0], range[1] - 1, &last))
		return config_fail(r, v->pos, "early-uart is empty or passes 2^64");
	r->c->has_early_uart = true;
	return MPUC_OK;
}

static enum mpuc_status read_strict(struct reader *r, const struct value *v)
{
	const char *text;

	TRY(config_text(r, v, &text));
	if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
		return config_fail(r, v->pos, "strict is true or false");
	r->c->strict = *text == 't';
	return MPUC_OK;
}

static enum mpuc_status read_fail_on(struct reader *r, const struct value *v)
{
	const char *text;

	TRY(config_text(r, v, &text));
	r->c->fail_on = config_index(config_severities, 4, text);
	if (r->c->fail_on == 4)
		return config_fail(r, v->pos, "fail-on is error, warning, note or "
				   "never");
	r->c->has_fail_on = true;
	return MPUC_OK;
}

static enum mpuc_status read_modules(struct reader *r, const struct value *v)
{
	TRY(config_want(r, v, VALUE_MAP));
	for (size_t i = 0; i < v->items.count; i++) {
		const struct value *item = &v->items.items[i];
		struct config_module *m = VEC_PUSH(r->a, &r->c->modules);
		const char *name;

		TRY_PTR(m);
		if (*item->key != '/')
			return config_fail(r, item->key_pos, "a module is named by "
					   "the full path of its node");
		TRY(config_text(r, item, &name));
		m->node = item->key;
		TRY(file_of(r, name, &m->file));
	}
	return MPUC_OK;
}

static enum mpuc_status add_format(struct reader *r, const struct value *v)
{
	static const char *const names[] = {
		"text", "json", "sarif", "junit", "github", "gitlab", "auto",
	};
	struct config_format *f = VEC_PUSH(r->a, &r->c->formats);
	const char *text, *equals;

	TRY_PTR(f);
	TRY(config_text(r, v, &text));
	equals = strchr(text, '=');
	f->pos = v->pos;
	f->name = arena_strndup(r->a, text, equals != NULL ?
				(size_t)(equals - text) : strlen(text));
	TRY_PTR(f->name);
	if (config_index(names, ARRAY_SIZE(names), f->name) ==
	    ARRAY_SIZE(names))
		return config_fail(r, v->pos, "there is no format '%s': text, "
				   "json, sarif, junit, github, gitlab or "
				   "auto", f->name);
	if (equals != NULL && equals[1] == '\0')
		return config_fail(r, v->pos, "no file behind '%s'", text);
	return equals == NULL ? MPUC_OK : file_of(r, equals + 1, &f->file);
}

static enum mpuc_status read_formats(struct reader *r, const struct value *v)
{
	if (v->kind == VALUE_SCALAR)
		return add_format(r, v);
	TRY(config_want(r, v, VALUE_SEQ));
	for (size_t i = 0; i < v->items.count; i++)
		TRY(add_format(r, &v->items.items[i]));
	return MPUC_OK;
}

static const struct {
	const char *key;
	read_fn *fn;
} keys[] = {
	{ "target", read_target }, { "platform", read_platform },
	{ "regions", read_regions }, { "xen", read_xen },
	{ "fdt-address", read_fdt_address },
	{ "early-uart", read_early_uart }, { "modules", read_modules },
	{ "domains", read_domains },
	{ "strict", read_strict }, { "fail-on", read_fail_on },
	{ "severities", config_severity_rules },
	{ "suppressions", config_suppressions },
	{ "formats", read_formats }, { "baseline", read_baseline },
};

static enum mpuc_status read_key(struct reader *r, const struct value *v)
{
	const char *near = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		struct config_entry *e;

		if (value_near(keys[i].key, v->key))
			near = keys[i].key;
		if (strcmp(keys[i].key, v->key) != 0)
			continue;
		TRY(keys[i].fn(r, v));
		if (v->kind != VALUE_SCALAR)
			return MPUC_OK;
		e = VEC_PUSH(r->a, &r->c->entries);
		TRY_PTR(e);
		*e = (struct config_entry){ v->key, v->text, v->key_pos };
		return MPUC_OK;
	}
	if (near != NULL)
		return config_fail(r, v->key_pos, "unknown key '%s'; did you mean "
				   "'%s'?", v->key, near);
	return config_fail(r, v->key_pos, "unknown key '%s'; mpuc-config(5) has "
			   "the keys", v->key);
}

static enum mpuc_status read_all(struct reader *r, const struct value *root)
{
	TRY(config_want(r, root, VALUE_MAP));
	for (size_t i = 0; i < root->items.count; i++)
		TRY(read_key(r, &root->items.items[i]));
	return MPUC_OK;
}

enum mpuc_status load_config(struct arena *a, const char *file,
			     struct config **ret_config,
			     const char **ret_error)
{
	const char *slash = strrchr(file, '/');
	struct reader r = { .a = a };
	const struct value *root;
	struct yaml_input in = { .name = file };
	struct os_bytes bytes;
	enum mpuc_status st;

	r.c = arena_alloc(a, sizeof(*r.c));
	r.dir = slash == NULL ? "" :
		arena_strndup(a, file, (size_t)(slash - file) + 1);
	TRY_PTR(r.c);
	TRY_PTR(r.dir);
	r.c->file = file;
	TRY(os_read_file(a, file, YAML_MAX_SIZE, &bytes, ret_error));
	in.text = (const char *)bytes.data;
	in.size = bytes.size;
	TRY(yaml_read(a, &in, &root, ret_error));
	st = read_all(&r, root);
	if (st == MPUC_OK)
		*ret_config = r.c;
	else if (r.error != NULL)
		*ret_error = r.error;
	return st;
}
