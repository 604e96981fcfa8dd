/* SPDX-License-Identifier: BSD-2-Clause */
#include "depfile.h"

#include <string.h>

#include "exit.h"
#include "output.h"

struct list {
	struct output out;
	enum mpuc_status status;
};

static void put(struct list *l, const char *s, size_t len)
{
	if (l->status == MPUC_OK && len > 0)
		l->status = l->out.writer.write(l->out.writer.arg, s, len);
}

/*
 * As gcc writes names: make and ninja read a blank behind a backslash, and
 * backslashes only double before one.
 */
static void put_name(struct list *l, const char *name)
{
	size_t slashes = 0;

	put(l, " ", 1);
	for (const char *c = name; *c != '\0'; c++) {
		if (*c == ' ' || *c == '\t') {
			for (size_t i = 0; i < slashes; i++)
				put(l, "\\", 1);
			put(l, "\\", 1);
		} else if (*c == '#' || *c == ':') {
			put(l, "\\", 1);
		} else if (*c == '$') {
			put(l, "$", 1);
		}
		slashes = *c == '\\' ? slashes + 1 : 0;
		put(l, c, 1);
	}
}

static void put_target(struct list *l, const char *name, size_t len)
{
	char copy[4096];

	if (len >= sizeof(copy))
		len = sizeof(copy) - 1;
	memcpy(copy, name, len);
	copy[len] = '\0';
	put_name(l, copy);
}

/* Neither make nor ninja can read a name with a line end in it. */
static bool is_sayable(const char *name)
{
	return strchr(name, '\n') == NULL;
}

static bool is_seen(const struct runs *runs, size_t run, size_t file)
{
	const char *name = mpuc_file_read(runs->all[run], file), *other;

	for (size_t r = 0; r <= run; r++) {
		for (size_t i = 0; (r < run || i < file) &&
		     (other = mpuc_file_read(runs->all[r], i)) != NULL; i++)
			if (strcmp(other, name) == 0)
				return true;
	}
	return false;
}

static void put_inputs(struct list *l, const struct runs *runs)
{
	const char *name;

	for (size_t r = 0; r < runs->all_count; r++) {
		for (size_t i = 0; (name = mpuc_file_read(runs->all[r], i))
		     != NULL; i++) {
			if (strcmp(name, "-") == 0 || is_seen(runs, r, i) ||
			    !is_sayable(name))
				continue;
			put(l, " \\\n ", 4);
			put_name(l, name);
		}
	}
	put(l, "\n", 1);
}

int depfile_write(const struct args *args, const struct runs *runs,
		  const char *const *targets, size_t count, int worst)
{
	size_t len = args->depfile != NULL ? strlen(args->depfile) : 0;
	struct list l = { .status = MPUC_OK };

	if (args->depfile == NULL)
		return worst;
	output_to(&l.out, args, args->depfile);
	if (count == 0 && len > 2 && strcmp(args->depfile + len - 2,
					    ".d") == 0)
		len -= 2;
	for (size_t i = 0; i < count; i++)
		put_target(&l, targets[i], strlen(targets[i]));
	if (count == 0)
		put_target(&l, args->depfile, len);
	put(&l, ":", 1);
	put_inputs(&l, runs);
	return output_close(&l.out, NULL, l.status, worst);
}
