/* SPDX-License-Identifier: BSD-2-Clause */
/* Pieces that several reporters say alike. */
#ifndef REPORT_SHOW_H
#define REPORT_SHOW_H

#include "base/out.h"
#include "report/view.h"

struct plan_show show_plan(const struct report_view *v);

/* "domU1"; "xen" for SYS_NONE. */
const char *show_owner(const struct plan_show *s, uint32_t domain);

/* How many domains have a name. */
uint32_t show_domains(const struct plan_show *s);

/* "normal", "nc", "device"; NULL when the target is unknown. */
const char *show_memory(const struct plan_show *s, struct pmsa_attr attr);

const char *show_lifetime(enum lifetime lifetime);
const char *show_kind(enum context_kind kind);

/* Regions left at the peak, negative over budget. */
int64_t show_left(const struct plan *plan, const struct plan_context *c);

/* " (derived: ...)", or nothing when the target was given. */
void show_target(struct out *o, const struct system *s);

/* The lines that say for what machine and hypervisor a report is. */
void show_machine(struct out *o, const struct system *s);

/* "pass", "fail", or "error" for a tree that could not be checked */
const char *show_verdict(const struct report_view *v);

/* Of several trees; the worst verdict is that of all. */
struct show_totals {
	size_t passed, failed, unchecked;
	uint64_t found[3];	/* by enum diag_severity */
	const char *verdict;
};
struct show_totals show_totals(const struct report_view *views, size_t count);

/* "2 errors, 1 warning, 0 notes; 3 checks skipped" */
void show_counts(struct out *o, const struct sink *sink);

/* "64 MiB": the largest unit that divides size. */
void show_size(struct out *o, uint64_t size);

/* The ledger of all contexts. */
void show_ledger(struct out *o, const struct plan *plan);

/* Terminal colours; nothing when they are off. */
enum color { COLOR_NONE, COLOR_PLACE, COLOR_ERROR, COLOR_WARNING, COLOR_NOTE,
	     COLOR_CARET };
void show_color(struct out *o, enum color color);

#endif
