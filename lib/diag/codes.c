/* SPDX-License-Identifier: BSD-2-Clause */
#include "diag/codes.h"

#include <string.h>

#include "base/num.h"

static const struct code_info infos[] = {
#define CODE(number, name, id, severity, basis, summary, why, xen, fix, \
	     source) \
	{ CODE_##name, id, SEV_##severity, BASIS_##basis, summary, why, \
	  xen, fix, source },
#define RETIRED(number, id)
#include <mpuc/codes.def>
#undef CODE
#undef RETIRED
};

/* A number used twice does not compile; retired ones count. */
static size_t index_of(unsigned number)
{
	enum {
#define CODE(number, name, id, severity, basis, summary, why, xen, fix, \
	     source) \
		AT_##name,
#define RETIRED(number, id)
#include <mpuc/codes.def>
#undef CODE
#undef RETIRED
		AT_END
	};

	switch (number) {
#define CODE(number, name, id, severity, basis, summary, why, xen, fix, \
	     source) \
	case number: \
		return AT_##name;
#define RETIRED(number, id) \
	case number: \
		return AT_END;
#include <mpuc/codes.def>
#undef CODE
#undef RETIRED
	default:
		return AT_END;
	}
}

const struct code_info *code_at(size_t index)
{
	return index < sizeof(infos) / sizeof(infos[0]) ? &infos[index] : NULL;
}

const struct code_info *code_info(enum diag_code code)
{
	return &infos[index_of((unsigned)code)];
}

const struct code_info *code_find(const char *name)
{
	const char *digits = name;
	uint64_t number;

	for (size_t i = 0; code_at(i) != NULL; i++) {
		if (strcmp(infos[i].id, name) == 0)
			return &infos[i];
	}
	if (strncmp(name, "MPU", 3) == 0 || strncmp(name, "mpu", 3) == 0)
		digits += 3;
	while (*digits == '0')
		digits++;
	if (!num_parse(digits, strlen(digits), &number) || number > 9999)
		return NULL;
	return code_at(index_of((unsigned)number));
}

const char *severity_name(enum diag_severity severity)
{
	static const char *const names[] = { "note", "warning", "error" };

	return names[severity];
}

const char *basis_name(enum diag_basis basis)
{
	static const char *const names[] = {
		"xen", "xen-mpu", "hardware", "practice",
	};

	return names[basis];
}
