/* SPDX-License-Identifier: BSD-2-Clause */
/* The guests of a System Device Tree, as nodes below /chosen. */
#include "load_fixture.h"

#include "base/num.h"
#include "base/try.h"
#include "load/domains.h"

/* can0 twice by name, serial once; a label for each. */
static const char machine[] =
	"/dts-v1/; / { #address-cells = <2>; #size-cells = <2>;\n"
	"one: bus@0 { can_a: can@1000 { }; };\n"
	"bus@1 { can_b: can@2000 { }; uart: serial@9000 { }; };\n"
	"chosen { #address-cells = <2>; #size-cells = <2>;\n"
	"old { compatible = \"xen,domain\"; #address-cells = <1>;\n"
	"#size-cells = <1>; memory = <0x0 0x1>; cpus = <7>; }; }; };\n";

/* The same where an address has one cell. */
static const char narrow[] =
	"/dts-v1/; / { #address-cells = <1>; #size-cells = <1>;\n"
	"chosen { }; };\n";

static struct domains found;

static enum mpuc_status read_on(const char *tree, const char *yaml,
				const char **ret_error)
{
	const struct load_opts opts = { .symbols = true };
	const char *const files[] = { "machine.dts" };
	struct doc *base = NULL;
	enum mpuc_status st;

	memset(&found, 0, sizeof(found));
	*ret_error = NULL;
	tmp_text(files[0], tree);
	tmp_text("d.yaml", yaml);
	ck_assert_int_eq(load_tree(&arena, &opts, files, 1, &base,
				   ret_error), MPUC_OK);
	st = load_domains(&arena, "d.yaml", base, &found, ret_error);
	if (st != MPUC_OK)
		ck_assert_ptr_nonnull(*ret_error);
	return st;
}

/* The cells of a property of the result, "-" for none. */
static const char *cells_of(const char *node, const char *prop)
{
	uint32_t n = doc_find(found.doc, node), p;
	const char *text = "";

	ck_assert_msg(n != DOC_NONE, "%s", node);
	p = doc_prop(found.doc, n, prop);
	if (p == DOC_NONE)
		return "-";
	for (uint32_t i = 0; i + 4 <= found.doc->props.items[p].len; i += 4)
		text = arena_printf(&arena, "%s%s%x", text, i > 0 ? " " : "",
			num_be32(found.doc->props.items[p].data + i));
	return text;
}

/* One guest g, of these members. */
#define GUEST(members) "domains:\n" \
	"  g:\n" \
	"    compatible: xen,domain-v1\n" members

static const struct {
	const char *tree, *yaml, *node, *prop, *cells;
} good[] = {
	{ machine, GUEST(""), "/chosen/g", "compatible", "78656e2c 646f6d61" },
	/* A new node has the cells of /chosen, an old one keeps its own. */
	{ machine, GUEST(""), "/chosen/g", "#address-cells", "2" },
	{ narrow, GUEST(""), "/chosen/g", "#size-cells", "1" },
	{ machine, "domains:\n  old: {compatible: \"xen,domain-v1\"}\n",
	  "/chosen/old", "#address-cells", "1" },
	{ machine, "domains:\n  old: {compatible: \"xen,domain-v1\"}\n",
	  "/chosen/old", "cpus", "7" },
	/* CPUs are the bits of all masks. */
	{ machine, GUEST("    cpus:\n      - {cpumask: 0x3}\n"
			 "      - {}\n      - {cpumask: 0x80000001}\n"),
	  "/chosen/g", "cpus", "4" },
	{ machine, GUEST("    cpus: []\n"), "/chosen/g", "cpus", "0" },
	{ machine, GUEST(""), "/chosen/g", "cpus", "-" },
	/* Memory is counted in KiB; banks are those with an address. */
	{ machine, GUEST("    memory:\n      - {start: 0x40000000, size: 1K}\n"
			 "      - {size: 3K}\n"),
	  "/chosen/g", "memory", "0 4" },
	{ machine, GUEST("    memory:\n      - {start: 0x40000000, size: 1K}\n"
			 "      - {size: 3K}\n"),
	  "/chosen/g", "xen,static-mem", "0 40000000 0 400" },
	{ machine, GUEST("    memory: {size: 4096}\n"),
	  "/chosen/g", "xen,static-mem", "-" },
	{ machine, GUEST("    memory: {size: 4096}\n"),
	  "/chosen/g", "direct-map", "-" },
	{ machine, GUEST("    memory: {start: 0, size: 4096}\n"),
	  "/chosen/g", "direct-map", "" },
	{ narrow, GUEST("    memory: {start: 0xffffffff, size: 1K}\n"),
	  "/chosen/g", "xen,static-mem", "ffffffff 400" },
	{ machine, GUEST("    memory: {start: 0xffffffffffffffff, size: 1G}\n"),
	  "/chosen/g", "xen,static-mem", "ffffffff ffffffff 0 40000000" },
};

START_TEST(guests_become_nodes)
{
	const char *error = NULL;

	ck_assert_msg(read_on(good[_i].tree, good[_i].yaml, &error) ==
		      MPUC_OK, "%s", error);
	if (strcmp(good[_i].prop, "compatible") == 0)
		ck_assert_int_eq(strncmp(cells_of(good[_i].node, "compatible"),
					 good[_i].cells,
					 strlen(good[_i].cells)), 0);
	else
		ck_assert_str_eq(cells_of(good[_i].node, good[_i].prop),
				 good[_i].cells);
	ck_assert_uint_eq(found.notes.count, 0);
}
END_TEST

static const struct {
	const char *tree, *yaml, *error;
} bad[] = {
	{ machine, "domain: {}\n", "d.yaml:1:1: no 'domains' in this file" },
	{ machine, "- domains\n", "d.yaml:1:1: an item must be a map, not a list" },
	{ machine, "domains: []\n",
	  "d.yaml:1:10: 'domains' must be a map, not a list" },
	{ machine, "domains:\n  g: 1\n",
	  "d.yaml:2:6: 'g' must be a map, not a scalar" },
	{ machine, GUEST("    cpus: 3\n"),
	  "d.yaml:4:11: 'cpus' must be a list, not a scalar" },
	{ machine, GUEST("    cpus:\n      - {mode: 1}\n"),
	  "d.yaml:5:9: a group of CPUs needs a 'cpumask'" },
	{ machine, GUEST("    cpus:\n      - {cpumask: 0x1z}\n"),
	  "d.yaml:5:19: '0x1z' is not a number, decimal or behind 0x, with K, "
	  "M or G behind it" },
	{ machine, GUEST("    memory:\n      - {start: 0}\n"),
	  "d.yaml:5:9: memory of a guest needs a 'size'" },
	{ machine, GUEST("    memory: {size: 1025}\n"),
	  "d.yaml:4:13: 0x401 bytes of memory are no number of KiB, in which "
	  "Xen counts" },
	{ narrow, GUEST("    memory: {start: 0x100000000, size: 1K}\n"),
	  "d.yaml:4:21: 0x100000000 does not fit into the one cell that "
	  "/chosen has for it" },
	{ narrow, GUEST("    memory: {start: 0, size: 4G}\n"),
	  "d.yaml:4:30: 0x100000000 does not fit into the one cell that "
	  "/chosen has for it" },
	{ machine, GUEST("    memory:\n      - {size: 0xfffffffffffffc00}\n"
			 "      - {size: 1K}\n"),
	  "d.yaml:6:16: the sizes add up to more than 64 bits" },
	{ machine, "domains:\n  \"a b\": {compatible: \"xen,domain-v1\"}\n",
	  "d.yaml:2:3: 'a b' can't be the name of a node" },
	{ machine, "domains:\n  \"@1\": {compatible: \"xen,domain-v1\"}\n",
	  "d.yaml:2:3: '@1' can't be the name of a node" },
	{ machine, "domains:\n  g: {compatible: [xen,domain-v1]}\n",
	  "d.yaml:2:20: 'xen' is half a string: a comma between brackets or "
	  "braces ends it; write \"xen,...\" in quotes" },
	{ machine, "domains:\n  g: {compatible: openamp,hypervisor-v1}\n",
	  "d.yaml:2:19: 'openamp' is half a string: a comma between brackets "
	  "or braces ends it; write \"openamp,...\" in quotes" },
	{ machine, GUEST("    access: {dev: uart}\n"),
	  "d.yaml:4:13: 'access' must be a list, not a map" },
	{ machine, GUEST("    access:\n      - {flags: 1}\n"),
	  "d.yaml:5:9: an access needs a 'dev'" },
	{ machine, GUEST("    access:\n      - dev: [uart, none]\n"),
	  "d.yaml:5:21: no device 'none' in machine.dts, or several; a path, a "
	  "label or a node's name is one" },
	{ machine, GUEST("    access:\n      - dev: can\n"),
	  "d.yaml:5:14: no device 'can' in machine.dts, or several; a path, a "
	  "label or a node's name is one" },
	{ machine, GUEST("    sram:\n      - {start: 0}\n"),
	  "d.yaml:5:9: SRAM of a guest needs a 'start' and a 'size'" },
	{ "/dts-v1/; / { #address-cells = <3>; #size-cells = <2>;\n"
	  "chosen { }; };\n", GUEST(""),
	  "d.yaml:1:1: no guest can be added: /chosen has 3 and 2 cells" },
};

START_TEST(refused_with_its_line)
{
	const char *error = NULL;

	ck_assert_int_eq(read_on(bad[_i].tree, bad[_i].yaml, &error),
			 MPUC_E_SYNTAX);
	ck_assert_str_eq(error, bad[_i].error);
	ck_assert_ptr_null(found.doc);
}
END_TEST

/* Who is Xen, and who is its guest; NULL: nobody is. */
static const struct {
	const char *yaml;
	const char *guest, *other;	/* other is no guest */
} kinds[] = {
	{ "domains:\n  g: {compatible: \"xen,domain-v1\"}\n"
	  "  h: {compatible: \"xen,domai\"}\n", "/chosen/g", "/chosen/h" },
	{ "domains:\n  g: {compatible: [\"a,b\", \"xen,domain-v9\"]}\n",
	  "/chosen/g", NULL },
	/* Inside the one that is named a hypervisor, whatever they are. */
	{ "domains:\n  x:\n    compatible: openamp,hypervisor-v1\n"
	  "    domains: {g: {}, dom0: {}}\n", "/chosen/g", "/chosen/dom0" },
	{ "domains:\n  x:\n    compatible: openamp,hypervisor-v10\n"
	  "    domains: {g: {}}\n", NULL, "/chosen/g" },
	/* Without one, inside the one at EL2. */
	{ "domains:\n  x:\n    cpus: [{cpumask: 1, mode: {el: 2}}]\n"
	  "    domains: {g: {}}\n", "/chosen/g", "/chosen/x" },
	{ "domains:\n  x:\n    cpus: [{cpumask: 1, mode: {el: 3}}]\n"
	  "    domains: {g: {}}\n", NULL, "/chosen/g" },
	/* A name wins over the exception level. */
	{ "domains:\n  x:\n    cpus: [{cpumask: 1, mode: {el: 2}}]\n"
	  "    domains:\n      y:\n        compatible: openamp,hypervisor-v1\n"
	  "        domains: {g: {}}\n", "/chosen/g", "/chosen/y" },
};

START_TEST(xen_and_its_guests)
{
	const char *error = NULL;
	enum mpuc_status st = read_on(machine, kinds[_i].yaml, &error);

	if (kinds[_i].guest == NULL) {
		ck_assert_int_eq(st, MPUC_E_SYNTAX);
		ck_assert_ptr_nonnull(strstr(error, "no guest of Xen"));
		return;
	}
	ck_assert_msg(st == MPUC_OK, "%s", error);
	ck_assert_uint_ne(doc_find(found.doc, kinds[_i].guest), DOC_NONE);
	if (kinds[_i].other != NULL)
		ck_assert_uint_eq(doc_find(found.doc, kinds[_i].other),
				  DOC_NONE);
}
END_TEST

static const struct {
	const char *yaml;
	enum guest_note_kind kind;
	uint32_t line;
	const char *text;
} told[] = {
	{ GUEST("    cpu: 1\n"), GUEST_KEY_UNKNOWN, 4,
	  "'cpu' is not known here" },
	{ GUEST("    memory: {size: 1K, sise: 1}\n"), GUEST_KEY_UNKNOWN, 4,
	  "'sise' is not known here" },
	{ GUEST("    access:\n      - dev: \"can*\"\n"), GUEST_SKIPPED, 5,
	  "'can*' is a pattern, which is not followed: name the devices of a "
	  "guest" },
	{ GUEST("    domains: {h: {}}\n"), GUEST_SKIPPED, 2,
	  "domain 'g' has domains inside, which Xen does not know" },
	{ GUEST("  h: {compatible: other}\n"), GUEST_SKIPPED, 4,
	  "domain 'h' is no guest of Xen, and is left out" },
};

START_TEST(what_is_left_out_is_told)
{
	const char *error = NULL;

	ck_assert_msg(read_on(machine, told[_i].yaml, &error) == MPUC_OK,
		      "%s", error);
	ck_assert_uint_eq(found.notes.count, 1);
	ck_assert_int_eq(found.notes.items[0].kind, told[_i].kind);
	ck_assert_uint_eq(found.notes.items[0].pos.line, told[_i].line);
	ck_assert_str_eq(found.notes.items[0].text, told[_i].text);
}
END_TEST

/* A path, a label, a name without its address, and a list of them. */
START_TEST(devices_are_found)
{
	static const char *const want[] = {
		"/bus@0/can@1000", "/bus@1/can@2000", "/bus@1/serial@9000",
		"/bus@0",
	};
	const char *error = NULL;

	ck_assert_msg(read_on(machine, GUEST("    access:\n"
		"      - dev: /bus@0/can@1000\n"
		"      - dev: [can_b, serial]\n"
		"      - {dev: what, label: one}\n"
		"      - {}\n"
		"    sram:\n      - {start: 0x9f000000, size: 64K}\n"),
		&error) == MPUC_OK, "%s", error);
	ck_assert_uint_eq(found.accesses.count, ARRAY_SIZE(want) + 1);
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		const struct domains_access *a = &found.accesses.items[i];

		ck_assert_str_eq(a->guest, "/chosen/g");
		ck_assert_uint_eq(a->node, doc_find(found.doc, want[i]));
	}
	ck_assert_uint_eq(found.accesses.items[1].pos.col, 15);
	ck_assert_uint_eq(found.accesses.items[4].node, DOC_NONE);
	ck_assert_uint_eq(found.accesses.items[4].span.base, 0x9f000000);
	ck_assert_uint_eq(found.accesses.items[4].span.size, 0x10000);
}
END_TEST

START_TEST(properties_stand_in_the_file)
{
	const char *error = NULL;

	ck_assert_msg(read_on(machine, GUEST("    cpus:\n"
		"      - {cpumask: 1}\n    memory: {start: 0, size: 1K}\n"),
		&error) == MPUC_OK, "%s", error);
	ck_assert_str_eq(places_of(found.doc, "/chosen/g", "cpus"),
			 "d.yaml:4:5-4:9");
	ck_assert_str_eq(places_of(found.doc, "/chosen/g", "xen,static-mem"),
			 "d.yaml:6:5-6:11");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("load_domains");
	TCase *t = tcase_create("domains");
	SRunner *runner = srunner_create(s);
	int failed;

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, guests_become_nodes, 0, ARRAY_SIZE(good));
	tcase_add_loop_test(t, refused_with_its_line, 0, ARRAY_SIZE(bad));
	tcase_add_loop_test(t, xen_and_its_guests, 0, ARRAY_SIZE(kinds));
	tcase_add_loop_test(t, what_is_left_out_is_told, 0,
			    ARRAY_SIZE(told));
	tcase_add_test(t, devices_are_found);
	tcase_add_test(t, properties_stand_in_the_file);
	suite_add_tcase(s, t);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
