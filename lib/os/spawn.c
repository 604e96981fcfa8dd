/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE		/* prlimit, addclosefrom_np */
#include "os/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/try.h"
#include "os/fd.h"
#include "os/spawn_args.h"

#define OUTPUT_FIRST ((size_t)64 << 10)

enum { IN, OUT, ERR, STREAMS };

struct run {
	struct arena *arena;
	const struct os_spawn *what;
	struct os_result *result;
	int ours[STREAMS], theirs[STREAMS];	/* -1: closed */
	size_t fed;				/* bytes of the input */
	size_t room[STREAMS];
	pid_t pid;
	int error;				/* errno of our own work */
};

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void close_all(int fds[STREAMS])
{
	for (int i = 0; i < STREAMS; i++)
		close_fd(&fds[i]);
}

/*
 * Input goes through a socket, because send() can be told not to raise
 * SIGPIPE when the program ends without having read all of it.
 */
static int open_stream(struct run *r, int i)
{
	int pair[2], made;

	if (i == IN && r->what->input == NULL) {
		r->theirs[IN] = fd_open("/dev/null", O_RDONLY);
		return r->theirs[IN] < 0 ? -1 : 0;
	}
	made = i == IN ? socketpair(AF_UNIX, SOCK_STREAM, 0, pair) :
		pipe(pair);
	if (made != 0)
		return -1;
	r->ours[i] = fd_raise(i == IN ? pair[1] : pair[0]);
	r->theirs[i] = fd_raise(i == IN ? pair[0] : pair[1]);
	if (r->ours[i] < 0 || r->theirs[i] < 0)
		return -1;
	return fcntl(r->ours[i], F_SETFL, O_NONBLOCK);
}

/*
 * A group of its own, so that a compiler driver's children can be killed
 * with it; default signals, whatever our caller ignores or blocks.
 */
static int set_attributes(posix_spawnattr_t *attr)
{
	sigset_t none, pipe_signal;
	int error;

	sigemptyset(&none);
	sigemptyset(&pipe_signal);
	sigaddset(&pipe_signal, SIGPIPE);
	error = posix_spawnattr_setsigmask(attr, &none);
	if (error == 0)
		error = posix_spawnattr_setsigdefault(attr, &pipe_signal);
	if (error == 0)
		error = posix_spawnattr_setpgroup(attr, 0);
	if (error == 0)
		error = posix_spawnattr_setflags(attr,
			POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
			POSIX_SPAWN_SETSIGMASK);
	return error;
}

/*
 * A source can name a device that never ends, and dtc would go on reading.
 * posix_spawn() has no place for a limit, so it comes right behind; that
 * there is none, on another system than Linux, is no reason to fail.
 */
static void limit_memory(pid_t pid)
{
#ifdef __linux__
	const struct rlimit most = { OS_SPAWN_MEMORY, OS_SPAWN_MEMORY };

	(void)prlimit(pid, RLIMIT_AS, &most, NULL);
#else
	(void)pid;
#endif
}

static int start(struct run *r, char **argv, char **env)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	int error;

	error = posix_spawn_file_actions_init(&actions);
	if (error != 0)
		return error;
	error = posix_spawnattr_init(&attr);
	if (error != 0) {
		posix_spawn_file_actions_destroy(&actions);
		return error;
	}
	error = set_attributes(&attr);
	for (int i = 0; error == 0 && i < STREAMS; i++)
		error = posix_spawn_file_actions_adddup2(&actions,
							 r->theirs[i], i);
	/* What our caller left open for its children is not for these. */
	if (error == 0)
		error = posix_spawn_file_actions_addclosefrom_np(&actions,
								 STREAMS);
	if (error == 0)
		error = posix_spawnp(&r->pid, argv[0], &actions, &attr, argv,
				     env);
	if (error == 0)
		limit_memory(r->pid);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static void feed(struct run *r)
{
	const char *p = r->what->input;
	ssize_t n;

	n = send(r->ours[IN], p + r->fed, r->what->input_size - r->fed,
		 MSG_NOSIGNAL);
	if (n >= 0)
		r->fed += (size_t)n;
	/* A program that closed its input has read what it wanted. */
	if ((n < 0 && errno != EAGAIN && errno != EINTR) ||
	    r->fed == r->what->input_size)
		close_fd(&r->ours[IN]);
}

static enum mpuc_status keep(struct run *r, int i, const char *data, size_t n)
{
	struct os_bytes *b = i == OUT ? &r->result->out : &r->result->err;
	size_t cap = i == OUT ? r->what->stdout_cap : OS_SPAWN_STDERR_CAP;

	if (i == OUT && cap == 0)
		cap = OS_SPAWN_STDOUT_CAP;
	if (n > cap - b->size) {
		if (i == OUT)
			r->result->end = OS_TOO_MUCH_OUTPUT;
		n = cap - b->size;
	}
	if (n > r->room[i] - b->size) {
		r->room[i] = r->room[i] == 0 ? OUTPUT_FIRST : r->room[i] * 2;
		TRY(fd_reserve(r->arena, b, r->room[i]));
	}
	memcpy(b->data + b->size, data, n);
	b->size += n;
	return MPUC_OK;
}

static enum mpuc_status drain(struct run *r, int i)
{
	char data[OUTPUT_FIRST / 4];
	ssize_t n = read(r->ours[i], data, sizeof(data));

	if (n > 0)
		return keep(r, i, data, (size_t)n);
	if (n == 0 || (errno != EAGAIN && errno != EINTR))
		close_fd(&r->ours[i]);
	return MPUC_OK;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Move bytes until both outputs are at their end or the time is over. */
static enum mpuc_status exchange(struct run *r, int64_t deadline)
{
	enum mpuc_status st = MPUC_OK;

	while (st == MPUC_OK && r->result->end == OS_EXITED &&
	       (r->ours[OUT] >= 0 || r->ours[ERR] >= 0)) {
		struct pollfd fds[STREAMS];
		int64_t left = deadline - now_ms();
		int ready;

		if (left <= 0) {
			r->result->end = OS_TIMED_OUT;
			break;
		}
		for (int i = 0; i < STREAMS; i++)
			fds[i] = (struct pollfd){ .fd = r->ours[i],
				.events = i == IN ? POLLOUT : POLLIN };
		ready = poll(fds, STREAMS, (int)left);
		if (ready < 0 && errno != EINTR) {
			r->error = errno;
			return MPUC_E_IO;
		}
		if (ready <= 0)
			continue;
		if (fds[IN].revents != 0)
			feed(r);
		for (int i = OUT; st == MPUC_OK && i < STREAMS; i++) {
			if (fds[i].revents != 0)
				st = drain(r, i);
		}
	}
	return st;
}

/*
 * The outputs are closed, but the program may go on for all that, so the
 * time limit holds here, too.  It is left unreaped until its group is
 * killed: only so long is the number surely its own.
 */
static int reap(struct run *r, bool kill_now, int64_t deadline)
{
	const struct timespec nap = { .tv_nsec = 200000 };
	siginfo_t info = { .si_pid = 0 };
	int status, got;

	while (!kill_now && info.si_pid == 0) {
		if (waitid(P_PID, (id_t)r->pid, &info,
			   WEXITED | WNOHANG | WNOWAIT) != 0 && errno != EINTR)
			break;
		if (info.si_pid == 0 && now_ms() >= deadline) {
			r->result->end = OS_TIMED_OUT;
			kill_now = true;
		} else if (info.si_pid == 0) {
			nanosleep(&nap, NULL);
		}
	}
	kill(-r->pid, SIGKILL);
	do {
		got = waitpid(r->pid, &status, 0);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return errno;
	if (r->result->end != OS_EXITED)
		return 0;
	if (WIFSIGNALED(status)) {
		r->result->end = OS_SIGNALED;
		r->result->code = WTERMSIG(status);
	} else {
		r->result->code = WEXITSTATUS(status);
	}
	return 0;
}

/*
 * A pipe is inherited until it is marked.  Of two threads that start
 * programs, neither may hold the other's open, or both wait for ever.
 */
static int start_alone(struct run *r, char **argv, char **env)
{
	static pthread_mutex_t starting = PTHREAD_MUTEX_INITIALIZER;
	int error = 0;

	pthread_mutex_lock(&starting);
	for (int i = 0; i < STREAMS && error == 0; i++) {
		if (open_stream(r, i) != 0)
			error = errno;
	}
	if (error == 0)
		error = start(r, argv, env);
	close_all(r->theirs);
	pthread_mutex_unlock(&starting);
	return error;
}

static enum mpuc_status run(struct run *r)
{
	uint32_t seconds = r->what->seconds;
	char **argv = spawn_argv(r->arena, r->what->argv);
	char **env = spawn_environment(r->arena);
	enum mpuc_status st;
	int64_t deadline;
	int error;

	TRY_PTR(argv);
	TRY_PTR(env);
	TRY(fd_reserve(r->arena, &r->result->out, 0));
	TRY(fd_reserve(r->arena, &r->result->err, 0));
	deadline = now_ms() + 1000 * (int64_t)
		(seconds == 0 ? OS_SPAWN_SECONDS : seconds);
	r->error = start_alone(r, argv, env);
	if (r->error == ENOENT) {
		r->result->end = OS_NOT_FOUND;
		return MPUC_OK;
	}
	if (r->error != 0)
		return MPUC_E_IO;
	st = exchange(r, deadline);
	close_all(r->ours);
	error = reap(r, st != MPUC_OK || r->result->end != OS_EXITED,
		     deadline);
	if (st == MPUC_OK && error != 0) {
		r->error = error;
		return MPUC_E_IO;
	}
	return st;
}

enum mpuc_status os_spawn(struct arena *a, const struct os_spawn *what,
			  struct os_result *ret_result,
			  const char **ret_error)
{
	struct os_result result = { .end = OS_EXITED };
	struct run r = {
		.arena = a, .what = what, .result = &result,
		.ours = { -1, -1, -1 }, .theirs = { -1, -1, -1 },
	};
	enum mpuc_status st = run(&r);

	close_all(r.ours);
	close_all(r.theirs);
	if (st == MPUC_OK)
		*ret_result = result;
	if (st == MPUC_E_IO) {
		const char *text = arena_printf(a, "%s: %s", what->argv[0],
						strerror(r.error));

		if (text == NULL)
			return MPUC_E_NOMEM;
		*ret_error = text;
	}
	return st;
}
