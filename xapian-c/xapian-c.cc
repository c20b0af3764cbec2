/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libxapian in C: wraps its classes in the structs of xapian-c.h, turns its exceptions
 * into sentences, and keeps its surprises (stub files, lost batches) away from callers.
 */
#include "xapian-c/xapian-c.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <exception>
#include <fstream>
#include <memory>
#include <new>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

#include "lib/i18n.h"

extern "C" {
#include "glass/reader.h"
#include "xapian-c/cursor.h"
#include "xapian-c/ranking.h"
}

#define TIMEOUT_MS 10000     /* of each exchange with a server, and of connecting to it */
#define OPEN_ATTEMPTS 5	     /* a writer may replace what is being opened */
#define STUB_NAME "XAPIANDB" /* libxapian's name for the file that names a database */
#define STUB_MAX 4096	     /* bytes read of it */
#define CHECK_LINES 3	     /* of libxapian's report that go into the error */

/* ---- what the structs hold ---- */

struct xc_document {
	Xapian::Document document;
	uint64_t length; /* sum of the wdf */
};

struct xc_writer {
	std::string path;
	Xapian::WritableDatabase database;
	bool shut; /* by a failure, kept in `failure` */
	struct error failure;
};

namespace
{

/* One database of a reader. */
struct shard {
	Xapian::Database database;
	bool remote;
	std::shared_ptr<struct glass_reader> postings; /* or none */
};

} // namespace

struct xc_reader {
	std::vector<std::string> places;
	std::string name; /* the places, for messages */
	std::vector<shard> shards;
	Xapian::Database all;				  /* the shards as one */
	std::vector<std::vector<Xapian::docid>> left_out; /* of each shard; or empty */
	Xapian::doccount left_out_count;
};

struct xc_query {
	Xapian::Query query;
	unsigned depth; /* 1: no parts */

	/* How it was made, for what ranks by itself. */
	enum { TERM, JOINED, SCALED, OTHER } shape;
	std::string term;
	uint32_t wqf;
	double factor;
	enum xc_op op;
	std::vector<xc_query> parts;
};

namespace
{

/* ---- exceptions into sentences ---- */

/* Fills text with libxapian's own words, and the system's when it has any. */
void describe(const Xapian::Error &e, char *text, size_t size)
{
	const char *system = e.get_error_string();

	if (system != NULL)
		snprintf(text, size, "%s (%s)", e.get_msg().c_str(), system);
	else
		snprintf(text, size, "%s", e.get_msg().c_str());
}

int fail(struct error *err, enum error_code code, const char *format, const char *place,
	 const Xapian::Error &e)
{
	char words[ERROR_TEXT / 2];

	describe(e, words, sizeof(words));
	return error_set(err, code, format, place, words);
}

/* The system's words also stand within libxapian's when it failed again in cleaning up. */
bool is_system_error(const Xapian::Error &e, int number)
{
	const char *system = e.get_error_string();
	const char *sought = strerror(number);

	return system != NULL ? strcmp(system, sought) == 0
			      : e.get_msg().find(sought) != std::string::npos;
}

/* libxapian has one exception for a lock that is held and for one that cannot be had. */
int lock_failed(struct error *err, const char *place, const Xapian::Error &e)
{
	if (e.get_msg().find("already locked") != std::string::npos)
		return error_set(
			err, ERROR_LOCKED,
			_("another program is writing to '%s'; try again when it "
			  "has finished"),
			place);
	return fail(err, ERROR_FAILED, _("cannot lock '%s' for writing: %s"), place, e);
}

/* A table that went missing is damage; one that may not be read is not. */
int opening_failed(struct error *err, const char *place, const Xapian::Error &e)
{
	if (is_system_error(e, ENOENT))
		return fail(err, ERROR_DAMAGED,
			    _("the index '%s' has lost a part of itself: %s; restore it "
			      "from a copy or build it again"),
			    place, e);
	return fail(err, ERROR_FAILED, _("cannot open the index '%s': %s"), place, e);
}

int damaged(struct error *err, const char *place, const Xapian::Error &e)
{
	return fail(err, ERROR_DAMAGED,
		    _("the index '%s' is damaged: %s; restore it from a copy or build it "
		      "again"),
		    place, e);
}

/* What libxapian says, in an exception without a meaning of its own, of damaged tables. */
const char *const signs_of_damage[] = {
	"EOF reading block",
	"Block ",
	"unused block(s)",
};

int database_failed(struct error *err, const char *place, const Xapian::Error &e)
{
	if (is_system_error(e, ENOSPC) || is_system_error(e, EDQUOT) ||
	    is_system_error(e, EFBIG))
		return fail(err, ERROR_FAILED,
			    _("no room on the disk for the index '%s': %s; make some and "
			      "try again"),
			    place, e);
	for (const char *sign : signs_of_damage)
		if (e.get_msg().find(sign) != std::string::npos)
			return damaged(err, place, e);
	return fail(err, ERROR_FAILED, _("cannot work on the index '%s': %s"), place, e);
}

int network_failed(struct error *err, const char *place, const Xapian::Error &e)
{
	return fail(err, ERROR_FAILED,
		    _("no connection to '%s': %s; is xapian-tcpsrv running there?"),
		    place, e);
}

/* Says in *err what is being thrown. This is the only list of exceptions. */
int explain(struct error *err, const char *place) noexcept
{
	try {
		throw;
	} catch (const Xapian::DatabaseModifiedError &) {
		return error_set(err, ERROR_CHANGED,
				 _("the index '%s' changed while it was read; ask again"),
				 place);
	} catch (const Xapian::DatabaseLockError &e) {
		return lock_failed(err, place, e);
	} catch (const Xapian::DatabaseVersionError &e) {
		return fail(err, ERROR_VERSION,
			    _("the index '%s' has a format this program cannot read: %s; "
			      "build it again"),
			    place, e);
	} catch (const Xapian::DatabaseNotFoundError &e) {
		return fail(err, ERROR_NO_INDEX, _("there is no index at '%s': %s"),
			    place, e);
	} catch (const Xapian::DatabaseOpeningError &e) {
		return opening_failed(err, place, e);
	} catch (const Xapian::DatabaseCreateError &e) {
		return fail(err, ERROR_FAILED, _("cannot make an index at '%s': %s"),
			    place, e);
	} catch (const Xapian::DatabaseCorruptError &e) {
		return damaged(err, place, e);
	} catch (const Xapian::RangeError &e) {
		return damaged(err, place, e);
	} catch (const Xapian::SerialisationError &e) {
		return damaged(err, place, e);
	} catch (const Xapian::DatabaseError &e) {
		return database_failed(err, place, e);
	} catch (const Xapian::NetworkTimeoutError &e) {
		return fail(
			err, ERROR_FAILED,
			_("'%s' does not answer in time: %s; try again or leave it out"),
			place, e);
	} catch (const Xapian::NetworkError &e) {
		return network_failed(err, place, e);
	} catch (const Xapian::Error &e) {
		return fail(err, ERROR_FAILED, _("libxapian fails on '%s': %s"), place,
			    e);
	} catch (const std::bad_alloc &) {
		return error_set(err, ERROR_FAILED,
				 _("not enough memory to work on '%s'"), place);
	} catch (const std::exception &e) {
		return error_set(err, ERROR_FAILED, _("libxapian fails on '%s': %s"),
				 place, e.what());
	} catch (...) {
		return error_set(err, ERROR_FAILED, _("libxapian fails on '%s'"), place);
	}
}

/* Answers what f() answers, or -1 with *err filled in when it throws. */
template <typename F>
int guard(struct error *err, const char *place, F f) noexcept
{
	try {
		return f();
	} catch (...) {
		return explain(err, place);
	}
}

/* ---- small things ---- */

std::string text_of(struct str s)
{
	return s.n > 0 ? std::string(s.p, s.n) : std::string();
}

struct str view(const std::string &s)
{
	struct str v = {s.data(), s.size()};

	return v;
}

void append(struct buf *out, const std::string &s)
{
	buf_add(out, s.data(), s.size());
}

int no_document(struct error *err, const char *place, uint32_t docid)
{
	return error_set(err, ERROR_FAILED, _("no document has the number %u in '%s'"),
			 (unsigned)docid, place);
}

bool has_document(const Xapian::Database &db, Xapian::docid docid)
{
	Xapian::PostingIterator i = db.postlist_begin(std::string());
	Xapian::PostingIterator end = db.postlist_end(std::string());

	if (i == end)
		return false;
	i.skip_to(docid);
	return i != end && *i == docid;
}

/*
 * Reading the data of a document that does not exist answers nothing, as reading that of
 * one without data does: only then does it cost a look at which it is.
 */
int read_data(const Xapian::Database &db, const char *place, uint32_t docid,
	      struct buf *out, struct error *err)
{
	std::string data;

	if (docid == 0)
		return no_document(err, place, docid);
	data = db.get_document(docid, Xapian::DOC_ASSUME_VALID).get_data();
	if (data.empty() && !has_document(db, docid))
		return no_document(err, place, docid);
	append(out, data);
	return 0;
}

int read_value(const Xapian::Database &db, const char *place, uint32_t docid,
	       uint32_t slot, struct buf *out, struct error *err)
{
	std::string value;

	if (docid == 0)
		return no_document(err, place, docid);
	value = db.get_document(docid, Xapian::DOC_ASSUME_VALID).get_value(slot);
	if (value.empty() && !has_document(db, docid))
		return no_document(err, place, docid);
	append(out, value);
	return 0;
}

/* The first document of a term: 1 with *docid, or 0. */
int first_posting(const Xapian::Database &db, struct str term, uint32_t *docid)
{
	std::string name;
	Xapian::PostingIterator i;

	*docid = 0;
	if (!xc_term_fits(term))
		return 0;
	name = text_of(term);
	i = db.postlist_begin(name);
	if (i == db.postlist_end(name))
		return 0;
	*docid = *i;
	return 1;
}

bool key_fits(struct str key)
{
	return key.n >= 1 && key.n <= XC_KEY_MAX;
}

/* ---- where a database really is ---- */

enum target_kind {
	TARGET_NOTHING,	   /* no such path */
	TARGET_DIRECTORY,  /* a directory without a database */
	TARGET_UNFINISHED, /* what a writer killed while creating one leaves */
	TARGET_DATABASE,
};

struct target {
	std::string path; /* of the database itself, not of the directory naming it */
	enum target_kind kind;
	bool named; /* by a stub file */
};

bool exists(const std::string &path)
{
	struct stat s;

	return stat(path.c_str(), &s) == 0;
}

/*
 * The kind of what is at t->path, but for stub files. libxapian moves its version file
 * "iamglass" into place last when it creates a database; tables without it are either
 * the beginning of one or the remains of one.
 */
int inspect(struct target *t, struct error *err)
{
	const char *path = t->path.c_str();
	struct stat s;

	t->kind = TARGET_NOTHING;
	if (stat(path, &s) < 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return 0;
		return error_set(err, ERROR_FAILED, _("cannot open '%s': %s"), path,
				 strerror(errno));
	}
	if (!S_ISDIR(s.st_mode))
		return error_set(
			err, ERROR_FAILED,
			_("'%s' is not a database: it is a file, and a database is "
			  "a directory"),
			path);
	if (access(path, X_OK) < 0)
		return error_set(err, ERROR_FAILED, _("cannot open '%s': %s"), path,
				 strerror(errno));
	t->kind = TARGET_DIRECTORY;
	if (exists(t->path + "/iamglass") || exists(t->path + "/iamchert"))
		t->kind = TARGET_DATABASE;
	else if (!exists(t->path + "/postlist.glass"))
		return 0;
	else if (exists(t->path + "/v.tmp"))
		t->kind = TARGET_UNFINISHED;
	else
		return error_set(err, ERROR_DAMAGED,
				 _("the index '%s' has lost its file 'iamglass'; restore "
				   "it from a copy or build it again"),
				 path);
	return 0;
}

int bad_stub(struct error *err, const std::string &file)
{
	return error_set(
		err, ERROR_DAMAGED,
		_("'%s' must name one database, as in 'auto NAME', and does not"),
		file.c_str());
}

/*
 * Reads which database a stub file names. libxapian's own reader would also start
 * programs, call other machines and follow a file that names itself for ever.
 */
int read_stub(const std::string &directory, std::string *path, struct error *err)
{
	std::string file = directory + "/" STUB_NAME;
	std::ifstream in(file);
	std::string line;
	std::string name;

	if (!in)
		return error_set(err, ERROR_FAILED, _("cannot open '%s': %s"),
				 file.c_str(), strerror(errno));
	for (size_t n = 0; std::getline(in, line); n += line.size()) {
		size_t space = line.find(' ');

		if (line.empty() || line[0] == '#')
			continue;
		if (!name.empty() || n > STUB_MAX || space == std::string::npos ||
		    (line.compare(0, space, "auto") != 0 &&
		     line.compare(0, space, "glass") != 0 &&
		     line.compare(0, space, "chert") != 0))
			return bad_stub(err, file);
		name = line.substr(space + 1);
	}
	if (name.empty())
		return bad_stub(err, file);
	*path = name[0] == '/' ? name : directory + "/" + name;
	return 0;
}

/* Finds the database of a path: itself, or the one its stub file names. */
int locate(const std::string &path, struct target *t, struct error *err)
{
	t->path = path;
	t->named = false;
	if (inspect(t, err) < 0)
		return -1;
	if (t->kind != TARGET_DIRECTORY || !exists(path + "/" STUB_NAME))
		return 0;
	t->named = true;
	if (read_stub(path, &t->path, err) < 0 || inspect(t, err) < 0)
		return -1;
	if (t->kind == TARGET_DIRECTORY && exists(t->path + "/" STUB_NAME))
		return bad_stub(err, path + "/" STUB_NAME);
	return 0;
}

int not_found(struct error *err, const std::string &path, const struct target &t)
{
	if (t.named)
		return error_set(err, ERROR_DAMAGED,
				 _("'%s' names the index '%s', which is missing"),
				 (path + "/" STUB_NAME).c_str(), t.path.c_str());
	if (t.kind == TARGET_NOTHING)
		return error_set(err, ERROR_NO_INDEX,
				 _("there is no index at '%s': no such directory"),
				 path.c_str());
	return error_set(err, ERROR_NO_INDEX,
			 _("there is no index at '%s': the directory holds none"),
			 path.c_str());
}

/* ---- databases to read ---- */

int open_once(const std::string &path, Xapian::Database *db, struct error *err)
{
	struct target t;

	if (locate(path, &t, err) < 0)
		return -1;
	if (t.kind != TARGET_DATABASE)
		return not_found(err, path, t);
	return guard(err, path.c_str(), [&] {
		*db = Xapian::Database(t.path);
		return 0;
	});
}

/* libxapian checks tables by opening them for writing: that may be forbidden. */
bool is_forbidden(const char *why)
{
	static const int numbers[] = {EACCES, EPERM, EROFS};

	for (int number : numbers) {
		if (strstr(why, strerror(number)) != NULL)
			return true;
	}
	return false;
}

int unsound(struct error *err, const char *place, const char *why)
{
	if (is_forbidden(why))
		return error_set(err, ERROR_FAILED,
				 _("no right to check '%s': %s; check it as its owner, "
				   "who may write to it"),
				 place, why);
	return error_set(
		err, ERROR_DAMAGED,
		_("the index '%s' is damaged: %s; restore it from a copy or build "
		  "it again"),
		place, why);
}

/*
 * A writer at work may be ahead of us, or have put another database in place. What is
 * still ahead after some attempts is a wrong number in a damaged block.
 */
int open_directory(const std::string &path, Xapian::Database *db, struct error *err)
{
	for (int i = 0; i < OPEN_ATTEMPTS; i++) {
		if (open_once(path, db, err) == 0)
			return 0;
		if (err->code == ERROR_FAILED || err->code == ERROR_VERSION)
			return -1;
	}
	if (err->code == ERROR_CHANGED)
		return unsound(err, path.c_str(), _("its parts do not fit together"));
	return -1;
}

/* Splits "host:port" or "[address]:port"; false when the place is neither. */
bool parse_server(const std::string &place, std::string *host, unsigned *port)
{
	size_t colon = place.rfind(':');
	size_t digits;
	unsigned long number;

	if (colon == std::string::npos || colon == 0 ||
	    place.find('/') != std::string::npos)
		return false;
	digits = place.find_first_not_of("0123456789", colon + 1);
	if (digits != std::string::npos || place.size() - colon - 1 > 5)
		return false;
	number = strtoul(place.c_str() + colon + 1, NULL, 10);
	*host = place.substr(0, colon);
	if (host->size() > 2 && host->front() == '[' && host->back() == ']')
		*host = host->substr(1, host->size() - 2);
	else if (host->find(':') != std::string::npos)
		return false;
	*port = (unsigned)number;
	return number >= 1 && number <= 65535;
}

/* 0 where libxapian has none. */
uint64_t revision_of(const Xapian::Database &database)
{
	struct error ignored;
	uint64_t revision = 0;

	guard(&ignored, "", [&] {
		revision = database.get_revision();
		return 0;
	});
	return revision;
}

int open_place(const std::string &place, shard *s, struct error *err)
{
	std::string host;
	unsigned port;

	s->remote = !exists(place) && parse_server(place, &host, &port);
	if (!s->remote) {
		if (open_directory(place, &s->database, err) < 0)
			return -1;
		s->postings.reset(
			glass_reader_open(place.c_str(), revision_of(s->database)),
			glass_reader_close);
		return 0;
	}
	return guard(err, place.c_str(), [&] {
		s->database = Xapian::Remote::open(host, port, TIMEOUT_MS, TIMEOUT_MS);
		return 0;
	});
}

/* Opens all the places of a reader, which changes only when all went well. */
int open_shards(struct xc_reader *r, struct error *err)
{
	std::vector<shard> shards(r->places.size());
	Xapian::Database all;

	for (size_t i = 0; i < shards.size(); i++) {
		if (open_place(r->places[i], &shards[i], err) < 0)
			return -1;
		all.add_database(shards[i].database);
	}
	r->shards.swap(shards);
	r->all = all;
	r->left_out.clear();
	r->left_out_count = 0;
	return 0;
}

/* ---- documents left out of answers ---- */

/* Numbers of documents in each shard, ascending; or empty. */
using docid_lists = std::vector<std::vector<Xapian::docid>>;

const std::vector<Xapian::docid> no_docids;

const std::vector<Xapian::docid> &list_of(const docid_lists &lists, size_t database)
{
	return lists.empty() ? no_docids : lists[database];
}

bool is_left_out(const struct xc_reader *r, size_t database, Xapian::docid local)
{
	const std::vector<Xapian::docid> &list = list_of(r->left_out, database);

	return std::binary_search(list.begin(), list.end(), local);
}

/* Lists of documents as the postings of something that a query may exclude or ask for. */
class listed_source : public Xapian::PostingSource
{
      public:
	listed_source(const struct xc_reader *reader, const docid_lists *listed)
	    : r(reader), lists(listed), list(&no_docids), at(0), started(false)
	{
	}
	Xapian::doccount get_termfreq_min() const override
	{
		return count();
	}
	Xapian::doccount get_termfreq_est() const override
	{
		return count();
	}
	Xapian::doccount get_termfreq_max() const override
	{
		return count();
	}
	Xapian::docid get_docid() const override
	{
		return (*list)[at];
	}
	void next(double) override
	{
		if (started)
			at++;
		started = true;
	}
	void skip_to(Xapian::docid docid, double) override
	{
		started = true;
		at = (size_t)(std::lower_bound(list->begin() + (long)at, list->end(),
					       docid) -
			      list->begin());
	}
	bool at_end() const override
	{
		return at >= list->size();
	}
	PostingSource *clone() const override
	{
		return new listed_source(r, lists);
	}
	/* Each shard of a reader has an inside of its own, by which it is told here. */
	void init(const Xapian::Database &database) override
	{
		list = &no_docids;
		for (size_t i = 0; i < r->shards.size(); i++)
			if (database.internal == r->shards[i].database.internal)
				list = &list_of(*lists, i);
		at = 0;
		started = false;
	}

      private:
	Xapian::doccount count() const
	{
		return (Xapian::doccount)list->size();
	}

	const struct xc_reader *r;
	const docid_lists *lists;
	const std::vector<Xapian::docid> *list;
	size_t at;
	bool started;
};

bool any_remote(const struct xc_reader *r)
{
	for (const shard &s : r->shards)
		if (s.remote)
			return true;
	return false;
}

/* A term that only documents left out have is to count as unknown: a small list is looked through. */
Xapian::doccount count_term(const struct xc_reader *r, const std::string &term)
{
	Xapian::doccount all = r->all.get_termfreq(term);
	Xapian::doccount kept = 0;

	if (all == 0 || all > r->left_out_count)
		return all;
	for (size_t i = 0; i < r->shards.size(); i++) {
		const Xapian::Database &db = r->shards[i].database;
		Xapian::PostingIterator p = db.postlist_begin(term);

		for (; p != db.postlist_end(term); ++p)
			kept += !is_left_out(r, i, *p);
	}
	return kept;
}

/* The first document of a term that is not left out: 1 with *docid, or 0. */
int find_kept(const struct xc_reader *r, struct str term, uint32_t *docid)
{
	uint32_t shards = (uint32_t)r->shards.size();
	std::string name;

	*docid = 0;
	if (!xc_term_fits(term))
		return 0;
	name = text_of(term);
	for (uint32_t i = 0; i < shards; i++) {
		const Xapian::Database &db = r->shards[i].database;
		Xapian::PostingIterator p = db.postlist_begin(name);

		while (p != db.postlist_end(name) && is_left_out(r, i, *p))
			++p;
		if (p == db.postlist_end(name))
			continue;
		uint32_t global = (*p - 1) * shards + i + 1;
		if (*docid == 0 || global < *docid)
			*docid = global;
	}
	return *docid > 0;
}

template <typename F>
int guard_reader(struct xc_reader *r, struct error *err, F f) noexcept
{
	return guard(err, r->name.c_str(), f);
}

/* For the questions that have no error to answer: 0 when there is one. */
template <typename F>
void ask_reader(struct xc_reader *r, F f) noexcept
{
	struct error ignored;

	guard_reader(r, &ignored, [&] {
		f();
		return 0;
	});
}

/* The document's number in its own shard; see the mapping in the header. */
const shard &shard_of(const struct xc_reader *r, uint32_t docid, uint32_t *local)
{
	uint32_t n = (uint32_t)r->shards.size();

	*local = (docid - 1) / n + 1;
	return r->shards[(docid - 1) % n];
}

bool posting_has(const Xapian::Database &db, const std::string &term, uint32_t docid)
{
	Xapian::PostingIterator i = db.postlist_begin(term);
	Xapian::PostingIterator end = db.postlist_end(term);

	if (i == end)
		return false;
	i.skip_to(docid);
	return i != end && *i == docid;
}

/*
 * A server sends a posting list whole, or a document's terms whole, which are fewer; but
 * it may have no term lists, or no such document, and then answers -1.
 */
int termlist_has(const Xapian::Database &db, const std::string &term,
		 uint32_t docid) noexcept
{
	struct error ignored;

	return guard(&ignored, "", [&] {
		Xapian::TermIterator i = db.termlist_begin(docid);
		Xapian::TermIterator end = db.termlist_end(docid);

		i.skip_to(term);
		return i != end && *i == term ? 1 : 0;
	});
}

/* ---- databases to write ---- */

/* Shows libxapian its flush threshold, which it reads from the environment only. */
class threshold
{
      public:
	explicit threshold(unsigned documents) : set(documents > 0), had(false)
	{
		const char *old = getenv(name);

		if (!set)
			return;
		had = old != NULL;
		if (had)
			before = old;
		setenv(name, std::to_string(documents).c_str(), 1);
	}
	~threshold()
	{
		if (set && had)
			setenv(name, before.c_str(), 1);
		else if (set)
			unsetenv(name);
	}
	threshold(const threshold &) = delete;
	threshold &operator=(const threshold &) = delete;

      private:
	static constexpr const char *name = "XAPIAN_FLUSH_THRESHOLD";
	bool set, had;
	std::string before;
};

/* The flags that do to the target what was asked, or -1. */
int writing_flags(const struct target &t, enum xc_create create, const std::string &path,
		  struct error *err)
{
	if (create == XC_OPEN && t.kind != TARGET_DATABASE)
		return not_found(err, path, t);
	if (create == XC_CREATE && t.kind == TARGET_DATABASE)
		return error_set(err, ERROR_FAILED,
				 _("there is an index at '%s' already"), path.c_str());
	switch (t.kind) {
	case TARGET_DATABASE:
		return Xapian::DB_OPEN;
	case TARGET_UNFINISHED:
		return Xapian::DB_CREATE_OR_OVERWRITE;
	default:
		return Xapian::DB_CREATE;
	}
}

int open_to_write(struct xc_writer *w, const struct xc_writer_options *options,
		  struct error *err)
{
	struct target t;
	int flags;

	if (locate(w->path, &t, err) < 0)
		return -1;
	flags = writing_flags(t, options->create, w->path, err);
	if (flags < 0)
		return -1;
	if (options->once)
		flags |= Xapian::DB_NO_TERMLIST | Xapian::DB_NO_SYNC;
	threshold shown(options->flush_threshold);
	w->database = Xapian::WritableDatabase(t.path, flags);
	w->database.begin_transaction();
	return 0;
}

/*
 * Shuts a writer whose batch libxapian has lost. A commit that fails has left the
 * transaction and closing would commit what is left; a new transaction prevents that.
 */
void shut(struct xc_writer *w, const struct error *err) noexcept
{
	struct error ignored;

	w->shut = true;
	w->failure = *err;
	guard(&ignored, w->path.c_str(), [&] {
		w->database.begin_transaction(false);
		return 0;
	});
	guard(&ignored, w->path.c_str(), [&] {
		w->database.close();
		return 0;
	});
}

/* Answers what f() answers; when it throws, the writer is shut. */
template <typename F>
int guard_writer(struct xc_writer *w, struct error *err, F f) noexcept
{
	bool threw = true;
	int rc;

	if (w->shut) {
		*err = w->failure;
		return -1;
	}
	rc = guard(err, w->path.c_str(), [&] {
		int answer = f();

		threw = false;
		return answer;
	});
	if (threw)
		shut(w, err);
	return rc;
}

/*
 * libxapian 1.4 writes values to their table in a destructor, where an exception, say of
 * a full disk, ends the program. outlive() leaves by a jump instead: what the frames in
 * between held is leaked, and the database is fit for nothing but to be shut.
 */
thread_local struct {
	jmp_buf way_out;
	const char *place;
	struct error why;
} giving_up;

[[noreturn]] void give_up()
{
	if (std::current_exception() == nullptr)
		abort();
	explain(&giving_up.why, giving_up.place);
	longjmp(giving_up.way_out, 1);
}

/* Runs f(); false, with giving_up.why filled in, when libxapian would end the program. */
template <typename F>
bool outlive(const char *place, F f)
{
	std::terminate_handler before = std::set_terminate(give_up);

	giving_up.place = place;
	if (setjmp(giving_up.way_out) != 0) {
		std::set_terminate(before);
		return false;
	}
	try {
		f();
	} catch (...) {
		std::set_terminate(before);
		throw;
	}
	std::set_terminate(before);
	return true;
}

/*
 * A document's terms are stored as one item, which libxapian bounds. Only a document with
 * very many terms is worth adding up.
 */
bool terms_fit(const Xapian::Document &document)
{
	size_t bytes = 0;

	if (document.termlist_count() < XC_DATA_MAX / (XC_TERM_MAX + 8))
		return true;
	for (Xapian::TermIterator i = document.termlist_begin();
	     i != document.termlist_end(); ++i)
		bytes += (*i).size() + 8;
	return bytes <= XC_DATA_MAX;
}

/* ---- queries ---- */

struct xc_query *query_new(const Xapian::Query &query, unsigned depth)
{
	struct xc_query *q = new xc_query();

	q->query = query;
	q->depth = depth;
	q->shape = xc_query::OTHER;
	return q;
}

/* Answers the query that f() makes, or NULL. */
template <typename F>
struct xc_query *guard_query(struct error *err, F f) noexcept
{
	struct xc_query *q = NULL;

	guard(err, _("the question"), [&] {
		q = f();
		return 0;
	});
	return q;
}

unsigned depth_of(struct xc_query *const *parts, size_t count)
{
	unsigned depth = 0;

	for (size_t i = 0; i < count; i++)
		if (parts[i]->depth > depth)
			depth = parts[i]->depth;
	return depth + 1;
}

struct xc_query *too_deep(struct error *err)
{
	error_set(err, ERROR_USAGE,
		  _("the question has too many parts within parts: %d levels at most"),
		  XC_DEPTH_MAX);
	return NULL;
}

/* In the order of enum xc_op. */
const Xapian::Query::op operators[] = {
	Xapian::Query::OP_AND,	     Xapian::Query::OP_OR,     Xapian::Query::OP_AND_NOT,
	Xapian::Query::OP_AND_MAYBE, Xapian::Query::OP_FILTER, Xapian::Query::OP_SYNONYM,
};

static_assert(sizeof(operators) / sizeof(operators[0]) == XC_SYNONYM + 1,
	      "each xc_op has its operator");

/* libxapian takes a range open at both ends for all documents; the least value is a NUL. */
Xapian::Query range(uint32_t slot, const std::string &low, const std::string &high)
{
	if (!high.empty() && !low.empty())
		return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, low, high);
	if (!high.empty())
		return Xapian::Query(Xapian::Query::OP_VALUE_LE, slot, high);
	if (!low.empty())
		return Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, low);
	return Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, std::string(1, '\0'));
}

bool has_and(const Xapian::Query &query)
{
	if (query.get_type() == Xapian::Query::OP_AND ||
	    query.get_type() == Xapian::Query::OP_FILTER)
		return true;
	for (size_t i = 0; i < query.get_num_subqueries(); i++)
		if (has_and(query.get_subquery(i)))
			return true;
	return false;
}

/*
 * The same documents, weights aside, without any AND: b AND c are those of b that are not among those
 * without c. Where documents are left out libxapian 1.4 compares weights with a memory of its own that
 * it has never filled in, and may pass over those that an AND finds.
 */
Xapian::Query without_and(const Xapian::Query &query)
{
	std::vector<Xapian::Query> parts;
	std::vector<Xapian::Query> lack;

	if (!has_and(query))
		return query;
	for (size_t i = 0; i < query.get_num_subqueries(); i++)
		parts.push_back(without_and(query.get_subquery(i)));
	switch (query.get_type()) {
	case Xapian::Query::OP_AND:
	case Xapian::Query::OP_FILTER:
		for (size_t i = 1; i < parts.size(); i++)
			lack.push_back(Xapian::Query(Xapian::Query::OP_AND_NOT,
						     Xapian::Query::MatchAll, parts[i]));
		return Xapian::Query(
			Xapian::Query::OP_AND_NOT, parts[0],
			Xapian::Query(Xapian::Query::OP_OR, lack.begin(), lack.end()));
	case Xapian::Query::OP_AND_MAYBE:
	case Xapian::Query::OP_SCALE_WEIGHT:
		return parts[0];
	case Xapian::Query::OP_AND_NOT:
		return Xapian::Query(Xapian::Query::OP_AND_NOT, parts.begin(),
				     parts.end());
	default: /* OR, synonyms */
		return Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end());
	}
}

/* ---- hits ---- */

Xapian::BM25Weight weighting_of(const struct xc_search *search)
{
	return Xapian::BM25Weight(search->k1, 0, search->k3, search->b,
				  search->min_length);
}

void set_order(Xapian::Enquire *enquire, const struct xc_search *search)
{
	switch (search->order) {
	case XC_BY_RELEVANCE:
		enquire->set_sort_by_relevance();
		break;
	case XC_BY_VALUE_DESCENDING:
		enquire->set_sort_by_value_then_relevance(search->sort_slot, true);
		break;
	case XC_BY_VALUE_ASCENDING:
		enquire->set_sort_by_value_then_relevance(search->sort_slot, false);
		break;
	}
}

void take_hits(const Xapian::MSet &found, struct xc_hits *hits)
{
	if (found.size() > 0) {
		hits->hits = (struct xc_hit *)calloc(found.size(), sizeof(struct xc_hit));
		if (hits->hits == NULL)
			throw std::bad_alloc();
	}
	for (Xapian::MSetIterator i = found.begin(); i != found.end(); ++i) {
		struct xc_hit *hit = &hits->hits[hits->count++];

		hit->docid = *i;
		hit->weight = i.get_weight();
	}
	hits->lower = found.get_matches_lower_bound();
	hits->estimated = found.get_matches_estimated();
	hits->upper = found.get_matches_upper_bound();
	hits->max_possible = found.get_max_possible();
}

/* A server does not know what is left out here: then hits are sifted when they have come. */
bool sifted_here(const struct xc_reader *r)
{
	return r->left_out_count > 0 && any_remote(r);
}

Xapian::Query kept_only(const struct xc_reader *r, const Xapian::Query &query,
			listed_source *left_out)
{
	if (r->left_out_count == 0 || sifted_here(r))
		return query;
	return Xapian::Query(Xapian::Query::OP_AND_NOT, query, Xapian::Query(left_out));
}

void sift_hits(const struct xc_reader *r, const struct xc_search *search,
	       Xapian::Enquire *enquire, struct xc_hits *hits)
{
	uint32_t shards = (uint32_t)r->shards.size();
	uint32_t wanted = search->first + search->limit;
	size_t seen = 0;
	size_t kept = 0;

	take_hits(
		enquire->get_mset(0, wanted + r->left_out_count, search->check_at_least),
		hits);
	for (size_t i = 0; i < hits->count; i++) {
		uint32_t n = hits->hits[i].docid - 1;

		if (is_left_out(r, n % shards, n / shards + 1)) {
			hits->lower -= hits->lower > 0;
			hits->estimated -= hits->estimated > 0;
			hits->upper -= hits->upper > 0;
		} else if (seen++ >= search->first && kept < search->limit) {
			hits->hits[kept++] = hits->hits[i];
		}
	}
	hits->count = kept;
}

/* ---- ranking ---- */

/* Those of our ranking, as libxapian takes them. */
class ranked_source : public Xapian::PostingSource
{
      public:
	ranked_source(const struct xc_reader *reader, struct ranking *ranking)
	    : r(reader), q(ranking), at(NULL)
	{
	}
	~ranked_source() override
	{
		ranker_free(at);
	}
	Xapian::doccount get_termfreq_min() const override
	{
		return at->fewest;
	}
	Xapian::doccount get_termfreq_est() const override
	{
		return at->guess;
	}
	Xapian::doccount get_termfreq_max() const override
	{
		return at->greatest;
	}
	Xapian::docid get_docid() const override
	{
		return (Xapian::docid)at->docid;
	}
	double get_weight() const override
	{
		return at->weight;
	}
	bool at_end() const override
	{
		return at->docid == CURSOR_END;
	}
	void next(double wanted) override
	{
		go_to(at->docid + 1, wanted);
	}
	void skip_to(Xapian::docid docid, double wanted) override
	{
		go_to(docid, wanted);
	}
	/* To a definite place; the weight wanted of this document says nothing of the next one. */
	bool check(Xapian::docid docid, double) override
	{
		go_to(docid, 0);
		return true;
	}
	PostingSource *clone() const override
	{
		return new ranked_source(r, q);
	}
	/* Each shard of a reader has an inside of its own, by which it is told here. */
	void init(const Xapian::Database &database) override
	{
		size_t i = 0;

		while (database.internal != r->shards.at(i).database.internal)
			i++;
		ranker_free(at);
		at = ranker_new(q, i);
		set_maxweight(at->most);
	}

      private:
	void go_to(uint64_t docid, double wanted)
	{
		if (!ranker_next(at, docid, wanted))
			throw Xapian::DatabaseCorruptError("a posting list is damaged");
	}

	const struct xc_reader *r;
	struct ranking *q;
	struct ranker *at;
};

/* A question as libxapian is asked it: the words that weigh are sources. */
struct ranked_query {
	const struct xc_reader *r;
	std::vector<struct ranking_database> databases;
	struct ranking_options options;
	std::deque<std::unique_ptr<struct ranking, void (*)(struct ranking *)>> rankings;
	std::deque<ranked_source> sources;
	std::deque<docid_lists> lists; /* of filters */
	std::deque<listed_source> listed;
};

/* The word that a query is, however scaled, or NULL. */
const struct xc_query *word_of(const struct xc_query *q, double *factor)
{
	while (q->shape == xc_query::SCALED) {
		*factor *= q->factor;
		q = &q->parts[0];
	}
	if (q->shape == xc_query::TERM)
		return q;
	if (q->shape != xc_query::JOINED || q->op != XC_SYNONYM)
		return NULL;
	for (const struct xc_query &part : q->parts)
		if (part.shape != xc_query::TERM)
			return NULL;
	return q->parts.size() == 1 ? &q->parts[0] : q;
}

/* Words of a query, each with what multiplies its weight. */
using weighed_words = std::vector<std::pair<const struct xc_query *, double>>;

/* The words of a query that is nothing but words joined so; false when there is something else. */
bool split(const struct xc_query *q, enum xc_op op, double factor, weighed_words *out)
{
	const struct xc_query *word = word_of(q, &factor);

	if (word != NULL) {
		out->emplace_back(word, factor);
		return true;
	}
	while (q->shape == xc_query::SCALED)
		q = &q->parts[0];
	if (q->shape != xc_query::JOINED || q->op != op)
		return false;
	for (const struct xc_query &part : q->parts)
		if (!split(&part, op, factor, out))
			return false;
	return true;
}

void add_words(struct ranking *out, const weighed_words &words, enum ranking_role role)
{
	for (const auto &w : words) {
		const struct xc_query *word = w.first;
		bool single = word->shape == xc_query::TERM;
		std::vector<struct str> terms;

		if (single)
			terms.push_back(view(word->term));
		for (const struct xc_query &part : word->parts)
			terms.push_back(view(part.term));
		ranking_add(out, terms.data(), terms.size(), single ? word->wqf : 1,
			    w.second, role);
	}
}

/* A source for words that must be there, or else for any of those that may. */
Xapian::Query rank_words(ranked_query *out, const weighed_words &musts,
			 const weighed_words &mays)
{
	struct ranking *q = ranking_new(&out->options);

	out->rankings.emplace_back(q, ranking_free);
	add_words(q, musts, RANKING_MUST);
	add_words(q, mays,
		  musts.empty() && mays.size() == 1 ? RANKING_MUST : RANKING_MAY);
	out->sources.emplace_back(out->r, q);
	return Xapian::Query(&out->sources.back());
}

/*
 * Where the weight of a term does not matter and all documents of a database have it, libxapian 1.4 goes
 * through the list of all documents instead; but if their numbers have gaps, or do not begin at 1, it knows
 * that list by the name of the term, and takes its second chunk for damage.
 */
bool is_mistaken(const struct xc_reader *r, const std::string &term)
{
	for (const shard &s : r->shards) {
		Xapian::doccount n = s.database.get_doccount();

		if (n > 0 && n != s.database.get_lastdocid() &&
		    s.database.get_termfreq(term) == n)
			return true;
	}
	return false;
}

/* A term without weight. */
Xapian::Query list_term(ranked_query *out, const std::string &term)
{
	struct str name = view(term);
	struct ranking *q;

	if (!is_mistaken(out->r, term))
		return Xapian::Query(term);
	q = ranking_new(&out->options);
	out->rankings.emplace_back(q, ranking_free);
	ranking_add(q, &name, 1, 1, 0, RANKING_MUST);
	out->sources.emplace_back(out->r, q);
	return Xapian::Query(&out->sources.back());
}

/* The same documents. */
Xapian::Query unweighted(ranked_query *out, const Xapian::Query &query)
{
	std::vector<Xapian::Query> parts;

	if (query.get_type() == Xapian::Query::LEAF_TERM)
		return list_term(out, *query.get_terms_begin());
	for (size_t i = 0; i < query.get_num_subqueries(); i++)
		parts.push_back(unweighted(out, query.get_subquery(i)));
	switch (query.get_type()) {
	case Xapian::Query::OP_AND:
	case Xapian::Query::OP_OR:
	case Xapian::Query::OP_AND_NOT:
	case Xapian::Query::OP_FILTER:
		return Xapian::Query(query.get_type(), parts.begin(), parts.end());
	case Xapian::Query::OP_SYNONYM:
		return Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end());
	case Xapian::Query::OP_AND_MAYBE:
	case Xapian::Query::OP_SCALE_WEIGHT:
		return parts[0];
	default:
		return query;
	}
}

/* About how many postings it takes to list all that match; UINT64_MAX where there are no postings. */
uint64_t count_postings(const struct xc_reader *r, const Xapian::Query &query)
{
	uint64_t n = 0;

	if (query.get_type() == Xapian::Query::LEAF_TERM)
		return r->all.get_termfreq(*query.get_terms_begin());
	if (query.get_num_subqueries() == 0)
		return UINT64_MAX;
	for (size_t i = 0; i < query.get_num_subqueries(); i++) {
		uint64_t part = count_postings(r, query.get_subquery(i));

		n = part < UINT64_MAX - n ? n + part : UINT64_MAX;
	}
	return n;
}

std::vector<Xapian::docid> list_matches(const struct xc_reader *r, size_t i,
					const Xapian::Query &query);

/*
 * What filters frequent words: the documents themselves, when to list them takes no more than to
 * go through the words. A filter of terms takes libxapian ten times as long as reading their postings.
 */
Xapian::Query filter(ranked_query *out, const struct xc_query *words,
		     const Xapian::Query &query)
{
	uint64_t postings = count_postings(out->r, query);

	if (postings == UINT64_MAX || postings > count_postings(out->r, words->query))
		return unweighted(out, query);
	out->lists.emplace_back();
	for (size_t i = 0; i < out->r->shards.size(); i++)
		out->lists.back().push_back(list_matches(out->r, i, query));
	out->listed.emplace_back(out->r, &out->lists.back());
	return Xapian::Query(&out->listed.back());
}

Xapian::Query rank(ranked_query *out, const struct xc_query *q, double factor);

/* Where parts are alike, those that are words come together. */
Xapian::Query rank_parts(ranked_query *out, const struct xc_query *q, double factor)
{
	weighed_words words;
	std::vector<Xapian::Query> parts;

	for (const struct xc_query &part : q->parts) {
		double scaled = factor;
		const struct xc_query *word = word_of(&part, &scaled);

		if (word != NULL)
			words.emplace_back(word, scaled);
		else
			parts.push_back(rank(out, &part, factor));
	}
	if (!words.empty() && q->op == XC_AND)
		parts.push_back(rank_words(out, words, {}));
	else if (!words.empty())
		parts.push_back(rank_words(out, {}, words));
	if (parts.size() == 1)
		return parts[0];
	return Xapian::Query(operators[q->op], parts.begin(), parts.end());
}

/* What all parts but the first may add, when all are words. */
bool rank_wishes(ranked_query *out, const struct xc_query *q, double factor,
		 Xapian::Query *query)
{
	weighed_words musts;
	weighed_words mays;

	if (!split(&q->parts[0], XC_AND, factor, &musts) || musts.empty())
		return false;
	for (size_t i = 1; i < q->parts.size(); i++)
		if (!split(&q->parts[i], XC_OR, factor, &mays))
			return false;
	*query = rank_words(out, musts, mays);
	return true;
}

/* The first part weighs; others only where they are wishes. */
Xapian::Query rank_first(ranked_query *out, const struct xc_query *q, double factor)
{
	std::vector<Xapian::Query> parts;
	Xapian::Query query;

	if (q->op == XC_AND_MAYBE && rank_wishes(out, q, factor, &query))
		return query;
	for (const struct xc_query &part : q->parts)
		parts.push_back(parts.empty() || q->op == XC_AND_MAYBE
					? rank(out, &part, factor)
					: filter(out, &q->parts[0], part.query));
	return Xapian::Query(operators[q->op], parts.begin(), parts.end());
}

Xapian::Query rank(ranked_query *out, const struct xc_query *q, double factor)
{
	double scaled = factor;
	const struct xc_query *word = word_of(q, &scaled);

	if (word != NULL)
		return rank_words(out, {{word, scaled}}, {});
	if (q->shape == xc_query::SCALED)
		return rank(out, &q->parts[0], factor * q->factor);
	if (q->shape == xc_query::JOINED && (q->op == XC_AND || q->op == XC_OR))
		return rank_parts(out, q, factor);
	if (q->shape == xc_query::JOINED && q->op != XC_SYNONYM)
		return rank_first(out, q, factor);
	if (factor == 0)
		return 0 * unweighted(out, q->query);
	return factor == 1 ? q->query : factor * q->query;
}

/* Whether the lists of all databases can be read here. */
bool is_readable(const struct xc_reader *r)
{
	for (const shard &s : r->shards)
		if (s.postings == NULL && (s.remote || s.database.get_doccount() > 0))
			return false;
	return true;
}

void start(const struct xc_reader *r, ranked_query *out)
{
	out->r = r;
	for (size_t i = 0; i < r->shards.size(); i++) {
		const Xapian::Database &db = r->shards[i].database;
		const std::vector<Xapian::docid> &left_out = list_of(r->left_out, i);

		out->databases.push_back({r->shards[i].postings.get(), db.get_doccount(),
					  db.get_lastdocid(), left_out.data(),
					  left_out.size()});
	}
	out->options = {};
	out->options.databases = out->databases.data();
	out->options.databases_count = out->databases.size();
}

Xapian::Query ranked(const struct xc_reader *r, const struct xc_search *search,
		     ranked_query *out)
{
	if (!is_readable(r))
		return search->query->query;
	start(r, out);
	out->options.k1 = search->k1;
	out->options.k3 = search->k3;
	out->options.b = search->b;
	out->options.least_norm = search->min_length;
	out->options.average_length = r->all.get_avlength();
	out->options.least_length = r->all.get_doclength_lower_bound();
	return rank(out, search->query, 1);
}

/* The query without weights, for a reader or for one of its shards. */
Xapian::Query listed(const struct xc_reader *r, const Xapian::Query &query,
		     ranked_query *out)
{
	if (!is_readable(r))
		return query;
	start(r, out);
	return unweighted(out, query);
}

/* The question without documents left out. */
Xapian::Query query_of(const struct xc_reader *r, const struct xc_search *search,
		       listed_source *left_out, ranked_query *out)
{
	Xapian::Query query = ranked(r, search, out);

	/* Where parts match nothing, libxapian leaves one source, which need not be the last. */
	if (query.get_type() != Xapian::Query::LEAF_POSTING_SOURCE ||
	    out->rankings.size() > 1)
		return kept_only(r, query, left_out);
	ranking_make_whole(out->rankings.back().get());
	return query;
}

/* Where the whole question was ranked here, it may be known how many match. */
void count_ranked(const ranked_query &q, struct xc_hits *hits)
{
	uint32_t count;

	if (!q.rankings.empty() && ranking_count(q.rankings.back().get(), &count))
		hits->lower = hits->estimated = hits->upper = count;
}

/* ---- some documents ---- */

/* Those of some documents that match and what they weigh, by number. */
using listed_hits = std::vector<std::pair<Xapian::docid, double>>;

listed_hits match_listed(const struct xc_reader *r, const Xapian::Query &query,
			 const Xapian::Weight &weight, const uint32_t *docids,
			 size_t count)
{
	uint32_t shards = (uint32_t)r->shards.size();
	Xapian::Enquire enquire(r->all);
	docid_lists lists(shards);
	listed_hits found;
	Xapian::MSet hits;

	for (size_t i = 0; i < count; i++)
		lists[(docids[i] - 1) % shards].push_back((docids[i] - 1) / shards + 1);
	for (std::vector<Xapian::docid> &list : lists)
		std::sort(list.begin(), list.end());
	listed_source listed(r, &lists);
	enquire.set_query(
		Xapian::Query(Xapian::Query::OP_FILTER, query, Xapian::Query(&listed)));
	enquire.set_weighting_scheme(weight);
	hits = enquire.get_mset(0, (Xapian::doccount)count);
	for (Xapian::MSetIterator i = hits.begin(); i != hits.end(); ++i)
		found.emplace_back(*i, i.get_weight());
	std::sort(found.begin(), found.end());
	return found;
}

listed_hits::const_iterator hit_of(const listed_hits &hits, Xapian::docid docid)
{
	listed_hits::const_iterator i =
		std::lower_bound(hits.begin(), hits.end(), std::make_pair(docid, 0.0));

	return i != hits.end() && i->first == docid ? i : hits.end();
}

/* ---- all that match ---- */

/* Documents of one database, a bit each. */
class docid_set
{
      public:
	docid_set(Xapian::docid first, Xapian::docid last)
	    : base(first), words((last - first) / 64 + 1)
	{
	}
	/* An empty one for the same documents. */
	docid_set another() const
	{
		docid_set s(*this);

		std::fill(s.words.begin(), s.words.end(), 0);
		return s;
	}
	void add(Xapian::docid d)
	{
		size_t i = (d - base) / 64;

		if (i >= words.size())
			throw Xapian::DatabaseCorruptError(
				"a document's number is out of bounds");
		words[i] |= bit(d);
	}
	void remove(Xapian::docid d)
	{
		size_t i = (d - base) / 64;

		if (i < words.size())
			words[i] &= ~bit(d);
	}
	void join(const docid_set &other)
	{
		for (size_t i = 0; i < words.size(); i++)
			words[i] |= other.words[i];
	}
	void keep(const docid_set &other)
	{
		for (size_t i = 0; i < words.size(); i++)
			words[i] &= other.words[i];
	}
	void drop(const docid_set &other)
	{
		for (size_t i = 0; i < words.size(); i++)
			words[i] &= ~other.words[i];
	}
	size_t count() const
	{
		size_t n = 0;

		for (uint64_t word : words)
			n += (size_t)__builtin_popcountll(word);
		return n;
	}
	/* Writes `step` times each number, `offset` added, and answers what is behind them. */
	uint32_t *list(uint32_t *out, uint32_t step, uint32_t offset) const
	{
		for (size_t i = 0; i < words.size(); i++)
			for (uint64_t left = words[i]; left != 0; left &= left - 1)
				*out++ = (base + (uint32_t)i * 64 +
					  (uint32_t)__builtin_ctzll(left) - 1) *
						 step +
					 offset;
		return out;
	}

      private:
	uint64_t bit(Xapian::docid d) const
	{
		return (uint64_t)1 << (d - base) % 64;
	}

	Xapian::docid base;
	std::vector<uint64_t> words;
};

/* Takes what libxapian finds, for a fraction of what an MSet of it takes. */
class set_spy : public Xapian::MatchSpy
{
      public:
	explicit set_spy(docid_set *to) : set(to)
	{
	}
	void operator()(const Xapian::Document &document, double) override
	{
		set->add(document.get_docid());
	}

      private:
	docid_set *set;
};

void add_matches(const struct xc_reader *r, const shard &s, const Xapian::Query &query,
		 docid_set *out)
{
	set_spy spy(out);
	ranked_query asked;
	Xapian::Enquire enquire(s.database);

	enquire.set_query(listed(r, query, &asked));
	enquire.set_weighting_scheme(Xapian::BoolWeight());
	enquire.add_matchspy(&spy);
	enquire.get_mset(0, 0, s.database.get_doccount());
}

/* A server knows no spies of ours. */
void add_remote_matches(const Xapian::Database &db, const Xapian::Query &query,
			docid_set *out)
{
	Xapian::Enquire enquire(db);
	Xapian::MSet found;

	enquire.set_query(query);
	enquire.set_weighting_scheme(Xapian::BoolWeight());
	found = enquire.get_mset(0, db.get_doccount());
	for (Xapian::MSetIterator i = found.begin(); i != found.end(); ++i)
		out->add(*i);
}

void add_postings(const shard &s, const std::string &term, docid_set *out)
{
	struct str name = view(term);
	const uint32_t *docids;
	const uint32_t *numbers;
	struct cursor c;
	size_t n;

	if (s.postings == NULL) {
		Xapian::PostingIterator i = s.database.postlist_begin(term);

		for (; i != s.database.postlist_end(term); ++i)
			out->add(*i);
		return;
	}
	cursor_open(&c, s.postings.get(), &name, 1, 0);
	std::unique_ptr<struct cursor, void (*)(struct cursor *)> held(&c,
								       cursor_release);
	while ((n = cursor_take(&c, CURSOR_END, &docids, &numbers)) > 0)
		for (size_t i = 0; i < n; i++)
			out->add(docids[i]);
	if (c.damaged)
		throw Xapian::DatabaseCorruptError("a posting list is damaged");
}

/* About how many documents match, none where only matching could tell. */
Xapian::doccount guess(const Xapian::Database &db, const Xapian::Query &query)
{
	Xapian::doccount n = 0;

	switch (query.get_type()) {
	case Xapian::Query::LEAF_TERM:
		return db.get_termfreq(*query.get_terms_begin());
	case Xapian::Query::LEAF_MATCH_ALL:
		return db.get_doccount();
	case Xapian::Query::OP_OR:
	case Xapian::Query::OP_SYNONYM:
		for (size_t i = 0; i < query.get_num_subqueries(); i++)
			n += guess(db, query.get_subquery(i));
		return n;
	case Xapian::Query::OP_SCALE_WEIGHT:
	case Xapian::Query::OP_AND_MAYBE:
	case Xapian::Query::OP_AND_NOT:
		return guess(db, query.get_subquery(0));
	default:
		return 0;
	}
}

/* Where one part has few, libxapian passes over most of what the others have. */
bool is_lopsided(const Xapian::Database &db, const Xapian::Query &query)
{
	static const uint64_t factor = 16; /* a posting read against one skipped to */
	uint64_t least = UINT64_MAX;
	uint64_t all = 0;

	for (size_t i = 0; i < query.get_num_subqueries(); i++) {
		uint64_t n = guess(db, query.get_subquery(i));

		least = std::min(least, n);
		all += n;
	}
	return all > factor * least;
}

void find_all(const struct xc_reader *r, const shard &s, const Xapian::Query &query,
	      docid_set *out);

/* The first part's documents, those of the others kept or dropped. */
void find_joined(const struct xc_reader *r, const shard &s, const Xapian::Query &query,
		 docid_set *out)
{
	bool dropped = query.get_type() == Xapian::Query::OP_AND_NOT;
	docid_set found = out->another();

	find_all(r, s, query.get_subquery(0), &found);
	for (size_t i = 1; i < query.get_num_subqueries(); i++) {
		docid_set part = out->another();

		find_all(r, s, query.get_subquery(i), &part);
		if (dropped)
			found.drop(part);
		else
			found.keep(part);
	}
	out->join(found);
}

/*
 * Without weights a question is an expression over sets. Reading a posting takes 10 ns, a match of
 * libxapian's 35 and more; it is asked where it is faster, and for what are no terms.
 */
void find_all(const struct xc_reader *r, const shard &s, const Xapian::Query &query,
	      docid_set *out)
{
	switch (query.get_type()) {
	case Xapian::Query::LEAF_MATCH_NOTHING:
		return;
	case Xapian::Query::LEAF_TERM:
		return add_postings(s, *query.get_terms_begin(), out);
	case Xapian::Query::LEAF_MATCH_ALL:
		return add_postings(s, std::string(), out);
	case Xapian::Query::OP_SCALE_WEIGHT:
	case Xapian::Query::OP_AND_MAYBE:
		return find_all(r, s, query.get_subquery(0), out);
	case Xapian::Query::OP_OR:
	case Xapian::Query::OP_SYNONYM:
		for (size_t i = 0; i < query.get_num_subqueries(); i++)
			find_all(r, s, query.get_subquery(i), out);
		return;
	case Xapian::Query::OP_AND:
	case Xapian::Query::OP_FILTER:
	case Xapian::Query::OP_AND_NOT:
		if (is_lopsided(s.database, query))
			break;
		return find_joined(r, s, query, out);
	default:
		break;
	}
	add_matches(r, s, query, out);
}

docid_set find_in_shard(const struct xc_reader *r, size_t i, const Xapian::Query &query)
{
	const Xapian::Database &db = r->shards[i].database;
	Xapian::docid first = 1;

	if (!r->shards[i].remote && db.get_doccount() > 0)
		first = *db.postlist_begin(std::string());
	docid_set found(first, std::max(first, db.get_lastdocid()));
	if (r->shards[i].remote)
		add_remote_matches(db, query, &found);
	else
		find_all(r, r->shards[i], query, &found);
	for (Xapian::docid gone : list_of(r->left_out, i))
		found.remove(gone);
	return found;
}

std::vector<Xapian::docid> list_matches(const struct xc_reader *r, size_t i,
					const Xapian::Query &query)
{
	docid_set found = find_in_shard(r, i, query);
	std::vector<Xapian::docid> list(found.count());

	found.list(list.data(), 1, 1);
	return list;
}

/* ---- whole databases ---- */

/*
 * Has C code decide on metadata keys that several databases have. What it refuses is told when the
 * compaction has ended: libxapian loses memory of one that is left by an exception.
 */
class resolver : public Xapian::Compactor
{
      public:
	resolver(xc_resolve *c, void *c_context, struct error *c_err)
	    : refused(false), resolve(c), context(c_context), err(c_err)
	{
	}
	std::string resolve_duplicate_metadata(const std::string &key, size_t count,
					       const std::string values[]) override
	{
		/* libxapian 1.4 says the key as it stands in the table, behind a mark of its own. */
		static const std::string mark("\0\xC0", 2);
		bool marked = key.compare(0, mark.size(), mark) == 0;
		std::string name = marked ? key.substr(mark.size()) : key;
		std::vector<struct str> views;
		struct buf out = {};
		std::string value;
		int rc;

		for (size_t i = 0; i < count; i++)
			views.push_back(view(values[i]));
		rc = refused ? -1
			     : resolve(context, view(name), views.data(), count, &out,
				       err);
		if (rc == 0 && out.n > 0)
			value.assign(out.p, out.n);
		buf_release(&out);
		refused = rc < 0;
		return refused ? values[0] : value;
	}

	bool refused; /* *err tells why */

      private:
	xc_resolve *resolve;
	void *context;
	struct error *err;
};

/* Removes a directory and the files in it. */
void remove_flat(const char *path)
{
	DIR *directory = opendir(path);
	struct dirent *entry;

	if (directory == NULL)
		return;
	while ((entry = readdir(directory)) != NULL)
		unlinkat(dirfd(directory), entry->d_name, 0);
	closedir(directory);
	rmdir(path);
}

bool ends_with(const std::string &s, const char *end)
{
	size_t n = strlen(end);

	return s.size() >= n && s.compare(s.size() - n, n, end) == 0;
}

/* Lines of libxapian's report that tell of its progress, not of a fault. */
bool is_progress(const std::string &line)
{
	return line.empty() || line == "Not present." ||
	       line == "Lazily created, and not yet used." ||
	       ends_with(line, "table structure checked OK") ||
	       ends_with(line, "checking readability") ||
	       ends_with(line, "skipping that check");
}

/* The first faults of the report, each after the name of its table. */
std::string faults(const std::string &report)
{
	std::istringstream in(report);
	std::string line;
	std::string table;
	std::string found;
	unsigned n = 0;

	while (n < CHECK_LINES && std::getline(in, line)) {
		if (line.size() > 1 && line.back() == ':' &&
		    line.find(' ') == std::string::npos) {
			table = line + ' ';
		} else if (!is_progress(line)) {
			found += (n++ ? "; " : "") + table + line;
		}
	}
	return found;
}

/* Checks each table: 0 when they are sound, else -1. What is thrown here is damage too. */
int check_tables(const char *place, const std::string &path, struct error *err) noexcept
{
	std::ostringstream report;
	struct error thrown = {};
	size_t count = 0;
	int rc;

	rc = guard(&thrown, place, [&] {
		count = Xapian::Database::check(path, 0, &report);
		return 0;
	});
	if (rc == 0 && count == 0)
		return 0;
	return guard(err, place, [&] {
		std::string why = faults(report.str());

		if (why.empty() && thrown.code == ERROR_DAMAGED) {
			*err = thrown;
			return -1;
		}
		return unsound(err, place, why.empty() ? thrown.text : why.c_str());
	});
}

/* Blocks that a writer replaces during the check look like damage: then it is done again. */
int check_here(const char *place, const std::string &path, struct error *err) noexcept
{
	for (int i = 0; i < OPEN_ATTEMPTS; i++) {
		Xapian::Database database;
		Xapian::rev before = 0;
		struct error ignored;
		int rc;

		rc = guard(err, place, [&] {
			if (open_directory(place, &database, err) < 0)
				return -1;
			before = database.get_revision();
			return 0;
		});
		if (rc < 0)
			return -1;
		if (check_tables(place, path, err) == 0)
			return 0;
		rc = guard(&ignored, place, [&] {
			database.reopen();
			return database.get_revision() != before;
		});
		if (rc <= 0)
			return -1;
	}
	return error_set(err, ERROR_CHANGED,
			 _("the index '%s' changed while it was checked; check it again "
			   "when nothing writes to it"),
			 place);
}

/* What the child process of xc_check() sends to its parent. */
struct verdict {
	int rc;
	struct error err;
};

/* Breaking down leaves neither a core file nor a message, which would be libxapian's. */
void check_in_child(int to, const char *place, const std::string &path) noexcept
{
	static const struct rlimit none = {0, 0};
	int nowhere = open("/dev/null", O_WRONLY);
	struct verdict v = {};
	const char *p = (const char *)&v;
	size_t left = sizeof(v);
	ssize_t n;

	setrlimit(RLIMIT_CORE, &none);
	dup2(nowhere, STDERR_FILENO);
	v.rc = check_here(place, path, &v.err);
	while (left > 0 && (n = write(to, p, left)) != 0) {
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0) {
			p += n;
			left -= (size_t)n;
		}
	}
	_exit(0);
}

/* Reads the verdict whole; false when the child died before it was done. */
bool read_verdict(int from, struct verdict *v)
{
	char *p = (char *)v;
	size_t left = sizeof(*v);

	while (left > 0) {
		ssize_t n = read(from, p, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
		left -= (size_t)n;
	}
	return true;
}

int check_apart(const char *place, const std::string &path, struct error *err)
{
	struct verdict v;
	int ends[2];
	bool told;
	pid_t child;

	if (pipe(ends) < 0)
		return error_set(err, ERROR_FAILED, _("cannot check '%s': %s"), place,
				 strerror(errno));
	fflush(NULL); /* or the child's exit might write it again */
	child = fork();
	if (child == 0)
		check_in_child(ends[1], place, path);
	close(ends[1]);
	told = child > 0 && read_verdict(ends[0], &v);
	close(ends[0]);
	if (child < 0)
		return error_set(err, ERROR_FAILED,
				 _("cannot check '%s': no new process"), place);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	if (!told)
		return unsound(err, place, _("libxapian breaks down while reading it"));
	if (v.rc < 0)
		*err = v.err;
	return v.rc;
}

} // namespace

#if defined(__has_feature)
#define HAS_FEATURE(name) __has_feature(name)
#else
#define HAS_FEATURE(name) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || HAS_FEATURE(address_sanitizer)
/* libxapian 1.4's check deletes an object through its base, which has no virtual destructor. */
extern "C" const char *__asan_default_options(void)
{
	return "new_delete_type_mismatch=0";
}
#endif

/* ---- the C side ---- */

const char *xc_library_version(void)
{
	return Xapian::version_string();
}

bool xc_term_fits(struct str term)
{
	size_t length = term.n;

	if (term.n < 1 || term.n > XC_TERM_MAX)
		return false;
	for (size_t i = 0; i < term.n; i++)
		length += term.p[i] == '\0';
	return length <= XC_TERM_MAX;
}

struct xc_document *xc_document_new(void)
{
	struct error ignored;
	struct xc_document *d = NULL;

	guard(&ignored, "", [&] {
		d = new xc_document();
		return 0;
	});
	return d;
}

void xc_document_free(struct xc_document *d)
{
	delete d;
}

void xc_document_clear(struct xc_document *d)
{
	struct error ignored;

	if (d == NULL)
		return;
	guard(&ignored, "", [&] {
		*d = xc_document();
		return 0;
	});
}

int xc_document_add_term(struct xc_document *d, struct str term, uint32_t wdf,
			 struct error *err)
{
	if (d == NULL)
		return error_set(err, ERROR_FAILED,
				 _("not enough memory for the document"));
	if (!xc_term_fits(term))
		return error_set(
			err, ERROR_FAILED,
			_("a term must have 1 to %d bytes (a NUL counts twice), not "
			  "%zu: '%.*s'"),
			XC_TERM_MAX, term.n, STR_ARGS(str_slice(term, 0, 60)));
	if (d->length + wdf > UINT32_MAX)
		return error_set(err, ERROR_FAILED, _("the document has too many words"));
	return guard(err, _("the document"), [&] {
		d->document.add_term(text_of(term), wdf);
		d->length += wdf;
		return 0;
	});
}

int xc_document_set_value(struct xc_document *d, uint32_t slot, struct str value,
			  struct error *err)
{
	if (d == NULL)
		return error_set(err, ERROR_FAILED,
				 _("not enough memory for the document"));
	if (slot == UINT32_MAX)
		return error_set(err, ERROR_FAILED, _("there is no value slot %u"),
				 (unsigned)slot);
	if (value.n > XC_VALUE_MAX)
		return error_set(err, ERROR_FAILED,
				 _("a value of %zu bytes is too large: %d at most"),
				 value.n, XC_VALUE_MAX);
	return guard(err, _("the document"), [&] {
		d->document.add_value(slot, text_of(value));
		return 0;
	});
}

int xc_document_set_data(struct xc_document *d, struct str data, struct error *err)
{
	if (d == NULL)
		return error_set(err, ERROR_FAILED,
				 _("not enough memory for the document"));
	if (data.n > XC_DATA_MAX)
		return error_set(err, ERROR_FAILED,
				 _("a document of %zu bytes is too large: %d at most"),
				 data.n, XC_DATA_MAX);
	return guard(err, _("the document"), [&] {
		d->document.set_data(text_of(data));
		return 0;
	});
}

/* ---- writer ---- */

struct xc_writer *xc_writer_open(const char *path,
				 const struct xc_writer_options *options,
				 struct error *err)
{
	struct xc_writer *w = NULL;
	int rc;

	rc = guard(err, path, [&] {
		w = new xc_writer();
		w->path = path;
		return open_to_write(w, options, err);
	});
	if (rc == 0)
		return w;
	xc_writer_close(w);
	return NULL;
}

void xc_writer_close(struct xc_writer *w)
{
	struct error ignored;

	if (w == NULL)
		return;
	guard(&ignored, w->path.c_str(), [&] {
		w->database.close();
		return 0;
	});
	delete w;
}

int xc_writer_replace(struct xc_writer *w, struct str id, struct xc_document *d,
		      uint32_t *docid, struct error *err)
{
	if (xc_document_add_term(d, id, 0, err) < 0)
		return -1;
	return guard_writer(w, err, [&] {
		Xapian::docid number;

		if (!terms_fit(d->document))
			return error_set(
				err, ERROR_FAILED,
				_("the document has too many different terms: %u"),
				(unsigned)d->document.termlist_count());
		number = w->database.replace_document(text_of(id), d->document);
		if (docid != NULL)
			*docid = number;
		return 0;
	});
}

int xc_writer_add(struct xc_writer *w, uint32_t docid, struct xc_document *d,
		  struct error *err)
{
	if (d == NULL)
		return error_set(err, ERROR_FAILED,
				 _("not enough memory for the document"));
	return guard_writer(w, err, [&] {
		if (docid <= w->database.get_lastdocid())
			return error_set(
				err, ERROR_FAILED,
				_("a document has the number %u in '%s' already"),
				(unsigned)docid, w->path.c_str());
		w->database.replace_document(docid, d->document);
		return 0;
	});
}

int xc_writer_remove(struct xc_writer *w, struct str id, struct error *err)
{
	return guard_writer(w, err, [&] {
		if (!xc_term_fits(id) || !w->database.term_exists(text_of(id)))
			return 0;
		w->database.delete_document(text_of(id));
		return 1;
	});
}

int xc_writer_find(struct xc_writer *w, struct str id, uint32_t *docid, struct error *err)
{
	*docid = 0;
	return guard_writer(w, err,
			    [&] { return first_posting(w->database, id, docid); });
}

int xc_writer_data(struct xc_writer *w, uint32_t docid, struct buf *out,
		   struct error *err)
{
	return guard_writer(w, err, [&] {
		return read_data(w->database, w->path.c_str(), docid, out, err);
	});
}

int xc_writer_value(struct xc_writer *w, uint32_t docid, uint32_t slot, struct buf *out,
		    struct error *err)
{
	return guard_writer(w, err, [&] {
		return read_value(w->database, w->path.c_str(), docid, slot, out, err);
	});
}

int xc_writer_set_metadata(struct xc_writer *w, struct str key, struct str value,
			   struct error *err)
{
	if (!key_fits(key))
		return error_set(
			err, ERROR_FAILED,
			_("a metadata key must have 1 to %d bytes, not %zu: '%.*s'"),
			XC_KEY_MAX, key.n, STR_ARGS(str_slice(key, 0, 60)));
	if (value.n > XC_DATA_MAX)
		return error_set(err, ERROR_FAILED,
				 _("metadata of %zu bytes is too large: %d at most"),
				 value.n, XC_DATA_MAX);
	return guard_writer(w, err, [&] {
		w->database.set_metadata(text_of(key), text_of(value));
		return 0;
	});
}

int xc_writer_metadata(struct xc_writer *w, struct str key, struct buf *out,
		       struct error *err)
{
	return guard_writer(w, err, [&] {
		if (key_fits(key))
			append(out, w->database.get_metadata(text_of(key)));
		return 0;
	});
}

int xc_writer_metadata_keys(struct xc_writer *w, struct str prefix,
			    bool (*visit)(void *context, struct str key), void *context,
			    struct error *err)
{
	std::vector<std::string> keys;
	int rc;

	rc = guard_writer(w, err, [&] {
		std::string start = text_of(prefix);
		Xapian::TermIterator i = w->database.metadata_keys_begin(start);

		for (; i != w->database.metadata_keys_end(start); ++i)
			keys.push_back(*i);
		return 0;
	});
	for (size_t i = 0; i < keys.size() && rc == 0; i++)
		if (!visit(context, view(keys[i])))
			break;
	return rc;
}

uint32_t xc_writer_count(struct xc_writer *w)
{
	struct error ignored;
	uint32_t count = 0;

	guard_writer(w, &ignored, [&] {
		count = w->database.get_doccount();
		return 0;
	});
	return count;
}

int xc_writer_commit(struct xc_writer *w, struct error *err)
{
	return guard_writer(w, err, [&] {
		if (!outlive(w->path.c_str(),
			     [&] { w->database.commit_transaction(); })) {
			*err = giving_up.why;
			shut(w, err);
			return -1;
		}
		w->database.begin_transaction();
		return 0;
	});
}

/* ---- reader ---- */

struct xc_reader *xc_reader_open(const char *const *places, size_t count,
				 struct error *err)
{
	struct xc_reader *r = NULL;
	int rc;

	if (count == 0) {
		error_set(err, ERROR_USAGE, _("no database to read is named"));
		return NULL;
	}
	rc = guard(err, places[0], [&] {
		r = new xc_reader();
		for (size_t i = 0; i < count; i++) {
			r->places.push_back(places[i]);
			r->name += (i > 0 ? ", " : "") + r->places[i];
		}
		return open_shards(r, err);
	});
	if (rc == 0)
		return r;
	xc_reader_close(r);
	return NULL;
}

void xc_reader_close(struct xc_reader *r)
{
	delete r;
}

int xc_reader_leave_out(struct xc_reader *r, size_t database, const uint32_t *docids,
			size_t count, struct error *err)
{
	return guard_reader(r, err, [&] {
		std::vector<Xapian::docid> list(docids, docids + count);

		if (r->left_out.empty())
			r->left_out.resize(r->shards.size());
		r->left_out_count += (Xapian::doccount)count -
				     (Xapian::doccount)r->left_out.at(database).size();
		r->left_out.at(database).swap(list);
		return 0;
	});
}

int xc_reader_reopen(struct xc_reader *r, struct error *err)
{
	return guard_reader(r, err, [&] { return open_shards(r, err); });
}

size_t xc_reader_databases(const struct xc_reader *r)
{
	return r->shards.size();
}

uint32_t xc_reader_count(struct xc_reader *r, size_t database)
{
	uint32_t count = 0;

	if (database < r->shards.size())
		ask_reader(r,
			   [&] { count = r->shards[database].database.get_doccount(); });
	return count;
}

uint32_t xc_reader_last_docid(struct xc_reader *r)
{
	uint32_t last = 0;

	ask_reader(r, [&] { last = r->all.get_lastdocid(); });
	return last;
}

double xc_reader_average_length(struct xc_reader *r)
{
	double length = 0;

	ask_reader(r, [&] { length = r->all.get_avlength(); });
	return length;
}

int xc_reader_term_count(struct xc_reader *r, struct str term, uint32_t *count,
			 struct error *err)
{
	*count = 0;
	return guard_reader(r, err, [&] {
		if (xc_term_fits(term))
			*count = count_term(r, text_of(term));
		return 0;
	});
}

int xc_reader_has_term(struct xc_reader *r, uint32_t docid, struct str term,
		       struct error *err)
{
	return guard_reader(r, err, [&] {
		std::string name = text_of(term);
		uint32_t local;
		int has;

		if (docid == 0 || !xc_term_fits(term))
			return 0;
		const shard &s = shard_of(r, docid, &local);
		has = s.remote ? termlist_has(s.database, name, local) : -1;
		return has >= 0 ? has : (int)posting_has(s.database, name, local);
	});
}

int xc_reader_find(struct xc_reader *r, struct str term, uint32_t *docid,
		   struct error *err)
{
	*docid = 0;
	return guard_reader(r, err, [&] { return find_kept(r, term, docid); });
}

int xc_reader_data(struct xc_reader *r, uint32_t docid, struct buf *out,
		   struct error *err)
{
	return guard_reader(r, err, [&] {
		return read_data(r->all, r->name.c_str(), docid, out, err);
	});
}

int xc_reader_value(struct xc_reader *r, uint32_t docid, uint32_t slot, struct buf *out,
		    struct error *err)
{
	return guard_reader(r, err, [&] {
		return read_value(r->all, r->name.c_str(), docid, slot, out, err);
	});
}

int xc_reader_length(struct xc_reader *r, uint32_t docid, uint32_t *length,
		     struct error *err)
{
	*length = 0;
	return guard_reader(r, err, [&] {
		if (docid == 0 || !has_document(r->all, docid))
			return no_document(err, r->name.c_str(), docid);
		*length = r->all.get_doclength(docid);
		return 0;
	});
}

int xc_reader_value_bounds(struct xc_reader *r, uint32_t slot, struct buf *low,
			   struct buf *high, struct error *err)
{
	return guard_reader(r, err, [&] {
		std::string least;
		std::string most;

		for (const shard &s : r->shards) {
			std::string bound = s.database.get_value_lower_bound(slot);

			if (s.database.get_value_freq(slot) == 0)
				continue;
			if (least.empty() || bound < least)
				least = bound;
			most = std::max(most, s.database.get_value_upper_bound(slot));
		}
		append(low, least);
		append(high, most);
		return 0;
	});
}

int xc_reader_metadata(struct xc_reader *r, size_t database, struct str key,
		       struct buf *out, struct error *err)
{
	return guard_reader(r, err, [&] {
		if (database < r->shards.size() && key_fits(key))
			append(out,
			       r->shards[database].database.get_metadata(text_of(key)));
		return 0;
	});
}

int xc_reader_metadata_keys(struct xc_reader *r, size_t database, struct str prefix,
			    bool (*visit)(void *context, struct str key), void *context,
			    struct error *err)
{
	return guard_reader(r, err, [&] {
		std::string start = text_of(prefix);

		if (database >= r->shards.size())
			return 0;
		const Xapian::Database &db = r->shards[database].database;
		Xapian::TermIterator i = db.metadata_keys_begin(start);
		for (; i != db.metadata_keys_end(start); ++i)
			if (!visit(context, view(*i)))
				break;
		return 0;
	});
}

int xc_reader_documents(struct xc_reader *r, bool (*visit)(void *context, uint32_t docid),
			void *context, struct error *err)
{
	return guard_reader(r, err, [&] {
		std::string every;
		uint32_t shards = (uint32_t)r->shards.size();
		Xapian::PostingIterator i = r->all.postlist_begin(every);

		for (; i != r->all.postlist_end(every); ++i) {
			uint32_t n = *i - 1;

			if (is_left_out(r, n % shards, n / shards + 1))
				continue;
			if (!visit(context, *i))
				break;
		}
		return 0;
	});
}

int xc_reader_terms(struct xc_reader *r, struct str prefix,
		    bool (*visit)(void *context, struct str term, uint32_t documents),
		    void *context, struct error *err)
{
	return guard_reader(r, err, [&] {
		std::string start = text_of(prefix);
		Xapian::TermIterator i = r->all.allterms_begin(start);

		for (; i != r->all.allterms_end(start); ++i) {
			std::string term = *i;

			if (!visit(context, view(term), i.get_termfreq()))
				break;
		}
		return 0;
	});
}

int xc_reader_postings(struct xc_reader *r, size_t database, uint32_t first, uint32_t end,
		       const struct xc_posting_visitor *visitor, struct error *err)
{
	return guard_reader(r, err, [&] {
		const Xapian::Database &db = r->shards.at(database).database;
		Xapian::TermIterator t = db.allterms_begin();

		for (; t != db.allterms_end(); ++t) {
			std::string term = *t;
			Xapian::PostingIterator p = db.postlist_begin(term);
			Xapian::PostingIterator none = db.postlist_end(term);

			if (!visitor->term(visitor->context, view(term)))
				return 0;
			if (first > 1 && p != none)
				p.skip_to(first);
			for (; p != none && *p < end; ++p)
				if (!visitor->posting(visitor->context, *p, p.get_wdf()))
					return 0;
		}
		return 0;
	});
}

int xc_reader_all_postings(struct xc_reader *r, const struct xc_posting_visitor *visitor,
			   struct error *err)
{
	return guard_reader(r, err, [&] {
		Xapian::TermIterator t = r->all.allterms_begin();

		for (; t != r->all.allterms_end(); ++t) {
			std::string term = *t;

			if (!visitor->term(visitor->context, view(term)))
				return 0;
			for (const auto &shard : r->shards) {
				Xapian::PostingIterator p =
					shard.database.postlist_begin(term);
				Xapian::PostingIterator none =
					shard.database.postlist_end(term);

				for (; p != none; ++p)
					if (!visitor->posting(visitor->context, *p,
							      p.get_wdf()))
						return 0;
			}
		}
		return 0;
	});
}

int xc_reader_values(struct xc_reader *r, size_t database, uint32_t slot,
		     bool (*visit)(void *context, uint32_t docid, struct str value),
		     void *context, struct error *err)
{
	return guard_reader(r, err, [&] {
		const Xapian::Database &db = r->shards.at(database).database;
		Xapian::ValueIterator i = db.valuestream_begin(slot);

		for (; i != db.valuestream_end(slot); ++i) {
			std::string value = *i;

			if (!visit(context, i.get_docid(), view(value)))
				break;
		}
		return 0;
	});
}

/* ---- queries ---- */

struct xc_query *xc_query_all(struct error *err)
{
	return guard_query(err,
			   [] { return query_new(Xapian::Query(std::string()), 1); });
}

struct xc_query *xc_query_none(struct error *err)
{
	return guard_query(err, [] { return query_new(Xapian::Query(), 1); });
}

struct xc_query *xc_query_term(struct str term, uint32_t wqf, struct error *err)
{
	if (!xc_term_fits(term))
		return xc_query_none(err);
	return guard_query(err, [&] {
		std::unique_ptr<struct xc_query> q(
			query_new(Xapian::Query(text_of(term), wqf), 1));

		q->shape = xc_query::TERM;
		q->term = text_of(term);
		q->wqf = wqf;
		return q.release();
	});
}

struct xc_query *xc_query_join(enum xc_op op, struct xc_query *const *parts, size_t count,
			       struct error *err)
{
	unsigned depth = depth_of(parts, count);

	if (depth > XC_DEPTH_MAX)
		return too_deep(err);
	return guard_query(err, [&] {
		std::vector<Xapian::Query> queries;

		for (size_t i = 0; i < count; i++)
			queries.push_back(i > 0 && op == XC_AND_NOT
						  ? without_and(parts[i]->query)
						  : parts[i]->query);
		std::unique_ptr<struct xc_query> q(query_new(
			Xapian::Query(operators[op], queries.begin(), queries.end()),
			depth));

		if (count > 0)
			q->shape = xc_query::JOINED;
		q->op = op;
		for (size_t i = 0; i < count; i++) {
			q->parts.push_back(*parts[i]);
			q->parts.back().query = queries[i];
		}
		return q.release();
	});
}

struct xc_query *xc_query_scale(double factor, struct xc_query *part, struct error *err)
{
	unsigned depth = depth_of(&part, 1);

	if (depth > XC_DEPTH_MAX)
		return too_deep(err);
	if (!(factor >= 0) || std::isinf(factor)) {
		error_set(err, ERROR_FAILED,
			  _("a weight cannot be multiplied by %g: not a positive number"),
			  factor);
		return NULL;
	}
	return guard_query(err, [&] {
		std::unique_ptr<struct xc_query> q(
			query_new(factor * part->query, depth));

		q->shape = xc_query::SCALED;
		q->factor = factor;
		q->parts.push_back(*part);
		return q.release();
	});
}

struct xc_query *xc_query_range(uint32_t slot, struct str low, struct str high,
				struct error *err)
{
	return guard_query(err, [&] {
		return query_new(range(slot, text_of(low), text_of(high)), 1);
	});
}

void xc_query_free(struct xc_query *q)
{
	delete q;
}

int xc_query_describe(const struct xc_query *q, struct buf *out, struct error *err)
{
	return guard(err, _("the question"), [&] {
		append(out, q->query.get_description());
		return 0;
	});
}

/* ---- search ---- */

int xc_reader_search(struct xc_reader *r, const struct xc_search *search,
		     struct xc_hits *hits, struct error *err)
{
	int rc;

	xc_hits_release(hits);
	rc = guard_reader(r, err, [&] {
		Xapian::Enquire enquire(r->all);
		listed_source left_out(r, &r->left_out);
		ranked_query asked;

		enquire.set_query(query_of(r, search, &left_out, &asked));
		enquire.set_weighting_scheme(weighting_of(search));
		set_order(&enquire, search);
		if (sifted_here(r)) {
			sift_hits(r, search, &enquire, hits);
			return 0;
		}
		take_hits(enquire.get_mset(search->first, search->limit,
					   search->check_at_least),
			  hits);
		count_ranked(asked, hits);
		return 0;
	});
	if (rc < 0)
		xc_hits_release(hits);
	return rc;
}

int xc_reader_matches(struct xc_reader *r, const struct xc_query *query,
		      uint32_t **docids, size_t *count, struct error *err)
{
	*docids = NULL;
	*count = 0;
	return guard_reader(r, err, [&] {
		uint32_t shards = (uint32_t)r->shards.size();
		std::vector<docid_set> found;
		size_t n = 0;
		uint32_t *end;

		for (uint32_t i = 0; i < shards; i++) {
			found.push_back(find_in_shard(r, i, query->query));
			n += found.back().count();
		}
		*docids = (uint32_t *)malloc((n + 1) * sizeof **docids);
		if (*docids == NULL)
			throw std::bad_alloc();
		*count = n;
		end = *docids;
		for (uint32_t i = 0; i < shards; i++)
			end = found[i].list(end, shards, i + 1);
		return 0;
	});
}

int xc_reader_pick(struct xc_reader *r, const struct xc_query *query,
		   const uint32_t *docids, size_t count, bool *matches, struct error *err)
{
	memset(matches, 0, count * sizeof *matches);
	return guard_reader(r, err, [&] {
		listed_hits found;
		ranked_query asked;

		if (!any_remote(r) && count > 0)
			found = match_listed(r, listed(r, query->query, &asked),
					     Xapian::BoolWeight(), docids, count);
		for (size_t i = 0; i < count; i++)
			matches[i] = hit_of(found, docids[i]) != found.end();
		return 0;
	});
}

int xc_reader_weigh(struct xc_reader *r, const struct xc_search *search,
		    const uint32_t *docids, size_t count, double *weights,
		    struct error *err)
{
	return guard_reader(r, err, [&] {
		listed_hits found;
		ranked_query asked;

		if (!any_remote(r) && count > 0)
			found = match_listed(r, ranked(r, search, &asked),
					     weighting_of(search), docids, count);
		for (size_t i = 0; i < count; i++) {
			listed_hits::const_iterator hit = hit_of(found, docids[i]);

			weights[i] = hit != found.end() ? hit->second : 0;
		}
		return 0;
	});
}

void xc_hits_release(struct xc_hits *hits)
{
	free(hits->hits);
	*hits = xc_hits();
}

/* ---- all that a database holds ---- */

int xc_reader_statistics(struct xc_reader *r, struct xc_statistics *out,
			 struct error *err)
{
	return guard_reader(r, err, [&] {
		out->documents = r->all.get_doccount();
		out->last_docid = r->all.get_lastdocid();
		out->length_low = r->all.get_doclength_lower_bound();
		out->length_high = r->all.get_doclength_upper_bound();
		out->average_length = r->all.get_avlength();
		out->positions = r->all.has_positions();
		return 0;
	});
}

int xc_reader_term_statistics(struct xc_reader *r, struct str term,
			      struct xc_term_statistics *out, struct error *err)
{
	*out = xc_term_statistics();
	return guard_reader(r, err, [&] {
		std::string name = text_of(term);

		if (!xc_term_fits(term))
			return 0;
		out->documents = r->all.get_termfreq(name);
		out->total = r->all.get_collection_freq(name);
		out->wdf_high = r->all.get_wdf_upper_bound(name);
		return 0;
	});
}

int xc_reader_document_terms(struct xc_reader *r, uint32_t docid,
			     bool (*visit)(void *context, struct str term, uint32_t wdf),
			     void *context, struct error *err)
{
	return guard_reader(r, err, [&] {
		Xapian::TermIterator i;

		if (docid == 0)
			return no_document(err, r->name.c_str(), docid);
		i = r->all.termlist_begin(docid);
		for (; i != r->all.termlist_end(docid); ++i) {
			std::string term = *i;

			if (!visit(context, view(term), i.get_wdf()))
				break;
		}
		return 0;
	});
}

int xc_reader_value_count(struct xc_reader *r, uint32_t slot, uint32_t *count,
			  struct error *err)
{
	*count = 0;
	return guard_reader(r, err, [&] {
		*count = r->all.get_value_freq(slot);
		return 0;
	});
}

int xc_version_file(const char *path, struct buf *out, struct error *err)
{
	int rc;

	if (mkdir(path, 0777) < 0)
		return error_set(err, ERROR_FAILED, _("cannot make an index at '%s': %s"),
				 path, strerror(errno));
	rc = guard(err, path, [&] {
		const int flags = Xapian::DB_CREATE_OR_OPEN | Xapian::DB_NO_SYNC |
				  Xapian::DB_BACKEND_GLASS;
		Xapian::WritableDatabase made(path, flags);
		std::ifstream file(std::string(path) + "/iamglass", std::ios::binary);
		std::ostringstream bytes;

		bytes << file.rdbuf();
		append(out, bytes.str());
		return 0;
	});
	remove_flat(path);
	return rc;
}

/* ---- whole databases ---- */

/* The first one's, in place of those that need no decision. */
static int take_first(void *, struct str, const struct str *values, size_t,
		      struct buf *out, struct error *)
{
	buf_str(out, values[0]);
	return 0;
}

/*
 * A server gives documents only of a database that has a table of term lists, be it empty; without, only
 * their values are missing.
 */
static int keep_servable(const char *path, struct error *err)
{
	std::string table = std::string(path) + "/termlist.glass";
	int fd = open(table.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

	if (fd < 0 || close(fd) < 0)
		return error_set(err, ERROR_FAILED, _("cannot write '%s': %s"),
				 table.c_str(), strerror(errno));
	return 0;
}

int xc_compact(const char *from, const char *to, struct error *err)
{
	return xc_merge(&from, 1, to, take_first, NULL, err);
}

int xc_merge(const char *const *from, size_t count, const char *to, xc_resolve *resolve,
	     void *context, struct error *err)
{
	int rc;

	if (mkdir(to, 0777) < 0)
		return error_set(err, ERROR_FAILED, _("cannot make an index at '%s': %s"),
				 to, strerror(errno));
	rc = guard(err, to, [&] {
		Xapian::Database sources;
		resolver decide(resolve, context, err);

		for (size_t i = 0; i < count; i++) {
			Xapian::Database source;

			if (open_directory(from[i], &source, err) < 0)
				return -1;
			sources.add_database(source);
		}
		sources.compact(to,
				Xapian::DBCOMPACT_NO_RENUMBER | Xapian::Compactor::FULL,
				0, decide);
		return decide.refused ? -1 : keep_servable(to, err);
	});
	if (rc < 0)
		remove_flat(to);
	return rc;
}

int xc_check(const char *path, struct error *err)
{
	return guard(err, path, [&] {
		struct target t;

		if (locate(path, &t, err) < 0)
			return -1;
		if (t.kind != TARGET_DATABASE)
			return not_found(err, path, t);
		return check_apart(path, t.path, err);
	});
}
