/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/moment.h"

#include <string.h>

#include "base/try.h"

typedef VEC(const char *) name_list;

enum mpuc_status moment_before(struct moments *m, const struct table *t)
{
	m->before.count = 0;
	for (size_t i = 0; i < t->live.count; i++) {
		const char **name = VEC_PUSH(m->a, &m->before);

		TRY_PTR(name);
		*name = t->live.items[i].name;
	}
	return MPUC_OK;
}

static enum mpuc_status put(struct moments *m, name_list *list,
			    const char *name)
{
	const char **to = VEC_PUSH(m->a, list);

	TRY_PTR(to);
	*to = name;
	return MPUC_OK;
}

/* A step adds names or takes some away; boot tables are small. */
enum mpuc_status moment_after(struct moments *m, const struct table *t)
{
	name_list adds = { NULL, 0, 0 }, removes = { NULL, 0, 0 };
	struct plan_moment *moment;

	for (size_t i = 0; i < t->live.count; i++) {
		const char *name = t->live.items[i].name;
		size_t k = 0;

		while (k < m->before.count &&
		       (m->before.items[k] == NULL ||
			strcmp(m->before.items[k], name) != 0))
			k++;
		if (k < m->before.count)
			m->before.items[k] = NULL;
		else
			TRY(put(m, &adds, name));
	}
	for (size_t k = 0; k < m->before.count; k++) {
		if (m->before.items[k] != NULL)
			TRY(put(m, &removes, m->before.items[k]));
	}
	if (adds.count + removes.count == 0)
		return MPUC_OK;
	moment = VEC_PUSH(m->a, &m->list);
	TRY_PTR(moment);
	moment->adds = adds.items;
	moment->add_count = (uint32_t)adds.count;
	moment->removes = removes.items;
	moment->remove_count = (uint32_t)removes.count;
	moment->owner = SYS_NONE;
	moment->regions = (uint32_t)t->live.count;
	moment->slots = t->top;
	return MPUC_OK;
}

enum mpuc_status moment_transient(struct moments *m, const struct table *t,
				  size_t first, uint32_t owner)
{
	size_t count = t->live.count - first;
	const char **names = arena_array(m->a, count, sizeof(*names));
	struct plan_moment *moment = VEC_PUSH(m->a, &m->list);

	TRY_PTR(names);
	TRY_PTR(moment);
	for (size_t i = 0; i < count; i++)
		names[i] = t->live.items[first + i].name;
	moment->adds = names;
	moment->add_count = (uint32_t)count;
	moment->transient = true;
	moment->owner = owner;
	moment->owned = owner == SYS_NONE ? 0 : (uint32_t)count;
	moment->regions = (uint32_t)t->live.count;
	moment->slots = t->top;
	return MPUC_OK;
}

enum mpuc_status moments_end(const struct moments *m, struct plan_context *c)
{
	size_t count = m->list.count;
	struct plan_moment *all = arena_array(m->a, count, sizeof(*all));
	uint32_t most = 0;

	TRY_PTR(all);
	if (count > 0)
		memcpy(all, m->list.items, count * sizeof(*all));
	c->moments = all;
	c->moment_count = (uint32_t)count;
	for (uint32_t i = 0; i < c->moment_count; i++) {
		if (c->moments[i].regions <= most)
			continue;
		most = c->moments[i].regions;
		c->peak_moment = i;
	}
	return MPUC_OK;
}
