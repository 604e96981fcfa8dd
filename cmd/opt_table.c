/* SPDX-License-Identifier: BSD-2-Clause */
#include "opt.h"

static const char *const severities[] = {
	"note", "warning", "error", "never", NULL,
};
static const char *const formats[] = { "text", "json", NULL };
/* In the order of enum mpuc_format, then auto. */
static const char *const check_formats[] = {
	"text", "json", "sarif", "junit", "github", "gitlab", "auto", NULL,
};
static const char *const fix_formats[] = { "text", "json", "dtso", NULL };
static const char *const place_formats[] = {
	"text", "json", "dtso", "c", NULL,
};
/* cmd_plan.c knows the order. */
static const char *const plan_formats[] = {
	"text", "json", "csv", "c", "asm", "dtso", NULL,
};
static const char *const plans[] = { "as-is", "optimal", NULL };
static const char *const colors[] = { "auto", "always", "never", NULL };
static const char *const archs[] = { "pmsav8-32", "pmsav8-64", NULL };
static const char *const aps[] = {
	"rw-el2", "rw-all", "ro-el2", "ro-all", NULL,
};
static const char *const shs[] = { "none", "outer", "inner", NULL };

#define AT(member) offsetof(struct args, member)

/* In the order of enum opt_id. */
static const struct opt options[] = {
	{ ID_TARGET, OPT_TARGET, 0, "target", "NAME",
	  "Xen generation or YAML file; default: derived",
	  AT(target), 0, 0, NULL },
	{ ID_PLATFORM, OPT_PLATFORM, 0, "platform", "NAME",
	  "machine or YAML file: MPU, regions, width",
	  AT(platform), 0, 0, NULL },
	{ ID_REGIONS, OPT_COUNT, 0, "regions", "N",
	  "EL2 MPU regions the machine has",
	  AT(regions), AT(has_regions), 255, NULL },
	{ ID_XEN, OPT_FILE, 0, "xen", "FILE",
	  "hypervisor's ELF with symbols, or nm listing",
	  AT(xen), 0, 0, NULL },
	{ ID_FDT_ADDRESS, OPT_ADDRESS, 0, "fdt-address", "A",
	  "where the device tree lies at boot",
	  AT(fdt_address), AT(has_fdt_address), 0, NULL },
	{ ID_EARLY_UART, OPT_RANGE, 0, "early-uart", "BASE:SIZE",
	  "early printk is on, with these registers",
	  AT(early_uart), AT(has_early_uart), 0, NULL },
	{ ID_MODULE, OPT_MODULE, 0, "module", "NODE=FILE",
	  "partial device tree of a module; repeatable",
	  AT(modules), 0, 0, NULL },
	{ ID_SCHEMA, OPT_FILE, 0, "schema", "DIR",
	  "bindings (dt-schema YAML) to check as well",
	  AT(schema), 0, 0, NULL },
	{ ID_STRICT, OPT_FLAG, 0, "strict", NULL,
	  "a check that could not run is an error",
	  AT(strict), 0, 0, NULL },
	{ ID_FAIL_ON, OPT_CHOICE, 0, "fail-on", "SEVERITY",
	  "exit 1 from here: error|warning|note|never",
	  AT(fail_on), AT(has_fail_on), 0, severities },
	{ ID_FORMAT, OPT_CHOICE, 0, "format", "FORMAT",
	  "text or json", AT(format), 0, 0, formats },
	{ ID_OUTPUT, OPT_FILE, 'o', "output", "FILE",
	  "write there, the whole file or nothing",
	  AT(output), 0, 0, NULL },
	{ ID_COLOR, OPT_CHOICE, 0, "color", "WHEN",
	  "auto, always or never", AT(color), 0, 0, colors },
	{ ID_CONTEXT, OPT_TEXT, 0, "context", "NAME",
	  "only this context: idle, guest/domU1, ...",
	  AT(context), 0, 0, NULL },
	{ ID_QUERY_CONTEXT, OPT_TEXT, 0, "context", "NAME",
	  "while this one stands: idle, guest/domU1, ...",
	  AT(context), 0, 0, NULL },
	{ ID_ADDR, OPT_ADDRESS, 0, "addr", "A",
	  "the address in question",
	  AT(addr), AT(has_addr), 0, NULL },
	{ ID_SIZE, OPT_ADDRESS, 0, "size", "N",
	  "bytes accessed; default 1",
	  AT(size), AT(has_size), 0, NULL },
	{ ID_EL, OPT_COUNT, 0, "el", "N",
	  "exception level; default 1 in a guest, else 2",
	  AT(el), AT(has_el), 2, NULL },
	{ ID_ACCESS, OPT_ACCESS, 0, "access", "RWX",
	  "letters of r, w and x; default r",
	  AT(access), 0, 0, NULL },
	{ ID_ARCH, OPT_CHOICE, 0, "arch", "ARCH",
	  "pmsav8-32 or pmsav8-64; must be given",
	  AT(arch), AT(has_arch), 0, archs },
	{ ID_AP, OPT_CHOICE, 0, "ap", "AP",
	  "rw-el2 (default), rw-all, ro-el2 or ro-all",
	  AT(ap), 0, 0, aps },
	{ ID_XN, OPT_FLAG, 0, "xn", NULL,
	  "EL2 can't fetch (pmsav8-32: nor EL1 and EL0)",
	  AT(xn), 0, 0, NULL },
	{ ID_XN_EL1, OPT_FLAG, 0, "xn-el1", NULL,
	  "EL1 and EL0 can't fetch (pmsav8-64 only)",
	  AT(xn_el1), 0, 0, NULL },
	{ ID_SH, OPT_CHOICE, 0, "sh", "SH",
	  "shareability: none (default), outer or inner",
	  AT(sh), 0, 0, shs },
	{ ID_INDEX, OPT_COUNT, 0, "index", "N",
	  "AttrIndx, 0 (default) to 7, into MAIR_EL2",
	  AT(index), 0, 7, NULL },
	{ ID_NS, OPT_FLAG, 0, "ns", NULL,
	  "non-secure output address (pmsav8-64 only)",
	  AT(ns), 0, 0, NULL },
	{ ID_DISABLED, OPT_FLAG, 0, "disabled", NULL,
	  "leave the enable bit clear",
	  AT(disabled), 0, 0, NULL },
	{ ID_CHECK_FORMAT, OPT_FORMATS, 0, "format", "FORMAT[=FILE]",
	  "form of the report, and its file; repeatable",
	  AT(formats), 0, 0, check_formats },
	{ ID_PLACE_SIZE, OPT_DOMAIN_SIZE, 0, "size", "DOMAIN=SIZE",
	  "new banks of this size for it; repeatable",
	  AT(sizes), 0, 0, NULL },
	{ ID_ALIGN, OPT_ADDRESS, 0, "align", "N",
	  "of every new bank's base; default 2M",
	  AT(align), 0, 0, NULL },
	{ ID_SECTIONS, OPT_FLAG, 0, "sections", NULL,
	  "compute the sections that are there anew, too",
	  AT(sections), 0, 0, NULL },
	{ ID_PREVIOUS, OPT_FILE, 0, "previous", "FILE",
	  "tree or layout whose banks should stay",
	  AT(previous), 0, 0, NULL },
	{ ID_STEPS, OPT_ADDRESS, 0, "steps", "N",
	  "end the search here; default 1000000",
	  AT(steps), 0, 0, NULL },
	{ ID_PLACE_FORMAT, OPT_CHOICE, 0, "format", "FORMAT",
	  "text, json, dtso (overlay) or c (macros)",
	  AT(format), 0, 0, place_formats },
	{ ID_PLAN, OPT_CHOICE, 0, "plan", "WHICH",
	  "as-is (default), what the target does, or optimal",
	  AT(plan), 0, 0, plans },
	{ ID_BUDGET, OPT_COUNT, 0, "budget", "N",
	  "optimal plan: least over-mapping in N regions",
	  AT(budget), AT(has_budget), 255, NULL },
	{ ID_SCHEDULE, OPT_TEXT, 0, "schedule", "NAMES",
	  "contexts that run in turn: idle,guest/domU1,...",
	  AT(schedule), 0, 0, NULL },
	{ ID_EXPLAIN, OPT_FLAG, 0, "explain", NULL,
	  "say why no fewer regions will do",
	  AT(explain), 0, 0, NULL },
	{ ID_BATCH, OPT_FILE, 0, "batch", "FILE",
	  "commands, one a line, instead of a terminal; - is standard input",
	  AT(batch), 0, 0, NULL },
	{ ID_PLAN_FORMAT, OPT_CHOICE, 0, "format", "FORMAT",
	  "text, json, csv, c, asm or dtso (sections)",
	  AT(format), 0, 0, plan_formats },
	{ ID_UNSAFE, OPT_FLAG, 0, "unsafe", NULL,
	  "apply also what may not be meant",
	  AT(fix_unsafe), 0, 0, NULL },
	{ ID_FIX_FORMAT, OPT_CHOICE, 0, "format", "FORMAT",
	  "text, json or dtso (overlay)",
	  AT(format), 0, 0, fix_formats },
	{ ID_HELP, OPT_FLAG, 'h', "help", NULL,
	  "show this page", AT(help), 0, 0, NULL },
};

const struct opt *opt_by_id(enum opt_id id)
{
	return &options[id];
}
