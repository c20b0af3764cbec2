/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/question.h"

#include <stdlib.h>

void question_free(struct question *q)
{
	if (q == NULL)
		return;
	free(q->warnings);
	arena_release(&q->arena);
	free(q);
}

void question_warn(struct question *q, uint32_t start, uint32_t end, struct str text)
{
	GROW(q->warnings, q->warnings_count, q->warnings_capacity);
	q->warnings[q->warnings_count++] =
		(struct warning){str_copy(&q->arena, text), start, end};
}

static const char *const node_names[] = {
	[NODE_NONE] = "none",	[NODE_TEXT] = "text", [NODE_PHRASE] = "phrase",
	[NODE_EXACT] = "exact", [NODE_NEAR] = "near", [NODE_PREFIX] = "prefix",
	[NODE_FIELD] = "field", [NODE_LIST] = "list", [NODE_AND] = "and",
	[NODE_OR] = "or",	[NODE_NOT] = "not",
};

static const char *const match_names[] = {
	[MATCH_VALUE] = "",
	[MATCH_ITSELF] = " =",
	[MATCH_PHRASE] = " phrase",
	[MATCH_EXACT] = " exact",
};

void node_print(const struct node *n, struct buf *out)
{
	buf_printf(out, "(%s", node_names[n->kind]);
	if (n->kind == NODE_NEAR)
		buf_printf(out, " %u", n->distance);
	if (n->kind == NODE_FIELD)
		buf_printf(out, " %s%s", n->field->name, match_names[n->match]);
	if (n->text.n > 0)
		buf_printf(out, " \"%.*s\"", STR_ARGS(n->text));
	for (size_t i = 0; i < n->count; i++) {
		const struct node *child = n->children[i];

		buf_char(out, ' ');
		if (child->occur != OCCUR_MAYBE)
			buf_char(out, child->occur == OCCUR_MUST ? '+' : '-');
		node_print(child, out);
	}
	buf_char(out, ')');
}

void question_print(const struct question *q, struct buf *out)
{
	node_print(q->root, out);
}
