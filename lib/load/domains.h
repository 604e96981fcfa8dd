/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Domains of a System Device Tree, in the YAML that lopper reads or below
 * /domains of a tree (.dts, .dtb): the guests of Xen in it become nodes below
 * /chosen, as Xen wants them.
 *
 * Xen is the domain that is compatible with openamp,hypervisor-v1, or that
 * has domains of its own and runs at EL2; its guests are the domains inside.
 * Elsewhere a guest is what is compatible with xen,domain-v1 or later.
 */
#ifndef LOAD_DOMAINS_H
#define LOAD_DOMAINS_H

#include <mpuc/status.h>

#include "load/guests.h"
#include "load/load.h"

/* Registers that a guest is given. */
struct domains_access {
	const char *guest;	/* path of its node */
	uint32_t node;		/* of the device in doc, or DOC_NONE */
	struct span span;	/* where node is DOC_NONE */
	struct srcpos pos;
};

struct domains {
	struct load_opts opts;
	struct doc *doc;
	VEC(struct domains_access) accesses;
	guest_notes notes;
};

/*
 * base with the guests of file.  A guest whose node is there keeps what the
 * file says nothing of, such as its kernel.  Positions of what comes from
 * the file are the file's.  base must come from load_tree().
 */
MPUC_MUST_CHECK
enum mpuc_status load_domains(struct arena *a, const char *file,
			      const struct doc *base,
			      struct domains *domains,
			      const char **ret_error);

/* Registers of a guest that are at these addresses for it, too. */
struct domains_device {
	struct span span;
	const char *host;	/* path of the host's node; NULL: none */
	struct srcpos pos;
};

/* The partial tree that gives a guest these, as xen_passthrough makes it. */
MPUC_MUST_CHECK
enum mpuc_status load_passthrough(struct arena *a, const char *file,
				  const struct domains_device *devices,
				  size_t count, struct doc **ret_doc,
				  const char **ret_error);

#endif
