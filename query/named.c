/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/named.h"

#include "lib/i18n.h"
#include "query/parse.h"
#include "query/saved.h"

enum { NAMES_MOST = 100 }; /* in one question, those inside others too */

/* The names around the one being read, innermost first. */
struct around {
	struct str name;
	const struct around *outer;
};

struct expansion {
	struct question *question;
	size_t names;
	struct error *err;
};

static int expand(struct expansion *x, struct node *n, const struct around *around);

/* The tree in the outer question's arena; all of it stands where the name does. */
static struct node *copy_node(struct arena *a, const struct node *n,
			      const struct node *place)
{
	struct node *copy = arena_alloc(a, sizeof *copy);

	*copy = *n;
	copy->text = str_copy(a, n->text);
	copy->start = place->start;
	copy->end = place->end;
	copy->children = arena_alloc(a, n->count * sizeof(struct node *));
	for (size_t i = 0; i < n->count; i++)
		copy->children[i] = copy_node(a, n->children[i], place);
	return copy;
}

static int check_circle(const struct expansion *x, struct str name,
			const struct around *around)
{
	if (x->names > NAMES_MOST)
		return error_set(x->err, ERROR_USAGE,
				 _("more than %d saved questions in one"), NAMES_MOST);
	for (; around != NULL; around = around->outer) {
		if (str_equal(around->name, name))
			return error_set(x->err, ERROR_USAGE,
					 _("the saved question '%.*s' contains itself"),
					 STR_ARGS(name));
	}
	return 0;
}

/* What was typed on its own, in brackets. */
static struct node *in_brackets(struct arena *a, struct node *root)
{
	struct node *list = arena_alloc(a, sizeof *list);

	*list = (struct node){.kind = NODE_LIST, .start = root->start, .end = root->end};
	list->children = arena_alloc(a, sizeof(struct node *));
	list->children[list->count++] = root;
	return list;
}

/* Warnings about the inner question tell where they come from. */
static void pass_warnings(struct expansion *x, const struct question *inner,
			  struct str name)
{
	for (size_t i = 0; i < inner->warnings_count; i++) {
		struct buf text = {0};

		buf_printf(&text, _("in the saved question '%.*s': %.*s"), STR_ARGS(name),
			   STR_ARGS(inner->warnings[i].text));
		question_warn(x->question, 0, 0, buf_view(&text));
		buf_release(&text);
	}
}

/* Puts the question of a name under its field; not saved: the field stays as it is. */
static int expand_name(struct expansion *x, struct node *field,
		       const struct around *around)
{
	struct arena *arena = &x->question->arena;
	struct around inside = {field->text, around};
	struct question *inner;
	struct buf text = {0};
	int found = saved_read(field->text, &text, x->err);

	x->names++;
	if (found > 0 && check_circle(x, field->text, around) < 0)
		found = -1;
	if (found > 0) {
		inner = question_parse(buf_view(&text));
		pass_warnings(x, inner, field->text);
		field->children = arena_alloc(arena, sizeof(struct node *));
		field->children[0] =
			in_brackets(arena, copy_node(arena, inner->root, field));
		field->count = 1;
		question_free(inner);
		found = expand(x, field->children[0], &inside);
	}
	buf_release(&text);
	return found < 0 ? -1 : 0;
}

static bool is_name(const struct node *n)
{
	return n->kind == NODE_FIELD && n->field->kind == FIELD_QUESTION;
}

static int expand(struct expansion *x, struct node *n, const struct around *around)
{
	if (is_name(n))
		return expand_name(x, n, around);
	for (size_t i = 0; i < n->count; i++) {
		if (expand(x, n->children[i], around) < 0)
			return -1;
	}
	return 0;
}

int named_expand(struct question *q, struct error *err)
{
	struct expansion x = {.question = q, .err = err};
	struct node *only = q->root;

	if (expand(&x, q->root, NULL) < 0)
		return -1;
	if (only->kind == NODE_LIST && only->count == 1)
		only = only->children[0];
	if (is_name(only) && only->count == 1 && only->occur != OCCUR_NOT)
		q->root = only->children[0];
	return 0;
}
