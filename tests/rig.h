/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For tests of what people are shown and of what nobody foresaw: a catalogue of French
 * messages that needs no locale, and random numbers that are the same each time.
 */
#ifndef TESTS_RIG_H
#define TESTS_RIG_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static int rig_french; /* true: gettext() knows the rows below */

static const char *const rig_catalogue[][2] = {
	{"number-style-english", "fr"},
	{"1 %s %d", "1er %s %d"},
	{"March", "mars"},
	{"May", "mai"},
	{"August", "août"},
	{"PATH", "CHEMIN"},
	{"the index", "l’index"},
};

/*
 * Stands before the one of the C library for the whole program; libintl.h makes a macro
 * of gettext() that ends in dcgettext().
 */
char *dcgettext(const char *domain, const char *message, int category);
char *dcgettext(const char *domain, const char *message, int category)
{
	size_t i;

	(void)domain;
	(void)category;
	for (i = 0; rig_french && i < sizeof rig_catalogue / sizeof rig_catalogue[0];
	     i++) {
		if (strcmp(rig_catalogue[i][0], message) == 0)
			message = rig_catalogue[i][1];
	}
	return (char *)(uintptr_t)message;
}

#undef gettext
char *gettext(const char *message);
char *gettext(const char *message)
{
	return dcgettext(NULL, message, 0);
}

/* A number below n, from a sequence that is always the same (xorshift). */
static inline unsigned rig_random(size_t n)
{
	static uint32_t x = 2463534242u;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return (unsigned)(x % n);
}

#endif
