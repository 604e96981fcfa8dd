/* SPDX-License-Identifier: BSD-2-Clause */
#include "diag/change.h"

#include <string.h>

#include "base/try.h"

#define CELL 4

struct change *change_set(struct arena *a, change_list *list,
			  const char *node, const char *property)
{
	struct change *c;

	for (size_t i = 0; i < list->count; i++) {
		c = &list->items[i];
		if (strcmp(c->node, node) == 0 &&
		    strcmp(c->property, property) == 0)
			return c;
	}
	c = VEC_PUSH(a, list);
	if (c == NULL)
		return NULL;
	c->form = CHANGE_EMPTY;
	c->node = arena_strdup(a, node);
	c->property = arena_strdup(a, property);
	return c->node != NULL && c->property != NULL ? c : NULL;
}

enum mpuc_status change_cells(struct arena *a, struct change *c,
			      const uint32_t *cells, uint32_t count)
{
	uint8_t *data = arena_array(a, count, CELL);

	TRY_PTR(data);
	for (uint32_t i = 0; i < count; i++) {
		for (uint32_t b = 0; b < CELL; b++)
			data[i * CELL + b] =
				(uint8_t)(cells[i] >> (24 - 8 * b));
	}
	c->form = count == 0 ? CHANGE_EMPTY : CHANGE_CELLS;
	c->data = data;
	c->len = count * CELL;
	return MPUC_OK;
}

enum mpuc_status change_string(struct arena *a, struct change *c,
			       const char *text)
{
	const char *copy = arena_strdup(a, text);

	TRY_PTR(copy);
	c->form = CHANGE_STRINGS;
	c->data = (const uint8_t *)copy;
	c->len = (uint32_t)strlen(copy) + 1;
	return MPUC_OK;
}

bool change_put(uint32_t *cells, uint32_t *used, uint64_t value,
		uint32_t count)
{
	if (count == 2)
		cells[(*used)++] = (uint32_t)(value >> 32);
	else if (count != 1 || value > UINT32_MAX)
		return false;
	cells[(*used)++] = (uint32_t)value;
	return true;
}

enum mpuc_status change_copy(struct arena *a, change_list *list,
			     const struct change *from)
{
	struct change *c = change_set(a, list, from->node, from->property);
	uint8_t *data = arena_alloc(a, from->len);

	TRY_PTR(c);
	TRY_PTR(data);
	if (from->len > 0)
		memcpy(data, from->data, from->len);
	c->form = from->form;
	c->data = data;
	c->len = from->len;
	c->comment = NULL;
	if (from->comment == NULL)
		return MPUC_OK;
	c->comment = arena_strdup(a, from->comment);
	return c->comment == NULL ? MPUC_E_NOMEM : MPUC_OK;
}
