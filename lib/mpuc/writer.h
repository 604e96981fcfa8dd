/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the public writers and the reporters. */
#ifndef MPUC_WRITER_H
#define MPUC_WRITER_H

#include <mpuc/mpuc.h>

#include "base/out.h"
#include "report/report.h"

enum report_format writer_format(enum mpuc_format format);

enum report_edit_format writer_edit(enum mpuc_edit_format format);

void writer_open(struct out *o, const struct mpuc_writer *w);

/* Flush; the first failure of st and the writing. */
MPUC_MUST_CHECK
enum mpuc_status writer_close(struct out *o, enum mpuc_status st);

#endif
