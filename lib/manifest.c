/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/i18n.h"
#include "lib/schema.h"

#define MARK "veille-index "
#define SEGMENT "seg-"

enum { NUMBER_MAX = 1000000000 }; /* of a segment's folder */

/* ---- reading ---- */

static int damaged(const char *index, struct error *err)
{
	return error_set(err, ERROR_DAMAGED,
			 _("the index '%s' is damaged: its file 'manifest' is not whole; "
			   "restore it from a copy or build it again"),
			 index);
}

static bool take32(struct str *head, uint32_t *out)
{
	uint64_t value;

	if (!str_varint(head, &value) || value > UINT32_MAX)
		return false;
	*out = (uint32_t)value;
	return true;
}

/* A count of things that take a byte each at least. */
static bool take_count(struct str *head, size_t *out)
{
	uint64_t value;

	if (!str_varint(head, &value) || value > head->n)
		return false;
	*out = (size_t)value;
	return true;
}

static bool take_dead(struct str *head, struct manifest_segment *s)
{
	uint32_t docid = s->first, step;
	size_t count;

	if (!take_count(head, &count) || count > s->articles)
		return false;
	s->dead = xcalloc(count + 1, sizeof *s->dead);
	s->dead_capacity = count + 1;
	while (s->dead_count < count) {
		if (!take32(head, &step) || (s->dead_count > 0 && step == 0) ||
		    step >= s->end - docid)
			return false;
		docid += step;
		s->dead[s->dead_count++] = docid;
	}
	return true;
}

static bool take_segment(struct manifest *m, struct str *head, uint32_t least)
{
	struct manifest_segment *s;

	GROW(m->segments, m->segments_count, m->segments_capacity);
	s = &m->segments[m->segments_count++];
	*s = (struct manifest_segment){0};
	return take32(head, &s->number) && s->number > 0 && s->number <= NUMBER_MAX &&
	       take32(head, &s->first) && take32(head, &s->end) && s->first >= least &&
	       s->end >= s->first && take32(head, &s->articles) &&
	       s->articles <= s->end - s->first && take32(head, &s->pieces) &&
	       str_varint(head, &s->text_bytes) && take_dead(head, s);
}

static bool take_fact(struct manifest *m, struct str *head, struct str *values)
{
	struct manifest_fact *f;
	uint64_t size;
	size_t n;

	if (!take_count(head, &n))
		return false;
	GROW(m->facts, m->facts_count, m->facts_capacity);
	f = &m->facts[m->facts_count++];
	f->key = str_slice(*head, 0, n);
	*head = str_slice(*head, n, head->n);
	if (!str_varint(head, &size) || size > values->n)
		return false;
	f->value = str_slice(*values, 0, (size_t)size);
	*values = str_slice(*values, (size_t)size, values->n);
	return true;
}

static bool take_head(struct manifest *m, struct str head, struct str values)
{
	uint64_t hash, size;
	size_t segments, facts;
	uint32_t least = 1;

	if (!str_varint(&head, &m->generation) || !str_varint(&head, &hash) ||
	    !str_varint(&head, &size) || size != values.n ||
	    !take_count(&head, &segments))
		return false;
	for (size_t i = 0; i < segments; i++) {
		if (!take_segment(m, &head, least))
			return false;
		least = m->segments[i].end;
	}
	if (!take_count(&head, &facts))
		return false;
	for (size_t i = 0; i < facts; i++) {
		if (!take_fact(m, &head, &values))
			return false;
	}
	return head.n == 0;
}

/* Cuts the number before the next space or line break off. */
static bool take_number(struct str *line, int base, unsigned long long *out)
{
	char digits[24];
	char *end;
	struct str part;

	if (!str_split(line, ' ', &part) || part.n == 0 || part.n >= sizeof digits)
		return false;
	memcpy(digits, part.p, part.n);
	digits[part.n] = '\0';
	*out = strtoull(digits, &end, base);
	return *end == '\0';
}

/* How a manifest is laid out has not changed since there are any. */
static int check_version(struct str version, const char *index,
			 enum manifest_versions versions, struct error *err)
{
	if (versions == MANIFEST_OLDER && schema_is_older(version))
		return 0;
	return schema_check(index, version, err);
}

int manifest_parse(struct manifest *m, struct str bytes, const char *index,
		   enum manifest_versions versions, struct error *err)
{
	unsigned long long hash, size;
	struct str line, version, head;

	*m = (struct manifest){0};
	if (!str_starts(bytes, STR(MARK)) || !str_split(&bytes, '\n', &line))
		return damaged(index, err);
	line = str_slice(line, sizeof MARK - 1, line.n);
	str_split(&line, ' ', &version);
	if (check_version(version, index, versions, err) < 0)
		return -1;
	if (!take_number(&line, 16, &hash) || !take_number(&line, 10, &size) ||
	    size > bytes.n)
		return damaged(index, err);
	head = str_slice(bytes, 0, (size_t)size);
	if (str_hash(head) != hash ||
	    !take_head(m, head, str_slice(bytes, (size_t)size, bytes.n))) {
		manifest_release(m);
		return damaged(index, err);
	}
	return 0;
}

/* Maps the file; errno tells why not. */
static int map_file(struct manifest *m, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat s = {0};

	if (fd < 0)
		return -1;
	if (fstat(fd, &s) == 0 && s.st_size > 0) {
		m->map_size = (size_t)s.st_size;
		m->map = mmap(NULL, m->map_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (m->map == MAP_FAILED)
			m->map = NULL;
	}
	close(fd);
	return m->map != NULL || s.st_size == 0 ? 0 : -1;
}

int manifest_open(struct manifest *m, const char *index, enum manifest_versions versions,
		  struct error *err)
{
	struct manifest mapped = {0};
	struct buf path = {0};
	int rc;

	*m = (struct manifest){0};
	buf_printf(&path, "%s/" MANIFEST_FILE, index);
	rc = map_file(&mapped, path.p);
	if (rc < 0 && (errno == ENOENT || errno == ENOTDIR))
		error_set(err, ERROR_NO_INDEX, _("there is no index at '%s'"), index);
	else if (rc < 0)
		error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), path.p,
			  strerror(errno));
	buf_release(&path);
	if (rc < 0)
		return -1;
	rc = manifest_parse(m, (struct str){mapped.map, mapped.map_size}, index, versions,
			    err);
	m->map = mapped.map;
	m->map_size = mapped.map_size;
	if (rc < 0)
		manifest_release(m);
	return rc;
}

void manifest_release(struct manifest *m)
{
	for (size_t i = 0; i < m->segments_count; i++)
		free(m->segments[i].dead);
	free(m->segments);
	free(m->facts);
	arena_release(&m->arena);
	if (m->map != NULL)
		munmap(m->map, m->map_size);
	*m = (struct manifest){0};
}

static uint64_t hash_values(const struct manifest *m)
{
	uint64_t h = 0;

	for (size_t i = 0; i < m->facts_count; i++)
		h = (h ^ str_hash(m->facts[i].value)) * 0x9E3779B97F4A7C15u;
	return h;
}

int manifest_check(const struct manifest *m, const char *index, struct error *err)
{
	struct str bytes = {m->map, m->map_size};
	uint64_t generation, hash;
	struct str line;

	if (!str_split(&bytes, '\n', &line) || !str_varint(&bytes, &generation) ||
	    !str_varint(&bytes, &hash) || hash != hash_values(m))
		return damaged(index, err);
	return 0;
}

/* ---- writing ---- */

static void print_segment(const struct manifest_segment *s, struct buf *out)
{
	uint32_t before = s->first;

	buf_varint(out, s->number);
	buf_varint(out, s->first);
	buf_varint(out, s->end);
	buf_varint(out, s->articles);
	buf_varint(out, s->pieces);
	buf_varint(out, s->text_bytes);
	buf_varint(out, s->dead_count);
	for (size_t i = 0; i < s->dead_count; i++) {
		buf_varint(out, s->dead[i] - before);
		before = s->dead[i];
	}
}

void manifest_print(const struct manifest *m, struct buf *out)
{
	struct buf head = {0};
	uint64_t size = 0;

	for (size_t i = 0; i < m->facts_count; i++)
		size += m->facts[i].value.n;
	buf_varint(&head, m->generation);
	buf_varint(&head, hash_values(m));
	buf_varint(&head, size);
	buf_varint(&head, m->segments_count);
	for (size_t i = 0; i < m->segments_count; i++)
		print_segment(&m->segments[i], &head);
	buf_varint(&head, m->facts_count);
	for (size_t i = 0; i < m->facts_count; i++) {
		buf_varint(&head, m->facts[i].key.n);
		buf_str(&head, m->facts[i].key);
		buf_varint(&head, m->facts[i].value.n);
	}
	buf_printf(out, MARK "%d %016llx %zu\n", SCHEMA_VERSION,
		   (unsigned long long)str_hash(buf_view(&head)), head.n);
	buf_str(out, buf_view(&head));
	for (size_t i = 0; i < m->facts_count; i++)
		buf_str(out, m->facts[i].value);
	buf_release(&head);
}

void manifest_print_stub(const struct manifest *m, struct buf *out)
{
	for (size_t i = 0; i < m->segments_count; i++) {
		buf_text(out, "auto ");
		manifest_folder(out, m->segments[i].number);
		buf_char(out, '\n');
	}
}

/* ---- facts ---- */

struct str manifest_find(const struct manifest *m, struct str key)
{
	for (size_t i = 0; i < m->facts_count; i++) {
		if (str_equal(m->facts[i].key, key))
			return m->facts[i].value;
	}
	return (struct str){0};
}

struct str manifest_fact(const struct manifest *m, const char *key)
{
	return manifest_find(m, str_of(key));
}

void manifest_set(struct manifest *m, struct str key, struct str value)
{
	struct str copy = str_copy(&m->arena, value);

	for (size_t i = 0; i < m->facts_count; i++) {
		if (str_equal(m->facts[i].key, key)) {
			m->facts[i].value = copy;
			return;
		}
	}
	GROW(m->facts, m->facts_count, m->facts_capacity);
	m->facts[m->facts_count++] =
		(struct manifest_fact){str_copy(&m->arena, key), copy};
}

void manifest_drop(struct manifest *m, bool (*is)(struct str key), struct str but)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->facts_count; i++) {
		if (!is(m->facts[i].key) || str_equal(m->facts[i].key, but))
			m->facts[kept++] = m->facts[i];
	}
	m->facts_count = kept;
}

/* ---- segments ---- */

void manifest_folder(struct buf *out, uint32_t number)
{
	buf_printf(out, SEGMENT "%u", (unsigned)number);
}

uint32_t manifest_number(const char *name)
{
	char *end;
	unsigned long n;

	if (strncmp(name, SEGMENT, strlen(SEGMENT)) != 0)
		return 0;
	name += strlen(SEGMENT);
	if (*name < '1' || *name > '9')
		return 0;
	n = strtoul(name, &end, 10);
	return *end == '\0' && n <= NUMBER_MAX ? (uint32_t)n : 0;
}

void manifest_put(struct manifest *m, size_t from, size_t to,
		  const struct manifest_segment *s)
{
	for (size_t i = from; i < to; i++)
		free(m->segments[i].dead);
	if (from == to)
		GROW(m->segments, m->segments_count, m->segments_capacity);
	memmove(m->segments + from + 1, m->segments + to,
		(m->segments_count - to) * sizeof *m->segments);
	m->segments[from] = *s;
	m->segments_count = m->segments_count + 1 - (to - from);
}

/* The place of the docid among the dead, or where it would stand. */
static size_t dead_place(const struct manifest_segment *s, uint32_t docid)
{
	size_t low = 0, high = s->dead_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (s->dead[middle] < docid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool manifest_is_dead(const struct manifest_segment *s, uint32_t docid)
{
	size_t i = dead_place(s, docid);

	return i < s->dead_count && s->dead[i] == docid;
}

void manifest_bury(struct manifest_segment *s, uint32_t docid)
{
	size_t i = dead_place(s, docid);

	if (i < s->dead_count && s->dead[i] == docid)
		return;
	GROW(s->dead, s->dead_count, s->dead_capacity);
	memmove(s->dead + i + 1, s->dead + i, (s->dead_count - i) * sizeof *s->dead);
	s->dead[i] = docid;
	s->dead_count++;
}

uint32_t manifest_articles(const struct manifest *m)
{
	uint32_t articles = 0;

	for (size_t i = 0; i < m->segments_count; i++)
		articles += m->segments[i].articles - (uint32_t)m->segments[i].dead_count;
	return articles;
}

uint64_t manifest_text_bytes(const struct manifest *m)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < m->segments_count; i++)
		bytes += m->segments[i].text_bytes;
	return bytes;
}

uint32_t manifest_next(const struct manifest *m)
{
	return m->segments_count > 0 ? m->segments[m->segments_count - 1].end : 1;
}
