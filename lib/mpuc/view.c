/* SPDX-License-Identifier: BSD-2-Clause */
/* The public views of a run. */
#include "mpuc/run.h"

#include <string.h>

#include "report/show.h"

void mpuc_summary_of(const struct mpuc_run *run,
		     struct mpuc_summary *ret_summary)
{
	const struct system *s = run->system;
	struct mpuc_summary sum = {
		.input = s->doc->input, .target = s->target->name,
		.platform = s->platform != NULL ? s->platform->name : NULL,
		.has_regions = s->regions_known, .regions = s->regions,
		.contexts = run->plan != NULL ? run->plan->context_count : 0,
		.findings = run->sink.findings.count,
		.objects = s->objects.count,
		.errors = sink_count(&run->sink, SEV_ERROR),
		.warnings = sink_count(&run->sink, SEV_WARNING),
		.notes = sink_count(&run->sink, SEV_NOTE),
		.failed = run->failed,
	};

	*ret_summary = sum;
}

bool mpuc_context_at(const struct mpuc_run *run, size_t index,
		     struct mpuc_context *ret_context)
{
	const struct plan_context *c;

	if (run->plan == NULL || index >= run->plan->context_count)
		return false;
	c = &run->plan->contexts[index];
	ret_context->name = c->name;
	ret_context->need = c->need;
	ret_context->peak = c->peak;
	ret_context->minimum = c->minimum;
	ret_context->left = (long)show_left(run->plan, c);
	ret_context->regions = c->region_count;
	return true;
}

bool mpuc_region_at(const struct mpuc_run *run, size_t context, size_t index,
		    struct mpuc_region_entry *ret_region)
{
	const struct report_view view = {
		.system = run->system, .plan = run->plan,
	};
	const struct plan_context *c;
	const struct plan_region *r;
	struct plan_show show;

	if (run->plan == NULL || context >= run->plan->context_count)
		return false;
	c = &run->plan->contexts[context];
	if (index >= c->region_count)
		return false;
	r = &c->regions[index];
	show = show_plan(&view);
	memset(ret_region, 0, sizeof(*ret_region));
	ret_region->name = r->name != NULL ? r->name : "";
	ret_region->owner = system_owner(run->system, r->owner);
	ret_region->why = r->why != NULL ? r->why : "";
	ret_region->lifetime = show_lifetime(r->lifetime);
	ret_region->memory = show_memory(&show, r->attr);
	ret_region->slot = r->slot == SLOT_NONE ? -1 : (int)r->slot;
	ret_region->placed = r->placed;
	ret_region->transient = index >= c->need;
	ret_region->base = r->range.base;
	ret_region->limit = r->range.last;
	ret_region->prbar = r->regs.prbar;
	ret_region->prlar = r->regs.prlar;
	pmsa_el2_access(run->plan->arch, r->attr, show.wxn, ret_region->el2);
	pmsa_el1_access(run->plan->arch, r->attr, ret_region->el1);
	return true;
}

bool mpuc_finding_at(const struct mpuc_run *run, size_t index,
		     struct mpuc_finding *ret_finding)
{
	static const enum mpuc_severity severities[] = {
		[SEV_NOTE] = MPUC_NOTE, [SEV_WARNING] = MPUC_WARNING,
		[SEV_ERROR] = MPUC_ERROR,
	};
	const struct finding *f;

	if (index >= run->sink.findings.count)
		return false;
	f = &run->sink.findings.items[index];
	ret_finding->code = (unsigned)f->code;
	ret_finding->id = code_info(f->code)->id;
	ret_finding->severity = severities[f->severity];
	ret_finding->message = f->message != NULL ? f->message :
			       ret_finding->id;
	ret_finding->effect = f->effect;
	ret_finding->help = f->help;
	ret_finding->node = f->at.node;
	ret_finding->property = f->at.property;
	ret_finding->file = f->at.pos.file;
	ret_finding->line = f->at.pos.line;
	ret_finding->column = f->at.pos.col;
	ret_finding->end_line = f->at.pos.end_line;
	ret_finding->end_column = f->at.pos.end_col;
	ret_finding->input = f->at.input;
	ret_finding->has_offset = f->at.has_offset;
	ret_finding->offset = f->at.offset;
	ret_finding->basis = basis_name(f->basis);
	ret_finding->range_count = f->span_count;
	for (uint32_t i = 0; i < f->span_count; i++) {
		ret_finding->ranges[i].base = f->spans[i].base;
		ret_finding->ranges[i].size = f->spans[i].size;
	}
	ret_finding->passed_over = f->by != BY_NOBODY;
	ret_finding->reason = f->by_reason;
	return true;
}

static const char *object_name(const struct system *s,
			       const struct object *o)
{
	switch ((enum object_kind)o->kind) {
	case OBJ_SECTION:
		return s->target->sections[o->detail].name;
	case OBJ_SHM:
		return s->shms.items[o->detail].id != NULL ?
		       s->shms.items[o->detail].id : "";
	case OBJ_RESERVED:
		return o->ref.doc->nodes.items[o->ref.node].name;
	case OBJ_RAM:
	case OBJ_MEMRESERVE:
	case OBJ_HEAP:
	case OBJ_XEN:
	case OBJ_FDT:
	case OBJ_DEVICE:
		return "";
	case OBJ_STATIC_MEM:
	case OBJ_MODULE:
	case OBJ_PASSTHROUGH:
		return system_owner(s, o->owner);
	}
	return "";
}

bool mpuc_object_at(const struct mpuc_run *run, size_t index,
		    struct mpuc_object *ret_object)
{
	static const char *const kinds[OBJECT_KINDS] = {
		[OBJ_RAM] = "ram", [OBJ_MEMRESERVE] = "memreserve",
		[OBJ_RESERVED] = "reserved", [OBJ_HEAP] = "heap",
		[OBJ_STATIC_MEM] = "bank", [OBJ_SHM] = "shm",
		[OBJ_MODULE] = "module", [OBJ_XEN] = "xen",
		[OBJ_FDT] = "device tree", [OBJ_DEVICE] = "device",
		[OBJ_SECTION] = "section", [OBJ_PASSTHROUGH] = "passthrough",
	};
	const struct object *o;

	if (index >= run->system->objects.count)
		return false;
	o = &run->system->objects.items[index];
	ret_object->kind = kinds[o->kind];
	ret_object->name = object_name(run->system, o);
	/* What has no valid range is no place on a map. */
	ret_object->base = o->range.base;
	ret_object->limit = o->usable ? o->range.last : o->range.base;
	return true;
}
