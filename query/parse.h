/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A question as typed → a tree. Knows the grammar, the fields' names and what dates and
 * quantities look like, nothing of stems, terms or the index. Ordinary text never fails:
 * what is no grammar is text.
 *
 *   any     := all ((OU | OR) all)*
 *   all     := list ((ET | AND) list | (SAUF | NOT) list)*
 *   list    := item+                      ranked: the more of them, the better
 *   item    := [+|-] atom
 *   atom    := '(' any ')' | field ':' value | field ':(' any ')' | '"' phrase '"'
 *            | '=' word | '="' phrase '"' | front '*' | near (PROCHE['/' n] near)+ | text
 *   near    := word | phrase | exact form | prefix | '(' of these, with OU or without ')'
 *
 * Operators are words in capitals; PROCHE binds one word, phrase or bracket on each side.
 * A run of plain words is one NODE_TEXT, so that « 3 000 emplois » is cut as an article
 * would be. A value with a space is quoted, but dates and quantities may go without:
 * date:mai 2024, montant:>1 Md€.
 */
#ifndef QUERY_PARSE_H
#define QUERY_PARSE_H

#include "query/question.h"

#define QUESTION_MAX 100000 /* bytes; what is behind is left out, with a warning */
#define QUESTION_DEPTH 64   /* nested brackets; deeper ones are text */

/* Never fails: invalid UTF-8 becomes spaces. */
struct question *question_parse(struct str typed);

#endif
