/* SPDX-License-Identifier: BSD-2-Clause */
/* For what takes the name of a file: one that has a name, but no place. */
#ifndef FUZZ_FILE_H
#define FUZZ_FILE_H

#include <unistd.h>

#include "fuzz.h"

/* Opening /proc/self/fd/N anew starts at the beginning again. */
static inline const char *fuzz_file(const void *data, size_t size)
{
	static FILE *file;
	static char name[64];

	if (file == NULL) {
		file = tmpfile();
		HOLDS(file != NULL);
		snprintf(name, sizeof(name), "/proc/self/fd/%d",
			 fileno(file));
	}
	HOLDS(ftruncate(fileno(file), 0) == 0);
	HOLDS(pwrite(fileno(file), data, size, 0) == (ssize_t)size);
	return name;
}

#endif
