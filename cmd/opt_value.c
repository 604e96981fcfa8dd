/* SPDX-License-Identifier: BSD-2-Clause */
/* Values of options: strict, the whole text or nothing. */
#include <string.h>

#include "opt.h"

static bool digit(char c, unsigned base, unsigned *ret_digit)
{
	unsigned d;

	if (c >= '0' && c <= '9')
		d = (unsigned)(c - '0');
	else if (c >= 'a' && c <= 'f')
		d = (unsigned)(c - 'a') + 10;
	else if (c >= 'A' && c <= 'F')
		d = (unsigned)(c - 'A') + 10;
	else
		return false;
	*ret_digit = d;
	return d < base;
}

static unsigned suffix_shift(char c)
{
	switch (c) {
	case 'K':
		return 10;
	case 'M':
		return 20;
	case 'G':
		return 30;
	default:
		return 0;
	}
}

bool number_parse(const char *s, size_t len, uint64_t *ret_value)
{
	unsigned base = 10, d, shift;
	uint64_t value = 0;

	if (len == 0)
		return false;
	shift = suffix_shift(s[len - 1]);
	if (shift > 0)
		len--;
	if (len > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
		base = 16;
		s += 2;
		len -= 2;
	}
	if (len == 0)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!digit(s[i], base, &d) || value > (UINT64_MAX - d) / base)
			return false;
		value = value * base + d;
	}
	if (value > UINT64_MAX >> shift)
		return false;
	*ret_value = value << shift;
	return true;
}

static bool store_choice(const struct opt *o, const char *text,
			 unsigned *ret_index)
{
	for (unsigned i = 0; o->choices[i] != NULL; i++) {
		if (strcmp(o->choices[i], text) == 0) {
			*ret_index = i;
			return true;
		}
	}
	return false;
}

static bool store_count(const struct opt *o, const char *text,
			uint32_t *ret_count)
{
	uint64_t value;

	if (!number_parse(text, strlen(text), &value) || value > o->most)
		return false;
	*ret_count = (uint32_t)value;
	return true;
}

static bool store_range(const char *text, uint64_t *ret_range)
{
	const char *colon = strchr(text, ':');
	uint64_t base, size;

	if (colon == NULL ||
	    !number_parse(text, (size_t)(colon - text), &base) ||
	    !number_parse(colon + 1, strlen(colon + 1), &size))
		return false;
	if (size == 0 || base > UINT64_MAX - (size - 1))
		return false;
	ret_range[0] = base;
	ret_range[1] = size;
	return true;
}

/* Splits in place: argv's strings are the program's own to change. */
static bool store_module(char *text, struct args *args)
{
	char *equals = strchr(text, '=');

	if (text[0] != '/' || equals == NULL || equals[1] == '\0')
		return false;
	*equals = '\0';
	args->modules[args->module_count].node = text;
	args->modules[args->module_count].file = equals + 1;
	args->module_count++;
	return true;
}

static bool store_domain_size(char *text, struct args *args)
{
	char *equals = strrchr(text, '=');
	struct mpuc_place_size *slot = &args->sizes[args->size_count];

	if (equals == NULL || equals == text ||
	    !number_parse(equals + 1, strlen(equals + 1), &slot->size) ||
	    slot->size == 0)
		return false;
	*equals = '\0';
	slot->domain = text;
	args->size_count++;
	return true;
}

static bool store_access(const char *text, struct access *ret_access)
{
	struct access a = { .given = true };

	for (const char *c = text; *c != '\0'; c++) {
		bool *bit = *c == 'r' ? &a.read : *c == 'w' ? &a.write :
			    *c == 'x' ? &a.exec : NULL;

		if (bit == NULL || *bit)
			return false;
		*bit = true;
	}
	*ret_access = a;
	return *text != '\0';
}

/* Splits in place, as above. */
static bool store_format(const struct opt *o, char *text, struct args *args)
{
	struct format_choice *f = &args->formats[args->format_count];
	char *equals = strchr(text, '=');

	if (equals != NULL)
		*equals = '\0';
	if (store_choice(o, text, &f->format) &&
	    (equals == NULL || equals[1] != '\0')) {
		f->file = equals != NULL ? equals + 1 : NULL;
		args->format_count++;
		return true;
	}
	if (equals != NULL)
		*equals = '=';	/* for the message */
	return false;
}

static bool store(const struct opt *o, char *text, struct args *args)
{
	void *at = (char *)args + o->at;

	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)at = true;
		return true;
	case OPT_TEXT:
	case OPT_FILE:
	case OPT_TARGET:
	case OPT_PLATFORM:
		*(const char **)at = text;
		return *text != '\0';
	case OPT_CHOICE:
		return store_choice(o, text, at);
	case OPT_COUNT:
		return store_count(o, text, at);
	case OPT_ADDRESS:
		return number_parse(text, strlen(text), at);
	case OPT_RANGE:
		return store_range(text, at);
	case OPT_MODULE:
		return store_module(text, args);
	case OPT_DOMAIN_SIZE:
		return store_domain_size(text, args);
	case OPT_ACCESS:
		return store_access(text, at);
	case OPT_POLICY:
		args->policies[args->policy_count++] = (struct mpuc_policy){
			(enum mpuc_policy_kind)o->most, text,
		};
		return *text != '\0';
	case OPT_FORMATS:
		return store_format(o, text, args);
	}
	return false;
}

bool opt_store(const struct opt *o, char *text, struct args *args)
{
	if (!store(o, text, args))
		return false;
	if (o->has != 0)
		*((bool *)(void *)((char *)args + o->has)) = true;
	return true;
}
