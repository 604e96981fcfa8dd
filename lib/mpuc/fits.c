/* SPDX-License-Identifier: BSD-2-Clause */
/* One state on machines of every size that is known. */
#include "base/sort.h"
#include "base/try.h"
#include "model/query.h"
#include "mpuc/edit_trial.h"
#include "mpuc/writer.h"

struct fits {
	struct mpuc_whatif *e;
	const char *like;
	struct fits_column columns[FITS_MOST];
	size_t count;
};

static bool add_count(struct fits *f, uint32_t regions)
{
	for (size_t i = 0; i < f->count; i++) {
		if (f->columns[i].regions == regions)
			return true;
	}
	if (f->count == FITS_MOST)
		return false;
	f->columns[f->count++] = (struct fits_column){ .regions = regions };
	return true;
}

static int by_regions(const void *pa, const void *pb, const void *arg)
{
	const struct fits_column *a = pa, *b = pb;

	(void)arg;
	return (a->regions > b->regions) - (a->regions < b->regions);
}

/* The state's own count, then those of platforms, while there is room. */
static enum mpuc_status list_counts(struct fits *f)
{
	const struct system *s = f->e->run->system;
	const struct platform *p;

	if (s->regions_known && s->regions > 0) {
		(void)add_count(f, s->regions);
		f->columns[0].own = true;
	}
	for (size_t i = 0; (p = platform_at(i)) != NULL; i++) {
		if (!add_count(f, p->regions))
			break;
	}
	return sort_stable(&f->e->arena, f->columns, f->count,
			   sizeof(f->columns[0]), by_regions, NULL);
}

static enum mpuc_status name_platforms(struct fits *f, struct fits_column *c)
{
	VEC(const char *) names = { NULL, 0, 0 };
	const struct platform *p;

	for (size_t i = 0; (p = platform_at(i)) != NULL; i++) {
		const char **slot;

		if (p->regions != c->regions ||
		    p->arch != f->e->run->system->arch)
			continue;
		slot = VEC_PUSH(&f->e->arena, &names);
		TRY_PTR(slot);
		*slot = p->name;
	}
	c->platforms = names.items;
	c->platform_count = names.count;
	return MPUC_OK;
}

static enum mpuc_status keep_left(struct fits *f, const struct plan *plan,
				  struct fits_column *c)
{
	int64_t *left = arena_array(&f->e->arena, plan->context_count,
				    sizeof(*left));

	TRY_PTR(left);
	for (uint32_t i = 0; i < plan->context_count; i++) {
		const struct plan_context *x = &plan->contexts[i];
		uint32_t over = plan_context_over(plan, x);

		left[i] = over > 0 ? -(int64_t)over :
			  (int64_t)c->regions - x->peak;
	}
	c->left = left;
	return MPUC_OK;
}

static enum mpuc_status judge(struct fits *f, struct edit_trial *t,
			      struct fits_column *c)
{
	struct edit_more more = { .count = 0 };

	c->passes = !mpuc_failed(t->run);
	c->errors = edit_errors(t->run);
	c->over = plan_over(t->run->plan);
	c->optimal_over = plan_over(t->run->plan->optimal);
	TRY(keep_left(f, run_plan(t->run), c));
	if (f->like == NULL)
		return MPUC_OK;
	TRY(edit_more(t, f->like, &more));
	c->more = more.count;
	c->more_known = more.count < EDIT_FIT_MAX;
	c->why = more.why;
	c->note = more.note;
	return MPUC_OK;
}

static enum mpuc_status try_count(struct fits *f, struct fits_column *c)
{
	struct edit_trial t;
	enum mpuc_status st;

	TRY(name_platforms(f, c));
	st = edit_trial_open(f->e, c->regions, &t);
	if (st == MPUC_OK)
		st = judge(f, &t, c);
	edit_trial_close(&t);
	return st;
}

static enum mpuc_status show(struct fits *f, enum mpuc_format format,
			     const struct mpuc_writer *w)
{
	struct fits_view view = {
		.state = run_view(f->e->run), .plan = run_plan(f->e->run),
		.like = f->like, .columns = f->columns, .count = f->count,
	};
	struct out o;

	writer_open(&o, w);
	return writer_close(&o, report_fits(&view, writer_format(format),
					    &o));
}

enum mpuc_status mpuc_write_fits(struct mpuc_whatif *e, const char *like,
				 enum mpuc_format format,
				 const struct mpuc_writer *w,
				 bool *ret_passes)
{
	struct fits f = { .e = e, .like = like };
	bool passes = false;

	if (e->run->plan == NULL || e->run->plan->optimal == NULL)
		return run_fail(e->run, MPUC_E_USAGE, "no plan to fit: the "
				"tree does not say enough");
	if (like != NULL &&
	    edit_find_domain(e->run->system, like) == SYS_NONE)
		return run_fail(e->run, MPUC_E_USAGE, "there is no domain "
				"'%s'", like);
	TRY(list_counts(&f));
	for (size_t i = 0; i < f.count; i++) {
		TRY(try_count(&f, &f.columns[i]));
		passes |= f.columns[i].passes;
	}
	TRY(show(&f, format, w));
	*ret_passes = passes;
	return MPUC_OK;
}
