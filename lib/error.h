/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why something failed, as a sentence for the person at the terminal.
 *
 * A function that can fail takes a `struct error *err` as its last parameter and answers
 * -1 with *err filled in. The caller owns the struct (it holds no other memory). `err` is
 * never NULL. The message says what is wrong, then the subject in quotes, then where, then what to
 * do; no capital, no full stop. It is written where the fault is known and passed up
 * unchanged.
 */
#ifndef LIB_ERROR_H
#define LIB_ERROR_H

/* Only codes that some caller acts on. */
enum error_code {
	ERROR_NONE = 0,
	ERROR_FAILED,	/* anything without a reaction of its own */
	ERROR_USAGE,	/* the command line or the question is wrong */
	ERROR_NO_INDEX, /* there is no index there yet */
	ERROR_LOCKED,	/* another writer holds the index */
	ERROR_CHANGED,	/* the index changed while it was read: reopen, ask again */
	ERROR_VERSION,	/* an index of another schema version */
	ERROR_DAMAGED,	/* the index is broken */
	ERROR_REJECTED, /* one article is refused; the next one may be read */
	ERROR_STOPPED,	/* the person asked to stop (Ctrl-C) */
};

#define ERROR_TEXT 1024 /* bytes, NUL included; longer messages are cut at a character */

struct error {
	enum error_code code;
	char text[ERROR_TEXT];
};

/* Fills *err; always answers -1, so that `return error_set(...)` reads well. */
int error_set(struct error *err, enum error_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Empties *err. */
void error_clear(struct error *err);

#endif
