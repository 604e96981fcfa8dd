/* SPDX-License-Identifier: BSD-2-Clause */
/* From trees to systems: memory, cells, target and machine. */
#include "tree_fixture.h"

static const struct build_input nothing;

/* Objects of one kind, as "base+size " each, in hex. */
static const char *objects_of(const struct system *s, enum object_kind kind)
{
	const char *text = text_of("%s", "");

	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];

		if (o->kind == kind)
			text = text_of("%s%llx+%llx ", text,
				       (unsigned long long)o->span.base,
				       (unsigned long long)o->span.size);
	}
	return text;
}

static const struct tuples *list_of(const struct system *s,
				    enum object_kind kind)
{
	static const struct tuples none;

	for (size_t i = 0; i < s->tuples.count; i++) {
		if (s->tuples.items[i].kind == kind)
			return &s->tuples.items[i];
	}
	ck_abort_msg("no list of that kind");
	return &none;
}

/* ---------------------------------------------------------- cells */

#define ROOT(cells, body) "/dts-v1/;\n/ { " cells " " body " };"
#define C22 "#address-cells = <2>; #size-cells = <2>;"
#define C11 "#address-cells = <1>; #size-cells = <1>;"
#define C21 "#address-cells = <2>; #size-cells = <1>;"
#define HEAP "xen,static-heap"
#define DOM(body) "chosen { d { compatible = \"xen,domain\"; " body " }; };"

/* Whose cells each list is read with, as Xen's early scan does it. */
static const struct {
	const char *tree;
	enum object_kind kind;
	const char *objects;
	uint32_t trailing;
} cells[] = {
	/* memory and the heap: the root's. */
	{ ROOT(C22, "memory@1 { device_type = \"memory\"; "
	       "reg = <0 1 0 2>; };"), OBJ_RAM, "1+2 ", 0 },
	{ ROOT(C11, "memory@1 { device_type = \"memory\"; "
	       "reg = <1 2 3 4>; };"), OBJ_RAM, "1+2 3+4 ", 0 },
	/* A root without cells has 2 and 1. */
	{ ROOT("", "memory@1 { device_type = \"memory\"; "
	       "reg = <0 1 2>; };"), OBJ_RAM, "1+2 ", 0 },
	{ ROOT(C22, "chosen { " C11 HEAP " = <0 1 0 2>; };"), OBJ_HEAP,
	  "1+2 ", 0 },
	/* static-mem: those of /chosen, which inherits. */
	{ ROOT(C22, DOM("xen,static-mem = <0 1 0 2>;")), OBJ_STATIC_MEM,
	  "1+2 ", 0 },
	{ ROOT(C22, "chosen { " C11 " d { compatible = \"xen,domain\";"
	       "xen,static-mem = <1 2 3 4>; }; };"), OBJ_STATIC_MEM,
	  "1+2 3+4 ", 0 },
	/* The domain's own cells are for its children only. */
	{ ROOT(C22, DOM(C11 "xen,static-mem = <0 1 0 2>;")),
	  OBJ_STATIC_MEM, "1+2 ", 0 },
	/* The properties of an older Xen are dead. */
	{ ROOT(C22, DOM("#xen,static-mem-address-cells = <1>;"
	       "#xen,static-mem-size-cells = <1>;"
	       "xen,static-mem = <0 1 0 2>;")), OBJ_STATIC_MEM, "1+2 ", 0 },
	/* Modules and shared memory: the domain's. */
	{ ROOT(C22, DOM(C11 "m { compatible = \"multiboot,module\"; "
	       "reg = <1 2>; };")), OBJ_MODULE, "1+2 ", 0 },
	{ ROOT(C22, DOM("m { compatible = \"multiboot,module\"; "
	       "reg = <0 1 0 2>; };")), OBJ_MODULE, "1+2 ", 0 },
	{ ROOT(C22, DOM(C11 "s { compatible = "
	       "\"xen,domain-shared-memory-v1\"; "
	       "xen,shared-mem = <1 1 2>; };")), OBJ_SHM, "1+2 ", 0 },
	/* A module outside a domain: those of /chosen; one entry. */
	{ ROOT(C11, "chosen { m { compatible = \"xen,multiboot-module\"; "
	       "reg = <1 2 3 4>; }; };"), OBJ_MODULE, "1+2 ", 8 },
	/* /reserved-memory is a root of its own: 2 and 1. */
	{ ROOT(C22, "reserved-memory { r@1 { reg = <0 1 0 2>; }; };"),
	  OBJ_RESERVED, "1+0 ", 4 },
	{ ROOT(C22, "reserved-memory { " C22 " ranges; r@1 { "
	       "reg = <0 1 0 2>; }; };"), OBJ_RESERVED, "1+2 ", 0 },
	{ ROOT(C11, "reserved-memory { #address-cells = <1>; "
	       "r@1 { reg = <1 2>; }; };"), OBJ_RESERVED, "1+2 ", 0 },
	{ ROOT(C22, "reserved-memory { " C22 " a { b { reg = <0 1 0 2>; }; "
	       "}; };"), OBJ_RESERVED, "1+2 ", 0 },
	{ ROOT(C11, "reserved-memory { a { " C11 " b { reg = <1 2>; }; "
	       "}; };"), OBJ_RESERVED, "1+2 ", 0 },
	/* Entries that are not whole, and lists that are empty. */
	{ ROOT(C22, "chosen { " HEAP " = <0 1 0 2 0 3 0>; };"), OBJ_HEAP,
	  "1+2 ", 12 },
	{ ROOT(C22, "chosen { " HEAP " = <0 1 0>; };"), OBJ_HEAP, "", 12 },
	{ ROOT(C22, "chosen { " HEAP "; };"), OBJ_HEAP, "", 0 },
	/* Sections: the root's cells, whatever /chosen has. */
	{ ROOT(C22, "chosen { " C11 "mpu,guest-memory-section = "
	       "<0 1 0 2>, <0 3 0 4>; };"), OBJ_SECTION, "1+2 3+4 ", 0 },
};

START_TEST(cell_sources)
{
	const struct system *s = system_of(cells[_i].tree, nothing);

	ck_assert_str_eq(objects_of(s, cells[_i].kind), cells[_i].objects);
	ck_assert_uint_eq(list_of(s, cells[_i].kind)->trailing,
			  cells[_i].trailing);
	ck_assert(!list_of(s, cells[_i].kind)->bad_cells);
}
END_TEST

/* Counts that Xen can't read.  Above 2 matters only for a whole entry. */
static const struct {
	const char *tree;
	enum object_kind kind;
	bool bad;
} bad_cells[] = {
	{ ROOT("#address-cells = <0>; #size-cells = <1>;", "chosen { " HEAP
	       " = <1>; };"), OBJ_HEAP, true },
	{ ROOT("#address-cells = <1>; #size-cells = <0>;", "chosen { " HEAP
	       " = <1>; };"), OBJ_HEAP, true },
	{ ROOT("#address-cells = <3>; #size-cells = <1>;", "chosen { " HEAP
	       " = <1 2 3 4>; };"), OBJ_HEAP, true },
	{ ROOT("#address-cells = <3>; #size-cells = <1>;", "chosen { " HEAP
	       " = <1 2 3>; };"), OBJ_HEAP, false },
	{ ROOT("#address-cells = <0xffffffff>; #size-cells = <1>;",
	       "chosen { " HEAP " = <1 2 3>; };"), OBJ_HEAP, false },
};

START_TEST(unreadable_cells)
{
	const struct system *s = system_of(bad_cells[_i].tree, nothing);
	const struct tuples *t = list_of(s, bad_cells[_i].kind);

	ck_assert_int_eq(t->bad_cells, bad_cells[_i].bad);
	ck_assert_uint_eq(t->count, 0);
}
END_TEST

/* The fork's sections have cells of their own, zero by default. */
static const struct {
	const char *chosen;
	const char *objects;
	bool bad;
} fork_cells[] = {
	{ "#mpu,address-cells = <1>; #mpu,size-cells = <1>;", "1+2 ", false },
	{ "#mpu,address-cells = <2>; #mpu,size-cells = <1>;", "", false },
	{ "#mpu,address-cells = <1>;", "", true },
	{ "#mpu,size-cells = <1>;", "", true },
};

START_TEST(cells_of_the_fork)
{
	const struct system *s = system_of(text_of(ROOT(C22, "chosen { %s "
		"mpu,guest-memory-section = <1 2>; };"),
		fork_cells[_i].chosen), nothing);

	ck_assert_str_eq(s->target->name, "xen-4.17-amd");
	ck_assert(s->target_derived);
	ck_assert_str_eq(objects_of(s, OBJ_SECTION), fork_cells[_i].objects);
	ck_assert_int_eq(list_of(s, OBJ_SECTION)->bad_cells,
			 fork_cells[_i].bad);
}
END_TEST

/* --------------------------------------------------------- memory */

/* Which nodes are RAM. */
static const struct {
	const char *node;
	const char *ram;
} memories[] = {
	{ "memory { device_type = \"memory\"; reg = <1 2>; };", "1+2 " },
	{ "memory@1 { device_type = \"memory\"; reg = <1 2>; };", "1+2 " },
	{ "memory@1 { reg = <1 2>; };", "" },
	{ "memory@1 { device_type = \"ram\"; reg = <1 2>; };", "" },
	{ "memory-x@1 { device_type = \"memory\"; reg = <1 2>; };", "" },
	{ "ddr@1 { device_type = \"memory\"; reg = <1 2>; };", "" },
	{ "bus { " C11 " memory@1 { device_type = \"memory\"; "
	  "reg = <1 2>; }; };", "" },
	{ "memory@1 { device_type = \"memory\"; reg = <1 2>; "
	  "status = \"disabled\"; };", "" },
	{ "memory@1 { device_type = \"memory\"; reg = <1 2>; "
	  "status = \"ok\"; };", "1+2 " },
	{ "memory@1 { device_type = \"memory\"; reg = <1 2>; "
	  "status = \"okay\"; };", "1+2 " },
	{ "memory@1 { device_type = \"memory\"; };", "" },
};

START_TEST(ram_nodes)
{
	const struct system *s = system_of(text_of(ROOT(C11, "%s"),
					   memories[_i].node), nothing);

	ck_assert_str_eq(objects_of(s, OBJ_RAM), memories[_i].ram);
	ck_assert_uint_eq(s->ram.count, memories[_i].ram[0] != '\0');
}
END_TEST

START_TEST(reservations)
{
	const struct system *s = system_of("/dts-v1/;\n"
		"/memreserve/ 0x1000 0x2000;\n/memreserve/ 0x8000 0x10;\n"
		"/ { " C11 " reserved-memory { " C11 " ranges;"
		"a@1 { reg = <1 2>; }; b { size = <4>; };"
		"c@5 { reg = <5 6 7 8>; };"
		"d@9 { reg = <9 1>; status = \"disabled\"; }; }; };",
		nothing);

	ck_assert_str_eq(objects_of(s, OBJ_MEMRESERVE), "1000+2000 8000+10 ");
	ck_assert_str_eq(objects_of(s, OBJ_RESERVED), "1+2 5+6 7+8 ");
}
END_TEST

/* What Xen meets first: image, tree, reservations, then the document. */
START_TEST(early_order)
{
	struct build_input in = {
		.has_fdt_base = true, .fdt_base = 0x1000,
		.image = xen_image(),
	};
	const struct system *s = system_of("/dts-v1/;\n"
		"/memreserve/ 0x100000 0x1000;\n"
		"/ { " C11 " chosen { " HEAP " = <1 2 3 4>;"
		"d { compatible = \"xen,domain\"; xen,static-mem = <1 2>;"
		"m { compatible = \"multiboot,module\"; reg = <1 2>; }; }; };"
		"reserved-memory { " C11 " r@1 { reg = <1 2>; }; }; };", in);
	static const enum object_kind wanted[] = {
		OBJ_XEN, OBJ_FDT, OBJ_MEMRESERVE, OBJ_HEAP, OBJ_STATIC_MEM,
		OBJ_MODULE, OBJ_RESERVED,
	};
	uint32_t before = 0;

	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++) {
		for (size_t j = 0; j < s->objects.count; j++) {
			const struct object *o = &s->objects.items[j];

			if (o->kind != wanted[i])
				continue;
			ck_assert_uint_ge(o->order, before);
			before = o->order;
		}
	}
	ck_assert_uint_gt(before, 0);
}
END_TEST

/* The address width: 32 bits of an R52, 48 that the registers hold. */
static const struct {
	const char *platform;
	uint64_t base, size;
	unsigned flags;
	bool usable;
} widths[] = {
	{ "cortex-r52-16", 0xfffff000, 0x1000, 0, true },
	{ "cortex-r52-16", 0xfffff000, 0x1001, OBJ_WRAPS, false },
	{ "cortex-r52-16", 0x100000000, 1, OBJ_WRAPS, false },
	{ "cortex-r52-16", 0x100000000, 0, OBJ_ZERO, false },
	{ "cortex-r52-16", 0, 0x100000000, 0, true },
	{ "cortex-r82-16", 0xfffffffff000, 0x1000, 0, true },
	{ "cortex-r82-16", 0xfffffffff000, 0x1001, OBJ_WRAPS, false },
	{ "cortex-r82-16", UINT64_MAX, 1, OBJ_WRAPS, false },
	{ "cortex-r82-16", UINT64_MAX, 2, OBJ_WRAPS, false },
	{ "cortex-r82-16", 1, UINT64_MAX, OBJ_WRAPS, false },
	{ "cortex-r82-16", 0, 1, 0, true },
};

START_TEST(address_width)
{
	const struct build_input in = {
		.platform = platform_find(widths[_i].platform),
	};
	const struct system *s = system_of(text_of(ROOT(C22, "chosen { " HEAP
		" = <0x%x 0x%x 0x%x 0x%x>; };"),
		(unsigned)(widths[_i].base >> 32), (unsigned)widths[_i].base,
		(unsigned)(widths[_i].size >> 32),
		(unsigned)widths[_i].size), in);
	const struct object *o = &s->objects.items[0];

	ck_assert_uint_eq(s->objects.count, 1);
	ck_assert_uint_eq(o->flags, widths[_i].flags);
	ck_assert_int_eq(o->usable, widths[_i].usable);
	if (o->usable)
		ck_assert_uint_eq(o->range.last, widths[_i].base +
				  (widths[_i].size - 1));
}
END_TEST

/* ---------------------------------------------- target and machine */

#define CPU(compatible) "cpus { #address-cells = <1>; #size-cells = <0>; " \
	"cpu@0 { device_type = \"cpu\"; reg = <0>; compatible = \"" \
	compatible "\"; }; };"

static const struct {
	const char *body, *platform;
	bool has_regions, arch_known, regions_known;
	enum pmsa_arch arch;
	uint32_t pa_bits, regions;
} machines[] = {
	{ "", NULL, false, false, false, PMSA_V8_64, 48, 0 },
	{ CPU("arm,cortex-r52"), NULL, false, true, false, PMSA_V8_32, 32, 0 },
	{ CPU("arm,cortex-r82"), NULL, false, true, false, PMSA_V8_64, 48, 0 },
	{ CPU("arm,cortex-r99"), NULL, false, false, false, PMSA_V8_64, 48,
	  0 },
	{ CPU("arm,cortex-r52"), NULL, true, true, true, PMSA_V8_32, 32, 7 },
	/* A platform that is given has the say. */
	{ CPU("arm,cortex-r52"), "cortex-r82-32", false, true, true,
	  PMSA_V8_64, 48, 32 },
	{ "", "cortex-r52-20", false, true, true, PMSA_V8_32, 32, 20 },
	{ "", "cortex-r52-20", true, true, true, PMSA_V8_32, 32, 7 },
	{ "", NULL, true, false, true, PMSA_V8_64, 48, 7 },
};

START_TEST(machine)
{
	const struct build_input in = {
		.platform = machines[_i].platform == NULL ? NULL :
			    platform_find(machines[_i].platform),
		.has_regions = machines[_i].has_regions, .regions = 7,
	};
	const struct system *s = system_of(text_of(ROOT(C11, "%s"),
					   machines[_i].body), in);

	ck_assert_int_eq(s->arch, machines[_i].arch);
	ck_assert_int_eq(s->arch_known, machines[_i].arch_known);
	ck_assert_int_eq(s->regions_known, machines[_i].regions_known);
	ck_assert_uint_eq(s->regions, machines[_i].regions);
	ck_assert_uint_eq(s->pa_bits, machines[_i].pa_bits);
	ck_assert_int_eq(s->has_cpu, machines[_i].body[0] != '\0');
}
END_TEST

/* The fork only by its cells; a forgotten section is no other Xen. */
static const struct {
	const char *chosen, *target;
} derivations[] = {
	{ "chosen { };", "xen-mpu-v2" }, { "", "xen-mpu-v2" },
	{ "chosen { xen,static-heap = <1 2>; };", "xen-mpu-v2" },
	{ "chosen { #mpu,address-cells = <1>; };", "xen-4.17-amd" },
	{ "chosen { #mpu,size-cells = <1>; };", "xen-4.17-amd" },
	{ "#mpu,address-cells = <1>; chosen { };", "xen-mpu-v2" },
};

START_TEST(derived_target)
{
	const char *text = text_of(ROOT(C11, "%s"), derivations[_i].chosen);
	struct build_input in = nothing;
	const struct system *s = system_of(text, in);

	ck_assert_str_eq(s->target->name, derivations[_i].target);
	ck_assert(s->target_derived);
	in.target = target_find("xen-4.22");
	s = system_of(text, in);
	ck_assert_ptr_eq(s->target, in.target);
	ck_assert(!s->target_derived);
}
END_TEST

/* What makes a tree one for Xen. */
static const struct {
	const char *body;
	bool is;
} xen_trees[] = {
	{ "", false }, { "chosen { bootargs = \"x\"; };", false },
	{ "chosen { xen,dom0-bootargs = \"x\"; };", true },
	{ "chosen { mpu,guest-memory-section = <1>; };", true },
	{ "chosen { #mpu,size-cells = <1>; };", true },
	{ "chosen { #xen,static-heap-address-cells = <1>; };", true },
	{ "xen,a = <1>;", false },
	{ "chosen { d { compatible = \"xen,domain\"; }; };", true },
	{ "chosen { m { compatible = \"multiboot,module\"; }; };", true },
	{ "chosen { m { compatible = \"a\", \"xen,multiboot-module\"; }; };",
	  true },
	{ "chosen { m { compatible = \"multiboot,kernel\"; }; };", false },
};

START_TEST(xen_tree)
{
	ck_assert_int_eq(system_of(text_of(ROOT(C11, "%s"),
			 xen_trees[_i].body), nothing)->is_xen_tree,
			 xen_trees[_i].is);
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(cell_sources, cells);
	LOOP(unreadable_cells, bad_cells);
	LOOP(cells_of_the_fork, fork_cells);
	LOOP(ram_nodes, memories);
	tcase_add_test(tc, reservations);
	tcase_add_test(tc, early_order);
	LOOP(address_width, widths);
	LOOP(machine, machines);
	LOOP(derived_target, derivations);
	LOOP(xen_tree, xen_trees);
}

int main(void)
{
	return run_tests("model", add_tests);
}
