/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/yaml.h"

#include <string.h>

#include <yaml.h>

#include "base/sort.h"
#include "base/try.h"
#include "load/yaml_anchors.h"

#define TOO_DEEP "nested more than 32 deep"

/* One run of the parser; event is the one that is being looked at. */
struct yaml_run {
	struct arena *arena;
	const struct yaml_input *in;
	yaml_parser_t parser;
	yaml_event_t event;
	struct yaml_anchors anchors;
	const char *error;
};

static enum mpuc_status fail_at(struct yaml_run *run, struct srcpos pos,
				enum mpuc_status status, const char *message)
{
	run->error = arena_printf(run->arena, "%s:%lu:%lu: %s", run->in->name,
				  (unsigned long)pos.line,
				  (unsigned long)pos.col, message);
	return run->error ? status : MPUC_E_NOMEM;
}

/* libyaml counts lines and columns from 0; the input limit keeps both small. */
static struct srcpos position(const struct yaml_run *run, yaml_mark_t from,
			      yaml_mark_t to)
{
	struct srcpos pos = {
		.file = run->in->name,
		.line = (uint32_t)from.line + 1,
		.col = (uint32_t)from.column + 1,
		.end_line = (uint32_t)to.line + 1,
		.end_col = (uint32_t)to.column + 1,
	};

	return pos;
}

static struct srcpos event_position(const struct yaml_run *run)
{
	return position(run, run->event.start_mark, run->event.end_mark);
}

static enum mpuc_status fail_here(struct yaml_run *run, const char *message)
{
	return fail_at(run, event_position(run), MPUC_E_SYNTAX, message);
}

/* A byte that is no UTF-8 has an offset but no mark. */
static struct srcpos offset_position(const struct yaml_run *run, size_t offset)
{
	struct srcpos pos = { .file = run->in->name, .line = 1, .col = 1 };

	for (size_t i = 0; i < offset && i < run->in->size; i++) {
		unsigned char c = (unsigned char)run->in->text[i];

		if (c == '\n') {
			pos.line++;
			pos.col = 1;
		} else if ((c & 0xc0) != 0x80) {
			pos.col++;
		}
	}
	return pos;
}

static enum mpuc_status fail_parser(struct yaml_run *run)
{
	const yaml_parser_t *p = &run->parser;
	const char *problem = p->problem ? p->problem : "not YAML";

	if (p->error == YAML_MEMORY_ERROR)
		return MPUC_E_NOMEM;
	if (p->error == YAML_READER_ERROR)
		return fail_at(run, offset_position(run, p->problem_offset),
			       MPUC_E_SYNTAX, problem);
	return fail_at(run, position(run, p->problem_mark, p->problem_mark),
		       MPUC_E_SYNTAX, problem);
}

static enum mpuc_status next_event(struct yaml_run *run)
{
	yaml_event_delete(&run->event);
	if (!yaml_parser_parse(&run->parser, &run->event))
		return fail_parser(run);
	return MPUC_OK;
}

/* The name that the current event gives its value, NULL for none. */
static enum mpuc_status read_marks(struct yaml_run *run,
				   const yaml_char_t *anchor,
				   const yaml_char_t *tag,
				   const char **ret_name)
{
	if (tag)
		return fail_here(run, "tags are not allowed here");
	if (anchor && !run->in->aliases)
		return fail_here(run, "anchors are not allowed here");
	*ret_name = anchor ? arena_strdup(run->arena, (const char *)anchor) :
		    NULL;
	return anchor && !*ret_name ? MPUC_E_NOMEM : MPUC_OK;
}

static enum mpuc_status copy_scalar(struct yaml_run *run, const char **ret_text,
				    bool *ret_quoted)
{
	const yaml_event_t *e = &run->event;
	const char *text = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length;

	if (memchr(text, 0, len))
		return fail_here(run, "a text with a NUL character");
	text = arena_strndup(run->arena, text, len);
	TRY_PTR(text);
	*ret_text = text;
	*ret_quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	return MPUC_OK;
}

static int compare_keys(const void *a, const void *b, const void *arg)
{
	const struct value *const *x = a;
	const struct value *const *y = b;

	(void)arg;
	return strcmp((*x)->key, (*y)->key);
}

/* The sort is stable: the later of two equal keys comes second. */
static enum mpuc_status refuse_duplicates(struct yaml_run *run,
					  const struct value *map)
{
	size_t count = map->items.count;
	const struct value **sorted;
	const struct value *found = NULL;
	const char *message;

	if (count < 2)
		return MPUC_OK;
	sorted = arena_array(run->arena, count, sizeof(*sorted));
	TRY_PTR(sorted);
	for (size_t i = 0; i < count; i++)
		sorted[i] = &map->items.items[i];
	TRY(sort_stable(run->arena, sorted, count, sizeof(*sorted),
			compare_keys, NULL));
	for (size_t i = 1; i < count; i++)
		if (strcmp(sorted[i - 1]->key, sorted[i]->key) == 0 &&
		    (!found || sorted[i] < found))
			found = sorted[i];
	if (!found)
		return MPUC_OK;
	message = arena_printf(run->arena,
			       "'%s' stands twice; first on line %lu",
			       found->key, (unsigned long)
			       value_get(map, found->key)->key_pos.line);
	TRY_PTR(message);
	return fail_at(run, found->key_pos, MPUC_E_SYNTAX, message);
}

static enum mpuc_status read_value(struct yaml_run *run, unsigned depth,
				   struct value *v);

static enum mpuc_status push(struct yaml_run *run, struct value *v,
			     const struct value *item)
{
	struct value *slot = VEC_PUSH(run->arena, &v->items);

	TRY_PTR(slot);
	*slot = *item;
	return MPUC_OK;
}

/* lopper's "- <<+: *list": all items of a list in the place of one. */
static enum mpuc_status push_item(struct yaml_run *run, struct value *v,
				  const struct value *item)
{
	const struct value *more = run->in->aliases &&
		item->kind == VALUE_MAP ? value_get(item, "<<+") : NULL;

	if (more == NULL)
		return push(run, v, item);
	if (item->items.count > 1)
		return fail_at(run, item->pos, MPUC_E_SYNTAX, "'<<+' stands "
			       "alone in an item of a list");
	if (more->kind != VALUE_SEQ)
		return fail_at(run, more->pos, MPUC_E_SYNTAX, "what '<<+' "
			       "adds to a list must be a list");
	for (size_t i = 0; i < more->items.count; i++)
		TRY(push(run, v, &more->items.items[i]));
	return MPUC_OK;
}

static enum mpuc_status read_seq(struct yaml_run *run, unsigned depth,
				 struct value *v)
{
	v->kind = VALUE_SEQ;
	for (;;) {
		struct value item = { .kind = VALUE_SCALAR };

		TRY(next_event(run));
		if (run->event.type == YAML_SEQUENCE_END_EVENT)
			return MPUC_OK;
		TRY(read_value(run, depth, &item));
		TRY(push_item(run, v, &item));
	}
}

static enum mpuc_status read_key(struct yaml_run *run, struct value *v,
				 bool *ret_merge)
{
	const yaml_event_t *e = &run->event;
	const char *name = NULL;
	bool quoted = false;

	if (e->type == YAML_ALIAS_EVENT)
		return fail_here(run, "aliases are not allowed here");
	if (e->type != YAML_SCALAR_EVENT)
		return fail_here(run, "a key must be a plain word");
	TRY(read_marks(run, e->data.scalar.anchor, e->data.scalar.tag,
		       &name));
	if (name)
		return fail_here(run, "a key can't have an anchor");
	TRY(copy_scalar(run, &v->key, &quoted));
	*ret_merge = !quoted && strcmp(v->key, "<<") == 0;
	if (*ret_merge && !run->in->aliases)
		return fail_here(run, "merge keys are not allowed here");
	v->key_pos = event_position(run);
	return MPUC_OK;
}

/* What the map itself says wins, wherever its "<<" stands. */
static enum mpuc_status end_map(struct yaml_run *run, struct value *v,
				const struct value *merge)
{
	enum mpuc_status st;

	TRY(refuse_duplicates(run, v));
	if (!merge->key)
		return MPUC_OK;
	st = yaml_merge(run->arena, v, merge);
	return st != MPUC_E_SYNTAX ? st :
	       fail_at(run, merge->pos, st, "'<<' takes a map or a list of "
		       "maps");
}

static enum mpuc_status read_map(struct yaml_run *run, unsigned depth,
				 struct value *v)
{
	struct value merge = { .kind = VALUE_SCALAR };

	v->kind = VALUE_MAP;
	for (;;) {
		struct value item = { .kind = VALUE_SCALAR };
		bool is_merge = false;

		TRY(next_event(run));
		if (run->event.type == YAML_MAPPING_END_EVENT)
			return end_map(run, v, &merge);
		TRY(read_key(run, &item, &is_merge));
		if (is_merge && merge.key)
			return fail_here(run, "'<<' stands twice; it takes a "
					 "list of maps");
		TRY(next_event(run));
		TRY(read_value(run, depth, &item));
		if (is_merge)
			merge = item;
		else
			TRY(push(run, v, &item));
	}
}

/* What was named stays where it stands: so do its positions. */
static enum mpuc_status read_alias(struct yaml_run *run, unsigned depth,
				   struct value *v)
{
	const char *name = (const char *)run->event.data.alias.anchor;
	const struct yaml_anchor *anchor;
	struct value own = *v;

	if (!run->in->aliases)
		return fail_here(run, "aliases are not allowed here");
	anchor = yaml_anchor_get(&run->anchors, name);
	if (!anchor)
		return fail_here(run, "an alias of nothing: no value before "
				 "it ends that has this anchor");
	if (depth + anchor->height - 1 > YAML_MAX_DEPTH)
		return fail_at(run, own.pos, MPUC_E_LIMIT, TOO_DEEP);
	run->anchors.aliased += anchor->values;
	if (run->anchors.aliased > YAML_MAX_ALIASED)
		return fail_at(run, own.pos, MPUC_E_LIMIT, "aliases stand for "
			       "more than 16384 values");
	*v = anchor->value;
	v->key = own.key;
	v->key_pos = own.key_pos;
	return MPUC_OK;
}

/* The value that the current event starts. */
static enum mpuc_status read_value(struct yaml_run *run, unsigned depth,
				   struct value *v)
{
	const yaml_event_t *e = &run->event;
	const char *name = NULL;

	v->pos = event_position(run);
	if (depth > YAML_MAX_DEPTH)
		return fail_at(run, v->pos, MPUC_E_LIMIT, TOO_DEEP);
	if (e->type == YAML_SCALAR_EVENT) {
		v->kind = VALUE_SCALAR;
		TRY(read_marks(run, e->data.scalar.anchor, e->data.scalar.tag,
			       &name));
		TRY(copy_scalar(run, &v->text, &v->quoted));
	} else if (e->type == YAML_SEQUENCE_START_EVENT) {
		TRY(read_marks(run, e->data.sequence_start.anchor,
			       e->data.sequence_start.tag, &name));
		TRY(read_seq(run, depth + 1, v));
	} else if (e->type == YAML_MAPPING_START_EVENT) {
		TRY(read_marks(run, e->data.mapping_start.anchor,
			       e->data.mapping_start.tag, &name));
		TRY(read_map(run, depth + 1, v));
	} else {
		return read_alias(run, depth, v);
	}
	return name == NULL ? MPUC_OK :
	       yaml_anchor_put(run->arena, &run->anchors, name, v);
}

/* Stream start, document start, value, document end, stream end. */
static enum mpuc_status read_document(struct yaml_run *run, struct value *root)
{
	TRY(next_event(run));
	TRY(next_event(run));
	if (run->event.type == YAML_STREAM_END_EVENT)
		return fail_here(run, "the file is empty");
	TRY(next_event(run));
	TRY(read_value(run, 1, root));
	if (root->kind == VALUE_SCALAR && !*root->text && !root->quoted)
		return fail_at(run, root->pos, MPUC_E_SYNTAX,
			       "the file is empty");
	TRY(next_event(run));
	TRY(next_event(run));
	if (run->event.type != YAML_STREAM_END_EVENT)
		return fail_here(run, "a second document in one file");
	return MPUC_OK;
}

enum mpuc_status yaml_read(struct arena *a, const struct yaml_input *in,
			   const struct value **ret_root,
			   const char **ret_error)
{
	struct yaml_run run = { .arena = a, .in = in };
	struct srcpos start = { .file = in->name, .line = 1, .col = 1 };
	struct value *root = arena_alloc(a, sizeof(*root));
	enum mpuc_status status;

	TRY_PTR(root);
	if (in->size > YAML_MAX_SIZE) {
		status = fail_at(&run, start, MPUC_E_LIMIT,
				 "larger than 1 MiB");
		*ret_error = run.error;
		return status;
	}
	if (!yaml_parser_initialize(&run.parser))
		return MPUC_E_NOMEM;
	yaml_parser_set_encoding(&run.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&run.parser,
				     (const unsigned char *)in->text,
				     in->size);
	status = read_document(&run, root);
	yaml_event_delete(&run.event);
	yaml_parser_delete(&run.parser);
	if (status == MPUC_OK)
		*ret_root = root;
	else
		*ret_error = run.error;
	return status;
}
