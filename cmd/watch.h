/* SPDX-License-Identifier: BSD-2-Clause */
/* Wait until one of a set of files changes, or the user has seen enough. */
#ifndef CMD_WATCH_H
#define CMD_WATCH_H

#include <stdbool.h>
#include <stddef.h>

struct watch;

/* NULL after a message. */
struct watch *watch_open(void);
void watch_close(struct watch *w);

/* Another file to wait for; what can't be watched is told of once. */
void watch_add(struct watch *w, const char *file);

/* False when the user asked to end. */
bool watch_wait(struct watch *w);

#endif
