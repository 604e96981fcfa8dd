/* SPDX-License-Identifier: BSD-2-Clause */
#include "doc/image.h"

#include <string.h>

bool image_symbol(const struct image *image, const char *name,
		  uint64_t *ret_value)
{
	size_t low = 0, high = image->symbols.count;
	const struct image_symbol *found;

	/* The first of equals, which bsearch() does not promise. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(image->symbols.items[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == image->symbols.count)
		return false;
	found = &image->symbols.items[low];
	if (strcmp(found->name, name) != 0)
		return false;
	*ret_value = found->value;
	return true;
}
