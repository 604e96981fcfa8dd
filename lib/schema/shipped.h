/* SPDX-License-Identifier: BSD-2-Clause */
/* The files of schemas/bindings/, which the build makes into tables. */
#ifndef SCHEMA_SHIPPED_H
#define SCHEMA_SHIPPED_H

#include "doc/value.h"

extern const struct value *const schema_shipped[];
extern const size_t schema_shipped_count;

#endif
