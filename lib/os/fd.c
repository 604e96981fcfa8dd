/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/try.h"

int fd_raise(int fd)
{
	int raised = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	int error = errno;

	close(fd);
	errno = error;
	return raised;
}

int fd_open(const char *path, int flags)
{
	int fd;

	do {
		fd = open(path, flags | O_CLOEXEC, 0666);
	} while (fd < 0 && errno == EINTR);
	if (fd >= 0 && fd <= STDERR_FILENO)
		fd = fd_raise(fd);
	return fd;
}

enum mpuc_status fd_reserve(struct arena *a, struct os_bytes *b, size_t room)
{
	uint8_t *data = room == SIZE_MAX ? NULL : arena_alloc(a, room + 1);

	TRY_PTR(data);
	if (b->size > 0)
		memcpy(data, b->data, b->size);
	b->data = data;
	return MPUC_OK;
}
