/* SPDX-License-Identifier: BSD-2-Clause */
/* What users say of findings, and what becomes of these. */
#include "tree_fixture.h"

#include "diag/policy.h"

static struct sink sink;
static struct policy policy;
static const struct place tree = { .input = "a.dts", .node = "/chosen" };

static void setup(void)
{
	tree_setup();
	sink_init(&sink, &arena);
	memset(&policy, 0, sizeof(policy));
}

/* An error of basis xen, on a property of two lines. */
static struct finding *add(const char *node)
{
	struct finding *f = sink_new(&sink, CODE_OVERLAP_DOMAINS);

	f->at = (struct place){
		.input = "a.dts", .node = node, .property = "xen,static-mem",
		.pos = { "a.dts", 10, 3, 11, 9 },
	};
	f->message = "it overlaps";
	return f;
}

static struct policy_rule *rule_of(enum policy_kind kind, const char *text)
{
	struct policy_rule *rule = VEC_PUSH(&arena, &policy.rules);
	const char *error = NULL;

	ck_assert_ptr_nonnull(rule);
	rule->kind = kind;
	rule->by = BY_OPTION;
	rule->says = "--ignore";
	ck_assert_msg(policy_parse(&arena, text, strlen(text), rule, &error),
		      "%s", error);
	return rule;
}

static void apply(void)
{
	ck_assert_int_eq(policy_apply(&arena, &policy, &sink, &tree),
			 MPUC_OK);
}

/* What was said besides the one finding that was there. */
static const struct finding *only_other(enum diag_code code)
{
	ck_assert_uint_eq(sink.findings.count, 2);
	ck_assert_int_eq(sink.findings.items[1].code, code);
	return &sink.findings.items[1];
}

/* ----------------------------------------------------------------- words */

static const struct {
	const char *text;
	enum diag_code code;	/* 0: refused */
	const char *path, *reason;	/* reason: the message when refused */
} words[] = {
	{ "0124", CODE_OVERLAP_DOMAINS, NULL, NULL },
	{ "MPU0124", CODE_OVERLAP_DOMAINS, NULL, NULL },
	{ " overlap-domains ", CODE_OVERLAP_DOMAINS, NULL, NULL },
	{ "0124@/chosen/a", CODE_OVERLAP_DOMAINS, "/chosen/a", NULL },
	{ "0124@/chosen/a: b: c", CODE_OVERLAP_DOMAINS, "/chosen/a", "b: c" },
	/* An @ behind the colon is the reason's. */
	{ "0124: me@home", CODE_OVERLAP_DOMAINS, NULL, "me@home" },
	{ "0124:", CODE_OVERLAP_DOMAINS, NULL, NULL },
	{ "0124: \t", CODE_OVERLAP_DOMAINS, NULL, NULL },
	{ "", 0, NULL, "there is no diagnostic ''; 'mpuc explain' lists "
	  "them" },
	{ "012", 0, NULL, "there is no diagnostic '012'; 'mpuc explain' lists "
	  "them" },
	{ ": why", 0, NULL, "there is no diagnostic ''; 'mpuc explain' lists "
	  "them" },
	{ "0124@chosen", 0, NULL, "a node's path begins with a slash: "
	  "CODE@/chosen/domU1" },
	{ "0124@", 0, NULL, "a node's path begins with a slash: "
	  "CODE@/chosen/domU1" },
};

START_TEST(words_are_read)
{
	struct policy_rule rule = { .kind = POLICY_IGNORE };
	const char *error = NULL;
	bool read = policy_parse(&arena, words[_i].text,
				 strlen(words[_i].text), &rule, &error);

	ck_assert_int_eq(read, words[_i].code != 0);
	if (!read) {
		ck_assert_str_eq(error, words[_i].reason);
		ck_assert_int_eq(rule.code, 0);
		return;
	}
	ck_assert_int_eq(rule.code, words[_i].code);
	ck_assert_pstr_eq(rule.path, words[_i].path);
	ck_assert_pstr_eq(rule.reason, words[_i].reason);
}
END_TEST

static const struct {
	const char *text;
	bool is_day;
} days[] = {
	{ "2027-01-31", true }, { "2027-01-32", false },
	{ "2027-04-30", true }, { "2027-04-31", false },
	{ "2027-01-01", true }, { "2027-01-00", false },
	{ "2027-12-31", true }, { "2027-13-01", false },
	{ "2027-00-01", false },
	{ "2027-02-28", true }, { "2027-02-29", false },
	{ "2028-02-29", true }, { "2028-02-30", false },
	{ "2000-02-29", true }, { "2100-02-29", false },
	{ "27-01-31", false }, { "2027/01/31", false },
	{ "2027-1-31", false }, { "2027-01-31 ", false },
	{ "2027-01-3a", false }, { "", false },
};

START_TEST(days_of_the_calendar)
{
	ck_assert_msg(policy_is_date(days[_i].text) == days[_i].is_day, "%s",
		      days[_i].text);
}
END_TEST

/* ---------------------------------------------------------------- expiry */

/* The last day that it holds, and the first that it doesn't. */
static const struct {
	const char *today;
	bool expired;
} expiries[] = {
	{ "2027-01-30", false }, { "2027-01-31", false },
	{ "2027-02-01", true }, { "2028-01-01", true },
	{ "2026-12-31", false },
};

START_TEST(expires_after_its_last_day)
{
	struct policy_rule *rule = rule_of(POLICY_IGNORE, "0124: known");
	const struct finding *f = add("/chosen/a");

	rule->expires = "2027-01-31";
	rule->pos = (struct srcpos){ ".mpuc.yaml", 7, 5, 7, 9 };
	policy.today = expiries[_i].today;
	apply();
	f = &sink.findings.items[0];
	if (!expiries[_i].expired) {
		ck_assert_uint_eq(sink.findings.count, 1);
		ck_assert_int_eq(f->by, BY_OPTION);
		ck_assert_str_eq(f->by_reason, "known");
		return;
	}
	ck_assert_int_eq(f->by, BY_NOBODY);
	f = only_other(CODE_SUPPRESSION_EXPIRED);
	ck_assert_str_eq(f->at.pos.file, ".mpuc.yaml");
	ck_assert_uint_eq(f->at.pos.line, 7);
	ck_assert_str_eq(f->message, text_of("the suppression of "
		"overlap-domains expired on 2027-01-31, and today is %s",
		expiries[_i].today));
}
END_TEST

START_TEST(without_a_day_nothing_expires)
{
	rule_of(POLICY_IGNORE, "0124: known")->expires = "1999-01-01";
	add("/chosen/a");
	apply();
	ck_assert_int_eq(sink.findings.items[0].by, BY_OPTION);
	ck_assert_str_eq(only_other(CODE_NOT_CHECKED)->message, "the expiry "
			 "of 1 suppression: not checked without --today DATE");
}
END_TEST

/* ----------------------------------------------------------------- reach */

static const struct {
	const char *text, *node;
	bool meets;
} reaches[] = {
	{ "0124: r", "/chosen/a", true },
	{ "0124: r", NULL, true },
	{ "0124@/chosen/a: r", "/chosen/a", true },
	{ "0124@/chosen/a: r", "/chosen/ab", false },
	{ "0124@/chosen/a: r", "/chosen", false },
	{ "0124@/chosen/a: r", NULL, false },
	{ "0124@/chosen/a*: r", "/chosen/a", true },
	{ "0124@/chosen/a*: r", "/chosen/ab", true },
	{ "0124@/chosen/a*: r", "/chosen/b", false },
	{ "0124@/*: r", "/chosen", true },
	{ "0123: r", "/chosen/a", false },
};

START_TEST(reaches_its_node)
{
	rule_of(POLICY_IGNORE, reaches[_i].text);
	add(reaches[_i].node);
	apply();
	ck_assert_int_eq(sink.findings.items[0].by, reaches[_i].meets ?
			 BY_OPTION : BY_NOBODY);
	if (reaches[_i].meets)
		ck_assert_uint_eq(sink.findings.count, 1);
	else
		(void)only_other(CODE_SUPPRESSION_UNUSED);
}
END_TEST

/* Passing over a stop of Xen takes a reason; other things do not. */
START_TEST(a_stop_of_xen_needs_a_reason)
{
	rule_of(POLICY_IGNORE, "0124");
	add("/chosen/a");
	add("/chosen/b");
	apply();
	ck_assert_uint_eq(sink.findings.count, 3);
	ck_assert_int_eq(sink.findings.items[0].by, BY_NOBODY);
	ck_assert_int_eq(sink.findings.items[1].by, BY_NOBODY);
	/* Once, for the first. */
	ck_assert_int_eq(sink.findings.items[2].code,
			 CODE_SUPPRESSION_WITHOUT_REASON);
	ck_assert_str_eq(sink.findings.items[2].message, "--ignore gives no "
		"reason, and Xen stops on overlap-domains at /chosen/a: it "
		"stays an error");
}
END_TEST

static const struct {
	enum diag_severity severity, before;
	enum diag_basis basis;
	enum diag_severity after;
} softer[] = {
	{ SEV_WARNING, SEV_ERROR, BASIS_XEN, SEV_ERROR },
	{ SEV_NOTE, SEV_ERROR, BASIS_XEN, SEV_ERROR },
	{ SEV_ERROR, SEV_ERROR, BASIS_XEN, SEV_ERROR },
	{ SEV_NOTE, SEV_WARNING, BASIS_XEN, SEV_NOTE },
	{ SEV_NOTE, SEV_ERROR, BASIS_XEN_MPU, SEV_NOTE },
	{ SEV_ERROR, SEV_NOTE, BASIS_PRACTICE, SEV_ERROR },
};

START_TEST(severities_without_a_reason)
{
	struct finding *f;

	rule_of(POLICY_SEVERITY, "0124")->severity = softer[_i].severity;
	f = add("/chosen/a");
	f->severity = softer[_i].before;
	f->basis = softer[_i].basis;
	apply();
	ck_assert_int_eq(sink.findings.items[0].severity, softer[_i].after);
	ck_assert_uint_eq(sink.findings.count, softer[_i].severity <
			  SEV_ERROR && softer[_i].before == SEV_ERROR &&
			  softer[_i].after == SEV_ERROR ? 2 : 1);
}
END_TEST

START_TEST(the_last_severity_wins)
{
	rule_of(POLICY_SEVERITY, "0124: a")->severity = SEV_NOTE;
	rule_of(POLICY_SEVERITY, "0124: b")->severity = SEV_WARNING;
	add("/chosen/a");
	apply();
	ck_assert_int_eq(sink.findings.items[0].severity, SEV_WARNING);
}
END_TEST

/* -------------------------------------------------------------- comments */

/* The finding is on lines 10 and 11; a comment is for its line or the next. */
static const struct {
	const char *comment;	/* of line; the rest is empty */
	unsigned line;
	bool meets;
	const char *reason;	/* the complaint when it is unreadable */
} comments[] = {
	{ "x; // mpuc-ignore 0124: why", 10, true, "why" },
	{ "x; // mpuc-ignore 0124: why", 11, true, "why" },
	{ "x; // mpuc-ignore 0124: why", 9, false, NULL },
	{ "x; // mpuc-ignore 0124: why", 12, false, NULL },
	{ "// mpuc-ignore 0124: why", 9, true, "why" },
	{ "// mpuc-ignore 0124: why", 8, false, NULL },
	{ "/* mpuc-ignore 0124: why */", 9, true, "why" },
	{ "/* mpuc-ignore 0124: why */ x;", 10, true, "why" },
	{ "\t/*mpuc-ignore 0123, 0124: why*/", 9, true, "why" },
	{ "/* mpuc-ignore 0124@/chosen/a: why */", 9, true, "why" },
	{ "/* mpuc-ignore 0124@/chosen/b: why */", 9, false, NULL },
	/* One of several lines is for the one behind it. */
	{ "/* mpuc-ignore 0124: why\n goes on */", 8, true, "why" },
	{ "/* mpuc-ignore 0124: why\n goes on */", 7, false, NULL },
	{ "mpuc-ignore 0124: why", 10, false, NULL },
	{ "\"// x\" mpuc-ignore 0124: why", 10, false, NULL },
	{ "// mpuc-ignore", 10, false, "the comment passes over nothing: it "
	  "names no code" },
	{ "// mpuc-ignore 0999: x", 10, false, "the comment passes over "
	  "nothing: there is no diagnostic '0999'; 'mpuc explain' lists "
	  "them" },
};

START_TEST(comments_are_for_their_line)
{
	const char *text = "";
	const struct finding *f;

	for (unsigned i = 1; i < comments[_i].line; i++)
		text = text_of("%s\n", text);
	text = text_of("%s%s\n", text, comments[_i].comment);
	add("/chosen/a");
	ck_assert_int_eq(policy_comments(&arena, &policy, "a.dts", text,
					 strlen(text), &sink, &tree),
			 MPUC_OK);
	apply();
	f = &sink.findings.items[0];
	ck_assert_int_eq(f->by, comments[_i].meets ? BY_COMMENT : BY_NOBODY);
	if (comments[_i].meets) {
		ck_assert_str_eq(f->by_reason, comments[_i].reason);
		ck_assert_uint_eq(f->by_pos.line, comments[_i].line);
	} else if (comments[_i].reason != NULL) {
		f = only_other(CODE_SUPPRESSION_UNREADABLE);
		ck_assert_str_eq(f->message, comments[_i].reason);
		ck_assert_uint_eq(f->at.pos.line, comments[_i].line);
	}
}
END_TEST

START_TEST(comments_are_of_their_file)
{
	static const char text[] = "// mpuc-ignore 0124: why\nx;\n";
	struct finding *f = add("/chosen/a");

	f->at.pos.line = f->at.pos.end_line = 2;
	ck_assert_int_eq(policy_comments(&arena, &policy, "b.dtsi", text,
					 strlen(text), &sink, &tree),
			 MPUC_OK);
	apply();
	ck_assert_int_eq(sink.findings.items[0].by, BY_NOBODY);
	ck_assert_str_eq(only_other(CODE_SUPPRESSION_UNUSED)->at.pos.file,
			 "b.dtsi");
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(words_are_read, words);
	LOOP(days_of_the_calendar, days);
	LOOP(expires_after_its_last_day, expiries);
	tcase_add_test(tc, without_a_day_nothing_expires);
	LOOP(reaches_its_node, reaches);
	tcase_add_test(tc, a_stop_of_xen_needs_a_reason);
	LOOP(severities_without_a_reason, softer);
	tcase_add_test(tc, the_last_severity_wins);
	LOOP(comments_are_for_their_line, comments);
	tcase_add_test(tc, comments_are_of_their_file);
}

int main(void)
{
	return run_tests_with("policy", setup, tree_teardown, add_tests);
}
