/* SPDX-License-Identifier: BSD-2-Clause */
/* The address axis of a picture. */
#ifndef REPORT_PICTURE_AXIS_H
#define REPORT_PICTURE_AXIS_H

#include "report/picture.h"

/* Make the cells from all that p holds, and say where in them it lies. */
MPUC_MUST_CHECK
enum mpuc_status picture_axis(struct picture *p);

#endif
