/* SPDX-License-Identifier: BSD-2-Clause */
#include "doc/doc.h"

#include <strings.h>

bool doc_compatible(const struct doc *d, uint32_t node, const char *with)
{
	uint32_t prop = doc_prop(d, node, "compatible");
	const char *s;

	for (uint32_t i = 0; prop != DOC_NONE &&
	     (s = doc_string(d, prop, i)) != NULL; i++) {
		if (strcasecmp(s, with) == 0)
			return true;
	}
	return false;
}
