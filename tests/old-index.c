/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes an index as formats 1 and 2 had them, for check-segments: one database, named by a stub
 * file.
 *
 * usage: old-index FORMAT DIR		DIR must not exist
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "lib/record.h"
#include "lib/schema.h"
#include "xapian-c/xapian-c.h"

static struct error err;

static int put(struct xc_writer *w, const char *id, const char *title, const char *body)
{
	struct record r = {.id = str_of(id),
			   .title = str_of(title),
			   .body = str_of(body),
			   .moment = 20240513000000};
	struct packer *p = packer_new((struct str){0}, 0, PRESS_FAST);
	struct xc_document *d = xc_document_new();
	struct buf stored = {0}, term = {0};
	int rc;

	packer_pack(p, &r, &stored);
	term_id(&term, r.id);
	rc = xc_document_set_data(d, buf_view(&stored), &err);
	if (rc == 0)
		rc = xc_writer_replace(w, buf_view(&term), d, NULL, &err);
	buf_release(&term);
	buf_release(&stored);
	xc_document_free(d);
	packer_free(p);
	return rc;
}

static int write_index(const char *format, const char *folder)
{
	struct xc_writer_options options = {.create = XC_CREATE};
	struct xc_writer *w = NULL;
	char path[4096];
	FILE *stub;
	int rc = -1;

	snprintf(path, sizeof path, "%s/XAPIANDB", folder);
	if (mkdir(folder, 0777) < 0 || (stub = fopen(path, "w")) == NULL)
		return error_set(&err, ERROR_FAILED, "cannot write '%s'", path);
	fputs("auto db-1\n", stub);
	fclose(stub);
	snprintf(path, sizeof path, "%s/db-1", folder);
	w = xc_writer_open(path, &options, &err);
	if (w != NULL &&
	    put(w, "a", "Une usine", "Une usine de verre ouvre à Lyon.") == 0 &&
	    put(w, "b", "Un entrepôt", "Un entrepôt ferme à Lille.") == 0 &&
	    xc_writer_set_metadata(w, STR(META_SCHEMA), str_of(format), &err) == 0)
		rc = xc_writer_commit(w, &err);
	xc_writer_close(w);
	return rc;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	if (write_index(argv[1], argv[2]) == 0)
		return 0;
	fprintf(stderr, "old-index: %s\n", err.text);
	return 1;
}
