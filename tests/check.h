/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checks for test programs in C. A failed check prints its file and line and the test
 * goes on; main() ends with `return check_done();`, which answers 0 when all held.
 */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static unsigned check_passed, check_failed;

/* Each CHECK answers true when it held: `if (!CHECK(x)) return;`. */

/* The condition is true. */
#define CHECK(cond) check_that(__FILE__, __LINE__, #cond, (cond))

/* Two NUL-terminated texts are the same; two NULLs are too. */
#define CHECK_STR(got, expected) check_str(__FILE__, __LINE__, #got, (got), (expected))

/* Two whole numbers, signed or not, up to INT64_MAX. */
#define CHECK_INT(got, expected)                                                         \
	check_int(__FILE__, __LINE__, #got, (intmax_t)(got), (intmax_t)(expected))

static inline bool check_count(bool held)
{
	if (held)
		check_passed++;
	else
		check_failed++;
	return held;
}

static inline bool check_that(const char *file, int line, const char *what, bool held)
{
	if (!held)
		fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
	return check_count(held);
}

static inline bool check_str(const char *file, int line, const char *what,
			     const char *got, const char *expected)
{
	bool held = got && expected ? strcmp(got, expected) == 0 : got == expected;

	if (!held)
		fprintf(stderr,
			"%s:%d: failed: %s\n\tgot      \"%s\"\n\texpected \"%s\"\n", file,
			line, what, got ? got : "(null)", expected ? expected : "(null)");
	return check_count(held);
}

static inline bool check_int(const char *file, int line, const char *what, intmax_t got,
			     intmax_t expected)
{
	if (got != expected)
		fprintf(stderr,
			"%s:%d: failed: %s\n\tgot      %" PRIdMAX "\n\texpected %" PRIdMAX
			"\n",
			file, line, what, got, expected);
	return check_count(got == expected);
}

/* Prints the count; the exit code of the program. No check at all is a failure. */
static inline int check_done(void)
{
	printf("%u passed, %u failed\n", check_passed, check_failed);
	return check_failed || !check_passed;
}

#endif
