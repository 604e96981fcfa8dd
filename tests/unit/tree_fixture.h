/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From device tree source in a test to documents, systems and plans.  The
 * text goes through a file and the loader, as a user's does.
 */
#ifndef TREE_FIXTURE_H
#define TREE_FIXTURE_H

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/try.h"
#include "load/load.h"
#include "model/build.h"
#include "model/query.h"
#include "plan/plan.h"

static struct arena arena;

/* A machine of two cells with 2 GiB of RAM; /chosen follows. */
#define MACHINE_HEAD \
	"/dts-v1/;\n" \
	"/ {\n#address-cells = <2>; #size-cells = <2>;\n" \
	"aliases { serial0 = &uart0; };\n" \
	"cpus { #address-cells = <1>; #size-cells = <0>;\n" \
	"cpu@0 { device_type = \"cpu\"; reg = <0>;\n" \
	"compatible = \"arm,cortex-r82\"; }; };\n" \
	"memory@0 { device_type = \"memory\"; reg = <0 0 0 0x80000000>; };\n" \
	"timer { compatible = \"arm,armv8-timer\"; };\n"
#define MACHINE_GIC \
	"gic: interrupt-controller@af000000 {\n" \
	"compatible = \"arm,gic-v3\"; interrupt-controller;\n" \
	"#interrupt-cells = <3>; #address-cells = <0>;\n" \
	"reg = <0 0xaf000000 0 0x10000>, <0 0xaf100000 0 0x200000>; };\n"
#define MACHINE_UART \
	"uart0: serial@9c090000 { compatible = \"arm,pl011\";\n" \
	"reg = <0 0x9c090000 0 0x1000>; };\n"
#define MACHINE MACHINE_HEAD MACHINE_GIC MACHINE_UART
#define CHOSEN(body) "chosen { stdout-path = \"serial0\";\n" body "}; };\n"

static inline void tree_setup(void)
{
	arena_init(&arena, ARENA_CAP_DEFAULT);
}

static inline void tree_teardown(void)
{
	arena_done(&arena);
}

__attribute__((format(printf, 1, 2)))
static inline char *text_of(const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = arena_vprintf(&arena, fmt, ap);
	va_end(ap);
	ck_assert_ptr_nonnull(text);
	return text;
}

/* A new file with this text; its name lives as long as the arena. */
static inline const char *file_of(const char *text)
{
	char *name = text_of("/tmp/mpuc-unit-XXXXXX");
	int fd = mkstemp(name);
	size_t len = strlen(text);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, len), (ssize_t)len);
	ck_assert_int_eq(close(fd), 0);
	return name;
}

static inline struct doc *doc_of_file(const char *file)
{
	const char *error = NULL;
	struct doc *d = NULL;
	enum mpuc_status st = load_tree(&arena, NULL, &file, 1, &d, &error);

	ck_assert_msg(st == MPUC_OK, "%s", error == NULL ? "?" : error);
	return d;
}

static inline struct doc *doc_of(const char *text)
{
	const char *file = file_of(text);
	struct doc *d = doc_of_file(file);

	unlink(file);
	return d;
}

/* text NULL: in.doc is filled in already. */
static inline struct system *system_of(const char *text,
				       struct build_input in)
{
	const char *error = NULL;
	struct system *s = NULL;

	if (text != NULL)
		in.doc = doc_of(text);
	ck_assert_int_eq(system_build(&arena, &in, &s, &error), MPUC_OK);
	return s;
}

static inline struct plan *plan_of(const struct system *s)
{
	struct plan *p = NULL;

	ck_assert_int_eq(plan_make(&arena, s, &p), MPUC_OK);
	return p;
}

struct symbol {
	const char *name;
	uint64_t value;
};

/* Sorted by name, as the loader leaves it. */
static inline const struct image *image_of(const struct symbol *symbols,
					   size_t count)
{
	struct image *image = arena_alloc(&arena, sizeof(*image));
	struct image_symbol *at;

	ck_assert_ptr_nonnull(image);
	for (size_t i = 0; i < count; i++) {
		size_t j = image->symbols.count;

		at = VEC_PUSH(&arena, &image->symbols);
		ck_assert_ptr_nonnull(at);
		at = image->symbols.items;
		for (; j > 0 && strcmp(at[j - 1].name, symbols[i].name) > 0;
		     j--)
			at[j] = at[j - 1];
		at[j].name = symbols[i].name;
		at[j].value = symbols[i].value;
	}
	return image;
}

static inline const struct plan_context *context_of(const struct plan *p,
						    const char *name)
{
	const struct plan_context *c = plan_context_find(p, name);

	ck_assert_msg(c != NULL, "no context %s", name);
	return c;
}

/* Among need and transients. */
static inline const struct plan_region *region_of(
	const struct plan_context *c, const char *name)
{
	static const struct plan_region none;

	for (uint32_t i = 0; i < c->region_count; i++) {
		if (strcmp(c->regions[i].name, name) == 0)
			return &c->regions[i];
	}
	ck_abort_msg("%s has no region %s", c->name, name);
	return &none;
}

/* Symbols of every target's own regions; Xen lies at 2 MiB. */
static const struct symbol xen_symbols[] = {
	{ "_start", 0x200000 }, { "_stext", 0x200000 },
	{ "_etext", 0x281000 }, { "_srodata", 0x281000 },
	{ "_erodata", 0x2a2740 }, { "__ro_after_init_start", 0x2a3000 },
	{ "__ro_after_init_end", 0x2a4000 }, { "__data_begin", 0x2a4000 },
	{ "__init_begin", 0x2b0000 }, { "_sinittext", 0x2b0000 },
	{ "_einittext", 0x2c8a10 }, { "__init_data_begin", 0x2c9000 },
	{ "__init_end", 0x2f0000 }, { "__bss_start", 0x2f0000 },
	{ "__bss_end", 0x318040 }, { "_end", 0x319000 },
};

static inline const struct image *xen_image(void)
{
	return image_of(xen_symbols, ARRAY_SIZE(xen_symbols));
}

/* The main() of a test program that needs more than an arena. */
static inline int run_tests_with(const char *name, void (*setup)(void),
				 void (*teardown)(void), void (*add)(TCase *))
{
	Suite *suite = suite_create(name);
	TCase *tc = tcase_create(name);
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 300);
	add(tc);
	suite_add_tcase(suite, tc);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static inline int run_tests(const char *name, void (*add)(TCase *))
{
	return run_tests_with(name, tree_setup, tree_teardown, add);
}

#define LOOP(test, table) \
	tcase_add_loop_test(tc, test, 0, (int)ARRAY_SIZE(table))

#endif
