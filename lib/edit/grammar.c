/* SPDX-License-Identifier: BSD-2-Clause */
#include "edit/grammar.h"

#include <string.h>

#include "base/try.h"

const struct edit_rule edit_rules[] = {
	{ EDIT_ADD_BANK, "add bank", "DOMAIN BASE SIZE",
	  "one more bank of static memory" },
	{ EDIT_ADD_DEVICE, "add device", "DOMAIN BASE SIZE",
	  "pass device registers through to a domain" },
	{ EDIT_ADD_LIKE, "add domain", "NEW like DOMAIN",
	  "a copy of a domain in the first free memory" },
	{ EDIT_ADD_DOMAIN, "add domain", "NEW BASE SIZE",
	  "a domain with one bank" },
	{ EDIT_ADD_MEMORY, "add memory", "BASE SIZE",
	  "RAM that the tree does not tell of" },
	{ EDIT_ADD_MODULE, "add module",
	  "DOMAIN kernel|ramdisk|dtb BASE SIZE",
	  "a boot module of a domain" },
	{ EDIT_ADD_SHM, "add shm", "NEW BASE SIZE DOMAIN...",
	  "memory that the first domain owns and the others borrow" },
	{ EDIT_ADD_VPL011, "add vpl011", "DOMAIN",
	  "a virtual UART" },
	{ EDIT_DROP_BANK, "drop bank", "DOMAIN BANK",
	  "take a bank away" },
	{ EDIT_DROP_DEVICE, "drop device", "DOMAIN BASE",
	  "take the device at an address away" },
	{ EDIT_DROP_DOMAIN, "drop domain", "DOMAIN",
	  "leave a domain out" },
	{ EDIT_DROP_MODULE, "drop module", "DOMAIN kernel|ramdisk|dtb",
	  "leave a boot module out" },
	{ EDIT_DROP_SHM, "drop shm", "SHM",
	  "leave shared memory out, for all its domains" },
	{ EDIT_DROP_VPL011, "drop vpl011", "DOMAIN",
	  "take the virtual UART away" },
	{ EDIT_MOVE_BANK, "move bank", "DOMAIN BANK BASE",
	  "the same bank at another address" },
	{ EDIT_RESIZE_BANK, "resize bank", "DOMAIN BANK SIZE",
	  "the same bank with another size" },
	{ EDIT_SPLIT_BANK, "split bank", "DOMAIN BANK SIZE",
	  "two banks of one, the first SIZE long" },
	{ EDIT_JOIN_BANK, "join bank", "DOMAIN BANK BANK",
	  "one bank of two that touch" },
	{ EDIT_HEAP_OFF, "heap", "off",
	  "no static heap" },
	{ EDIT_HEAP, "heap", "BASE SIZE",
	  "where Xen's static heap lies" },
	{ EDIT_SECTION_OFF, "section", "SECTION off",
	  "leave a section out" },
	{ EDIT_SECTION, "section", "SECTION BASE SIZE",
	  "the bounds of a section, as one bank" },
	{ EDIT_EARLY_UART_OFF, "early-uart", "off",
	  "no early printk" },
	{ EDIT_EARLY_UART, "early-uart", "BASE SIZE",
	  "early printk on this UART" },
	{ EDIT_PLATFORM, "platform", "PLATFORM",
	  "another machine" },
	{ EDIT_REGIONS, "regions", "COUNT",
	  "a machine with this many EL2 regions" },
	{ EDIT_TARGET, "target", "TARGET",
	  "another generation of Xen" },
	{ EDIT_PLACE, "place", "[DOMAIN] [SIZE]",
	  "let mpuc choose addresses: for a domain, or for those without" },
	{ EDIT_UNDO, "undo", "[COUNT]",
	  "go back, one change or more" },
	{ EDIT_REDO, "redo", "[COUNT]",
	  "go forward again" },
	{ EDIT_SNAPSHOT, "snapshot", "NEW",
	  "keep this state under a name" },
	{ EDIT_RESTORE, "restore", "SNAPSHOT",
	  "go to a kept state; can be undone" },
	{ EDIT_COMPARE, "compare", "SNAPSHOT [SNAPSHOT]",
	  "what differs from a kept state, or between two" },
	{ EDIT_FIT, "fit", "DOMAIN",
	  "how many more guests like this one fit" },
	{ EDIT_SMALLEST, "smallest", "[COUNT]",
	  "the smallest change that fits COUNT regions" },
	{ EDIT_EXPECT_COUNT, "expect",
	  "need|peak|left|minimum CONTEXT COMPARISON NUMBER",
	  "hold a context's ledger against a number" },
	{ EDIT_EXPECT_FOUND, "expect",
	  "findings|errors|warnings|notes|domains|contexts COMPARISON NUMBER",
	  "hold a count against a number" },
	{ EDIT_EXPECT_CODE, "expect code", "CODE [COMPARISON] [NUMBER]",
	  "a finding of this kind, or so many" },
	{ EDIT_EXPECT_VERDICT, "expect verdict", "pass|fail",
	  "no finding reaches --fail-on, or one does" },
	{ EDIT_SHOW_REGIONS, "show regions", "CONTEXT",
	  "the region table of a context" },
	{ EDIT_SHOW, "show", "ledger|findings|history|snapshots",
	  "one view of this state" },
	{ EDIT_SAVE, "save", "FILE [over]",
	  "write .dtso, .dtb, or a script; over: replace a file" },
	{ EDIT_HELP, "help", "[COMMAND]",
	  "this list, or one command" },
	{ EDIT_QUIT, "quit", "",
	  "end" },
};
const size_t edit_rule_count = ARRAY_SIZE(edit_rules);

static const struct kind_row {
	enum edit_arg_kind kind;
	const char *name, *text;
} kinds[] = {
	{ ARG_NEW, "NEW", "a new name" },
	{ ARG_DOMAIN, "DOMAIN", "a domain" },
	{ ARG_SHM, "SHM", "the id of shared memory" },
	{ ARG_SECTION, "SECTION", "a section" },
	{ ARG_CONTEXT, "CONTEXT", "a context" },
	{ ARG_PLATFORM, "PLATFORM", "a platform" },
	{ ARG_TARGET, "TARGET", "a target" },
	{ ARG_SNAPSHOT, "SNAPSHOT", "a snapshot's name" },
	{ ARG_CODE, "CODE", "a diagnostic's code or id" },
	{ ARG_BANK, "BANK", "the number of a bank" },
	{ ARG_BASE, "BASE", "an address" },
	{ ARG_SIZE, "SIZE", "a size" },
	{ ARG_COUNT, "COUNT", "a count" },
	{ ARG_NUMBER, "NUMBER", "a number" },
	{ ARG_COMPARISON, "COMPARISON", "==, !=, <, <=, > or >=" },
	{ ARG_FILE, "FILE", "a file" },
	{ ARG_COMMAND, "COMMAND", "a command" },
};

const char *edit_kind_text(enum edit_arg_kind kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (kinds[i].kind == kind)
			return kinds[i].text;
	}
	return "a word";
}

static enum edit_arg_kind kind_of(const char *word, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (strlen(kinds[i].name) == len &&
		    memcmp(kinds[i].name, word, len) == 0)
			return kinds[i].kind;
	}
	return ARG_WORD;
}

bool edit_element_next(const char **at, struct edit_element *ret_element)
{
	const char *word = *at + strspn(*at, " ");
	size_t len = strcspn(word, " ");
	struct edit_element e = { .kind = ARG_WORD };

	if (len == 0)
		return false;
	*at = word + len;
	if (word[0] == '[') {
		e.optional = true;
		word++;
		len -= 2;
	}
	if (len > 3 && memcmp(word + len - 3, "...", 3) == 0) {
		e.repeated = true;
		len -= 3;
	}
	e.kind = kind_of(word, len);
	e.words = word;
	e.len = len;
	*ret_element = e;
	return true;
}

bool edit_element_has(const struct edit_element *e, const char *word,
		      size_t len)
{
	const char *at = e->words, *end = e->words + e->len;

	while (at < end) {
		const char *bar = memchr(at, '|', (size_t)(end - at));
		const char *stop = bar != NULL ? bar : end;

		if ((size_t)(stop - at) == len && memcmp(at, word, len) == 0)
			return true;
		at = stop + 1;
	}
	return false;
}
