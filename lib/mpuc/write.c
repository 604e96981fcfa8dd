/* SPDX-License-Identifier: BSD-2-Clause */
/* The public writers: each shows one view of a run, or of nothing. */
#include <string.h>

#include "base/try.h"
#include "model/profile_read.h"
#include "model/query.h"
#include "mpuc/run.h"
#include "mpuc/sections.h"
#include "mpuc/writer.h"
#include "report/report.h"

enum report_format writer_format(enum mpuc_format format)
{
	switch (format) {
	case MPUC_JSON:
		return REPORT_JSON;
	case MPUC_SARIF:
		return REPORT_SARIF;
	case MPUC_JUNIT:
		return REPORT_JUNIT;
	case MPUC_GITHUB:
		return REPORT_GITHUB;
	case MPUC_GITLAB:
		return REPORT_GITLAB;
	case MPUC_MARKDOWN:
		return REPORT_MARKDOWN;
	case MPUC_CSV:
		return REPORT_CSV;
	case MPUC_C:
		return REPORT_C;
	case MPUC_ASM:
		return REPORT_ASM;
	case MPUC_SVG:
		return REPORT_SVG;
	case MPUC_HTML:
		return REPORT_HTML;
	case MPUC_DTSO:
	case MPUC_TEXT:
		break;
	}
	return REPORT_TEXT;
}

enum report_edit_format writer_edit(enum mpuc_edit_format format)
{
	switch (format) {
	case MPUC_EDIT_TEXT:
		return EDIT_TEXT;
	case MPUC_EDIT_JSON:
		return EDIT_JSON;
	case MPUC_EDIT_DTSO:
		return EDIT_DTSO;
	case MPUC_EDIT_C:
		return EDIT_C;
	}
	return EDIT_TEXT;
}

void writer_open(struct out *o, const struct mpuc_writer *w)
{
	out_init(o, w->write, w->arg);
	o->color = w->color;
	o->width = w->width;
}

enum mpuc_status writer_close(struct out *o, enum mpuc_status st)
{
	enum mpuc_status flushed = out_flush(o);

	return st != MPUC_OK ? st : flushed;
}

/* Views of all runs, in the first run's arena; NULL when memory ran out. */
static struct report_view *views_of(struct mpuc_run *const *runs,
				    size_t count)
{
	struct report_view *views = arena_array(&runs[0]->arena, count,
						sizeof(*views));

	for (size_t i = 0; views != NULL && i < count; i++)
		views[i] = run_view(runs[i]);
	return views;
}

enum mpuc_status mpuc_write_check(struct mpuc_run *const *runs, size_t count,
				  enum mpuc_format format,
				  const struct mpuc_writer *w)
{
	struct report_view *views = views_of(runs, count);
	struct out o;

	TRY_PTR(views);
	for (size_t i = 0; i < count; i++)
		run_take_part(runs[i], format, w, &views[i]);
	writer_open(&o, w);
	return writer_close(&o, report_check(views, count,
					     writer_format(format), &o));
}

enum mpuc_status mpuc_write_baseline(struct mpuc_run *const *runs,
				     size_t count,
				     const struct mpuc_writer *w)
{
	const struct report_view *views = views_of(runs, count);
	struct out o;

	TRY_PTR(views);
	writer_open(&o, w);
	return writer_close(&o, report_baseline(views, count, &o));
}

enum mpuc_status mpuc_write_plan(struct mpuc_run *const *runs, size_t count,
				 enum mpuc_format format, const char *context,
				 const struct mpuc_writer *w)
{
	const struct report_view *views = views_of(runs, count);
	struct out o;
	enum mpuc_status st;

	TRY_PTR(views);
	if (format >= MPUC_CSV && count > 1)
		return run_fail(runs[0], MPUC_E_USAGE, "this form is of one "
				"tree, but there are %zu", count);
	if (format == MPUC_DTSO)
		return run_write_sections(runs[0], w);
	writer_open(&o, w);
	st = writer_close(&o, report_plan(views, count,
					  writer_format(format), context,
					  &o));
	if (st == MPUC_E_USAGE)
		return run_fail(runs[0], st, "no context '%s' in this plan",
				context);
	return st;
}

enum mpuc_status mpuc_write_compare(struct mpuc_run *const runs[2],
				    enum mpuc_format format,
				    const char *context,
				    const struct mpuc_writer *w)
{
	const struct report_view *views = views_of(runs, 2);
	struct out o;
	enum mpuc_status st;

	TRY_PTR(views);
	writer_open(&o, w);
	st = writer_close(&o, report_compare(views, writer_format(format),
					     context, &o));
	if (st == MPUC_E_USAGE)
		return run_fail(runs[0], st, "no context '%s' in these plans",
				context);
	if (st == MPUC_E_INFEASIBLE)
		return run_fail(runs[0], MPUC_E_USAGE, "no plan to compare: "
				"the tree does not say enough");
	return st;
}

/* The machine and the plan that a query is put to: a tree's, or a layout's. */
static void query_subject(const struct mpuc_run *run, struct query_view *v)
{
	if (run->layout != NULL) {
		v->target = run->layout->target;
		v->platform = run->layout->platform;
		v->plan = run->layout->plan;
		v->domains = run->layout->domains;
		v->domain_count = run->layout->domain_count;
		v->mair = run->layout->mair;
		v->wxn = run->layout->wxn;
		return;
	}
	v->target = run->system->target->name;
	if (run->system->platform != NULL)
		v->platform = run->system->platform->name;
	v->plan = run->plan;
	v->system = run->system;
	v->mair = run->system->target->mair;
	v->wxn = run->system->target->traits.wxn[run->system->arch];
}

enum mpuc_status mpuc_write_query(struct mpuc_run *run,
				  const struct mpuc_query *query,
				  enum mpuc_format format,
				  const struct mpuc_writer *w,
				  bool *ret_allowed)
{
	const struct query q = {
		.addr = query->addr, .size = query->size != 0 ?
		query->size : 1, .el = query->el, .read = query->read,
		.write = query->write, .exec = query->exec,
	};
	struct query_view v = {
		.context = query->context, .addr = q.addr, .size = q.size,
		.el = q.el, .read = q.read, .write = q.write, .exec = q.exec,
		.arena = &run->arena,
	};
	const struct plan_context *c;
	struct query_answer answer;
	struct out o;

	query_subject(run, &v);
	if (v.plan == NULL)
		return run_fail(run, MPUC_E_UNSUPPORTED,
				"no plan could be made of this input");
	c = plan_context_find(v.plan, query->context);
	if (c == NULL)
		return run_fail(run, MPUC_E_USAGE,
				"no context '%s' in this plan",
				query->context);
	TRY(query_context(&run->arena, v.plan, c, v.wxn, &q, &answer));
	v.allowed = answer.allowed;
	v.reason = answer.reason;
	v.regions = answer.regions;
	v.region_count = answer.region_count;
	writer_open(&o, w);
	TRY(writer_close(&o, report_query(&v, writer_format(format), &o)));
	*ret_allowed = answer.allowed;
	return MPUC_OK;
}

enum mpuc_status mpuc_write_encode(const struct mpuc_region *region,
				   enum mpuc_format format,
				   const struct mpuc_writer *w)
{
	const struct pmsa_region r = {
		.range = { region->base, region->limit },
		.attr = {
			.ap = (uint8_t)region->ap, .xn = (uint8_t)region->xn,
			.xn_el1 = (uint8_t)region->xn_el1,
			.sh = (uint8_t)region->sh,
			.index = (uint8_t)region->index,
			.ns = (uint8_t)region->ns,
		},
		.enabled = region->enabled,
	};
	enum pmsa_arch arch;
	struct pmsa_regs regs;
	enum pmsa_error error;
	struct out o;

	if (region->base > region->limit || region->ap > 3 ||
	    region->xn > 1 || region->xn_el1 > 1 || region->sh > 3 ||
	    region->index > 7 || region->ns > 1 ||
	    !pmsa_arch_parse(region->arch, &arch))
		return MPUC_E_USAGE;
	error = pmsa_encode(arch, &r, &regs);
	writer_open(&o, w);
	if (error != PMSA_OK)
		return MPUC_E_USAGE;
	return writer_close(&o, report_encode(arch, regs,
					      writer_format(format), &o));
}

const char *mpuc_encode_error(const struct mpuc_region *region)
{
	const struct pmsa_region r = {
		.range = { region->base, region->limit },
		.attr = { .ap = 0 },
	};
	enum pmsa_arch arch;
	struct pmsa_regs regs;
	enum pmsa_error error;

	if (!pmsa_arch_parse(region->arch, &arch))
		return "no such architecture: pmsav8-32 or pmsav8-64";
	if (region->base > region->limit)
		return "the limit is below the base";
	error = pmsa_encode(arch, &r, &regs);
	if (error != PMSA_OK)
		return pmsa_error_text(error);
	return "a field value does not fit its register field";
}

enum mpuc_status mpuc_write_decode(const char *arch_name, uint64_t prbar,
				   uint64_t prlar, enum mpuc_format format,
				   const struct mpuc_writer *w)
{
	const struct pmsa_regs regs = { prbar, prlar };
	enum pmsa_arch arch;
	struct out o;

	if (!pmsa_arch_parse(arch_name, &arch) ||
	    (arch == PMSA_V8_32 && (prbar | prlar) > UINT32_MAX))
		return MPUC_E_USAGE;
	writer_open(&o, w);
	return writer_close(&o, report_decode(arch, regs,
					      writer_format(format), &o));
}

enum mpuc_status mpuc_write_explain(const char *code, enum mpuc_format format,
				    const struct mpuc_writer *w)
{
	const struct code_info *info = code_find(code);
	struct out o;

	if (info == NULL)
		return MPUC_E_USAGE;
	writer_open(&o, w);
	return writer_close(&o, report_explain(info, writer_format(format),
					       &o));
}

enum mpuc_status mpuc_write_codes(enum mpuc_format format,
				  const struct mpuc_writer *w)
{
	struct out o;

	writer_open(&o, w);
	return writer_close(&o, report_codes(writer_format(format), &o));
}

enum mpuc_status mpuc_write_profiles(const char *name,
				     enum mpuc_format format,
				     const struct mpuc_writer *w)
{
	const char *text = NULL;
	struct out o;

	if (name != NULL) {
		text = profile_text(name);
		if (text == NULL)
			return MPUC_E_USAGE;
	}
	writer_open(&o, w);
	if (text == NULL)
		return writer_close(&o, report_profiles(
				writer_format(format), &o));
	out_str(&o, text);
	return writer_close(&o, MPUC_OK);
}
