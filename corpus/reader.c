/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/reader.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/i18n.h"
#include "lib/number.h"
#include "lib/record.h"
#include "lib/utf8.h"

/* In the order in which --help names them. */
static const struct reader_format *const formats[] = {
	&reader_text,
	&reader_jsonl,
	&reader_json,
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

static bool ends_like(struct str path, const char *extension)
{
	size_t n = strlen(extension);

	return path.n > n && strncasecmp(path.p + path.n - n, extension, n) == 0;
}

static const struct reader_format *format_by_name(const char *path)
{
	struct str s = str_of(path);

	if (ends_like(s, ".gz"))
		s.n -= 3;
	for (size_t i = 0; i < COUNT(formats); i++) {
		const struct reader_format *f = formats[i];

		for (size_t j = 0; j < COUNT(f->extensions) && f->extensions[j]; j++) {
			if (ends_like(s, f->extensions[j]))
				return f;
		}
	}
	return NULL;
}

bool reader_knows(const char *path)
{
	return format_by_name(path) != NULL;
}

/* A "{" that is alone on its line begins an object of several lines. */
static const struct reader_format *format_by_content(struct str front)
{
	struct str line;

	if (str_starts(front, STR("\xEF\xBB\xBF")))
		front = str_slice(front, 3, front.n);
	front = str_trim(front);
	if (front.n == 0 || (front.p[0] != '{' && front.p[0] != '['))
		return &reader_text;
	str_split(&front, '\n', &line);
	return line.p[0] == '[' || str_trim(line).n == 1 ? &reader_json : &reader_jsonl;
}

int reader_open(struct reader **out, const char *path,
		const struct reader_options *options, struct error *err)
{
	struct reader *r = xcalloc(1, sizeof *r);
	struct str front;

	*out = NULL;
	r->path = path;
	r->options = options;
	if (input_open(&r->input, path, err) < 0)
		goto failed;
	r->format = options->format ? options->format : format_by_name(path);
	if (r->format == NULL) {
		if (input_peek(r->input, &front, err) < 0)
			goto failed;
		r->format = format_by_content(front);
	}
	*out = r;
	return 0;
failed:
	reader_close(r);
	return -1;
}

void reader_close(struct reader *r)
{
	if (r == NULL)
		return;
	if (r->format != NULL && r->format->release != NULL)
		r->format->release(r);
	input_close(r->input);
	arena_release(&r->arena);
	free(r);
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

/* Which work the text (valid UTF-8) needs; the characters of French need none. */
static unsigned survey(struct str s)
{
	unsigned found = 0;

	for (size_t i = 0; i < s.n; i++) {
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

/* True when `front` begins the text, white space aside. */
static bool begins(struct str front, struct str text)
{
	size_t i = skip_space(front, 0);
	size_t j = skip_space(text, 0);

	while (i < front.n) {
		if (j >= text.n || front.p[i] != text.p[j])
			return false;
		i = skip_space(front, i + 1);
		j = skip_space(text, j + 1);
	}
	return true;
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

/* A file's name may hold any bytes; those an id cannot hold are written %0A. */
static void add_path(struct buf *out, struct str path)
{
	uint32_t c;
	size_t n;

	for (size_t at = 0; (n = utf8_decode(path, at, &c)) > 0; at += n) {
		if (c < ' ' || (c >= 0x7F && c < 0xA0) || (c == 0xFFFD && n == 1))
			for (size_t i = 0; i < n; i++)
				buf_printf(out, "%%%02X", (unsigned char)path.p[at + i]);
		else
			buf_str(out, str_slice(path, at, at + n));
	}
}

static void choose_id(struct reader *r, struct article *a)
{
	struct buf b = {0};

	if (a->id.n == 0)
		a->id = a->url;
	if (a->id.n > 0)
		return;
	add_path(&b, str_of(r->path));
	if (r->format->many)
		buf_printf(&b, "#%zu", a->line);
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

int reader_next(struct reader *r, struct article *a, struct error *err)
{
	int rc;

	arena_clear(&r->arena);
	*a = (struct article){.path = r->path, .line = 1};
	rc = r->format->next(r, a, err);
	if (rc <= 0)
		return rc;
	return finish(r, a, err) < 0 ? -1 : 1;
}
