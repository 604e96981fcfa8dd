/* SPDX-License-Identifier: BSD-2-Clause */
/* Parts of a report on several runs, each made by whoever has its run. */
#include <string.h>

#include "base/try.h"
#include "mpuc/run.h"
#include "mpuc/writer.h"
#include "report/report.h"

struct part_text {
	struct arena *arena;
	VEC(char) bytes;
};

static enum mpuc_status keep(void *arg, const void *data, size_t len)
{
	struct part_text *text = arg;

	if (!VEC_RESERVE(text->arena, &text->bytes, len))
		return MPUC_E_NOMEM;
	memcpy(text->bytes.items + text->bytes.count, data, len);
	text->bytes.count += len;
	return MPUC_OK;
}

void mpuc_prepare_check(struct mpuc_run *run, enum mpuc_format format,
			const struct mpuc_writer *w)
{
	struct part_text text = { .arena = &run->arena };
	const struct mpuc_writer to = {
		.write = keep, .arg = &text, .color = w->color,
		.width = w->width,
	};
	const struct report_view view = run_view(run);
	struct run_part *part;
	struct out o;

	if (format != MPUC_JSON && format != MPUC_TEXT)
		return;
	writer_open(&o, &to);
	if (writer_close(&o, report_part(&view, writer_format(format), &o)) !=
	    MPUC_OK)
		return;
	part = VEC_PUSH(&run->arena, &run->parts);
	if (part == NULL)
		return;
	part->format = format;
	part->color = w->color;
	part->width = w->width;
	part->text = text.bytes.items;
	part->len = text.bytes.count;
}

void run_take_part(const struct mpuc_run *run, enum mpuc_format format,
		   const struct mpuc_writer *w, struct report_view *view)
{
	for (size_t i = 0; i < run->parts.count; i++) {
		const struct run_part *part = &run->parts.items[i];

		if (part->format != format || part->color != w->color ||
		    part->width != w->width)
			continue;
		view->part = part->text;
		view->part_len = part->len;
	}
}
