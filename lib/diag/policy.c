/* SPDX-License-Identifier: BSD-2-Clause */
#include "diag/policy.h"

#include <string.h>

#include "base/try.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void trim(const char **text, size_t *len)
{
	while (*len > 0 && is_blank(**text)) {
		(*text)++;
		(*len)--;
	}
	while (*len > 0 && is_blank((*text)[*len - 1]))
		(*len)--;
}

static const char *cut(struct arena *a, const char *text, size_t len)
{
	trim(&text, &len);
	return len == 0 ? NULL : arena_strndup(a, text, len);
}

bool policy_parse(struct arena *a, const char *text, size_t len,
		  struct policy_rule *ret_rule, const char **ret_error)
{
	const char *colon = memchr(text, ':', len);
	size_t head = colon != NULL ? (size_t)(colon - text) : len;
	const char *at = memchr(text, '@', head);
	const char *name = cut(a, text, at != NULL ? (size_t)(at - text) :
			       head);
	const struct code_info *info = name != NULL ? code_find(name) : NULL;
	struct policy_rule rule = *ret_rule;

	if (at != NULL)
		rule.path = cut(a, at + 1, head - (size_t)(at - text) - 1);
	if (colon != NULL)
		rule.reason = cut(a, colon + 1, len - head - 1);
	if (info == NULL) {
		*ret_error = arena_printf(a, "there is no diagnostic '%s'; "
			"'mpuc explain' lists them", name != NULL ? name : "");
		return false;
	}
	if (at != NULL && (rule.path == NULL || *rule.path != '/')) {
		*ret_error = arena_strdup(a, "a node's path begins with a "
			"slash: CODE@/chosen/domU1");
		return false;
	}
	rule.code = info->code;
	*ret_rule = rule;
	return true;
}

static bool digits(const char *text, size_t count, unsigned *ret_value)
{
	*ret_value = 0;
	for (size_t i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*ret_value = *ret_value * 10 + (unsigned)(text[i] - '0');
	}
	return true;
}

bool policy_is_date(const char *text)
{
	static const unsigned char days[] = {
		31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
	};
	unsigned year, month, day;

	if (strlen(text) != 10 || text[4] != '-' || text[7] != '-' ||
	    !digits(text, 4, &year) || !digits(text + 5, 2, &month) ||
	    !digits(text + 8, 2, &day))
		return false;
	if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
		return false;
	return month != 2 || day < 29 ||
	       (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static bool is_at(const struct policy_rule *rule, const char *node)
{
	size_t len;

	if (rule->path == NULL)
		return true;
	if (node == NULL)
		return false;
	len = strlen(rule->path);
	if (rule->path[len - 1] == '*')
		return strncmp(rule->path, node, len - 1) == 0;
	return strcmp(rule->path, node) == 0;
}

/* A comment is for its line, or for the next when it stands alone. */
static bool is_on(const struct policy_rule *rule, const struct finding *f)
{
	const struct srcpos *pos = &f->at.pos;
	uint32_t last = pos->line;

	if (rule->by != BY_COMMENT)
		return true;
	if (pos->file == NULL || strcmp(pos->file, rule->pos.file) != 0)
		return false;
	if (f->at.property != NULL && pos->end_line > last)
		last = pos->end_line;
	return rule->first <= last && rule->last >= pos->line;
}

static bool matches(const struct policy_rule *rule, const struct finding *f)
{
	return rule->code == f->code && !rule->expired &&
	       is_at(rule, f->at.node) && is_on(rule, f);
}

static struct finding *report(struct arena *a, struct sink *sink,
			      enum diag_code code, const struct place *at,
			      const struct policy_rule *rule)
{
	struct finding *f = sink_new(sink, code);
	const struct code_info *info = code_info(code);

	(void)a;
	f->at = *at;
	f->help = info->fix;
	if (rule != NULL && rule->pos.file != NULL) {
		f->at.pos = rule->pos;
		f->at.has_offset = false;
	}
	return f;
}

/* The reason is what makes passing over a stop of Xen a decision. */
static bool needs_reason(const struct policy_rule *rule,
			 const struct finding *f)
{
	bool softer = rule->kind == POLICY_IGNORE ||
		      rule->severity < SEV_ERROR;

	return softer && rule->reason == NULL && f->severity == SEV_ERROR &&
	       f->basis == BASIS_XEN;
}

static void refuse(struct arena *a, struct sink *sink,
		   const struct policy_rule *rule, const char *node,
		   const struct place *at)
{
	struct finding *f = report(a, sink, CODE_SUPPRESSION_WITHOUT_REASON,
				   at, rule);

	f->message = arena_printf(a, "%s gives no reason, and Xen stops on "
		"%s at %s: it stays an error", rule->says,
		code_info(rule->code)->id, node != NULL ? node : "this tree");
	f->help = arena_printf(a, "give the reason: MPU%04u: REASON",
			       (unsigned)rule->code);
	if (f->message == NULL || f->help == NULL)
		sink->status = MPUC_E_NOMEM;
}

static void ignore(const struct policy_rule *rule, struct finding *f)
{
	f->by = rule->by;
	f->by_reason = rule->reason;
	f->by_says = rule->says;
	f->by_pos = rule->pos;
}

/* Severities first, so that a suppression meets what the user made of it. */
static void apply_kind(struct arena *a, struct policy *policy,
		       struct sink *sink, enum policy_kind kind, size_t first,
		       size_t count, const struct place *at)
{
	for (size_t i = 0; i < policy->rules.count; i++) {
		struct policy_rule *rule = &policy->rules.items[i];
		bool refused = rule->kind != kind;

		for (size_t k = first; k < count && rule->kind == kind; k++) {
			struct finding *f = &sink->findings.items[k];

			if (f->by != BY_NOBODY || !matches(rule, f))
				continue;
			rule->used = true;
			if (needs_reason(rule, f)) {
				/* Adding may move the findings. */
				if (!refused)
					refuse(a, sink, rule, f->at.node, at);
				refused = true;
			} else if (kind == POLICY_SEVERITY) {
				f->severity = rule->severity;
			} else {
				ignore(rule, f);
			}
		}
	}
}

static void expire(struct arena *a, struct policy *policy, struct sink *sink,
		   const struct place *at)
{
	for (size_t i = 0; i < policy->rules.count; i++) {
		struct policy_rule *rule = &policy->rules.items[i];
		struct finding *f;

		if (rule->expires == NULL || policy->today == NULL ||
		    strcmp(policy->today, rule->expires) <= 0)
			continue;
		rule->expired = true;
		f = report(a, sink, CODE_SUPPRESSION_EXPIRED, at, rule);
		f->message = arena_printf(a, "the suppression of %s expired "
			"on %s, and today is %s", code_info(rule->code)->id,
			rule->expires, policy->today);
		if (f->message == NULL)
			sink->status = MPUC_E_NOMEM;
	}
}

static void tell_unused(struct arena *a, const struct policy *policy,
			struct sink *sink, const struct place *at)
{
	for (size_t i = 0; i < policy->rules.count; i++) {
		const struct policy_rule *rule = &policy->rules.items[i];
		struct finding *f;

		if (rule->used || rule->expired ||
		    rule->kind != POLICY_IGNORE ||
		    (rule->code >= CODE_SUPPRESSION_EXPIRED &&
		     rule->code <= CODE_SUPPRESSION_UNREADABLE))
			continue;
		f = report(a, sink, CODE_SUPPRESSION_UNUSED, at, rule);
		f->message = arena_printf(a, "%s passes over nothing: there "
			"is no %s%s%s", rule->says, code_info(rule->code)->id,
			rule->path != NULL ? " at " : rule->by == BY_COMMENT ?
			" on its line" : "",
			rule->path != NULL ? rule->path : "");
		if (f->message == NULL)
			sink->status = MPUC_E_NOMEM;
	}
}

/* A date that nothing is compared with is no check. */
static void tell_undated(struct arena *a, const struct policy *policy,
			 struct sink *sink, const struct place *at)
{
	size_t dated = 0;
	struct finding *f;

	for (size_t i = 0; i < policy->rules.count; i++)
		dated += policy->rules.items[i].expires != NULL;
	if (dated == 0 || policy->today != NULL)
		return;
	f = report(a, sink, CODE_NOT_CHECKED, at, NULL);
	f->message = arena_printf(a, "the expiry of %zu suppression%s: not "
		"checked without --today DATE", dated, dated == 1 ? "" : "s");
	f->help = "give --today DATE, or SOURCE_DATE_EPOCH in the environment";
	if (f->message == NULL)
		sink->status = MPUC_E_NOMEM;
}

enum mpuc_status policy_apply(struct arena *a, struct policy *policy,
			      struct sink *sink, const struct place *at)
{
	size_t own, count = sink->findings.count;

	expire(a, policy, sink, at);
	apply_kind(a, policy, sink, POLICY_SEVERITY, 0, count, at);
	apply_kind(a, policy, sink, POLICY_IGNORE, 0, count, at);
	tell_unused(a, policy, sink, at);
	tell_undated(a, policy, sink, at);
	/* What was just said can be passed over, too. */
	own = sink->findings.count;
	apply_kind(a, policy, sink, POLICY_SEVERITY, count, own, at);
	apply_kind(a, policy, sink, POLICY_IGNORE, count, own, at);
	return sink->status;
}
