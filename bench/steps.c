/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One run over a tree, step by step, each in a function of its own, so that
 * a profiler that counts instructions tells what each step costs:
 *
 *	steps TREE TARGET REGIONS SYMBOLS FDT-ADDRESS
 *
 * walk is the yardstick: libfdt over every node and property.
 */
#include <libfdt.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include <mpuc/layout_read.h>

#include "check/check.h"
#include "emit/layout_write.h"
#include "load/dtb.h"
#include "model/build.h"
#include "mpuc/run.h"
#include "os/file.h"
#include "plan/plan.h"
#include "report/report.h"
#include "verify/verify.h"

#define STEP __attribute__((noinline, noclone))

struct bench {
	struct mpuc_run *run;
	struct load_session session;
	struct load_tree tree;
	const struct target *target;
	uint32_t regions;
	uint64_t fdt_base;
	const void *layout;
	size_t layout_size;
	size_t seen;		/* keeps the yardstick from being dropped */
};

static void must(enum mpuc_status st, const char *what)
{
	if (st == MPUC_OK)
		return;
	fprintf(stderr, "steps: %s fails: status %d\n", what, (int)st);
	exit(1);
}

static enum mpuc_status discard(void *arg, const void *data, size_t len)
{
	(void)data;
	*(size_t *)arg += len;
	return MPUC_OK;
}

STEP void step_walk(struct bench *b);
STEP void step_load(struct bench *b);
STEP void step_model(struct bench *b);
STEP void step_check(struct bench *b);
STEP void step_plan(struct bench *b);
STEP void step_judge(struct bench *b);
STEP void step_verify(struct bench *b);
STEP void step_report(struct bench *b);
STEP void step_pack(struct bench *b);
STEP void step_reader(struct bench *b);

void step_walk(struct bench *b)
{
	const void *fdt = b->tree.blob.data;

	for (int n = fdt_next_node(fdt, -1, NULL); n >= 0;
	     n = fdt_next_node(fdt, n, NULL)) {
		int p;

		fdt_for_each_property_offset(p, fdt, n) {
			const char *name;
			int len;

			if (fdt_getprop_by_offset(fdt, p, &name, &len))
				b->seen += (size_t)len;
		}
	}
}

void step_load(struct bench *b)
{
	must(dtb_read(&b->session, &b->tree), "load");
	b->tree.doc->blob = b->tree.blob.data;
	b->run->doc = b->tree.doc;
}

void step_model(struct bench *b)
{
	const struct build_input in = {
		.target = b->target, .has_regions = true,
		.regions = b->regions, .doc = b->run->doc,
		.image = b->run->image,
		.has_fdt_base = true, .fdt_base = b->fdt_base,
	};
	const char *error = NULL;

	must(system_build(&b->run->arena, &in, &b->run->system, &error),
	     "model");
}

static struct facts facts_of(const struct bench *b)
{
	struct facts f = {
		.system = b->run->system, .regions_given = true,
		.plan = b->run->plan,
	};

	return f;
}

void step_check(struct bench *b)
{
	struct facts f = facts_of(b);

	must(check_run(&b->run->arena, CHECK_TREE, &f, &b->run->sink),
	     "check");
	must(check_run(&b->run->arena, CHECK_MODEL, &f, &b->run->sink),
	     "check");
}

void step_plan(struct bench *b)
{
	must(plan_make(&b->run->arena, b->run->system, &b->run->plan),
	     "plan");
}

/* The rules that look at the plan. */
void step_judge(struct bench *b)
{
	struct facts f = facts_of(b);

	must(check_run(&b->run->arena, CHECK_PLAN, &f, &b->run->sink),
	     "check");
}

void step_verify(struct bench *b)
{
	struct verify_report report = { .omitted = 0 };

	must(verify_plan(&b->run->arena, b->run->system, b->run->plan,
			 &report), "verify");
	if (report.problems.count != 0)
		must(MPUC_E_INTERNAL, "verify");
}

void step_report(struct bench *b)
{
	const struct mpuc_writer w = {
		.write = discard, .arg = &b->seen,
	};

	must(mpuc_write_check(&b->run, 1, MPUC_JSON, &w), "report");
}

void step_pack(struct bench *b)
{
	enum mpuc_status st = mpuc_pack(b->run, &b->layout, &b->layout_size);

	/* The big trees need more regions than there are. */
	if (st != MPUC_E_INFEASIBLE)
		must(st, "pack");
}

void step_reader(struct bench *b)
{
	struct mpuc_layout l;

	if (b->layout == NULL)
		return;
	if (mpuc_layout_open(b->layout, b->layout_size, &l) != MPUC_LAYOUT_OK)
		must(MPUC_E_INTERNAL, "reader");
}

/* VmHWM of this process; a parent's would count in what wait() gives. */
static unsigned long long peak(void)
{
	unsigned long long kib = 0;
	FILE *f = fopen("/proc/self/status", "r");
	char line[128];

	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		sscanf(line, "VmHWM: %llu", &kib);
	if (f != NULL)
		fclose(f);
	return kib * 1024;
}

static void set_up(struct bench *b, char **argv)
{
	struct mpuc_options opts = {
		.target = argv[2], .xen = argv[4], .has_regions = true,
		.regions = (uint32_t)strtoul(argv[3], NULL, 10),
		.has_fdt_address = true,
		.fdt_address = strtoull(argv[5], NULL, 0),
	};
	const char *error = NULL;

	b->regions = opts.regions;
	b->fdt_base = opts.fdt_address;
	b->target = target_find(opts.target);
	b->run = mpuc_new(&opts);
	if (b->run == NULL || b->target == NULL)
		must(MPUC_E_USAGE, "set-up");
	b->session.arena = &b->run->arena;
	b->tree.name = argv[1];
	must(load_image(&b->run->arena, opts.xen, &b->run->image, &error),
	     "reading the symbols");
	must(os_read_file(&b->run->arena, argv[1], OS_FILE_CAP,
			  &b->tree.blob, &error), "reading the tree");
}

int main(int argc, char **argv)
{
	struct bench b = { .seen = 0 };

	if (argc != 6) {
		fprintf(stderr, "usage: steps TREE TARGET REGIONS SYMBOLS "
			"FDT-ADDRESS\n");
		return 2;
	}
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, 256 << 10);	/* as cmd/main.c has it */
#endif
	set_up(&b, argv);
	step_walk(&b);
	step_load(&b);
	step_model(&b);
	step_check(&b);
	step_plan(&b);
	step_judge(&b);
	step_verify(&b);
	step_report(&b);
	step_pack(&b);
	step_reader(&b);
	printf("layout %zu\npeak %llu\n", b.layout_size, peak());
	mpuc_free(b.run);
	return b.seen == 0;
}
