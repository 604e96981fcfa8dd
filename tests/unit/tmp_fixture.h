/* SPDX-License-Identifier: BSD-2-Clause */
/* A directory of its own for a test, which it works in. */
#ifndef TMP_FIXTURE_H
#define TMP_FIXTURE_H

#include <check.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char tmp_dir[64];

static inline void tmp_enter(void)
{
	strcpy(tmp_dir, "/tmp/mpuc-unit-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(tmp_dir));
	ck_assert_int_eq(chdir(tmp_dir), 0);
}

static inline void tmp_remove(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	ck_assert_ptr_nonnull(d);
	while ((e = readdir(d)) != NULL) {
		char path[512];
		struct stat info;
		int n;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		n = snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		ck_assert(n > 0 && (size_t)n < sizeof(path));
		if (lstat(path, &info) == 0 && S_ISDIR(info.st_mode))
			tmp_remove(path);
		else
			unlink(path);
	}
	closedir(d);
	rmdir(dir);
}

static inline void tmp_leave(void)
{
	tmp_remove(tmp_dir);
}

static inline void tmp_put(const char *name, const void *bytes, size_t size)
{
	FILE *f = fopen(name, "wb");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(bytes, 1, size, f), size);
	ck_assert_int_eq(fclose(f), 0);
}

static inline void tmp_text(const char *name, const char *text)
{
	tmp_put(name, text, strlen(text));
}

/* What the working directory holds. */
static inline unsigned tmp_count(void)
{
	DIR *d = opendir(".");
	unsigned count = 0;

	ck_assert_ptr_nonnull(d);
	while (readdir(d) != NULL)
		count++;
	closedir(d);
	return count - 2;
}

#endif
