/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/telling.h"

#include <stdlib.h>

#include "lib/findings.h"
#include "lib/json.h"

struct telling {
	struct analyser *analyser;
	enum telling_form form;
	struct page page;
	struct arena arena; /* of one article */
	size_t told;
};

int telling_open(struct telling **out, const struct lexicon_folders *lexicon,
		 enum telling_form form, struct page page, struct error *err)
{
	struct telling *t = xcalloc(1, sizeof *t);

	*out = NULL;
	t->form = form;
	t->page = page;
	if (analyser_open_folders(&t->analyser, lexicon, err) < 0) {
		telling_close(t);
		return -1;
	}
	*out = t;
	return 0;
}

void telling_close(struct telling *t)
{
	if (t == NULL)
		return;
	arena_release(&t->arena);
	analyser_free(t->analyser);
	free(t);
}

void telling_add(struct telling *t, const struct article *a, int64_t moment)
{
	struct record r = {.id = a->id,
			   .url = a->url,
			   .title = a->title,
			   .source = a->source,
			   .author = a->author,
			   .lead = a->lead,
			   .body = a->body,
			   .moment = moment};
	struct findings f;

	if (analyser_full(t->analyser))
		analyser_forget(t->analyser);
	arena_clear(&t->arena);
	analyser_read(t->analyser, &r);
	findings_of_analyser(t->analyser, &r, &t->arena, &f);
	if (t->form == TELLING_JSON) {
		json_print(findings_json(&f), JSON_COMPACT, t->page.out);
		return;
	}
	if (t->told++ > 0)
		putc('\n', t->page.out);
	findings_print_article(&f, &t->page);
}
