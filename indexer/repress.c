/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/repress.h"

#include "xapian-c/xapian-c.h"

int repress_read(struct repress *p, struct stored *from, size_t segment, uint32_t docid,
		 struct str *out, struct error *err)
{
	struct str expanded;

	buf_clear(&p->data);
	if (xc_reader_data(stored_reader(from, segment), docid, &p->data, err) < 0)
		return -1;
	*out = buf_view(&p->data);
	if (p->packer == NULL)
		return 0;
	arena_clear(&p->arena);
	if (stored_expand(from, *out, &p->arena, &expanded, err) < 0)
		return -1;
	buf_clear(&p->pressed);
	packer_press(p->packer, expanded, &p->pressed);
	*out = buf_view(&p->pressed);
	return 0;
}

void repress_release(struct repress *p)
{
	arena_release(&p->arena);
	buf_release(&p->pressed);
	buf_release(&p->data);
}
