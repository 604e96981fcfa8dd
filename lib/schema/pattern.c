/* SPDX-License-Identifier: BSD-2-Clause */
/* From the text of an expression to its states. */
#include "schema/pattern_states.h"

#include <string.h>

#include "base/try.h"

struct parse {
	struct arena *a;
	struct pattern *p;
	const char *at;
	unsigned depth, choices, work;
	const char *error;
};

#define MAX_DEPTH 16
#define MAX_CHOICES 64
#define MAX_REPEAT 255
/* A repeated group is read again each time, empty ones add no state. */
#define MAX_WORK 20000

static enum mpuc_status refuse(struct parse *ps, enum mpuc_status status,
			       const char *why)
{
	ps->error = why;
	return status;
}

static uint32_t here(const struct parse *ps)
{
	return (uint32_t)ps->p->states.count;
}

/* A new state at the end that leads to the one behind it. */
static enum mpuc_status emit(struct parse *ps, enum op op)
{
	struct state *s;

	if (ps->p->states.count >= PATTERN_MAX_STATES)
		return refuse(ps, MPUC_E_LIMIT, "the pattern is too large");
	s = VEC_PUSH(ps->a, &ps->p->states);
	TRY_PTR(s);
	s->op = op;
	s->next = s->other = here(ps);
	return MPUC_OK;
}

static struct state *last(const struct parse *ps)
{
	return &ps->p->states.items[ps->p->states.count - 1];
}

static void set_add(struct char_set *set, unsigned char c)
{
	set->bits[c / 64] |= (uint64_t)1 << (c % 64);
}

static void set_range(struct char_set *set, unsigned char from,
		      unsigned char to)
{
	for (unsigned c = from; c <= to; c++)
		set_add(set, (unsigned char)c);
}

static void set_invert(struct char_set *set)
{
	for (size_t i = 0; i < ARRAY_SIZE(set->bits); i++)
		set->bits[i] = ~set->bits[i];
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* What stands behind a backslash; false for a class, which has no value. */
static enum mpuc_status read_escape(struct parse *ps, struct char_set *set,
				    bool *ret_single, unsigned char *ret_char)
{
	char c = *ps->at;

	*ret_single = false;
	if (c == '\0')
		return refuse(ps, MPUC_E_SYNTAX, "a backslash at the end");
	ps->at++;
	if (c == 'd') {
		set_range(set, '0', '9');
	} else if (c == 'w') {
		set_range(set, '0', '9');
		set_range(set, 'a', 'z');
		set_range(set, 'A', 'Z');
		set_add(set, '_');
	} else if (c == 's') {
		set_range(set, '\t', '\r');
		set_add(set, ' ');
	} else if (is_alnum(c)) {
		return refuse(ps, MPUC_E_UNSUPPORTED,
			      "of the letters and digits behind a backslash "
			      "only d, s and w are supported");
	} else {
		*ret_single = true;
		*ret_char = (unsigned char)c;
		set_add(set, (unsigned char)c);
	}
	return MPUC_OK;
}

/* One member of [...]: a character, a range or an escape. */
static enum mpuc_status read_member(struct parse *ps, struct char_set *set)
{
	unsigned char from = (unsigned char)*ps->at, to;
	bool single = true;

	if (*ps->at++ == '\\')
		TRY(read_escape(ps, set, &single, &from));
	if (!single)
		return MPUC_OK;
	to = from;
	if (ps->at[0] == '-' && ps->at[1] != ']' && ps->at[1] != '\0') {
		to = (unsigned char)ps->at[1];
		ps->at += 2;
		if (to == '\\')
			TRY(read_escape(ps, set, &single, &to));
		if (!single || to < from)
			return refuse(ps, MPUC_E_SYNTAX,
				      "a range that runs backwards");
	}
	set_range(set, from, to);
	return MPUC_OK;
}

static enum mpuc_status read_class(struct parse *ps)
{
	struct char_set set = { { 0 } };
	bool inverted = *ps->at == '^', first = true;

	ps->at += inverted;
	for (; *ps->at != ']' || first; first = false) {
		if (*ps->at == '\0')
			return refuse(ps, MPUC_E_SYNTAX, "'[' without ']'");
		TRY(read_member(ps, &set));
	}
	ps->at++;
	if (inverted)
		set_invert(&set);
	TRY(emit(ps, OP_SET));
	last(ps)->set = set;
	return MPUC_OK;
}

static enum mpuc_status read_choice(struct parse *ps);

static enum mpuc_status read_group(struct parse *ps)
{
	if (ps->at[0] == '?') {
		if (ps->at[1] != ':')
			return refuse(ps, MPUC_E_UNSUPPORTED,
				      "of the groups that begin with '(?' only "
				      "'(?:' is supported");
		ps->at += 2;
	}
	if (++ps->depth > MAX_DEPTH)
		return refuse(ps, MPUC_E_LIMIT,
			      "groups are nested more than 16 deep");
	TRY(read_choice(ps));
	ps->depth--;
	if (*ps->at != ')')
		return refuse(ps, MPUC_E_SYNTAX, "'(' without ')'");
	ps->at++;
	return MPUC_OK;
}

static enum mpuc_status read_atom(struct parse *ps)
{
	struct char_set set = { { 0 } };
	bool single;
	unsigned char c = (unsigned char)*ps->at++;

	if (++ps->work > MAX_WORK)
		return refuse(ps, MPUC_E_LIMIT, "the pattern is too large");
	switch (c) {
	case '(':
		return read_group(ps);
	case '[':
		return read_class(ps);
	case '^':
		return emit(ps, OP_BEGIN);
	case '$':
		return emit(ps, OP_END);
	case '*': case '+': case '?': case '{':
		return refuse(ps, MPUC_E_SYNTAX, "nothing to repeat");
	case '.':
		set_add(&set, '\n');
		set_invert(&set);
		break;
	case '\\':
		TRY(read_escape(ps, &set, &single, &c));
		break;
	default:
		set_add(&set, c);
	}
	TRY(emit(ps, OP_SET));
	last(ps)->set = set;
	return MPUC_OK;
}

static unsigned read_count(struct parse *ps)
{
	unsigned n = 0;

	while (*ps->at >= '0' && *ps->at <= '9' && n <= MAX_REPEAT)
		n = n * 10 + (unsigned)(*ps->at++ - '0');
	return n;
}

struct repeat {
	unsigned least, most;
	bool open;		/* no upper bound */
};

/* * + ? {n} {m,} {m,n}; once when none of them stands here. */
static enum mpuc_status read_repeat(struct parse *ps, struct repeat *r)
{
	char c = *ps->at;

	r->least = c == '*' || c == '?' ? 0 : 1;
	r->most = 1;
	r->open = c == '*' || c == '+';
	if (c != '*' && c != '+' && c != '?' && c != '{')
		return MPUC_OK;
	ps->at++;
	if (c == '{') {
		r->least = r->most = read_count(ps);
		if (*ps->at == ',') {
			ps->at++;
			r->open = *ps->at == '}';
			r->most = r->open ? r->least : read_count(ps);
		}
		if (*ps->at != '}' || r->most < r->least)
			return refuse(ps, MPUC_E_SYNTAX, "a broken {m,n}");
		ps->at++;
		if (r->most > MAX_REPEAT)
			return refuse(ps, MPUC_E_LIMIT,
				      "more than 255 repeats");
	}
	if (*ps->at == '?' || *ps->at == '+' || *ps->at == '*' ||
	    *ps->at == '{')
		return refuse(ps, MPUC_E_UNSUPPORTED,
			      "two repeats in a row are not supported");
	return MPUC_OK;
}

/* The atom at from once more, and back to where reading was. */
static enum mpuc_status again(struct parse *ps, const char *from)
{
	const char *behind = ps->at;

	ps->at = from;
	TRY(read_atom(ps));
	ps->at = behind;
	return MPUC_OK;
}

/* A split before the atom, which either enters it or leads past it. */
static enum mpuc_status optional(struct parse *ps, const char *from,
				 bool loops)
{
	uint32_t split = here(ps);

	TRY(emit(ps, OP_SPLIT));
	TRY(again(ps, from));
	if (loops) {
		TRY(emit(ps, OP_SPLIT));
		last(ps)->next = last(ps)->other = split;
	}
	ps->p->states.items[split].other = here(ps);
	return MPUC_OK;
}

static enum mpuc_status read_piece(struct parse *ps)
{
	const char *from = ps->at;
	size_t states = ps->p->states.count;
	struct repeat r;

	TRY(read_atom(ps));
	TRY(read_repeat(ps, &r));
	if (r.least == 0)
		ps->p->states.count = states;	/* what was read is not due */
	for (unsigned i = 1; i < r.least; i++)
		TRY(again(ps, from));
	for (unsigned i = r.least; i < r.most && !r.open; i++)
		TRY(optional(ps, from, false));
	return r.open ? optional(ps, from, true) : MPUC_OK;
}

static enum mpuc_status read_sequence(struct parse *ps)
{
	while (*ps->at != '\0' && *ps->at != '|' && *ps->at != ')')
		TRY(read_piece(ps));
	return MPUC_OK;
}

/*
 * A|B: a split leads to A and to B, and A ends with a jump behind B.  The
 * split before A is emitted always, as B shows only when A has been read.
 */
static enum mpuc_status read_choice(struct parse *ps)
{
	uint32_t split = here(ps), jump;

	TRY(emit(ps, OP_SPLIT));
	TRY(read_sequence(ps));
	if (*ps->at != '|')
		return MPUC_OK;
	ps->at++;
	jump = here(ps);
	TRY(emit(ps, OP_SPLIT));
	ps->p->states.items[split].other = here(ps);
	if (++ps->choices > MAX_CHOICES)
		return refuse(ps, MPUC_E_LIMIT, "more than 64 alternatives");
	TRY(read_choice(ps));
	ps->choices--;
	ps->p->states.items[jump].next = here(ps);
	ps->p->states.items[jump].other = here(ps);
	return MPUC_OK;
}

static enum mpuc_status read_pattern(struct parse *ps)
{
	if (strlen(ps->at) > PATTERN_MAX_LENGTH)
		return refuse(ps, MPUC_E_LIMIT,
			      "the pattern is longer than 256 characters");
	TRY(read_choice(ps));
	if (*ps->at != '\0')
		return refuse(ps, MPUC_E_SYNTAX, "')' without '('");
	return emit(ps, OP_MATCH);
}

enum mpuc_status pattern_compile(struct arena *a, const char *text,
				 struct pattern **ret_pattern,
				 const char **ret_error)
{
	struct parse ps = { .a = a, .at = text };
	enum mpuc_status status;
	size_t count;

	ps.p = arena_alloc(a, sizeof(*ps.p));
	TRY_PTR(ps.p);
	status = read_pattern(&ps);
	*ret_error = ps.error;
	if (status != MPUC_OK)
		return status;
	count = ps.p->states.count;
	ps.p->now = arena_array(a, count, sizeof(uint32_t));
	ps.p->then = arena_array(a, count, sizeof(uint32_t));
	ps.p->mark = arena_array(a, count, sizeof(uint32_t));
	ps.p->stack = arena_array(a, 2 * count + 2, sizeof(uint32_t));
	if (!ps.p->now || !ps.p->then || !ps.p->mark || !ps.p->stack)
		return MPUC_E_NOMEM;
	*ret_pattern = ps.p;
	return MPUC_OK;
}
