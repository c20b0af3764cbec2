/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an index holds and how it is named: the table of fields, the kinds of names, the
 * term prefixes, value slots, metadata keys and the version. Indexer and query tool agree through this file alone.
 *
 * Terms: stems have no prefix; every other term is its prefix and a value. Names (entities) are
 * terms of their kind's prefix and their id, lower case: "XCaws", "XR84"; an article has
 * the terms of all ancestors too. "XC=amazon" marks an article naming amazon itself, not only what is under it.
 */
#ifndef LIB_SCHEMA_H
#define LIB_SCHEMA_H

#include "lib/error.h"
#include "lib/str.h"

/*
 * History of the index format. A program refuses other versions than its own.
 * 1  first format
 * 2  deals, rules and unlisted companies in records; actors and kinds of deals as terms
 * 3  segments under a manifest; companies and communes only where articles name them
 * 4  columns beside each segment (lib/columns)
 * 5  sketches, groups of copies and order of arrival as values
 * 6  dictionaries are pressed themselves, steps in sketches as few bits as they take
 * 7  columns of a fixed width
 */
#define SCHEMA_VERSION 7

#define PREFIX_ID "Q"
#define PREFIX_TITLE "S"
#define PREFIX_AUTHOR "A"
#define PREFIX_SOURCE "H"
#define PREFIX_DAY "D"	 /* D20240513 */
#define PREFIX_MONTH "M" /* M202405 */
#define PREFIX_YEAR "Y"	 /* Y2024 */
#define PREFIX_ACTOR "XA" /* company that acts in a deal, as XC: XAaws, XAamazon */
#define PREFIX_DEAL "XO"  /* kind of deal: XOlevee */
#define NAME_ITSELF "="	 /* between prefix and id: the name itself */

enum {
	SLOT_MOMENT = 0,  /* publication, 6 bytes big-endian of the decimal YYYYMMDDhhmmss */
	SLOT_AMOUNT = 1,  /* largest amount in EUR, sortable 8 bytes (value_pack) */
	SLOT_JOBS = 2,	  /* largest count of jobs, sortable 8 bytes */
	SLOT_HASH = 4,	  /* 8 bytes: hash of the article as read, to know it unchanged */
	SLOT_SKETCH = 5,  /* sketch_print(), to find copies by */
	SLOT_GROUP = 6,	  /* value_group: of a copy, which story it tells */
	SLOT_ARRIVAL = 7, /* value_arrival: when the index first had an article of that id */
	SLOTS = 16,	  /* all slots are below */
};

/* The kinds of names the lexicon knows. The letter names the kind in metadata keys and records. */
enum name_kind {
	NAME_COMPANY,
	NAME_TOPIC,
	NAME_COUNTRY,
	NAME_REGION,
	NAME_DEPARTMENT,
	NAME_COMMUNE, /* and foreign cities */
	NAME_KINDS
};

struct name_kind_row {
	char letter;	    /* c t p r d v */
	const char *prefix; /* "XC" */
	const char *json;   /* plural key in JSON answers: "companies" */
	const char *label;  /* for people, N_() */
};

extern const struct name_kind_row name_kinds[NAME_KINDS];

enum field_kind {
	FIELD_NAME,  /* the id of a name, by alias or code */
	FIELD_ACTOR, /* a company that acts in a deal, likewise */
	FIELD_DEAL,  /* a kind of deal */
	FIELD_PLACE, /* a name of any kind of place */
	FIELD_TITLE, /* stems in the title */
	FIELD_WORDS, /* folded words under the prefix: source, author */
	FIELD_QUESTION, /* the name of a saved question */
	FIELD_ID,
	FIELD_DATE,
	FIELD_AMOUNT,
	FIELD_JOBS,
};

struct field {
	const char *name;	/* canonical French, accents kept: "entreprise" */
	const char *aliases[5]; /* other names, English first; accents are optional anyway */
	enum field_kind kind;
	const char *prefix;  /* FIELD_WORDS, FIELD_TITLE, FIELD_ID, FIELD_DEAL */
	enum name_kind name_kind; /* FIELD_NAME */
	uint32_t slot;	     /* FIELD_DATE, FIELD_AMOUNT, FIELD_JOBS */
};

extern const struct field fields[];
extern const size_t fields_count;

/* The field of that name or alias, case and accents aside; NULL when unknown. */
const struct field *field_find(struct str name);
/* The field name or alias nearest to a misspelt one; NULL when none is near. */
const char *field_nearest(struct str name);

/*
 * How often a word counts by where it stands (enum text_part): title, lead, body. Index
 * and final order use the same.
 */
extern const uint32_t part_weights[3];

/*
 * ---- metadata keys ----
 *
 * The facts of an index stand in its manifest, and with the segment that was written under them,
 * so that a segment can be read alone, say from a server. Names, aliases and forms are a segment's own.
 */

#define META_SCHEMA "schema"	       /* decimal SCHEMA_VERSION */
#define META_PROGRAM "program"	       /* version that created the index, "0.1.0" */
#define META_LEXICON "lexicon"	       /* version (hash) of the lexicon of the last batch */
#define META_STEMS "stems"	       /* table (lib/sorted) of lexicon/stems.tsv it was built with */
#define META_STOPWORDS "stopwords"     /* table of lexicon/stopwords.txt */
#define META_SYNONYMS "synonyms"       /* text of lexicon/synonyms.tsv of the last batch */
#define META_TEXT_BYTES "text-bytes"   /* decimal: bytes of titles, leads and bodies held */
#define META_IDENTITY "identity"       /* of this index and no other, whatever is rebuilt or merged */
#define META_ARRIVALS "arrivals"       /* decimal: the highest number of an arrival or a group */
#define META_UPDATED "updated"	       /* moment of the last commit, UTC, YYYYMMDDhhmmss */
#define META_DICTIONARY "dictionary"   /* decimal number of the newest dictionary of lib/press; 0 none */
#define META_DICTIONARY_PREFIX "d"     /* "d1": a dictionary's bytes */
#define META_PLAIN_PREFIX "plain-"     /* "plain-d1": that dictionary ready to be used; an index's alone, or none */
#define META_NAMES "names"	       /* table (lib/sorted) of the keys below for the kinds that every index has whole */
#define META_KNOWN "known"	       /* set (lib/bloom) of the aliases' keys of the other kinds, so that a name
					  no article has is known to be one */
#define META_NAME_PREFIX "e"	       /* "ecaws": kind letter, id → name_record */
#define META_ALIAS_PREFIX "n"	       /* "ncamazon web services": kind letter, key → ids joined by space */
#define META_FORMS_PREFIX "f"	       /* "finv": block of word forms: see lib/forms.h */

/* Whether a key of the metadata is that of a dictionary. */
bool is_dictionary_key(struct str key);

/* What the index knows of a name. */
struct name_record {
	struct str name;	     /* for people */
	bool has_parent;
	enum name_kind parent_kind;  /* when it has one */
	struct str parent_id;
	bool has_children;
};

/*
 * Whether all names of a kind are in META_NAMES; of the others a segment has those that its articles name,
 * with what they are part of.
 */
bool kind_is_everywhere(enum name_kind kind);
/* Appends the key META_NAME_PREFIX + kind + id, or META_ALIAS_PREFIX + kind + key. */
void name_record_key(struct buf *out, enum name_kind kind, struct str id);
void alias_key(struct buf *out, enum name_kind kind, struct str key);
void name_record_write(struct buf *out, const struct name_record *r);
/* Strings are borrowed from `stored`; false when it is not a name record. */
bool name_record_read(struct str stored, struct name_record *r);

/*
 * Whether this program reads an index whose META_SCHEMA is `version`: 0, or -1 with a sentence (ERROR_VERSION) naming
 * `place` when it is no index of veille, one of a newer program, or an older one to rebuild.
 */
int schema_check(const char *place, struct str version, struct error *err);

/* Whether META_SCHEMA is `version` in an index of an older format. */
bool schema_is_older(struct str version);

/* Terms and values. Each appends. */
void term_name(struct buf *out, enum name_kind kind, struct str id, bool itself);
/* The company, or what is over it, acts in a deal. */
void term_actor(struct buf *out, struct str id, bool itself);
/* Q and the id, its white space run together; a long id is cut and a hash of the whole put behind it. */
void term_id(struct buf *out, struct str id);
void value_moment(struct buf *out, int64_t moment);
int64_t value_moment_read(struct str value); /* 0 when it is not one */

/*
 * An article's place in the order in which articles came into the index. It keeps it when it is
 * updated, rebuilt or merged; clocks have no part in the order.
 */
struct arrival {
	uint32_t number;  /* from 1, rising; 0 unknown */
	uint32_t seconds; /* since 1970, by the clock of that day; to show only */
};

/* 8 bytes that sort by number. */
void value_arrival(struct buf *out, struct arrival arrival);
struct arrival value_arrival_read(struct str value);
/*
 * The group of copies that an article is in: the number under which the first of them arrived. An article
 * without the value is in the group of its own number. 0 when it is none.
 */
void value_group(struct buf *out, uint32_t group);
uint32_t value_group_read(struct str value);
/* Non-negative doubles as 8 bytes that sort by value. */
void value_pack(struct buf *out, double value);
double value_unpack(struct str value);

#endif
