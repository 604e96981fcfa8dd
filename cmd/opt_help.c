/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "opt.h"

#define LONGEST 32	/* names longer than this are never suggested */

static void help_line(const struct opt *o, FILE *to)
{
	char left[64];
	int n;

	n = snprintf(left, sizeof(left), "--%s%s%s", o->name,
		     o->meta != NULL ? " " : "",
		     o->meta != NULL ? o->meta : "");
	if (n < 0)
		return;
	if (o->letter != 0)
		fprintf(to, "  -%c, %-22s %s\n", o->letter, left, o->help);
	else
		fprintf(to, "      %-22s %s\n", left, o->help);
}

void opt_help(const struct command *c, FILE *to)
{
	fprintf(to, "usage: mpuc %s [options]%s%s\n%s\n\n", c->name,
		c->operands[0] != '\0' ? " " : "", c->operands, c->summary);
	for (size_t i = 0; c->options[i] != ID_END; i++)
		help_line(opt_by_id(c->options[i]), to);
}

void opt_main_help(FILE *to)
{
	fputs("usage: mpuc COMMAND [options] [INPUT...]\n"
	      "Check, plan and pack the memory layout of Xen on an Armv8-R "
	      "MPU machine.\n\n", to);
	for (size_t i = 0; i < command_count; i++)
		fprintf(to, "  %-9s %s\n", commands[i].name,
			commands[i].summary);
	fputs("\n"
	      "  -h, --help     show this page; mpuc COMMAND --help has the "
	      "options\n"
	      "  -V, --version  show the version\n"
	      "\n"
	      "INPUT is a .dtb or .dts, then its overlays; - is standard "
	      "input.\n", to);
}

static void dump_kind(const struct opt *o, FILE *to)
{
	static const char *const kinds[] = {
		"flag", "text", "file", "target", "platform", "choice",
		"count", "address", "range", "module", "domain-size",
		"access", "formats", "policy",
	};

	fprintf(to, "%s\t", kinds[o->kind]);
	for (size_t i = 0; o->choices != NULL && o->choices[i] != NULL; i++)
		fprintf(to, "%s%s", i == 0 ? "" : " ", o->choices[i]);
}

static void dump_option(const char *command, const struct opt *o, FILE *to)
{
	fprintf(to, "%s\t--%s\t", command, o->name);
	if (o->letter != 0)
		fprintf(to, "-%c", o->letter);
	fputs("\t", to);
	dump_kind(o, to);
	fprintf(to, "\t%s\t%s\n", o->meta != NULL ? o->meta : "", o->help);
}

void opt_dump(FILE *to)
{
	fputs("-\t--help\t-h\tflag\t\t\tshow the commands\n"
	      "-\t--version\t-V\tflag\t\t\tshow the version\n", to);
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];

		for (size_t k = 0; c->options[k] != ID_END; k++)
			dump_option(c->name, opt_by_id(c->options[k]), to);
	}
}

void opt_dump_commands(FILE *to)
{
	for (size_t i = 0; i < command_count; i++)
		fprintf(to, "%s\t%s\t%s\n", commands[i].name,
			commands[i].operands, commands[i].summary);
}

/* Insertions, deletions and changes between two short names. */
static size_t distance(const char *a, const char *b)
{
	size_t row[LONGEST + 1], la = strlen(a), lb = strlen(b);

	if (la > LONGEST || lb > LONGEST)
		return LONGEST;
	for (size_t k = 0; k <= lb; k++)
		row[k] = k;
	for (size_t i = 1; i <= la; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t k = 1; k <= lb; k++) {
			size_t best = corner + (a[i - 1] != b[k - 1]);

			corner = row[k];
			if (row[k] + 1 < best)
				best = row[k] + 1;
			if (row[k - 1] + 1 < best)
				best = row[k - 1] + 1;
			row[k] = best;
		}
	}
	return row[lb];
}

const char *opt_nearest(const char *s, const char *const *names,
			size_t count)
{
	const char *near = NULL;
	size_t least = 3;

	for (size_t i = 0; i < count; i++) {
		size_t d = distance(s, names[i]);

		if (d < least && d < strlen(names[i])) {
			least = d;
			near = names[i];
		}
	}
	for (size_t i = 0; i < count && near == NULL && strlen(s) > 1; i++) {
		if (strncmp(s, names[i], strlen(s)) == 0)
			near = names[i];
	}
	return near;
}
