/* SPDX-License-Identifier: BSD-2-Clause */
/* usage: host FILE: what the consumer makes of a layout, on this machine. */
#include <stdio.h>
#include <stdlib.h>

#include "consumer.h"

int main(int argc, char **argv)
{
	static unsigned char bytes[1 << 20];
	size_t size;
	FILE *f;

	f = argc == 2 ? fopen(argv[1], "rb") : NULL;
	if (f == NULL) {
		fprintf(stderr, "usage: host FILE\n");
		return EXIT_FAILURE;
	}
	size = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	printf("%08x\n", (unsigned)consumer_digest(bytes, size));
	return EXIT_SUCCESS;
}
