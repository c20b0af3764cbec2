/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values for programs: what every JSON answer does alike with texts, numbers and dates. A
 * value that is made belongs to who made it, until it is set into another.
 */
#ifndef LIB_JSON_H
#define LIB_JSON_H

#include <jansson.h>
#include <stdio.h>

#include "lib/str.h"

/* Text that is not UTF-8 becomes empty. */
json_t *json_text(struct str s);
/* Whole numbers print without a fraction. */
json_t *json_number(double value);
/* Takes the value over. Keys are UTF-8. */
void json_set(json_t *object, const char *key, json_t *value);
/* Missing texts and moments are null, so that every object has every key. */
void json_set_text(json_t *object, const char *key, struct str s);
void json_set_moment(json_t *object, const char *key, int64_t moment);
/* Prints one line (JSON_COMPACT) or indented (JSON_INDENT(2)), and frees the object. */
void json_print(json_t *object, size_t flags, FILE *out);

#endif
