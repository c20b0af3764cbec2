/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names → entities: the companies, topics and places of lexicon/, found in text.
 *
 * A lexicon owns its entities and strings; it is read-only after lexicon_open(), so
 * threads may share it. Names are matched on folded forms, topics on stems, longest match first from the
 * left, in tries over word numbers; the policies of case and context are those of
 * lexicon/README.md.
 */
#ifndef LIB_LEXICON_H
#define LIB_LEXICON_H

#include "lib/paths.h"
#include "lib/schema.h"
#include "lib/text.h"

#define NO_ENTITY UINT32_MAX

struct entity {
	enum name_kind kind;
	struct str id;	 /* "aws", "84", "fr": lower case; unique within the kind */
	struct str name; /* for people: "Amazon Web Services" */
	uint32_t
		parent; /* entity number or NO_ENTITY: AWS → Amazon, Lyon → Rhône → Auvergne-Rhône-Alpes → France */
	bool has_children;
};

struct lexicon;

/*
 * Reads {countries,regions,departments,communes,cities,companies,topics,sectors,protected,
 * cues,firstnames}.tsv of the base, then those that the users' folders have: rows with an id
 * that is known add to its names, others are new. Errors name file and line.
 */
struct lexicon *lexicon_open(const struct lexicon_folders *folders, struct vocabulary *v,
			     struct error *err);
/* Appends the synonyms of the base and of the users, as one table. */
int lexicon_synonyms(const struct lexicon_folders *folders, struct buf *out,
		     struct error *err);
void lexicon_free(struct lexicon *l);
size_t lexicon_count(const struct lexicon *l);
const struct entity *lexicon_entity(const struct lexicon *l, uint32_t number);
/* Has a form know its words in the lexicon, so that names are found faster: vocabulary_number(). */
void lexicon_number(const struct lexicon *l, struct form *form);
/* NO_ENTITY when there is none. */
uint32_t lexicon_find_id(const struct lexicon *l, enum name_kind kind, struct str id);
/* 16 hexadecimal digits over the files read: tells when a lexicon has changed. */
struct str lexicon_version(const struct lexicon *l);

struct mention {
	uint32_t entity;      /* from lexicon_count() on: unlisted[entity - lexicon_count()] */
	uint32_t first, last; /* tokens of the text, both included */
	uint8_t part;	      /* enum text_part */
	uint8_t rule;	      /* enum rule */
	uint32_t start, end;  /* byte span in the part */
};

struct unlisted {
	struct str id;	 /* UNLISTED_MARK and the key, hyphens for spaces: "~dna-script" */
	struct str name; /* as first written */
};

struct mentions {
	/*
	 * In order of part and start. Names don't overlap; topics may overlap names and
	 * each other, but not themselves.
	 */
	struct mention *items;
	size_t count, capacity;
	/* Companies that no lexicon lists, each once; strings live until mentions_clear(). */
	struct unlisted *unlisted;
	size_t unlisted_count, unlisted_capacity;
	struct arena arena; /* of their strings */
};

/*
 * Finds companies and places in the text and appends them. `sources` are the parts' texts,
 * for what tokens don't tell (brackets, quotes). An article has a name's parents too; they
 * have no mentions.
 */
void lexicon_find(const struct lexicon *l, const struct text *t,
		  const struct str sources[TEXT_PARTS], struct mentions *out);

/* Something read in the text that speaks for a topic as much as one of its forms does. */
struct topic_sign {
	uint32_t topic; /* entity number */
	uint8_t part;
	bool alone; /* nothing else need speak for the topic */
	uint32_t start, end;
};

/*
 * Finds the topics that the text treats (lexicon/README.md), not those it names in passing,
 * and appends the mentions of their forms and signs. `names` are the mentions found with
 * lexicon_find() in the same text.
 */
void lexicon_find_topics(const struct lexicon *l, const struct text *t,
			 const struct str sources[TEXT_PARTS],
			 const struct mentions *names, const struct topic_sign *signs,
			 size_t signs_count, struct mentions *out);
void mentions_clear(struct mentions *m);
void mentions_release(struct mentions *m);

/*
 * The key under which a name is looked up: the folded forms of its tokens joined by one
 * space, elided articles gone: "L'Oréal" → "oreal", "Auvergne-Rhône-Alpes" → "auvergne rhone
 * alpes". The same for the lexicon's aliases and for what a question asks. Appends.
 */
void name_key(struct buf *out, struct vocabulary *v, struct str name);
/* Calls visit once for each (entity, key): names, aliases, ids and codes ("ara", "84"). */
void lexicon_keys(const struct lexicon *l,
		  void (*visit)(void *context, uint32_t entity, struct str key),
		  void *context);

#endif
