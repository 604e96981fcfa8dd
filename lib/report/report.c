/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/report.h"

#include <string.h>

#include "report/cost.h"
#include "report/html.h"
#include "report/json.h"
#include "report/pipeline.h"
#include "report/proof.h"
#include "report/region.h"
#include "report/show.h"
#include "report/svg.h"
#include "report/tables.h"
#include "report/text.h"
#include "report/timeline.h"

typedef void view_fn(const struct report_view *v, const char *context,
		     struct out *o);

static void check_text(const struct report_view *v, const char *context,
		       struct out *o)
{
	(void)context;
	text_check(v, o);
}

static void check_json(const struct report_view *v, const char *context,
		       struct out *o)
{
	(void)context;
	json_check(v, o);
}

static bool is_named(const char *name, const char *context)
{
	return context == NULL || strcmp(name, context) == 0;
}

static void plan_text(const struct report_view *v, const char *context,
		      struct out *o)
{
	struct plan_show show;

	if (v->failure != NULL) {
		text_failure(v, o);
		return;
	}
	show = show_plan(v);
	show_machine(o, v->system);
	out_str(o, "\n");
	if (v->plan != NULL) {
		for (uint32_t i = 0; i < v->plan->context_count; i++) {
			const struct plan_context *c =
				&v->plan->contexts[i];

			if (!is_named(c->name, context))
				continue;
			region_table(&show, c, o);
			if (v->explain && (v->plan->has_best ||
					   v->plan->is_optimal))
				proof_lines(&show, v->arena, c, o);
		}
		show_ledger(o, v->plan);
		out_str(o, "\n");
		if (context == NULL)
			timeline_text(&show, o);
		region_switches(v->plan, context, o);
		if (v->explain)
			region_sequences(v->plan, context, o);
		if (context == NULL)
			cost_text(v->plan, o);
	} else {
		out_str(o, "no plan: the tree does not say enough\n\n");
	}
	text_findings(v, SEV_ERROR, o);
	text_verdict(v, o);
}

/* Keys stay when there is no plan; the findings of check say why. */
static void no_plan_json(struct element_ctx *c, const struct system *s)
{
	json_t *mpu = element_object(c);

	element_set(c, mpu, "arch", s != NULL && s->arch_known ?
		    json_string(pmsa_arch_name(s->arch)) : json_null());
	element_set(c, mpu, "regions", s != NULL && s->regions_known ?
		    element_count(s->regions) : json_null());
	element_set(c, mpu, "granule", element_count(PMSA_GRANULE));
	element_member(c, "mpu", mpu);
	element_member(c, "contexts", element_array(c));
	element_member(c, "switches", element_array(c));
}

static void plan_json(const struct report_view *v, const char *context,
		      struct out *o)
{
	struct element_ctx c = { o, v->arena };
	struct plan_show show;

	out_str(o, "{\n");
	element_member(&c, "schema", json_string("mpuc-plan-1"));
	element_member(&c, "tool", json_tool(&c));
	if (v->failure != NULL)
		json_no_machine(&c, v);
	else
		json_machine(&c, v->system);
	if (v->plan != NULL) {
		show = show_plan(v);
		region_frame(&c, &show, context);
	} else {
		no_plan_json(&c, v->system);
	}
	element_member(&c, "summary", json_summary(&c, v->sink));
	element_last(&c, "verdict", json_string(show_verdict(v)));
}

/* After the reports on several trees, what each came to. */
static void summary(const struct report_view *views, size_t count,
		    struct out *o)
{
	struct show_totals totals = show_totals(views, count);

	out_str(o, "\n== summary\n");
	for (size_t i = 0; i < count; i++) {
		out_fmt(o, "%-5s ", show_verdict(&views[i]));
		out_safe(o, views[i].input);
		out_str(o, ": ");
		if (views[i].failure != NULL)
			out_str(o, "not checked");
		else
			show_counts(o, views[i].sink);
		out_str(o, "\n");
	}
	out_fmt(o, "%zu trees, %zu passed, %zu failed", count, totals.passed,
		totals.failed);
	if (totals.unchecked > 0)
		out_fmt(o, ", %zu not checked", totals.unchecked);
	out_str(o, "\n");
}

static void summary_json(const struct report_view *views, size_t count,
			 struct out *o)
{
	struct element_ctx c = { o, views[0].arena };

	out_str(o, "\n],\n\"summary\": ");
	element_dump(&c, json_totals(&c, views, count));
	out_str(o, "}\n");
}

/* All views, one after another: the frame of several is ours. */
static enum mpuc_status each(const struct report_view *views, size_t count,
			     const char *context, view_fn *fn, struct out *o)
{
	bool json = fn == check_json || fn == plan_json;

	if (json && count > 1)
		out_str(o, "{\"schema\": \"mpuc-reports-1\", "
			"\"reports\": [\n");
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			out_str(o, json ? ",\n" : "\n");
		if (!json && count > 1) {
			out_str(o, "== ");
			out_safe(o, views[i].input);
			out_str(o, "\n");
		}
		if (views[i].part != NULL)
			out_bytes(o, views[i].part, views[i].part_len);
		else
			fn(&views[i], context, o);
	}
	if (count > 1 && json)
		summary_json(views, count, o);
	else if (count > 1)
		summary(views, count, o);
	else if (json)
		out_str(o, "\n");
	return o->status;
}

enum mpuc_status report_part(const struct report_view *view,
			     enum report_format format, struct out *o)
{
	if (format == REPORT_JSON)
		json_check(view, o);
	else
		text_check(view, o);
	return o->status;
}

enum mpuc_status report_check(const struct report_view *views, size_t count,
			      enum report_format format, struct out *o)
{
	static report_all_fn *const all[] = {
		[REPORT_SARIF] = sarif_check, [REPORT_JUNIT] = junit_check,
		[REPORT_GITHUB] = github_check, [REPORT_GITLAB] = gitlab_check,
	};

	if (format >= REPORT_SARIF && format <= REPORT_GITLAB) {
		all[format](views, count, o);
		return o->status;
	}
	return each(views, count, NULL, format == REPORT_JSON ? check_json :
		    check_text, o);
}

static bool has_context(const struct report_view *v, const char *context)
{
	for (uint32_t i = 0; v->plan != NULL && i < v->plan->context_count;
	     i++) {
		if (strcmp(v->plan->contexts[i].name, context) == 0)
			return true;
	}
	return false;
}

enum mpuc_status report_plan(const struct report_view *views, size_t count,
			     enum report_format format, const char *context,
			     struct out *o)
{
	static view_fn *const tables[] = {
		[REPORT_CSV] = tables_csv, [REPORT_C] = tables_c,
		[REPORT_ASM] = tables_asm, [REPORT_SVG] = svg_plan,
		[REPORT_HTML] = html_plan,
	};
	bool found = context == NULL;

	for (size_t i = 0; i < count && !found; i++)
		found = has_context(&views[i], context);
	if (!found)
		return MPUC_E_USAGE;
	if (format >= REPORT_CSV) {
		tables[format](&views[0], context, o);
		return o->status;
	}
	return each(views, count, context, format == REPORT_JSON ? plan_json :
		    plan_text, o);
}
