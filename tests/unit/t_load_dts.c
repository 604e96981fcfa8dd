/* SPDX-License-Identifier: BSD-2-Clause */
/* Sources: what cpp and dtc are given, and what is made of their answers. */
#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/try.h"
#include "load/dtb.h"
#include "load/dts.h"
#include "load_fixture.h"

static const char board[] =
	"/dts-v1/;\n"
	"/memreserve/ 0x1000 0x20;\n"
	"/ {\n"
	"\t#address-cells = <1>;\n"
	"\tl1: model = \"a /* b */ { c };\", "
	"l2: \"\\n\\\"; /* d:1:1-1:2 */\";\n"
	"\tlong = <1 2>,\n"
	"\t\t<3>;\n"
	"\tn1: n2: node@1 { reg = [00 01]; empty; sub { }; };\n"
	"\tgone { };\n"
	"\tchosen { };\n"
	"};\n"
	"/include/ \"part.dtsi\"\n"
	"/ { chosen { a = <1>; }; };\n"
	"&n1 { reg = [02]; };\n"
	"/delete-node/ &{/gone};\n";

static const char part[] = "/ { chosen { b = <2>; }; part { }; };\n";

/* "%" stands for the directory of the file, with a slash. */
static const struct {
	const char *node, *prop, *places;
} board_places[] = {
	{ "/", NULL, "%t.dts:3:3-11:3 %part.dtsi:1:3-1:38 "
	  "%t.dts:13:3-13:28" },
	{ "/", "#address-cells", "%t.dts:4:2-4:23" },
	{ "/", "model", "%t.dts:5:6-5:62" },
	{ "/", "long", "%t.dts:6:2-7:7" },
	{ "/node@1", NULL, "%t.dts:8:17-8:52 %t.dts:14:5-14:21" },
	{ "/node@1", "reg", "%t.dts:14:7-14:18" },
	{ "/node@1", "empty", "%t.dts:8:34-8:40" },
	{ "/node@1/sub", NULL, "%t.dts:8:45-8:49" },
	{ "/chosen", NULL, "%t.dts:10:9-10:13 %part.dtsi:1:12-1:25 "
	  "%t.dts:13:12-13:25" },
	{ "/chosen", "a", "%t.dts:13:14-13:22" },
	{ "/chosen", "b", "%part.dtsi:1:14-1:22" },
	{ "/part", NULL, "%part.dtsi:1:31-1:35" },
};

static const char *const dirs[] = {
	"", "./", "d/", "d, e:1:2; { f/",
};

static void put_board(const char *dir)
{
	if (*dir != '\0')
		mkdir(dir, 0700);
	tmp_text(arena_printf(&arena, "%st.dts", dir), board);
	tmp_text(arena_printf(&arena, "%spart.dtsi", dir), part);
}

static const char *expand(const char *places, const char *dir)
{
	const char *text = "";

	for (; *places != '\0'; places++) {
		if (*places == '%')
			text = arena_printf(&arena, "%s%s", text, dir);
		else
			text = arena_printf(&arena, "%s%c", text, *places);
	}
	return text;
}

static void check_board(const struct doc *d, const char *dir)
{
	ck_assert(d->located);
	for (size_t i = 0; i < ARRAY_SIZE(board_places); i++)
		ck_assert_str_eq(places_of(d, board_places[i].node,
					   board_places[i].prop),
				 expand(board_places[i].places, dir));
	ck_assert_uint_eq(doc_find(d, "/gone"), DOC_NONE);
	ck_assert_uint_eq(doc_find(d, "/__symbols__"), DOC_NONE);
	ck_assert_uint_eq(d->reserves.count, 1);
	ck_assert_uint_eq(d->nodes.items[0].acells, 1);
}

START_TEST(positions)
{
	const char *dir = dirs[_i];
	const char *name = arena_printf(&arena, "%st.dts", dir);

	put_board(dir);
	check_board(load_good(name, NULL, NULL), dir);
	ck_assert_uint_eq(inputs.files.count, 2);
	ck_assert_str_eq(inputs.files.items[0], name);
	ck_assert_str_eq(inputs.files.items[1],
			 arena_printf(&arena, "%spart.dtsi", dir));
}
END_TEST

/* As an option it would be unknown, and as "-" standard input. */
START_TEST(name_like_an_option)
{
	struct doc *d;

	tmp_text("-t.dts", "/dts-v1/; / { a = <1>; };");
	d = load_good("-t.dts", NULL, NULL);
	ck_assert_str_eq(places_of(d, "/", "a"), "-t.dts:1:15-1:23");
	tmp_text("-t.dts", "/dts-v1/; / { a = ; };");
	ck_assert_str_eq(load_bad("-t.dts", NULL, NULL, MPUC_E_SYNTAX),
			 "-t.dts:1:19: syntax error");
}
END_TEST

static void use_as_input(const char *name)
{
	int fd = open(name, O_RDONLY);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	close(fd);
}

START_TEST(standard_input)
{
	struct doc *d;

	put_board("");
	use_as_input("t.dts");
	d = load_good("-", NULL, NULL);
	ck_assert_str_eq(d->input, "-");
	ck_assert_str_eq(places_of(d, "/chosen", NULL), "-:10:9-10:13 "
			 "part.dtsi:1:12-1:25 -:13:12-13:25");
	ck_assert_uint_eq(inputs.files.count, 2);
	ck_assert_str_eq(inputs.files.items[0], "-");
	ck_assert_str_eq(inputs.files.items[1], "part.dtsi");
	tmp_text("bad.dts", "/dts-v1/;\n/ { a };");
	use_as_input("bad.dts");
	ck_assert_str_eq(load_bad("-", NULL, NULL, MPUC_E_SYNTAX),
			 "-:2:7: syntax error");
	tmp_text("bad.dts", "/dts-v1/;\n#error no\n");
	use_as_input("bad.dts");
	ck_assert_str_eq(load_bad("-", NULL, NULL, MPUC_E_SYNTAX),
			 "-:2:2: #error no");
}
END_TEST

/* A shell's <(...) can be read only once. */
START_TEST(fifo)
{
	struct doc *d;

	ck_assert_int_eq(mkfifo("pipe", 0600), 0);
	if (fork() == 0) {
		int fd = open("pipe", O_WRONLY);
		ssize_t n = write(fd, "/dts-v1/;\n/ { a; };\n", 20);

		_exit(n != 20);
	}
	d = load_good("pipe", NULL, NULL);
	ck_assert_uint_eq(d->nodes.count, 1);
	ck_assert_str_eq(d->positions.items[0].file, "pipe");
}
END_TEST

/* --------------------------------------------------------------- cpp */

static const struct {
	const char *text;
	bool needs;
} directives[] = {
	{ "", false },
	{ "/dts-v1/;\n/ { #address-cells = <1>; };", false },
	{ "#address-cells = <1>;", false },
	{ "#includes = <1>;", false },
	{ "#if-cells = <1>;", false },
	{ "#define", true },
	{ "#include \"a\"", true },
	{ "#include<a>", true },
	{ " \t#\tinclude <a>", true },
	{ "/ {\n};\n  # ifdef A\n", true },
	{ "#else\r\n", true },
	{ "#endif/* */\n", true },
	{ "#if(1)\n", true },
	{ "x #define A\n", false },
	{ "# 1 \"a\"\n", false },
	{ "#line 1 \"a\"\n", false },
	{ "#", false },
	{ "#inc", false },
};

START_TEST(needs_cpp)
{
	char *text = arena_strdup(&arena, directives[_i].text);
	const struct os_bytes b = {
		.data = (uint8_t *)text, .size = strlen(text),
	};

	ck_assert(dts_needs_cpp(&b) == directives[_i].needs);
}
END_TEST

START_TEST(cpp_positions)
{
	static const char *const files[] = {
		"d/t.dts", "d/board.h", "d/more.h", "d/chip.dtsi", "d/raw.dtsi",
	};
	struct doc *d;

	ck_assert_int_eq(mkdir("d", 0700), 0);
	tmp_text("d/t.dts", "/dts-v1/;\n#include \"board.h\"\n"
		 "#include \"chip.dtsi\"\n\n/ {\n\ta = <RAM>;\n"
		 "\tlinux = <2>;\n};\n/include/ \"raw.dtsi\"\n");
	tmp_text("d/board.h", "#include <more.h>\n#define RAM MORE\n");
	tmp_text("d/more.h", "#define MORE 0x40000000\n");
	tmp_text("d/chip.dtsi", "/ {\n\tb = <RAM>;\n};\n");
	tmp_text("d/raw.dtsi", "/ { c = <3>; };\n");
	d = load_good("d/t.dts", NULL, NULL);
	ck_assert_uint_eq(cell_of(d, "/", "a"), 0x40000000);
	ck_assert_uint_eq(cell_of(d, "/", "linux"), 2);
	ck_assert_str_eq(places_of(d, "/", "a"), "d/t.dts:6:2-6:19");
	ck_assert_str_eq(places_of(d, "/", "b"), "d/chip.dtsi:2:2-2:19");
	ck_assert_str_eq(places_of(d, "/", "c"), "d/raw.dtsi:1:5-1:13");
	ck_assert_uint_eq(inputs.files.count, ARRAY_SIZE(files));
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		ck_assert_str_eq(inputs.files.items[i], files[i]);
}
END_TEST

START_TEST(cpp_include_error)
{
	tmp_text("t.dts", "/dts-v1/;\n#warning first\n#include \"a.h\"\n");
	tmp_text("a.h", "\n#include <b.h>\n");
	ck_assert_str_eq(load_bad("t.dts", NULL, NULL, MPUC_E_SYNTAX),
			 "a.h:2:10: b.h: No such file or directory");
}
END_TEST

/* ---------------------------------------------------------- messages */

static const struct {
	const char *err, *message;
} messages[] = {
	{ "Error: t.dts:3.10-11 syntax error\nFATAL ERROR: Unable to parse\n",
	  "t.dts:3:10: syntax error" },
	{ "Error: a b: c.dtsi:3.10-4.11 syntax error\n",
	  "a b: c.dtsi:3:10: syntax error" },
	{ "Error: <stdin>:3.10-11 syntax error\n", "t.dts:3:10: syntax error" },
	{ "Error: ./-t:3.10-11 syntax error\n", "t.dts:3:10: syntax error" },
	{ "Lexical error: t.dts:3.10-11 Unexpected 'x'\n",
	  "t.dts:3:10: Unexpected 'x'" },
	{ "t.dts:3.1-4.2: ERROR (name): /a: text: more\n",
	  "t.dts:3:1: /a: text: more" },
	{ "FATAL ERROR: Couldn't open \"x\": No such file\n",
	  "t.dts: Couldn't open \"x\": No such file" },
	{ "t.dts:1:2: warning: text\nt.dts:2:10: fatal error: text\nmore\n",
	  "t.dts:2:10: text" },
	{ "Error: <stdin>:0.0 syntax error\n", "t.dts: syntax error" },
	{ "something else", "t.dts: something else" },
	{ "a:1.2", "t.dts: a:1.2" },
	{ "a:1.2-", "t.dts: a:1.2-" },
	{ "a:.2 b", "t.dts: a:.2 b" },
	{ "a:1. b", "t.dts: a:1. b" },
	{ ":", "t.dts: :" },
	{ "\nError: text\n", "t.dts: text" },
	{ "Error: ", "t.dts: refused without a message" },
	{ "", "t.dts: refused without a message" },
};

START_TEST(message_text)
{
	const struct dts_names names = { "t.dts", "./-t" };
	char *text = arena_strdup(&arena, messages[_i].err);
	const struct os_bytes b = {
		.data = (uint8_t *)text, .size = strlen(text),
	};

	ck_assert_str_eq(dts_message(&arena, &names, &b),
			 messages[_i].message);
}
END_TEST

/* ------------------------------------------------- programs that fail */

static const struct {
	const char *program, *script, *source;
	enum mpuc_status status;
	const char *error;
} failures[] = {
	{ "dtc", NULL, "/dts-v1/; / { };", MPUC_E_IO,
	  "t.dts: dtc is needed for this file, but it was not found; "
	  "install the package device-tree-compiler" },
	{ "cpp", NULL, "#define A\n", MPUC_E_IO,
	  "t.dts: cpp is needed for this file, but it was not found; "
	  "install the package cpp" },
	{ "dtc", "#!/bin/sh\nexec /bin/sleep 30\n", "/dts-v1/; / { };",
	  MPUC_E_LIMIT, "t.dts: dtc took more than 1 s and was stopped" },
	{ "dtc", "#!/bin/sh\nkill -SEGV $$\n", "/dts-v1/; / { };",
	  MPUC_E_SYNTAX, "t.dts: dtc was ended by signal 11" },
	{ "dtc", "#!/bin/sh\nexit 1\n", "/dts-v1/; / { };", MPUC_E_SYNTAX,
	  "t.dts: refused without a message" },
	{ "dtc", "#!/bin/sh\nexit 0\n", "/dts-v1/; / { };", MPUC_E_SYNTAX,
	  "t.dts: the file is empty" },
	{ "dtc", "#!/bin/sh\necho text\n", "/dts-v1/; / { };", MPUC_E_SYNTAX,
	  "t.dts: not a device tree: it begins with 0x74657874 instead of "
	  "0xd00dfeed" },
	{ "dtc", "no script", "/dts-v1/; / { };", MPUC_E_IO,
	  "t.dts: dtc: Permission denied" },
};

START_TEST(program_fails)
{
	char *before = arena_strdup(&arena, getenv("PATH"));
	enum mpuc_status st;
	const struct load_opts opts = { .seconds = 1 };
	const char *file = "t.dts", *error = NULL;
	const char *path = arena_printf(&arena, "%s/bin", tmp_dir);
	const char *program = arena_printf(&arena, "bin/%s",
					   failures[_i].program);
	struct doc *d = NULL;

	ck_assert_int_eq(mkdir("bin", 0700), 0);
	if (failures[_i].script != NULL) {
		tmp_text(program, failures[_i].script);
		chmod(program, *failures[_i].script == '#' ? 0700 : 0600);
	}
	tmp_text("t.dts", failures[_i].source);
	ck_assert_int_eq(setenv("PATH", path, 1), 0);
	st = load_tree(&arena, &opts, &file, 1, &d, &error);
	/* Without a fork, later tests need the programs again. */
	ck_assert_int_eq(setenv("PATH", before, 1), 0);
	ck_assert_int_eq(st, failures[_i].status);
	ck_assert_str_eq(error, failures[_i].error);
}
END_TEST

/* --------------------------------------------- the annotated output */

static struct doc *read_board(void)
{
	put_board("");
	return load_good("t.dts", NULL, NULL);
}

static const struct dts_names names = { "-", "t.dts" };

static void attach(struct doc *d, const char *text, size_t size)
{
	const struct os_bytes b = {
		.data = (uint8_t *)arena_strndup(&arena, text, size),
		.size = size,
	};

	d->positions.count = 0;
	for (uint32_t i = 0; i < d->nodes.count; i++)
		d->nodes.items[i].pos_count = 0;
	for (size_t i = 0; i < d->props.count; i++)
		d->props.items[i].pos_count = 0;
	ck_assert_int_eq(dts_attach(&arena, &names, &b, d), MPUC_OK);
}

static const struct {
	const char *text, *node, *prop, *places;
} annotated[] = {
	{ "/ { /* t.dts:1:2-3:4 */\n", "/", NULL, "-:1:2-3:4" },
	{ "/ { /* <stdin>:1:2-3:4 */\n", "/", NULL, "-:1:2-3:4" },
	{ "/ { /* <no-file>:<no-line> */\n", "/", NULL, "" },
	{ "/ { /* a:1:2-3:4, <no-file>:<no-line>, b:5:6-7:8 */\n", "/", NULL,
	  "a:1:2-3:4 b:5:6-7:8" },
	{ "/ { /* a, b /* c:1:2-3:4, d:5:6-7:8 */\n", "/", NULL,
	  "a, b /* c:1:2-3:4 d:5:6-7:8" },
	{ "/ {\n\tlong = <1>; /* a:1:2-3:4 */\n", "/", "long", "a:1:2-3:4" },
	{ "/ { /* a:1:2-3:4 */", "/", NULL, "a:1:2-3:4" },
	{ "/ { /* a:4294967295:4294967295-1:1 */\n", "/", NULL,
	  "a:4294967295:4294967295-1:1" },
	{ "/ { /* a:4294967296:1-1:1 */\n", "/", NULL, "" },
	{ "/ { /* a:1:2-3 */\n", "/", NULL, "" },
	{ "/ { /* 1:2-3:4 */\n", "/", NULL, "" },
	{ "/ { /* */\n", "/", NULL, "" },
	{ "l: x = \"; /* a:1:2-3:4 */\";\n/ { /* a:1:2-3:4 */\n", "/", NULL,
	  "a:1:2-3:4" },
	/* Found by name, whatever comes between. */
	{ "/ {\n\tother { /* a:1:1-1:1 */\n\t\tlong; /* a:2:2-2:2 */\n"
	  "\t\tchosen { /* a:3:3-3:3 */\n\t\t}; /* a:3:3-3:3 */\n"
	  "\t}; /* a:1:1-1:1 */\n\tchosen { /* a:4:4-4:4 */\n", "/chosen",
	  NULL, "a:4:4-4:4" },
	{ "/ {\n\tother { /* a:1:1-1:1 */\n\t\tlong; /* a:2:2-2:2 */\n",
	  "/", "long", "" },
	{ "/ {\n\tpart { /* a:1:1-1:1 */\n\t}; /* a:1:1-1:1 */\n"
	  "\tnode@1 { /* a:2:2-2:2 */\n", "/node@1", NULL, "a:2:2-2:2" },
	{ "/ {\n\tnode { /* a:2:2-2:2 */\n", "/node@1", NULL, "" },
	{ "};\n};\n}; /* a:1:1-1:1 */\n/ { /* a:2:2-2:2 */\n", "/", NULL,
	  "a:2:2-2:2" },
};

START_TEST(annotation)
{
	struct doc *d = read_board();

	attach(d, annotated[_i].text, strlen(annotated[_i].text));
	ck_assert_str_eq(places_of(d, annotated[_i].node, annotated[_i].prop),
			 annotated[_i].places);
}
END_TEST

static const char sample[] =
	"/dts-v1/;\n\n/ { /* t.dts:3:3-11:3, a, b:1:3-1:37 */\n"
	"\tl: long = <0x01>, \"; /* { \"; /* t.dts:6:2-7:7 */\n\n"
	"\tn1: node@1 { /* t.dts:8:18-8:51 */\n"
	"\t\tempty; /* t.dts:8:34-8:40 */\n"
	"\t}; /* t.dts:8:18-8:51 */\n}; /* t.dts:3:3-11:3 */\n";

/* Nothing is promised but that all positions are within the list. */
static void check_ranges(const struct doc *d)
{
	for (uint32_t i = 0; i < d->nodes.count; i++) {
		const struct doc_node *n = &d->nodes.items[i];

		ck_assert(n->pos_count == 0 ||
			  n->pos + n->pos_count <= d->positions.count);
	}
}

START_TEST(damaged_annotation)
{
	struct doc *d = read_board();
	char *copy = arena_alloc(&arena, sizeof(sample));

	for (size_t size = 0; size < sizeof(sample); size++) {
		attach(d, sample, size);
		check_ranges(d);
	}
	for (size_t at = 0; at + 1 < sizeof(sample); at++) {
		memcpy(copy, sample, sizeof(sample));
		for (const char *c = "{};:/*,- \n9<"; *c != '\0'; c++) {
			copy[at] = *c;
			attach(d, copy, sizeof(sample) - 1);
			check_ranges(d);
		}
	}
}
END_TEST

START_TEST(without_memory)
{
	enum mpuc_status st = MPUC_E_NOMEM;
	const char *const files[3] = { "t.dts" };
	const char *error = NULL;
	struct doc *d = NULL;
	uint64_t n;

	put_board("");
	for (n = 1; st == MPUC_E_NOMEM; n++) {
		arena_done(&arena);
		memset(&inputs, 0, sizeof(inputs));
		arena.fail_in = n;
		st = load(files, &d, &error);
	}
	arena.fail_in = 0;
	ck_assert_msg(st == MPUC_OK, "%s", error);
	ck_assert_uint_gt(n, 15);
	check_board(d, "");
}
END_TEST

/* dtc compiles this, and aborts when it has to annotate it. */
START_TEST(not_annotated)
{
	struct doc *d;

	tmp_text("data.txt", "abc");
	tmp_text("t.dts", "/dts-v1/;\n/ { x = /incbin/(\"data.txt\"), [00];"
		 " };\n");
	d = load_good("t.dts", NULL, NULL);
	if (d->located)
		return;		/* a newer dtc */
	ck_assert(d->no_lines);
	ck_assert_uint_ne(doc_prop(d, 0, "x"), DOC_NONE);
}
END_TEST

static void add_tests(TCase *t)
{
	tcase_add_test(t, not_annotated);
	tcase_add_loop_test(t, positions, 0, ARRAY_SIZE(dirs));
	tcase_add_test(t, name_like_an_option);
	tcase_add_test(t, standard_input);
	tcase_add_test(t, fifo);
	tcase_add_loop_test(t, needs_cpp, 0, ARRAY_SIZE(directives));
	tcase_add_test(t, cpp_positions);
	tcase_add_test(t, cpp_include_error);
	tcase_add_loop_test(t, message_text, 0, ARRAY_SIZE(messages));
	tcase_add_loop_test(t, program_fails, 0, ARRAY_SIZE(failures));
	tcase_add_loop_test(t, annotation, 0, ARRAY_SIZE(annotated));
	tcase_add_test(t, damaged_annotation);
	tcase_add_test(t, without_memory);
}

int main(void)
{
	Suite *s = suite_create("load_dts");
	TCase *t = tcase_create("load_dts");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	add_tests(t);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
