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
#define PATH_ROOM 4096

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

bool os_is_root(const char *dir)
{
	char above[PATH_ROOM];
	struct stat own, parent;
	int n = snprintf(above, sizeof(above), "%s/..", dir);

	if (n < 0 || (size_t)n >= sizeof(above) || stat(dir, &own) != 0 ||
	    stat(above, &parent) != 0)
		return true;
	return own.st_dev == parent.st_dev && own.st_ino == parent.st_ino;
}

bool os_file_size(const char *path, uint64_t *ret_size)
{
	struct stat info;

	if (stat(path, &info) != 0 || !S_ISREG(info.st_mode))
		return false;
	*ret_size = (uint64_t)info.st_size;
	return true;
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

int os_resolve(struct arena *a, const char **path)
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

/* fd is still the file of that name: nobody replaced or removed it. */
static bool is_named(int fd, const char *name)
{
	struct stat here, there;

	return fstat(fd, &here) == 0 && lstat(name, &there) == 0 &&
	       here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

/* False when another process has it; without locks, as if nobody had. */
static bool lock(int fd)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return fcntl(fd, F_SETLK, &whole) == 0 ||
	       (errno != EACCES && errno != EAGAIN);
}

/*
 * A writer holds a lock on its temporary file as long as it lives, so one
 * without a lock was left by a writer that was killed.  It is never used
 * again, since somebody may have it open.  False: there is no such file.
 */
static bool remove_stale(const char *name)
{
	int fd = fd_open(name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0)
		return errno != ENOENT;
	if (lock(fd) && is_named(fd, name))
		unlink(name);
	close(fd);
	return true;
}

/* -1 with EEXIST when somebody else has that name. */
static int create_locked(const char *name)
{
	int fd = fd_open(name, O_WRONLY | O_CREAT | O_EXCL);

	/* Between these two lines it may have looked stale. */
	if (fd >= 0 && (!lock(fd) || !is_named(fd, name))) {
		close(fd);
		errno = EEXIST;
		return -1;
	}
	return fd;
}

/*
 * A new file beside path, with the permissions that the umask leaves.  The
 * names are always the same, so that whoever writes there next finds what a
 * killed writer left.
 */
static int open_beside(struct arena *a, const char *path,
		       const char **ret_name)
{
	const char *slash = strrchr(path, '/');
	int dir = slash == NULL ? 0 : (int)(slash - path) + 1;
	int fd = -1;

	for (unsigned i = 0; i < 1000; i++) {
		const char *name = arena_printf(a, "%.*s.mpuc-%u.tmp", dir,
						path, i);
		bool existed;

		if (name == NULL) {
			if (fd < 0)
				errno = ENOMEM;
			break;
		}
		existed = remove_stale(name);
		if (fd >= 0 && !existed)
			break;
		if (fd >= 0)
			continue;
		fd = create_locked(name);
		if (fd < 0 && errno != EEXIST)
			break;
		*ret_name = name;
	}
	return fd;
}

static int write_renamed(struct arena *a, const char *path, const void *bytes,
			 size_t size)
{
	const char *name = NULL;
	int fd, error;

	fd = open_beside(a, path, &name);
	if (fd < 0)
		return errno;
	error = write_all(fd, bytes, size);
	/* EINVAL: the file system has nothing to sync. */
	if (error == 0 && fsync(fd) != 0 && errno != EINVAL)
		error = errno;
	if (error == 0 && rename(name, path) != 0)
		error = errno;
	if (error != 0)
		unlink(name);
	/* Not earlier, for the lock; what could fail was synced. */
	close(fd);
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
	error = os_resolve(a, &target);
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
