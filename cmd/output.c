/* SPDX-License-Identifier: BSD-2-Clause */
#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exit.h"
#include "runs.h"

static enum mpuc_status write_stdout(void *arg, const void *data, size_t len)
{
	struct output *out = arg;
	const char *at = data;

	while (len > 0) {
		ssize_t n = write(STDOUT_FILENO, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			out->error = errno;
			return MPUC_E_IO;
		}
		at += n;
		len -= (size_t)n;
	}
	return MPUC_OK;
}

static enum mpuc_status write_memory(void *arg, const void *data, size_t len)
{
	struct output *out = arg;

	if (len > out->room - out->size) {
		size_t room = out->room * 2 + len;
		char *bytes = realloc(out->bytes, room);

		if (bytes == NULL) {
			out->error = ENOMEM;
			return MPUC_E_NOMEM;
		}
		out->bytes = bytes;
		out->room = room;
	}
	memcpy(out->bytes + out->size, data, len);
	out->size += len;
	return MPUC_OK;
}

static bool want_color(const struct args *args, const char *path)
{
	const char *off = getenv("NO_COLOR"), *term = getenv("TERM");

	if (args->color != COLOR_AUTO)
		return args->color == COLOR_ALWAYS;
	if (path != NULL || (off != NULL && *off != '\0'))
		return false;
	if (term == NULL || strcmp(term, "dumb") == 0)
		return false;
	return isatty(STDOUT_FILENO) == 1;
}

void output_to(struct output *out, const struct args *args, const char *path)
{
	memset(out, 0, sizeof(*out));
	if (path != NULL && strcmp(path, "-") != 0)
		out->path = path;
	out->writer.write = out->path != NULL ? write_memory : write_stdout;
	out->writer.arg = out;
	out->writer.color = want_color(args, path);
}

void output_open(struct output *out, const struct args *args)
{
	output_to(out, args, args->output);
}

static int worse(int a, int b)
{
	return a > b ? a : b;
}

static int save(struct output *out)
{
	const struct mpuc_options defaults = { 0 };
	struct mpuc_run *run = mpuc_new(&defaults);
	enum mpuc_status status = MPUC_E_NOMEM;
	int result = EXIT_CLEAN;

	if (run != NULL)
		status = mpuc_write_file(run, out->path, out->bytes,
					 out->size);
	if (status != MPUC_OK)
		result = runs_complain(run, status);
	mpuc_free(run);
	return result;
}

int output_close(struct output *out, const struct mpuc_run *run,
		 enum mpuc_status status, int worst)
{
	int result = EXIT_CLEAN;

	if (out->error != 0) {
		/* A reader that has seen enough is no news to anybody. */
		if (out->error != EPIPE)
			fprintf(stderr, "mpuc: can't write %s: %s\n",
				out->path != NULL ? out->path :
				"standard output", strerror(out->error));
		result = EXIT_INPUT;
	} else if (status != MPUC_OK) {
		result = runs_complain(run, status);
	} else if (out->path != NULL) {
		result = save(out);
	}
	free(out->bytes);
	return worse(result, worst);
}
