/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/dts.h"

#include <string.h>

#include "base/try.h"
#include "load/dtb.h"
#include "os/spawn.h"

#define ARGV_MAX 20

struct source {
	struct load_session *s;
	struct load_tree *tree;
	struct arena *scratch;		/* for what need not outlive us */
	struct os_bytes text;
	bool by_name;			/* dtc reads the file, not text */
	bool symbols;
	const char *dir;		/* of the file, NULL for the current */
	struct dts_names names;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* What follows a '#' in the first column: "#address-cells" is none. */
static bool is_directive(const char *at, const char *end)
{
	static const char *const words[] = {
		"include", "define", "undef", "if", "ifdef", "ifndef",
		"elif", "else", "endif", "error", "warning", "pragma",
	};

	while (at < end && is_blank(*at))
		at++;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		size_t len = strlen(words[i]);

		if ((size_t)(end - at) < len || memcmp(at, words[i], len) != 0)
			continue;
		if ((size_t)(end - at) == len || is_blank(at[len]) ||
		    strchr("\r\"<(/", at[len]) != NULL)
			return true;
	}
	return false;
}

bool dts_needs_cpp(const struct os_bytes *text)
{
	const char *at = (const char *)text->data;
	const char *end = at + text->size;

	while (at < end) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));

		if (line_end == NULL)
			line_end = end;
		while (at < line_end && is_blank(*at))
			at++;
		if (at < line_end && *at == '#' &&
		    is_directive(at + 1, line_end))
			return true;
		at = line_end + 1;
	}
	return false;
}

/* Say how a program that did not do its work ended. */
static enum mpuc_status check_end(struct source *src, const char *program,
				  const struct os_result *result)
{
	const char *name = src->tree->name;
	const char *message;

	switch (result->end) {
	case OS_NOT_FOUND:
		return load_fail(src->s, MPUC_E_IO, "%s: %s is needed for "
				 "this file, but it was not found; install "
				 "the package %s", name, program,
				 strcmp(program, "dtc") == 0 ?
				 "device-tree-compiler" : program);
	case OS_TIMED_OUT:
		return load_fail(src->s, MPUC_E_LIMIT, "%s: %s took more than "
				 "%u s and was stopped", name, program,
				 src->s->seconds == 0 ? OS_SPAWN_SECONDS :
				 src->s->seconds);
	case OS_TOO_MUCH_OUTPUT:
		return load_fail(src->s, MPUC_E_LIMIT,
				 "%s: the output of %s is too large", name,
				 program);
	case OS_SIGNALED:
		return load_fail(src->s, MPUC_E_SYNTAX,
				 "%s: %s was ended by signal %d", name,
				 program, result->code);
	case OS_EXITED:
		break;
	}
	if (result->code == 0)
		return MPUC_OK;
	message = dts_message(src->s->arena, &src->names, &result->err);
	TRY_PTR(message);
	return load_fail(src->s, MPUC_E_SYNTAX, "%s", message);
}

static enum mpuc_status run(struct source *src, const char *const *argv,
			    struct os_result *ret_result)
{
	struct os_spawn what = {
		.argv = argv, .seconds = src->s->seconds,
	};
	const char *error = NULL;
	enum mpuc_status st;

	if (!src->by_name) {
		what.input = src->text.data;
		what.input_size = src->text.size;
	}
	st = os_spawn(src->scratch, &what, ret_result, &error);
	if (st == MPUC_E_IO)
		return load_fail(src->s, st, "%s: %s", src->tree->name, error);
	TRY(st);
	return check_end(src, argv[0], ret_result);
}

/* The file itself, which is noted under the user's name for it. */
static bool is_known(const struct source *src, const char *name)
{
	return strcmp(name, "<stdin>") == 0 ||
	       strcmp(name, src->names.operand) == 0;
}

/* cpp names every file that it opens in a line "# 1 "name" 1". */
static enum mpuc_status note_markers(struct source *src)
{
	const char *at = (const char *)src->text.data;
	const char *end = at + src->text.size;

	while (src->s->inputs != NULL && at < end) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		const char *open, *close;

		if (line_end == NULL)
			line_end = end;
		open = at + strlen("# 1 ");
		if (line_end - at > 6 && memcmp(at, "# 1 \"", 5) == 0 &&
		    open[1] != '<') {
			const char *name;

			close = memchr(open + 1, '"',
				       (size_t)(line_end - open) - 1);
			if (close == NULL)
				close = line_end;
			name = arena_strndup(src->scratch, open + 1,
					     (size_t)(close - open) - 1);
			TRY_PTR(name);
			if (!is_known(src, name))
				TRY(load_note_input(src->s, name));
		}
		at = line_end + 1;
	}
	return MPUC_OK;
}

static enum mpuc_status preprocess(struct source *src)
{
	const char *const argv[] = {
		"cpp", "-nostdinc", "-undef", "-x", "assembler-with-cpp",
		"-D__DTS__", "-I", src->dir == NULL ? "." : src->dir,
		src->by_name ? src->names.operand : "-", NULL,
	};
	struct os_result result;

	TRY(run(src, argv, &result));
	src->text = result.out;
	src->by_name = false;
	return note_markers(src);
}

static enum mpuc_status run_dtc(struct source *src, bool annotate,
				struct os_result *ret_result)
{
	const char *argv[ARGV_MAX] = { "dtc", "-q", "-I", "dts", "-O" };
	size_t n = 5;

	argv[n++] = annotate ? "dts" : "dtb";
	if (annotate) {
		argv[n++] = "-T";
		argv[n++] = "-T";
	}
	if (annotate && src->s->inputs != NULL) {
		argv[n++] = "-d";
		argv[n++] = "/dev/stderr";
	}
	if (src->symbols)
		argv[n++] = "-@";
	if (!src->by_name && src->dir != NULL) {
		argv[n++] = "-i";
		argv[n++] = src->dir;
	}
	argv[n++] = src->by_name ? src->names.operand : "-";
	return run(src, argv, ret_result);
}

/*
 * dtc's dependencies: "-: t.dts board.dtsi".  It puts nothing around blanks
 * in names, so words are joined until they name a file.
 */
static enum mpuc_status note_dependencies(struct source *src,
					  const struct os_bytes *err)
{
	char *at = (char *)err->data, *word;

	if (src->s->inputs == NULL || strncmp(at, "-: ", 3) != 0)
		return MPUC_OK;
	at += 3;
	at[strcspn(at, "\n")] = '\0';
	for (word = at; *word != '\0'; word = at) {
		bool last;

		do {
			at += strcspn(at, " ");
			last = *at == '\0';
			*at = '\0';
			if (last || is_known(src, word) || os_is_file(word))
				break;
			*at++ = ' ';
		} while (true);
		if (!last)
			at++;
		if (!is_known(src, word))
			TRY(load_note_input(src->s, word));
	}
	return MPUC_OK;
}

static enum mpuc_status compile(struct source *src)
{
	struct load_tree *t = src->tree;
	struct os_result result;
	enum mpuc_status st;

	if (dts_needs_cpp(&src->text))
		TRY(preprocess(src));
	TRY(run_dtc(src, false, &result));
	t->blob.size = result.out.size;
	t->blob.data = arena_alloc(src->s->arena, result.out.size + 1);
	TRY_PTR(t->blob.data);
	memcpy(t->blob.data, result.out.data, result.out.size);
	TRY(dtb_read(src->s, t));
	st = run_dtc(src, true, &result);
	/* dtc 1.6.1 aborts on /incbin/ beside other data when it annotates
	   what it has just compiled: places are then blob offsets. */
	if (st == MPUC_E_SYNTAX) {
		src->s->error = NULL;
		t->doc->no_lines = true;
		return MPUC_OK;
	}
	TRY(st);
	TRY(note_dependencies(src, &result.err));
	t->doc->located = true;
	return dts_attach(src->s->arena, &src->names, &result.out, t->doc);
}

static enum mpuc_status set_names(struct source *src)
{
	struct arena *a = src->s->arena;
	const char *name = src->tree->name;
	const char *slash = strrchr(name, '/');

	src->names.shown = name;
	/* A name that begins with '-' would be taken for an option. */
	src->names.operand = *name == '-' ? arena_printf(a, "./%s", name) :
		name;
	TRY_PTR(src->names.operand);
	if (slash != NULL && src->tree->blob.regular) {
		src->dir = arena_strndup(a, name, slash == name ? 1 :
					 (size_t)(slash - name));
		TRY_PTR(src->dir);
	}
	return MPUC_OK;
}

enum mpuc_status dts_read(struct load_session *s, struct load_tree *t,
			  bool symbols)
{
	struct arena scratch;
	struct source src = {
		.s = s, .tree = t, .scratch = &scratch, .text = t->blob,
		.by_name = t->blob.regular, .symbols = symbols,
	};
	enum mpuc_status st;

	arena_init(&scratch, s->arena->cap);
	st = set_names(&src);
	if (st == MPUC_OK)
		st = compile(&src);
	arena_done(&scratch);
	return st;
}
