/* SPDX-License-Identifier: BSD-2-Clause */
/* What is in force, and where each value is from. */
#include "report/element.h"
#include "report/json.h"
#include "report/report.h"
#include "report/table.h"

#define COLUMNS 3

static void settings_text(const struct settings_view *v, struct out *o)
{
	static const char *const heads[COLUMNS] = { "setting", "value",
						    "from" };
	struct table t;

	out_str(o, "configuration  ");
	out_safe(o, v->file != NULL ? v->file : "none");
	out_str(o, "\n\n");
	table_init(&t, heads, COLUMNS);
	for (size_t i = 0; i < v->count; i++) {
		const char *const cells[COLUMNS] = {
			v->items[i].key, v->items[i].value, v->items[i].from,
		};

		table_measure(&t, cells);
	}
	table_heads(&t, o);
	for (size_t i = 0; i < v->count; i++) {
		const char *const cells[COLUMNS] = {
			v->items[i].key, v->items[i].value, v->items[i].from,
		};

		table_row(&t, o, cells);
	}
}

static void settings_json(const struct settings_view *v, struct out *o)
{
	struct element_ctx c = { o, v->arena };
	json_t *array = element_array(&c);

	for (size_t i = 0; i < v->count; i++) {
		json_t *object = element_object(&c);

		element_set(&c, object, "key",
			    element_text(&c, v->items[i].key));
		element_set(&c, object, "value",
			    element_text(&c, v->items[i].value));
		element_set(&c, object, "from",
			    element_text(&c, v->items[i].from));
		element_append(&c, array, object);
	}
	out_str(o, "{\n");
	element_member(&c, "schema", json_string("mpuc-config-1"));
	element_member(&c, "tool", json_tool(&c));
	element_member(&c, "file", element_text(&c, v->file));
	element_last(&c, "settings", array);
	out_str(o, "\n");
}

enum mpuc_status report_settings(const struct settings_view *v,
				 enum report_format format, struct out *o)
{
	if (format == REPORT_JSON)
		settings_json(v, o);
	else
		settings_text(v, o);
	return o->status;
}
