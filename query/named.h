/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Saved questions inside a question: requête:NAME is a field whose value is all that answers the
 * question of that name. Alone it is that question, its order too.
 */
#ifndef QUERY_NAMED_H
#define QUERY_NAMED_H

#include "query/question.h"

/*
 * Puts the trees of saved questions under the fields that name them: their only child. A name
 * nobody has saved gets none. ERROR_USAGE for one that contains itself, or when it comes to too many.
 */
int named_expand(struct question *q, struct error *err);

#endif
