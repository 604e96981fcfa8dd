/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options as data: one catalogue, and each command lists what it takes.
 * Parsing, --help and the dump for completions are derived from it.
 */
#ifndef CMD_OPT_H
#define CMD_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <mpuc/mpuc.h>

enum opt_kind {
	OPT_FLAG,		/* bool */
	OPT_TEXT,		/* const char *, as are the next three */
	OPT_FILE,
	OPT_TARGET,
	OPT_PLATFORM,
	OPT_CHOICE,		/* unsigned: index into choices */
	OPT_COUNT,		/* uint32_t up to most */
	OPT_ADDRESS,		/* uint64_t, with K, M or G for sizes */
	OPT_RANGE,		/* uint64_t base, size: BASE:SIZE */
	OPT_MODULE,		/* NODE=FILE, may be repeated */
	OPT_DOMAIN_SIZE,	/* DOMAIN=SIZE, may be repeated */
	OPT_ACCESS,		/* letters of r, w, x */
	OPT_FORMATS,		/* FORMAT or FORMAT=FILE, may be repeated */
	OPT_POLICY,		/* CODE[@PATH][: REASON], may be repeated;
				   most is its enum mpuc_policy_kind */
};

enum opt_id {
	ID_TARGET, ID_PLATFORM, ID_REGIONS, ID_XEN, ID_FDT_ADDRESS,
	ID_EARLY_UART, ID_MODULE, ID_NO_DTS, ID_SCHEMA, ID_STRICT,
	ID_FAIL_ON, ID_FORMAT, ID_OUTPUT, ID_COLOR,
	ID_CONTEXT, ID_QUERY_CONTEXT, ID_ADDR, ID_SIZE,
	ID_EL, ID_ACCESS, ID_ARCH, ID_AP, ID_XN, ID_XN_EL1, ID_SH, ID_INDEX,
	ID_NS, ID_DISABLED, ID_CHECK_FORMAT, ID_PLACE_SIZE, ID_ALIGN,
	ID_SECTIONS, ID_PREVIOUS,
	ID_STEPS, ID_PLACE_FORMAT,
	ID_PLAN, ID_BUDGET, ID_SCHEDULE, ID_EXPLAIN,
	ID_BATCH, ID_PLAN_FORMAT,
	ID_UNSAFE, ID_FIX_FORMAT,
	ID_CONFIG, ID_NO_CONFIG, ID_IGNORE, ID_WARNING, ID_ERROR, ID_NOTE,
	ID_TODAY, ID_BASELINE, ID_WRITE_BASELINE, ID_DIFF_FORMAT,
	ID_DIFF_FAIL_ON, ID_DEPFILE, ID_JOBS, ID_WATCH, ID_TARGETS,
	ID_PLATFORMS, ID_LIKE, ID_REPAIRS,
	ID_SOURCE, ID_IMAGEBUILDER, ID_DOMAINS, ID_HELP,
	ID_END,			/* ends a command's list */
};

enum plan_choice { PLAN_AS_IS, PLAN_OPTIMAL };
enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* One of several outputs; file NULL: --output, or standard output. */
struct format_choice {
	unsigned format;
	const char *file;
};

struct access {
	bool given, read, write, exec;
};

/* Everything that a command line can say; zero where it does not. */
struct args {
	const char *target, *platform, *xen, *output, *context, *schema;
	const char *batch;
	char **program;		/* all words as given; NULL: not kept */
	const char *depfile, *source;
	uint32_t jobs;
	bool watch;
	const char *config, *today, *baseline, *write_baseline;
	char day[sizeof("2027-01-31")];	/* what today points to by default */
	bool no_config;
	struct mpuc_policy *policies;
	size_t policy_count;
	const char *targets;	/* "A,B" */
	bool platforms, repairs;
	const char *like;
	bool has_regions, has_fdt_address, has_early_uart, has_fail_on;
	uint32_t regions;
	uint64_t fdt_address;
	uint64_t early_uart[2];
	struct mpuc_module_file *modules;
	size_t module_count;
	struct format_choice *formats;
	size_t format_count;
	bool no_memory;		/* why parsing failed */
	bool strict, no_dts, help, optimal, explain, has_budget;
	uint32_t budget;
	unsigned plan;
	const char *schedule;
	unsigned fail_on, format, color, diff_fail_on;
	bool has_addr, has_size, has_el;
	uint64_t addr, size;
	uint32_t el;
	struct access access;
	bool has_arch, xn, xn_el1, ns, disabled;
	unsigned arch, ap, sh;
	uint32_t index;
	struct mpuc_place_size *sizes;
	size_t size_count;
	uint64_t align, steps;
	bool sections, fix_unsafe;
	const char *previous, *imagebuilder, *domains;
	const char **operands;
	size_t operand_count;
};

struct opt {
	enum opt_id id;
	enum opt_kind kind;
	char letter;		/* 0: none */
	const char *name;	/* without the dashes */
	const char *meta;	/* of its value, NULL for a flag */
	const char *help;
	size_t at, has;		/* offsets in struct args; has 0: none */
	uint32_t most;		/* OPT_COUNT */
	const char *const *choices;	/* OPT_CHOICE, NULL at the end */
};

struct command {
	const char *name;
	const char *operands;	/* "INPUT..." */
	const char *summary;	/* one line */
	const enum opt_id *options;
	size_t least, most;	/* operands */
	int (*run)(const struct args *args);
};

extern const struct command commands[];
extern const size_t command_count;

const struct opt *opt_by_id(enum opt_id id);

/*
 * Parse argv[0..argc) behind the command's name.  False after a message to
 * standard error.  The arrays in ret_args are released by args_done().
 */
bool opt_parse(const struct command *c, int argc, char **argv,
	       struct args *ret_args);
void args_done(struct args *args);

/* Store the text of one option; false when it is not of its kind. */
bool opt_store(const struct opt *o, char *text, struct args *args);

#define DAY_ROOM sizeof("2027-01-31")

/* The day of SOURCE_DATE_EPOCH; false when it is not set or no number. */
bool today_from_environment(char ret_day[DAY_ROOM]);

/* The whole of s as a number: decimal or 0x; K, M, G behind it. */
bool number_parse(const char *s, size_t len, uint64_t *ret_value);

void opt_help(const struct command *c, FILE *to);
void opt_main_help(FILE *to);

/*
 * Lines of fields between tabs, for tools/gen-completions and check-options:
 * command, option, letter, kind, choices, meta, help; and command, operands,
 * summary.
 */
void opt_dump(FILE *to);
void opt_dump_commands(FILE *to);

/* The name of names[0..count) that is nearest to s, NULL when none is. */
const char *opt_nearest(const char *s, const char *const *names,
			size_t count);

#endif
