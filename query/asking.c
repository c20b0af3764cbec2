/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/asking.h"

#include <stdio.h>

#include "lib/i18n.h"
#include "query/named.h"

enum {
	REOPENINGS = 5,
	CARET_MAX = 500, /* bytes of a question shown with a caret under its fault */
};

bool asking_take(struct asking *a, int id, struct str value)
{
	switch (id) {
	case OPTIONS_OPERAND:
		if (a->question.n > 0)
			buf_char(&a->question, ' ');
		buf_str(&a->question, value);
		return true;
	case OPTION_STRICT:
		a->compile.strict = true;
		return true;
	case OPTION_CORRECT:
		a->correct = true;
		return true;
	case OPTION_NO_SYNONYMS:
		a->compile.no_synonyms = true;
		return true;
	default:
		return false;
	}
}

int asking_check(const struct asking *a, const char *verb, struct error *err)
{
	if (str_trim(buf_view(&a->question)).n > 0)
		return 0;
	return error_set(err, ERROR_USAGE,
			 _("what do you look for? for example: veille %s "
			   "entreprise:aws région:ARA"),
			 verb);
}

void asking_release(struct asking *a)
{
	buf_release(&a->question);
}

void asked_release(struct asked *a)
{
	spelling_release(&a->spelling);
	plan_free(a->plan);
	question_free(a->question);
	*a = (struct asked){0};
}

/* ---- asking ---- */

/* Reads the question; its correction when that is wanted. */
static int read_question(const struct asking *a, struct index *x, struct str typed,
			 struct asked *out, struct error *err)
{
	out->question = question_parse(typed);
	if (a->silent && !a->correct)
		return 0;
	if (spelling_check(out->question, x, &out->spelling, err) < 0)
		return -1;
	out->corrected = a->correct && out->spelling.count > 0;
	if (out->corrected) {
		question_free(out->question);
		out->question = question_parse(out->spelling.question);
	}
	return 0;
}

int asking_run(const struct asking *a, struct index *x, struct str typed,
	       struct asked *out,
	       int (*answer)(void *context, const struct plan *plan, struct error *err),
	       void *context, struct error *err)
{
	for (int tries = 0;; tries++) {
		out->telling = a->telling;
		if (read_question(a, x, typed, out, err) == 0 &&
		    named_expand(out->question, err) == 0 &&
		    question_compile(out->question, x, &a->compile, &out->plan, err) ==
			    0 &&
		    answer(context, out->plan, err) == 0)
			return 0;
		if (err->code != ERROR_CHANGED || tries == REOPENINGS)
			return -1;
		asked_release(out);
		if (index_reopen(x, err) < 0)
			return -1;
	}
}

/* ---- telling ---- */

/* A warning about a piece of the question also says what became of the piece. */
static struct str warning_text(const struct warning *w, struct arena *arena)
{
	struct buf text = {0};
	struct str copy;

	buf_str(&text, w->text);
	if (w->end > w->start)
		buf_text(&text, _(" (searched as words)"));
	copy = str_copy(arena, buf_view(&text));
	buf_release(&text);
	return copy;
}

static void tell_spelling(const struct asked *a)
{
	for (size_t i = 0; i < a->spelling.count; i++) {
		const struct correction *c = &a->spelling.items[i];

		if (a->corrected)
			tell_warningf(a->telling, "spelling",
				      _("searched '%.*s' for '%.*s'"),
				      STR_ARGS(c->correction), STR_ARGS(c->word));
		else
			tell_warningf(a->telling, "spelling",
				      _("no article has '%.*s'; did you mean '%.*s'?"),
				      STR_ARGS(c->word), STR_ARGS(c->correction));
	}
}

size_t asked_tell(const struct asked *a, struct arena *arena, struct str **warnings)
{
	size_t count = a->question->warnings_count;

	*warnings = arena_alloc(arena, count * sizeof **warnings);
	for (size_t i = 0; i < count; i++) {
		(*warnings)[i] = warning_text(&a->question->warnings[i], arena);
		tell_warning(a->telling, "question", (*warnings)[i]);
	}
	tell_spelling(a);
	return count;
}

size_t asked_tell_synonyms(const struct asked *a, const bool *brought,
			   struct arena *arena, struct used_synonym **used)
{
	size_t count = 0;

	*used = arena_alloc(arena, a->plan->synonyms_count * sizeof **used);
	for (size_t i = 0; i < a->plan->synonyms_count && brought != NULL; i++) {
		const struct plan_synonym *s = &a->plan->synonyms[i];

		if (!brought[i])
			continue;
		(*used)[count++] = (struct used_synonym){s->typed, s->meant};
		tell_warningf(
			a->telling, "synonym",
			_("'%.*s' was also searched as '%.*s' (--no-synonyms: not)"),
			STR_ARGS(s->typed), STR_ARGS(s->meant));
	}
	return count;
}

/* The question with a caret under what is wrong in it. */
void asked_show_fault(const struct asked *a, const struct error *err)
{
	const struct question *q = a->question;
	const struct warning *w;
	size_t columns = 0;

	if (q == NULL || q->warnings_count == 0 || err->code != ERROR_USAGE ||
	    q->typed.n > CARET_MAX)
		return;
	w = &q->warnings[0];
	for (uint32_t i = 0; i < w->start && i < q->typed.n; i++)
		columns += ((unsigned char)q->typed.p[i] & 0xC0) != 0x80;
	fprintf(stderr, "  %.*s\n  %*s^\n", STR_ARGS(q->typed), (int)columns, "");
}

/* The question as one word for the shell. */
static void tell_try(enum telling how, const char *verb, struct str question)
{
	struct buf quoted = {0};

	for (size_t i = 0; i < question.n; i++) {
		if (question.p[i] == '\'')
			buf_text(&quoted, "'\\''");
		else
			buf_char(&quoted, question.p[i]);
	}
	tell_warningf(how, "nothing", _("nothing found; try: veille %s '%.*s'"), verb,
		      STR_ARGS(buf_view(&quoted)));
	buf_release(&quoted);
}

void asked_tell_try(const struct asked *a, const char *verb)
{
	if (a->spelling.count > 0 && !a->corrected)
		tell_try(a->telling, verb, a->spelling.question);
}
