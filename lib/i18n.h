/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages for people are written in English and marked with _(); gettext finds the French. */
#ifndef LIB_I18N_H
#define LIB_I18N_H

#include <libintl.h>

#define _(message) gettext(message)

/* Marks a literal for translation in a table; the reader of the table calls _(). */
#define N_(message) message

#endif
