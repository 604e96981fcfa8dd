/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/finger.h"

#include <string.h>

#include "base/sha256.h"

#define SHOWN 16	/* bytes of the digest */

static const char *text_or_empty(const char *s)
{
	return s != NULL ? s : "";
}

bool finger_count(struct fingers *fingers, const char *key,
		  unsigned long *ret_before)
{
	const unsigned long *known = map_get(&fingers->seen, key);
	unsigned long *count;

	*ret_before = known != NULL ? *known : 0;
	count = arena_alloc(fingers->a, sizeof(*count));
	if (count == NULL)
		return false;
	*count = *ret_before + 1;
	return map_put(fingers->a, &fingers->seen, key, count);
}

/* key NULL: there was no room for it. */
static const char *finger(struct fingers *fingers, const char *key)
{
	uint8_t digest[SHA256_SIZE];
	unsigned long before;
	char *hex;

	if (key == NULL || !finger_count(fingers, key, &before))
		return NULL;
	key = arena_printf(fingers->a, "%s\n%lu", key, before);
	hex = arena_alloc(fingers->a, 2 * SHOWN + 1);
	if (key == NULL || hex == NULL)
		return NULL;
	sha256(key, strlen(key), digest);
	for (size_t i = 0; i < SHOWN; i++) {
		hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	return hex;
}

const char *finger_next(struct fingers *fingers, const struct finding *f)
{
	return finger(fingers, arena_printf(fingers->a,
		"MPU%04u\n%s\n%s\n%s", (unsigned)f->code,
		text_or_empty(f->at.input), text_or_empty(f->at.node),
		text_or_empty(f->at.property)));
}

const char *finger_failure(struct fingers *fingers, const char *input,
			   const struct failure *f)
{
	return finger(fingers, arena_printf(fingers->a, "%s\n%s\n%s",
		failure_id(f->kind), text_or_empty(input),
		text_or_empty(f->at.input)));
}
