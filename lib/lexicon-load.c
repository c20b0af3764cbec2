/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the tables of lexicon/, the base's and the users', in an order that parents stand first. */
#include "lib/lexicon-load.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/i18n.h"
#include "lib/paths.h"
#include "lib/utf8.h"

/* Parents stand in tables above their children's. */
static const struct table tables[] = {
	{"countries.tsv", add_entity, NAME_COUNTRY, NAME_COUNTRY, NULL, true},
	{"regions.tsv", add_entity, NAME_REGION, NAME_COUNTRY, "fr", true},
	{"departments.tsv", add_entity, NAME_DEPARTMENT, NAME_REGION, NULL, true},
	{"communes.tsv", add_entity, NAME_COMMUNE, NAME_DEPARTMENT, NULL, false},
	{"cities.tsv", add_entity, NAME_COMMUNE, NAME_COUNTRY, NULL, false},
	{"companies.tsv", add_entity, NAME_COMPANY, NAME_COMPANY, NULL, false},
	{"topics.tsv", add_entity, NAME_TOPIC, NAME_TOPIC, NULL, true},
	{"sectors.tsv", add_trade, NAME_KINDS, NAME_KINDS, NULL, false},
	{"protected.tsv", add_protected, NAME_KINDS, NAME_KINDS, NULL, false},
	{"cues.tsv", add_cue, NAME_KINDS, NAME_KINDS, NULL, false},
	{"firstnames.tsv", add_first_name, NAME_KINDS, NAME_KINDS, NULL, false},
};

static int load_table(struct loading *g, struct str text, struct error *err)
{
	struct row row = {.file = g->file, .line = 1};
	size_t at = utf8_fault(text);
	size_t i;

	for (i = 0; at != SIZE_MAX && i < at; i++)
		row.line += text.p[i] == '\n';
	if (at != SIZE_MAX)
		return row_fault(&row, _("invalid UTF-8"), (struct str){0}, err);
	if (rows_each(g, text, g->table->add, err) < 0)
		return -1;
	if (g->table->kind == NAME_KINDS || !has_own_parents(g->table))
		return 0;
	if (rows_each(g, text, link_parent, err) < 0)
		return -1;
	return rows_each(g, text, check_chain, err);
}

/* Gives back what the arrays grew beyond their items. */
static void trim(struct lexicon *l)
{
	l->entities_capacity = l->entities_count;
	l->entities = xreallocarray(l->entities, l->entities_count, sizeof *l->entities);
	l->patterns_capacity = l->patterns_count;
	l->patterns = xreallocarray(l->patterns, l->patterns_count, sizeof *l->patterns);
	l->keys.capacity = l->keys.n;
	l->keys.p = xrealloc(l->keys.p, l->keys.n);
	words_trim(&l->ids);
	words_trim(&l->folds);
	words_trim(&l->stems);
}

/* One table of the base and of all users. */
static int load_tables(struct loading *g, const struct lexicon_folders *folders,
		       uint64_t *hash, struct error *err)
{
	struct buf path = {0};
	struct buf text = {0};
	int rc = 0;
	size_t i;

	for (i = 0; i <= folders->count && rc >= 0; i++) {
		const char *folder = i > 0 ? folders->users[i - 1].p : folders->base.p;

		g->folder = i > 0 ? folder : NULL;
		rc = rows_read_file(g, folder, g->table->file, &path, &text, err);
		if (rc <= 0)
			continue;
		*hash = (*hash << 7 | *hash >> 57) ^ str_hash(buf_view(&text));
		rc = load_table(g, buf_view(&text), err);
	}
	buf_release(&text);
	buf_release(&path);
	return rc < 0 ? -1 : 0;
}

/* Topics are one table: their patterns' numbers follow each other. */
static int load_all(struct loading *g, const struct lexicon_folders *folders,
		    struct error *err)
{
	struct lexicon *l = g->l;
	uint64_t hash = 0;
	size_t i;

	for (i = 0; i < COUNT(tables); i++) {
		size_t patterns = l->patterns_count;

		g->table = &tables[i];
		if (g->table->kind == NAME_TOPIC)
			l->topics_patterns = (uint32_t)patterns;
		if (load_tables(g, folders, &hash, err) < 0)
			return -1;
		if (g->table->kind == NAME_TOPIC)
			l->topics_patterns_count =
				(uint32_t)(l->patterns_count - patterns);
	}
	snprintf(l->version, sizeof l->version, "%016llx", (unsigned long long)hash);
	return 0;
}

/* Whether users may have a table of that name. */
static int check_name(const char *folder, const char *name, struct error *err)
{
	size_t i;

	if (!str_ends(str_of(name), STR(".tsv")) || strcmp(name, "synonyms.tsv") == 0)
		return 0;
	for (i = 0; i < COUNT(tables); i++) {
		if (strcmp(name, tables[i].file) == 0)
			return 0;
	}
	if (strcmp(name, "stems.tsv") == 0)
		return error_set(err, ERROR_FAILED,
				 _("'%s/%s': stems are the program's own; take the file "
				   "out of the folder"),
				 folder, name);
	return error_set(err, ERROR_FAILED,
			 _("no such table: '%s/%s'; names are added in companies.tsv, "
			   "cities.tsv, communes.tsv, topics.tsv, protected.tsv …, see "
			   "veille-index(1)"),
			 folder, name);
}

static int check_folder(const char *folder, struct error *err)
{
	DIR *d = opendir(folder);
	const struct dirent *entry;
	int rc = 0;

	if (d == NULL)
		return error_set(err, ERROR_FAILED, _("cannot read '%s': %s"), folder,
				 strerror(errno));
	while (rc == 0 && (entry = readdir(d)) != NULL) {
		if (entry->d_name[0] != '.')
			rc = check_name(folder, entry->d_name, err);
	}
	closedir(d);
	return rc;
}

int lexicon_load(struct lexicon *l, const struct lexicon_folders *folders,
		 struct vocabulary *v, struct error *err)
{
	struct loading g = {.l = l, .v = v};
	int rc;
	size_t i;

	for (i = 0; i < folders->count; i++) {
		if (check_folder(folders->users[i].p, err) < 0)
			return -1;
	}
	GROW(l->patterns, l->patterns_count, l->patterns_capacity);
	l->patterns[l->patterns_count++] = (struct pattern){0};
	GROW(l->trades, l->trades_count, l->trades_capacity);
	l->trades[l->trades_count++] = (struct trade){NO_ENTITY, NO_ENTITY};
	g.saint = words_add(&l->folds, STR("saint"), &l->arena);
	g.sainte = words_add(&l->folds, STR("sainte"), &l->arena);
	rc = load_all(&g, folders, err);
	if (rc == 0) {
		sort_trades(l);
		trim(l);
	}
	text_release(&g.text);
	buf_release(&g.scratch);
	return rc;
}
