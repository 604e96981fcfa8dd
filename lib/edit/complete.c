/* SPDX-License-Identifier: BSD-2-Clause */
#include "edit/complete.h"

#include <string.h>

#include "base/try.h"

#define WORDS 48

struct completing {
	struct arena *a;
	const struct edit_words *w;
	const char *words[WORDS];
	size_t lens[WORDS];
	size_t count;		/* whole words */
	const char *stem;	/* the one that is being typed */
	VEC(const char *) said;
};

static enum mpuc_status offer(struct completing *c, const char *word,
			      size_t len)
{
	size_t stem = strlen(c->stem);
	const char **slot, *copy;

	if (len < stem || memcmp(word, c->stem, stem) != 0)
		return MPUC_OK;
	for (size_t i = 0; i < c->said.count; i++) {
		if (strlen(c->said.items[i]) == len &&
		    memcmp(c->said.items[i], word, len) == 0)
			return MPUC_OK;
	}
	copy = arena_strndup(c->a, word, len);
	slot = VEC_PUSH(c->a, &c->said);
	TRY_PTR(copy);
	TRY_PTR(slot);
	*slot = copy;
	c->w->word(c->w->arg, copy);
	return MPUC_OK;
}

static enum mpuc_status offer_all(struct completing *c, const char *word)
{
	return word == NULL ? MPUC_OK : offer(c, word, strlen(word));
}

static enum mpuc_status offer_choice(struct completing *c,
				     const struct edit_element *e)
{
	const char *at = e->words, *end = at + e->len;

	while (at < end) {
		const char *bar = memchr(at, '|', (size_t)(end - at));
		const char *stop = bar != NULL ? bar : end;

		TRY(offer(c, at, (size_t)(stop - at)));
		at = stop + 1;
	}
	return MPUC_OK;
}

static enum mpuc_status offer_banks(struct completing *c)
{
	const struct system *s = c->w->s;

	/* The domain stands before its bank. */
	for (size_t i = 0; i < s->domains.count; i++) {
		const struct domain *d = &s->domains.items[i];

		for (size_t k = 0; k < c->count; k++) {
			if (strlen(d->name) != c->lens[k] ||
			    memcmp(d->name, c->words[k], c->lens[k]) != 0)
				continue;
			for (uint32_t b = 0; b < d->bank_count; b++)
				TRY(offer_all(c, arena_printf(c->a, "%u",
							      b)));
		}
	}
	return MPUC_OK;
}

static enum mpuc_status offer_profiles(struct completing *c,
				       enum edit_arg_kind kind)
{
	const struct platform *p;
	const struct target *t;

	if (kind == ARG_TARGET) {
		for (size_t i = 0; (t = target_at(i)) != NULL; i++)
			TRY(offer_all(c, t->name));
		return MPUC_OK;
	}
	for (size_t i = 0; (p = platform_at(i)) != NULL; i++)
		TRY(offer_all(c, p->name));
	return MPUC_OK;
}

static enum mpuc_status offer_names(struct completing *c,
				    enum edit_arg_kind kind)
{
	const struct edit_words *w = c->w;

	if (kind == ARG_DOMAIN) {
		for (size_t i = 0; i < w->s->domains.count; i++)
			TRY(offer_all(c, w->s->domains.items[i].name));
	} else if (kind == ARG_SHM) {
		for (size_t i = 0; i < w->s->shms.count; i++)
			TRY(offer_all(c, w->s->shms.items[i].id));
	} else if (kind == ARG_SECTION) {
		for (size_t i = 0; i < w->s->target->section_count; i++)
			TRY(offer_all(c, w->s->target->sections[i].name));
	} else if (kind == ARG_CONTEXT) {
		for (uint32_t i = 0; w->plan != NULL &&
		     i < w->plan->context_count; i++)
			TRY(offer_all(c, w->plan->contexts[i].name));
	} else if (kind == ARG_SNAPSHOT) {
		for (size_t i = 0; i < w->snapshot_count; i++)
			TRY(offer_all(c, w->snapshots[i]));
	} else if (kind == ARG_CODE) {
		const char *id;

		for (size_t i = 0; (id = w->code(i)) != NULL; i++)
			TRY(offer_all(c, id));
	}
	return MPUC_OK;
}

static enum mpuc_status offer_kind(struct completing *c,
				   const struct edit_element *e)
{
	static const char *const comparisons[] = {
		"==", "!=", "<", "<=", ">", ">=",
	};

	switch (e->kind) {
	case ARG_WORD:
		return offer_choice(c, e);
	case ARG_COMPARISON:
		for (size_t i = 0; i < ARRAY_SIZE(comparisons); i++)
			TRY(offer_all(c, comparisons[i]));
		return MPUC_OK;
	case ARG_BANK:
		return offer_banks(c);
	case ARG_TARGET:
	case ARG_PLATFORM:
		return offer_profiles(c, e->kind);
	case ARG_COMMAND:
		for (size_t i = 0; i < edit_rule_count; i++)
			TRY(offer(c, edit_rules[i].words,
				  strcspn(edit_rules[i].words, " ")));
		return MPUC_OK;
	case ARG_DOMAIN:
	case ARG_SHM:
	case ARG_SECTION:
	case ARG_CONTEXT:
	case ARG_SNAPSHOT:
	case ARG_CODE:
		return offer_names(c, e->kind);
	case ARG_NEW:
	case ARG_BASE:
	case ARG_SIZE:
	case ARG_COUNT:
	case ARG_NUMBER:
	case ARG_FILE:
		return MPUC_OK;
	}
	return MPUC_OK;
}

/* The word behind c->count words that fit the row so far. */
static enum mpuc_status offer_row(struct completing *c,
				  const struct edit_rule *r)
{
	const char *at = r->words;
	struct edit_element e = { .repeated = false };
	size_t n = 0;

	while (*at != '\0') {
		size_t len = strcspn(at, " ");

		if (n == c->count)
			return offer(c, at, len);
		if (c->lens[n] != len || memcmp(c->words[n], at, len) != 0)
			return MPUC_OK;
		n++;
		at += len + strspn(at + len, " ");
	}
	at = r->pattern;
	while (edit_element_next(&at, &e)) {
		if (n == c->count)
			return offer_kind(c, &e);
		if (e.kind == ARG_WORD &&
		    !edit_element_has(&e, c->words[n], c->lens[n]))
			return MPUC_OK;
		n++;
	}
	return n <= c->count && e.repeated ? offer_kind(c, &e) : MPUC_OK;
}

enum mpuc_status edit_complete(struct arena *a, const char *line,
			       const struct edit_words *w)
{
	struct completing c = { .a = a, .w = w };

	for (;;) {
		size_t len;

		line += strspn(line, " \t");
		len = strcspn(line, " \t");
		if (line[len] == '\0')
			break;
		if (c.count == WORDS)
			return MPUC_OK;
		c.words[c.count] = line;
		c.lens[c.count++] = len;
		line += len;
	}
	c.stem = line;
	for (size_t i = 0; i < edit_rule_count; i++)
		TRY(offer_row(&c, &edit_rules[i]));
	return MPUC_OK;
}
