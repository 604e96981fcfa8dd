/* SPDX-License-Identifier: BSD-2-Clause */
/* mpuc config: options against the configuration, setting by setting. */
#include <string.h>

#include "base/try.h"
#include "mpuc/run.h"
#include "mpuc/writer.h"

struct show {
	struct arena *a;
	const struct mpuc_options *o;
	const struct config *c;	/* NULL: none */
	VEC(struct setting) items;
};

static enum mpuc_status add(struct show *s, const char *key,
			    const char *value, const char *from)
{
	struct setting *item = VEC_PUSH(s->a, &s->items);

	TRY_PTR(item);
	TRY_PTR(value);
	TRY_PTR(from);
	*item = (struct setting){ key, value, from };
	return MPUC_OK;
}

static const char *place(struct show *s, const struct srcpos *pos)
{
	return arena_printf(s->a, "%s:%u", pos->file, (unsigned)pos->line);
}

/* given: the option's value, NULL when there is none. */
static enum mpuc_status add_scalar(struct show *s, const char *key,
				   const char *given, const char *otherwise)
{
	if (given != NULL)
		return add(s, key, given, "option");
	for (size_t i = 0; s->c != NULL && i < s->c->entries.count; i++) {
		const struct config_entry *e = &s->c->entries.items[i];

		if (strcmp(e->key, key) == 0)
			return add(s, key, e->text, place(s, &e->pos));
	}
	return add(s, key, otherwise, "default");
}

static const char *address(struct show *s, bool given, uint64_t value)
{
	return !given ? NULL : arena_printf(s->a, "0x%llx",
					    (unsigned long long)value);
}

static enum mpuc_status add_scalars(struct show *s)
{
	static const char *const severities[] = {
		"note", "warning", "error", "never",
	};
	const struct mpuc_options *o = s->o;
	const char *regions = NULL, *uart = NULL;

	if (o->has_regions)
		regions = arena_printf(s->a, "%u", (unsigned)o->regions);
	if (o->has_early_uart)
		uart = arena_printf(s->a, "0x%llx:0x%llx",
				    (unsigned long long)o->early_uart_base,
				    (unsigned long long)o->early_uart_size);
	TRY(add_scalar(s, "target", o->target, "derived from the tree"));
	TRY(add_scalar(s, "platform", o->platform, "not known"));
	TRY(add_scalar(s, "regions", regions, "the platform's"));
	TRY(add_scalar(s, "xen", o->xen, "not given"));
	TRY(add_scalar(s, "domains", o->domains, "none"));
	TRY(add_scalar(s, "fdt-address", address(s, o->has_fdt_address,
		       o->fdt_address), "not given"));
	TRY(add_scalar(s, "early-uart", uart, "off"));
	TRY(add_scalar(s, "strict", o->strict ? "true" : NULL, "false"));
	TRY(add_scalar(s, "fail-on", o->fail_on_given ?
		       severities[o->fail_on] : NULL, "error"));
	TRY(add_scalar(s, "baseline", o->baseline, "none"));
	return add_scalar(s, "today", o->today, "not known");
}

static enum mpuc_status add_modules(struct show *s)
{
	for (size_t i = 0; i < s->o->module_count; i++)
		TRY(add(s, "module", arena_printf(s->a, "%s=%s",
			s->o->modules[i].node, s->o->modules[i].file),
			"option"));
	for (size_t i = 0; s->c != NULL && i < s->c->modules.count; i++)
		TRY(add(s, "module", arena_printf(s->a, "%s=%s",
			s->c->modules.items[i].node,
			s->c->modules.items[i].file), s->c->file));
	return MPUC_OK;
}

static enum mpuc_status add_formats(struct show *s)
{
	for (size_t i = 0; s->c != NULL && i < s->c->formats.count; i++) {
		const struct config_format *f = &s->c->formats.items[i];

		TRY(add(s, "format", f->file == NULL ? f->name :
			arena_printf(s->a, "%s=%s", f->name, f->file),
			place(s, &f->pos)));
	}
	return MPUC_OK;
}

static enum mpuc_status add_rule(struct show *s, const struct policy_rule *r)
{
	const char *value = arena_printf(s->a, "MPU%04u %s%s%s%s%s%s%s%s",
		(unsigned)r->code, code_info(r->code)->id,
		r->kind == POLICY_SEVERITY ? " is " : "",
		r->kind == POLICY_SEVERITY ? severity_name(r->severity) : "",
		r->path != NULL ? " at " : "", r->path != NULL ? r->path : "",
		r->expires != NULL ? " until " : "",
		r->expires != NULL ? r->expires : "",
		r->reason == NULL ? "" : ": ");

	TRY_PTR(value);
	if (r->reason != NULL)
		value = arena_printf(s->a, "%s%s", value, r->reason);
	return add(s, r->kind == POLICY_SEVERITY ? "severity" :
		   "suppression", value, r->by == BY_OPTION ? "option" :
		   place(s, &r->pos));
}

static enum mpuc_status collect(struct show *s, struct mpuc_run *run)
{
	TRY(add_scalars(s));
	TRY(add_modules(s));
	for (size_t i = 0; i < run->policy.rules.count; i++)
		TRY(add_rule(s, &run->policy.rules.items[i]));
	return add_formats(s);
}

enum mpuc_status mpuc_write_config(struct mpuc_run *run,
				   const struct mpuc_options *opts,
				   enum mpuc_format format,
				   const struct mpuc_writer *w)
{
	struct show s = {
		.a = &run->arena, .o = opts,
		.c = opts->config != NULL ? opts->config->file : NULL,
	};
	struct settings_view v = {
		.file = s.c != NULL ? s.c->file : NULL, .arena = &run->arena,
	};
	struct out o;

	TRY(run_settle(run));
	TRY(collect(&s, run));
	v.items = s.items.items;
	v.count = s.items.count;
	writer_open(&o, w);
	return writer_close(&o, report_settings(&v, writer_format(format),
						&o));
}
