/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options verbs share, and the page their answers are printed on. */
#include "query/command.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/i18n.h"
#include "lib/paths.h"

static int take_format(struct setting *s, struct str name, struct error *err)
{
	struct buf names = {0};

	s->format = format_find(name);
	if (s->format != NULL)
		return 0;
	format_names(&names);
	error_set(err, ERROR_USAGE, _("unknown format '%.*s'; choose one of: %s"),
		  STR_ARGS(name), names.p);
	buf_release(&names);
	return -1;
}

static void print_help(const struct command *command)
{
	printf(_("Usage: veille %s %s\n%s\n\n"), command->name, _(command->usage),
	       _(command->help));
	options_print_help(command->options, 100, stdout);
}

int setting_take(struct setting *s, int id, struct str value, struct error *err)
{
	switch (id) {
	case OPTION_INDEX:
		GROW(s->places, s->places_count, s->places_capacity);
		s->places[s->places_count++] = value.p;
		return 0;
	case OPTION_HELP:
		print_help(s->command);
		return 1;
	case OPTION_FORMAT:
		return take_format(s, value, err);
	case OPTION_JSON:
		s->format = &format_json;
		return 0;
	case OPTION_COLOUR:
		if (!str_is(value, "auto") && !str_is(value, "always") &&
		    !str_is(value, "never"))
			return error_set(
				err, ERROR_USAGE,
				_("unknown value '%.*s' for --color; choose auto, "
				  "always or never"),
				STR_ARGS(value));
		s->colour = value.p;
		return 0;
	default:
		return -1;
	}
}

int setting_read(struct setting *s, const struct option_row *options, int argc,
		 char **argv, struct error *err)
{
	struct options o;
	struct str value;
	int id;
	int rc = 0;

	options_start(&o, options, argc, argv);
	while (rc == 0 && (id = options_next(&o, &value, err)) != OPTIONS_END) {
		if (id == OPTIONS_ERROR)
			rc = -1;
		else if (id == OPTIONS_OPERAND)
			rc = error_set(
				err, ERROR_USAGE,
				_("'%.*s' is too much; veille %s takes options only"),
				STR_ARGS(value), s->command->name);
		else
			rc = setting_take(s, id, value, err);
	}
	return rc;
}

void setting_places(struct setting *s)
{
	if (s->places_count > 0)
		return;
	paths_index(&s->default_place);
	GROW(s->places, s->places_count, s->places_capacity);
	s->places[s->places_count++] = s->default_place.p;
}

int setting_open(struct setting *s, struct index **out, struct error *err)
{
	setting_places(s);
	return index_open(out, s->places, s->places_count, err);
}

/* Colour: --color, else only on a terminal, and not when NO_COLOR is set to anything. */
static bool wants_colour(const struct setting *s)
{
	const char *no_color = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");

	if (s->colour != NULL && strcmp(s->colour, "auto") != 0)
		return strcmp(s->colour, "always") == 0;
	return isatty(STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0') &&
	       (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

static size_t page_columns(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	long n;

	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col > 0)
		return size.ws_col;
	n = columns ? strtol(columns, NULL, 10) : 0;
	return n >= 20 && n <= 1000 ? (size_t)n : 80;
}

struct page setting_page(const struct setting *s)
{
	return (struct page){
		.out = stdout,
		.colour = wants_colour(s),
		.columns = page_columns(),
	};
}

void setting_release(struct setting *s)
{
	free(s->places);
	buf_release(&s->default_place);
	*s = (struct setting){0};
}

/* A reader that left early (veille … | head) is no error worth telling. */
int output_done(struct error *err)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	if (errno == EPIPE) {
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	return error_set(err, ERROR_FAILED, _("cannot write the answer: %s"),
			 strerror(errno));
}
