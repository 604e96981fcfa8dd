/* SPDX-License-Identifier: BSD-2-Clause */
#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/try.h"
#include "os/spawn.h"
#include "tmp_fixture.h"

static struct arena arena;
static const char *error;

static void setup(void)
{
	arena_init(&arena, ARENA_CAP_DEFAULT);
	error = NULL;
	tmp_enter();
}

static void teardown(void)
{
	tmp_leave();
	arena_done(&arena);
}

static struct os_result run(const struct os_spawn *what)
{
	struct os_result r;
	enum mpuc_status st = os_spawn(&arena, what, &r, &error);

	ck_assert_msg(st == MPUC_OK, "%s", error);
	return r;
}

static struct os_result run_shell(const char *script)
{
	const char *const argv[] = { "sh", "-c", script, NULL };
	const struct os_spawn what = { .argv = argv };

	return run(&what);
}

static const struct {
	const char *script;
	enum os_end end;
	int code;
	const char *out, *err;
} scripts[] = {
	{ "exit 0", OS_EXITED, 0, "", "" },
	{ "exit 3", OS_EXITED, 3, "", "" },
	{ "exit 255", OS_EXITED, 255, "", "" },
	{ "echo out; echo err >&2", OS_EXITED, 0, "out\n", "err\n" },
	{ "kill -9 $$", OS_SIGNALED, 9, "", "" },
	{ "kill -PIPE $$", OS_SIGNALED, SIGPIPE, "", "" },
	{ "cat", OS_EXITED, 0, "", "" },
	{ "echo $LC_ALL.$LANG.$CPATH", OS_EXITED, 0, "C..\n", "" },
	{ "exec >&- 2>&-; sleep 0.1; exit 4", OS_EXITED, 4, "", "" },
};

START_TEST(spawn_ends)
{
	struct os_result r;

	setenv("LC_ALL", "xx", 1);
	setenv("LANG", "xx", 1);
	setenv("CPATH", "xx", 1);
	signal(SIGPIPE, SIG_IGN);
	r = run_shell(scripts[_i].script);
	ck_assert_int_eq(r.end, scripts[_i].end);
	ck_assert_int_eq(r.code, scripts[_i].code);
	ck_assert_str_eq((const char *)r.out.data, scripts[_i].out);
	ck_assert_str_eq((const char *)r.err.data, scripts[_i].err);
}
END_TEST

START_TEST(spawn_not_found)
{
	const char *const argv[] = { "mpuc-no-such-program", NULL };
	const struct os_spawn what = { .argv = argv };

	ck_assert_int_eq(run(&what).end, OS_NOT_FOUND);
}
END_TEST

START_TEST(spawn_not_executable)
{
	const char *const argv[] = { "./file", NULL };
	const struct os_spawn what = { .argv = argv };
	struct os_result r;

	tmp_text("file", "");
	ck_assert_int_eq(os_spawn(&arena, &what, &r, &error), MPUC_E_IO);
	ck_assert_str_eq(error, "./file: Permission denied");
}
END_TEST

#define MANY ((size_t)1 << 20)

static const size_t input_sizes[] = { 0, 1, 65536, MANY };

START_TEST(spawn_cat)
{
	const char *const argv[] = { "cat", NULL };
	struct os_spawn what = { .argv = argv };
	size_t size = input_sizes[_i];
	char *input = arena_alloc(&arena, MANY);
	struct os_result r;

	for (size_t i = 0; i < MANY; i++)
		input[i] = (char)(i * 31 >> 3);
	what.input = input;
	what.input_size = size;
	r = run(&what);
	ck_assert_int_eq(r.end, OS_EXITED);
	ck_assert_uint_eq(r.out.size, size);
	ck_assert_mem_eq(r.out.data, input, size);
}
END_TEST

/* With SIGPIPE's default action the test would end here. */
START_TEST(spawn_input_unread)
{
	const char *const argv[] = { "true", NULL };
	struct os_spawn what = { .argv = argv, .input_size = MANY };
	struct os_result r;

	signal(SIGPIPE, SIG_DFL);
	what.input = arena_alloc(&arena, MANY);
	r = run(&what);
	ck_assert_int_eq(r.end, OS_EXITED);
	ck_assert_int_eq(r.code, 0);
}
END_TEST

static double seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The second has closed its outputs, the third has left a child. */
static const char *const sleepers[] = {
	"sleep 30", "exec >&- 2>&-; sleep 30", "sleep 30 & exit 0",
};

START_TEST(spawn_timeout)
{
	const char *const argv[] = { "sh", "-c", sleepers[_i], NULL };
	const struct os_spawn what = { .argv = argv, .seconds = 1 };
	double start = seconds_now();

	ck_assert_int_eq(run(&what).end, OS_TIMED_OUT);
	ck_assert(seconds_now() - start >= 0.9);
	ck_assert(seconds_now() - start < 20);
}
END_TEST

/* What the program started is gone, too. */
START_TEST(spawn_kills_the_group)
{
	const char *const argv[] = { "sh", "-c",
		"(sleep 2; echo late > late) >&- 2>&- & echo", NULL };
	const struct os_spawn what = { .argv = argv };

	ck_assert_int_eq(run(&what).end, OS_EXITED);
	sleep(3);
	ck_assert(!os_is_file("late"));
}
END_TEST

static const struct {
	const char *script;
	size_t cap;
	enum os_end end;
	size_t size;
} amounts[] = {
	{ "printf 1234", 4, OS_EXITED, 4 },
	{ "printf 12345", 4, OS_TOO_MUCH_OUTPUT, 4 },
	{ "yes", MANY, OS_TOO_MUCH_OUTPUT, MANY },
	{ "yes | head -c 300000", MANY, OS_EXITED, 300000 },
};

START_TEST(spawn_output_cap)
{
	const char *const argv[] = { "sh", "-c", amounts[_i].script, NULL };
	const struct os_spawn what = {
		.argv = argv, .stdout_cap = amounts[_i].cap,
	};
	struct os_result r = run(&what);

	ck_assert_int_eq(r.end, amounts[_i].end);
	ck_assert_uint_eq(r.out.size, amounts[_i].size);
}
END_TEST

START_TEST(spawn_error_cap)
{
	struct os_result r = run_shell("yes | head -c 200000 >&2; echo end");

	ck_assert_int_eq(r.end, OS_EXITED);
	ck_assert_uint_eq(r.err.size, OS_SPAWN_STDERR_CAP);
	ck_assert_str_eq((const char *)r.out.data, "end\n");
}
END_TEST

static unsigned count_fds(void)
{
	unsigned count = 0;

	for (int fd = 0; fd < 64; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

START_TEST(spawn_leaks_no_fds)
{
	const char *const missing[] = { "mpuc-no-such-program", NULL };
	const char *const yes[] = { "yes", NULL };
	const struct os_spawn none = { .argv = missing, .input = "",
		.input_size = 0 };
	const struct os_spawn much = { .argv = yes, .stdout_cap = 1 };
	unsigned before = count_fds();

	ck_assert_int_eq(run(&none).end, OS_NOT_FOUND);
	ck_assert_int_eq(run(&much).end, OS_TOO_MUCH_OUTPUT);
	ck_assert_int_eq(run_shell("exit 1").end, OS_EXITED);
	ck_assert_uint_eq(count_fds(), before);
}
END_TEST

/* The program sees its three, and the directory that the shell lists. */
START_TEST(spawn_hands_on_no_fds)
{
	struct os_result r;

	/* Those of the test framework are not what is tested. */
	for (int fd = 3; fd < 1024; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	r = run_shell("cd /proc/self/fd && echo *");
	ck_assert_str_eq((const char *)r.out.data, "0 1 2 3\n");
}
END_TEST

/* Pipes would take the numbers that the program's own are made of. */
START_TEST(spawn_without_standard_fds)
{
	const char *const argv[] = { "cat", NULL };
	const struct os_spawn what = { .argv = argv, .input = "text",
		.input_size = 4 };
	int saved[3];
	struct os_result r;
	enum mpuc_status st;

	for (int fd = 0; fd < 3; fd++) {
		saved[fd] = fcntl(fd, F_DUPFD, 10);
		close(fd);
	}
	st = os_spawn(&arena, &what, &r, &error);
	for (int fd = 0; fd < 3; fd++)
		dup2(saved[fd], fd);
	ck_assert_int_eq(st, MPUC_OK);
	ck_assert_str_eq((const char *)r.out.data, "text");
}
END_TEST

START_TEST(spawn_without_memory)
{
	const char *const argv[] = { "echo", "text", NULL };
	const struct os_spawn what = { .argv = argv };
	unsigned before = count_fds();
	enum mpuc_status st = MPUC_E_NOMEM;
	struct os_result r;
	uint64_t n;

	for (n = 1; st == MPUC_E_NOMEM; n++) {
		arena.fail_in = n;
		st = os_spawn(&arena, &what, &r, &error);
	}
	ck_assert_int_eq(st, MPUC_OK);
	ck_assert_uint_gt(n, 5);
	ck_assert_uint_eq(count_fds(), before);
}
END_TEST

static void add_tests(TCase *t)
{
	tcase_add_loop_test(t, spawn_ends, 0, ARRAY_SIZE(scripts));
	tcase_add_test(t, spawn_not_found);
	tcase_add_test(t, spawn_not_executable);
	tcase_add_loop_test(t, spawn_cat, 0, ARRAY_SIZE(input_sizes));
	tcase_add_test(t, spawn_input_unread);
	tcase_add_loop_test(t, spawn_timeout, 0, ARRAY_SIZE(sleepers));
	tcase_add_test(t, spawn_kills_the_group);
	tcase_add_loop_test(t, spawn_output_cap, 0, ARRAY_SIZE(amounts));
	tcase_add_test(t, spawn_error_cap);
	tcase_add_test(t, spawn_leaks_no_fds);
	tcase_add_test(t, spawn_hands_on_no_fds);
	tcase_add_test(t, spawn_without_standard_fds);
	tcase_add_test(t, spawn_without_memory);
}

int main(void)
{
	Suite *s = suite_create("os_spawn");
	TCase *t = tcase_create("os_spawn");
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
