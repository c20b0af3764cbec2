/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Synonyms are questions' own: read as they are, checked, joined. */
#include "lib/lexicon-load.h"

#include <string.h>

#include "lib/i18n.h"
#include "lib/utf8.h"

static int check_synonyms(const struct loading *g, struct str text, struct error *err)
{
	struct row row = {.file = g->file};
	struct str line, id;

	if (utf8_fault(text) != SIZE_MAX)
		return row_fault(&row, _("invalid UTF-8"), (struct str){0}, err);
	if (!row_next_line(&text, &row, &line))
		return 0;
	if (!str_is(line, "id\tforms"))
		return row_fault(&row, _("the first line must be id, a tab and forms"),
				 line, err);
	while (row_next_line(&text, &row, &line)) {
		struct str forms = line;

		str_split(&forms, '\t', &id);
		if (str_trim(id).n == 0 || str_trim(forms).n == 0 ||
		    memchr(forms.p, '\t', forms.n) != NULL)
			return row_fault(&row, _("not an id, a tab and forms"), line,
					 err);
	}
	return 0;
}

int lexicon_synonyms(const struct lexicon_folders *folders, struct buf *out,
		     struct error *err)
{
	struct loading g = {0};
	struct buf path = {0};
	struct buf text = {0};
	int rc = 0;
	size_t i;

	for (i = 0; i <= folders->count && rc >= 0; i++) {
		const char *folder = i > 0 ? folders->users[i - 1].p : folders->base.p;

		g.folder = i > 0 ? folder : NULL;
		rc = rows_read_file(&g, folder, "synonyms.tsv", &path, &text, err);
		if (rc > 0)
			rc = check_synonyms(&g, buf_view(&text), err);
		if (rc < 0)
			break;
		if (out->n > 0 && out->p[out->n - 1] != '\n')
			buf_char(out, '\n');
		buf_str(out, buf_view(&text));
	}
	buf_release(&text);
	buf_release(&path);
	return rc < 0 ? -1 : 0;
}
