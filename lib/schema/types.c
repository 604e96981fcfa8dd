/* SPDX-License-Identifier: BSD-2-Clause */
#include "schema/types.h"

#include <string.h>

#include "base/try.h"

static const struct type_info types[] = {
	{ "flag", SHAPE_FLAG, 0, false, true, false, "no value (flag)" },
	{ "string", SHAPE_STRING, 0, false, true, false,
	  "one string (string)" },
	{ "string-array", SHAPE_STRING, 0, false, false, true,
	  "strings (string-array)" },
	{ "non-unique-string-array", SHAPE_STRING, 0, false, false, false,
	  "strings (non-unique-string-array)" },
	{ "uint8", SHAPE_CELLS, 1, false, true, false, "one byte (uint8)" },
	{ "uint8-array", SHAPE_CELLS, 1, false, false, false,
	  "bytes (uint8-array)" },
	{ "uint8-matrix", SHAPE_ROWS, 1, false, false, false,
	  "bytes (uint8-matrix)" },
	{ "int8", SHAPE_CELLS, 1, true, true, false, "one byte (int8)" },
	{ "int8-array", SHAPE_CELLS, 1, true, false, false,
	  "bytes (int8-array)" },
	{ "int8-matrix", SHAPE_ROWS, 1, true, false, false,
	  "bytes (int8-matrix)" },
	{ "uint16", SHAPE_CELLS, 2, false, true, false,
	  "one 16-bit number (uint16)" },
	{ "uint16-array", SHAPE_CELLS, 2, false, false, false,
	  "16-bit numbers (uint16-array)" },
	{ "uint16-matrix", SHAPE_ROWS, 2, false, false, false,
	  "16-bit numbers (uint16-matrix)" },
	{ "int16", SHAPE_CELLS, 2, true, true, false,
	  "one 16-bit number (int16)" },
	{ "int16-array", SHAPE_CELLS, 2, true, false, false,
	  "16-bit numbers (int16-array)" },
	{ "int16-matrix", SHAPE_ROWS, 2, true, false, false,
	  "16-bit numbers (int16-matrix)" },
	{ "uint32", SHAPE_CELLS, 4, false, true, false,
	  "one cell (uint32)" },
	{ "uint32-array", SHAPE_CELLS, 4, false, false, false,
	  "cells (uint32-array)" },
	{ "uint32-matrix", SHAPE_ROWS, 4, false, false, false,
	  "cells (uint32-matrix)" },
	{ "int32", SHAPE_CELLS, 4, true, true, false, "one cell (int32)" },
	{ "int32-array", SHAPE_CELLS, 4, true, false, false,
	  "cells (int32-array)" },
	{ "int32-matrix", SHAPE_ROWS, 4, true, false, false,
	  "cells (int32-matrix)" },
	{ "uint64", SHAPE_CELLS, 8, false, true, false,
	  "two cells (uint64)" },
	{ "uint64-array", SHAPE_CELLS, 8, false, false, false,
	  "pairs of cells (uint64-array)" },
	{ "uint64-matrix", SHAPE_ROWS, 8, false, false, false,
	  "pairs of cells (uint64-matrix)" },
	{ "int64", SHAPE_CELLS, 8, true, true, false, "two cells (int64)" },
	{ "int64-array", SHAPE_CELLS, 8, true, false, false,
	  "pairs of cells (int64-array)" },
	{ "int64-matrix", SHAPE_ROWS, 8, true, false, false,
	  "pairs of cells (int64-matrix)" },
	{ "phandle", SHAPE_CELLS, 4, false, true, false,
	  "one reference (phandle)" },
	{ "phandle-array", SHAPE_ROWS, 4, false, false, false,
	  "references (phandle-array)" },
};

_Static_assert(ARRAY_SIZE(types) < 31, "a type_set has too few bits");

uint32_t type_find(const char *name, size_t len)
{
	for (uint32_t i = 0; i < ARRAY_SIZE(types); i++) {
		if (strlen(types[i].name) == len &&
		    memcmp(types[i].name, name, len) == 0)
			return i;
	}
	return TYPE_NONE;
}

const struct type_info *type_at(uint32_t type)
{
	return &types[type];
}

type_set type_bit(uint32_t type)
{
	return (type_set)1 << type;
}

uint32_t type_of_shape(type_set set, enum type_shape shape)
{
	for (uint32_t i = 0; i < ARRAY_SIZE(types); i++) {
		if ((set & type_bit(i)) != 0 && types[i].shape == shape)
			return i;
	}
	return TYPE_NONE;
}

struct by_name {
	const char *name;	/* whole, or its end */
	const char *type, *also;
};

static const struct by_name whole[] = {
	{ "compatible", "string-array", NULL },
	{ "label", "string", NULL },
	{ "model", "string-array", NULL },
	{ "status", "string", NULL },
	{ "secure-status", "string", NULL },
	{ "device_type", "string", NULL },
	{ "bootargs", "string", NULL },
	{ "stdout-path", "string", NULL },
	{ "dma-coherent", "flag", NULL },
	{ "dma-noncoherent", "flag", NULL },
	{ "interrupt-controller", "flag", NULL },
	{ "reg", "uint32-matrix", NULL },
	{ "ranges", "flag", "uint32-matrix" },
	{ "dma-ranges", "flag", "uint32-matrix" },
	{ "interrupts", "uint32-matrix", NULL },
	{ "interrupt-map", "uint32-matrix", NULL },
	{ "interrupts-extended", "phandle-array", NULL },
	{ "interrupt-parent", "phandle", NULL },
	{ "phandle", "uint32", NULL },
	{ "linux,phandle", "uint32", NULL },
	{ "reg-shift", "uint32", NULL },
	{ "reg-io-width", "uint32", NULL },
	{ "assigned-clock-rates", "uint32-array", NULL },
	{ "memory-region", "phandle-array", NULL },
	{ "msi-parent", "phandle-array", NULL },
	{ "clocks", "phandle-array", NULL },
	{ "assigned-clocks", "phandle-array", NULL },
	{ "assigned-clock-parents", "phandle-array", NULL },
	{ "dmas", "phandle-array", NULL },
	{ "resets", "phandle-array", NULL },
	{ "phys", "phandle-array", NULL },
	{ "pwms", "phandle-array", NULL },
	{ "mboxes", "phandle-array", NULL },
	{ "iommus", "phandle-array", NULL },
	{ "power-domains", "phandle-array", NULL },
	{ "interconnects", "phandle-array", NULL },
};

static const struct by_name ends[] = {
	{ "-names", "non-unique-string-array", NULL },
	{ "-supply", "phandle", NULL },
	{ "-gpios", "phandle-array", NULL },
	{ "-gpio", "phandle-array", NULL },
	{ "-bits", "uint32-array", NULL },
	{ "-kBps", "uint32-array", NULL },
	{ "-percent", "uint32-array", NULL },
	{ "-bp", "uint32-array", NULL },
	{ "-hz", "uint32-array", NULL },
	{ "-mhz", "uint32-array", NULL },
	{ "-sec", "uint32-array", NULL },
	{ "-ms", "uint32-array", NULL },
	{ "-us", "uint32-array", NULL },
	{ "-ns", "uint32-array", NULL },
	{ "-ps", "uint32-array", NULL },
	{ "-mm", "uint32-array", NULL },
	{ "-microamp", "uint32-array", NULL },
	{ "-ohms", "uint32-array", NULL },
	{ "-micro-ohms", "uint32-array", NULL },
	{ "-microvolt", "uint32-array", NULL },
	{ "-picofarads", "uint32-array", NULL },
	{ "-celsius", "int32-array", NULL },
	{ "-millicelsius", "int32-array", NULL },
	{ "-kelvin", "int32-array", NULL },
	{ "-kpascal", "int32-array", NULL },
};

static bool ends_with(const char *name, const char *end)
{
	size_t name_len = strlen(name), len = strlen(end);

	return name_len > len && strcmp(name + name_len - len, end) == 0;
}

static type_set set_of(const struct by_name *b)
{
	type_set set = type_bit(type_find(b->type, strlen(b->type)));

	if (b->also != NULL)
		set |= type_bit(type_find(b->also, strlen(b->also)));
	return set;
}

type_set type_by_name(const char *prop)
{
	for (size_t i = 0; i < ARRAY_SIZE(whole); i++) {
		if (strcmp(whole[i].name, prop) == 0)
			return set_of(&whole[i]);
	}
	if (prop[0] == '#')
		return type_bit(type_find("uint32", 6));
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		if (ends_with(prop, ends[i].name))
			return set_of(&ends[i]);
	}
	return 0;
}
