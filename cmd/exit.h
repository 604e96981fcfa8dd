/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CMD_EXIT_H
#define CMD_EXIT_H

/* Exit status; of several runs the highest wins. */
enum exit_status {
	EXIT_CLEAN = 0,
	EXIT_FINDINGS = 1,
	EXIT_USAGE = 2,
	EXIT_INPUT = 3,		/* also: output that can't be written */
	EXIT_NO_PLAN = 4,
	EXIT_BUG = 70,
};

#endif
