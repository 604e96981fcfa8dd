/* SPDX-License-Identifier: BSD-2-Clause */
#include "verify/verify.h"

#include <inttypes.h>
#include <string.h>

#include "base/try.h"
#include "verify/judge.h"

#define SCRATCH_KEPT ((size_t)1 << 20)

void verify_say(struct judge *j, uint64_t address, const char *fmt, ...)
{
	struct verify_problem *p;
	va_list ap;
	char *text;

	if (j->report.problems.count >= VERIFY_PROBLEMS) {
		j->report.omitted++;
		return;
	}
	va_start(ap, fmt);
	text = arena_vprintf(j->arena, fmt, ap);
	va_end(ap);
	p = text == NULL ? NULL : VEC_PUSH(j->arena, &j->report.problems);
	if (p == NULL) {
		j->status = MPUC_E_NOMEM;
		return;
	}
	p->context = j->context;
	p->text = text;
	p->address = address;
}

static void empty_scratch(struct judge *j)
{
	arena_done(&j->scratch);
	memset(&j->demands, 0, sizeof(j->demands));
	memset(&j->entries, 0, sizeof(j->entries));
	memset(&j->entry_of, 0, sizeof(j->entry_of));
	memset(&j->layers, 0, sizeof(j->layers));
	memset(&j->slots, 0, sizeof(j->slots));
	memset(&j->unplaced_banks, 0, sizeof(j->unplaced_banks));
}

static enum mpuc_status judge_context(struct judge *j,
				      const struct plan_context *c,
				      const struct verify_state *state)
{
	j->context = c->name;
	j->ctx = c;
	j->domain = c->kind == CTX_GUEST ? c->domain : SYS_NONE;
	if (c->need > c->region_count) {
		verify_say(j, 0, "need %" PRIu32 " is more than the %" PRIu32
			   " regions listed", c->need, c->region_count);
		return j->status;
	}
	TRY(verify_collect(j, state));
	if (j->plan->is_optimal && c->kind != CTX_BOOT) {
		TRY(verify_optimal(j));
	} else {
		TRY(verify_table(j));
		TRY(verify_sweep(j));
	}
	if (j->domain == SYS_NONE && c->peak > j->peak)
		j->peak = c->peak;
	if (j->scratch.used > SCRATCH_KEPT)
		empty_scratch(j);
	return j->status;
}

static enum mpuc_status judge_steady(struct judge *j,
				     struct verify_state *state)
{
	const struct plan *plan = j->plan;

	for (uint32_t i = 0; i < plan->boot_count; i++) {
		TRY(verify_phase(j, &j->target->boot[i], state));
		TRY(judge_context(j, &plan->contexts[i], state));
	}
	TRY(verify_phase(j, &j->target->idle, state));
	return judge_context(j, &plan->contexts[plan->boot_count], state);
}

static bool named(const struct plan_context *c, const char *head,
		  const char *tail)
{
	size_t len = strlen(head);

	return strncmp(c->name, head, len) == 0 &&
	       strcmp(c->name + len, tail) == 0;
}

static enum mpuc_status judge_guests(struct judge *j,
				     struct verify_state *state)
{
	const struct plan *plan = j->plan;
	size_t domains = j->sys->domains.count;
	uint8_t *seen = arena_array(j->arena, domains, 1);
	struct verify_state idle = { NULL, 0, 0 };

	TRY_PTR(seen);
	for (size_t i = 0; i < state->count; i++) {
		struct verify_live *live = VEC_PUSH(j->arena, &idle);

		TRY_PTR(live);
		*live = state->items[i];
	}
	TRY(verify_phase(j, &j->target->guest, state));
	TRY(verify_vital(j, &idle, state));
	for (uint32_t i = plan->boot_count + 1; i < plan->context_count; i++) {
		const struct plan_context *c = &plan->contexts[i];

		j->context = c->name;
		if (c->kind != CTX_GUEST || c->domain >= domains ||
		    seen[c->domain] != 0 || !named(c, "guest/",
				j->sys->domains.items[c->domain].name)) {
			verify_say(j, 0, "the context belongs to no domain, "
				   "or to one that has a context");
			continue;
		}
		seen[c->domain] = 1;
		TRY(judge_context(j, c, state));
	}
	j->context = "plan";
	for (size_t i = 0; j->target->guest.name != NULL && i < domains; i++) {
		const struct domain *d = &j->sys->domains.items[i];

		if (seen[i] == 0 && !d->disabled)
			verify_say(j, 0, "domain %s has no context", d->name);
	}
	return j->status;
}

/* The contexts that this target has, and nothing that would mislead us. */
static bool judge_shape(struct judge *j)
{
	const struct plan *plan = j->plan;
	const struct system *s = j->sys;
	bool guests = j->target->guest.name != NULL;
	uint32_t steady = plan->boot_count + 1;

	j->context = "plan";
	if (s->arch_known && plan->arch != s->arch)
		verify_say(j, 0, "the plan is for another kind of MPU");
	if (plan->regions_known != s->regions_known ||
	    (s->regions_known && plan->regions != s->regions))
		verify_say(j, 0, "the plan is for another number of regions");
	if (plan->boot_count != j->target->boot_count ||
	    plan->context_count < steady ||
	    (!guests && plan->context_count > steady)) {
		verify_say(j, 0, "the plan has other contexts than the "
			   "target");
		return false;
	}
	for (uint32_t i = 0; i < steady; i++) {
		const struct plan_context *c = &plan->contexts[i];
		bool boot = i < plan->boot_count;

		if (c->kind == (boot ? CTX_BOOT : CTX_IDLE) &&
		    named(c, "", boot ? j->target->boot[i].name : "idle"))
			continue;
		verify_say(j, 0, "context %s is not where it belongs",
			   c->name);
		return false;
	}
	return true;
}

static enum mpuc_status judge_all(struct judge *j)
{
	struct verify_state state = { NULL, 0, 0 };

	if (!judge_shape(j))
		return j->status;
	TRY(verify_rules_init(j));
	TRY(judge_steady(j, &state));
	TRY(judge_guests(j, &state));
	TRY(verify_switches(j));
	return j->status;
}

static uint64_t top_address(const struct system *s, const struct plan *plan)
{
	uint64_t top = verify_field_top(plan->arch), pa;

	if (s->pa_bits == 0 || s->pa_bits >= 64)
		return top;
	pa = (UINT64_C(1) << s->pa_bits) - 1;
	return pa < top ? pa : top;
}

enum mpuc_status verify_plan(struct arena *a, const struct system *s,
			     const struct plan *plan,
			     struct verify_report *ret_report)
{
	struct judge j;
	enum mpuc_status status;

	memset(&j, 0, sizeof(j));
	j.arena = a;
	arena_init(&j.scratch, a->cap - a->used);
	j.scratch.fail_in = a->fail_in;
	j.sys = s;
	j.target = s->target;
	j.plan = plan;
	j.page = s->target->limits.page;
	if (j.page == 0)
		j.page = s->platform != NULL && s->platform->page != 0 ?
			 s->platform->page : 4096;
	j.top = top_address(s, plan);
	status = judge_all(&j);
	arena_done(&j.scratch);
	if (status == MPUC_OK)
		*ret_report = j.report;
	return status;
}
