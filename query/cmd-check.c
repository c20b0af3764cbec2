/* SPDX-License-Identifier: GPL-2.0-or-later */
/* veille check: reads every block of every segment, and every stored article. */
#include "query/command.h"

#include "lib/columns.h"
#include "lib/i18n.h"
#include "lib/manifest.h"
#include "lib/number.h"

static const struct option_row options[] = {ROW_INDEX, ROW_HELP, ROW_END};

struct walk {
	struct index *index;
	struct arena arena;
	struct columns_scratch scratch;
	size_t articles;
	int rc;
	struct error *err;
};

/* Its row in the columns must be there and be its own. */
static int check_row(struct walk *w, uint32_t docid, const struct record *r)
{
	const struct columns *columns;
	struct columns_row row;
	int rc = index_row(w->index, docid, &w->scratch, &columns, &row, w->err);

	if (rc <= 0)
		return rc;
	if (str_equal(row.id, r->id) && row.moment == r->moment &&
	    row.deals_count == r->deals_count && row.labels_count >= r->names_count)
		return 0;
	return error_set(w->err, ERROR_DAMAGED,
			 _("the columns of article %u ('%.*s') are another's; run: "
			   "veille-index --rebuild"),
			 docid, STR_ARGS(r->id));
}

/* A stored article must unpack, and be found under its own id. */
static bool check_article(void *context, uint32_t docid)
{
	struct walk *w = context;
	struct record record;
	struct buf term = {0};
	uint32_t found = 0;

	arena_clear(&w->arena);
	w->rc = index_record(w->index, docid, &w->arena, &record, w->err);
	if (w->rc == 0) {
		term_id(&term, record.id);
		w->rc = xc_reader_find(index_reader(w->index), buf_view(&term), &found,
				       w->err);
		if (w->rc == 0 || (w->rc > 0 && found != docid))
			w->rc = error_set(
				w->err, ERROR_DAMAGED,
				_("article %u ('%.*s') is not found under its id; "
				  "run: veille-index --rebuild"),
				docid, STR_ARGS(record.id));
		else if (w->rc > 0)
			w->rc = check_row(w, docid, &record);
	}
	buf_release(&term);
	w->articles++;
	return w->rc >= 0;
}

static int check_segment(struct index *x, size_t i, const char *place, struct error *err)
{
	const struct manifest_segment *s = &index_manifest(x, 0)->segments[i];
	uint32_t held = xc_reader_count(index_reader(x), i);
	struct buf path = {0};
	int rc;

	buf_printf(&path, "%s/", place);
	manifest_folder(&path, s->number);
	rc = xc_check(path.p, err);
	if (rc == 0 && held != s->articles)
		rc = error_set(
			err, ERROR_DAMAGED,
			_("the index '%s' is damaged: it holds %u articles, not %u; "
			  "restore it from a copy or build it again"),
			path.p, (unsigned)held, (unsigned)s->articles);
	buf_release(&path);
	return rc;
}

/* A server's index has no tables here to look into. */
static int check_tables(struct index *x, const char *place, struct error *err)
{
	const struct manifest *m = index_manifest(x, 0);
	int rc = 0;

	if (m == NULL)
		return 0;
	rc = manifest_check(m, place, err);
	for (size_t i = 0; i < m->segments_count && rc == 0; i++)
		rc = check_segment(x, i, place, err);
	return rc;
}

static int check_place(const char *place, struct error *err)
{
	struct walk w = {.err = err};
	struct buf count = {0};
	int rc = index_open(&w.index, &place, 1, err);

	if (rc == 0)
		rc = check_tables(w.index, place, err);
	if (rc == 0)
		rc = xc_reader_documents(index_reader(w.index), check_article, &w, err);
	if (rc == 0 && w.rc < 0)
		rc = -1;
	if (rc == 0) {
		number_print(&count, (double)w.articles);
		printf(ngettext("%s: sound, %s article\n", "%s: sound, %s articles\n",
				w.articles),
		       place, count.p);
	}
	buf_release(&count);
	columns_scratch_release(&w.scratch);
	arena_release(&w.arena);
	index_close(w.index);
	return rc;
}

static int run(int argc, char **argv, struct error *err)
{
	struct setting s = {.format = &format_text, .command = &command_check};
	int rc = setting_read(&s, options, argc, argv, err);

	if (rc == 0) {
		setting_places(&s);
		for (size_t i = 0; i < s.places_count && rc == 0; i++)
			rc = check_place(s.places[i], err);
	}
	setting_release(&s);
	return rc < 0 ? EXIT_ERROR : EXIT_FOUND;
}

const struct command command_check = {
	.name = "check",
	.usage = N_("[OPTION]..."),
	.help = N_("Read every table and stored article of an index, and tell what is "
		   "broken."),
	.options = options,
	.run = run,
};
