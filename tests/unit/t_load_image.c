/* SPDX-License-Identifier: BSD-2-Clause */
/* Symbols, from ELF files written here and from listings. */
#include <check.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/try.h"
#include "load_fixture.h"

static struct image *load_symbols(const char *file)
{
	const char *error = "no memory";
	struct image *image = NULL;

	ck_assert_msg(load_image(&arena, file, &image, &error) == MPUC_OK,
		      "%s", error);
	return image;
}

static const char *fail_symbols(const char *file, enum mpuc_status want)
{
	const char *error = NULL;
	struct image *image = NULL;

	ck_assert_int_eq(load_image(&arena, file, &image, &error), want);
	ck_assert_ptr_null(image);
	ck_assert_ptr_nonnull(error);
	return error;
}

/* --------------------------------------------------------------- ELF */

static const struct {
	unsigned char class, data;
	uint64_t top;		/* the highest address */
} kinds[] = {
	{ ELFCLASS32, ELFDATA2LSB, 0xffffffff },
	{ ELFCLASS32, ELFDATA2MSB, 0xffffffff },
	{ ELFCLASS64, ELFDATA2LSB, UINT64_MAX },
	{ ELFCLASS64, ELFDATA2MSB, UINT64_MAX },
};

static char names[] = "\0_start\0_end\0twice\0file.c\0undefined\0absolute";

static const struct {
	size_t name;
	unsigned char type;
	uint16_t section;
	uint64_t value;
} elf_symbols[] = {
	{ 0, STT_NOTYPE, SHN_UNDEF, 0 },
	{ 19, STT_FILE, SHN_ABS, 1 },		/* file.c */
	{ 13, STT_OBJECT, 1, 0x100 },		/* twice */
	{ 0, STT_SECTION, 1, 2 },
	{ 13, STT_OBJECT, 1, 0x200 },
	{ 1, STT_NOTYPE, 1, 0x40200000 },	/* _start */
	{ 26, STT_FUNC, SHN_UNDEF, 3 },		/* undefined */
	{ 8, STT_NOTYPE, 1, UINT64_MAX },	/* _end: the top */
	{ 36, STT_NOTYPE, SHN_ABS, 0 },		/* absolute */
};

static void add_section(Elf *elf, uint32_t type, Elf_Type data_type,
			void *data, size_t size)
{
	Elf_Scn *section = elf_newscn(elf);
	Elf_Data *d = elf_newdata(section);
	GElf_Shdr header;

	ck_assert_ptr_nonnull(d);
	d->d_buf = data;
	d->d_size = size;
	d->d_type = data_type;
	d->d_align = 8;
	d->d_version = EV_CURRENT;
	ck_assert_ptr_nonnull(gelf_getshdr(section, &header));
	header.sh_type = type;
	if (data_type == ELF_T_SYM) {
		header.sh_link = 2;
		header.sh_entsize = gelf_fsize(elf, ELF_T_SYM, 1, EV_CURRENT);
	}
	ck_assert_int_ne(gelf_update_shdr(section, &header), 0);
}

static void put_elf(const char *file, int kind, uint32_t table)
{
	int fd = open(file, O_RDWR | O_CREAT | O_TRUNC, 0600);
	size_t count = ARRAY_SIZE(elf_symbols), size;
	GElf_Ehdr header;
	void *symbols;
	Elf *elf;

	ck_assert_int_ne((int)elf_version(EV_CURRENT), EV_NONE);
	elf = elf_begin(fd, ELF_C_WRITE, NULL);
	ck_assert_ptr_nonnull(elf);
	ck_assert_ptr_nonnull(gelf_newehdr(elf, kinds[kind].class));
	ck_assert_ptr_nonnull(gelf_getehdr(elf, &header));
	header.e_ident[EI_DATA] = kinds[kind].data;
	header.e_type = ET_EXEC;
	header.e_machine = EM_ARM;
	header.e_version = EV_CURRENT;
	ck_assert_int_ne(gelf_update_ehdr(elf, &header), 0);
	size = gelf_fsize(elf, ELF_T_SYM, count, EV_CURRENT);
	symbols = arena_alloc(&arena, size);
	add_section(elf, SHT_PROGBITS, ELF_T_BYTE, names, 1);
	add_section(elf, SHT_STRTAB, ELF_T_BYTE, names, sizeof(names));
	add_section(elf, table, ELF_T_SYM, symbols, size);
	for (size_t i = 0; i < count; i++) {
		GElf_Sym s = {
			.st_name = (GElf_Word)elf_symbols[i].name,
			.st_info = (unsigned char)GELF_ST_INFO(STB_GLOBAL,
				elf_symbols[i].type),
			.st_shndx = elf_symbols[i].section,
			.st_value = elf_symbols[i].value & kinds[kind].top,
		};

		ck_assert_int_ne(gelf_update_sym(elf_getdata(elf_getscn(elf,
			3), NULL), (int)i, &s), 0);
	}
	ck_assert_msg(elf_update(elf, ELF_C_WRITE) > 0, "%s", elf_errmsg(-1));
	elf_end(elf);
	close(fd);
}

START_TEST(read_elf)
{
	const struct image *image;
	uint64_t value;

	put_elf("xen", _i, SHT_SYMTAB);
	image = load_symbols("xen");
	ck_assert_str_eq(image->input, "xen");
	ck_assert_uint_eq(image->symbols.count, 5);
	ck_assert(image_symbol(image, "_start", &value));
	ck_assert_uint_eq(value, 0x40200000);
	ck_assert(image_symbol(image, "_end", &value));
	ck_assert_uint_eq(value, kinds[_i].top);
	ck_assert(image_symbol(image, "twice", &value));
	ck_assert_uint_eq(value, 0x100);
	ck_assert(image_symbol(image, "absolute", &value));
	ck_assert_uint_eq(value, 0);
	ck_assert(!image_symbol(image, "undefined", &value));
	ck_assert(!image_symbol(image, "file.c", &value));
}
END_TEST

START_TEST(elf_without_symbols)
{
	put_elf("xen", _i, SHT_DYNSYM);
	ck_assert_str_eq(fail_symbols("xen", MPUC_E_SYNTAX),
			 "xen: has no _start and _end symbols");
}
END_TEST

static void load_damaged(const uint8_t *bytes, size_t size)
{
	const char *file = "damaged", *error = NULL;
	struct image *image = NULL;
	enum mpuc_status st;

	tmp_put(file, bytes, size);
	st = load_image(&arena, file, &image, &error);
	if (st == MPUC_OK)
		ck_assert_uint_gt(image->symbols.count, 1);
	else
		ck_assert_int_eq(st, MPUC_E_SYNTAX);
}

/* Of the smallest and the largest kind. */
START_TEST(damaged_elf)
{
	struct os_bytes elf;
	const char *error;

	put_elf("xen", _i * 3, SHT_SYMTAB);
	ck_assert_int_eq(os_read_file(&arena, "xen", 65536, &elf, &error),
			 MPUC_OK);
	for (size_t size = 4; size < elf.size; size += 3)
		load_damaged(elf.data, size);
	for (size_t at = 4; at < elf.size; at++) {
		static const uint8_t masks[] = { 0xff, 0x01 };

		for (size_t i = 0; i < sizeof(masks); i++) {
			elf.data[at] ^= masks[i];
			load_damaged(elf.data, elf.size);
			elf.data[at] ^= masks[i];
		}
	}
}
END_TEST

/* ---------------------------------------------------------- listings */

#define BOTH "1000 T _start\n2000 B _end\n"

static const struct {
	const char *text;
	const char *name;	/* NULL: refused with value as the line */
	uint64_t value;
} listings[] = {
	{ BOTH, "_start", 0x1000 },
	{ BOTH, "_end", 0x2000 },
	{ "1000 T _start\r\n2000 B _end\r\n", "_end", 0x2000 },
	{ "1000 T _start\n2000 B _end", "_end", 0x2000 },
	{ "1000 0010 T _start\n2000 B _end", "_start", 0x1000 },
	{ BOTH "                 U memcpy\n         w weak\n", "_end", 0x2000 },
	{ BOTH "\nxen.o:\n\t\r\n", "_end", 0x2000 },
	{ BOTH "ffffffffffffffff A top\n", "top", UINT64_MAX },
	{ BOTH "FFFF a file.c#name\n", "file.c#name", 0xffff },
	{ BOTH "1 t operator new(int)\n", "operator new(int)", 1 },
	{ BOTH "1 2 t operator new(int)\n", "operator new(int)", 1 },
	{ BOTH "1 a b\n", "b", 1 },
	{ BOTH "1 a a b\n", "a b", 1 },
	{ BOTH "3000 T _end\n", "_end", 0x2000 },
	{ BOTH "10000000000000000 T wide\n", NULL, 3 },
	{ BOTH "0x1000 T prefixed\n", NULL, 3 },
	{ BOTH "1000 T\n", NULL, 3 },
	{ BOTH "1000\n", NULL, 3 },
	{ BOTH "1000 TT name\n", NULL, 3 },
	{ BOTH "1000 1000 T\n", NULL, 3 },
	{ BOTH "\n-1 T name\n", NULL, 4 },
	{ "text\n" BOTH, NULL, 1 },
};

START_TEST(read_listing)
{
	uint64_t value = 0;

	tmp_text("sym", listings[_i].text);
	if (listings[_i].name == NULL) {
		ck_assert_str_eq(fail_symbols("sym", MPUC_E_SYNTAX),
			arena_printf(&arena, "sym:%u: neither an ELF nor a "
				     "listing of nm",
				     (unsigned)listings[_i].value));
		return;
	}
	ck_assert(image_symbol(load_symbols("sym"), listings[_i].name,
			       &value));
	ck_assert_uint_eq(value, listings[_i].value);
}
END_TEST

static const char *const incomplete[] = {
	"", "\n", "1000 T _start\n", "1000 T _end\n",
	"1000 T _start\n U _end\n", "1000 T start\n2000 T end\n",
};

START_TEST(without_start_or_end)
{
	tmp_text("sym", incomplete[_i]);
	ck_assert_str_eq(fail_symbols("sym", MPUC_E_SYNTAX),
			 "sym: has no _start and _end symbols");
}
END_TEST

START_TEST(missing_image)
{
	ck_assert_str_eq(fail_symbols("none", MPUC_E_IO),
			 "none: No such file or directory");
}
END_TEST

START_TEST(without_memory)
{
	enum mpuc_status st = MPUC_E_NOMEM;
	struct image *image = NULL;
	const char *error = NULL;
	uint64_t n;

	put_elf("xen", 0, SHT_SYMTAB);
	for (n = 1; st == MPUC_E_NOMEM; n++) {
		arena.fail_in = n;
		st = load_image(&arena, "xen", &image, &error);
		ck_assert((image != NULL) == (st == MPUC_OK));
	}
	ck_assert_int_eq(st, MPUC_OK);
	ck_assert_uint_gt(n, 7);
}
END_TEST

static void add_tests(TCase *t)
{
	tcase_add_loop_test(t, read_elf, 0, ARRAY_SIZE(kinds));
	tcase_add_loop_test(t, elf_without_symbols, 0, ARRAY_SIZE(kinds));
	tcase_add_loop_test(t, damaged_elf, 0, 2);
	tcase_add_loop_test(t, read_listing, 0, ARRAY_SIZE(listings));
	tcase_add_loop_test(t, without_start_or_end, 0,
			    ARRAY_SIZE(incomplete));
	tcase_add_test(t, missing_image);
	tcase_add_test(t, without_memory);
}

int main(void)
{
	Suite *s = suite_create("load_image");
	TCase *t = tcase_create("load_image");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	add_tests(t);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
