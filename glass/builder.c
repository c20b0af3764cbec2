/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The builder: takes documents in, and puts the tables together. Documents' data and term
 * lists are in the order of documents and go to their tables at once; what is in the
 * order of terms and slots waits until the end.
 */
#include "glass/glass.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "glass/bytes.h"
#include "glass/intern.h"
#include "glass/lists.h"
#include "glass/postings.h"
#include "glass/table.h"
#include "glass/termlist.h"
#include "glass/values.h"
#include "glass/version.h"
#include "lib/i18n.h"
#include "lib/mem.h"

/* Of a document; one more is libxapian's mark of a document that is gone. */
#define LENGTH_MAX (UINT32_MAX - 1)

struct glass_builder {
	char *folder;
	bool written;	      /* the folder is whole and stays */
	bool listed;	      /* postings come by term */
	bool listing;	      /* they have begun to */
	struct error failure; /* not to be mended */
	struct table *postlist, *docdata;
	struct termlist *termlist; /* NULL: without */
	struct intern terms;
	struct postings postings;
	struct values values;
	struct intern keys; /* of metadata, and what stands at them */
	struct buf *metadata;
	size_t metadata_count, metadata_capacity;
	size_t metadata_bytes;
	uint32_t *lengths; /* of documents */
	size_t length_count, lengths_capacity;
	struct version version;
};

static const char postlist_name[] = "postlist.glass";
static const char docdata_name[] = "docdata.glass";
static const char termlist_name[] = "termlist.glass";
static const char version_name[] = "iamglass";
static const char unfinished_name[] = "v.tmp"; /* libxapian's own */
static const char *const names[] = {version_name, unfinished_name, postlist_name,
				    docdata_name, termlist_name};

/* ---- the folder ---- */

static char *path_of(const struct glass_builder *b, const char *name)
{
	struct buf path = {0};

	buf_printf(&path, "%s/%s", b->folder, name);
	return path.p;
}

static void remove_folder(const struct glass_builder *b)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		char *path = path_of(b, names[i]);

		unlink(path);
		free(path);
	}
	rmdir(b->folder);
}

static int cannot(struct error *err, const char *path)
{
	return error_set(err, ERROR_FAILED, _("cannot write '%s': %s"), path,
			 strerror(errno));
}

static int new_table(const struct glass_builder *b, const char *name, struct table **out,
		     struct error *err)
{
	char *path = path_of(b, name);
	int rc = table_new(out, path, err);

	free(path);
	return rc;
}

/* Keeps a failure that leaves the tables incomplete. */
static int fail(struct glass_builder *b, const struct error *err)
{
	b->failure = *err;
	return -1;
}

static int failed(const struct glass_builder *b, struct error *err)
{
	*err = b->failure;
	return -1;
}

int glass_new(struct glass_builder **out, const char *folder,
	      const struct glass_options *options, struct error *err)
{
	struct glass_builder *b;
	struct table *t;

	*out = NULL;
	if (mkdir(folder, 0777) < 0)
		return error_set(err, ERROR_FAILED, _("cannot make the folder '%s': %s"),
				 folder, strerror(errno));
	b = xcalloc(1, sizeof *b);
	b->folder = xstrdup(folder);
	b->postings.first = options->first > 0 ? options->first : 1;
	b->postings.sort_bytes = options->sort_bytes;
	b->listed = options->listed;
	assert(!options->listed || !options->term_lists);
	if (new_table(b, postlist_name, &b->postlist, err) < 0 ||
	    new_table(b, docdata_name, &b->docdata, err) < 0)
		goto failed;
	if (options->term_lists) {
		if (new_table(b, termlist_name, &t, err) < 0)
			goto failed;
		b->termlist = termlist_new(t, version_deflate_over(VERSION_TERMLIST));
	}
	*out = b;
	return 0;
failed:
	glass_free(b);
	return -1;
}

void glass_free(struct glass_builder *b)
{
	if (b == NULL)
		return;
	table_free(b->postlist);
	table_free(b->docdata);
	termlist_free(b->termlist);
	if (!b->written)
		remove_folder(b);
	intern_release(&b->terms);
	postings_release(&b->postings);
	values_release(&b->values);
	intern_release(&b->keys);
	for (size_t i = 0; i < b->metadata_count; i++)
		buf_release(&b->metadata[i]);
	free(b->metadata);
	free(b->lengths);
	free(b->folder);
	free(b);
}

/* ---- documents ---- */

static bool term_fits(struct str term)
{
	size_t n = term.n;

	if (term.n == 0 || term.n > GLASS_TERM_MAX)
		return false;
	for (size_t i = 0; i < term.n; i++)
		n += term.p[i] == '\0';
	return n <= GLASS_TERM_MAX;
}

uint32_t glass_term(struct glass_builder *b, struct str term)
{
	uint32_t number;

	if (!term_fits(term))
		return GLASS_NO_TERM;
	number = intern_add(&b->terms, term);
	if (number == INTERN_FULL)
		return GLASS_NO_TERM;
	postings_know(&b->postings, b->terms.count);
	return number;
}

struct str glass_term_text(const struct glass_builder *b, uint32_t term)
{
	return intern_text(&b->terms, term);
}

static int too_large(struct error *err, const char *format, size_t n, int most)
{
	return error_set(err, ERROR_REJECTED, format, n, most);
}

static int check_value(const struct glass_value *v, struct error *err)
{
	if (v->slot == UINT32_MAX)
		return error_set(err, ERROR_REJECTED, _("there is no value slot %u"),
				 (unsigned)v->slot);
	if (v->value.n > GLASS_VALUE_MAX)
		return too_large(err, _("a value of %zu bytes is too large: %d at most"),
				 v->value.n, GLASS_VALUE_MAX);
	return 0;
}

/* Whether the document fits, but for its postings. */
static int check_document(const struct glass_builder *b, const struct glass_document *d,
			  struct error *err)
{
	if (b->version.last == UINT32_MAX)
		return error_set(err, ERROR_REJECTED, _("no more documents fit in '%s'"),
				 b->folder);
	if (d->data.n > GLASS_DATA_MAX)
		return too_large(err,
				 _("a document of %zu bytes is too large: %d at most"),
				 d->data.n, GLASS_DATA_MAX);
	for (size_t i = 0; i < d->value_count; i++) {
		if (check_value(&d->values[i], err) < 0)
			return -1;
	}
	return 0;
}

static uint32_t highest_wdf(const struct postings *p)
{
	uint32_t highest = 0;

	for (size_t i = 0; i < p->gathered_count; i++)
		if (p->gathered[i].wdf > highest)
			highest = p->gathered[i].wdf;
	return highest;
}

static int write_data(struct glass_builder *b, uint32_t docid, struct str data,
		      struct error *err)
{
	uint8_t key[SORTABLE_BYTES];
	size_t n = (size_t)(put_sortable(key, docid) - key);

	if (data.n == 0)
		return 0;
	return table_add(b->docdata, (struct str){(char *)key, n}, data, TABLE_PLAIN,
			 err);
}

/* Gathers the document's postings, and answers its length. */
static int gather(struct glass_builder *b, const struct glass_document *d,
		  uint32_t *length, struct error *err)
{
	uint64_t sum;

	if (b->listed) {
		assert(d->posting_count == 0 && !b->listing);
		*length = d->length;
		return 0;
	}
	sum = postings_gather(&b->postings, d->postings, d->posting_count);
	if (sum == UINT64_MAX)
		return error_set(err, ERROR_REJECTED,
				 _("the document has a term that cannot be stored"));
	if (sum > LENGTH_MAX)
		return error_set(err, ERROR_REJECTED,
				 _("the document has too many words"));
	*length = (uint32_t)sum;
	if (b->termlist != NULL &&
	    !termlist_prepare(b->termlist, &b->terms, &b->postings, *length))
		return error_set(err, ERROR_REJECTED,
				 _("the document has too many different terms: %u"),
				 (unsigned)b->postings.gathered_count);
	return 0;
}

int glass_add(struct glass_builder *b, const struct glass_document *d, uint32_t *docid,
	      struct error *err)
{
	uint32_t number = b->postings.first + b->version.documents;
	uint32_t length = 0;

	if (b->failure.code != ERROR_NONE)
		return failed(b, err);
	if (check_document(b, d, err) < 0 || gather(b, d, &length, err) < 0)
		return -1;
	if (write_data(b, number, d->data, err) < 0 ||
	    (b->termlist != NULL && termlist_add(b->termlist, number, d, err) < 0))
		return fail(b, err);
	version_count(&b->version, number, length, highest_wdf(&b->postings));
	if (!b->listed)
		postings_keep(&b->postings);
	GROW(b->lengths, b->length_count, b->lengths_capacity);
	b->lengths[b->length_count++] = length;
	for (size_t i = 0; i < d->value_count; i++)
		values_set(&b->values, number, d->values[i].slot, d->values[i].value);
	if (docid != NULL)
		*docid = number;
	return 0;
}

uint32_t glass_count(const struct glass_builder *b)
{
	return b->version.documents;
}

int glass_set_metadata(struct glass_builder *b, struct str key, struct str value,
		       struct error *err)
{
	uint32_t number;

	if (b->failure.code != ERROR_NONE)
		return failed(b, err);
	if (key.n == 0 || key.n > GLASS_KEY_MAX)
		return too_large(
			err, _("a metadata key of %zu bytes does not fit: 1 to %d do"),
			key.n, GLASS_KEY_MAX);
	if (value.n > GLASS_DATA_MAX)
		return too_large(err, _("metadata of %zu bytes is too large: %d at most"),
				 value.n, GLASS_DATA_MAX);
	number = intern_add(&b->keys, key);
	if (number == INTERN_FULL)
		return error_set(err, ERROR_REJECTED,
				 _("there are too many metadata keys"));
	if (number == b->metadata_count) {
		GROW(b->metadata, b->metadata_count, b->metadata_capacity);
		b->metadata[b->metadata_count++] = (struct buf){0};
	}
	b->metadata_bytes -= b->metadata[number].capacity;
	buf_clear(&b->metadata[number]);
	buf_str(&b->metadata[number], value);
	b->metadata_bytes += b->metadata[number].capacity;
	return 0;
}

size_t glass_bytes(const struct glass_builder *b)
{
	return sizeof *b + intern_bytes(&b->terms) + postings_bytes(&b->postings) +
	       values_bytes(&b->values) + intern_bytes(&b->keys) + b->metadata_bytes +
	       b->metadata_capacity * sizeof *b->metadata +
	       b->lengths_capacity * sizeof *b->lengths + table_bytes(b->postlist) +
	       table_bytes(b->docdata) +
	       (b->termlist != NULL ? termlist_bytes(b->termlist) : 0);
}

/* ---- all together ---- */

static int write_metadata(struct glass_builder *b, struct error *err)
{
	uint32_t *order = intern_sorted(&b->keys);
	int rc = 0;

	for (size_t i = 0; i < b->keys.count && rc == 0; i++) {
		char key[2 + GLASS_KEY_MAX] = {0x00, (char)0xC0};
		struct str name = intern_text(&b->keys, order[i]);

		put_bytes((uint8_t *)key + 2, name.p, name.n);
		if (b->metadata[order[i]].n > 0)
			rc = table_add(b->postlist, (struct str){key, 2 + name.n},
				       buf_view(&b->metadata[order[i]]), TABLE_PLAIN,
				       err);
	}
	free(order);
	return rc;
}

/* What stands before the terms, in the order of their keys. */
static int write_front(struct glass_builder *b, struct error *err)
{
	if (write_metadata(b, err) < 0 || values_write(&b->values, b->postlist, err) < 0)
		return -1;
	return lists_write_lengths(b->postlist, b->postings.first, b->lengths,
				   b->length_count, err);
}

int glass_set_value(struct glass_builder *b, uint32_t docid,
		    const struct glass_value *value, struct error *err)
{
	assert(b->listed && !b->listing);
	if (b->failure.code != ERROR_NONE)
		return failed(b, err);
	if (check_value(value, err) < 0)
		return -1;
	values_set(&b->values, docid, value->slot, value->value);
	return 0;
}

int glass_list(struct glass_builder *b, struct str term,
	       const struct glass_entry *entries, uint32_t n, struct error *err)
{
	assert(b->listed && n > 0);
	if (b->failure.code != ERROR_NONE)
		return failed(b, err);
	if (!term_fits(term))
		return error_set(err, ERROR_REJECTED, _("a term that cannot be stored"));
	if (!b->listing && write_front(b, err) < 0)
		return fail(b, err);
	b->listing = true;
	for (uint32_t i = 0; i < n; i++) {
		if (entries[i].wdf > b->version.wdf_high)
			b->version.wdf_high = entries[i].wdf;
	}
	if (lists_write_term(b->postlist, term, entries, n, err) < 0)
		return fail(b, err);
	return 0;
}

/* The table of term lists without any: a server gives no document where it is missing. */
static int write_slots(struct glass_builder *b, struct error *err)
{
	struct table *t;
	int rc;

	if (new_table(b, termlist_name, &t, err) < 0)
		return -1;
	rc = values_write_slots(&b->values, t, err);
	if (rc == 0)
		rc = table_finish(t, &b->version.roots[VERSION_TERMLIST], err);
	table_free(t);
	return rc;
}

static int finish_tables(struct glass_builder *b, struct error *err)
{
	struct table_root *roots = b->version.roots;

	if ((!b->listing && write_front(b, err) < 0) ||
	    lists_write_terms(b->postlist, &b->terms, &b->postings, err) < 0)
		return -1;
	if (table_finish(b->postlist, &roots[VERSION_POSTLIST], err) < 0 ||
	    table_finish(b->docdata, &roots[VERSION_DOCDATA], err) < 0)
		return -1;
	if (b->termlist == NULL)
		return write_slots(b, err);
	return termlist_finish(b->termlist, &roots[VERSION_TERMLIST], err);
}

/* A file of these bytes, on the disk when it answers 0. */
static int write_file(const char *path, struct str bytes, struct error *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	int rc = 0;

	if (fd < 0)
		return cannot(err, path);
	errno = EIO; /* for a write that comes to an end too soon */
	if (write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n || fsync(fd) < 0)
		rc = cannot(err, path);
	if (close(fd) < 0 && rc == 0)
		rc = cannot(err, path);
	return rc;
}

static int sync_folder(const char *folder, struct error *err)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = 0;

	if (fd < 0)
		return cannot(err, folder);
	if (fsync(fd) < 0)
		rc = cannot(err, folder);
	close(fd);
	return rc;
}

static int write_version(const struct glass_builder *b, struct error *err)
{
	char *unfinished = path_of(b, unfinished_name);
	char *path = path_of(b, version_name);
	struct buf bytes = {0};
	int rc = -1;

	if (version_print(&b->version, &bytes, err) < 0 ||
	    write_file(unfinished, buf_view(&bytes), err) < 0)
		goto out;
	if (rename(unfinished, path) < 0) {
		cannot(err, path);
		goto out;
	}
	rc = sync_folder(b->folder, err);
out:
	buf_release(&bytes);
	free(path);
	free(unfinished);
	return rc;
}

int glass_write(struct glass_builder *b, struct error *err)
{
	if (b->failure.code != ERROR_NONE)
		return failed(b, err);
	if (finish_tables(b, err) < 0 || write_version(b, err) < 0)
		return fail(b, err);
	b->written = true;
	return 0;
}
