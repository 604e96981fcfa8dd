/* SPDX-License-Identifier: BSD-2-Clause */
/* Files for the public interface, and a writer that keeps what it gets. */
#ifndef API_FIXTURE_H
#define API_FIXTURE_H

#include <mpuc/mpuc.h>

#include "tmp_fixture.h"
#include "tree_fixture.h"

#include "mpuc/run.h"

static char got[1 << 22];
static size_t got_len;

static inline enum mpuc_status keep(void *arg, const void *data, size_t len)
{
	(void)arg;
	ck_assert_uint_lt(len, sizeof(got) - got_len);
	memcpy(got + got_len, data, len);
	got_len += len;
	got[got_len] = '\0';
	return MPUC_OK;
}

static const struct mpuc_writer writer = { .write = keep };

/* A domain with everything; ram: its first bank's base, 1 MiB long. */
#define DOMAIN(name, ram, kernel, part) \
	name " { compatible = \"xen,domain\";\n" \
	"#address-cells = <2>; #size-cells = <2>;\n" \
	"cpus = <1>; memory = <0 0x8000>; direct-map; vpl011;\n" \
	"xen,static-mem = <0 " ram " 0 0x2000000>;\n" \
	"kernel { compatible = \"multiboot,kernel\", \"multiboot,module\";\n" \
	"reg = <0 " kernel " 0 0x100000>; };\n" \
	"dtb { compatible = \"multiboot,device-tree\",\n" \
	"\"multiboot,module\"; reg = <0 " part " 0 0x1000>; };\n};\n"

/* Two domains for xen-mpu-v2; ram: where the second one's lies. */
#define GOOD_CHOSEN \
	"xen,static-heap = <0 0x60000000 0 0x10000000>;\n" \
	"mpu,boot-module-section = <0 0x10000000 0 0x1000000>;\n" \
	"mpu,guest-memory-section = <0 0x20000000 0 0x40000000>;\n" \
	"mpu,device-memory-section = <0 0x80000000 0 0x7ffff000>;\n"
#define GOOD_TREE(ram) MACHINE CHOSEN(GOOD_CHOSEN \
	DOMAIN("domU1", "0x40000000", "0x10000000", "0x10100000") \
	DOMAIN("domU2", ram, "0x10200000", "0x10300000"))

/* One UART of the machine, for a guest. */
#define PART_TREE \
	"/dts-v1/; / { passthrough { #address-cells = <2>;" \
	"#size-cells = <2>; uart { xen,path = \"/uart\";" \
	"xen,force-assign-without-iommu;" \
	"xen,reg = <0 0x9c0a0000 0 0x1000 0 0x9c0a0000>; }; }; };"

/* The blob that the loader makes of a source. */
static inline void put_dtb(const char *name, const char *text)
{
	const struct doc *d = doc_of(text);

	tmp_put(name, d->blob, (size_t)d->total_size);
}

static inline void put_symbols(const char *name)
{
	const char *text = text_of("%s", "");

	for (size_t i = 0; i < ARRAY_SIZE(xen_symbols); i++)
		text = text_of("%s%016llx T %s\n", text,
			       (unsigned long long)xen_symbols[i].value,
			       xen_symbols[i].name);
	tmp_text(name, text);
}

#endif
