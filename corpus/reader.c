/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/reader.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "corpus/archive.h"
#include "corpus/encoding.h"
#include "corpus/unpack.h"
#include "lib/i18n.h"
#include "lib/number.h"
#include "lib/record.h"
#include "lib/utf8.h"

/* In the order in which first bytes are held against them: the surest first. */
static const struct reader_format *const formats[] = {
	&reader_warc, &reader_mbox,   &reader_jsonl,	&reader_json, &reader_html,
	&reader_feed, &reader_newsml, &reader_markdown, &reader_csv,  &reader_text,
};

static const struct {
	const char *name; /* as --map takes it */
	size_t offset;
	bool line; /* one line, white space run together */
} members[ARTICLE_MEMBERS] = {
	[ARTICLE_ID] = {"id", offsetof(struct article, id), true},
	[ARTICLE_URL] = {"url", offsetof(struct article, url), true},
	[ARTICLE_TITLE] = {"title", offsetof(struct article, title), true},
	[ARTICLE_DATE] = {"date", offsetof(struct article, date), true},
	[ARTICLE_SOURCE] = {"source", offsetof(struct article, source), true},
	[ARTICLE_AUTHOR] = {"author", offsetof(struct article, author), true},
	[ARTICLE_LEAD] = {"lead", offsetof(struct article, lead), false},
	[ARTICLE_TEXT] = {"text", offsetof(struct article, body), false},
};

static const struct member_key member_keys[] = {
	{"id", ARTICLE_ID, true},
	{"identifiant", ARTICLE_ID, true},
	{"identifier", ARTICLE_ID, true},
	{"uid", ARTICLE_ID, false},
	{"uuid", ARTICLE_ID, false},
	{"guid", ARTICLE_ID, false},
	{"docid", ARTICLE_ID, false},
	{"url", ARTICLE_URL, true},
	{"link", ARTICLE_URL, true},
	{"lien", ARTICLE_URL, true},
	{"adresse", ARTICLE_URL, true},
	{"permalink", ARTICLE_URL, false},
	{"canonicalurl", ARTICLE_URL, false},
	{"href", ARTICLE_URL, false},
	{"uri", ARTICLE_URL, false},
	{"title", ARTICLE_TITLE, true},
	{"titre", ARTICLE_TITLE, true},
	{"headline", ARTICLE_TITLE, false},
	{"date", ARTICLE_DATE, true},
	{"datepublished", ARTICLE_DATE, false},
	{"publicationdate", ARTICLE_DATE, false},
	{"datepublication", ARTICLE_DATE, false},
	{"datedepublication", ARTICLE_DATE, true},
	{"publishedat", ARTICLE_DATE, false},
	{"published", ARTICLE_DATE, true},
	{"pubdate", ARTICLE_DATE, false},
	{"publiele", ARTICLE_DATE, true},
	{"timestamp", ARTICLE_DATE, false},
	{"source", ARTICLE_SOURCE, true},
	{"publisher", ARTICLE_SOURCE, false},
	{"publication", ARTICLE_SOURCE, false},
	{"journal", ARTICLE_SOURCE, true},
	{"newspaper", ARTICLE_SOURCE, false},
	{"media", ARTICLE_SOURCE, false},
	{"sitename", ARTICLE_SOURCE, false},
	{"author", ARTICLE_AUTHOR, true},
	{"auteur", ARTICLE_AUTHOR, true},
	{"authors", ARTICLE_AUTHOR, true},
	{"auteurs", ARTICLE_AUTHOR, true},
	{"byline", ARTICLE_AUTHOR, false},
	{"creator", ARTICLE_AUTHOR, false},
	{"lead", ARTICLE_LEAD, true},
	{"chapo", ARTICLE_LEAD, true},
	{"chapeau", ARTICLE_LEAD, true},
	{"standfirst", ARTICLE_LEAD, false},
	{"summary", ARTICLE_LEAD, false},
	{"description", ARTICLE_LEAD, false},
	{"abstract", ARTICLE_LEAD, false},
	{"excerpt", ARTICLE_LEAD, false},
	{"text", ARTICLE_TEXT, false},
	{"texte", ARTICLE_TEXT, false},
	{"body", ARTICLE_TEXT, false},
	{"articlebody", ARTICLE_TEXT, false},
	{"content", ARTICLE_TEXT, false},
	{"contenu", ARTICLE_TEXT, false},
	{"corps", ARTICLE_TEXT, false},
	{"fulltext", ARTICLE_TEXT, false},
	{"maintext", ARTICLE_TEXT, false},
};

struct str *article_member(struct article *a, enum article_member member)
{
	return (struct str *)((char *)a + members[member].offset);
}

/*
 * Leaves what is no letter or digit out: "publication_date", "publicationDate", "Date "
 */
static void plain_key(struct buf *out, struct str key)
{
	struct buf folded = {0};
	struct str s;
	uint32_t c;
	size_t n;

	utf8_fold(&folded, key);
	s = buf_view(&folded);
	for (size_t at = 0; (n = utf8_decode(s, at, &c)) > 0; at += n) {
		if (utf8_is_letter(c) || utf8_is_digit(c))
			buf_str(out, str_slice(s, at, at + n));
	}
	buf_release(&folded);
}

const struct member_key *member_key_find(struct str key)
{
	const struct member_key *found = NULL;
	struct buf plain = {0};

	if (key.n > 64)
		return NULL;
	plain_key(&plain, key);
	for (size_t i = 0; i < COUNT(member_keys) && found == NULL; i++) {
		if (str_is(buf_view(&plain), member_keys[i].key))
			found = &member_keys[i];
	}
	buf_release(&plain);
	return found;
}

/* ---- options ---- */

int reader_options_map(struct reader_options *o, struct str assignment, struct error *err)
{
	struct str key = assignment;
	struct str name;

	str_split(&key, '=', &name);
	if (key.n == 0)
		return error_set(
			err, ERROR_USAGE,
			_("'%.*s' maps nothing; write NAME=KEY, as in title=headline"),
			STR_ARGS(assignment));
	for (int m = 0; m < ARTICLE_MEMBERS; m++) {
		if (!str_is(name, members[m].name))
			continue;
		GROW(o->maps, o->maps_count, o->maps_capacity);
		o->maps[o->maps_count++] =
			(struct reader_map){(enum article_member)m, key};
		return 0;
	}
	return error_set(
		err, ERROR_USAGE,
		_("an article has no '%.*s'; it has id, url, title, date, source, "
		  "author, lead and text"),
		STR_ARGS(name));
}

int reader_options_format(struct reader_options *o, struct str name, struct error *err)
{
	struct buf known = {0};

	for (size_t i = 0; i < COUNT(formats); i++) {
		if (str_is(name, formats[i]->name)) {
			o->format = formats[i];
			buf_release(&known);
			return 0;
		}
		buf_printf(&known, "%s%s", i ? ", " : "", formats[i]->name);
	}
	error_set(err, ERROR_USAGE, _("unknown input format '%.*s'; there are %s"),
		  STR_ARGS(name), known.p);
	buf_release(&known);
	return -1;
}

void reader_options_release(struct reader_options *o)
{
	free(o->maps);
	*o = (struct reader_options){0};
}

/* ---- which format ---- */

/* Without a byte order mark and white space in front. */
static struct str skip_front(struct str front)
{
	if (str_starts(front, STR("\xEF\xBB\xBF")))
		front = str_slice(front, 3, front.n);
	return str_trim(front);
}

static bool has_extension(const struct reader_format *f, struct str extension)
{
	for (size_t i = 0; i < COUNT(f->extensions) && f->extensions[i]; i++) {
		if (extension.n == strlen(f->extensions[i]) &&
		    strncasecmp(extension.p, f->extensions[i], extension.n) == 0)
			return true;
	}
	return false;
}

/* How many formats have the extension; *f is the last of them, *only when one has it. */
static size_t count_formats(struct str extension, const struct reader_format **f)
{
	size_t count = 0;

	for (size_t i = 0; i < COUNT(formats); i++) {
		if (has_extension(formats[i], extension)) {
			*f = formats[i];
			count++;
		}
	}
	return count;
}

/* The first format that says yes to the first bytes, of those with the extension. */
static const struct reader_format *format_by_content(struct str front,
						     const struct str *extension)
{
	front = skip_front(front);
	for (size_t i = 0; i < COUNT(formats); i++) {
		const struct reader_format *f = formats[i];

		if ((extension == NULL || has_extension(f, *extension)) &&
		    f->sniff != NULL && f->sniff(front))
			return f;
	}
	return NULL;
}

static const struct reader_format *choose_format(const char *path, struct str front)
{
	const struct reader_format *f = NULL;
	struct str extension = place_extension(str_of(path));

	switch (count_formats(extension, &f)) {
	case 0:
		return format_by_content(front, NULL);
	case 1:
		return f;
	default:
		return format_by_content(front, &extension);
	}
}

/* The first bytes of a file, as they are; none when it cannot be read. */
static struct str read_front(const char *path, char front[INPUT_PEEK])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = fd >= 0 ? read(fd, front, INPUT_PEEK) : 0;

	if (fd >= 0)
		close(fd);
	return (struct str){front, n > 0 ? (size_t)n : 0};
}

/* The extension is that of a format or an archive. */
static bool known_by_name(const char *path)
{
	const struct reader_format *f;

	return archive_knows(str_of(path)) ||
	       count_formats(place_extension(str_of(path)), &f) > 0;
}

/* What has no extension may be told by its first bytes; what an editor left behind not. */
static bool may_be_told(const char *path)
{
	struct str name = str_of(path);

	return place_extension(name).n == 0 && packing_extension(name) == 0 &&
	       name.n > 0 && strchr("~#/", name.p[name.n - 1]) == NULL;
}

bool reader_knows(const char *path)
{
	const struct reader_format *f;
	char front[INPUT_PEEK];

	if (known_by_name(path))
		return true;
	if (!may_be_told(path))
		return false;
	f = format_by_content(read_front(path, front), NULL);
	return f != NULL && f != &reader_text;
}

/* ---- files and members of archives ---- */

int reader_open(struct reader **out, const char *path,
		const struct reader_options *options, struct error *err)
{
	struct reader *r = xcalloc(1, sizeof *r);

	*out = NULL;
	r->path = r->opened = path;
	r->options = options;
	if (members_open(&r->members, path, options->wait, err) < 0) {
		reader_close(r);
		return -1;
	}
	*out = r;
	return 0;
}

static void leave_file(struct reader *r)
{
	if (r->format != NULL && r->format->release != NULL)
		r->format->release(r);
	r->format = NULL;
	r->state = NULL;
	r->input = NULL;
	arena_clear(&r->file);
}

void reader_close(struct reader *r)
{
	if (r == NULL)
		return;
	leave_file(r);
	members_close(r->members);
	told_release(&r->told);
	arena_release(&r->file);
	arena_release(&r->arena);
	free(r);
}

static void leave_out(struct reader *r, const char *why)
{
	if (r->options->skipped != NULL)
		r->options->skipped(r->options->context, r->path, why);
}

/* A member that is no article is left out, a file that was named is refused. */
static int refuse_format(struct reader *r, struct error *err)
{
	struct buf why = {0};

	if (!members_in_archive(r->members))
		return error_set(err, ERROR_FAILED,
				 _("'%s' is in no format that can be read"), r->path);
	if (told_first(&r->told, str_of(r->path), &why))
		leave_out(r, why.p);
	buf_release(&why);
	return 0;
}

/* Goes to the next file: 1, 0 when it was left out, -1. */
static int enter_file(struct reader *r, const struct member_file *f, struct error *err)
{
	struct str front;
	bool unsure; /* no extension: plain text is not believed */

	r->path = f->path;
	r->seen = f->modified ? day_of_seconds(f->modified) : (struct day){0};
	if (f->left_out != NULL) {
		leave_out(r, f->left_out);
		return 0;
	}
	r->input = f->input;
	r->format = r->options->format;
	if (r->format != NULL)
		return 1;
	unsure = members_in_archive(r->members) && !known_by_name(r->path);
	if (unsure && !may_be_told(r->path))
		return refuse_format(r, err);
	if (input_peek(r->input, &front, err) < 0)
		return -1;
	r->format = choose_format(r->path, front);
	if (unsure && r->format == &reader_text)
		r->format = NULL;
	return r->format ? 1 : refuse_format(r, err);
}

/* What is wrong with one of several files does not keep from reading the others. */
static int fault(struct reader *r, struct error *err)
{
	if (err->code == ERROR_REJECTED)
		return -1;
	if (err->code == ERROR_FAILED) {
		leave_file(r);
		if (members_go_on(r->members))
			err->code = ERROR_REJECTED;
	}
	return -1;
}

/* Sees to it that there is a file to read from: 1, 0 at the end, -1. */
static int find_file(struct reader *r, struct error *err)
{
	struct member_file f;
	int rc;

	while (r->format == NULL) {
		rc = members_next(r->members, &f, err);
		if (rc == 0)
			return 0;
		r->path = f.path;
		if (rc < 0)
			return -1;
		if (enter_file(r, &f, err) < 0)
			return fault(r, err);
	}
	return 1;
}

int reader_rest(struct reader *r, struct article *a, size_t max, struct str *text,
		struct error *err)
{
	const char *nul;
	struct str bytes;

	if (input_rest(r->input, max, &bytes, err) < 0)
		return -1;
	nul = bytes.n ? memchr(bytes.p, '\0', bytes.n) : NULL;
	if (nul != NULL) {
		for (const char *p = bytes.p; p < nul; p++)
			a->line += *p == '\n';
		return error_set(err, ERROR_REJECTED,
				 _("a NUL byte, number %zu of the file"),
				 (size_t)(nul - bytes.p) + 1);
	}
	return encoding_decode(&r->file, bytes, (struct str){0}, text, &a->lost, err);
}

/* ---- clean text ---- */

/* What a byte may be the beginning of. */
enum byte_class { CLEAN, CONTROL, MARK };

static enum byte_class byte_class(unsigned char c)
{
	if ((c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t')
		return CLEAN;
	if (c < 0x80 || c == 0xC2 || c == 0xE2 || c == 0xEF)
		return CONTROL;
	return c < 0xCC ? CLEAN : MARK;
}

enum found { FOUND_CONTROL = 1, FOUND_MARK = 2 };

/*
 * What the character at s.p[at], of two bytes or more, becomes: itself ('\0'), a space,
 * or a newline. U+0080–U+009F are controls; U+0085, U+2028 and U+2029 end lines.
 */
static char replacement(struct str s, size_t at, size_t *length)
{
	const unsigned char *p = (const unsigned char *)s.p + at;
	size_t left = s.n - at;

	if (p[0] == 0xC2 && left >= 2 && p[1] < 0xA0) {
		*length = 2;
		return p[1] == 0x85 ? '\n' : ' ';
	}
	if (p[0] == 0xE2 && left >= 3 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9)) {
		*length = 3;
		return '\n';
	}
	*length = 1;
	return '\0';
}

/* U+2000, U+2001 and signs from U+2100 on may have another composed form. */
static bool composes(struct str s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p + at;

	if (p[0] == 0xE2)
		return (p[1] != 0x80 && p[1] != 0x82) || (p[1] == 0x80 && p[2] < 0x82);
	return p[0] == 0xEF || byte_class(p[0]) == MARK;
}

/* Where the first byte from `at` on stands that is no printable ASCII; s.n when there is none. */
static size_t printable_end(struct str s, size_t at)
{
	for (; s.n - at >= 8; at += 8) {
		uint64_t word = eight_bytes(s.p + at);
		uint64_t odd =
			(word | (word - EIGHT(0x20)) | (word + EIGHT(1))) & EIGHT(0x80);

		/* The lowest bit is right; its byte may change those above. */
		if (odd != 0)
			return at + (size_t)__builtin_ctzll(odd) / 8;
	}
	while (at < s.n && s.p[at] >= ' ' && s.p[at] < 0x7F)
		at++;
	return at;
}

/* Which work the text (valid UTF-8) needs; the characters of French need none. */
static unsigned survey(struct str s)
{
	unsigned found = 0;

	for (size_t i = 0; (i = printable_end(s, i)) < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		size_t length;

		if (byte_class(c) == CLEAN)
			continue;
		if (c < 0x80 || replacement(s, i, &length) != '\0')
			found |= FOUND_CONTROL;
		else if (composes(s, i))
			found |= FOUND_MARK;
	}
	return found;
}

/* CR LF, and CR alone, become LF; other controls a space. */
static void replace_controls(struct buf *out, struct str s)
{
	size_t length;

	for (size_t i = 0; i < s.n; i += length) {
		unsigned char c = (unsigned char)s.p[i];
		char to = '\0';

		length = 1;
		if (c == '\r') {
			length = i + 1 < s.n && s.p[i + 1] == '\n' ? 2 : 1;
			to = '\n';
		} else if (byte_class(c) == CONTROL) {
			to = c < 0x80 ? ' ' : replacement(s, i, &length);
		}
		buf_char(out, to ? to : s.p[i]);
	}
}

/* White space off both ends, no-break spaces too. */
static struct str trim(struct str s)
{
	static const struct str spaces[] = {{"\xC2\xA0", 2}, {"\xE2\x80\xAF", 3}};
	size_t before;

	do {
		before = s.n;
		s = str_trim(s);
		for (size_t i = 0; i < COUNT(spaces); i++) {
			if (str_starts(s, spaces[i]))
				s = str_slice(s, spaces[i].n, s.n);
			if (str_ends(s, spaces[i]))
				s.n -= spaces[i].n;
		}
	} while (s.n < before);
	return s;
}

/* White space of any kind becomes one space. */
static struct str one_line(struct arena *arena, struct str s)
{
	char *p = arena_copy(arena, s.p, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool space = s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\n';

		if (!space)
			p[n++] = s.p[i];
		else if (n > 0 && p[n - 1] != ' ')
			p[n++] = ' ';
	}
	return str_trim((struct str){p, n});
}

static bool needs_one_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\t' || s.p[i] == '\n' ||
		    (s.p[i] == ' ' && i + 1 < s.n && s.p[i + 1] == ' '))
			return true;
	}
	return false;
}

static int check_utf8(struct str s, const char *name, struct error *err)
{
	size_t fault = utf8_fault(s);

	if (fault == SIZE_MAX)
		return 0;
	if (s.p[fault] == '\0')
		return error_set(err, ERROR_REJECTED,
				 _("a NUL byte, number %zu of its %s"), fault + 1, name);
	return error_set(err, ERROR_REJECTED,
			 _("byte %zu of its %s is not UTF-8 (0x%02X)"), fault + 1, name,
			 (unsigned char)s.p[fault]);
}

static int clean(struct reader *r, struct article *a, enum article_member member,
		 struct error *err)
{
	struct str *s = article_member(a, member);
	struct buf b = {0};
	unsigned found;

	if (check_utf8(*s, members[member].name, err) < 0)
		return -1;
	if (member != ARTICLE_ID && member != ARTICLE_URL)
		encoding_repair(&r->arena, s);
	found = survey(*s);
	if (found & FOUND_CONTROL) {
		replace_controls(&b, *s);
		*s = str_copy(&r->arena, buf_view(&b));
	}
	if (found & FOUND_MARK) {
		buf_clear(&b);
		if (utf8_compose(&b, *s))
			*s = str_copy(&r->arena, buf_view(&b));
	}
	buf_release(&b);
	*s = trim(*s);
	if (members[member].line && needs_one_line(*s))
		*s = one_line(&r->arena, *s);
	return 0;
}

/* ---- the article as a whole ---- */

static size_t skip_space(struct str s, size_t at)
{
	while (at < s.n) {
		uint32_t c;
		size_t n;

		if ((unsigned char)s.p[at] > ' ' && (unsigned char)s.p[at] < 0x80)
			break;
		n = utf8_decode(s, at, &c);
		if (!utf8_is_space(c))
			break;
		at += n;
	}
	return at;
}

/* Where the character that the byte at `at` is part of begins. */
static size_t character_start(struct str s, size_t at)
{
	while (at > 0 && at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80)
		at--;
	return at;
}

/* True when `front` begins the text, white space aside. */
static bool begins(struct str front, struct str text)
{
	size_t i = 0, j = 0;

	for (;;) {
		size_t was_i, was_j;

		while (i < front.n && j < text.n && front.p[i] == text.p[j])
			i++, j++;
		was_i = character_start(front, i);
		was_j = j - (i - was_i);
		i = skip_space(front, was_i);
		j = skip_space(text, was_j);
		if (i >= front.n)
			return true;
		if (j >= text.n || (i == was_i && j == was_j))
			return false;
	}
}

static int check_size(const struct article *a, struct error *err)
{
	size_t size = a->title.n + a->lead.n + a->body.n;
	struct buf have = {0}, most = {0};

	if (size <= RECORD_TEXT_MAX)
		return 0;
	size_print(&have, size);
	size_print(&most, RECORD_TEXT_MAX);
	error_set(err, ERROR_REJECTED, _("an article of %s; %s is the most"), have.p,
		  most.p);
	buf_release(&most);
	buf_release(&have);
	return -1;
}

/* The same text out of a pipe is the same article, whatever came before it. */
static void print_hash(const struct article *a, struct buf *out)
{
	const struct str parts[] = {a->title, a->lead, a->body};
	uint64_t h = 0;

	for (size_t i = 0; i < COUNT(parts); i++)
		h = (h ^ str_hash(parts[i])) * 0x9E3779B97F4A7C15u;
	buf_printf(out, "text-%016llx", (unsigned long long)(h ^ h >> 32));
}

static void print_place(const struct reader *r, const struct article *a, struct buf *out)
{
	struct str path = str_of(r->path);

	if (r->options->known_as != NULL) {
		place_add(out, str_of(r->options->known_as));
		path = str_slice(path, strlen(r->opened), path.n);
	}
	place_add(out, path);
	if (r->format->many)
		buf_printf(out, "#%zu", a->line);
}

static void choose_id(struct reader *r, struct article *a)
{
	struct buf b = {0};

	a->id_given = a->id.n > 0;
	if (a->id.n == 0)
		a->id = a->url;
	if (a->id.n > 0)
		return;
	if (members_meter(r->members)->live || strcmp(r->opened, "-") == 0)
		print_hash(a, &b);
	else
		print_place(r, a, &b);
	a->id = str_copy(&r->arena, buf_view(&b));
	buf_release(&b);
}

/*
 * `next` of the format gave the text as it stands; here it becomes what article.h says.
 */
static int finish(struct reader *r, struct article *a, struct error *err)
{
	for (int m = 0; m < ARTICLE_MEMBERS; m++) {
		if (clean(r, a, (enum article_member)m, err) < 0)
			return -1;
	}
	if (a->body.n == 0) {
		a->body = a->lead;
		a->lead = (struct str){0};
	}
	if (a->body.n == 0)
		return error_set(err, ERROR_REJECTED, _("an article without text"));
	if (begins(a->lead, a->body))
		a->lead = (struct str){0};
	choose_id(r, a);
	return check_size(a, err);
}

uint64_t reader_bytes(const struct reader *r)
{
	return members_meter(r->members)->read;
}

bool reader_shows_latest(const struct reader *r)
{
	return r->latest;
}

int reader_next(struct reader *r, struct article *a, struct error *err)
{
	int rc;

	do {
		rc = find_file(r, err);
		*a = (struct article){.path = r->path, .line = 1, .seen = r->seen};
		if (rc <= 0)
			return rc;
		arena_clear(&r->arena);
		r->latest |= r->format->latest;
		rc = r->format->next(r, a, err);
		if (rc == 0)
			leave_file(r);
	} while (rc == 0);
	if (rc < 0)
		return fault(r, err);
	a->lost += input_lost(r->input);
	return finish(r, a, err) < 0 ? -1 : 1;
}
