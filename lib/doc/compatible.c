/* SPDX-License-Identifier: BSD-2-Clause */
#include "doc/doc.h"

#include <string.h>
#include <strings.h>

bool doc_compatible(const struct doc *d, uint32_t node, const char *with)
{
	uint32_t prop = doc_prop(d, node, "compatible");
	const struct doc_prop *p;
	const char *at;
	size_t left, len = strlen(with);

	if (prop == DOC_NONE)
		return false;
	p = &d->props.items[prop];
	at = (const char *)p->data;
	left = p->len;
	while (left > 0) {
		size_t n = strnlen(at, left);

		if (n == len && strncasecmp(at, with, n) == 0)
			return true;
		if (n == left)
			return false;
		at += n + 1;
		left -= n + 1;
	}
	return false;
}
