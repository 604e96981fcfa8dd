/* SPDX-License-Identifier: BSD-2-Clause */
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "confine.h"
#include "exit.h"
#include "tui.h"

/* How a run is made. */
#define RUN_OPTIONS ID_TARGET, ID_PLATFORM, ID_REGIONS, ID_XEN, \
	ID_FDT_ADDRESS, ID_EARLY_UART, ID_MODULE, ID_NO_DTS, \
	ID_IMAGEBUILDER, ID_DOMAINS, ID_CONFIG, ID_NO_CONFIG
/* How its findings are judged. */
#define JUDGE_OPTIONS ID_STRICT, ID_FAIL_ON, ID_IGNORE, ID_WARNING, \
	ID_ERROR, ID_NOTE, ID_TODAY
/* Behind a format of the command's own, and with that of most. */
#define FORM_OPTIONS ID_OUTPUT, ID_COLOR, ID_HELP, ID_END
#define OUTPUT_OPTIONS ID_FORMAT, FORM_OPTIONS
#define OPTIONS(...) (const enum opt_id[]){ __VA_ARGS__ }

const struct command commands[] = {
	{ "check", "INPUT...",
	  "check a tree against every rule and budget",
	  OPTIONS(RUN_OPTIONS, ID_SCHEMA, JUDGE_OPTIONS, ID_BASELINE,
		  ID_WRITE_BASELINE, ID_DEPFILE, ID_JOBS, ID_WATCH, ID_SOURCE,
		  ID_CHECK_FORMAT, FORM_OPTIONS),
	  1, SIZE_MAX, cmd_check },
	{ "plan", "INPUT...",
	  "show the region table of every context, and why",
	  OPTIONS(RUN_OPTIONS, ID_TARGETS, ID_PLATFORMS, ID_LIKE, ID_REPAIRS,
		  JUDGE_OPTIONS, ID_CONTEXT, ID_PLAN, ID_BUDGET, ID_SCHEDULE,
		  ID_EXPLAIN, ID_PLAN_FORMAT, FORM_OPTIONS),
	  1, SIZE_MAX, cmd_plan },
	{ "pack", "-o FILE INPUT...",
	  "check, plan, verify, then write the boot layout",
	  OPTIONS(RUN_OPTIONS, JUDGE_OPTIONS, ID_PLAN, ID_BUDGET,
		  ID_SCHEDULE, ID_DEPFILE, OUTPUT_OPTIONS),
	  1, SIZE_MAX, cmd_pack },
	{ "inspect", "LAYOUT",
	  "decode a boot layout",
	  OPTIONS(OUTPUT_OPTIONS), 1, 1, cmd_inspect },
	{ "verify", "LAYOUT INPUT...",
	  "hold a boot layout against a tree",
	  OPTIONS(RUN_OPTIONS, ID_BUDGET, ID_SCHEDULE, OUTPUT_OPTIONS),
	  2, SIZE_MAX, cmd_verify },
	{ "query", "LAYOUT|INPUT... --context NAME --addr A",
	  "who may touch an address, through which region",
	  OPTIONS(ID_QUERY_CONTEXT, ID_ADDR, ID_SIZE, ID_EL, ID_ACCESS,
		  RUN_OPTIONS, OUTPUT_OPTIONS),
	  1, SIZE_MAX, cmd_query },
	{ "place", "INPUT...",
	  "addresses for domains that have only sizes",
	  OPTIONS(RUN_OPTIONS, ID_PLACE_SIZE, ID_ALIGN, ID_SECTIONS,
		  ID_PREVIOUS, ID_STEPS, ID_PLACE_FORMAT, FORM_OPTIONS),
	  1, SIZE_MAX, cmd_place },
	{ "budget", "INPUT...",
	  "what would fit: change a tree and see what it takes",
	  OPTIONS(RUN_OPTIONS, ID_STRICT, ID_FAIL_ON, ID_BATCH,
		  OUTPUT_OPTIONS),
	  1, SIZE_MAX, cmd_budget },
	{ "fix", "INPUT...",
	  "mend what can be mended mechanically, as an overlay",
	  OPTIONS(RUN_OPTIONS, ID_UNSAFE, ID_FIX_FORMAT, FORM_OPTIONS),
	  1, SIZE_MAX, cmd_fix },
	{ "diff", "BEFORE AFTER",
	  "what changed between two trees or layouts",
	  OPTIONS(RUN_OPTIONS, ID_DIFF_FAIL_ON, ID_DIFF_FORMAT, FORM_OPTIONS),
	  2, SIZE_MAX, cmd_diff },
	{ "encode", "--arch ARCH BASE LIMIT|BASE+SIZE",
	  "one region as its two registers",
	  OPTIONS(ID_ARCH, ID_AP, ID_XN, ID_XN_EL1, ID_SH, ID_INDEX, ID_NS,
		  ID_DISABLED, OUTPUT_OPTIONS),
	  1, 2, cmd_encode },
	{ "decode", "--arch ARCH PRBAR PRLAR",
	  "two registers in words",
	  OPTIONS(ID_ARCH, OUTPUT_OPTIONS), 2, 2, cmd_decode },
	{ "explain", "[CODE]",
	  "the page of one diagnostic, or the list of all",
	  OPTIONS(OUTPUT_OPTIONS), 0, 1, cmd_explain },
	{ "profiles", "[NAME]",
	  "list the compiled-in profiles, or print one",
	  OPTIONS(OUTPUT_OPTIONS), 0, 1, cmd_profiles },
	{ "config", "[INPUT]",
	  "what is in force, and where each value is from",
	  OPTIONS(RUN_OPTIONS, JUDGE_OPTIONS, ID_BASELINE, OUTPUT_OPTIONS),
	  0, 1, cmd_config },
};
const size_t command_count = sizeof(commands) / sizeof(commands[0]);

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < command_count; i++) {
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	}
	return NULL;
}

static int unknown_command(const char *name)
{
	const char *names[sizeof(commands) / sizeof(commands[0])], *near;

	for (size_t i = 0; i < command_count; i++)
		names[i] = commands[i].name;
	fprintf(stderr, "mpuc: unknown %s '%s'\n",
		name[0] == '-' ? "option" : "command", name);
	near = opt_nearest(name, names, command_count);
	if (near != NULL)
		fprintf(stderr, "Did you mean '%s'?\n", near);
	fputs("Try 'mpuc --help'.\n", stderr);
	return EXIT_USAGE;
}

/* For text that does not go through struct output. */
static int flushed(int status)
{
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return status;
	fputs("mpuc: can't write standard output\n", stderr);
	return EXIT_INPUT;
}

static int run_command(const struct command *c, int argc, char **argv)
{
	struct args args;
	char **program = c->run == cmd_budget ? tui_keep(argc + 2, argv - 2) :
			 NULL;
	int status = EXIT_USAGE;

	if (opt_parse(c, argc, argv, &args)) {
		args.program = program;
		if (args.today == NULL && today_from_environment(args.day))
			args.today = args.day;
		if (args.help) {
			opt_help(c, stdout);
			status = flushed(EXIT_CLEAN);
		} else {
			/* In a budget, where to save is told later. */
			if (c->run != cmd_budget)
				confine(&args, c->run == cmd_check);
			status = c->run(&args);
		}
	} else if (args.no_memory) {
		status = EXIT_INPUT;
	}
	args_done(&args);
	free(program);
	return status;
}

/*
 * An input must not be opened in the place of a stream that the caller
 * closed.  What takes the place refuses what the stream is for.
 */
static void hold_streams(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) == -1 &&
		    open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) == -1)
			return;
	}
}

/*
 * Once a mapped block was freed, glibc takes the next ones from its heap,
 * and clears what was left of that with a pass: a page fault for each page.
 * A limit that is set stays, and chunks come zeroed from the kernel.
 */
static void map_chunks(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, 256 << 10);
#endif
}

int main(int argc, char **argv)
{
	const struct command *c;
	const char *word = argc > 1 ? argv[1] : NULL;

	hold_streams();
	map_chunks();
	/* One write a line, which is whole beside those of others. */
	setvbuf(stderr, NULL, _IOLBF, 0);
	/* A closed pipe is then an ordinary write error. */
	signal(SIGPIPE, SIG_IGN);
	if (word == NULL) {
		opt_main_help(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
		opt_main_help(stdout);
		return flushed(EXIT_CLEAN);
	}
	if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
		printf("mpuc %s\n", mpuc_version());
		return flushed(EXIT_CLEAN);
	}
	if (strcmp(word, "__options") == 0) {
		opt_dump(stdout);
		return flushed(EXIT_CLEAN);
	}
	if (strcmp(word, "__commands") == 0) {
		opt_dump_commands(stdout);
		return flushed(EXIT_CLEAN);
	}
	if (strcmp(word, "__nodes") == 0)
		return flushed(cmd_nodes(argc - 2, argv + 2));
	c = find_command(word);
	if (c == NULL)
		return unknown_command(word);
	return run_command(c, argc - 2, argv + 2);
}
