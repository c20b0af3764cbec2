/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/format.h"

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
