/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whole runs over a blob: an ordinary answer for any bytes, never that the
 * verifier disagrees with the planner; the same report twice; and what is
 * packed is what was planned, in bytes that the reader takes.  The blob's
 * own boot_cpuid_phys, which means nothing here, chooses the options.
 */
#include "fuzz.h"

#include <mpuc/layout_read.h>
#include <mpuc/mpuc.h>

#include "file.h"

#define BOOT_CPUID 28
#define REPORT_MAX ((size_t)4 << 20)

struct report {
	size_t size;
	bool full;
	char text[REPORT_MAX];
};

static enum mpuc_status put(void *arg, const void *data, size_t len)
{
	struct report *r = arg;

	if (len > REPORT_MAX - r->size) {
		r->full = true;
		return MPUC_E_IO;
	}
	memcpy(r->text + r->size, data, len);
	r->size += len;
	return MPUC_OK;
}

static struct mpuc_options options(const uint8_t *data)
{
	static const char *const targets[] = {
		NULL, "xen-mpu-v2", "xen-4.17-amd", "xen-4.22",
	};
	static const char *const platforms[] = {
		NULL, "cortex-r52-16", "cortex-r82-16", "cortex-r82-32",
	};
	unsigned bits = (unsigned)data[BOOT_CPUID + 2] << 8 |
			data[BOOT_CPUID + 3];

	return (struct mpuc_options){
		.target = targets[bits & 3],
		.platform = platforms[bits >> 2 & 3],
		.has_regions = (bits >> 4 & 1) != 0,
		.regions = bits >> 8 & 63,
		.has_fdt_address = (bits >> 5 & 1) != 0,
		.fdt_address = 0x1000000,
		.strict = (bits >> 6 & 1) != 0,
		.memory_cap = FUZZ_MEMORY,
	};
}

static void pack(struct mpuc_run *run)
{
	struct mpuc_layout l;
	const void *bytes;
	size_t size;
	enum mpuc_status st = mpuc_pack(run, &bytes, &size);

	HOLDS(fuzz_is_answer(st) || st == MPUC_E_INFEASIBLE);
	if (st == MPUC_OK)
		HOLDS(mpuc_layout_open(bytes, size, &l) == MPUC_LAYOUT_OK);
}

static enum mpuc_status report(const struct mpuc_options *opts,
			       const char *name, struct report *r)
{
	const struct mpuc_writer w = { .write = put, .arg = r };
	struct mpuc_run *run = mpuc_new(opts);
	enum mpuc_status st;

	HOLDS(run != NULL);
	r->size = 0;
	r->full = false;
	st = mpuc_run(run, &name, 1);
	HOLDS(fuzz_is_answer(st) || st == MPUC_E_USAGE);
	fuzz_check_error(st, mpuc_error(run));
	if (st == MPUC_OK) {
		st = mpuc_write_check(&run, 1, MPUC_JSON, &w);
		if (st == MPUC_OK)
			st = mpuc_write_check(&run, 1, MPUC_TEXT, &w);
		if (st == MPUC_OK)
			st = mpuc_write_plan(&run, 1, MPUC_JSON, NULL, &w);
		if (st == MPUC_OK)
			st = mpuc_write_plan(&run, 1, MPUC_TEXT, NULL, &w);
		HOLDS(st == MPUC_OK || st == MPUC_E_NOMEM || r->full);
		pack(run);
	}
	mpuc_free(run);
	return st;
}

/* Nothing that drives a terminal, whatever the tree calls its nodes. */
static void check_bytes(const struct report *r)
{
	for (size_t i = 0; i < r->size; i++) {
		unsigned char c = (unsigned char)r->text[i];

		HOLDS(c >= ' ' || c == '\n' || c == '\t');
		HOLDS(c != 0x7f);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct report one, two;
	struct mpuc_options opts;
	const char *name;
	enum mpuc_status st;

	/* Anything else is source, and then dtc runs. */
	if (size < 40 || memcmp(data, "\xd0\x0d\xfe\xed", 4) != 0)
		return 0;
	opts = options(data);
	name = fuzz_file(data, size);
	st = report(&opts, name, &one);
	HOLDS(report(&opts, name, &two) == st);
	HOLDS(one.size == two.size &&
	      memcmp(one.text, two.text, one.size) == 0);
	check_bytes(&one);
	return 0;
}
