/* SPDX-License-Identifier: BSD-2-Clause */
/* All states that a text may be in, one character after the other. */
#include "schema/pattern_states.h"

static bool set_has(const struct char_set *set, unsigned char c)
{
	return (set->bits[c / 64] >> (c % 64) & 1) != 0;
}

/* Add a state, and all that it leads to without taking a character. */
static bool enter(struct pattern *p, uint32_t *list, size_t *count,
		  uint32_t first, bool begin, bool end)
{
	size_t depth = 0;

	p->stack[depth++] = first;
	while (depth > 0) {
		uint32_t at = p->stack[--depth];
		const struct state *s = &p->states.items[at];

		if (p->mark[at] == p->step)
			continue;
		p->mark[at] = p->step;
		if (s->op == OP_MATCH)
			return true;
		if (s->op == OP_SET)
			list[(*count)++] = at;
		else if (s->op == OP_SPLIT)
			p->stack[depth++] = s->other;
		if (s->op == OP_SPLIT || (s->op == OP_BEGIN && begin) ||
		    (s->op == OP_END && end))
			p->stack[depth++] = s->next;
	}
	return false;
}

/* Step 0 means "never" in mark, so a wrap has to clear it. */
static void next_step(struct pattern *p)
{
	if (++p->step == 0) {
		memset(p->mark, 0, p->states.count * sizeof(*p->mark));
		p->step = 1;
	}
}

bool pattern_matches(struct pattern *p, const char *text)
{
	size_t count = 0;

	next_step(p);
	if (enter(p, p->now, &count, 0, true, *text == '\0'))
		return true;
	for (; *text != '\0'; text++) {
		bool end = text[1] == '\0';
		uint32_t *list = p->now;
		size_t then = 0;

		next_step(p);
		for (size_t i = 0; i < count; i++) {
			const struct state *s = &p->states.items[p->now[i]];

			if (set_has(&s->set, (unsigned char)*text) &&
			    enter(p, p->then, &then, s->next, false, end))
				return true;
		}
		if (enter(p, p->then, &then, 0, false, end))
			return true;
		p->now = p->then;
		p->then = list;
		count = then;
	}
	return false;
}
