/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/pipeline.h"

#include "report/fix_words.h"
#include "report/plain.h"

static const char *latched(const char *s, struct out *o)
{
	if (s == NULL && o->status == MPUC_OK)
		o->status = MPUC_E_NOMEM;
	return s != NULL ? s : "";
}

static const char *message_of(const struct finding *f)
{
	return f->message != NULL ? f->message : code_info(f->code)->id;
}

const char *pipeline_message(const struct report_view *v,
			     const struct finding *f, struct out *o)
{
	return latched(plain_text(v->arena, message_of(f)), o);
}

const char *pipeline_text(const struct report_view *v,
			  const struct finding *f, struct out *o)
{
	bool effect = f->effect != NULL && *f->effect != '\0';
	bool help = f->help != NULL && *f->help != '\0';
	const char *text = arena_printf(v->arena, "%s%s%s%s%s",
		message_of(f), effect ? "\nXen: " : "",
		effect ? f->effect : "", help ? "\nHelp: " : "",
		help ? f->help : "");

	/* These heads begin with a capital. */
	for (size_t i = 0; text != NULL && i < fix_lines(&f->fix); i++) {
		const char *line = fix_line(v->arena, &f->fix, i);

		text = line == NULL ? NULL :
		       arena_printf(v->arena, "%s\nF%s: %s", text,
				    fix_head(&f->fix) + 1, line);
	}
	if (text != NULL)
		text = plain_text(v->arena, text);
	return latched(text, o);
}

const char *pipeline_failure(const struct report_view *v, struct out *o)
{
	return latched(plain_text(v->arena, v->failure->message), o);
}

const char *pipeline_file(const struct place *at)
{
	return at->pos.file != NULL ? at->pos.file : at->input;
}
