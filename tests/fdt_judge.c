/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A line for each blob: "ok", the error of fdt_check_full(), or "unasked"
 * where that would not come back; then a word for all that it has no eye for.
 * Nothing of mpuc is in here.
 *
 * usage: fdt_judge FILE...
 */
#include <libfdt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERSION_MIN 16

struct traits {
	int depth;
	bool behind;	/* a subnode of the open node */
	bool root, nop, loose, late, outside, wraps;
};

/* Into an allocation exactly as long, for whatever watches accesses. */
static void *read_file(const char *path, size_t *ret_size)
{
	FILE *f = fopen(path, "rb");
	long size = -1;
	void *data;

	if (f == NULL)
		return NULL;
	if (fseek(f, 0, SEEK_END) == 0)
		size = ftell(f);
	rewind(f);
	*ret_size = size > 0 ? (size_t)size : 0;
	data = malloc(*ret_size > 0 ? *ret_size : 1);
	if (data != NULL && fread(data, 1, *ret_size, f) != *ret_size) {
		free(data);
		data = NULL;
	}
	fclose(f);
	return data;
}

/* size_dt_strings is there since version 3; libfdt asks it since 17. */
static bool name_is_outside(const void *fdt, int at)
{
	const char *prop = fdt_offset_ptr(fdt, at,
					  sizeof(struct fdt_property));
	const char *strings = (const char *)fdt + fdt_off_dt_strings(fdt);
	uint32_t size = fdt_size_dt_strings(fdt), offset;

	if (prop == NULL)
		return false;
	memcpy(&offset, prop + offsetof(struct fdt_property, nameoff),
	       sizeof(offset));
	offset = fdt32_to_cpu(offset);
	return offset >= size ||
	       memchr(strings + offset, '\0', size - offset) == NULL;
}

static void note_property(const void *fdt, int at, struct traits *t)
{
	int len = 0;

	t->loose |= t->depth == 0;
	t->late |= t->depth > 0 && t->behind;
	t->outside |= name_is_outside(fdt, at);
	fdt_getprop_by_offset(fdt, at, NULL, &len);
	t->wraps |= len < 0;
}

static void note_tag(const void *fdt, uint32_t tag, int at, struct traits *t)
{
	if (tag == FDT_BEGIN_NODE) {
		t->root = true;
		t->depth++;
		t->behind = false;
	} else if (tag == FDT_END_NODE) {
		t->depth--;
		t->behind = true;
	} else if (tag == FDT_PROP) {
		note_property(fdt, at, t);
	} else if (tag == FDT_NOP) {
		t->nop |= t->depth == 0;
	}
}

/* False where libfdt 1.6.1 would go round in circles. */
static bool walk(const void *fdt, struct traits *ret_traits)
{
	int at, next = 0;
	uint32_t tag;

	*ret_traits = (struct traits){ .depth = 0 };
	do {
		at = next;
		tag = fdt_next_tag(fdt, at, &next);
		if (tag != FDT_END && next <= at)
			return false;
		note_tag(fdt, tag, at, ret_traits);
	} while (tag != FDT_END);
	return true;
}

static void tell(const void *fdt, const struct traits *t)
{
	const struct {
		bool holds;
		const char *word;
	} words[] = {
		{ !t->root, "no-root" },
		{ t->nop, "nop-outside" },
		{ t->loose, "property-outside" },
		{ t->late, "property-late" },
		{ t->outside, "name-outside" },
		{ t->wraps, "length-wraps" },
		{ fdt_off_dt_struct(fdt) % 4 != 0, "structure-misaligned" },
		{ fdt_off_mem_rsvmap(fdt) % 8 != 0,
		  "reservations-misaligned" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (words[i].holds)
			printf(" %s", words[i].word);
	}
}

static bool has_header(const void *fdt, size_t size)
{
	return size >= sizeof(struct fdt_header) &&
	       fdt_magic(fdt) == FDT_MAGIC;
}

static void judge(void *fdt, size_t size)
{
	struct traits traits;
	int error;

	/* Of older versions libfdt 1.6.1 follows a name that isn't there. */
	if (has_header(fdt, size) && fdt_version(fdt) < VERSION_MIN) {
		printf("unasked version-old");
		return;
	}
	if (!has_header(fdt, size) || fdt_check_header(fdt) != 0 ||
	    fdt_totalsize(fdt) > size) {
		printf("%s", fdt_strerror(fdt_check_full(fdt, size)));
		return;
	}
	if (!walk(fdt, &traits)) {
		printf("unasked length-endless");
		return;
	}
	error = fdt_check_full(fdt, size);
	printf("%s", error == 0 ? "ok" : fdt_strerror(error));
	if (error == 0)
		tell(fdt, &traits);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		size_t size = 0;
		void *fdt = read_file(argv[i], &size);

		if (fdt == NULL) {
			fprintf(stderr, "fdt_judge: %s: can't be read\n",
				argv[i]);
			return EXIT_FAILURE;
		}
		judge(fdt, size);
		printf("\n");
		free(fdt);
	}
	return EXIT_SUCCESS;
}
