/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille analyze: how a text is understood — tokens, positions, stems, names and facts. */
#include "query/command.h"

#include <errno.h>
#include <string.h>

#include "lib/facts.h"
#include "lib/i18n.h"
#include "lib/lexicon.h"
#include "lib/paths.h"
#include "lib/utf8.h"

enum { OPTION_LEXICON = 1 };

static const struct option_row options[] = {
	{OPTION_LEXICON, 0, "lexicon", N_("DIR"), N_("names and stems to use")},
	ROW_HELP,
	ROW_END,
};

struct analysis {
	struct vocabulary *vocabulary;
	struct lexicon *lexicon;
	struct text text;
	struct mentions mentions;
	struct facts facts;
	struct str sources[TEXT_PARTS];
};

static int read_file(const char *dir, const char *name, struct buf *out,
		     struct error *err)
{
	struct buf path = {0};
	int rc;

	buf_printf(&path, "%s/%s", dir, name);
	rc = paths_read(path.p, out);
	if (rc < 0)
		error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), path.p,
			  strerror(errno));
	buf_release(&path);
	return rc;
}

static int load(struct analysis *a, const char *dir, struct error *err)
{
	struct buf stems = {0};
	struct buf stopwords = {0};
	int rc = -1;

	if (read_file(dir, "stems.tsv", &stems, err) < 0 ||
	    read_file(dir, "stopwords.txt", &stopwords, err) < 0)
		goto out;
	a->vocabulary = vocabulary_new(buf_view(&stems), buf_view(&stopwords), err);
	if (a->vocabulary == NULL)
		goto out;
	a->lexicon = lexicon_open(dir, a->vocabulary, err);
	rc = a->lexicon ? 0 : -1;
out:
	buf_release(&stopwords);
	buf_release(&stems);
	return rc;
}

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

static void print_mentions(const struct analysis *a)
{
	for (size_t i = 0; i < a->mentions.count; i++) {
		const struct mention *m = &a->mentions.items[i];
		const struct entity *e = lexicon_entity(a->lexicon, m->entity);

		printf("%s\t%s\t%.*s\t%.*s\t%.*s\n", "name", name_kinds[e->kind].json,
		       STR_ARGS(e->id), STR_ARGS(e->name),
		       STR_ARGS(str_slice(a->sources[m->part], m->start, m->end)));
	}
}

static const char *const bounds[] = {[BOUND_EXACT] = "exact",
				     [BOUND_MIN] = "min",
				     [BOUND_MAX] = "max",
				     [BOUND_ABOUT] = "approx"};
static const char *const kinds[] = {[JOBS_CREATED] = "creation",
				    [JOBS_CUT] = "suppression",
				    [JOBS_STAFF] = "effectif"};

static void print_facts(const struct analysis *a)
{
	for (size_t i = 0; i < a->facts.amounts_count; i++) {
		const struct record_amount *m = &a->facts.amounts[i];

		printf("%s\t%.15g\t%s\t%s\t%.*s\n", "amount", m->value, m->currency,
		       bounds[m->bound],
		       STR_ARGS(str_slice(a->sources[m->part], m->start, m->end)));
	}
	for (size_t i = 0; i < a->facts.jobs_count; i++) {
		const struct record_jobs *j = &a->facts.jobs[i];

		printf("%s\t%.15g\t%s\t%s\t%.*s\n", "jobs", j->count, kinds[j->kind],
		       bounds[j->bound],
		       STR_ARGS(str_slice(a->sources[j->part], j->start, j->end)));
	}
}

static void analyze(struct analysis *a, struct str text)
{
	a->sources[TEXT_BODY] = text;
	text_add(&a->text, a->vocabulary, TEXT_BODY, text);
	lexicon_find(a->lexicon, &a->text, a->sources, &a->mentions);
	facts_find(&a->text, a->sources, 0, &a->facts);
	print_tokens(&a->text);
	print_mentions(a);
	print_facts(a);
}

static void analysis_release(struct analysis *a)
{
	facts_release(&a->facts);
	mentions_release(&a->mentions);
	text_release(&a->text);
	lexicon_free(a->lexicon);
	vocabulary_free(a->vocabulary);
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
	struct analysis a = {0};
	struct buf dir = {0};
	struct buf text = {0};
	struct str value;
	struct options o;
	int id;
	int taken = 0;
	int rc = EXIT_ERROR;

	options_start(&o, options, argc, argv);
	while (taken == 0 && (id = options_next(&o, &value, err)) != OPTIONS_END) {
		if (id == OPTIONS_ERROR)
			taken = -1;
		else if (id == OPTION_LEXICON)
			buf_clear(&dir), buf_str(&dir, value);
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
	if (dir.n == 0)
		paths_lexicon(&dir);
	if (taken > 0)
		rc = EXIT_FOUND;
	else if (taken == 0 && read_text(&text, err) == 0 && load(&a, dir.p, err) == 0) {
		analyze(&a, buf_view(&text));
		rc = a.text.count > 0 ? EXIT_FOUND : EXIT_NOTHING;
	}
	analysis_release(&a);
	buf_release(&text);
	buf_release(&dir);
	setting_release(&s);
	return rc;
}

const struct command command_analyze = {
	.name = "analyze",
	.usage = N_("[OPTION]... TEXT"),
	.help = N_("Show how a text is cut and what is found in it: tokens, names, "
		   "figures."),
	.options = options,
	.run = run,
};
