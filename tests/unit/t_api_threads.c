/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads with a run each, at the same time: libmpuc(3) says that they may.
 * Each gives what one alone gives.
 */
#include <pthread.h>

#include "api_fixture.h"

#define THREADS 4
#define ROUNDS 3

static struct mpuc_options options;

struct work {
	pthread_t thread;
	const char *file;
	char text[1 << 20];
	size_t len;
	bool failed;
};

static struct work alone, works[THREADS];

/* No assertion here: those of Check are for its own thread. */
static enum mpuc_status append(void *arg, const void *data, size_t len)
{
	struct work *w = arg;

	if (len > sizeof(w->text) - w->len)
		return MPUC_E_IO;
	memcpy(w->text + w->len, data, len);
	w->len += len;
	return MPUC_OK;
}

/* What comes by way of each of the libraries that are linked. */
static enum mpuc_status report(struct mpuc_run *run, struct work *w)
{
	static const enum mpuc_format formats[] = {
		MPUC_TEXT, MPUC_JSON, MPUC_SARIF, MPUC_JUNIT,
	};
	const struct mpuc_writer to = { .write = append, .arg = w };
	const void *bytes;
	size_t size;

	TRY(mpuc_run(run, &w->file, 1));
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		TRY(mpuc_write_check(&run, 1, formats[i], &to));
	TRY(mpuc_write_plan(&run, 1, MPUC_JSON, NULL, &to));
	TRY(mpuc_pack(run, &bytes, &size));
	return append(w, bytes, size);
}

static void *work(void *arg)
{
	struct work *w = arg;

	for (int i = 0; i < ROUNDS; i++) {
		struct mpuc_run *run = mpuc_new(&options);

		w->len = 0;
		w->failed |= run == NULL || report(run, w) != MPUC_OK;
		mpuc_free(run);
	}
	return NULL;
}

static void setup(void)
{
	const char *source;

	tmp_enter();
	tree_setup();
	put_symbols("xen.sym");
	source = text_of("%s", GOOD_TREE("0x42000000"));
	tmp_text("good.dts", source);
	put_dtb("good.dtb", source);
	options = (struct mpuc_options){
		.target = "xen-mpu-v2", .platform = "cortex-r82-16",
		.has_regions = true, .regions = 16, .optimal = true,
		.has_fdt_address = true, .fdt_address = 0x1000000,
		.xen = "xen.sym",
	};
}

static void teardown(void)
{
	tree_teardown();
	tmp_leave();
}

static void begin(struct work *w, const char *file)
{
	w->file = file;
	w->failed = false;
}

static void side_by_side(const char *file)
{
	begin(&alone, file);
	work(&alone);
	ck_assert(!alone.failed);
	ck_assert_uint_gt(alone.len, 0);
	for (size_t i = 0; i < THREADS; i++) {
		begin(&works[i], file);
		ck_assert_int_eq(pthread_create(&works[i].thread, NULL, work,
						&works[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(works[i].thread, NULL), 0);
	for (size_t i = 0; i < THREADS; i++) {
		ck_assert(!works[i].failed);
		ck_assert_uint_eq(works[i].len, alone.len);
		ck_assert_mem_eq(works[i].text, alone.text, alone.len);
	}
}

START_TEST(blobs)
{
	side_by_side("good.dtb");
}
END_TEST

/* Each of these starts dtc, twice. */
START_TEST(sources)
{
	side_by_side("good.dts");
}
END_TEST

static const struct mpuc_writer plain = { .write = append, .arg = &alone };

static void *prepare(void *arg)
{
	static const struct mpuc_writer colored = { .color = true };

	mpuc_prepare_check(arg, MPUC_TEXT, &colored);
	mpuc_prepare_check(arg, MPUC_JSON, &plain);
	mpuc_prepare_check(arg, MPUC_SARIF, &plain);
	return NULL;
}

/* Parts that threads made, and which of them the report is made of. */
START_TEST(parts)
{
	static const char *const files[] = { "good.dtb", "none.dtb" };
	static const enum mpuc_format formats[] = {
		MPUC_TEXT, MPUC_JSON, MPUC_SARIF,
	};
	struct mpuc_run *runs[2];
	pthread_t threads[2];
	size_t before;

	alone.len = 0;
	for (size_t i = 0; i < 2; i++) {
		runs[i] = mpuc_new(&options);
		(void)!mpuc_run(runs[i], &files[i], 1);
	}
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		ck_assert_int_eq(mpuc_write_check(runs, 2, formats[i], &plain),
				 MPUC_OK);
	before = alone.len;
	for (size_t i = 0; i < 2; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, prepare,
						runs[i]), 0);
	for (size_t i = 0; i < 2; i++) {
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
		ck_assert_uint_eq(runs[i]->parts.count, 2);
		/* The text in colour is of no use here. */
		runs[i]->parts.items[0].len = 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		ck_assert_int_eq(mpuc_write_check(runs, 2, formats[i], &plain),
				 MPUC_OK);
	ck_assert_uint_eq(alone.len, 2 * before);
	ck_assert_mem_eq(alone.text, alone.text + before, before);
	/* Those in JSON are what was written. */
	runs[0]->parts.items[1].len = runs[1]->parts.items[1].len = 1;
	ck_assert_int_eq(mpuc_write_check(runs, 2, MPUC_JSON, &plain),
			 MPUC_OK);
	ck_assert_mem_eq(alone.text + 2 * before,
			 "{\"schema\": \"mpuc-reports-1\", \"reports\": [\n"
			 "{,\n{\n],\n", 50);
	mpuc_free(runs[0]);
	mpuc_free(runs[1]);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, blobs);
	tcase_add_test(tc, sources);
	tcase_add_test(tc, parts);
}

int main(void)
{
	return run_tests_with("api_threads", setup, teardown, add_tests);
}
