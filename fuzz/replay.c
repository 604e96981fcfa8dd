/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * usage: replay-NAME [FILE | DIRECTORY]...
 *
 * Runs a fuzz target on every file given and on every file in a directory
 * given, each twice, without a fuzzer; without operands on standard input,
 * which is what AFL++ wants.
 */
#include <dirent.h>
#include <sys/stat.h>
#include <time.h>

#include "fuzz.h"
#include "os/file.h"

/* No input of a corpus may take longer, on any machine under any tool. */
#define SECONDS_MAX 30.0

static unsigned long inputs;

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int run_file(const char *path)
{
	const char *error = "out of memory";
	double start = cpu_seconds();
	struct os_bytes bytes;
	struct arena a;
	int status = 1;

	arena_init(&a, ARENA_CAP_DEFAULT);
	if (os_read_file(&a, path, OS_FILE_CAP, &bytes, &error) == MPUC_OK) {
		/* Shown at once: a crash ends everything. */
		fprintf(stderr, "%s\n", path);
		LLVMFuzzerTestOneInput(bytes.data, bytes.size);
		LLVMFuzzerTestOneInput(bytes.data, bytes.size);
		inputs++;
		status = 0;
	} else {
		fprintf(stderr, "%s\n", error);
	}
	arena_done(&a);
	if (cpu_seconds() - start > SECONDS_MAX) {
		fprintf(stderr, "%s: takes too long\n", path);
		status = 1;
	}
	return status;
}

static int run_directory(DIR *dir, const char *path)
{
	struct dirent *entry;
	int status = 0;

	while ((entry = readdir(dir)) != NULL) {
		char name[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		status |= run_file(name);
	}
	return status;
}

int main(int argc, char **argv)
{
	int status = 0;

	if (argc < 2)
		return run_file("-");
	for (int i = 1; i < argc; i++) {
		DIR *dir = opendir(argv[i]);

		if (dir == NULL) {
			status |= run_file(argv[i]);
			continue;
		}
		status |= run_directory(dir, argv[i]);
		closedir(dir);
	}
	if (inputs == 0) {
		fprintf(stderr, "%s: no input\n", argv[0]);
		status = 1;
	}
	printf("%lu inputs\n", inputs);
	return status;
}
