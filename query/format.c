/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/format.h"

#include "query/format-sheet.h"

static const struct format *const formats[] = {
	&format_text, &format_json, &format_jsonl, &format_csv,
	&format_tsv,  &format_md,   &format_ids,   &format_trec,
};

const struct format *format_find(struct str name)
{
	for (size_t i = 0; i < COUNT(formats); i++) {
		if (str_is(name, formats[i]->name))
			return formats[i];
	}
	return NULL;
}

void format_names(struct buf *out)
{
	for (size_t i = 0; i < COUNT(formats); i++)
		buf_printf(out, "%s%s", i > 0 ? ", " : "", formats[i]->name);
}

void format_answer(const struct format *f, const struct page *page,
		   const struct answer *answer)
{
	struct sheet s = {0};

	if (f->sheet == NULL) {
		f->answer(page, answer);
		return;
	}
	sheet_of_answer(answer, &s);
	f->sheet(page, &s, answer->layout);
	sheet_release(&s);
}

bool format_has_article(const struct format *f)
{
	return f->sheet != NULL || f->article != NULL;
}

void format_article(const struct format *f, const struct page *page,
		    const struct shown *shown)
{
	struct sheet s = {0};

	if (f->sheet == NULL) {
		f->article(page, shown);
		return;
	}
	sheet_of_article(shown->result, shown->layout, &s);
	f->sheet(page, &s, shown->layout);
	sheet_release(&s);
}

bool format_has_view(const struct format *f)
{
	return f->sheet != NULL || f->view != NULL;
}

void format_view(const struct format *f, const struct page *page, const struct view *view)
{
	struct sheet s = {0};

	if (f->sheet == NULL) {
		f->view(page, view);
		return;
	}
	sheet_of_view(view, f->sheet_for, &s);
	f->sheet(page, &s, view->layout);
	sheet_release(&s);
}
