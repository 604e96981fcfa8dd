/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/fd.h"

#define READ_FIRST ((size_t)64 << 10)
#define LINKS_MAX 40

static bool is_dash(const char *path)
{
	return strcmp(path, "-") == 0;
}

static enum mpuc_status fail_errno(struct arena *a, const char *path,
				   int error, const char **ret_error)
{
	const char *text = arena_printf(a, "%s: %s", path, strerror(error));

	if (text == NULL)
		return MPUC_E_NOMEM;
	*ret_error = text;
	return MPUC_E_IO;
}

static enum mpuc_status fail_limit(struct arena *a, const char *path,
				   size_t cap, const char **ret_error)
{
	const char *text = arena_printf(a, "%s: larger than %zu %s", path,
					cap >> 20 ? cap >> 20 : cap,
					cap >> 20 ? "MiB" : "bytes");

	if (text == NULL)
		return MPUC_E_NOMEM;
	*ret_error = text;
	return MPUC_E_LIMIT;
}

/* Until the end or one byte past cap, which is how the caller sees it. */
static enum mpuc_status read_all(struct arena *a, int fd, size_t cap,
				 size_t room, struct os_bytes *b, int *error)
{
	enum mpuc_status st = fd_reserve(a, b, room);

	*error = 0;
	while (st == MPUC_OK && b->size <= cap) {
		size_t want = room - b->size;
		ssize_t n;

		if (want == 0) {
			room *= 2;
			st = fd_reserve(a, b, room);
			continue;
		}
		n = read(fd, b->data + b->size, want);
		if (n > 0) {
			b->size += (size_t)n;
		} else if (n == 0) {
			break;
		} else if (errno != EINTR) {
			*error = errno;
			break;
		}
	}
	return st;
}

enum mpuc_status os_read_file(struct arena *a, const char *path, size_t cap,
			      struct os_bytes *ret_bytes,
			      const char **ret_error)
{
	struct os_bytes b = { .regular = false };
	size_t room = READ_FIRST;
	enum mpuc_status st;
	struct stat info;
	int error, fd;

	fd = is_dash(path) ? STDIN_FILENO : fd_open(path, O_RDONLY);
	if (fd < 0)
		return fail_errno(a, path, errno, ret_error);
	if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
		b.regular = !is_dash(path);
		/* One more than the size, to see the end without growing. */
		if ((uint64_t)info.st_size < cap && info.st_size > 0)
			room = (size_t)info.st_size + 1;
	}
	st = read_all(a, fd, cap, room, &b, &error);
	if (fd != STDIN_FILENO)
		close(fd);
	if (st != MPUC_OK)
		return st;
	if (error != 0)
		return fail_errno(a, path, error, ret_error);
	if (b.size > cap)
		return fail_limit(a, path, cap, ret_error);
	*ret_bytes = b;
	return MPUC_OK;
}

bool os_is_file(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && !S_ISDIR(info.st_mode);
}

bool os_is_regular(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

/*
 * A name under /proc or /dev/fd is somebody's open file: to rename over
 * what it happens to be called would leave that somebody with nothing.
 */
static bool is_open_file(const char *path)
{
	return strncmp(path, "/proc/", 6) == 0 ||
	       strncmp(path, "/dev/fd/", 8) == 0;
}

/*
 * Follow the links of the last component by hand, because realpath() has
 * no answer for a link whose target is yet to be made.  errno on failure,
 * 0 with the path of a file that is no link.
 */
static int resolve(struct arena *a, const char **path)
{
	for (int hops = 0; hops < LINKS_MAX; hops++) {
		const char *slash = strrchr(*path, '/');
		int dir = slash == NULL ? 0 : (int)(slash - *path) + 1;
		char target[4096];
		const char *next;
		ssize_t n;

		if (is_open_file(*path))
			return 0;
		n = readlink(*path, target, sizeof(target) - 1);
		if (n < 0)
			return errno == EINVAL || errno == ENOENT ? 0 : errno;
		target[n] = '\0';
		next = arena_printf(a, "%.*s%s", target[0] == '/' ? 0 : dir,
				    *path, target);
		if (next == NULL)
			return ENOMEM;
		*path = next;
	}
	return ELOOP;
}

static int write_all(int fd, const void *bytes, size_t size)
{
	const char *p = bytes;

	while (size > 0) {
		ssize_t n = write(fd, p, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		p += n;
		size -= (size_t)n;
	}
	return 0;
}

/* Straight to a pipe, a device or an open file. */
static int write_direct(const char *path, const void *bytes, size_t size)
{
	int fd, error;

	fd = fd_open(path, O_WRONLY | O_NOCTTY);
	if (fd < 0)
		return errno;
	error = write_all(fd, bytes, size);
	if (close(fd) != 0 && error == 0 && errno != EINTR)
		error = errno;
	return error;
}

/* A new file beside path, with the permissions that the umask leaves. */
static int open_beside(struct arena *a, const char *path,
		       const char **ret_name)
{
	const char *slash = strrchr(path, '/');
	int dir = slash == NULL ? 0 : (int)(slash - path) + 1;

	for (unsigned i = 0; i < 1000; i++) {
		const char *name = arena_printf(a, "%.*s.mpuc-%ld-%u.tmp",
						dir, path, (long)getpid(), i);
		int fd;

		if (name == NULL) {
			errno = ENOMEM;
			return -1;
		}
		fd = fd_open(name, O_WRONLY | O_CREAT | O_EXCL);
		if (fd >= 0 || errno != EEXIST) {
			*ret_name = name;
			return fd;
		}
	}
	return -1;
}

static int write_renamed(struct arena *a, const char *path, const void *bytes,
			 size_t size)
{
	const char *name;
	int fd, error;

	fd = open_beside(a, path, &name);
	if (fd < 0)
		return errno;
	error = write_all(fd, bytes, size);
	/* EINVAL: the file system has nothing to sync. */
	if (error == 0 && fsync(fd) != 0 && errno != EINVAL)
		error = errno;
	if (close(fd) != 0 && error == 0 && errno != EINTR)
		error = errno;
	if (error == 0 && rename(name, path) != 0)
		error = errno;
	if (error != 0)
		unlink(name);
	return error;
}

static int write_named(struct arena *a, const char *path, const void *bytes,
		       size_t size)
{
	const char *target = path;
	struct stat info;
	bool exists = stat(path, &info) == 0;
	int error;

	if (exists && S_ISDIR(info.st_mode))
		return EISDIR;
	error = resolve(a, &target);
	if (error != 0)
		return error;
	if (is_open_file(target) || (exists && !S_ISREG(info.st_mode)))
		return write_direct(path, bytes, size);
	return write_renamed(a, target, bytes, size);
}

enum mpuc_status os_write_file(struct arena *a, const char *path,
			       const void *bytes, size_t size,
			       const char **ret_error)
{
	int error;

	if (is_dash(path) || strcmp(path, "/dev/stdout") == 0)
		error = write_all(STDOUT_FILENO, bytes, size);
	else
		error = write_named(a, path, bytes, size);
	if (error == 0)
		return MPUC_OK;
	if (error == ENOMEM)
		return MPUC_E_NOMEM;
	return fail_errno(a, is_dash(path) ? "standard output" : path, error,
			  ret_error);
}
