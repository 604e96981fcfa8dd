/* SPDX-License-Identifier: BSD-2-Clause */
/* Plans of whole trees against what was measured and what is published. */
#include "tree_fixture.h"

/* ------------------------------------- a real Xen's table, measured */

static const char *const phases[] = {
	"boot/asm", "boot/fdt", "boot/heap", "boot/uart", "boot/gic",
	"boot/domains", "boot/discard", "boot/after-init", "idle",
};

/* Rows are in force from phase first to phase last. */
static const struct {
	int first, last;
	uint32_t slot;
	uint64_t prbar, prlar;
} measured[] = {
	{ 0, 8, 0, 0x20000018, 0x2008250f },
	{ 0, 6, 1, 0x2008301d, 0x200a380f },
	{ 7, 8, 1, 0x2008301d, 0x200a4fcf },
	{ 0, 6, 2, 0x200a4019, 0x200a7fcf },
	{ 7, 8, 2, 0x200a5019, 0x200a7fcf },
	{ 0, 6, 3, 0x200a8018, 0x200c3fcf },
	{ 0, 6, 4, 0x200c4019, 0x2012510f },
	{ 7, 8, 4, 0x20100019, 0x2012510f },
	{ 0, 8, 5, 0xe7c00011, 0xe7c00fc9 },
	{ 1, 5, 6, 0x2200001d, 0x22000fcf },
	{ 2, 8, 7, 0x30000019, 0x37ffffcf },
	{ 4, 8, 8, 0xf0000011, 0xf000ffc9 },
	{ 4, 8, 9, 0xf0100011, 0xf011ffc9 },
};

/* Kernel and one page of the guest come on top while it is built. */
static const uint32_t phase_peaks[] = { 6, 7, 8, 8, 10, 12, 9, 9, 8 };

static const struct symbol r52_symbols[] = {
	{ "_start", 0x20000000 }, { "_stext", 0x20000000 },
	{ "_etext", 0x20082528 }, { "_srodata", 0x20083000 },
	{ "_erodata", 0x200a3804 }, { "__ro_after_init_start", 0x200a4000 },
	{ "__ro_after_init_end", 0x200a5000 }, { "__init_begin", 0x200a8000 },
	{ "__init_data_begin", 0x200c4000 }, { "__init_end", 0x20100000 },
	{ "__bss_start", 0x20100000 }, { "__bss_end", 0x20125140 },
	{ "_end", 0x20126000 },
};

static struct plan *r52_plan(void)
{
	const struct build_input in = {
		.target = target_find("xen-4.22"),
		.platform = platform_find("qemu-mps3-an536"),
		.has_fdt_base = true, .fdt_base = 0x22000000,
		.has_early_uart = true, .early_uart = { 0xe7c00000, 0x1000 },
		.image = image_of(r52_symbols, ARRAY_SIZE(r52_symbols)),
		.doc = doc_of_file("testdata/systems/r52-an536/system.dts"),
	};

	return plan_of(system_of(NULL, in));
}

START_TEST(r52_measured)
{
	const struct plan *p = r52_plan();
	const struct plan_context *c = &p->contexts[_i];
	uint32_t rows = 0;

	ck_assert_str_eq(c->name, phases[_i]);
	for (size_t i = 0; i < ARRAY_SIZE(measured); i++) {
		const struct plan_region *r;

		if (_i < measured[i].first || _i > measured[i].last)
			continue;
		ck_assert_uint_lt(rows, c->need);
		r = &c->regions[rows++];
		ck_assert_uint_eq(r->slot, measured[i].slot);
		ck_assert(r->placed);
		ck_assert_uint_eq(r->regs.prbar, measured[i].prbar);
		ck_assert_uint_eq(r->regs.prlar, measured[i].prlar);
	}
	ck_assert_uint_eq(c->need, rows);
	ck_assert_uint_eq(c->unplaced, 0);
	ck_assert_uint_eq(c->peak, phase_peaks[_i]);
}
END_TEST

START_TEST(r52_frame)
{
	const struct plan *p = r52_plan();
	const struct plan_context *c = context_of(p, "boot/domains");

	ck_assert_uint_eq(p->context_count, ARRAY_SIZE(phases));
	ck_assert_uint_eq(p->boot_count, ARRAY_SIZE(phases) - 1);
	ck_assert_int_eq(p->arch, PMSA_V8_32);
	ck_assert_uint_eq(p->switches.count, 0);
	/* The copy takes the lowest free slots and leaves them again. */
	ck_assert_uint_eq(c->need, 10);
	ck_assert_uint_eq(c->region_count, 14);
	ck_assert_str_eq(c->regions[12].name, "domU1.kernel");
	ck_assert_uint_eq(c->regions[12].slot, 10);
	ck_assert_uint_eq(c->regions[13].slot, 11);
	ck_assert_int_eq(c->regions[12].lifetime, LIFE_TRANSIENT);
	ck_assert(!c->regions[13].placed);
}
END_TEST

/* ------------------------------- sixteen regions and two guests */

#define SIXTEEN "testdata/systems/sixteen-regions/"

static struct plan *sixteen_plan(uint32_t regions)
{
	static struct build_module modules[2];
	struct build_input in = {
		.platform = platform_find("cortex-r82-16"),
		.has_regions = true, .regions = regions,
		.has_fdt_base = true, .fdt_base = 0x1000000,
		.image = xen_image(),
		.doc = doc_of_file(SIXTEEN "system.dts"),
		.modules = modules, .module_count = ARRAY_SIZE(modules),
	};

	modules[0].path = "/chosen/domU1/module@12000000";
	modules[0].tree = doc_of_file(SIXTEEN "passthrough-domU1.dts");
	modules[1].path = "/chosen/domU2/module@16000000";
	modules[1].tree = doc_of_file(SIXTEEN "passthrough-domU2.dts");
	return plan_of(system_of(NULL, in));
}

/* The published counts, and the slots that follow from the layout. */
static const struct {
	const char *context;
	uint32_t need;
	const char *slots;
} sixteen[] = {
	{ "boot/asm", 7, "0 1 2 3 4 5 6 " },
	{ "boot/fdt", 8, "0 1 2 3 4 5 6 7 " },
	{ "boot/sections", 13, "0 1 2 3 4 5 6 7 8 9 10 11 15 " },
	{ "idle", 9, "0 1 2 3 4 8 9 10 15 " },
	{ "guest/domU1", 11, "0 1 2 3 4 5 6 7 8 9 15 " },
	{ "guest/domU2", 11, "0 1 2 3 4 5 6 7 8 9 15 " },
};

static const char *slots_of(const struct plan_context *c)
{
	char *text = text_of("%s", "");

	for (uint32_t i = 0; i < c->need; i++)
		text = c->regions[i].slot == SLOT_NONE ?
			text_of("%s%s ", text, c->regions[i].name) :
			text_of("%s%u ", text, c->regions[i].slot);
	return text;
}

START_TEST(sixteen_regions)
{
	const struct plan_context *c = context_of(sixteen_plan(16),
						  sixteen[_i].context);

	ck_assert_uint_eq(c->need, sixteen[_i].need);
	ck_assert_uint_eq(c->peak, sixteen[_i].need);
	ck_assert_str_eq(slots_of(c), sixteen[_i].slots);
	ck_assert_uint_eq(c->unplaced, 0);
}
END_TEST

/* On ten regions: what finds no slot is named and counted. */
static const struct {
	const char *context;
	const char *slots;
	uint32_t unplaced;
} ten[] = {
	{ "boot/fdt", "0 1 2 3 4 5 6 7 ", 0 },
	{ "boot/sections", "0 1 2 3 4 5 6 7 8 9 xen.device-section "
	  "xen.shared-section xen.boot-module-section ", 3 },
	{ "idle", "0 1 2 3 4 8 9 xen.device-section xen.shared-section ", 2 },
	{ "guest/domU1", "0 1 2 3 4 5 6 7 8 9 domU1.shm[0] ", 1 },
};

START_TEST(ten_regions)
{
	const struct plan *p = sixteen_plan(10);
	const struct plan_context *c = context_of(p, ten[_i].context);

	ck_assert_str_eq(slots_of(c), ten[_i].slots);
	ck_assert_uint_eq(c->unplaced, ten[_i].unplaced);
	/* The count is the same on any machine. */
	ck_assert_uint_eq(c->need,
			  context_of(sixteen_plan(16), c->name)->need);
}
END_TEST

/* ------------------------------------ formulas of the targets */

struct shape {
	uint32_t early, heap, guest, device, module;	/* banks of each */
	uint32_t ram, pass;	/* of domU1 */
	bool vpl011;
	uint32_t rdist;
};

/* count banks of size bytes, each a gap of the same size apart. */
static char *banks(uint32_t count, uint64_t base, uint64_t size)
{
	char *text = text_of("%s", "");

	for (uint32_t i = 0; i < count; i++)
		text = text_of("%s<0 0x%llx 0 0x%llx>%s", text,
			       (unsigned long long)(base + 2 * i * size),
			       (unsigned long long)size,
			       i + 1 < count ? "," : "");
	return text;
}

static const char *shape_dts(const struct shape *s)
{
	const char *gic = text_of("gic@af000000 { compatible = \"arm,gic-v3\";"
		"interrupt-controller; #redistributor-regions = <%u>;"
		"reg = <0 0xaf000000 0 0x10000>, %s; };", s->rdist,
		banks(s->rdist, 0xaf100000, 0x100000));
	const char *sections = text_of("#mpu,address-cells = <2>;"
		"#mpu,size-cells = <2>; mpu,guest-memory-section = %s;"
		"mpu,device-memory-section = %s;"
		"mpu,boot-module-section = %s;",
		banks(s->guest, 0x20000000, 0x4000000),
		banks(s->device, 0x80000000, 0x4000000),
		banks(s->module, 0x10000000, 0x1000000));

	return text_of(MACHINE_HEAD MACHINE_UART "%s" CHOSEN(
		"xen,static-heap = %s; %s domU1 { compatible = \"xen,domain\";"
		"#address-cells = <2>; #size-cells = <2>;"
		"cpus = <1>; memory = <0 0x1000>; direct-map; %s"
		"xen,static-mem = %s;"
		"kernel { compatible = \"multiboot,kernel\","
		"\"multiboot,module\"; reg = <0 0x10000000 0 0x100000>; };"
		"dtb { compatible = \"multiboot,device-tree\","
		"\"multiboot,module\"; reg = <0 0x10200000 0 0x1000>; }; };"),
		gic, banks(s->heap, 0x60000000, 0x1000000), sections,
		s->vpl011 ? "vpl011;" : "",
		banks(s->ram, 0x20000000, 0x100000));
}

static const char *pass_dts(uint32_t count)
{
	char *text = text_of("%s", "");

	for (uint32_t i = 0; i < count; i++)
		text = text_of("%s dev@%x { xen,reg = <0 0x9d%06x 0 0x1000 "
			       "0 0x9d%06x>; xen,path = \"/a\"; };", text, i,
			       i * 0x2000, i * 0x2000);
	return text_of("/dts-v1/; / { passthrough { #address-cells = <2>; "
		       "#size-cells = <2>; %s }; };", text);
}

static struct plan *shape_plan(const struct shape *s, const char *target,
			       uint32_t regions)
{
	struct build_module module = {
		"/chosen/domU1/dtb", doc_of(pass_dts(s->pass)),
	};
	const struct build_input in = {
		.target = target_find(target), .has_regions = true,
		.regions = regions, .has_fdt_base = true,
		.fdt_base = 0x1000000, .has_early_uart = s->early != 0,
		.early_uart = { 0x9c090000, 0x1000 },
		.image = xen_image(), .modules = &module, .module_count = 1,
	};

	ck_assert_ptr_nonnull(in.target);
	return plan_of(system_of(shape_dts(s), in));
}

static const struct shape shapes[] = {
	{ 0, 1, 1, 1, 1, 1, 0, false, 1 },
	{ 1, 1, 1, 1, 1, 1, 0, false, 1 },
	{ 1, 1, 1, 1, 1, 2, 1, true, 1 },
	{ 0, 2, 3, 1, 1, 1, 3, false, 2 },
	{ 1, 3, 2, 2, 2, 4, 2, true, 3 },
};

static uint32_t top_slot(const struct plan_context *c)
{
	uint32_t top = 0;

	for (uint32_t i = 0; i < c->need; i++) {
		ck_assert_uint_ne(c->regions[i].slot, SLOT_NONE);
		if (c->regions[i].slot > top)
			top = c->regions[i].slot;
	}
	return top;
}

START_TEST(amd_formulas)
{
	const struct shape *s = &shapes[_i];
	const struct plan *p = shape_plan(s, "xen-4.17-amd", 32);
	const struct plan_context *modules = context_of(p, "boot/modules");
	const struct plan_context *idle = context_of(p, "idle");
	uint32_t fixed = 4 + s->heap, all = 6 + 1 + s->heap + s->guest;

	ck_assert_uint_eq(context_of(p, "boot/asm")->need, 1 + s->early);
	ck_assert_uint_eq(context_of(p, "boot/guest")->need, all + s->early);
	/* Slots only grow: the hole of the UART stays one. */
	all += s->device + s->module;
	ck_assert_uint_eq(top_slot(modules) + 1, all + s->early);
	ck_assert_uint_eq(modules->need, all);
	ck_assert_uint_eq(idle->need, fixed + s->guest + s->device);
	ck_assert_uint_eq(top_slot(idle) + 1, idle->need);
	for (uint32_t i = 0; i < idle->need; i++)
		ck_assert_int_eq(idle->regions[i].lifetime, i < fixed ?
				 LIFE_FIXED : LIFE_SWITCHING);
	ck_assert_uint_eq(context_of(p, "guest/domU1")->need, fixed + s->ram +
			  1 + s->vpl011 + s->pass);
}
END_TEST

START_TEST(upstream_formulas)
{
	const struct shape *s = &shapes[_i];
	const struct plan *p = shape_plan(s, "xen-guests-2026", 32);
	const struct plan_context *guest = context_of(p, "guest/domU1");
	uint32_t uart = s->early ? 0 : 1, peak = 0;
	uint32_t idle = 4 + 1 + 1 + s->rdist + 1;

	for (uint32_t i = 0; i < p->boot_count; i++) {
		if (p->contexts[i].peak > peak)
			peak = p->contexts[i].peak;
	}
	ck_assert_uint_eq(peak, 5 + s->early + 1 + 1 + 1 + s->rdist + uart +
			  2);
	/* A machine with one redistributor and early printk: 12 and 8. */
	if (s->early && s->rdist == 1) {
		ck_assert_uint_eq(peak, 12);
		ck_assert_uint_eq(idle, 8);
	}
	ck_assert_uint_eq(context_of(p, "idle")->need, idle);
	ck_assert_uint_eq(guest->need, idle + s->ram + s->pass);
	ck_assert_uint_eq(guest->peak, guest->need + 1);
}
END_TEST

/* Without a count every region below 255 gets a slot, but the last ones. */
START_TEST(unknown_count)
{
	const struct build_input in = { .image = xen_image() };
	const struct system *s = system_of(shape_dts(&shapes[0]), in);
	const struct build_input v2 = {
		.image = xen_image(), .target = target_find("xen-mpu-v2"),
	};
	const struct plan *p;

	ck_assert(!s->regions_known);
	ck_assert_str_eq(s->target->name, "xen-4.17-amd");
	p = plan_of(s);
	ck_assert(!p->regions_known);
	ck_assert_uint_eq(top_slot(context_of(p, "idle")) + 1, 7);
	p = plan_of(system_of(shape_dts(&shapes[0]), v2));
	ck_assert_uint_eq(region_of(context_of(p, "idle"), "xen.heap")->slot,
			  SLOT_NONE);
	ck_assert_uint_eq(context_of(p, "idle")->unplaced, 1);
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(r52_measured, phases);
	tcase_add_test(tc, r52_frame);
	LOOP(sixteen_regions, sixteen);
	LOOP(ten_regions, ten);
	LOOP(amd_formulas, shapes);
	LOOP(upstream_formulas, shapes);
	tcase_add_test(tc, unknown_count);
}

int main(void)
{
	return run_tests("plan", add_tests);
}
