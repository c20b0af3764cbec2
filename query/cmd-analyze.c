/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille analyze: how a text is understood — tokens, positions, stems, names, figures, deals. */
#include "query/command.h"

#include <errno.h>
#include <string.h>

#include "lib/analyser.h"
#include "lib/findings.h"
#include "lib/i18n.h"
#include "lib/paths.h"
#include "lib/utf8.h"

enum { OPTION_LEXICON = 1 };

static const struct option_row options[] = {
	{OPTION_LEXICON, 0, "lexicon", N_("DIR"),
	 N_("add the names of this folder's tables to those of the program")},
	ROW_HELP,
	ROW_END,
};

static void print_tokens(const struct text *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct token *token = &t->tokens[i];

		printf("%s\t%u\t%.*s\t%.*s\t%s%s%s\n", "token", token->position,
		       STR_ARGS(token->form->exact), STR_ARGS(token->form->stem),
		       text_kind_name((enum token_kind)token->kind),
		       token->flags & TOKEN_STACKED ? " stacked" : "",
		       token->form->stop ? " stop" : "");
	}
}

static struct str surface(const struct record *r, uint32_t start, uint32_t end)
{
	return str_slice(r->body, start, end);
}

static void print_mentions(const struct findings *f, const struct record *r)
{
	for (size_t i = 0; i < r->mentions_count; i++) {
		const struct record_mention *m = &r->mentions[i];
		const struct record_name *n = &r->names[m->name];

		printf("%s\t%s\t%.*s\t%.*s\t%.*s\n", "name", name_kinds[n->kind].json,
		       STR_ARGS(n->id), STR_ARGS(f->names[m->name].name),
		       STR_ARGS(surface(r, m->start, m->end)));
	}
}

static void print_facts(const struct record *r)
{
	for (size_t i = 0; i < r->amounts_count; i++) {
		const struct record_amount *m = &r->amounts[i];

		printf("%s\t%.15g\t%s\t%s\t%.*s\n", "amount", m->value, m->currency,
		       bound_labels[m->bound].id, STR_ARGS(surface(r, m->start, m->end)));
	}
	for (size_t i = 0; i < r->jobs_count; i++) {
		const struct record_jobs *j = &r->jobs[i];

		printf("%s\t%.15g\t%s\t%s\t%.*s\n", "jobs", j->count,
		       jobs_labels[j->kind].id, bound_labels[j->bound].id,
		       STR_ARGS(surface(r, j->start, j->end)));
	}
}

static struct str linked(const struct findings *f, uint32_t name)
{
	return name == NO_ITEM ? STR("-") : f->record->names[name].id;
}

static void print_deals(const struct findings *f, const struct record *r)
{
	for (size_t i = 0; i < r->deals_count; i++) {
		const struct record_deal *d = &r->deals[i];

		printf("%s\t%s\t%s\t%.*s\t%.*s\t%.*s\n", "deal",
		       deal_labels[d->kind].label.id, status_labels[d->status].id,
		       STR_ARGS(linked(f, d->actor)), STR_ARGS(linked(f, d->target)),
		       STR_ARGS(surface(r, d->start, d->end)));
	}
}

static void analyze(struct analyser *a, struct record *r)
{
	struct arena arena = {0};
	struct findings f;

	analyser_read(a, r);
	findings_of_analyser(a, r, &arena, &f);
	print_tokens(analyser_text(a));
	print_mentions(&f, r);
	print_facts(r);
	print_deals(&f, r);
	arena_release(&arena);
}

/* The words given, or standard input for "-". */
static int read_text(struct buf *text, struct error *err)
{
	if (str_is(buf_view(text), "-")) {
		buf_clear(text);
		if (paths_read("/dev/stdin", text) < 0)
			return error_set(err, ERROR_FAILED, _("cannot read '%s': %s"),
					 "-", strerror(errno));
	}
	if (utf8_fault(buf_view(text)) != SIZE_MAX)
		return error_set(err, ERROR_USAGE,
				 _("the text is not UTF-8: byte %zu is wrong"),
				 utf8_fault(buf_view(text)) + 1);
	return 0;
}

static int run(int argc, char **argv, struct error *err)
{
	struct setting s = {.command = &command_analyze};
	struct analyser *a = NULL;
	struct lexicon_folders lexicon = {0};
	struct buf text = {0};
	struct str value;
	struct options o;
	int id;
	int taken = 0;
	int rc = EXIT_ERROR;

	lexicon_folders_find(&lexicon);
	options_start(&o, options, argc, argv);
	while (taken == 0 && (id = options_next(&o, &value, err)) != OPTIONS_END) {
		if (id == OPTIONS_ERROR)
			taken = -1;
		else if (id == OPTION_LEXICON)
			lexicon_folders_add(&lexicon, value);
		else if (id == OPTIONS_OPERAND)
			buf_printf(&text, "%s%.*s", text.n > 0 ? " " : "",
				   STR_ARGS(value));
		else
			taken = setting_take(&s, id, value, err);
	}
	if (taken == 0 && text.n == 0)
		taken = error_set(
			err, ERROR_USAGE,
			_("which text? give it as words, or - for standard input"));
	if (taken > 0)
		rc = EXIT_FOUND;
	else if (taken == 0 && read_text(&text, err) == 0 &&
		 analyser_open_folders(&a, &lexicon, err) == 0) {
		analyze(a, &(struct record){.body = buf_view(&text)});
		rc = analyser_text(a)->count > 0 ? EXIT_FOUND : EXIT_NOTHING;
	}
	analyser_free(a);
	buf_release(&text);
	lexicon_folders_release(&lexicon);
	setting_release(&s);
	return rc;
}

const struct command command_analyze = {
	.name = "analyze",
	.usage = N_("[OPTION]... TEXT"),
	.help = N_("Show how a text is cut and what is found in it: tokens, names, "
		   "figures, deals."),
	.options = options,
	.run = run,
};
