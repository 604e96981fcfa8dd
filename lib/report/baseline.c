/* SPDX-License-Identifier: BSD-2-Clause */
#include "diag/baseline.h"

#include <stdio.h>

#include "base/map.h"
#include "report/element.h"
#include "report/json.h"
#include "report/report.h"

struct kind {
	const struct finding *f;
	uint64_t count;
};

/* What is passed over for a reason needs no place here. */
static bool is_taken(const struct finding *f)
{
	return (f->by == BY_NOBODY || f->by == BY_BASELINE) &&
	       f->code != CODE_BASELINE_GONE;
}

static enum mpuc_status collect(struct arena *a, const struct sink *sink,
				struct kind *kinds, size_t *ret_count)
{
	struct map seen = { .count = 0 };

	*ret_count = 0;
	for (size_t i = 0; i < sink->findings.count; i++) {
		const struct finding *f = &sink->findings.items[i];
		const char *key = baseline_key(a, f->code, f->at.node,
					       f->at.property);
		const struct kind *known;

		if (key == NULL)
			return MPUC_E_NOMEM;
		if (!is_taken(f))
			continue;
		known = map_get(&seen, key);
		if (known != NULL) {
			kinds[known - kinds].count++;
			continue;
		}
		kinds[*ret_count] = (struct kind){ f, 1 };
		if (!map_put(a, &seen, key, &kinds[(*ret_count)++]))
			return MPUC_E_NOMEM;
	}
	return MPUC_OK;
}

static json_t *kind_json(struct element_ctx *c, const struct kind *k)
{
	json_t *object = element_object(c);
	char code[16];

	(void)snprintf(code, sizeof(code), "MPU%04u", (unsigned)k->f->code);
	element_set(c, object, "code", json_string(code));
	element_set(c, object, "id", json_string(code_info(k->f->code)->id));
	element_set(c, object, "node", element_text(c, k->f->at.node));
	element_set(c, object, "property",
		    element_text(c, k->f->at.property));
	element_set(c, object, "count", element_count(k->count));
	return object;
}

static void write_input(struct element_ctx *c, const struct report_view *v)
{
	struct kind *kinds = arena_array(v->arena, v->sink->findings.count + 1,
					 sizeof(*kinds));
	json_t *object = element_object(c);
	struct element_list list = { c, 0 };
	size_t count = 0;

	if (kinds == NULL || collect(v->arena, v->sink, kinds, &count) !=
	    MPUC_OK)
		c->out->status = MPUC_E_NOMEM;
	element_set(c, object, "input", element_text(c, v->input));
	element_open_list(c, object, "findings");
	for (size_t i = 0; i < count; i++)
		element_list_next(&list, kind_json(c, &kinds[i]));
	out_str(c->out, count > 0 ? "\n  ]}" : "]}");
}

enum mpuc_status report_baseline(const struct report_view *views,
				 size_t count, struct out *o)
{
	struct element_ctx c = { o, views[0].arena };

	out_str(o, "{\n");
	element_member(&c, "schema", json_string("mpuc-baseline-1"));
	element_member(&c, "tool", json_tool(&c));
	out_str(o, "  \"inputs\": [\n  ");
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			out_str(o, ",\n  ");
		c.arena = views[i].arena;
		write_input(&c, &views[i]);
	}
	out_str(o, "\n  ]\n}\n");
	return o->status;
}
