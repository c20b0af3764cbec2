/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options verbs share, the indexer they may call, and the page their answers are printed on. */
#include "query/command.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
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

/* A character that cannot stand in a number, a quote or a word. */
static int take_separator(struct setting *s, struct str value, struct error *err)
{
	if (str_is(value, "tab") || str_is(value, "\\t"))
		value = STR("\t");
	if (value.n != 1 || strchr(",;:|\t", value.p[0]) == NULL)
		return error_set(
			err, ERROR_USAGE,
			_("'%.*s' cannot part values; choose one of , ; : | tab"),
			STR_ARGS(value));
	s->layout.separator = value.p[0];
	return 0;
}

static int take_fields(struct setting *s, struct str value, struct error *err)
{
	struct str name;

	while (str_split(&value, ',', &name)) {
		name = str_trim(name);
		if (layout_check_field(name, err) < 0)
			return -1;
		GROW(s->fields, s->layout.fields_count, s->fields_capacity);
		s->fields[s->layout.fields_count++] = name;
	}
	s->layout.fields = s->fields;
	return 0;
}

static int take_version(struct str value, struct error *err)
{
	long n;

	if (option_number("format-version", value, 1, 1000000, &n, err) < 0)
		return -1;
	return n == FORMAT_VERSION
		       ? 0
		       : error_set(err, ERROR_USAGE,
				   _("this program writes version %d of the format, not "
				     "%ld"),
				   FORMAT_VERSION, n);
}

enum { HELP_COLUMNS = 100 };

static void print_help(const struct command *command)
{
	size_t columns = page_of_stdout(NULL).columns;

	printf(_("Usage: veille %s %s\n%s\n\n"), command->name, _(command->usage),
	       _(command->help));
	options_print_help(command->options,
			   columns < HELP_COLUMNS ? columns : HELP_COLUMNS, stdout);
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
	case OPTION_SEPARATOR:
		return take_separator(s, value, err);
	case OPTION_FIELDS:
		return take_fields(s, value, err);
	case OPTION_NUL:
		s->layout.nul = true;
		return 0;
	case OPTION_FORMAT_VERSION:
		return take_version(value, err);
	case OPTION_JSON:
		s->format = &format_json;
		return 0;
	case OPTION_COLOUR:
		if (!page_knows_colour(value))
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

struct page setting_page(struct setting *s)
{
	struct page page = page_of_stdout(s->colour);

	pager_start(&s->pager, &page);
	return page;
}

void setting_show(struct setting *s)
{
	pager_show(&s->pager);
}

enum telling setting_telling(const struct setting *s)
{
	return s->format == &format_json || s->format == &format_jsonl ? TELLING_JSON
								       : TELLING_TEXT;
}

/* Read before the options are, since they may be what is wrong. */
bool setting_wants_json(int argc, char *const *argv)
{
	static const char *const ways[] = {"--json", "--format=json", "-fjson",
					   "--format=jsonl", "-fjsonl"};

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";

		for (size_t k = 0; k < COUNT(ways); k++) {
			if (strcmp(argv[i], ways[k]) == 0)
				return true;
		}
		if ((strcmp(argv[i], "--format") == 0 || strcmp(argv[i], "-f") == 0) &&
		    (strcmp(value, "json") == 0 || strcmp(value, "jsonl") == 0))
			return true;
	}
	return false;
}

const struct layout *setting_layout(struct setting *s)
{
	if (s->layout.separator == '\0')
		s->layout.separator = ',';
	return &s->layout;
}

void setting_release(struct setting *s)
{
	setting_show(s);
	free(s->fields);
	free(s->places);
	buf_release(&s->default_place);
	*s = (struct setting){0};
}

void run_indexer(const char *program, char **argv)
{
	const char *slash = strrchr(program, '/');
	struct buf path = {0};

	if (slash != NULL) {
		buf_add(&path, program, (size_t)(slash - program) + 1);
		buf_text(&path, "veille-index");
		execv(path.p, argv);
		buf_release(&path);
	}
	execvp("veille-index", argv);
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
