/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/elf.h"

#include <gelf.h>
#include <libelf.h>
#include <string.h>

#include "base/try.h"

static enum mpuc_status fail_elf(struct load_session *s, const char *name)
{
	const char *text = elf_errmsg(-1);

	return load_fail(s, MPUC_E_SYNTAX, "%s: broken ELF: %s", name,
			 text == NULL ? "unknown error" : text);
}

static bool is_wanted(const GElf_Sym *symbol)
{
	return symbol->st_shndx != SHN_UNDEF &&
	       GELF_ST_TYPE(symbol->st_info) != STT_FILE &&
	       GELF_ST_TYPE(symbol->st_info) != STT_SECTION;
}

static enum mpuc_status add_table(struct load_session *s, Elf *elf,
				  Elf_Scn *section, const GElf_Shdr *header,
				  struct image *image)
{
	Elf_Data *data = elf_getdata(section, NULL);
	GElf_Sym symbol;

	if (data == NULL)
		return fail_elf(s, image->input);
	for (int i = 0; gelf_getsym(data, i, &symbol) != NULL; i++) {
		const char *name = elf_strptr(elf, header->sh_link,
					      symbol.st_name);
		struct image_symbol *slot;

		if (name == NULL)
			return fail_elf(s, image->input);
		if (*name == '\0' || !is_wanted(&symbol))
			continue;
		slot = VEC_PUSH(s->arena, &image->symbols);
		TRY_PTR(slot);
		slot->name = arena_strdup(s->arena, name);
		TRY_PTR(slot->name);
		slot->value = symbol.st_value;
	}
	return MPUC_OK;
}

static enum mpuc_status add_tables(struct load_session *s, Elf *elf,
				   struct image *image)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	GElf_Ehdr ehdr;
	size_t count;

	if (elf_kind(elf) != ELF_K_ELF)
		return load_fail(s, MPUC_E_SYNTAX, "%s: broken ELF: its "
				 "header is incomplete", image->input);
	if (gelf_getehdr(elf, &ehdr) == NULL ||
	    elf_getshdrnum(elf, &count) != 0)
		return fail_elf(s, image->input);
	for (size_t i = 1; i < count; i++) {
		section = elf_getscn(elf, i);
		if (section == NULL || gelf_getshdr(section, &header) == NULL)
			return fail_elf(s, image->input);
		if (header.sh_type == SHT_SYMTAB)
			TRY(add_table(s, elf, section, &header, image));
	}
	return MPUC_OK;
}

enum mpuc_status elf_read(struct load_session *s, const struct os_bytes *file,
			  struct image *image)
{
	enum mpuc_status st;
	Elf *elf;

	if (elf_version(EV_CURRENT) == EV_NONE)
		return fail_elf(s, image->input);
	elf = elf_memory((char *)file->data, file->size);
	if (elf == NULL)
		return fail_elf(s, image->input);
	st = add_tables(s, elf, image);
	elf_end(elf);
	return st;
}
