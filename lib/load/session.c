/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/session.h"

#include <stdarg.h>
#include <string.h>

#include "base/line.h"
#include "base/try.h"

enum mpuc_status (load_fail)(struct load_session *s, enum mpuc_status status,
			     const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = line_clean(arena_vprintf(s->arena, fmt, ap));
	va_end(ap);
	if (text == NULL)
		return MPUC_E_NOMEM;
	if (s->error == NULL)
		s->error = text;
	return status;
}

enum mpuc_status load_inputs_add(struct arena *a, struct load_inputs *inputs,
				 const char *file)
{
	const char **slot;

	for (size_t i = 0; i < inputs->files.count; i++) {
		if (strcmp(inputs->files.items[i], file) == 0)
			return MPUC_OK;
	}
	slot = VEC_PUSH(a, &inputs->files);
	TRY_PTR(slot);
	*slot = arena_strdup(a, file);
	TRY_PTR(*slot);
	return MPUC_OK;
}

enum mpuc_status load_note_input(struct load_session *s, const char *file)
{
	return s->inputs == NULL ? MPUC_OK :
	       load_inputs_add(s->arena, s->inputs, file);
}
