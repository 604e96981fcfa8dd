/* SPDX-License-Identifier: BSD-2-Clause */
/* Device-tree blobs; not for other modules. */
#ifndef LOAD_DTB_H
#define LOAD_DTB_H

#include <mpuc/status.h>

#include <stdbool.h>

#include "load/session.h"

bool dtb_has_magic(const struct os_bytes *blob);

/*
 * Check all of t->blob and set t->doc to an indexed tree whose names and
 * values lie in it, so it must live as long.  Whatever the bytes are, the
 * result is a tree or MPUC_E_SYNTAX.
 */
MPUC_MUST_CHECK
enum mpuc_status dtb_read(struct load_session *s, struct load_tree *t);

#endif
