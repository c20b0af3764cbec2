/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/progress.h"

#include "lib/i18n.h"
#include "lib/number.h"

enum { BAR = 20 }; /* columns */

static void print_bar(const struct progress *p, double part, struct buf *out)
{
	int filled = (int)(part * BAR);

	if (p->total == 0)
		return;
	buf_char(out, '[');
	for (int i = 0; i < BAR; i++)
		buf_char(out, i < filled ? '#' : ' ');
	buf_printf(out, _("] %3d%%  "), (int)(part * 100));
}

static void print_left(int64_t seconds, struct buf *out)
{
	int hours = (int)(seconds / 3600);
	int minutes = (int)(seconds / 60 % 60);

	buf_text(out, ", ");
	if (hours > 0)
		buf_printf(out, _("%d h %02d min left"), hours, minutes);
	else if (minutes > 0)
		buf_printf(out, _("%d min %02d s left"), minutes, (int)(seconds % 60));
	else
		buf_printf(out, _("%d s left"), (int)seconds);
}

void progress_print(const struct progress *p, struct buf *out)
{
	uint64_t done = p->done < p->total ? p->done : p->total;
	double part = p->total > 0 ? (double)done / (double)p->total : 0;
	struct buf count = {0}, rate = {0};

	number_print(&count, (double)p->articles);
	size_print(&rate, p->text * 1000 / (uint64_t)p->milliseconds);
	print_bar(p, part, out);
	buf_printf(out, ngettext("%s article, %s/s", "%s articles, %s/s", p->articles),
		   count.p, rate.p);
	if (done > 0)
		print_left((int64_t)((double)p->milliseconds / 1000 * (1 - part) / part +
				     .5),
			   out);
	buf_release(&rate);
	buf_release(&count);
}
