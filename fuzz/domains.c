/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any text as the domains of a System Device Tree: aliases multiply nothing,
 * and what comes of it on a small machine is a consistent tree with every
 * guest that is told of, the same twice, or a refusal with its line.
 */
#include "fuzz.h"

#include "file.h"
#include "load/domains.h"
#include "load/yaml.h"

static const char machine[] =
	"/dts-v1/; / { #address-cells = <2>; #size-cells = <2>;"
	"bus { can0: can@1000 { reg = <0 0x1000 0 0x1000>; }; };"
	"serial@2000 { }; chosen { #address-cells = <2>; #size-cells = <2>;"
	"safety { compatible = \"xen,domain\"; }; }; };";

/* Once: it is not what is tried here. */
static const struct doc *base_tree(void)
{
	static struct arena kept;
	static struct doc *base;
	static char name[] = "/tmp/mpuc-fuzz-XXXXXX";
	const struct load_opts opts = { .symbols = true };
	const char *file = name, *error = NULL;
	int fd;

	if (base != NULL)
		return base;
	arena_init(&kept, FUZZ_MEMORY);
	/* dtc opens it by its name. */
	fd = mkstemp(name);
	HOLDS(fd >= 0 && write(fd, machine, sizeof(machine) - 1) ==
	      (ssize_t)sizeof(machine) - 1 && close(fd) == 0);
	HOLDS(load_tree(&kept, &opts, &file, 1, &base, &error) == MPUC_OK);
	unlink(name);
	return base;
}

static size_t count_values(const struct value *v, unsigned depth)
{
	size_t n = 1;

	HOLDS(depth <= YAML_MAX_DEPTH && v->pos.line > 0);
	for (size_t i = 0; i < v->items.count; i++)
		n += count_values(&v->items.items[i], depth + 1);
	return n;
}

/* Every value is written, or stands for one that is counted. */
static void check_yaml(struct arena *a, const struct os_bytes *text)
{
	const struct yaml_input in = {
		.name = "fuzz.yaml", .text = (const char *)text->data,
		.size = text->size, .aliases = true,
	};
	const struct value *root;
	const char *error = NULL;
	enum mpuc_status st = yaml_read(a, &in, &root, &error);

	HOLDS(fuzz_is_answer(st));
	fuzz_check_error(st, error);
	if (st == MPUC_OK)
		HOLDS(count_values(root, 1) <= text->size + 2 +
		      YAML_MAX_ALIASED);
}

static void check_found(const struct domains *d, const struct doc *base)
{
	for (size_t i = 0; i < d->notes.count; i++) {
		HOLDS(d->notes.items[i].pos.line > 0);
		HOLDS(d->notes.items[i].text != NULL);
	}
	for (size_t i = 0; i < d->accesses.count; i++) {
		const struct domains_access *access = &d->accesses.items[i];

		HOLDS(doc_find(d->doc, access->guest) != DOC_NONE);
		HOLDS(access->node == DOC_NONE ||
		      access->node < base->nodes.count);
	}
}

static enum mpuc_status read_domains(struct arena *a, const char *file,
				     struct domains *ret)
{
	const char *error = NULL;
	enum mpuc_status st;

	*ret = (struct domains){ .opts = { .seconds = 10, .symbols = true } };
	st = load_domains(a, file, base_tree(), ret, &error);
	HOLDS(fuzz_is_answer(st));
	fuzz_check_error(st, error);
	HOLDS(st == MPUC_OK || st == MPUC_E_NOMEM ||
	      strncmp(error, file, strlen(file)) == 0);
	return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct doc *base = base_tree();
	struct domains one, two;
	struct os_bytes text;
	const char *file;
	struct arena a;

	arena_init(&a, FUZZ_MEMORY);
	text = fuzz_bytes(&a, data, size);
	check_yaml(&a, &text);
	file = fuzz_file(data, size);
	if (read_domains(&a, file, &one) == MPUC_OK) {
		check_found(&one, base);
		fuzz_check_doc(one.doc, &a);
		HOLDS(read_domains(&a, file, &two) == MPUC_OK);
		HOLDS(one.doc->total_size == two.doc->total_size);
		HOLDS(memcmp(one.doc->blob, two.doc->blob,
			     one.doc->total_size) == 0);
	}
	arena_done(&a);
	return 0;
}
