/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lexicon: names and topics found in texts (tests/unit/{names,ambiguity,topics}.txt, read
 * with the tables of lexicon/), keys, parents, and files that are wrong.
 */
#include "lib/lexicon.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/paths.h"
#include "tests/check.h"

static const char *source_dir(void)
{
	const char *dir = getenv("srcdir");

	return dir ? dir : ".";
}

static struct buf read_source(const char *name)
{
	struct buf path = {0};
	struct buf text = {0};

	buf_printf(&path, "%s/%s", source_dir(), name);
	if (!CHECK(paths_read(path.p, &text) == 0))
		fprintf(stderr, "cannot read %s\n", path.p);
	buf_release(&path);
	return text;
}

static struct vocabulary *new_vocabulary(void)
{
	struct buf stems = read_source("lexicon/stems.tsv");
	struct buf stopwords = read_source("lexicon/stopwords.txt");
	struct error err = {0};
	struct vocabulary *v =
		vocabulary_new(buf_view(&stems), buf_view(&stopwords), &err);

	if (!CHECK(v != NULL))
		fprintf(stderr, "%s\n", err.text);
	buf_release(&stems);
	buf_release(&stopwords);
	return v;
}

static struct lexicon *open_folder(const char *dir, struct vocabulary *v,
				   struct error *err)
{
	struct lexicon_folders folders = {0};
	struct lexicon *l;

	buf_text(&folders.base, dir);
	l = lexicon_open(&folders, v, err);
	lexicon_folders_release(&folders);
	return l;
}

/* ---- tables of texts ---- */

/* What a text is cut into and what is found there. */
struct reading {
	struct str sources[TEXT_PARTS];
	struct text text;
	struct mentions mentions, topics;
};

static void read_text(struct reading *r, struct vocabulary *v, const struct lexicon *l,
		      struct str text)
{
	const char *cut = strstr(text.p, " // ");

	*r = (struct reading){0};
	r->sources[TEXT_BODY] = text;
	if (cut != NULL && cut < text.p + text.n) {
		r->sources[TEXT_TITLE] = str_slice(text, 0, (size_t)(cut - text.p));
		r->sources[TEXT_BODY] =
			str_slice(text, r->sources[TEXT_TITLE].n + 4, text.n);
		text_add(&r->text, v, TEXT_TITLE, r->sources[TEXT_TITLE]);
	}
	text_add(&r->text, v, TEXT_BODY, r->sources[TEXT_BODY]);
	lexicon_find(l, &r->text, r->sources, &r->mentions);
	lexicon_find_topics(l, &r->text, r->sources, &r->mentions, NULL, 0, &r->topics);
}

static void release_reading(struct reading *r)
{
	mentions_release(&r->topics);
	mentions_release(&r->mentions);
	text_release(&r->text);
}

/* "c:aws[AWS] v:69123[Lyon]" */
static void print_names(struct buf *out, const struct reading *r, const struct lexicon *l)
{
	size_t i;

	for (i = 0; i < r->mentions.count; i++) {
		const struct mention *m = &r->mentions.items[i];
		struct str surface = str_slice(r->sources[m->part], m->start, m->end);
		const struct entity *e;

		if (m->entity >= lexicon_count(l)) {
			buf_printf(
				out, "%sc:%.*s[%.*s]", out->n ? " " : "",
				STR_ARGS(
					r->mentions.unlisted[m->entity - lexicon_count(l)]
						.id),
				STR_ARGS(surface));
			continue;
		}
		e = lexicon_entity(l, m->entity);
		if (e->kind != NAME_TOPIC)
			buf_printf(out, "%s%c:%.*s[%.*s]", out->n ? " " : "",
				   "ctprdv"[e->kind], STR_ARGS(e->id), STR_ARGS(surface));
	}
}

/* "ia levee-de-fonds" */
static void print_topics(struct buf *out, const struct reading *r,
			 const struct lexicon *l)
{
	size_t i;
	size_t k;

	for (i = 0; i < r->topics.count; i++) {
		uint32_t entity = r->topics.items[i].entity;

		for (k = 0; r->topics.items[k].entity != entity; k++)
			;
		if (k == i)
			buf_printf(out, "%s%.*s", out->n ? " " : "",
				   STR_ARGS(lexicon_entity(l, entity)->id));
	}
}

static void test_table(struct vocabulary *v, const struct lexicon *l, const char *name,
		       void print(struct buf *, const struct reading *,
				  const struct lexicon *))
{
	struct buf table = read_source(name);
	struct str rest = buf_view(&table);
	struct str row;
	unsigned line = 0;

	while (str_split(&rest, '\n', &row)) {
		struct reading r;
		struct buf got = {0};
		struct str text;

		line++;
		if (row.n == 0 || (row.p[0] == '#' && row.n > 1 && row.p[1] == ' '))
			continue;
		str_split(&row, '\t', &text);
		read_text(&r, v, l, text);
		print(&got, &r, l);
		if (!CHECK(str_equal(buf_view(&got), row)))
			fprintf(stderr, "%s:%u: %.*s\n\tgot      %.*s\n\texpected %.*s\n",
				name, line, STR_ARGS(text), STR_ARGS(buf_view(&got)),
				STR_ARGS(row));
		buf_release(&got);
		release_reading(&r);
	}
	CHECK(line > 10);
	buf_release(&table);
}

/* Whether the text names this entity: "c:orange". */
static bool names(const struct reading *r, const struct lexicon *l, struct str wanted)
{
	size_t i;

	for (i = 0; i < r->mentions.count; i++) {
		const struct mention *m = &r->mentions.items[i];
		struct buf id = {0};
		bool same;

		if (m->entity >= lexicon_count(l))
			continue;
		buf_printf(&id, "%c:%.*s", "ctprdv"[lexicon_entity(l, m->entity)->kind],
			   STR_ARGS(lexicon_entity(l, m->entity)->id));
		same = str_equal(buf_view(&id), wanted);
		buf_release(&id);
		if (same)
			return true;
	}
	return false;
}

/* Sentences where a word is this name, or is not: yes or no TAB name TAB sentence. */
static void test_ambiguity(struct vocabulary *v, const struct lexicon *l)
{
	struct buf table = read_source("tests/unit/ambiguity.txt");
	struct str rest = buf_view(&table);
	struct str text;
	unsigned sides[2] = {0, 0};
	unsigned line = 0;

	while (str_split(&rest, '\n', &text)) {
		struct reading r;
		struct str side, name;
		bool yes;

		line++;
		if (text.n == 0 || text.p[0] == '#')
			continue;
		str_split(&text, '\t', &side);
		str_split(&text, '\t', &name);
		yes = str_is(side, "yes");
		sides[yes]++;
		read_text(&r, v, l, text);
		if (!CHECK(names(&r, l, name) == yes))
			fprintf(stderr, "ambiguity.txt:%u: not '%.*s' for %.*s: %.*s\n",
				line, STR_ARGS(side), STR_ARGS(name), STR_ARGS(text));
		release_reading(&r);
	}
	CHECK(sides[false] >= 100 && sides[true] >= 100);
	buf_release(&table);
}

/* ---- mentions ---- */

static void test_mentions(struct vocabulary *v, const struct lexicon *l)
{
	struct reading r;
	const struct mention *m;

	read_text(&r, v, l, STR("Lyon attire // Amazon Web Services s'installe à Lyon."));
	if (CHECK(r.mentions.count == 3)) {
		m = r.mentions.items;
		CHECK_INT(m[0].part, TEXT_TITLE);
		CHECK_INT(m[1].part, TEXT_BODY);
		CHECK_INT(m[1].start, 0);
		CHECK_INT(m[1].end, 19);
		CHECK_INT(m[1].first, 2);
		CHECK_INT(m[1].last, 4);
		CHECK(m[0].entity == m[2].entity);
	}
	/* Appends behind what is there. */
	lexicon_find(l, &r.text, r.sources, &r.mentions);
	CHECK_INT(r.mentions.count, 6);
	mentions_clear(&r.mentions);
	CHECK_INT(r.mentions.count, 0);
	text_clear(&r.text);
	lexicon_find(l, &r.text, r.sources, &r.mentions);
	CHECK_INT(r.mentions.count, 0);
	release_reading(&r);
}

/* A sign is evidence by itself, and its span is a mention. */
static void test_signs(struct vocabulary *v, const struct lexicon *l)
{
	struct str text = STR("La direction en garde 300 de plus à Lyon.");
	struct topic_sign sign = {.topic = lexicon_find_id(l, NAME_TOPIC, STR("emploi")),
				  .part = TEXT_BODY,
				  .start = 22,
				  .end = 25};
	struct reading r;

	read_text(&r, v, l, text);
	CHECK_INT(r.topics.count, 0);
	lexicon_find_topics(l, &r.text, r.sources, &r.mentions, &sign, 1, &r.topics);
	if (CHECK(r.topics.count == 1)) {
		CHECK(r.topics.items[0].entity == sign.topic);
		CHECK_INT(r.topics.items[0].start, 22);
		CHECK_INT(r.topics.items[0].end, 25);
		CHECK(str_is(r.text.tokens[r.topics.items[0].first].form->exact, "300"));
	}
	release_reading(&r);
}

/* ---- entities and keys ---- */

static void check_chain(const struct lexicon *l, enum name_kind kind, struct str id,
			const char *expected)
{
	uint32_t number = lexicon_find_id(l, kind, id);
	struct buf got = {0};

	for (; number != NO_ENTITY; number = lexicon_entity(l, number)->parent)
		buf_printf(&got, "%s%.*s", got.n ? " < " : "",
			   STR_ARGS(lexicon_entity(l, number)->name));
	CHECK_STR(got.p, expected);
	buf_release(&got);
}

static void test_entities(const struct lexicon *l)
{
	uint32_t amazon = lexicon_find_id(l, NAME_COMPANY, STR("amazon"));

	check_chain(l, NAME_COMPANY, STR("aws"), "Amazon Web Services < Amazon");
	check_chain(l, NAME_COMMUNE, STR("69123"),
		    "Lyon < Rhône < Auvergne-Rhône-Alpes < France");
	check_chain(l, NAME_COMMUNE, STR("gb-londres"), "Londres < Royaume-Uni");
	check_chain(l, NAME_DEPARTMENT, STR("2A"), "Corse-du-Sud < Corse < France");
	check_chain(l, NAME_TOPIC, STR("ia-generative"),
		    "intelligence artificielle générative < intelligence artificielle");
	CHECK(lexicon_find_id(l, NAME_TOPIC, STR("amazon")) == NO_ENTITY);
	CHECK(lexicon_find_id(l, NAME_COMPANY, STR("")) == NO_ENTITY);
	if (CHECK(amazon != NO_ENTITY)) {
		CHECK(lexicon_entity(l, amazon)->has_children);
		CHECK(lexicon_entity(l, amazon)->kind == NAME_COMPANY);
	}
	CHECK_INT(lexicon_version(l).n, 16);
	CHECK(lexicon_count(l) > 2000);
}

static void check_key(struct vocabulary *v, const char *name, const char *expected)
{
	struct buf key = {0};

	name_key(&key, v, str_of(name));
	buf_char(&key, '\0');
	CHECK_STR(key.p, expected);
	buf_release(&key);
}

struct wanted {
	const struct lexicon *l;
	uint32_t entity;
	struct str key;
	unsigned found, all;
};

static void see_key(void *context, uint32_t entity, struct str key)
{
	struct wanted *w = context;

	w->all++;
	w->found += entity == w->entity && str_equal(key, w->key);
}

/* The key leads to the entity, once. */
static void check_leads(const struct lexicon *l, enum name_kind kind, const char *id,
			const char *key, unsigned times)
{
	struct wanted w = {.l = l,
			   .entity = lexicon_find_id(l, kind, str_of(id)),
			   .key = str_of(key)};

	lexicon_keys(l, see_key, &w);
	if (!CHECK(w.found == times))
		fprintf(stderr, "%s → %s: %u times\n", key, id, w.found);
	CHECK(w.all > 5000);
}

static void test_keys(struct vocabulary *v, const struct lexicon *l)
{
	check_key(v, "L'Oréal", "oreal");
	check_key(v, "Auvergne-Rhône-Alpes", "auvergne rhone alpes");
	check_key(v, "Groupe La Poste", "la poste");
	check_key(v, "Renault S.A.", "renault");
	check_key(v, "ThyssenKrupp AG", "thyssenkrupp");
	check_key(v, "SAS", "sas");
	check_key(v, "A.W.S.", "aws");
	check_key(v, "", "");
	check_key(v, "« ! »", "");
	check_leads(l, NAME_REGION, "84", "ara", 1);
	check_leads(l, NAME_REGION, "84", "84", 1);
	check_leads(l, NAME_REGION, "84", "auvergne rhone alpes", 1);
	check_leads(l, NAME_REGION, "11", "region parisienne", 1);
	check_leads(l, NAME_COMPANY, "aws", "amazon web services", 1);
	check_leads(l, NAME_COMPANY, "aws", "aws", 1);
	check_leads(l, NAME_TOPIC, "ia-generative", "ia generative", 1);
	check_leads(l, NAME_COUNTRY, "gb", "royaume uni", 1);
	check_leads(l, NAME_COMPANY, "aws", "nothing", 0);
}

/* ---- wrong files ---- */

static const char *const files[] = {
	"countries.tsv", "regions.tsv",	  "departments.tsv", "communes.tsv",
	"cities.tsv",	 "companies.tsv", "topics.tsv",	     "sectors.tsv",
	"protected.tsv", "cues.tsv",	  "firstnames.tsv",
};

/* Opens a lexicon whose files are empty but one. */
static void check_refused(struct vocabulary *v, const char *name, const char *content,
			  const char *message)
{
	char dir[] = "test-lexicon-XXXXXX";
	struct error err = {0};
	struct lexicon *l;
	size_t i;

	if (!CHECK(mkdtemp(dir) != NULL) || !CHECK(chdir(dir) == 0))
		return;
	for (i = 0; i < COUNT(files); i++) {
		FILE *f = fopen(files[i], "w");

		if (CHECK(f != NULL)) {
			fputs(strcmp(files[i], name) == 0 ? content : "", f);
			fclose(f);
		}
	}
	l = open_folder(".", v, &err);
	CHECK_STR(l ? "opened" : err.text, message);
	lexicon_free(l);
	for (i = 0; i < COUNT(files); i++)
		unlink(files[i]);
	CHECK(chdir("..") == 0 && rmdir(dir) == 0);
}

static void test_refusals(struct vocabulary *v)
{
	static const char *const rows[][3] = {
		{"companies.tsv", "", "opened"},
		{"companies.tsv", "id\tname\n# x\n\na\tA\n", "opened"},
		{"companies.tsv", "id\tnom\n", "unknown column: 'nom', companies.tsv:1"},
		{"companies.tsv", "id\tname\na\tA\tB\n",
		 "too many columns: 'a\tA\tB', companies.tsv:2"},
		{"companies.tsv", "id\tname\n\tA\n",
		 "a row without id or name: '', companies.tsv:2"},
		{"companies.tsv", "id\tname\na\tA\na\tB\n",
		 "an id given twice: 'a', companies.tsv:3"},
		{"companies.tsv", "id\tname\tparent\na\tA\tb\n",
		 "no such parent: 'b', companies.tsv:2"},
		{"companies.tsv", "id\tname\tparent\na\tA\tb\nb\tB\ta\n",
		 "an entity among its own parents: 'a', companies.tsv:2"},
		{"companies.tsv", "id\tname\tcase\na\tA\tsome\n",
		 "unknown policy: 'some', companies.tsv:2"},
		{"companies.tsv", "id\tname\taliases\na\tA\tB/loud\n",
		 "unknown policy: 'loud', companies.tsv:2"},
		{"companies.tsv", "id\tname\na\t!\n",
		 "a name without a word: '!', companies.tsv:2"},
		{"companies.tsv", "id\tname\na\t\xFF\n",
		 "invalid UTF-8: '', companies.tsv:2"},
		{"communes.tsv", "code\tname\tpopulation\n1\tA\t12b\n",
		 "not a number: '12b', communes.tsv:2"},
		{"cues.tsv", "kind\tform\nbeside\tx\n",
		 "unknown kind of cue: 'beside', cues.tsv:2"},
		{"sectors.tsv", "topic\tcompanies\nx\ty\n",
		 "no such topic: 'x', sectors.tsv:2"},
	};
	struct error err = {0};
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		check_refused(v, rows[i][0], rows[i][1], rows[i][2]);
	CHECK(open_folder("no-such-folder", v, &err) == NULL);
	CHECK(strstr(err.text, "cannot read 'no-such-folder/countries.tsv'") != NULL);
}

/* ---- users' own names ---- */

/* The program's lexicon and a user's folder with one table. */
static struct lexicon *open_with(struct vocabulary *v, const char *file,
				 const char *content, struct error *err)
{
	struct lexicon_folders folders = {0};
	struct lexicon *l;
	FILE *f;

	mkdir("own-names", 0777);
	if (CHECK(chdir("own-names") == 0)) {
		f = fopen(file, "w");
		if (CHECK(f != NULL)) {
			fputs(content, f);
			fclose(f);
		}
		CHECK(chdir("..") == 0);
	}
	buf_printf(&folders.base, "%s/lexicon", source_dir());
	lexicon_folders_add(&folders, STR("own-names"));
	l = lexicon_open(&folders, v, err);
	lexicon_folders_release(&folders);
	return l;
}

static void remove_own(const char *file)
{
	if (CHECK(chdir("own-names") == 0)) {
		unlink(file);
		CHECK(chdir("..") == 0);
	}
	rmdir("own-names");
}

static void check_own(struct vocabulary *v, const char *file, const char *content,
		      const char *text, const char *expected)
{
	struct error err = {0};
	struct lexicon *l = open_with(v, file, content, &err);
	struct buf got = {0};
	struct reading r;

	if (l == NULL) {
		CHECK_STR(err.text, expected);
	} else {
		read_text(&r, v, l, str_of(text));
		print_names(&got, &r, l);
		print_topics(&got, &r, l);
		CHECK_STR(got.p ? got.p : "", expected);
		release_reading(&r);
	}
	buf_release(&got);
	lexicon_free(l);
	remove_own(file);
}

static void test_own_names(struct vocabulary *v)
{
	static const char *const rows[][4] = {
		/* A new company; a parent of the program's. */
		{"companies.tsv",
		 "id\tname\tparent\nzorglub\tZorglub Industries\tamazon\n",
		 "Zorglub Industries recrute", "c:zorglub[Zorglub Industries]"},
		/* Aliases of a known one leave its own policy as it is: Orange still needs a cue. */
		{"companies.tsv", "id\taliases\norange\tZorgl Orange|ZGO/exact\n",
		 "Zorgl Orange et ZGO, zgo. Le maire d'Orange.",
		 "c:orange[Zorgl Orange] c:orange[ZGO] v:84087[Orange]"},
		/* A policy of its own. */
		{"companies.tsv", "id\tcontext\ncasino\tfree\n", "Casino souffre.",
		 "c:casino[Casino]"},
		{"companies.tsv", "\xEF\xBB\xBFid\tname\r\nzorglub\tZorglub\r\n",
		 "Zorglub", "c:zorglub[Zorglub]"},
		{"cities.tsv", "id\tname\tcountry\nbe-zorgl\tZorgl-sur-Meuse\tbe\n",
		 "à Zorgl-sur-Meuse", "v:be-zorgl[Zorgl-sur-Meuse]"},
		{"topics.tsv", "topic\tforms\nhydrogene\tzorgloxydation\n",
		 "La zorgloxydation // La zorgloxydation avance.", "hydrogene"},
		{"protected.tsv", "form\nZorgl Lyon\n", "Zorgl Lyon a gagné", ""},
		{"topics.tsv", "topic\tforms\nzorgl\tzorgl\n", "",
		 "the list is closed, and has no such id: 'zorgl', "
		 "own-names/topics.tsv:2"},
		{"companies.tsv", "id\tname\nzorg lub\tZ\n", "",
		 "an id is made of letters without accents, digits and hyphens: 'zorg "
		 "lub', "
		 "own-names/companies.tsv:2"},
		{"companies.tsv", "id\tname\nzorglub\n", "",
		 "a row without id or name: 'zorglub', own-names/companies.tsv:2"},
		{"companies.tsv", "id\tname\tcontext\n\nzorglub\tZ\tsometimes\n", "",
		 "unknown policy: 'sometimes', own-names/companies.tsv:3"},
		{"stems.tsv", "", "",
		 "'own-names/stems.tsv': stems are the program's own; take the file out "
		 "of "
		 "the folder"},
		{"company.tsv", "", "",
		 "no such table: 'own-names/company.tsv'; names are added in "
		 "companies.tsv, "
		 "cities.tsv, communes.tsv, topics.tsv, protected.tsv …, see "
		 "veille-index(1)"},
		{"notes.txt", "id", "Lyon", "v:69123[Lyon]"},
	};
	struct lexicon_folders folders = {0};
	struct error err = {0};
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		check_own(v, rows[i][0], rows[i][1], rows[i][2], rows[i][3]);
	buf_printf(&folders.base, "%s/lexicon", source_dir());
	lexicon_folders_add(&folders, STR("no-such-folder"));
	CHECK(lexicon_open(&folders, v, &err) == NULL);
	CHECK(strstr(err.text, "cannot read 'no-such-folder'") != NULL);
	lexicon_folders_release(&folders);
}

static void test_synonyms(void)
{
	struct lexicon_folders folders = {0};
	struct error err = {0};
	struct buf out = {0};
	FILE *f;

	mkdir("own-names", 0777);
	f = fopen("own-names/synonyms.tsv", "w");
	if (CHECK(f != NULL)) {
		fputs("id\tforms\nia\tzorgl\n", f);
		fclose(f);
	}
	buf_printf(&folders.base, "%s/lexicon", source_dir());
	lexicon_folders_add(&folders, STR("own-names"));
	CHECK_INT(lexicon_synonyms(&folders, &out, &err), 0);
	CHECK(str_ends(buf_view(&out), STR("\nid\tforms\nia\tzorgl\n")));
	CHECK(str_starts(buf_view(&out), STR("id\tforms\n#")));
	f = fopen("own-names/synonyms.tsv", "w");
	if (CHECK(f != NULL)) {
		fputs("id\tforms\nia zorgl\n", f);
		fclose(f);
	}
	CHECK_INT(lexicon_synonyms(&folders, &out, &err), -1);
	CHECK_STR(err.text,
		  "not an id, a tab and forms: 'ia zorgl', own-names/synonyms.tsv:2");
	lexicon_folders_release(&folders);
	buf_release(&out);
	remove_own("synonyms.tsv");
}

int main(void)
{
	struct vocabulary *v = new_vocabulary();
	struct buf dir = {0};
	struct error err = {0};
	struct lexicon *l;

	buf_printf(&dir, "%s/lexicon", source_dir());
	l = v ? open_folder(dir.p, v, &err) : NULL;
	if (CHECK(l != NULL)) {
		test_table(v, l, "tests/unit/names.txt", print_names);
		test_table(v, l, "tests/unit/topics.txt", print_topics);
		test_ambiguity(v, l);
		test_mentions(v, l);
		test_signs(v, l);
		test_entities(l);
		test_keys(v, l);
		test_refusals(v);
		test_own_names(v);
		test_synonyms();
	} else {
		fprintf(stderr, "%s\n", err.text);
	}
	lexicon_free(l);
	vocabulary_free(v);
	buf_release(&dir);
	return check_done();
}
