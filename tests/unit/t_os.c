/* SPDX-License-Identifier: BSD-2-Clause */
#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/try.h"
#include "os/file.h"
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

static void check_file(const char *path, const char *text)
{
	struct os_bytes b;

	ck_assert_int_eq(os_read_file(&arena, path, OS_FILE_CAP, &b, &error),
			 MPUC_OK);
	ck_assert_uint_eq(b.size, strlen(text));
	ck_assert_str_eq((const char *)b.data, text);
}

/* ----------------------------------------------------------- reading */

static const struct {
	size_t size, cap;
	enum mpuc_status status;
} reads[] = {
	{ 0, 0, MPUC_OK },
	{ 1, 0, MPUC_E_LIMIT },
	{ 100, 100, MPUC_OK },
	{ 101, 100, MPUC_E_LIMIT },
	{ 65535, OS_FILE_CAP, MPUC_OK },
	{ 65536, OS_FILE_CAP, MPUC_OK },
	{ 65537, OS_FILE_CAP, MPUC_OK },
	{ 200000, OS_FILE_CAP, MPUC_OK },
	{ 200000, 199999, MPUC_E_LIMIT },
};

static char pattern[200000];

static void fill_pattern(void)
{
	for (size_t i = 0; i < sizeof(pattern); i++)
		pattern[i] = (char)('a' + i * 7 % 26);
}

static void check_read(const char *path, int i, bool regular)
{
	struct os_bytes b = { .size = 77 };
	enum mpuc_status st;

	st = os_read_file(&arena, path, reads[i].cap, &b, &error);
	ck_assert_int_eq(st, reads[i].status);
	if (st != MPUC_OK) {
		ck_assert_uint_eq(b.size, 77);
		ck_assert_ptr_nonnull(strstr(error, ": larger than "));
		return;
	}
	ck_assert_uint_eq(b.size, reads[i].size);
	ck_assert_mem_eq(b.data, pattern, b.size);
	ck_assert_uint_eq(b.data[b.size], 0);
	ck_assert(b.regular == regular);
}

START_TEST(read_regular)
{
	fill_pattern();
	tmp_put("f", pattern, reads[_i].size);
	check_read("f", _i, true);
}
END_TEST

/* A child writes, since a pipe holds less than the larger ones. */
static void start_writer(int fd, size_t size)
{
	if (fork() != 0)
		return;
	for (size_t at = 0; at < size;) {
		ssize_t n = write(fd, pattern + at, size - at);

		if (n <= 0)
			_exit(1);
		at += (size_t)n;
	}
	_exit(0);
}

START_TEST(read_standard_input)
{
	int fds[2];

	fill_pattern();
	ck_assert_int_eq(pipe(fds), 0);
	start_writer(fds[1], reads[_i].size);
	close(fds[1]);
	ck_assert_int_eq(dup2(fds[0], STDIN_FILENO), STDIN_FILENO);
	check_read("-", _i, false);
}
END_TEST

START_TEST(read_fifo)
{
	const struct timespec nap = { .tv_nsec = 200000000 };
	int fd;

	ck_assert_int_eq(mkfifo("fifo", 0600), 0);
	fd = open("fifo", O_RDWR);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "text", 4), 4);
	if (fork() == 0) {
		/* Keeps the other end open until the reader is there. */
		nanosleep(&nap, NULL);
		_exit(0);
	}
	close(fd);
	check_file("fifo", "text");
}
END_TEST

/* Its size is said to be 0. */
START_TEST(read_proc)
{
	struct os_bytes b;

	ck_assert_int_eq(os_read_file(&arena, "/proc/self/status", 65536, &b,
				      &error), MPUC_OK);
	ck_assert_uint_gt(b.size, 100);
}
END_TEST

static const struct {
	const char *path, *error;
} unreadable[] = {
	{ "missing", "missing: No such file or directory" },
	{ ".", ".: Is a directory" },
	{ "", ": No such file or directory" },
	{ "file/x", "file/x: Not a directory" },
};

START_TEST(read_failures)
{
	struct os_bytes b = { .size = 77 };

	tmp_text("file", "");
	ck_assert_int_eq(os_read_file(&arena, unreadable[_i].path, 100, &b,
				      &error), MPUC_E_IO);
	ck_assert_str_eq(error, unreadable[_i].error);
	ck_assert_uint_eq(b.size, 77);
}
END_TEST

START_TEST(read_without_memory)
{
	struct os_bytes b;

	tmp_text("file", "text");
	arena.fail_in = 1;
	ck_assert_int_eq(os_read_file(&arena, "file", 100, &b, &error),
			 MPUC_E_NOMEM);
	arena.fail_in = 1;
	ck_assert_int_eq(os_read_file(&arena, "missing", 100, &b, &error),
			 MPUC_E_NOMEM);
	ck_assert_ptr_null(error);
}
END_TEST

START_TEST(is_file)
{
	tmp_text("file", "");
	ck_assert(os_is_file("file"));
	ck_assert(os_is_file("/dev/null"));
	ck_assert(!os_is_file("."));
	ck_assert(!os_is_file("missing"));
}
END_TEST

/* ----------------------------------------------------------- writing */

static void check_write(const char *path, const char *text)
{
	enum mpuc_status st = os_write_file(&arena, path, text, strlen(text),
					    &error);

	ck_assert_msg(st == MPUC_OK, "%s", error);
}

START_TEST(write_new_and_again)
{
	struct stat info;

	umask(027);
	check_write("f", "one");
	check_file("f", "one");
	ck_assert_int_eq(stat("f", &info), 0);
	ck_assert_uint_eq(info.st_mode & 07777, 0640);
	check_write("./f", "longer");
	check_file("f", "longer");
	check_write("f", "");
	check_file("f", "");
	ck_assert_uint_eq(tmp_count(), 1);
}
END_TEST

START_TEST(write_large)
{
	struct os_bytes b;

	fill_pattern();
	ck_assert_int_eq(os_write_file(&arena, "f", pattern, sizeof(pattern),
				       &error), MPUC_OK);
	ck_assert_int_eq(os_read_file(&arena, "f", OS_FILE_CAP, &b, &error),
			 MPUC_OK);
	ck_assert_uint_eq(b.size, sizeof(pattern));
	ck_assert_mem_eq(b.data, pattern, b.size);
}
END_TEST

/* Whoever has the old file open keeps it whole. */
START_TEST(write_replaces)
{
	char old[8] = "";
	int fd;

	tmp_text("f", "old");
	fd = open("f", O_RDONLY);
	check_write("f", "new");
	ck_assert_int_eq(read(fd, old, sizeof(old)), 3);
	ck_assert_str_eq(old, "old");
	close(fd);
}
END_TEST

/* Links to make, and what the last one leads to in the end. */
static const char *const links[][2] = {
	{ "target", "link" },
	{ "d/target", "link" },
	{ "../target", "d/link" },
};

START_TEST(write_through_links)
{
	const char *link = links[_i][1];
	struct stat info;

	ck_assert_int_eq(mkdir("d", 0700), 0);
	ck_assert_int_eq(symlink(links[_i][0], link), 0);
	ck_assert_int_eq(symlink(link, "second"), 0);
	for (int round = 0; round < 2; round++) {
		check_write("second", round == 0 ? "new" : "again");
		ck_assert_int_eq(lstat("second", &info), 0);
		ck_assert(S_ISLNK(info.st_mode));
		ck_assert_int_eq(lstat(link, &info), 0);
		ck_assert(S_ISLNK(info.st_mode));
		check_file("second", round == 0 ? "new" : "again");
	}
}
END_TEST

static const struct {
	const char *path, *error;
} unwritable[] = {
	{ "d", "d: Is a directory" },
	{ "to-d", "to-d: Is a directory" },
	{ "no/f", "no/f: No such file or directory" },
	{ "loop", "loop: Too many levels of symbolic links" },
	{ "/dev/full", "/dev/full: No space left on device" },
	{ "", ": No such file or directory" },
};

START_TEST(write_failures)
{
	ck_assert_int_eq(mkdir("d", 0700), 0);
	ck_assert_int_eq(symlink("d", "to-d"), 0);
	ck_assert_int_eq(symlink("loop", "loop"), 0);
	ck_assert_int_eq(os_write_file(&arena, unwritable[_i].path, "x", 1,
				       &error), MPUC_E_IO);
	ck_assert_str_eq(error, unwritable[_i].error);
	ck_assert_uint_eq(tmp_count(), 3);
}
END_TEST

/* The disk is full half-way: the old file stays, nothing else appears. */
START_TEST(write_is_whole_or_nothing)
{
	struct rlimit before, limit;

	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	limit.rlim_cur = 1000;
	fill_pattern();
	tmp_text("f", "old");
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert_int_eq(os_write_file(&arena, "f", pattern, 1000, &error),
			 MPUC_OK);
	ck_assert_int_eq(os_write_file(&arena, "f", pattern, 1001, &error),
			 MPUC_E_IO);
	ck_assert_str_eq(error, "f: File too large");
	ck_assert_int_eq(os_write_file(&arena, "new", pattern, 1001, &error),
			 MPUC_E_IO);
	/* Without a fork, later tests and whoever counts lines write too. */
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
	ck_assert_uint_eq(tmp_count(), 1);
	pattern[1000] = '\0';
	check_file("f", pattern);
}
END_TEST

START_TEST(write_fifo)
{
	char got[8] = "";
	struct stat info;
	int fd;

	ck_assert_int_eq(mkfifo("fifo", 0600), 0);
	fd = open("fifo", O_RDWR);
	check_write("fifo", "text");
	ck_assert_int_eq(read(fd, got, sizeof(got)), 4);
	ck_assert_str_eq(got, "text");
	ck_assert_int_eq(lstat("fifo", &info), 0);
	ck_assert(S_ISFIFO(info.st_mode));
	close(fd);
}
END_TEST

static const char *const outputs[] = {
	"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1",
};

/* Redirected to a file, it is that file that is written, not its name. */
START_TEST(write_standard_output)
{
	struct stat before, after;
	int saved = dup(STDOUT_FILENO);
	int fd = open("out", O_WRONLY | O_CREAT, 0600);

	ck_assert_int_eq(fstat(fd, &before), 0);
	ck_assert_int_eq(dup2(fd, STDOUT_FILENO), STDOUT_FILENO);
	check_write(outputs[_i], "text");
	ck_assert_int_eq(dup2(saved, STDOUT_FILENO), STDOUT_FILENO);
	ck_assert_int_eq(stat("out", &after), 0);
	ck_assert_uint_eq(before.st_ino, after.st_ino);
	check_file("out", "text");
}
END_TEST

static void add_tests(TCase *t)
{
	tcase_add_loop_test(t, read_regular, 0, ARRAY_SIZE(reads));
	tcase_add_loop_test(t, read_standard_input, 0, ARRAY_SIZE(reads));
	tcase_add_test(t, read_fifo);
	tcase_add_test(t, read_proc);
	tcase_add_loop_test(t, read_failures, 0, ARRAY_SIZE(unreadable));
	tcase_add_test(t, read_without_memory);
	tcase_add_test(t, is_file);
	tcase_add_test(t, write_new_and_again);
	tcase_add_test(t, write_large);
	tcase_add_test(t, write_replaces);
	tcase_add_loop_test(t, write_through_links, 0, ARRAY_SIZE(links));
	tcase_add_loop_test(t, write_failures, 0, ARRAY_SIZE(unwritable));
	tcase_add_test(t, write_is_whole_or_nothing);
	tcase_add_test(t, write_fifo);
	tcase_add_loop_test(t, write_standard_output, 0, ARRAY_SIZE(outputs));
}

int main(void)
{
	Suite *s = suite_create("os_file");
	TCase *t = tcase_create("os_file");
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
