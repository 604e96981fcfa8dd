/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The members of struct target and struct platform as tables.  The reader
 * of YAML, the generator of the compiled-in profiles and the comparison of
 * two profiles walk the same tables, so a new member is one row here (and
 * one in the JSON schema).
 */
#ifndef MODEL_PROFILE_FIELDS_H
#define MODEL_PROFILE_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_kind {
	FIELD_HEADER,		/* of the file, not of the struct */
	FIELD_KEY,		/* name: the key that the record stands under */
	FIELD_TEXT,
	FIELD_ATTR,		/* text: an attribute of this target */
	FIELD_SECTION,		/* text: a section of this target */
	FIELD_BOOL,		/* bool or uint8_t */
	FIELD_NUMBER,		/* min..max */
	FIELD_POWER,		/* a power of two in min..max */
	FIELD_CHOICE,		/* one of choices */
	FIELD_BITS,		/* list of choices; 1 << value each */
	FIELD_BYTES,		/* list of exactly size bytes */
	FIELD_TEXTS,		/* list of texts, and its count */
	FIELD_RECORD,		/* a record inside this one */
	FIELD_PHASE,		/* as FIELD_RECORD; its name is the key */
	FIELD_NAMED,		/* map of records, and its count */
	FIELD_STEPS,		/* list of struct step, and its count */
};

struct field_choice {
	const char *name;
	unsigned value;
};

struct field {
	const char *key;	/* in YAML; NULL for FIELD_KEY */
	const char *member;	/* as C designates it: ".name", "[0]" */
	enum field_kind kind;
	size_t offset;
	size_t size;		/* of the member */
	const char *count_member;
	size_t count_offset;	/* of a list's size_t */
	const char *has_member;	/* bool, true when the key stands there */
	size_t has_offset;
	uint64_t min, max;
	const struct field_choice *choices;	/* ends with name NULL */
	const struct record *record;
	bool required;
	bool own;		/* not taken over by "extends" */
};

struct record {
	const char *type;	/* "struct target" */
	const char *what;	/* "a target", for messages */
	size_t size;
	const struct field *fields;
	size_t field_count;
	bool bare;		/* YAML has the value of the last field only */
};

extern const struct record target_record;
extern const struct record platform_record;

/* How a profile's header names the machine kinds; for messages. */
extern const struct field_choice field_arch_choices[];

/* An unsigned member of 1, 4 or 8 bytes. */
uint64_t field_number(const struct field *f, const void *record);
const char *field_text(const struct field *f, const void *record);
size_t field_count(const struct field *f, const void *record);
/* The array of a list member. */
const void *field_items(const struct field *f, const void *record);
/* Element of an array of records. */
const void *record_at(const struct record *record, const void *items,
		      size_t index);

/* First field in which two records differ, at any depth; NULL when equal. */
const struct field *record_differs(const struct record *record,
				   const void *a, const void *b);

#endif
