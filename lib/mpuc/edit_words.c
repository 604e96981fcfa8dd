/* SPDX-License-Identifier: BSD-2-Clause */
/* Help and completion, both from the grammar's table. */
#include "mpuc/session.h"

#include <string.h>

#include "base/try.h"
#include "diag/codes.h"
#include "edit/complete.h"

static const char *code_name(size_t index)
{
	const struct code_info *info = code_at(index);

	return info != NULL ? info->id : NULL;
}

void mpuc_whatif_complete(struct mpuc_whatif *e, const char *line,
			mpuc_whatif_word_fn *word, void *arg)
{
	const char **names = arena_array(&e->arena, e->snapshots.count + 1,
					 sizeof(*names));
	struct edit_words w = {
		.s = e->run->system, .plan = e->run->plan,
		.snapshots = names, .snapshot_count = e->snapshots.count,
		.code = code_name, .word = word, .arg = arg,
	};
	enum mpuc_status st;

	if (names == NULL)
		return;
	for (size_t i = 0; i < e->snapshots.count; i++)
		names[i] = e->snapshots.items[i]->name;
	st = edit_complete(&e->arena, line, &w);
	(void)st;	/* fewer words, at worst */
}

static bool is_about(const struct edit_rule *r, const char *word)
{
	size_t len = strcspn(r->words, " ");

	return word == NULL ||
	       (strlen(word) == len && memcmp(r->words, word, len) == 0);
}

enum mpuc_status edit_do_help(struct edit_work *w)
{
	const char *word = w->c->count > 0 ? w->c->args[0].text : NULL;
	const char *text = "";

	for (size_t i = 0; i < edit_rule_count; i++) {
		const struct edit_rule *r = &edit_rules[i];
		const char *usage;

		if (!is_about(r, word))
			continue;
		usage = arena_printf(&w->e->arena, "%s%s%s", r->words,
				     *r->pattern != '\0' ? " " : "",
				     r->pattern);
		TRY_PTR(usage);
		text = arena_printf(&w->e->arena, "%s%s%s\n    %s", text,
				    *text == '\0' ? "" : "\n", usage,
				    r->help);
		TRY_PTR(text);
	}
	return *text != '\0' ? edit_answer(w, "%s", text) :
	       edit_deny(w, 0, "there is no command '%s'", word);
}
