/* SPDX-License-Identifier: BSD-2-Clause */
/* The steps of a phase, and what makes a region's rule sound. */
#include <string.h>

#include "base/num.h"
#include "base/try.h"
#include "model/profile_reader.h"

struct step_word {
	const char *key;
	enum step_op op;
	const char *with;	/* second key, NULL for none */
	bool with_required;
};

static const struct step_word step_words[] = {
	{ "add", STEP_ADD, NULL, false },
	{ "remove", STEP_REMOVE, NULL, false },
	{ "change", STEP_BECOME, "to", true },
	{ "transient", STEP_TRANSIENT, "per-domain", false },
};

/* Sources that mean nothing without a domain. */
static bool needs_domain(const struct region_rule *rule)
{
	switch (rule->source) {
	case SRC_STATIC_MEM:
	case SRC_SHM:
	case SRC_PASSTHROUGH:
	case SRC_KERNEL:
	case SRC_RAMDISK:
	case SRC_PARTIAL_DTB:
		return true;
	case SRC_SYMBOLS:
	case SRC_LOAD_BLOCK:
	case SRC_FDT:
	case SRC_SECTION:
	case SRC_HEAP:
	case SRC_EARLY_UART:
	case SRC_CONSOLE:
	case SRC_GIC_DIST:
	case SRC_GIC_REDIST:
	case SRC_GIC_SPAN:
	case SRC_PAGE:
		break;
	}
	return rule->when == COND_VPL011;
}

static enum mpuc_status read_region(struct profile_reader *r,
				    const struct value *v, struct step *step)
{
	const struct target *t = r->target;
	const char *name;

	TRY(reader_text(r, v, &name));
	for (uint32_t i = 0; i < t->region_count; i++) {
		if (strcmp(t->regions[i].name, name) != 0)
			continue;
		step->regions[step->region_count++] = i;
		return MPUC_OK;
	}
	for (uint32_t i = 0; i < t->region_count; i++)
		if (value_near(t->regions[i].name, name))
			return reader_fail(r, v->pos, "no region '%s'; did you "
					   "mean '%s'?", name,
					   t->regions[i].name);
	return reader_fail(r, v->pos, "no region '%s'", name);
}

/* One region's name, or a list of one to STEP_REGIONS of them. */
static enum mpuc_status read_regions(struct profile_reader *r,
				     const struct value *v, struct step *step)
{
	if (v->kind == VALUE_SCALAR)
		return read_region(r, v, step);
	TRY(reader_want(r, v, VALUE_SEQ));
	if (v->items.count == 0 || v->items.count > STEP_REGIONS)
		return reader_fail(r, v->pos, "'%s' must have 1 to %d regions",
				   v->key, STEP_REGIONS);
	for (size_t i = 0; i < v->items.count; i++)
		TRY(read_region(r, &v->items.items[i], step));
	return MPUC_OK;
}

static enum mpuc_status check_step(struct profile_reader *r,
				   const struct value *v,
				   const struct step *step)
{
	bool transient = step->op == STEP_TRANSIENT;
	bool domain = r->has_domain || step->per_domain;

	for (uint32_t i = 0; i < step->region_count; i++) {
		const struct region_rule *rule =
			&r->target->regions[step->regions[i]];

		if ((rule->lifetime == LIFE_TRANSIENT) != transient)
			return reader_fail(r, v->pos, "'%s' is%s transient, "
					   "the step is%s", rule->name,
					   transient ? " not" : "",
					   transient ? "" : " not");
		if (!domain && needs_domain(rule))
			return reader_fail(r, v->pos, "'%s' belongs to a "
					   "domain, and this phase has none",
					   rule->name);
	}
	return MPUC_OK;
}

static const struct step_word *find_word(const struct value *v)
{
	for (size_t i = 0; i < ARRAY_SIZE(step_words); i++)
		if (value_get(v, step_words[i].key))
			return &step_words[i];
	return NULL;
}

static enum mpuc_status read_with(struct profile_reader *r,
				  const struct step_word *word,
				  const struct value *v, struct step *step)
{
	const struct value *with = value_get(v, word->with);

	if (!with && word->with_required)
		return reader_fail(r, v->pos, "'%s' without '%s'", word->key,
				   word->with);
	if (!with)
		return MPUC_OK;
	if (word->op == STEP_BECOME)
		return read_region(r, with, step);
	return reader_bool(r, with, &step->per_domain);
}

static enum mpuc_status read_step(struct profile_reader *r,
				  const struct value *v, struct step *step)
{
	const struct step_word *word;

	if (v->kind == VALUE_SCALAR && strcmp(v->text, "pack") == 0) {
		step->op = STEP_PACK;
		return MPUC_OK;
	}
	if (v->kind == VALUE_MAP)
		word = find_word(v);
	else
		word = NULL;
	if (!word)
		return reader_fail(r, v->pos, "a step is add, remove, change, "
				   "transient or pack");
	for (size_t i = 0; i < v->items.count; i++) {
		const struct value *item = &v->items.items[i];

		if (strcmp(item->key, word->key) != 0 &&
		    (!word->with || strcmp(item->key, word->with) != 0))
			return reader_fail(r, item->key_pos, "unknown key "
					   "'%s' beside '%s'", item->key,
					   word->key);
	}
	step->op = word->op;
	if (word->op == STEP_BECOME)
		TRY(read_region(r, value_get(v, word->key), step));
	else
		TRY(read_regions(r, value_get(v, word->key), step));
	if (word->with)
		TRY(read_with(r, word, v, step));
	return check_step(r, v, step);
}

enum mpuc_status reader_steps(struct profile_reader *r, const struct field *f,
			      const struct value *v, void *record)
{
	size_t count = v->items.count;
	struct step *steps;

	TRY(reader_want(r, v, VALUE_SEQ));
	steps = arena_array(r->arena, count ? count : 1, sizeof(*steps));
	TRY_PTR(steps);
	for (size_t i = 0; i < count; i++)
		TRY(read_step(r, &v->items.items[i], &steps[i]));
	memcpy((char *)record + f->offset, &steps, sizeof(steps));
	memcpy((char *)record + f->count_offset, &count, sizeof(count));
	return MPUC_OK;
}

/* Which member a source can't do without; NULL when nothing is missing. */
static const char *missing_of(const struct region_rule *rule)
{
	if (rule->source == SRC_SYMBOLS && !rule->start)
		return "start";
	if (rule->source == SRC_SYMBOLS && !rule->end)
		return "end";
	if (rule->source == SRC_SECTION && !rule->section)
		return "section";
	if ((rule->source == SRC_LOAD_BLOCK || rule->source == SRC_PAGE) &&
	    rule->size == 0)
		return "size";
	return NULL;
}

enum mpuc_status reader_region_check(struct profile_reader *r,
				     const struct value *v,
				     const struct region_rule *rule)
{
	const char *missing = missing_of(rule);

	if (missing)
		return reader_fail(r, v->pos, "'%s' needs '%s' for its source",
				   rule->name, missing);
	if (rule->size && !num_is_aligned(rule->size, PMSA_GRANULE))
		return reader_fail(r, v->pos, "'%s': 'size' must be a multiple "
				   "of %d", rule->name, (int)PMSA_GRANULE);
	return MPUC_OK;
}
