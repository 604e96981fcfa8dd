/* SPDX-License-Identifier: BSD-2-Clause */
/* The sections that a target wants, computed from what the tree has. */
#include "base/try.h"
#include "diag/change.h"
#include "emit/overlay.h"
#include "mpuc/run.h"
#include "mpuc/writer.h"
#include "model/sections.h"

static enum mpuc_status refuse(struct mpuc_run *run, uint32_t section,
			       uint32_t foreign)
{
	const struct system *s = run->system;
	const char *what = foreign == SYS_NONE ?
			   "memory that the tree does not describe" :
			   object_text(s, &run->arena,
				       &s->objects.items[foreign]);

	TRY_PTR(what);
	return run_fail(run, MPUC_E_INFEASIBLE, "%s can't be one bank: %s "
			"lies between what it must hold; move it, or what is "
			"on one side of it", s->target->sections[section].
			property, what);
}

/* 1 or 2 as /chosen says; what else it says becomes 2. */
static enum mpuc_status state_cells(struct mpuc_run *run, change_list *list,
				    const char *name, uint32_t *ret_cells)
{
	struct change *c;

	*ret_cells = 2;
	if (doc_u32(run->doc, run->system->chosen.node, name, ret_cells) &&
	    (*ret_cells == 1 || *ret_cells == 2))
		return MPUC_OK;
	*ret_cells = 2;
	c = change_set(&run->arena, list, "/chosen", name);
	TRY_PTR(c);
	return change_cells(&run->arena, c, ret_cells, 1);
}

static enum mpuc_status put_banks(struct mpuc_run *run, struct change *c,
				  const range_list *banks,
				  const uint32_t size[2])
{
	uint32_t *cells = arena_array(&run->arena, banks->count * 4,
				      sizeof(*cells));
	uint32_t used = 0;

	TRY_PTR(cells);
	for (size_t i = 0; i < banks->count; i++) {
		struct range r = banks->items[i];

		if (!change_put(cells, &used, r.base, size[0]) ||
		    !change_put(cells, &used, range_size(r), size[1]))
			return run_fail(run, MPUC_E_UNSUPPORTED, "%s can't "
				"say 0x%llx..0x%llx with %u address and %u "
				"size cells: set them to 2", c->property,
				(unsigned long long)r.base,
				(unsigned long long)r.last, size[0], size[1]);
	}
	return change_cells(&run->arena, c, cells, used);
}

static enum mpuc_status change_section(struct mpuc_run *run,
				       change_list *list, uint32_t index)
{
	const struct target *t = run->system->target;
	const struct section_ask ask = { .s = run->system, .section = index };
	const struct doc_node *root = &run->doc->nodes.items[0];
	uint32_t cells[] = { root->acells, root->scells }, foreign;
	range_list banks = { NULL, 0, 0 };
	struct change *c;
	enum mpuc_status st;

	st = section_compute(&run->arena, &ask, &banks, &foreign);
	if (st == MPUC_E_INFEASIBLE)
		return refuse(run, index, foreign);
	TRY(st);
	if (banks.count == 0)
		return MPUC_OK;
	if (t->traits.mpu_cells) {
		TRY(state_cells(run, list, "#mpu,address-cells", &cells[0]));
		TRY(state_cells(run, list, "#mpu,size-cells", &cells[1]));
	}
	c = change_set(&run->arena, list, "/chosen",
		       t->sections[index].property);
	TRY_PTR(c);
	return put_banks(run, c, &banks, cells);
}

enum mpuc_status run_write_sections(struct mpuc_run *run,
				    const struct mpuc_writer *w)
{
	const struct target *t = run->system->target;
	change_list list = { NULL, 0, 0 };
	struct out o;

	if (t->section_count == 0)
		return run_fail(run, MPUC_E_UNSUPPORTED, "%s has no sections, "
				"so there is nothing to compute", t->name);
	for (uint32_t i = 0; i < t->section_count; i++)
		TRY(change_section(run, &list, i));
	writer_open(&o, w);
	return writer_close(&o, overlay_write(&run->arena, run->doc, &list,
					      "Sections as mpuc computed "
					      "them.", &o));
}
