/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/profile.h"

#include <string.h>

#include "model/profile_read.h"

const struct target *target_at(size_t index)
{
	return index < profile_target_count ? profile_targets[index] : NULL;
}

const struct target *target_find(const char *name)
{
	for (size_t i = 0; i < profile_target_count; i++)
		if (strcmp(profile_targets[i]->name, name) == 0)
			return profile_targets[i];
	return NULL;
}

const struct platform *platform_at(size_t index)
{
	return index < profile_platform_count ? profile_platforms[index] : NULL;
}

const struct platform *platform_find(const char *name)
{
	for (size_t i = 0; i < profile_platform_count; i++)
		if (strcmp(profile_platforms[i]->name, name) == 0)
			return profile_platforms[i];
	return NULL;
}

const char *profile_text(const char *name)
{
	for (size_t i = 0; i < profile_file_count; i++)
		if (strcmp(profile_files[i].name, name) == 0)
			return profile_files[i].text;
	return NULL;
}
