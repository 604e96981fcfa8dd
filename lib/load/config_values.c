/* SPDX-License-Identifier: BSD-2-Clause */
/* What every key of a configuration is read with. */
#include "load/config_reader.h"

#include <stdarg.h>
#include <string.h>

#include "base/line.h"
#include "base/try.h"

const char *const config_severities[4] = {
	"note",
	"warning",
	"error",
	"never",
};

enum mpuc_status config_fail(struct reader *r, struct srcpos pos,
			     const char *fmt, ...)
{
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = line_clean(arena_vprintf(r->a, fmt, ap));
	va_end(ap);
	TRY_PTR(text);
	r->error = arena_printf(r->a, "%s:%lu:%lu: %s", pos.file,
				(unsigned long)pos.line, (unsigned long)pos.col,
				text);
	return r->error != NULL ? MPUC_E_SYNTAX : MPUC_E_NOMEM;
}

enum mpuc_status config_want(struct reader *r, const struct value *v,
			     enum value_kind kind)
{
	const char *text;

	if (v->kind == kind)
		return MPUC_OK;
	text = value_must_be(r->a, v, kind);
	TRY_PTR(text);
	return config_fail(r, v->pos, "%s", text);
}

enum mpuc_status config_text(struct reader *r, const struct value *v,
			     const char **ret_text)
{
	TRY(config_want(r, v, VALUE_SCALAR));
	if (*v->text == '\0')
		return config_fail(r, v->pos, "'%s' is empty",
				   v->key != NULL ? v->key : "an item");
	*ret_text = v->text;
	return MPUC_OK;
}

uint32_t config_index(const char *const *words, uint32_t count,
		      const char *text)
{
	uint32_t i = 0;

	while (i < count && strcmp(words[i], text) != 0)
		i++;
	return i;
}
