/* SPDX-License-Identifier: BSD-2-Clause */
/* From trees to systems: domains, modules, passthrough and devices. */
#include "tree_fixture.h"

static const struct build_input nothing;

#define C22 "#address-cells = <2>; #size-cells = <2>;"
#define C11 "#address-cells = <1>; #size-cells = <1>;"
#define TREE(body) "/dts-v1/;\n/ { " C11 " " body " };"

static const char *objects_of(const struct system *s, enum object_kind kind)
{
	const char *text = text_of("%s", "");

	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];

		if (o->kind == kind)
			text = text_of("%s%u:%llx+%llx ", text, o->detail,
				       (unsigned long long)o->span.base,
				       (unsigned long long)o->span.size);
	}
	return text;
}

/* -------------------------------------------------------- modules */

static const struct {
	const char *compatible;
	enum module_kind kind;
} kinds[] = {
	{ "\"multiboot,kernel\", \"multiboot,module\"", MOD_KERNEL },
	{ "\"multiboot,module\", \"xen,linux-zimage\"", MOD_KERNEL },
	{ "\"multiboot,ramdisk\", \"multiboot,module\"", MOD_RAMDISK },
	{ "\"xen,linux-initrd\", \"xen,multiboot-module\"", MOD_RAMDISK },
	{ "\"multiboot,device-tree\", \"multiboot,module\"", MOD_DTB },
	{ "\"xen,xsm-policy\", \"multiboot,module\"", MOD_XSM },
	{ "\"multiboot,microcode\", \"multiboot,module\"", MOD_MICROCODE },
	{ "\"MULTIBOOT,Kernel\", \"Multiboot,MODULE\"", MOD_KERNEL },
	/* The first of the unnamed is taken for a kernel. */
	{ "\"multiboot,module\"", MOD_KERNEL },
};

START_TEST(module_kinds)
{
	const struct system *s = system_of(text_of(TREE("chosen { "
		"d { compatible = \"xen,domain\"; m { compatible = %s; "
		"reg = <1 2>; }; }; };"), kinds[_i].compatible), nothing);

	ck_assert_uint_eq(s->modules.count, 1);
	ck_assert_int_eq(s->modules.items[0].kind, kinds[_i].kind);
	ck_assert_str_eq(s->modules.items[0].path, "/chosen/d/m");
	ck_assert_uint_eq(s->modules.items[0].domain, 0);
}
END_TEST

#define MODULE(name, extra) name " { compatible = " extra \
	"\"multiboot,module\"; reg = <1 2>; };"

/* Guesses go over the whole tree, past those that have a kind. */
START_TEST(guesses)
{
	static const enum module_kind wanted[] = {
		MOD_KERNEL, MOD_DTB, MOD_RAMDISK, MOD_UNKNOWN, MOD_UNKNOWN,
	};
	const struct system *s = system_of(TREE("chosen { "
		MODULE("a", "") "d { compatible = \"xen,domain\"; "
		MODULE("b", "\"multiboot,device-tree\", ") MODULE("c", "")
		"}; e { compatible = \"xen,domain\"; " MODULE("f", "") "}; "
		MODULE("g", "") "};"), nothing);

	ck_assert_uint_eq(s->modules.count, ARRAY_SIZE(wanted));
	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++)
		ck_assert_int_eq(s->modules.items[i].kind, wanted[i]);
	/* A guess is not enough for a domain to find it. */
	ck_assert_uint_eq(s->domains.items[0].ramdisk, SYS_NONE);
	ck_assert_uint_eq(s->domains.items[0].dtb, 1);
	ck_assert_uint_eq(s->domains.items[1].kernel, SYS_NONE);
}
END_TEST

/* The domain takes its last of each kind; other nodes are dom0's. */
START_TEST(module_owners)
{
	const struct system *s = system_of(TREE("chosen { "
		"d { compatible = \"xen,domain\"; "
		MODULE("i", "\"multiboot,ramdisk\", ")
		MODULE("k", "\"multiboot,kernel\", ")
		MODULE("l", "\"multiboot,kernel\", ")
		"deep { " MODULE("m", "\"multiboot,ramdisk\", ") "}; };"
		"plain { " MODULE("n", "\"multiboot,kernel\", ") "}; "
		"e { compatible = \"xen,domain\"; n { compatible = "
		"\"multiboot,kernel\", \"multiboot,module\"; }; }; };"),
		nothing);
	const struct domain *d = &s->domains.items[0];

	ck_assert_uint_eq(s->domains.count, 2);
	ck_assert_uint_eq(s->modules.count, 5);
	ck_assert_uint_eq(d->ramdisk, 0);
	ck_assert_uint_eq(d->kernel, 2);
	ck_assert_uint_eq(d->dtb, SYS_NONE);
	ck_assert_uint_eq(s->modules.items[3].domain, SYS_NONE);
	ck_assert_str_eq(s->modules.items[3].path, "/chosen/plain/n");
	/* Without reg there is a module, but no object. */
	ck_assert_uint_eq(s->domains.items[1].kernel, 4);
	ck_assert_uint_eq(s->modules.items[4].object, SYS_NONE);
}
END_TEST

/* -------------------------------------------------------- domains */

START_TEST(domain_numbers)
{
	const struct system *s = system_of(TREE("chosen { " C22
		"d { compatible = \"xen,domain\"; memory = <1 2>; "
		"cpus = <3>; direct-map; vpl011; status = \"disabled\"; "
		"xen,static-mem = <0 0x1000 0 0x2000>, <0 0x8000 0 0x1000>;"
		"};"
		"e { compatible = \"xen,domain\"; memory = <4>; cpus; };"
		"f { compatible = \"xen,domain\"; memory = <0 5 6>; "
		"cpus = <7 8>; };"
		"g { compatible = \"xen,domain-2\"; d { compatible = "
		"\"xen,domain\"; }; }; };"), nothing);
	const struct domain *d = s->domains.items;

	ck_assert_uint_eq(s->domains.count, 3);
	ck_assert_str_eq(d[0].name, "d");
	ck_assert(d[0].memory.ok && d[0].cpus.ok);
	ck_assert_uint_eq(d[0].memory.value, 0x100000002);
	ck_assert_uint_eq(d[0].cpus.value, 3);
	ck_assert(d[0].direct_map && d[0].vpl011 && d[0].disabled);
	ck_assert_uint_eq(d[0].bank_count, 2);
	ck_assert_uint_eq(s->objects.items[d[0].bank + 1].span.base, 0x8000);
	ck_assert_uint_eq(s->objects.items[d[0].bank + 1].index, 1);
	ck_assert_uint_eq(s->objects.items[d[0].bank + 1].owner, 0);
	ck_assert(!d[1].direct_map && !d[1].vpl011 && !d[1].disabled);
	ck_assert(!d[1].memory.ok && !d[1].cpus.ok);
	ck_assert_uint_eq(d[1].memory.len, 4);
	ck_assert_uint_eq(d[1].bank_count, 0);
	ck_assert_uint_eq(d[1].static_mem.prop, DOC_NONE);
	/* Longer ones are read from the front. */
	ck_assert(d[2].memory.ok && d[2].cpus.ok);
	ck_assert_uint_eq(d[2].memory.value, 5);
	ck_assert_uint_eq(d[2].cpus.value, 7);
}
END_TEST

/* { xen,shared-mem, objects, host given } with one cell each. */
static const struct {
	const char *mem, *objects;
	bool has_host, usable;
	uint64_t guest;
} shms[] = {
	{ "<0x1000 0x2000 0x3000>", "0:1000+3000 ", true, true, 0x2000 },
	{ "<0x2000 0x3000>", "0:2000+3000 ", false, false, 0x2000 },
	{ "<0x2000>", "", false, false, 0 },
	{ "<1 2 3 4>", "", false, false, 0 },
};

START_TEST(shared_memory)
{
	const struct system *s = system_of(text_of(TREE("chosen { "
		"d { compatible = \"xen,domain\"; s { compatible = "
		"\"xen,domain-shared-memory-v1\"; xen,shm-id = \"a\"; "
		"role = \"borrower\"; xen,shared-mem = %s; }; }; };"),
		shms[_i].mem), nothing);
	const struct shm *m = &s->shms.items[0];

	ck_assert_uint_eq(s->domains.items[0].shm_count, 1);
	ck_assert_str_eq(m->id, "a");
	ck_assert_int_eq(m->role, SHM_BORROWER);
	ck_assert_str_eq(objects_of(s, OBJ_SHM), shms[_i].objects);
	ck_assert_int_eq(m->has_host, shms[_i].has_host);
	ck_assert_uint_eq(m->guest, shms[_i].guest);
	if (m->object != SYS_NONE)
		ck_assert_int_eq(s->objects.items[m->object].usable,
				 shms[_i].usable);
}
END_TEST

/* ---------------------------------------------------- passthrough */

/* Cells come from the parent alone; without them 2 and 1. */
static const struct {
	const char *tree;	/* below the root of the partial tree */
	const char *objects;
	uint64_t guest;		/* of the first */
	uint32_t trailing;
	bool bad;
} passes[] = {
	{ "passthrough { " C22 " a { xen,reg = <0 1 0 2 0 3>; }; };",
	  "0:1+2 ", 3, 0, false },
	{ "passthrough { " C11 " a { xen,reg = <1 2 3 4 5 6>; }; };",
	  "0:1+2 1:4+5 ", 3, 0, false },
	{ C11 "passthrough { a { xen,reg = <0 1 2 0 3>; }; };",
	  "0:1+2 ", 3, 0, false },
	{ "passthrough { " C11 " bus { a { xen,reg = <0 1 2 0 3>; }; }; };",
	  "0:1+2 ", 3, 0, false },
	{ "passthrough { " C22 " bus { " C11 " a { xen,reg = <1 2 3>; }; "
	  "}; };", "0:1+2 ", 3, 0, false },
	{ "passthrough { " C11 " a { xen,reg = <1 2 3 4>; }; };",
	  "0:1+2 ", 3, 4, false },
	{ C11 "passthrough { xen,reg = <0 1 2 0 3>; };", "0:1+2 ", 3, 0,
	  false },
	{ "passthrough { #address-cells = <3>; a { xen,reg = <1 2 3>; }; };",
	  "", 0, 0, true },
	{ "passthrough { #size-cells = <0>; a { xen,reg = <1 2 3>; }; };",
	  "", 0, 0, true },
	{ "elsewhere { " C11 " a { xen,reg = <1 2 3>; }; };", "", 0, 0,
	  false },
	{ "passthrough { " C11 " a { reg = <1 2>; }; };", "", 0, 0, false },
};

START_TEST(passthroughs)
{
	struct build_module module = { "/chosen/d/t", NULL };
	const struct build_input in = {
		.modules = &module, .module_count = 1,
	};
	const struct tuples *t = NULL;
	const struct system *s;

	module.tree = doc_of(text_of("/dts-v1/; / { %s };",
				     passes[_i].tree));
	s = system_of(TREE("chosen { d { compatible = \"xen,domain\"; "
		      MODULE("t", "\"multiboot,device-tree\", ") "}; };"),
		      in);
	ck_assert_str_eq(objects_of(s, OBJ_PASSTHROUGH), passes[_i].objects);
	ck_assert_uint_eq(s->domains.items[0].pass_count,
			  s->passthroughs.count);
	if (s->passthroughs.count > 0)
		ck_assert_uint_eq(s->passthroughs.items[0].guest,
				  passes[_i].guest);
	for (size_t i = 0; i < s->tuples.count; i++) {
		if (s->tuples.items[i].kind == OBJ_PASSTHROUGH)
			t = &s->tuples.items[i];
	}
	ck_assert_uint_eq(t == NULL ? 0 : t->trailing, passes[_i].trailing);
	ck_assert_int_eq(t != NULL && t->bad_cells, passes[_i].bad);
}
END_TEST

START_TEST(unknown_module)
{
	const struct build_module module = { "/chosen/d/u", NULL };
	struct build_input in = { .modules = &module, .module_count = 1 };
	const char *error = NULL;
	struct system *s;

	in.doc = doc_of(TREE("chosen { d { compatible = \"xen,domain\"; "
			MODULE("t", "") "}; };"));
	ck_assert_int_eq(system_build(&arena, &in, &s, &error),
			 MPUC_E_USAGE);
	ck_assert_ptr_nonnull(strstr(error, "/chosen/d/u"));
}
END_TEST

/* -------------------------------------------------------- devices */

#define GIC(compatible, more) "g@1 { compatible = \"" compatible "\"; " \
	"interrupt-controller; " more " };"
#define REGS "reg = <1 1>, <2 2>, <3 3>, <4 4>, <5 5>;"

static const struct {
	const char *tree;
	uint32_t version;
	const char *objects;	/* kind:base+size */
} gics[] = {
	{ GIC("arm,gic-v3", REGS), 3, "0:1+1 1:2+2 " },
	{ GIC("arm,gic-v3", "#redistributor-regions = <3>;" REGS), 3,
	  "0:1+1 1:2+2 1:3+3 1:4+4 " },
	{ GIC("arm,gic-v3", "#redistributor-regions = <9>;" REGS), 3,
	  "0:1+1 1:2+2 1:3+3 1:4+4 1:5+5 " },
	{ GIC("arm,gic-v3", "#redistributor-regions = <0>;" REGS), 3,
	  "0:1+1 " },
	{ GIC("arm,gic-400", REGS), 2, "0:1+1 2:2+2 3:3+3 4:4+4 " },
	{ GIC("arm,cortex-a15-gic", REGS), 2, "0:1+1 2:2+2 3:3+3 4:4+4 " },
	{ GIC("arm,gic-v3", "status = \"disabled\";" REGS), 0, "" },
	{ GIC("arm,pl390", REGS), 0, "" },
	{ "g@1 { compatible = \"arm,gic-v3\"; " REGS " };", 0, "" },
	/* The first one that is in use. */
	{ GIC("arm,gic-v3", "status = \"disabled\"; reg = <9 9>;")
	  "h@1 { compatible = \"arm,gic-400\"; interrupt-controller; "
	  REGS " };", 2, "0:1+1 2:2+2 3:3+3 4:4+4 " },
	/* Behind a bus: its ranges move the registers. */
	{ "b { " C11 " ranges = <0 0x1000 0x100>; " GIC("arm,gic-v3",
	  "reg = <1 1>, <0xff 1>;") " };", 3, "0:1001+1 1:10ff+1 " },
	{ "b { " C11 " ranges = <0 0x1000 0x100>; " GIC("arm,gic-v3",
	  "reg = <1 1>, <0x100 1>;") " };", 3, "0:1001+1 " },
	{ "b { " C11 " ranges; " GIC("arm,gic-v3", "reg = <1 1>, <2 2>;")
	  " };", 3, "0:1+1 1:2+2 " },
	{ "b { " C11 " " GIC("arm,gic-v3", "reg = <1 1>, <2 2>;") " };", 3,
	  "" },
	{ "a { " C11 " ranges = <0x1000 0x80000000 0x1000>; b { " C22
	  " ranges = <0 0 0x1000 0 0x100>, <1 0 0x1800 0 0x10>; "
	  GIC("arm,gic-v3", "reg = <0 8 0 1>, <1 8 0 1>;") " }; };", 3,
	  "0:80000008+1 1:80000808+1 " },
};

START_TEST(gic)
{
	const struct system *s = system_of(text_of(TREE("%s"),
					   gics[_i].tree), nothing);

	ck_assert_int_eq(s->gic.present, gics[_i].version != 0);
	ck_assert_uint_eq(s->gic.version, gics[_i].version);
	ck_assert_str_eq(objects_of(s, OBJ_DEVICE), gics[_i].objects);
}
END_TEST

#define UARTS "aliases { serial0 = \"/u@1\"; serial1 = \"/b/v@2\"; " \
	"bad = \"/nowhere\"; }; u@1 { reg = <1 1>; }; " \
	"b { " C11 " ranges = <0 0x1000 0x100>; v@2 { reg = <2 2>; }; };"

/* Which node the console is, and where its registers are. */
static const struct {
	const char *chosen;
	const char *node;	/* NULL: none */
	const char *objects;
} consoles[] = {
	{ "stdout-path = \"serial0\";", "u@1", "5:1+1 " },
	{ "stdout-path = \"serial0:115200n8\";", "u@1", "5:1+1 " },
	{ "stdout-path = \"/b/v@2\";", "v@2", "5:1002+2 " },
	{ "stdout-path = \"serial1\";", "v@2", "5:1002+2 " },
	{ "linux,stdout-path = \"/u@1\";", "u@1", "5:1+1 " },
	{ "stdout-path = \"/b/v@2\"; linux,stdout-path = \"/u@1\";", "v@2",
	  "5:1002+2 " },
	{ "xen,xen-bootargs = \"console=dtuart dtuart=serial1\"; "
	  "stdout-path = \"serial0\";", "v@2", "5:1002+2 " },
	{ "bootargs = \"dtuart=/u@1 sync_console\";", "u@1", "5:1+1 " },
	{ "xen,xen-bootargs = \"a\"; bootargs = \"dtuart=serial0\";", NULL,
	  "" },
	{ "bootargs = \"nodtuart=serial0\";", NULL, "" },
	{ "bootargs = \"nodtuart=serial0 dtuart=serial1\";", "v@2",
	  "5:1002+2 " },
	{ "stdout-path = \"serial7\";", NULL, "" },
	{ "stdout-path = \"bad\";", NULL, "" },
	{ "stdout-path = \"/nowhere\";", NULL, "" },
	{ "stdout-path = \"/aliases\";", "aliases", "" },
	{ "", NULL, "" },
};

START_TEST(console)
{
	const struct system *s = system_of(text_of(TREE(UARTS
		"chosen { %s };"), consoles[_i].chosen), nothing);

	ck_assert_int_eq(s->console.node != DOC_NONE,
			 consoles[_i].node != NULL);
	if (consoles[_i].node != NULL)
		ck_assert_str_eq(s->doc->nodes.items[s->console.node].name,
				 consoles[_i].node);
	ck_assert_str_eq(objects_of(s, OBJ_DEVICE), consoles[_i].objects);
	ck_assert_int_eq(s->console_object != SYS_NONE,
			 consoles[_i].objects[0] != '\0');
}
END_TEST

/* { node, Xen finds a timer } */
static const struct {
	const char *node;
	bool timer;
} timers[] = {
	{ "t { compatible = \"arm,armv8-timer\"; };", true },
	{ "t { compatible = \"a\", \"arm,armv7-timer\"; };", true },
	{ "t { compatible = \"arm,armv8-timer\"; status = \"fail\"; };",
	  false },
	{ "t { compatible = \"arm,sp804\"; };", false },
};

START_TEST(timer)
{
	ck_assert_int_eq(system_of(text_of(TREE("%s"), timers[_i].node),
				   nothing)->has_timer, timers[_i].timer);
}
END_TEST

/* Worth knowing where the target has a section for them. */
START_TEST(device_registers)
{
	const struct build_input in = {
		.target = target_find(_i == 0 ? "xen-4.22" : "xen-mpu-v2"),
	};
	const struct system *s = system_of(text_of(TREE("chosen { "
		"m { compatible = \"multiboot,module\"; reg = <7 7>; }; };"
		"memory@1 { device_type = \"memory\"; reg = <6 6>; };"
		"cpus { " C11 " c { reg = <5 5>; }; };"
		"u@1 { reg = <1 1>, <2 2>; };"
		"v@1 { reg = <3 3>; status = \"disabled\"; };"
		"w@1 { reg = <4 0>; };")), in);

	ck_assert_uint_eq(s->device_regs.count, _i == 0 ? 0 : 2);
	if (_i != 0)
		ck_assert_uint_eq(s->device_regs.items[1].last, 3);
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(module_kinds, kinds);
	tcase_add_test(tc, guesses);
	tcase_add_test(tc, module_owners);
	tcase_add_test(tc, domain_numbers);
	LOOP(shared_memory, shms);
	LOOP(passthroughs, passes);
	tcase_add_test(tc, unknown_module);
	LOOP(gic, gics);
	LOOP(console, consoles);
	LOOP(timer, timers);
	tcase_add_loop_test(tc, device_registers, 0, 2);
}

int main(void)
{
	return run_tests("model_domain", add_tests);
}
