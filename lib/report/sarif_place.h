/* SPDX-License-Identifier: BSD-2-Clause */
/* Texts and places in SARIF: where in a file, and where in the tree. */
#ifndef REPORT_SARIF_PLACE_H
#define REPORT_SARIF_PLACE_H

#include "report/element.h"
#include "report/excerpt.h"

/* { "text": TEXT } */
json_t *sarif_text(struct element_ctx *c, const char *text);

/*
 * A location, whose columns e counts in characters; NULL for a place that is
 * nowhere.
 */
json_t *sarif_location(struct element_ctx *c, struct excerpts *e,
		       const struct place *at);

#endif
