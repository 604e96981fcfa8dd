/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/try.h"
#include "diag/change.h"
#include "emit/overlay.h"
#include "mpuc/sections.h"
#include "mpuc/writer.h"

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

enum mpuc_status run_put_ranges(struct mpuc_run *run, struct change *c,
				const struct range *ranges, size_t count,
				const uint32_t size[2])
{
	uint32_t used = 0;
	uint32_t *cells = arena_array(&run->arena, count, 4 * sizeof(*cells));

	TRY_PTR(cells);
	for (size_t i = 0; i < count; i++) {
		if (!change_put(cells, &used, ranges[i].base, size[0]) ||
		    !change_put(cells, &used, range_size(ranges[i]), size[1]))
			return run_fail(run, MPUC_E_INFEASIBLE,
				"%s of %s can't say 0x%llx..0x%llx with %u "
				"address and %u size cells: set #address-cells "
				"and #size-cells to 2", c->property, c->node,
				(unsigned long long)ranges[i].base,
				(unsigned long long)ranges[i].last, size[0],
				size[1]);
	}
	return change_cells(&run->arena, c, cells, used);
}

/* Cells that are right already stay as they are. */
static enum mpuc_status state_cells(struct mpuc_run *run, const char *name,
				    uint32_t *cells)
{
	struct change *c;

	if (doc_u32(run->doc, run->system->chosen.node, name, cells) &&
	    (*cells == 1 || *cells == 2))
		return MPUC_OK;
	*cells = 2;
	c = change_set(&run->arena, &run->edit.changes, "/chosen", name);
	TRY_PTR(c);
	return change_cells(&run->arena, c, cells, 1);
}

enum mpuc_status run_put_section(struct mpuc_run *run, uint32_t section,
				 const range_list *banks)
{
	const struct target *t = run->system->target;
	const struct doc_node *root = &run->doc->nodes.items[0];
	uint32_t cells[] = { root->acells, root->scells };
	struct change *c;

	if (banks->count == 0)
		return MPUC_OK;
	if (t->traits.mpu_cells) {
		TRY(state_cells(run, "#mpu,address-cells", &cells[0]));
		TRY(state_cells(run, "#mpu,size-cells", &cells[1]));
	}
	c = change_set(&run->arena, &run->edit.changes, "/chosen",
		       t->sections[section].property);
	TRY_PTR(c);
	return run_put_ranges(run, c, banks->items, banks->count, cells);
}

static enum mpuc_status compute(struct mpuc_run *run, uint32_t section)
{
	const struct section_ask ask = {
		.s = run->system, .section = section,
	};
	range_list banks = { NULL, 0, 0 };
	uint32_t foreign;
	enum mpuc_status st = section_compute(&run->arena, &ask, &banks,
					      &foreign);

	if (st == MPUC_E_INFEASIBLE)
		return refuse(run, section, foreign);
	TRY(st);
	return run_put_section(run, section, &banks);
}

enum mpuc_status run_write_sections(struct mpuc_run *run,
				    const struct mpuc_writer *w)
{
	const struct target *t = run->system->target;
	struct out o;

	if (t->section_count == 0)
		return run_fail(run, MPUC_E_UNSUPPORTED, "%s has no sections, "
				"so there is nothing to compute", t->name);
	for (uint32_t i = 0; i < t->section_count; i++)
		TRY(compute(run, i));
	writer_open(&o, w);
	return writer_close(&o, overlay_write(&run->arena, run->doc,
					      &run->edit.changes,
					      "Sections as mpuc computed "
					      "them.", &o));
}
