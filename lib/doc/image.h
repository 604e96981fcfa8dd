/* SPDX-License-Identifier: BSD-2-Clause */
/* The hypervisor image: its symbols, from an ELF or an nm listing. */
#ifndef DOC_IMAGE_H
#define DOC_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"

struct image_symbol {
	const char *name;
	uint64_t value;
};

/* Sorted by name; of equal names the first in the file wins. */
struct image {
	const char *input;
	VEC(struct image_symbol) symbols;
};

bool image_symbol(const struct image *image, const char *name,
		  uint64_t *ret_value);

#endif
