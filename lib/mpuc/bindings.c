/* SPDX-License-Identifier: BSD-2-Clause */
#include "mpuc/bindings.h"

#include <string.h>

#include "base/map.h"
#include "base/try.h"
#include "load/yaml.h"
#include "os/dir.h"
#include "os/file.h"
#include "schema/schema.h"
#include "schema/shipped.h"

static enum mpuc_status refuse(struct mpuc_run *run, enum mpuc_status st,
			       const char *error)
{
	return st == MPUC_OK || error == NULL ? st :
	       run_fail(run, st, "%s", error);
}

static enum mpuc_status read_file(struct mpuc_run *run, const char *path,
				  const struct value **ret_root)
{
	struct yaml_input in = { .name = path };
	const char *error = NULL;
	struct os_bytes bytes;
	enum mpuc_status st;

	st = os_read_file(&run->arena, path, YAML_MAX_SIZE, &bytes, &error);
	if (st == MPUC_OK)
		st = load_inputs_add(&run->arena, &run->inputs, path);
	if (st == MPUC_OK) {
		in.text = (const char *)bytes.data;
		in.size = bytes.size;
		st = yaml_read(&run->arena, &in, ret_root, &error);
	}
	return refuse(run, st, error);
}

static enum mpuc_status compile(struct mpuc_run *run)
{
	const char *error = NULL;
	enum mpuc_status st;

	if (run->binding_count == 0)
		return MPUC_OK;
	st = schema_compile(&run->arena, run->binding_roots,
			    run->binding_count, &run->bindings, &error);
	return refuse(run, st, error);
}

enum mpuc_status bindings_load(struct mpuc_run *run)
{
	const char *dir = run->opts.schema, *error = NULL;
	const struct value **roots;
	const char **paths;
	size_t count;

	if (dir == NULL)
		return MPUC_OK;
	TRY(refuse(run, os_list_dir(&run->arena, dir, ".yaml", &paths, &count,
				    &error), error));
	if (count == 0)
		return run_fail(run, MPUC_E_IO, "%s: no file ends in .yaml",
				dir);
	roots = arena_array(&run->arena, count, sizeof(*roots));
	TRY_PTR(roots);
	for (size_t i = 0; i < count; i++)
		TRY(read_file(run, paths[i], &roots[i]));
	run->binding_roots = roots;
	run->binding_count = count;
	return compile(run);
}

enum mpuc_status bindings_adopt(struct mpuc_run *run,
				const struct mpuc_run *base)
{
	run->binding_roots = base->binding_roots;
	run->binding_count = base->binding_count;
	/* Matching writes into a compiled pattern, and base is not ours. */
	return compile(run);
}

/* ------------------------------------------------------------ findings */

/*
 * Rules that complain of one property at the place of another, of its
 * node, or of its absence.  property NULL: of any at that node.
 */
static const struct {
	enum diag_code code;
	const char *property;
} elsewhere[] = {
	{ CODE_CPUS_MISSING, "cpus" },
	{ CODE_MEMORY_MISSING, "memory" },
	{ CODE_MODULE_REG_MISSING, "reg" },
	{ CODE_SHM_ID_MISSING, "xen,shm-id" },
	{ CODE_SHM_RANGE_MISSING, "xen,shared-mem" },
	{ CODE_PASSTHROUGH_PATH_MISSING, "xen,path" },
	{ CODE_PASSTHROUGH_PATH_MISSING, "xen,reg" },
	{ CODE_CELLS_INVALID, "#mpu,address-cells" },
	{ CODE_CELLS_INVALID, "#mpu,size-cells" },
};

struct checking {
	struct mpuc_run *run;
	const struct doc *doc;
	bool shipped;
	size_t known;		/* findings that are in reported */
	struct map reported;	/* "input\nnode\nproperty" */
};

static void lose(struct checking *c)
{
	c->run->sink.status = MPUC_E_NOMEM;
}

static const char *key_of(struct checking *c, const struct place *at,
			  const char *property)
{
	return arena_printf(&c->run->arena, "%s\n%s\n%s",
			    at->input != NULL ? at->input : "",
			    at->node != NULL ? at->node : "",
			    property != NULL ? property : "");
}

static void remember(struct checking *c, const struct place *at,
		     const char *property)
{
	const char *key = key_of(c, at, property);

	if (key == NULL || !map_put(&c->run->arena, &c->reported, key, key))
		lose(c);
}

static void remember_finding(struct checking *c, const struct finding *f)
{
	if (f->at.property != NULL)
		remember(c, &f->at, f->at.property);
	for (size_t i = 0; i < ARRAY_SIZE(elsewhere); i++) {
		if (f->code == elsewhere[i].code)
			remember(c, &f->at, elsewhere[i].property);
	}
}

/* Only once there is a fault: most trees have none. */
static bool is_reported(struct checking *c, const struct place *at,
			const char *property)
{
	const char *key;

	for (; c->known < c->run->sink.findings.count; c->known++)
		remember_finding(c, &c->run->sink.findings.items[c->known]);
	key = key_of(c, at, property);
	if (key == NULL)
		lose(c);
	return key != NULL && map_get(&c->reported, key) != NULL;
}

static const char *kept(struct checking *c, const char *text)
{
	if (text == NULL)
		lose(c);
	return text;
}

/* A file that was compiled in can't be shown; its name and line can. */
static void say_wanted(struct checking *c, struct finding *f,
		       const struct schema_fault *fault)
{
	struct related *r = finding_related(&c->run->sink, f);
	struct arena *a = &c->run->arena;

	if (!c->shipped) {
		r->at.pos = fault->wanted;
		r->message = kept(c, arena_printf(a, "the binding says '%s' "
						  "here", fault->keyword));
		return;
	}
	r->message = kept(c, arena_printf(a, "mpuc's %s says '%s' in line %lu",
					  fault->wanted.file, fault->keyword,
					  (unsigned long)fault->wanted.line));
}

static void report(void *arg, const struct schema_fault *fault)
{
	struct checking *c = arg;
	struct doc_ref ref = { c->doc, fault->node, fault->prop };
	struct arena *a = &c->run->arena;
	struct place at = doc_place(a, ref);
	const char *property = fault->missing != NULL ? fault->missing :
			       at.property;
	const struct code_info *info;
	struct finding *f;

	if (at.node == NULL)
		lose(c);
	if (is_reported(c, &at, property))
		return;
	f = sink_new(&c->run->sink, fault->kind == SCHEMA_UNKNOWN ?
		     CODE_SCHEMA_UNKNOWN : CODE_SCHEMA_MISMATCH);
	info = code_info(f->code);
	f->at = at;
	f->message = fault->message;
	f->effect = info->xen;
	f->help = info->fix;
	if (fault->near != NULL)
		f->help = kept(c, arena_printf(a, "did you mean '%s'?",
					       fault->near));
	say_wanted(c, f, fault);
	remember(c, &at, property);
}

static enum mpuc_status check_trees(struct mpuc_run *run,
				    struct checking *c,
				    const struct schema_set *set)
{
	const char *error = NULL;

	c->doc = run->doc;
	TRY(refuse(run, schema_check(&run->arena, set, run->doc, report, c,
				     &error), error));
	for (size_t i = 0; i < run->modules.count; i++) {
		c->doc = run->modules.items[i].tree;
		TRY(refuse(run, schema_check(&run->arena, set, c->doc, report,
					     c, &error), error));
	}
	return run->sink.status;
}

enum mpuc_status bindings_check(struct mpuc_run *run)
{
	struct checking c = { .run = run, .shipped = true };
	struct schema_set *shipped;
	const struct value **roots = schema_shipped(&run->arena);
	const char *error = NULL;

	TRY_PTR(roots);
	TRY(refuse(run, schema_compile(&run->arena, roots, schema_root_count,
				       &shipped, &error), error));
	TRY(check_trees(run, &c, shipped));
	c.shipped = false;
	return run->bindings == NULL ? MPUC_OK :
	       check_trees(run, &c, run->bindings);
}
