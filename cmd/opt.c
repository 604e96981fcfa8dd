/* SPDX-License-Identifier: BSD-2-Clause */
#include "opt.h"

#include <stdlib.h>
#include <string.h>

/* One pass over a command line. */
struct scan {
	const struct command *c;
	char **argv;
	int argc, at;
	struct args *args;
};

#define NAMES_MAX 64

static void complain(const struct scan *s, const char *what,
		     const char *subject)
{
	fprintf(stderr, "mpuc %s: %s '%s'\n", s->c->name, what, subject);
}

static void hint(const struct scan *s)
{
	fprintf(stderr, "Try 'mpuc %s --help'.\n", s->c->name);
}

static const struct opt *find_long(const struct command *c, const char *name,
				   size_t len)
{
	for (size_t i = 0; c->options[i] != ID_END; i++) {
		const struct opt *o = opt_by_id(c->options[i]);

		if (strlen(o->name) == len && memcmp(o->name, name, len) == 0)
			return o;
	}
	return NULL;
}

static const struct opt *find_letter(const struct command *c, char letter)
{
	for (size_t i = 0; c->options[i] != ID_END; i++) {
		const struct opt *o = opt_by_id(c->options[i]);

		if (o->letter == letter)
			return o;
	}
	return NULL;
}

static bool unknown(const struct scan *s, const char *arg)
{
	const char *names[NAMES_MAX], *near;
	size_t count = 0;

	for (size_t i = 0; i < NAMES_MAX && s->c->options[i] != ID_END; i++)
		names[count++] = opt_by_id(s->c->options[i])->name;
	complain(s, "unknown option", arg);
	near = arg[1] == '-' ? opt_nearest(arg + 2, names, count) : NULL;
	if (near != NULL)
		fprintf(stderr, "Did you mean '--%s'?\n", near);
	hint(s);
	return false;
}

static void bad_value(const struct scan *s, const struct opt *o,
		      const char *text)
{
	fprintf(stderr, "mpuc %s: --%s does not take '%s'", s->c->name,
		o->name, text);
	for (size_t i = 0; o->choices != NULL && o->choices[i] != NULL; i++)
		fprintf(stderr, "%s%s", i == 0 ? "; it takes " : ", ",
			o->choices[i]);
	if (o->kind == OPT_COUNT)
		fprintf(stderr, "; it takes 0 to %u", (unsigned)o->most);
	if (o->kind == OPT_MODULE || o->kind == OPT_RANGE ||
	    o->kind == OPT_DOMAIN_SIZE)
		fprintf(stderr, "; it takes %s", o->meta);
	fputs("\n", stderr);
	hint(s);
}

/* value is what stood behind '=' or the letter, NULL when nothing did. */
static bool take(struct scan *s, const struct opt *o, char *value)
{
	if (o->kind == OPT_FLAG && value != NULL) {
		fprintf(stderr, "mpuc %s: --%s takes no value\n", s->c->name,
			o->name);
		hint(s);
		return false;
	}
	if (o->kind != OPT_FLAG && value == NULL) {
		if (s->at + 1 >= s->argc) {
			fprintf(stderr, "mpuc %s: --%s needs a value, %s\n",
				s->c->name, o->name, o->meta);
			hint(s);
			return false;
		}
		value = s->argv[++s->at];
	}
	if (!opt_store(o, value, s->args)) {
		bad_value(s, o, value);
		return false;
	}
	return true;
}

static bool take_long(struct scan *s, char *arg)
{
	char *equals = strchr(arg, '=');
	size_t len = equals != NULL ? (size_t)(equals - arg) - 2 :
		     strlen(arg) - 2;
	const struct opt *o = find_long(s->c, arg + 2, len);

	if (equals != NULL && o == NULL)
		*equals = '\0';
	if (o == NULL)
		return unknown(s, arg);
	return take(s, o, equals != NULL ? equals + 1 : NULL);
}

static bool take_short(struct scan *s, char *arg)
{
	const struct opt *o = find_letter(s->c, arg[1]);

	if (o == NULL)
		return unknown(s, arg);
	return take(s, o, arg[2] != '\0' ? arg + 2 : NULL);
}

static bool scan_all(struct scan *s)
{
	bool operands_only = false;

	for (s->at = 0; s->at < s->argc; s->at++) {
		char *arg = s->argv[s->at];

		if (operands_only || arg[0] != '-' || arg[1] == '\0') {
			s->args->operands[s->args->operand_count++] = arg;
		} else if (strcmp(arg, "--") == 0) {
			operands_only = true;
		} else if (arg[1] == '-') {
			if (!take_long(s, arg))
				return false;
		} else if (!take_short(s, arg)) {
			return false;
		}
	}
	return true;
}

static bool count_operands(const struct scan *s)
{
	size_t n = s->args->operand_count;
	/* It names a tree of its own. */
	size_t least = s->c->least - (s->args->imagebuilder != NULL &&
				      s->c->least > 0);

	if (s->args->help)
		return true;
	if (n < least) {
		fprintf(stderr, "mpuc %s: expected %s\n", s->c->name,
			s->c->operands);
		hint(s);
		return false;
	}
	if (n > s->c->most) {
		complain(s, "unexpected operand",
			 s->args->operands[s->c->most]);
		hint(s);
		return false;
	}
	return true;
}

bool opt_parse(const struct command *c, int argc, char **argv,
	       struct args *ret_args)
{
	struct scan s = { c, argv, argc, 0, ret_args };
	size_t room = (size_t)argc + 1;

	memset(ret_args, 0, sizeof(*ret_args));
	ret_args->fail_on = MPUC_ERROR;
	ret_args->operands = calloc(room, sizeof(*ret_args->operands));
	ret_args->modules = calloc(room, sizeof(*ret_args->modules));
	ret_args->formats = calloc(room, sizeof(*ret_args->formats));
	ret_args->sizes = calloc(room, sizeof(*ret_args->sizes));
	ret_args->policies = calloc(room, sizeof(*ret_args->policies));
	if (ret_args->operands == NULL || ret_args->modules == NULL ||
	    ret_args->formats == NULL || ret_args->sizes == NULL ||
	    ret_args->policies == NULL) {
		fputs("mpuc: out of memory\n", stderr);
		ret_args->no_memory = true;
		return false;
	}
	return scan_all(&s) && count_operands(&s);
}

void args_done(struct args *args)
{
	free(args->operands);
	free(args->modules);
	free(args->formats);
	free(args->sizes);
	free(args->policies);
}
