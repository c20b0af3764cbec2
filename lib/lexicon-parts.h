/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inside of a lexicon, for lib/lexicon*.c: what the files say, and a name's place in a
 * text. Everything hangs in the lexicon's arena.
 */
#ifndef LIB_LEXICON_PARTS_H
#define LIB_LEXICON_PARTS_H

#include "lib/error.h"
#include "lib/lexicon-trie.h"
#include "lib/lexicon.h"
#include "lib/rules.h"

enum {
	PATTERN_WORDS_MAX = 16
}; /* words of a name; a longer one is an error of its file */

/* Which letters the text must have. */
enum letter_case { CASE_CAPITAL, CASE_EXACT, CASE_ANY };

/* Where a name must stand, the freest first. */
enum name_context {
	CONTEXT_FREE,
	CONTEXT_PLACE,
	CONTEXT_WORD,
	CONTEXT_SMALL, /* in files: becomes one of the others, see settle_small() */
	CONTEXT_STRICT, /* a town hardly ever meant: only where its department is told */
	CONTEXT_SHORT, /* the head of a town's name: Flins (Yvelines) */
	CONTEXT_CUE,
	CONTEXT_QUESTION, /* never in texts */
};

/* Words that stand beside a name when it is not meant: folded, one space between. */
struct beside {
	const struct str *items;
	size_t count;
};

/* One way to write an entity. Patterns that end at the same node of a trie form a list. */
struct pattern {
	uint32_t entity; /* NO_ENTITY: a protected span */
	uint32_t next;	 /* number of the next pattern in the list, 0 at the end */
	uint32_t population;
	uint32_t capitals; /* bit i: word i begins with a capital in the name */
	struct str written;
	const struct beside *not_after, *not_before; /* NULL: none */
	uint8_t letter_case; /* enum letter_case */
	uint8_t context;     /* enum name_context */
	bool small;	 /* a small town's */
	bool contracted; /* a town without its article: « au Havre », « du Mans » */
	bool weak;	 /* topics: says less */
	bool negative;	 /* topics: a span that only looks like one of the topic */
	bool form;	 /* topics: these words, not what else has their stems */
	bool bracket;	 /* a bracket opens in the name: "Cambridge (Massachusetts)" */
	bool plus;	 /* it ends in a plus: "Canal+" */
};

/* What a word of a trie may be besides, in struct word. */
enum word_flag {
	WORD_STARTS = 1,       /* begins a name */
	WORD_STARTS_LOWER = 2, /* begins one that need not have a capital */
	WORD_FIRST_NAME = 4,
	/* Kinds of cues.tsv that are words of a name: */
	WORD_HEAD = 8,	  /* Fonderie, Banque: "of" may follow */
	WORD_FORM = 16,	  /* Pharma, Ventures: only companies end so */
	WORD_SUFFIX = 32, /* Capital, Studios: companies end so, among others */
	WORD_NEVER = 64,  /* Ministère, Université: no company */
	WORD_TITLE = 128, /* M., Mme, ministre: a person follows */
};

/* Kinds of cues: what a word beside a name says of it. A cue's last node holds their sum. */
enum cue {
	CUE_LISTED = 1,	    /* a listed name counts */
	CUE_BUY = 2,	    /* "rachète X" */
	CUE_DEAL = 4,	    /* "acquisition de X" */
	CUE_ROLE = 8,	    /* "PDG de X" */
	CUE_TIE = 16,	    /* "patron de X": of a company or another thing */
	CUE_TRADE = 32,	    /* "la start-up X"; "X, une start-up" */
	CUE_WEAK = 64,	    /* "le groupe X": a company or another thing */
	CUE_NATION = 128,   /* "l'américain X" */
	CUE_OTHER = 256,    /* "le film X": a name of something else */
	CUE_ACTION = 512,   /* "X rachète" */
	CUE_HINT = 1024,    /* "X annonce" */
	CUE_CAPITAL = 2048, /* counts with capitals only: SA, Inc. */
	CUE_ANY_CASE = 4096,
	CUE_PHRASE = 8192, /* of several words */
	CUE_THE = 16384,   /* see cues_describing() */
	CUE_VERB = 65536,  /* "X refuse": whoever acts */
	CUE_WHAT = 32768,  /* "X, spécialiste de": only behind a name */
};

/*
 * Cues: words beside a name, in two tries. Those for listed names are matched on stems: what
 * a name is, is known. Those that find names are matched on forms without their endings of
 * number and gender: a stem has « gaz » and « gazier » in one.
 */
struct cues {
	struct words *words;
	bool by_stem;
	struct trie before; /* the words in reverse order; values: sums of enum cue */
	struct trie after;
};

/* A company's trade. */
struct trade {
	uint32_t company, topic;
};

struct lexicon {
	struct arena arena;
	struct entity *entities;
	size_t entities_count, entities_capacity;
	struct words ids; /* "c" and the id: the entity's number + 1 is the word's */
	struct pattern *patterns; /* patterns[number]; 0 is none */
	size_t patterns_count, patterns_capacity;
	struct buf keys; /* for lexicon_keys(): entity as a varint, key, NUL … */

	struct words folds; /* words of names */
	struct trie names;
	struct words stems; /* words of topics and cues */
	struct trie topics;
	uint32_t topics_first, topics_count;		 /* entity numbers of topics */
	uint32_t topics_patterns, topics_patterns_count; /* pattern numbers of topics */
	struct trade *trades; /* by company; [0] and the last are none */
	size_t trades_count, trades_capacity;
	uint32_t *trade_of;   /* by entity: where its trades begin; 0 is none */
	struct words endless; /* words without endings, see word_without_ending() */
	struct cues listed, unlisted;
	char version[17];
};

/* Entities, a bit for each: they are so many that a byte would take longer to clear. */
static inline uint64_t *entities_new(const struct lexicon *l)
{
	return xcalloc(l->entities_count / 64 + 1, sizeof(uint64_t));
}

static inline bool entities_have(const uint64_t *set, uint32_t entity)
{
	return set[entity / 64] >> entity % 64 & 1;
}

static inline void entities_put(uint64_t *set, uint32_t entity)
{
	set[entity / 64] |= (uint64_t)1 << entity % 64;
}

/* Appends folded words with one space between; all but letters and digits separates. */
void lexicon_plain(struct buf *out, struct str text);
/* The number of the form's word among names' and among topics' and cues'; 0: none. */
uint32_t lexicon_name_word(const struct lexicon *l, const struct form *form);
uint32_t lexicon_topic_word(const struct lexicon *l, const struct form *form);
/* de, du, la …: seen through in topics and before names. */
bool lexicon_is_small(struct str exact);
/* name_key() of a name cut into tokens; words beyond PATTERN_WORDS_MAX are left out. */
void key_of_text(struct buf *out, const struct text *t);
/* "rachetée" → "rachet": a folded form without endings of number, gender and verb. */
struct str word_without_ending(struct str fold);
/* SA, Inc., Groupe …: not part of a company's name. */
bool name_is_legal_form(struct str fold);

/* Reads the files of the folders into an empty lexicon. */
int lexicon_load(struct lexicon *l, const struct lexicon_folders *folders,
		 struct vocabulary *v, struct error *err);

/*
 * A text prepared for matching: its tokens without the stacked ones, each with the solid form
 * that begins there.
 */
struct lane {
	const struct text *text;
	const struct str *sources;
	struct step *steps;
	uint32_t count;
};

#define NO_TOKEN UINT32_MAX

struct step {
	uint32_t token;	 /* number in the text */
	uint32_t solid;	 /* number of the stacked token that begins here, or NO_TOKEN */
	uint32_t behind; /* the step behind that solid form */
	uint32_t name;	 /* the token's word among names', 0: none */
	uint32_t topic;	 /* … and among topics' and cues' */
};

/* What stands between two steps. */
enum gap {
	GAP_NONE,    /* spaces, hyphens, apostrophes: the words stand together */
	GAP_BRACKET, /* "(" or ",": Orange (Californie) */
	GAP_BREAK,
};

static inline const struct token *lane_token(const struct lane *n, uint32_t step)
{
	return &n->text->tokens[n->steps[step].token];
}

/* Between this step and the one before it. */
enum gap lane_gap(const struct lane *n, uint32_t step);

/* What a step is part of. */
enum taken { TAKEN_NOT, TAKEN_COMPANY, TAKEN_PLACE, TAKEN_PROTECTED };

/* A name where its words match: the steps first to last, both included. */
struct stand {
	const struct lane *lane;
	uint32_t first, last;
	uint32_t behind_place;	   /* the step behind the last place found; 0: none */
	enum name_kind place_kind; /* and what it was */
};

enum verdict {
	VERDICT_NO,
	VERDICT_PENDING, /* if the text names the entity beyond doubt elsewhere */
	VERDICT_WEAK,	 /* if the text tells the town's department, region or neighbours */
	VERDICT_LIKELY,	 /* unless somebody in the text bears the name */
	VERDICT_YES,
	VERDICT_SURE,	 /* the bracket behind says so */
};

/* Whether the name is meant where it stands. */
enum verdict context_verdict(const struct lexicon *l, const struct pattern *p,
			     const struct stand *at);

/* Appends a mention over these steps. */
void mentions_push(struct mentions *m, const struct lane *lane, uint32_t entity,
		   uint32_t first, uint32_t last, enum rule rule);

/*
 * Finds companies that no lexicon lists among the steps that are not taken, takes them and
 * appends their mentions. Mentions before `begin` are another text's.
 */
void unlisted_find(const struct lexicon *l, const struct lane *lane, uint8_t *taken,
		   size_t begin, struct mentions *out);

#endif
