/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/imagebuilder.h"

#include <stdarg.h>
#include <string.h>

#include "base/num.h"
#include "base/try.h"
#include "load/builder.h"

#define CONFIG_CAP ((size_t)1 << 20)
#define MIB2 UINT64_C(0x200000)
#define LOAD_LEAST UINT64_C(0xc00000)
#define NUMBER_MAX 32		/* characters of a number */

static const char default_xen_cmd[] =
	"console=dtuart dtuart=serial0 dom0_mem=1G dom0_max_vcpus=1 "
	"bootscrub=0 vwfi=native sched=null";

static enum mpuc_status push_text(struct build_text *b, const char *text)
{
	for (; *text != '\0'; text++) {
		char *slot = VEC_PUSH(b->s->arena, &b->text);

		TRY_PTR(slot);
		*slot = *text;
	}
	return MPUC_OK;
}

enum mpuc_status builder_line(struct build_text *b, struct srcpos pos,
			      const char *fmt, ...)
{
	struct srcpos *slot = VEC_PUSH(b->s->arena, &b->lines);
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = arena_vprintf(b->s->arena, fmt, ap);
	va_end(ap);
	TRY_PTR(slot);
	TRY_PTR(text);
	*slot = pos;
	TRY(push_text(b, text));
	return push_text(b, "\n");
}

enum mpuc_status builder_remark(struct build_text *b,
				enum builder_note_kind kind,
				struct srcpos pos, const char *fmt, ...)
{
	struct builder_note *note = VEC_PUSH(b->s->arena, &b->out->notes);
	va_list ap;

	TRY_PTR(note);
	note->kind = kind;
	note->pos = pos;
	va_start(ap, fmt);
	note->text = arena_vprintf(b->s->arena, fmt, ap);
	va_end(ap);
	return note->text == NULL ? MPUC_E_NOMEM : MPUC_OK;
}

static enum mpuc_status bad(struct build_text *b,
			    const struct var *v, const char *what)
{
	return load_fail(b->s, MPUC_E_SYNTAX, "%s:%u:%u: %s of '%s'",
			 b->c.file, v->pos.line, v->pos.col, what, v->key);
}

/* A shell reads a number that begins with 0 as octal. */
static bool parse(const char *text, size_t len, uint64_t *ret_value)
{
	if (len > 1 && text[0] == '0' && text[1] != 'x' && text[1] != 'X')
		return false;
	return num_parse(text, len, ret_value);
}

enum mpuc_status builder_number(struct build_text *b,
				const struct var *v,
				uint64_t missing, uint64_t *ret_value)
{
	*ret_value = missing;
	if (v == NULL || v->text[0] == '\0')
		return MPUC_OK;
	if (!parse(v->text, strlen(v->text), ret_value))
		return bad(b, v, "not a number, decimal or behind 0x: the "
			   "value");
	return MPUC_OK;
}

const char *builder_quote(struct build_text *b, const char *text)
{
	char *out = arena_alloc(b->s->arena, 2 * strlen(text) + 3);
	char *at = out;

	if (out == NULL)
		return NULL;
	*at++ = '"';
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			*at++ = '\\';
		*at++ = *text == '\n' ? ' ' : *text;
	}
	*at++ = '"';
	return out;
}

/* The next word of a list; false at its end. */
static bool next_word(const char **at, const char **ret_word, size_t *ret_len)
{
	*at += strspn(*at, " \t\n");
	*ret_word = *at;
	*ret_len = strcspn(*at, " \t\n");
	*at += *ret_len;
	return *ret_len > 0;
}

enum mpuc_status builder_pairs(struct build_text *b,
			       const struct var *v,
			       const char *property, uint64_t *ret_sum)
{
	const char *at = v->text, *word, *cells = "";
	uint64_t value, count = 0;
	size_t len;

	*ret_sum = 0;
	for (; next_word(&at, &word, &len); count++) {
		if (!parse(word, len, &value))
			return bad(b, v, "not a list of addresses and sizes: "
				   "the value");
		if (count % 2 == 1 && !num_add(*ret_sum, value, ret_sum))
			return bad(b, v, "more than 64 bits: the sum");
		cells = arena_printf(b->s->arena, "%s%s0x%x 0x%x", cells,
				     count == 0 ? "" : " ",
				     (uint32_t)(value >> 32),
				     (uint32_t)value);
		TRY_PTR(cells);
	}
	if (count % 2 == 1)
		return bad(b, v, "an address without a size at the end");
	return builder_line(b, v->pos, "%s = <%s>;", property, cells);
}

/* --------------------------------------------------------------- files */

static const char *path_of(struct build_text *b, const char *name)
{
	return name[0] == '/' ? name :
	       arena_printf(b->s->arena, "%s%s", b->folder, name);
}

enum mpuc_status builder_file(struct build_text *b,
			      const struct var *v,
			      const char **ret_file, uint64_t *ret_size)
{
	*ret_file = path_of(b, v->text);
	TRY_PTR(*ret_file);
	if (!os_file_size(*ret_file, ret_size))
		return load_fail(b->s, MPUC_E_IO, "%s:%u:%u: %s: no such file",
				 b->c.file, v->pos.line, v->pos.col,
				 *ret_file);
	return MPUC_OK;
}

enum mpuc_status builder_load(struct build_text *b,
			      const struct var *v, uint64_t size,
			      uint64_t *ret_address)
{
	uint64_t next;

	*ret_address = b->load;
	if (!num_add(b->load, size, &next) ||
	    !num_align_up(next, MIB2, &next) ||
	    (b->has_end && next > b->memory_end))
		return bad(b, v, "no room below MEMORY_END for the file");
	b->load = next;
	return MPUC_OK;
}

/* A file that takes room, and nothing else. */
static enum mpuc_status take_room(struct build_text *b, const char *key)
{
	const struct var *v = vars_get(&b->c, key, VARS_NO_INDEX);
	const char *file;
	uint64_t size, address;

	if (v == NULL || v->text[0] == '\0')
		return MPUC_OK;
	TRY(builder_file(b, v, &file, &size));
	return builder_load(b, v, size, &address);
}

/* Above the script, which has 2 MiB at 12 MiB or further up. */
static enum mpuc_status start_loading(struct build_text *b)
{
	const struct var *end = vars_get(&b->c, "MEMORY_END", VARS_NO_INDEX);

	TRY(builder_number(b, vars_get(&b->c, "MEMORY_START",
				       VARS_NO_INDEX), 0, &b->load));
	TRY(builder_number(b, end, 0, &b->memory_end));
	b->has_end = end != NULL;
	if (!num_add(b->load, MIB2, &b->load))
		return bad(b, vars_get(&b->c, "MEMORY_START", VARS_NO_INDEX),
			   "more than 64 bits: the value");
	if (b->load < LOAD_LEAST)
		b->load = LOAD_LEAST;
	return num_add(b->load, MIB2, &b->load) ? MPUC_OK : MPUC_E_LIMIT;
}

/* ---------------------------------------------------------------- dom0 */

static enum mpuc_status dom0_module(struct build_text *b, const char *key,
				    const char *node, const char *compatible)
{
	const struct var *v = vars_get(&b->c, key, VARS_NO_INDEX);
	uint64_t size, address;
	const char *file;

	if (v == NULL || v->text[0] == '\0')
		return MPUC_OK;
	TRY(builder_file(b, v, &file, &size));
	TRY(builder_load(b, v, size, &address));
	TRY(builder_line(b, v->pos, "%s {", node));
	TRY(builder_line(b, v->pos, "compatible = \"%s\", "
			 "\"xen,multiboot-module\", \"multiboot,module\";",
			 compatible));
	TRY(builder_line(b, v->pos, "reg = <0x%x 0x%x 0x%x 0x%x>;",
			 (uint32_t)(address >> 32), (uint32_t)address,
			 (uint32_t)(size >> 32), (uint32_t)size));
	return builder_line(b, v->pos, "};");
}

static enum mpuc_status text_property(struct build_text *b, const char *key,
				      const char *property,
				      const char *missing)
{
	const struct var *v = vars_get(&b->c, key, VARS_NO_INDEX);
	const char *text = v != NULL && v->text[0] != '\0' ? v->text :
			   missing;
	const char *quoted;

	if (text == NULL)
		return MPUC_OK;
	quoted = builder_quote(b, text);
	TRY_PTR(quoted);
	return builder_line(b, v != NULL ? v->pos : b->c.values.items[0].pos,
			    "%s = %s;", property, quoted);
}

/* -------------------------------------------------------------- chosen */

static enum mpuc_status chosen(struct build_text *b)
{
	const struct srcpos top = b->c.values.items[0].pos;
	const struct var *heap = vars_get(&b->c, "XEN_STATIC_HEAP",
					  VARS_NO_INDEX);
	uint64_t sum;

	TRY(builder_line(b, top, "chosen {"));
	TRY(builder_line(b, top, "#address-cells = <2>;"));
	TRY(builder_line(b, top, "#size-cells = <2>;"));
	TRY(text_property(b, "XEN_CMD", "xen,xen-bootargs",
			  default_xen_cmd));
	if (heap != NULL && heap->text[0] != '\0')
		TRY(builder_pairs(b, heap, "xen,static-heap", &sum));
	TRY(text_property(b, "DOM0_CMD", "xen,dom0-bootargs", NULL));
	TRY(dom0_module(b, "DOM0_KERNEL", "dom0", "xen,linux-zimage"));
	TRY(dom0_module(b, "DOM0_RAMDISK", "dom0-ramdisk",
			"xen,linux-initrd"));
	TRY(builder_domains(b));
	return builder_line(b, top, "};");
}

static enum mpuc_status overlay(struct build_text *b)
{
	const struct srcpos top = b->c.values.items[0].pos;

	TRY(builder_line(b, top, "/dts-v1/;"));
	TRY(builder_line(b, top, "/plugin/;"));
	TRY(builder_line(b, top, "/ { fragment@0 { target-path = \"/\";"));
	TRY(builder_line(b, top, "__overlay__ {"));
	TRY(chosen(b));
	return builder_line(b, top, "}; }; };");
}

/* Positions in the source that was made become those it was made from. */
static void relocate(const struct build_text *b, const char *name,
		     struct doc *d)
{
	for (size_t i = 0; i < d->positions.count; i++) {
		struct srcpos *p = &d->positions.items[i];

		if (p->file == NULL || strcmp(p->file, name) != 0 ||
		    p->line == 0 || p->line > b->lines.count)
			continue;
		*p = b->lines.items[p->line - 1];
	}
}

/* ---------------------------------------------------------------- tree */

/* Nothing but the memory that the configuration tells of. */
static enum mpuc_status bare_tree(struct build_text *b, struct doc **ret_doc)
{
	const struct srcpos top = b->c.values.items[0].pos;
	const struct var *start = vars_get(&b->c, "MEMORY_START",
					   VARS_NO_INDEX);
	uint64_t base;
	const char *name = arena_printf(b->s->arena, "%s (memory)",
					b->c.file);

	TRY_PTR(name);
	TRY(builder_number(b, start, 0, &base));
	TRY(builder_line(b, top, "/dts-v1/; / {"));
	TRY(builder_line(b, top, "#address-cells = <2>;"));
	TRY(builder_line(b, top, "#size-cells = <2>;"));
	if (b->has_end && b->memory_end > base) {
		struct srcpos pos = start != NULL ? start->pos : top;
		uint64_t size = b->memory_end - base;

		TRY(builder_line(b, pos, "memory@%llx {",
				 (unsigned long long)base));
		TRY(builder_line(b, pos, "device_type = \"memory\";"));
		TRY(builder_line(b, pos, "reg = <0x%x 0x%x 0x%x 0x%x>; };",
				 (uint32_t)(base >> 32), (uint32_t)base,
				 (uint32_t)(size >> 32), (uint32_t)size));
	}
	TRY(builder_line(b, top, "};"));
	TRY(load_made(b->s, name, b->text.items, b->text.count, ret_doc));
	(*ret_doc)->input = b->c.file;
	relocate(b, name, *ret_doc);
	b->text.count = 0;
	b->lines.count = 0;
	return MPUC_OK;
}

static enum mpuc_status named_tree(struct build_text *b,
				   const struct var *tree,
				   struct doc **ret_doc)
{
	struct load_opts opts = b->out->opts;
	uint64_t count, size;
	const char **files;

	TRY(builder_number(b, vars_get(&b->c, "NUM_DT_OVERLAY",
				       VARS_NO_INDEX), 0, &count));
	count = count > VARS_INDEX_MAX ? VARS_INDEX_MAX : count;
	files = arena_array(b->s->arena, (size_t)count + 1,
			    sizeof(const char *));
	TRY_PTR(files);
	opts.symbols = true;
	TRY(builder_file(b, tree, &files[0], &size));
	for (uint32_t i = 0; i < count; i++) {
		const struct var *v = vars_get(&b->c, "DT_OVERLAY", i);

		if (v == NULL)
			return bad(b, tree, "an overlay is missing, DT_OVERLAY "
				   "has fewer than NUM_DT_OVERLAY, of the "
				   "tree");
		TRY(builder_file(b, v, &files[i + 1], &size));
	}
	return load_tree(b->s->arena, &opts, files, (size_t)count + 1,
			 ret_doc, &b->s->error);
}

static enum mpuc_status base_tree(struct build_text *b,
				  const struct doc *given,
				  struct doc **ret_doc)
{
	const struct var *tree = vars_get(&b->c, "DEVICE_TREE", VARS_NO_INDEX);

	if (given != NULL) {
		/* Applying works on a copy. */
		*ret_doc = arena_alloc(b->s->arena, sizeof(**ret_doc));
		TRY_PTR(*ret_doc);
		**ret_doc = *given;
		return MPUC_OK;
	}
	if (tree != NULL && tree->text[0] != '\0')
		return named_tree(b, tree, ret_doc);
	return bare_tree(b, ret_doc);
}

/* ---------------------------------------------------------------- keys */

/* What ImageBuilder reads and no check has a use for. */
static const char *const other_keys[] = {
	"XEN_COLORS", "XEN_PASSTHROUGH_PATHS", "PASSTHROUGH_DTS_REPO",
	"DOM0_MEM", "DOM0_VCPUS", "DOM0_COLORS", "DOM0_ROOTFS",
	"LOPPER_PATH", "LOPPER_CMD", "DOMU_PASSTHROUGH_PATHS",
	"DOMU_COLORS", "DOMU_CPUPOOL", "DOMU_DRIVER_DOMAIN", "DOMU_VIF",
	"DOMU_P2M_MEM_MB", "DOMU_GRANT_VER", "DOMU_MAX_GRANT_FRAMES",
	"DOMU_MAX_MAPTRACK_FRAMES", "NUM_CPUPOOLS", "CPUPOOL", "BITSTREAM",
	"NUM_BOOT_AUX_FILE", "BOOT_AUX_FILE", "UBOOT_SOURCE",
	"UBOOT_SCRIPT", "APPEND_EXTRA_CMDS", "FDTEDIT", "FIT",
	"FIT_ENC_KEY_DIR", "FIT_ENC_UB_DTB", "LOAD_CMD", "BOOT_CMD", "EFI",
	"GPT", "LINUX_CMD", "LINUX_RAMDISK", "LINUX_ROOTFS",
	"NUM_DT_OVERLAY", "DT_OVERLAY", "DEVICE_TREE", "MEMORY_START",
	"MEMORY_END", "XEN", "XEN_POLICY", "IMAGE", "NUM_DOMUS",
};

static enum mpuc_status look_for_unknown(struct build_text *b)
{
	for (size_t i = 0; i < b->c.values.count; i++) {
		struct var *v = &b->c.values.items[i];
		bool seen = v->is_known;

		for (size_t k = 0; k < ARRAY_SIZE(other_keys); k++)
			seen |= strcmp(other_keys[k], v->key) == 0;
		for (size_t k = 0; k < i && !seen; k++)
			seen = strcmp(b->c.values.items[k].key, v->key) == 0;
		if (!seen)
			TRY(builder_remark(b, BUILDER_UNKNOWN, v->pos,
				"ImageBuilder's '%s' is not known, or of a "
				"domain past NUM_DOMUS", v->key));
	}
	return MPUC_OK;
}

static enum mpuc_status read_config(struct build_text *b, const char *file)
{
	const char *slash = strrchr(file, '/'), *error = NULL;
	struct os_bytes bytes;
	enum mpuc_status st = os_read_file(b->s->arena, file, CONFIG_CAP,
					   &bytes, &error);

	if (st != MPUC_OK && error != NULL)
		return load_fail(b->s, st, "%s", error);
	TRY(st);
	TRY(load_note_input(b->s, file));
	b->folder = slash == NULL ? "" :
		    arena_strndup(b->s->arena, file,
				  (size_t)(slash - file) + 1);
	TRY_PTR(b->folder);
	TRY(vars_read(b->s, file, &bytes, &b->c));
	if (b->c.values.count == 0)
		return load_fail(b->s, MPUC_E_SYNTAX,
				 "%s: no KEY=VALUE in this file", file);
	if (vars_get(&b->c, "LINUX", VARS_NO_INDEX) != NULL)
		return bad(b, vars_get(&b->c, "LINUX", VARS_NO_INDEX),
			   "a boot without Xen: the value");
	return MPUC_OK;
}

static enum mpuc_status make(struct build_text *b, const char *file,
			     const struct doc *given)
{
	struct load_text text;
	struct doc *base;

	TRY(read_config(b, file));
	TRY(start_loading(b));
	TRY(base_tree(b, given, &base));
	TRY(take_room(b, "BITSTREAM"));
	TRY(overlay(b));
	TRY(take_room(b, "XEN"));
	text.name = arena_printf(b->s->arena, "%s (ImageBuilder)", file);
	text.text = b->text.items;
	text.len = b->text.count;
	TRY_PTR(text.name);
	TRY(load_overlaid(b->s->arena, base, &text, &b->out->doc,
			  &b->s->error));
	relocate(b, text.name, b->out->doc);
	return look_for_unknown(b);
}

enum mpuc_status load_imagebuilder(struct arena *a, const char *file,
				   const struct doc *base,
				   struct builder *builder,
				   const char **ret_error)
{
	struct load_session s = { .arena = a, .inputs = builder->opts.inputs };
	struct build_text b = { .s = &s, .out = builder };
	enum mpuc_status st;

	st = make(&b, file, base);
	if (st != MPUC_OK && s.error != NULL)
		*ret_error = s.error;
	return st;
}
