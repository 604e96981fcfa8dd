/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Maximum flow from requests to gaps, by shortest augmenting paths.  There
 * are at most PLACE_GAPS gaps, so a path is found over them: a request that
 * finds its gaps full makes another one move on.
 */
#include "plan/place_flow.h"

#include <string.h>

#include "base/try.h"

#define START UINT32_MAX

enum mpuc_status place_flow_init(struct arena *a, struct place_flow *f,
				 uint32_t count)
{
	f->count = count;
	f->sizes = arena_array(a, count, sizeof(*f->sizes));
	f->allowed = arena_array(a, count, sizeof(*f->allowed));
	f->parts = arena_array(a, (size_t)count * PLACE_GAPS,
			       sizeof(*f->parts));
	f->from_gap = arena_array(a, count, sizeof(*f->from_gap));
	f->seen = arena_array(a, count, sizeof(*f->seen));
	if (f->sizes == NULL || f->allowed == NULL || f->parts == NULL ||
	    f->from_gap == NULL || f->seen == NULL)
		return MPUC_E_NOMEM;
	return MPUC_OK;
}

uint64_t *place_flow_part(struct place_flow *f, uint32_t i, uint32_t g)
{
	return &f->parts[(size_t)i * PLACE_GAPS + g];
}

struct path {
	uint32_t owner[PLACE_GAPS];	/* request that reached the gap */
	uint32_t queue[PLACE_GAPS];
	uint32_t head, tail, seen;
};

static void reach(struct place_flow *f, struct path *p, uint32_t i)
{
	uint32_t fresh = f->allowed[i] & ~p->seen;

	for (uint32_t g = 0; g < f->gap_count; g++) {
		if ((fresh >> g & 1) == 0)
			continue;
		p->owner[g] = i;
		p->queue[p->tail++] = g;
	}
	p->seen |= fresh;
}

/* A gap with room that request start can get at, or PLACE_GAPS. */
static uint32_t find_room(struct place_flow *f, struct path *p,
			  const uint64_t *room, uint32_t start)
{
	memset(p, 0, sizeof(*p));
	memset(f->seen, 0, f->count * sizeof(*f->seen));
	f->seen[start] = true;
	f->from_gap[start] = START;
	reach(f, p, start);
	while (p->head < p->tail) {
		uint32_t g = p->queue[p->head++];

		if (room[g] > 0)
			return g;
		for (uint32_t i = 0; i < f->count; i++) {
			if (f->seen[i] || *place_flow_part(f, i, g) == 0)
				continue;
			f->seen[i] = true;
			f->from_gap[i] = g;
			reach(f, p, i);
		}
	}
	return PLACE_GAPS;
}

/* Push as much as the path to gap end carries. */
static void push(struct place_flow *f, const struct path *p, uint64_t *room,
		 uint32_t end, uint64_t *want)
{
	uint64_t amount = *want < room[end] ? *want : room[end];
	uint32_t g = end;

	for (;;) {
		uint32_t i = p->owner[g], from = f->from_gap[i];

		if (from == START)
			break;
		if (*place_flow_part(f, i, from) < amount)
			amount = *place_flow_part(f, i, from);
		g = from;
	}
	room[end] -= amount;
	*want -= amount;
	for (g = end;;) {
		uint32_t i = p->owner[g], from = f->from_gap[i];

		*place_flow_part(f, i, g) += amount;
		if (from == START)
			break;
		*place_flow_part(f, i, from) -= amount;
		g = from;
	}
}

bool place_flow_fits(struct place_flow *f)
{
	uint64_t room[PLACE_GAPS];
	struct path p;

	memcpy(room, f->room, sizeof(room));
	if (f->count > 0)
		memset(f->parts, 0, (size_t)f->count * PLACE_GAPS *
		       sizeof(*f->parts));
	for (uint32_t i = 0; i < f->count; i++) {
		uint64_t want = f->sizes[i];

		while (want > 0) {
			uint32_t end = find_room(f, &p, room, i);

			if (end == PLACE_GAPS)
				return false;
			push(f, &p, room, end, &want);
		}
	}
	return true;
}
