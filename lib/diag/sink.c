/* SPDX-License-Identifier: BSD-2-Clause */
#include "diag/sink.h"

#include <string.h>

#include "base/sort.h"

void sink_init(struct sink *s, struct arena *a)
{
	memset(s, 0, sizeof(*s));
	s->arena = a;
}

struct finding *sink_new(struct sink *s, enum diag_code code)
{
	static _Thread_local struct finding scratch;
	const struct code_info *info = code_info(code);
	struct finding *f = VEC_PUSH(s->arena, &s->findings);

	if (f == NULL) {
		s->status = MPUC_E_NOMEM;
		f = &scratch;
		memset(f, 0, sizeof(*f));
	}
	f->code = code;
	f->severity = info->severity;
	f->basis = info->basis;
	return f;
}

struct related *finding_related(struct sink *s, struct finding *f)
{
	static _Thread_local struct related scratch;

	(void)s;
	if (f->related_count == FINDING_RELATED) {
		memset(&scratch, 0, sizeof(scratch));
		return &scratch;
	}
	return &f->related[f->related_count++];
}

static int by_text(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static int by_number(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int by_place(const void *pa, const void *pb, const void *arg)
{
	const struct finding *a = pa, *b = pb;
	int c;

	(void)arg;
	c = by_text(a->at.pos.file, b->at.pos.file);
	if (c == 0)
		c = by_number(a->at.pos.line, b->at.pos.line);
	if (c == 0)
		c = by_number(a->at.pos.col, b->at.pos.col);
	if (c == 0)
		c = by_number(a->at.offset, b->at.offset);
	if (c == 0)
		c = by_text(a->at.node, b->at.node);
	if (c == 0)
		c = by_number(a->code, b->code);
	return c;
}

enum mpuc_status sink_sort(struct sink *s)
{
	if (s->status != MPUC_OK)
		return s->status;
	return sort_stable(s->arena, s->findings.items, s->findings.count,
			   sizeof(*s->findings.items), by_place, NULL);
}

size_t sink_count(const struct sink *s, enum diag_severity severity)
{
	size_t n = 0;

	for (size_t i = 0; i < s->findings.count; i++)
		n += s->findings.items[i].severity == severity &&
		     s->findings.items[i].by == BY_NOBODY;
	return n;
}

size_t sink_passed_over(const struct sink *s, bool baseline)
{
	size_t n = 0;

	for (size_t i = 0; i < s->findings.count; i++) {
		enum finding_by by = s->findings.items[i].by;

		n += by != BY_NOBODY && (by == BY_BASELINE) == baseline;
	}
	return n;
}
