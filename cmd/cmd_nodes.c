/* SPDX-License-Identifier: BSD-2-Clause */
/* For completions only: nothing is said of what can't be read. */
#include "command.h"
#include "exit.h"

static enum mpuc_status put(void *arg, const void *data, size_t len)
{
	(void)arg;
	return fwrite(data, 1, len, stdout) == len ? MPUC_OK : MPUC_E_IO;
}

int cmd_nodes(int argc, char **argv)
{
	const struct mpuc_writer w = { .write = put };
	const char *files[16];
	size_t count = 0;

	/* The first tree of the line with its overlays. */
	for (int i = 0; i < argc && count < 16; i++) {
		if (count > 0 && !mpuc_is_overlay(argv[i]))
			break;
		files[count++] = argv[i];
	}
	return count > 0 && mpuc_write_nodes(files, count, &w) == MPUC_OK ?
	       EXIT_CLEAN : EXIT_INPUT;
}
