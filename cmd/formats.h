/* SPDX-License-Identifier: BSD-2-Clause */
/* Which reports check writes, and where to. */
#ifndef CMD_FORMATS_H
#define CMD_FORMATS_H

#include "opt.h"

struct formats {
	struct format_choice *items;
	size_t count;
};

/*
 * The formats of the command line, else of the configuration, else text;
 * --output is for the one without a file, and auto becomes the surroundings'
 * own.  False after a message when two of them would go to one place.
 */
bool formats_settle(const struct args *args, const struct mpuc_config *config,
		    struct formats *ret_formats);
void formats_done(struct formats *formats);

#endif
