/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/understood.h"

#include <math.h>
#include <string.h>

#include "lib/i18n.h"
#include "lib/labels.h"
#include "lib/number.h"

enum { NAMES_MOST = 3 }; /* of homonyms */

/* What a question is told with. */
struct teller {
	struct index *index;
	struct day today;
	struct arena *arena;
	struct error *err;
	bool failed;
};

/* ---- fields ---- */

static const struct {
	const char *field, *title;
} titles[] = {
	{"entreprise", N_("company")}, {"sujet", N_("topic")},
	{"région", N_("region")},      {"département", N_("department")},
	{"ville", N_("city")},	       {"pays", N_("country")},
	{"lieu", N_("place")},	       {"acteur", N_("acting company")},
	{"opération", N_("deal")},     {"source", N_("source")},
	{"auteur", N_("author")},      {"titre", N_("title")},
	{"requête", N_("question")},   {"date", N_("date")},
	{"montant", N_("amount")},     {"emplois", N_("jobs")},
};

static struct str title_of(const struct field *f)
{
	for (size_t i = 0; i < COUNT(titles); i++) {
		if (strcmp(titles[i].field, f->name) == 0)
			return str_of(_(titles[i].title));
	}
	return str_of(f->name);
}

static void add_or(struct buf *out, size_t before)
{
	if (out->n > before)
		buf_text(out, _(" or "));
}

/* The names of one kind that the value may mean; how many there are. */
static int tell_names(struct teller *t, enum name_kind kind, struct str value,
		      struct buf *out)
{
	const struct name_record *record;
	size_t before = out->n;
	struct str *ids;
	int found = index_alias(t->index, kind, value, t->arena, &ids, t->err);

	for (int i = 0; i < found && i < NAMES_MOST; i++) {
		if (index_name(t->index, kind, ids[i], &record, t->err) < 0) {
			found = -1;
			break;
		}
		add_or(out, before);
		buf_str(out, record != NULL ? record->name : value);
	}
	if (found > NAMES_MOST)
		buf_text(out, _(" or others"));
	t->failed = t->failed || found < 0;
	return found;
}

static void tell_place(struct teller *t, struct str value, struct buf *out)
{
	static const enum name_kind kinds[] = {NAME_COUNTRY, NAME_REGION, NAME_DEPARTMENT,
					       NAME_COMMUNE};
	size_t before = out->n;

	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct buf names = {0};

		if (tell_names(t, kinds[i], value, &names) > 0) {
			add_or(out, before);
			buf_str(out, buf_view(&names));
		}
		buf_release(&names);
	}
}

/* "2024", "mai 2024" or "13 mai 2024": the largest piece of time that begins, or ends, with the day. */
static void print_end(struct buf *out, struct period p, struct day end)
{
	bool months = p.first.day == 1 && day_add(p.last, 1).day == 1;

	if (months && p.first.month == 1 && p.last.month == 12)
		buf_printf(out, "%d", end.year);
	else if (months)
		buf_printf(out, "%s %d", month_name(end.month), end.year);
	else
		day_print_long(out, end);
}

static void print_period(struct period p, struct buf *out)
{
	struct buf first = {0}, last = {0};

	if (p.first.year == 0 || p.last.year == 0) {
		day_print_long(&first, p.first);
		day_print_long(&last, p.last);
	} else {
		print_end(&first, p, p.first);
		print_end(&last, p, p.last);
	}
	if (p.first.year == 0)
		buf_printf(out, _("until %s"), last.p);
	else if (p.last.year == 0)
		buf_printf(out, _("since %s"), first.p);
	else if (str_equal(buf_view(&first), buf_view(&last)))
		buf_str(out, buf_view(&first));
	else
		/* TRANSLATORS: both are a year, a month or a day. */
		buf_printf(out, _("%s – %s"), first.p, last.p);
	buf_release(&last);
	buf_release(&first);
}

static void tell_date(struct teller *t, struct str value, struct buf *out)
{
	struct error ignored;
	struct period p;

	if (period_parse(value, t->today, &p, &ignored) == 0 &&
	    (p.first.year != 0 || p.last.year != 0))
		print_period(p, out);
}

static void print_quantity(struct buf *out, enum field_kind kind, double value,
			   const char *currency)
{
	if (kind == FIELD_AMOUNT)
		amount_print(out, value, currency[0] != '\0' ? currency : "EUR");
	else
		number_print(out, value);
}

static void tell_quantity(enum field_kind kind, struct str value, struct buf *out)
{
	struct buf low = {0}, high = {0};
	struct quantity_range r;
	struct error ignored;

	if (quantity_range_parse(value, &r, &ignored) < 0)
		return;
	if (!isinf(r.low))
		print_quantity(&low, kind, r.low, r.currency);
	if (!isinf(r.high))
		print_quantity(&high, kind, r.high, r.currency);
	if (low.n > 0 && high.n > 0 && r.low == r.high)
		buf_str(out, buf_view(&low));
	else if (low.n > 0 && high.n > 0)
		buf_printf(out, _("from %s to %s"), low.p, high.p);
	else if (low.n > 0)
		buf_printf(out, r.low_open ? _("more than %s") : _("at least %s"), low.p);
	else if (high.n > 0)
		buf_printf(out, r.high_open ? _("less than %s") : _("at most %s"),
			   high.p);
	buf_release(&high);
	buf_release(&low);
}

static void tell_quoted(struct str text, enum field_match match, struct buf *out)
{
	buf_printf(out,
		   match == MATCH_EXACT || match == MATCH_ITSELF ? _("exactly “%.*s”")
								 : _("“%.*s”"),
		   STR_ARGS(text));
}

/* The field's value; false when it means nothing there, and is searched as words. */
static bool tell_value(struct teller *t, const struct node *n, struct buf *out)
{
	size_t before = out->n;
	enum deal_kind deal;

	switch (n->field->kind) {
	case FIELD_NAME:
	case FIELD_ACTOR:
		tell_names(t, n->field->name_kind, n->text, out);
		break;
	case FIELD_PLACE:
		tell_place(t, n->text, out);
		break;
	case FIELD_DEAL:
		if (deal_kind_find(n->text, &deal))
			buf_text(out, _(deal_labels[deal].label.text));
		break;
	case FIELD_DATE:
		tell_date(t, n->text, out);
		break;
	case FIELD_AMOUNT:
	case FIELD_JOBS:
		tell_quantity(n->field->kind, n->text, out);
		break;
	default:
		if (n->match == MATCH_VALUE)
			buf_str(out, n->text);
		else
			tell_quoted(n->text, n->match, out);
		return true;
	}
	return out->n > before;
}

/* ---- trees ---- */

static void tell(struct teller *t, const struct node *n, struct buf *out);

static void tell_children(struct teller *t, const struct node *n, const char *between,
			  struct buf *out)
{
	for (size_t i = 0; i < n->count; i++) {
		const struct node *child = n->children[i];
		bool several = child->count > 1 && child->kind != NODE_FIELD &&
			       child->kind != NODE_NEAR;

		if (i > 0)
			buf_text(out, between);
		if (child->occur == OCCUR_NOT)
			buf_printf(out, "%s ", _("without"));
		if (several)
			buf_char(out, '(');
		tell(t, child, out);
		if (several)
			buf_char(out, ')');
	}
}

static void tell_field(struct teller *t, const struct node *n, struct buf *out)
{
	struct buf value = {0};

	if (tell_value(t, n, &value))
		buf_printf(out, "%.*s%s%s", STR_ARGS(title_of(n->field)), _(": "),
			   value.p);
	else
		buf_str(out, n->text);
	buf_release(&value);
}

static void tell_not(struct teller *t, const struct node *n, struct buf *out)
{
	if (n->count > 1) {
		tell(t, n->children[0], out);
		buf_char(out, ' ');
	}
	if (n->count > 0) {
		buf_printf(out, "%s ", _("without"));
		tell(t, n->children[n->count - 1], out);
	}
}

static void tell_near(struct teller *t, const struct node *n, struct buf *out)
{
	tell_children(t, n, _(" near "), out);
	buf_char(out, ' ');
	buf_printf(out, ngettext("(%u word)", "(%u words)", n->distance), n->distance);
}

static void tell(struct teller *t, const struct node *n, struct buf *out)
{
	switch (n->kind) {
	case NODE_NONE:
		return;
	case NODE_TEXT:
		buf_str(out, n->text);
		return;
	case NODE_PHRASE:
		tell_quoted(n->text, MATCH_PHRASE, out);
		return;
	case NODE_EXACT:
		tell_quoted(n->text, MATCH_EXACT, out);
		return;
	case NODE_PREFIX:
		buf_printf(out, "%.*s…", STR_ARGS(n->text));
		return;
	case NODE_NEAR:
		tell_near(t, n, out);
		return;
	case NODE_FIELD:
		tell_field(t, n, out);
		return;
	case NODE_LIST:
		tell_children(t, n, ", ", out);
		return;
	case NODE_AND:
		tell_children(t, n, _(" and "), out);
		return;
	case NODE_OR:
		tell_children(t, n, _(" or "), out);
		return;
	case NODE_NOT:
		tell_not(t, n, out);
		return;
	}
}

/* ---- pieces ---- */

/* The same field again is another choice of it. */
static bool join(struct understood *u, const struct understood_piece *p)
{
	struct buf text = {0};

	for (size_t i = 0; i < u->count && p->label.n > 0; i++) {
		struct understood_piece *before = &u->pieces[i];

		if (before->excluded != p->excluded ||
		    !str_equal(before->label, p->label))
			continue;
		buf_str(&text, before->text);
		buf_text(&text, _(" or "));
		buf_str(&text, p->text);
		before->text = str_copy(u->arena, buf_view(&text));
		buf_release(&text);
		return true;
	}
	return false;
}

static void add_piece(struct understood *u, const struct understood_piece *p)
{
	struct understood_piece *larger;

	if (p->text.n == 0 || join(u, p))
		return;
	if (u->count == u->capacity) {
		u->capacity = u->capacity > 0 ? 2 * u->capacity : 8;
		larger = arena_alloc(u->arena, u->capacity * sizeof *larger);
		for (size_t i = 0; i < u->count; i++)
			larger[i] = u->pieces[i];
		u->pieces = larger;
	}
	u->pieces[u->count++] = *p;
}

static void add_node(struct teller *t, const struct node *n, bool excluded,
		     struct understood *u)
{
	struct understood_piece piece = {.excluded = excluded};
	struct buf text = {0};

	if (n->kind == NODE_FIELD && tell_value(t, n, &text))
		piece.label = str_copy(t->arena, title_of(n->field));
	else if (n->kind == NODE_FIELD)
		buf_str(&text, n->text);
	else
		tell(t, n, &text);
	piece.text = str_copy(t->arena, buf_view(&text));
	add_piece(u, &piece);
	buf_release(&text);
}

/* What stands beside each other at the top is a piece each. */
static void add_pieces(struct teller *t, const struct node *n, bool excluded,
		       struct understood *u)
{
	bool apart = n->kind == NODE_LIST || n->kind == NODE_AND;

	if (n->kind == NODE_NOT && !excluded && n->count > 0) {
		if (n->count > 1)
			add_pieces(t, n->children[0], false, u);
		add_node(t, n->children[n->count - 1], true, u);
		return;
	}
	if (!apart || excluded) {
		add_node(t, n, excluded, u);
		return;
	}
	for (size_t i = 0; i < n->count; i++) {
		const struct node *child = n->children[i];

		add_pieces(t, child, child->occur == OCCUR_NOT, u);
	}
}

int understood_make(const struct question *q, struct index *x, struct day today,
		    struct arena *arena, struct understood *out, struct error *err)
{
	struct teller t = {x, today, arena, err, false};

	*out = (struct understood){.arena = arena};
	add_pieces(&t, q->root, false, out);
	return t.failed ? -1 : 0;
}
