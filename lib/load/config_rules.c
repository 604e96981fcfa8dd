/* SPDX-License-Identifier: BSD-2-Clause */
/* Diagnostics that a configuration passes over, or gives a severity. */
#include "load/config_reader.h"

#include <string.h>

#include "base/try.h"

static enum mpuc_status code_of(struct reader *r, const char *text,
				struct srcpos pos, struct policy_rule *rule)
{
	const struct code_info *info = code_find(text);

	if (info == NULL)
		return config_fail(r, pos, "there is no diagnostic '%s'; "
				   "'mpuc explain' lists them", text);
	rule->code = info->code;
	return MPUC_OK;
}

static enum mpuc_status severity_of(struct reader *r, const struct value *v,
				    struct policy_rule *rule)
{
	uint32_t severity = config_index(config_severities, 3, v->text);

	if (severity > SEV_ERROR)
		return config_fail(r, v->pos, "a severity is error, warning "
				   "or note");
	rule->severity = (enum diag_severity)severity;
	return MPUC_OK;
}

/* One member of a suppression, or of a severity that is a map. */
static enum mpuc_status read_member(struct reader *r, const struct value *v,
				    struct policy_rule *rule)
{
	const char *text;

	TRY(config_text(r, v, &text));
	if (strcmp(v->key, "reason") == 0) {
		rule->reason = text;
		return MPUC_OK;
	}
	if (strcmp(v->key, "path") == 0) {
		rule->path = text;
		return *text == '/' ? MPUC_OK : config_fail(r, v->pos,
			"a node's path begins with a slash");
	}
	if (strcmp(v->key, "code") == 0 && rule->kind == POLICY_IGNORE)
		return code_of(r, text, v->pos, rule);
	if (strcmp(v->key, "expires") == 0 && rule->kind == POLICY_IGNORE) {
		rule->expires = text;
		return policy_is_date(text) ? MPUC_OK : config_fail(r, v->pos,
			"'%s' is not a day as in 2027-01-31", text);
	}
	if (strcmp(v->key, "severity") == 0 && rule->kind == POLICY_SEVERITY)
		return severity_of(r, v, rule);
	return config_fail(r, v->key_pos, "unknown key '%s': %s, path and "
			   "reason are known here", v->key,
			   rule->kind == POLICY_IGNORE ? "code, expires" :
			   "severity");
}

static enum mpuc_status add_rule(struct reader *r, const struct value *v,
				 struct policy_rule rule)
{
	struct policy_rule *slot = VEC_PUSH(r->a, &r->c->rules);

	TRY_PTR(slot);
	rule.by = BY_CONFIG;
	rule.pos = v->key != NULL ? v->key_pos : v->pos;
	rule.says = arena_printf(r->a, "%s:%lu", r->c->file,
				 (unsigned long)rule.pos.line);
	TRY_PTR(rule.says);
	*slot = rule;
	return MPUC_OK;
}

enum mpuc_status config_suppressions(struct reader *r, const struct value *v)
{
	TRY(config_want(r, v, VALUE_SEQ));
	for (size_t i = 0; i < v->items.count; i++) {
		const struct value *item = &v->items.items[i];
		struct policy_rule rule = { .kind = POLICY_IGNORE };

		TRY(config_want(r, item, VALUE_MAP));
		for (size_t k = 0; k < item->items.count; k++)
			TRY(read_member(r, &item->items.items[k], &rule));
		if (rule.code == 0)
			return config_fail(
				r, item->pos,
				"a suppression names a "
				"code: or an id with the key 'code'");
		/* Over its first line, where its mark is. */
		TRY(add_rule(r, &item->items.items[0], rule));
	}
	return MPUC_OK;
}

enum mpuc_status config_severity_rules(struct reader *r, const struct value *v)
{
	TRY(config_want(r, v, VALUE_MAP));
	for (size_t i = 0; i < v->items.count; i++) {
		const struct value *item = &v->items.items[i];
		struct policy_rule rule = { .kind = POLICY_SEVERITY };
		struct value plain = *item;

		TRY(code_of(r, item->key, item->key_pos, &rule));
		if (item->kind == VALUE_MAP) {
			if (value_get(item, "severity") == NULL)
				return config_fail(r, item->pos,
						   "no 'severity' for "
						   "%s",
						   item->key);
			for (size_t k = 0; k < item->items.count; k++)
				TRY(read_member(r, &item->items.items[k],
						&rule));
		} else {
			plain.key = "severity";
			TRY(read_member(r, &plain, &rule));
		}
		TRY(add_rule(r, item, rule));
	}
	return MPUC_OK;
}
