/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/imagebuilder.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"
#include "load/builder.h"

#define CONFIG_CAP ((size_t)1 << 20)
#define MIB2 UINT64_C(0x200000)
#define LOAD_LEAST UINT64_C(0xc00000)

static const char default_xen_cmd[] =
	"console=dtuart dtuart=serial0 dom0_mem=1G dom0_max_vcpus=1 "
	"bootscrub=0 vwfi=native sched=null";

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
		return builder_bad(
			b, vars_get(&b->c, "MEMORY_START", VARS_NO_INDEX),
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
	TRY(made_line(&b->made, v->pos, "%s {", node));
	TRY(made_line(&b->made, v->pos,
		      "compatible = \"%s\", "
		      "\"xen,multiboot-module\", \"multiboot,module\";",
		      compatible));
	TRY(made_line(&b->made, v->pos, "reg = <0x%x 0x%x 0x%x 0x%x>;",
		      (uint32_t)(address >> 32), (uint32_t)address,
		      (uint32_t)(size >> 32), (uint32_t)size));
	return made_line(&b->made, v->pos, "};");
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
	quoted = made_quote(&b->made, text);
	TRY_PTR(quoted);
	return made_line(&b->made,
			 v != NULL ? v->pos : b->c.values.items[0].pos,
			 "%s = %s;", property, quoted);
}

/* -------------------------------------------------------------- chosen */

static enum mpuc_status chosen(struct build_text *b)
{
	const struct srcpos top = b->c.values.items[0].pos;
	const struct var *heap = vars_get(&b->c, "XEN_STATIC_HEAP",
					  VARS_NO_INDEX);
	uint64_t sum;

	TRY(made_line(&b->made, top, "chosen {"));
	TRY(made_line(&b->made, top, "#address-cells = <2>;"));
	TRY(made_line(&b->made, top, "#size-cells = <2>;"));
	TRY(text_property(b, "XEN_CMD", "xen,xen-bootargs",
			  default_xen_cmd));
	if (heap != NULL && heap->text[0] != '\0')
		TRY(builder_pairs(b, heap, "xen,static-heap", &sum));
	TRY(text_property(b, "DOM0_CMD", "xen,dom0-bootargs", NULL));
	TRY(dom0_module(b, "DOM0_KERNEL", "dom0", "xen,linux-zimage"));
	TRY(dom0_module(b, "DOM0_RAMDISK", "dom0-ramdisk",
			"xen,linux-initrd"));
	TRY(builder_domains(b));
	return made_line(&b->made, top, "};");
}

static enum mpuc_status overlay(struct build_text *b)
{
	const struct srcpos top = b->c.values.items[0].pos;

	TRY(made_line(&b->made, top, "/dts-v1/;"));
	TRY(made_line(&b->made, top, "/plugin/;"));
	TRY(made_line(&b->made, top, "/ { fragment@0 { target-path = \"/\";"));
	TRY(made_line(&b->made, top, "__overlay__ {"));
	TRY(chosen(b));
	return made_line(&b->made, top, "}; }; };");
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
	TRY(made_line(&b->made, top, "/dts-v1/; / {"));
	TRY(made_line(&b->made, top, "#address-cells = <2>;"));
	TRY(made_line(&b->made, top, "#size-cells = <2>;"));
	if (b->has_end && b->memory_end > base) {
		struct srcpos pos = start != NULL ? start->pos : top;
		uint64_t size = b->memory_end - base;

		TRY(made_line(&b->made, pos, "memory@%llx {",
			      (unsigned long long)base));
		TRY(made_line(&b->made, pos, "device_type = \"memory\";"));
		TRY(made_line(&b->made, pos, "reg = <0x%x 0x%x 0x%x 0x%x>; };",
			      (uint32_t)(base >> 32), (uint32_t)base,
			      (uint32_t)(size >> 32), (uint32_t)size));
	}
	TRY(made_line(&b->made, top, "};"));
	TRY(made_tree(&b->made, name, ret_doc));
	(*ret_doc)->input = b->c.file;
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
			return builder_bad(
				b, tree,
				"an overlay is missing, DT_OVERLAY "
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
			TRY(made_remark(
				&b->made, &b->out->notes, GUEST_KEY_UNKNOWN,
				v->pos,
				"ImageBuilder's '%s' is not known, or of a "
				"domain past NUM_DOMUS",
				v->key));
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
		return builder_bad(b, vars_get(&b->c, "LINUX", VARS_NO_INDEX),
				   "a boot without Xen: the value");
	return MPUC_OK;
}

static enum mpuc_status make(struct build_text *b, const char *file,
			     const struct doc *given)
{
	const char *name;
	struct doc *base = NULL;

	TRY(read_config(b, file));
	TRY(start_loading(b));
	TRY(base_tree(b, given, &base));
	TRY(take_room(b, "BITSTREAM"));
	TRY(overlay(b));
	TRY(take_room(b, "XEN"));
	name = arena_printf(b->s->arena, "%s (ImageBuilder)", file);
	TRY_PTR(name);
	TRY(made_overlaid(&b->made, name, base, &b->out->doc));
	return look_for_unknown(b);
}

enum mpuc_status load_imagebuilder(struct arena *a, const char *file,
				   const struct doc *base,
				   struct builder *builder,
				   const char **ret_error)
{
	struct load_session s = { .arena = a, .inputs = builder->opts.inputs };
	struct build_text b = { .s = &s, .made = { .s = &s }, .out = builder };
	enum mpuc_status st;

	st = make(&b, file, base);
	if (st != MPUC_OK && s.error != NULL)
		*ret_error = s.error;
	return st;
}
