/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/show.h"

#include <stdio.h>
#include <string.h>

#include "report/table.h"

struct plan_show show_plan(const struct report_view *v)
{
	const struct target *t = v->system->target;
	struct plan_show show = {
		.plan = v->plan, .system = v->system, .mair = t->mair,
	};

	if (v->plan != NULL)
		show.wxn = t->traits.wxn[v->plan->arch];
	return show;
}

const char *show_owner(const struct plan_show *s, uint32_t domain)
{
	if (s->system != NULL)
		return system_owner(s->system, domain);
	return domain < s->domain_count ? s->domains[domain] : "xen";
}

uint32_t show_domains(const struct plan_show *s)
{
	return s->system != NULL ? (uint32_t)s->system->domains.count :
	       s->domain_count;
}

const char *show_memory(const struct plan_show *s, struct pmsa_attr attr)
{
	uint8_t byte;

	if (s->mair == NULL)
		return NULL;
	byte = s->mair[attr.index % MAIR_COUNT];
	if (byte >> 4 == 0)
		return "device";
	return byte == 0x44 ? "nc" : "normal";
}

const char *show_lifetime(enum lifetime lifetime)
{
	static const char *const names[] = {
		"fixed", "boot", "switching", "transient",
	};

	return names[lifetime];
}

const char *show_kind(enum context_kind kind)
{
	static const char *const names[] = { "boot", "idle", "guest" };

	return names[kind];
}

int64_t show_left(const struct plan *plan, const struct plan_context *c)
{
	return (int64_t)plan->regions - (int64_t)c->peak;
}

void show_color(struct out *o, enum color color)
{
	static const char *const codes[] = {
		"\033[0m", "\033[1m", "\033[1;31m", "\033[1;35m",
		"\033[1;36m", "\033[32m",
	};

	if (o->color)
		out_str(o, codes[color]);
}

void show_size(struct out *o, uint64_t size)
{
	static const char *const units[] = {
		"bytes", "KiB", "MiB", "GiB", "TiB",
	};
	size_t unit = 0;

	if (size == 0) {
		out_str(o, "empty");
		return;
	}
	while (size % 1024 == 0 && unit + 1 < sizeof(units) / sizeof(*units)) {
		size /= 1024;
		unit++;
	}
	out_fmt(o, "%llu %s", (unsigned long long)size,
		size == 1 && unit == 0 ? "byte" : units[unit]);
}

/* "#a-cells or #b-cells": what in /chosen tells targets apart. */
static void detected_by(struct out *o, const struct target *only)
{
	const struct target *t;
	bool first = true;

	for (size_t i = 0; (t = target_at(i)) != NULL; i++) {
		if (only != NULL && strcmp(only->name, t->name) != 0)
			continue;
		for (size_t k = 0; k < t->detect_count; k++) {
			if (!first)
				out_str(o, " or ");
			out_safe(o, t->detect[k]);
			first = false;
		}
	}
}

void show_target(struct out *o, const struct system *s)
{
	if (!s->target_derived)
		return;
	out_fmt(o, " (derived: /chosen has %s",
		s->target->detect_count == 0 ? "no " : "");
	detected_by(o, s->target->detect_count == 0 ? NULL : s->target);
	out_str(o, ")");
}

static void platform_line(struct out *o, const struct system *s)
{
	out_str(o, "platform  ");
	if (s->platform != NULL)
		out_safe(o, s->platform->name);
	else
		out_str(o, "not given");
	if (s->arch_known)
		out_fmt(o, ", %s", pmsa_arch_name(s->arch));
	if (s->platform == NULL && s->arch_known &&
	    s->cpu_compatible != NULL) {
		out_str(o, " (derived: cpu is ");
		out_safe(o, s->cpu_compatible);
		out_str(o, ")");
	}
	out_str(o, "\n");
}

void show_machine(struct out *o, const struct system *s)
{
	out_str(o, "target    ");
	out_safe(o, s->target->name);
	show_target(o, s);
	out_str(o, "\n");
	platform_line(o, s);
	out_str(o, "regions   ");
	if (s->regions_known)
		out_fmt(o, "%u at EL2\n", (unsigned)s->regions);
	else
		out_str(o, "unknown: give --platform or --regions\n");
	if (s->doc != NULL && s->doc->no_lines)
		out_str(o, "source    places are blob offsets: dtc could not "
			"annotate this file\n");
}

static void plural(struct out *o, uint64_t n, const char *what,
		   const char *behind)
{
	out_fmt(o, "%llu %s%s%s", (unsigned long long)n, what,
		n == 1 ? "" : "s", behind);
}

const char *show_verdict(const struct report_view *v)
{
	if (v->failure != NULL)
		return "error";
	return v->failed ? "fail" : "pass";
}

struct show_totals show_totals(const struct report_view *views, size_t count)
{
	struct show_totals t = { .verdict = "pass" };

	for (size_t i = 0; i < count; i++) {
		const struct report_view *v = &views[i];

		if (v->failure != NULL)
			t.unchecked++;
		else if (v->failed)
			t.failed++;
		else
			t.passed++;
		for (int s = SEV_NOTE; s <= SEV_ERROR; s++)
			t.found[s] += sink_count(v->sink,
						 (enum diag_severity)s);
	}
	if (t.unchecked > 0)
		t.verdict = "error";
	else if (t.failed > 0)
		t.verdict = "fail";
	return t;
}

void show_counts(struct out *o, const struct sink *sink)
{
	plural(o, sink_count(sink, SEV_ERROR), "error", ", ");
	plural(o, sink_count(sink, SEV_WARNING), "warning", ", ");
	plural(o, sink_count(sink, SEV_NOTE), "note", "; ");
	plural(o, sink->skipped, "check", " skipped");
}
