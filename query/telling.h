/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a person should know beside the answer, on standard error: a sentence behind the program's name, or
 * an object of JSON on a line when programs read the answer.
 */
#ifndef QUERY_TELLING_H
#define QUERY_TELLING_H

#include "lib/error.h"
#include "lib/str.h"

enum telling { TELLING_TEXT, TELLING_JSON };

/* "veille: what", or {"warning": kind, "message": what}. */
void tell_warning(enum telling how, const char *kind, struct str what);
/* The error that ends the program: "veille: …", or {"error": …, "message": …}. */
void tell_error(enum telling how, const struct error *err);
/* Formatted; the other way to tell a warning. */
void tell_warningf(enum telling how, const char *kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
