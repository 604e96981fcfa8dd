/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "command.h"
#include "exit.h"
#include "output.h"

static const char *const archs[] = { "pmsav8-32", "pmsav8-64" };

static int wrong(const char *command, const char *what)
{
	fprintf(stderr, "mpuc %s: %s\nTry 'mpuc %s --help'.\n", command,
		what, command);
	return EXIT_USAGE;
}

/* BASE LIMIT, or BASE+SIZE: why it is neither, or NULL. */
static const char *parse_range(const struct args *args,
			       struct mpuc_region *r)
{
	const char *text = args->operands[0], *plus = strchr(text, '+');
	size_t len = plus != NULL ? (size_t)(plus - text) : strlen(text);
	uint64_t size;

	if (!number_parse(text, len, &r->base))
		return "the base is not a number";
	if ((plus != NULL) != (args->operand_count == 1))
		return "expected BASE LIMIT or BASE+SIZE";
	if (plus == NULL) {
		text = args->operands[1];
		if (!number_parse(text, strlen(text), &r->limit))
			return "the limit is not a number";
		return NULL;
	}
	if (!number_parse(plus + 1, strlen(plus + 1), &size))
		return "the size is not a number";
	if (size == 0 || r->base > UINT64_MAX - (size - 1))
		return "the range is empty or goes past 2^64";
	r->limit = r->base + (size - 1);
	return NULL;
}

int cmd_encode(const struct args *args)
{
	static const unsigned sh[] = { 0, 2, 3 };
	struct mpuc_region r = {
		.arch = archs[args->arch], .ap = args->ap, .xn = args->xn,
		.xn_el1 = args->xn_el1, .sh = sh[args->sh],
		.index = args->index, .ns = args->ns,
		.enabled = !args->disabled,
	};
	const char *why;
	struct output out;
	enum mpuc_status status;

	if (!args->has_arch)
		return wrong("encode", "say which registers with --arch");
	if (args->arch == 0 && (args->xn_el1 || args->ns))
		return wrong("encode", "pmsav8-32 has neither --xn-el1 nor "
			     "--ns");
	why = parse_range(args, &r);
	if (why != NULL)
		return wrong("encode", why);
	output_open(&out, args);
	status = mpuc_write_encode(&r, (enum mpuc_format)args->format,
				   &out.writer);
	if (status == MPUC_E_USAGE)
		return wrong("encode", mpuc_encode_error(&r));
	return output_close(&out, NULL, status, EXIT_CLEAN);
}

int cmd_decode(const struct args *args)
{
	uint64_t words[2];
	struct output out;
	enum mpuc_status status;

	if (!args->has_arch)
		return wrong("decode", "say which registers with --arch");
	for (size_t i = 0; i < 2; i++) {
		const char *text = args->operands[i];

		if (!number_parse(text, strlen(text), &words[i]))
			return wrong("decode", "a register is not a number");
		if (args->arch == 0 && words[i] > UINT32_MAX)
			return wrong("decode", "pmsav8-32 registers have 32 "
				     "bits");
	}
	output_open(&out, args);
	status = mpuc_write_decode(archs[args->arch], words[0], words[1],
				   (enum mpuc_format)args->format,
				   &out.writer);
	return output_close(&out, NULL, status, EXIT_CLEAN);
}
