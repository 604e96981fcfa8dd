/* SPDX-License-Identifier: BSD-2-Clause */
/* Symbols of an ELF file of any class and byte order; not for others. */
#ifndef LOAD_ELF_H
#define LOAD_ELF_H

#include <mpuc/status.h>

#include "doc/image.h"
#include "load/session.h"

/* Add every defined symbol with a name to image, in the file's order. */
MPUC_MUST_CHECK
enum mpuc_status elf_read(struct load_session *s, const struct os_bytes *file,
			  struct image *image);

#endif
