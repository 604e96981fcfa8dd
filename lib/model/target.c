/* SPDX-License-Identifier: BSD-2-Clause */
/* Look-ups inside one target, compiled in or not. */
#include <string.h>

#include "model/profile.h"

const struct attr_rule *target_attr(const struct target *t, const char *name)
{
	for (size_t i = 0; i < t->attr_count; i++)
		if (strcmp(t->attrs[i].name, name) == 0)
			return &t->attrs[i];
	return NULL;
}

const struct section_rule *target_section(const struct target *t,
					  const char *name)
{
	for (size_t i = 0; i < t->section_count; i++)
		if (strcmp(t->sections[i].name, name) == 0)
			return &t->sections[i];
	return NULL;
}

bool target_reads(const struct target *t, const char *what)
{
	for (size_t i = 0; i < t->unread_count; i++)
		if (strcmp(t->unread[i], what) == 0)
			return false;
	return true;
}

const char *target_effect(const struct target *t, const char *id)
{
	for (size_t i = 0; i < t->effect_count; i++)
		if (strcmp(t->effects[i].id, id) == 0)
			return t->effects[i].text;
	return NULL;
}
