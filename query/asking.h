/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A question on its way from the command line to a plan: the options that say how it is
 * understood, its correction, its warnings. Every verb that takes a question asks here.
 */
#ifndef QUERY_ASKING_H
#define QUERY_ASKING_H

#include "query/command.h"
#include "query/compile.h"
#include "query/spell.h"
#include "query/telling.h"

/* Options about the question that verbs share; their ids begin at 1100. */
enum { OPTION_STRICT = 1100, OPTION_CORRECT, OPTION_NO_SYNONYMS };

#define ROW_STRICT                                                                       \
	{                                                                                \
		OPTION_STRICT, 0, "strict", NULL,                                        \
			N_("unknown fields and values are errors")                       \
	}
#define ROW_CORRECT                                                                      \
	{                                                                                \
		OPTION_CORRECT, 0, "correct", NULL,                                      \
			N_("search the likely word for a misspelt one that no article "  \
			   "has")                                                        \
	}
#define ROW_NO_SYNONYMS                                                                  \
	{                                                                                \
		OPTION_NO_SYNONYMS, 0, "no-synonyms", NULL,                              \
			N_("search the words themselves only")                           \
	}

struct asking {
	struct compile_options compile;
	bool correct; /* misspelt words are searched as what they seem to mean */
	enum telling telling;
	bool silent;	     /* nobody is there to be told of misspelt words */
	struct buf question; /* as typed: the operands, joined by spaces */
};

/* Takes one shared option or an operand. True when it was one. */
bool asking_take(struct asking *a, int id, struct str value);
/* 0 when there is a question, else -1 with what to do. `verb` is for the example. */
int asking_check(const struct asking *a, const char *verb, struct error *err);
void asking_release(struct asking *a);

/* A question that was asked. {0} is empty. */
struct asked {
	struct question *question;
	struct plan *plan;
	struct spelling spelling;
	bool corrected;	      /* the plan is that of spelling.question */
	enum telling telling; /* how it is told what is to be told */
};

/*
 * Reads and compiles `typed` and calls `answer` with the plan; when a writer has overtaken
 * the index, all again from its newest state. On failure *out still holds the question,
 * for asked_show_fault().
 */
int asking_run(const struct asking *a, struct index *x, struct str typed,
	       struct asked *out,
	       int (*answer)(void *context, const struct plan *plan, struct error *err),
	       void *context, struct error *err);
void asked_release(struct asked *a);

/*
 * The question's warnings as sentences in the arena, each told on stderr, and so are words
 * that no article has; answers how many warnings.
 */
size_t asked_tell(const struct asked *a, struct arena *arena, struct str **warnings);
/*
 * The synonyms that brought an article (results.synonyms; NULL: none), told on stderr since nobody
 * typed them; answers how many stand in the arena.
 */
size_t asked_tell_synonyms(const struct asked *a, const bool *brought,
			   struct arena *arena, struct used_synonym **used);
/* The question on stderr with a caret under what is wrong in it, if that is the error. */
void asked_show_fault(const struct asked *a, const struct error *err);
/* When nothing was found and a corrected question may find something, tells it. */
void asked_tell_try(const struct asked *a, const char *verb);

#endif
