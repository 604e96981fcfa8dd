/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE		/* syscall, O_PATH */
#include "os/confine.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "os/fd.h"
#include "os/file.h"

#if defined(SYS_landlock_create_ruleset) && !defined(MPUC_UNCONFINED)

/*
 * The kernel's interface (linux/landlock.h), which grows: an older kernel
 * takes a shorter structure, and headers may be older than the kernel.
 */
struct ruleset {
	uint64_t files, net, scoped;
};

struct below {
	uint64_t files;
	int32_t folder;
} __attribute__((packed));

#define GET_VERSION 1
#define PATH_BENEATH 1

#define EXECUTE		((uint64_t)1 << 0)
#define WRITE_FILE	((uint64_t)1 << 1)
#define REMOVE_FILE	((uint64_t)1 << 5)
#define MAKE_REG	((uint64_t)1 << 8)
#define TRUNCATE	((uint64_t)1 << 14)
/* WRITE_FILE, REMOVE_DIR to MAKE_SYM; READ_FILE and READ_DIR are not. */
#define CHANGES		(WRITE_FILE | (uint64_t)0x1ff0)

/* The version of the interface that a right came with. */
#define SINCE_TRUNCATE 3
#define SINCE_NET 4
#define SINCE_SCOPED 6

static size_t describe(long version, bool run, struct ruleset *r)
{
	memset(r, 0, sizeof(*r));
	r->files = CHANGES | (run ? 0 : EXECUTE);
	if (version >= SINCE_TRUNCATE)
		r->files |= TRUNCATE;
	if (version >= SINCE_NET)
		r->net = 3;	/* bind, connect */
	if (version >= SINCE_SCOPED)
		r->scoped = 3;	/* abstract sockets, signals */
	return version >= SINCE_SCOPED ? sizeof(*r) :
	       version >= SINCE_NET ? offsetof(struct ruleset, scoped) :
	       offsetof(struct ruleset, net);
}

static void allow(int rules, int fd, uint64_t files)
{
	const struct below b = { .files = files, .folder = fd };

	(void)syscall(SYS_landlock_add_rule, rules, PATH_BENEATH, &b, 0);
}

/*
 * Writing is to a file beside the one that is named, which then takes its
 * place; or to the very one, when it is a device or somebody's open file.
 * What can't be opened here can't be written to either, which is for the
 * writer to say.
 */
static void allow_file(struct arena *a, int rules, const char *file,
		       uint64_t handled)
{
	const uint64_t write = (WRITE_FILE | TRUNCATE) & handled;
	const char *slash, *folder = ".";
	bool special = false;
	struct stat info;
	int fd;

	if (os_resolve(a, &file) != 0)
		return;
	fd = fd_open(file, O_PATH);
	if (fd >= 0 && fstat(fd, &info) == 0 && !S_ISDIR(info.st_mode)) {
		allow(rules, fd, write);
		special = !S_ISREG(info.st_mode);
	}
	if (fd >= 0)
		close(fd);
	if (special)
		return;
	slash = strrchr(file, '/');
	if (slash != NULL)
		folder = slash == file ? "/" :
			 arena_strndup(a, file, (size_t)(slash - file));
	fd = folder == NULL ? -1 :
	     fd_open(folder, O_PATH | O_DIRECTORY);
	if (fd < 0)
		return;
	allow(rules, fd, write | REMOVE_FILE | MAKE_REG);
	close(fd);
}

void os_confine(struct arena *a, const char *const *files, size_t count,
		bool run)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       GET_VERSION);
	struct ruleset r;
	size_t size;
	int rules;

	if (version < 1)
		return;
	size = describe(version, run, &r);
	rules = (int)syscall(SYS_landlock_create_ruleset, &r, size, 0);
	if (rules < 0)
		return;
	/* Where programs put what nobody wants. */
	allow_file(a, rules, "/dev/null", r.files);
	for (size_t i = 0; i < count; i++) {
		if (files[i] != NULL && strcmp(files[i], "-") != 0)
			allow_file(a, rules, files[i], r.files);
	}
	/* Otherwise a program with more rights could be started. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		(void)syscall(SYS_landlock_restrict_self, rules, 0);
	close(rules);
}

#else

void os_confine(struct arena *a, const char *const *files, size_t count,
		bool run)
{
	(void)a;
	(void)files;
	(void)count;
	(void)run;
}

#endif
