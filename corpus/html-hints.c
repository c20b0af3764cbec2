/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/html-hints.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/utf8.h"

struct hint_row {
	const char *words;
	int hints;
};

/*
 * Words, and pairs of words, of classes and ids, in the order of strcmp. "has-",
 * "with-" and "no-" before them take their meaning away.
 */
static const struct hint_row rows[] = {
	{"a lire", HINT_APART},
	{"a suivre", HINT_APART},
	{"abo", HINT_APART},
	{"abonnement", HINT_APART},
	{"abonnes", HINT_APART},
	{"abonnez", HINT_APART},
	{"accroche", HINT_LEAD},
	{"ad", HINT_APART},
	{"ads", HINT_APART},
	{"adsense", HINT_APART},
	{"advert", HINT_APART},
	{"advertisement", HINT_APART},
	{"advertising", HINT_APART},
	{"adverts", HINT_APART},
	{"affiliate", HINT_APART},
	{"affiliation", HINT_MAYBE},
	{"also", HINT_APART},
	{"ariane", HINT_APART},
	{"article body", HINT_BODY},
	{"article content", HINT_BODY},
	{"article contenu", HINT_BODY},
	{"article text", HINT_BODY},
	{"article texte", HINT_BODY},
	{"article title", HINT_TITLE},
	{"article titre", HINT_TITLE},
	{"articlebody", HINT_BODY},
	{"audio", HINT_MAYBE},
	{"auteur", HINT_INFO | HINT_AUTHOR},
	{"auteurs", HINT_INFO | HINT_AUTHOR},
	{"author", HINT_INFO | HINT_AUTHOR},
	{"authors", HINT_INFO | HINT_AUTHOR},
	{"autres", HINT_MAYBE},
	{"avertissement", HINT_MAYBE},
	{"bandeau", HINT_MAYBE},
	{"banner", HINT_MAYBE},
	{"bio", HINT_ASIDE},
	{"biographie", HINT_ASIDE},
	{"body text", HINT_BODY},
	{"bouton", HINT_ACTION},
	{"breadcrumb", HINT_APART},
	{"breadcrumbs", HINT_APART},
	{"btn", HINT_ACTION},
	{"button", HINT_ACTION},
	{"byline", HINT_INFO | HINT_AUTHOR},
	{"bylines", HINT_INFO | HINT_AUTHOR},
	{"caption", HINT_MAYBE},
	{"captions", HINT_MAYBE},
	{"carousel", HINT_MAYBE},
	{"carrousel", HINT_MAYBE},
	{"catcher", HINT_APART},
	{"chap", HINT_LEAD},
	{"chapeau", HINT_LEAD},
	{"chapo", HINT_LEAD},
	{"citation", HINT_QUOTE},
	{"cmp", HINT_APART},
	{"colophon", HINT_APART},
	{"comment", HINT_APART},
	{"commentaire", HINT_APART},
	{"commentaires", HINT_APART},
	{"comments", HINT_APART},
	{"consent", HINT_APART},
	{"contact", HINT_MAYBE},
	{"contacts", HINT_MAYBE},
	{"content body", HINT_BODY},
	{"cookie", HINT_APART},
	{"cookies", HINT_APART},
	{"copyright", HINT_MAYBE},
	{"cotation", HINT_MAYBE},
	{"credit", HINT_MAYBE},
	{"credits", HINT_MAYBE},
	{"crosshead", HINT_HEADING},
	{"cta", HINT_MAYBE | HINT_ACTION},
	{"date", HINT_INFO | HINT_DATE},
	{"dates", HINT_INFO | HINT_DATE},
	{"deck", HINT_LEAD},
	{"dek", HINT_LEAD},
	{"description", HINT_LEAD},
	{"dfp", HINT_APART},
	{"diaporama", HINT_MAYBE},
	{"didomi", HINT_APART},
	{"disclaimer", HINT_MAYBE},
	{"disqus", HINT_APART},
	{"donate", HINT_MAYBE},
	{"donation", HINT_MAYBE},
	{"editsection", HINT_APART},
	{"en continu", HINT_APART},
	{"entry content", HINT_BODY},
	{"entry footer", HINT_APART},
	{"entry meta", HINT_INFO},
	{"entry title", HINT_TITLE},
	{"etiquettes", HINT_APART},
	{"excerpt", HINT_LEAD},
	{"exergue", HINT_QUOTE},
	{"field body", HINT_BODY},
	{"fil info", HINT_APART},
	{"fin article", HINT_MAYBE},
	{"follow", HINT_MAYBE},
	{"footer", HINT_APART},
	{"footnote", HINT_APART},
	{"footnotes", HINT_APART},
	{"forum", HINT_MAYBE},
	{"galerie", HINT_MAYBE},
	{"gallery", HINT_MAYBE},
	{"gdpr", HINT_APART},
	{"hat", HINT_LEAD},
	{"heading", HINT_HEADING},
	{"headline", HINT_TITLE},
	{"hierarchie", HINT_APART},
	{"inread", HINT_APART},
	{"instagram media", HINT_MAYBE},
	{"inter", HINT_HEADING},
	{"intertitle", HINT_HEADING},
	{"intertitre", HINT_HEADING},
	{"intro", HINT_LEAD},
	{"keywords", HINT_APART},
	{"labels", HINT_MAYBE},
	{"lead", HINT_LEAD},
	{"lede", HINT_LEAD},
	{"legals", HINT_MAYBE},
	{"legend", HINT_MAYBE},
	{"legende", HINT_MAYBE},
	{"lien", HINT_MAYBE},
	{"liens", HINT_MAYBE},
	{"lightbox", HINT_MAYBE},
	{"lire aussi", HINT_APART},
	{"login", HINT_MAYBE},
	{"mailing", HINT_APART},
	{"masthead", HINT_MAYBE},
	{"meme sujet", HINT_APART},
	{"mentions", HINT_MAYBE},
	{"menu", HINT_MAYBE},
	{"menubar", HINT_MAYBE},
	{"meteo", HINT_MAYBE},
	{"modal", HINT_MAYBE},
	{"most popular", HINT_APART},
	{"most read", HINT_APART},
	{"most viewed", HINT_APART},
	{"mots cle", HINT_APART},
	{"mots cles", HINT_APART},
	{"name body", HINT_BODY},
	{"nav", HINT_MAYBE},
	{"navbar", HINT_MAYBE},
	{"navigation", HINT_MAYBE},
	{"newsfeed", HINT_APART},
	{"newsletter", HINT_APART},
	{"newsletters", HINT_APART},
	{"next article", HINT_APART},
	{"offer", HINT_MAYBE},
	{"offers", HINT_MAYBE},
	{"offre", HINT_APART},
	{"offres", HINT_APART},
	{"onetrust", HINT_APART},
	{"outbrain", HINT_APART},
	{"outils", HINT_MAYBE},
	{"overlay", HINT_MAYBE},
	{"pagetools", HINT_APART},
	{"pagination", HINT_APART},
	{"partage", HINT_APART},
	{"partager", HINT_APART},
	{"paywall", HINT_MAYBE},
	{"pictos", HINT_MAYBE},
	{"player", HINT_MAYBE},
	{"plus lus", HINT_APART},
	{"plus vus", HINT_APART},
	{"podcast", HINT_MAYBE},
	{"poll", HINT_APART},
	{"polls", HINT_APART},
	{"popin", HINT_APART},
	{"popular", HINT_APART},
	{"popup", HINT_APART},
	{"post body", HINT_BODY},
	{"post content", HINT_BODY},
	{"post footer", HINT_APART},
	{"post meta", HINT_INFO},
	{"post title", HINT_TITLE},
	{"promo", HINT_APART},
	{"promos", HINT_APART},
	{"promotion", HINT_MAYBE},
	{"pub", HINT_APART},
	{"pubdate", HINT_INFO | HINT_DATE},
	{"publicite", HINT_APART},
	{"published", HINT_INFO | HINT_DATE},
	{"pubs", HINT_APART},
	{"pull quote", HINT_QUOTE},
	{"pullquote", HINT_QUOTE},
	{"push", HINT_MAYBE},
	{"question", HINT_HEADING},
	{"quiz", HINT_MAYBE},
	{"quote", HINT_QUOTE},
	{"reaction", HINT_MAYBE},
	{"reactions", HINT_APART},
	{"read also", HINT_APART},
	{"read more", HINT_APART},
	{"read next", HINT_APART},
	{"reading time", HINT_INFO},
	{"recirculation", HINT_APART},
	{"reco", HINT_APART},
	{"recommandations", HINT_APART},
	{"recommandes", HINT_APART},
	{"recommendation", HINT_APART},
	{"recommendations", HINT_APART},
	{"recommended", HINT_APART},
	{"related", HINT_APART},
	{"relatedposts", HINT_APART},
	{"respond", HINT_APART},
	{"rgpd", HINT_APART},
	{"river", HINT_MAYBE},
	{"screen reader", HINT_APART},
	{"see also", HINT_APART},
	{"share", HINT_APART},
	{"sharedaddy", HINT_APART},
	{"sharing", HINT_APART},
	{"sidebar", HINT_MAYBE},
	{"sign", HINT_INFO},
	{"signature", HINT_INFO | HINT_AUTHOR},
	{"signup", HINT_APART},
	{"similaires", HINT_APART},
	{"sirdata", HINT_APART},
	{"skip link", HINT_APART},
	{"slideshow", HINT_MAYBE},
	{"social", HINT_APART},
	{"socials", HINT_APART},
	{"sommaire", HINT_MAYBE},
	{"sondage", HINT_MAYBE},
	{"source credit", HINT_MAYBE},
	{"sous titre", HINT_LEAD},
	{"soustitre", HINT_LEAD},
	{"sponsor", HINT_APART},
	{"sponsored", HINT_APART},
	{"sponsors", HINT_APART},
	{"sr only", HINT_APART},
	{"standfirst", HINT_LEAD},
	{"story body", HINT_BODY},
	{"sub title", HINT_HEADING},
	{"subhead", HINT_HEADING},
	{"subheading", HINT_HEADING},
	{"subscribe", HINT_APART},
	{"subscription", HINT_MAYBE},
	{"subtitle", HINT_LEAD},
	{"taboola", HINT_APART},
	{"tagline", HINT_LEAD},
	{"tags", HINT_MAYBE},
	{"teads", HINT_APART},
	{"teaser", HINT_MAYBE | HINT_LEAD},
	{"teasers", HINT_APART},
	{"temps lecture", HINT_INFO},
	{"testimonial", HINT_QUOTE},
	{"texte", HINT_BODY},
	{"ticker", HINT_APART},
	{"timestamp", HINT_INFO | HINT_DATE},
	{"title", HINT_HEADING},
	{"titre", HINT_TITLE},
	{"toc", HINT_MAYBE},
	{"toolbar", HINT_APART},
	{"tools", HINT_MAYBE},
	{"tooltip", HINT_APART},
	{"topbar", HINT_MAYBE},
	{"topics", HINT_MAYBE},
	{"trending", HINT_APART},
	{"twitter tweet", HINT_APART},
	{"video", HINT_MAYBE},
	{"visually hidden", HINT_APART},
	{"voir aussi", HINT_APART},
	{"weather", HINT_APART},
	{"widget", HINT_MAYBE},
	{"widgets", HINT_MAYBE},
	{"wysiwyg", HINT_BODY},
};

static const struct {
	const char *role;
	int hints;
} roles[] = {
	{"alertdialog", HINT_APART}, {"complementary", HINT_MAYBE},
	{"contentinfo", HINT_APART}, {"dialog", HINT_APART},
	{"menu", HINT_APART},	     {"menubar", HINT_APART},
	{"navigation", HINT_APART},  {"search", HINT_APART},
	{"tablist", HINT_APART},     {"toolbar", HINT_APART},
};

static const struct {
	const char *itemprop;
	int hints;
} itemprops[] = {
	{"articlebody", HINT_BODY},
	{"text", HINT_BODY},
	{"author", HINT_INFO | HINT_AUTHOR},
	{"creator", HINT_INFO | HINT_AUTHOR},
	{"datepublished", HINT_INFO | HINT_DATE},
	{"datemodified", HINT_INFO},
	{"publisher", HINT_INFO},
	{"comment", HINT_APART},
	{"headline", HINT_TITLE},
	{"description", HINT_LEAD},
	{"alternativeheadline", HINT_LEAD},
	{"caption", HINT_MAYBE},
};

static const struct {
	enum html_tag tag;
	int hints;
} tag_hints[] = {
	{HTML_ASIDE, HINT_ASIDE},  {HTML_FIGCAPTION, HINT_MAYBE},
	{HTML_FOOTER, HINT_MAYBE}, {HTML_FORM, HINT_MAYBE},
	{HTML_NAV, HINT_MAYBE},	   {HTML_SUMMARY, HINT_HEADING},
};

/* ---- words of classes ---- */

#define WORDS_MAX 96 /* bytes of a class that are looked at */

static int compare_words(const void *words, const void *row)
{
	return strcmp(words, ((const struct hint_row *)row)->words);
}

static int hints_of(const char *words)
{
	const struct hint_row *row =
		bsearch(words, rows, COUNT(rows), sizeof *rows, compare_words);

	return row != NULL ? row->hints : 0;
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* "articleBody", "article__body-2" → "article body". */
static size_t split_words(struct str item, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < item.n && n + 2 < WORDS_MAX; i++) {
		char c = item.p[i];
		bool begins = is_upper(c) && i > 0 && is_lower(item.p[i - 1]);

		if (!is_upper(c) && !is_lower(c)) {
			if (n > 0 && out[n - 1] != ' ')
				out[n++] = ' ';
			continue;
		}
		if (begins && n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
		out[n++] = (char)(c | 0x20);
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return n;
}

static int hints_of_item(struct str item)
{
	static const struct str elementor = {"elementor-widget", 16};
	char words[WORDS_MAX], pair[2 * WORDS_MAX];
	char *rest = words, *word, *last = NULL;
	int hints = 0;

	/* Elementor calls all that a page is made of widgets. */
	if (str_starts(item, elementor))
		item = str_slice(item, elementor.n, item.n);
	if (split_words(item, words) == 0)
		return 0;
	while ((word = strsep(&rest, " ")) != NULL) {
		if (last == NULL &&
		    (strcmp(word, "has") == 0 || strcmp(word, "no") == 0 ||
		     strcmp(word, "with") == 0))
			return 0;
		hints |= hints_of(word);
		if (last != NULL) {
			snprintf(pair, sizeof pair, "%s %s", last, word);
			hints |= hints_of(pair);
		}
		last = word;
	}
	return hints;
}

static int hints_of_list(struct str list)
{
	struct str item;
	int hints = 0;

	while (str_split(&list, ' ', &item))
		hints |= hints_of_item(str_trim(item));
	return hints;
}

/* "display: none" and its like in a style. */
static bool is_hidden(const struct html_node *n)
{
	struct str style = html_value(n, HTML_STYLE);
	char packed[256];
	size_t count = 0;

	if (html_value(n, HTML_HIDDEN).p != NULL)
		return true;
	for (size_t i = 0; i < style.n && count + 1 < sizeof packed; i++) {
		if (style.p[i] != ' ')
			packed[count++] =
				(char)(style.p[i] | (is_upper(style.p[i]) ? 0x20 : 0));
	}
	packed[count] = '\0';
	return strstr(packed, "display:none") != NULL ||
	       strstr(packed, "visibility:hidden") != NULL;
}

static bool same_word(struct str s, const char *word)
{
	return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

static bool is_division(enum html_tag tag)
{
	return tag == HTML_DIV || tag == HTML_SECTION || tag == HTML_ARTICLE;
}

/* A summary for readers of another language. */
static bool is_foreign(struct str lang)
{
	return lang.n >= 2 && strncasecmp(lang.p, "fr", 2) != 0;
}

int html_hints(const struct html_node *n)
{
	struct str role = html_value(n, HTML_ROLE);
	struct str list = html_value(n, HTML_ITEMPROP);
	struct str item;
	int hints = 0;

	if (n->tag == HTML_TEXT || n->hidden)
		return 0;
	for (size_t i = 0; i < COUNT(tag_hints); i++)
		hints |= tag_hints[i].tag == n->tag ? tag_hints[i].hints : 0;
	if (n->values == NULL)
		return hints;
	hints |= hints_of_list(html_value(n, HTML_CLASS));
	hints |= hints_of_item(html_value(n, HTML_ID));
	for (size_t i = 0; i < COUNT(roles); i++)
		hints |= same_word(role, roles[i].role) ? roles[i].hints : 0;
	while (str_split(&list, ' ', &item)) {
		for (size_t i = 0; i < COUNT(itemprops); i++)
			hints |= same_word(item, itemprops[i].itemprop)
					 ? itemprops[i].hints
					 : 0;
	}
	if (is_division(n->tag) && is_foreign(html_value(n, HTML_LANG)))
		hints |= HINT_MAYBE;
	if (same_word(html_value(n, HTML_REL), "author"))
		hints |= HINT_INFO | HINT_AUTHOR;
	return is_hidden(n) ? hints | HINT_HIDDEN : hints;
}

/* ---- lines ---- */

static const struct {
	/* In lower case without accents. One word alone must be the whole line. */
	const char *front;
	enum html_phrase phrase;
} phrases[] = {
	{"a decouvrir", PHRASE_END},
	{"a la une", PHRASE_END},
	{"a lire", PHRASE_END},
	{"a lire aussi", PHRASE_LINK},
	{"a lire ci", PHRASE_LINK},
	{"a lire egalement", PHRASE_LINK},
	{"a ne pas manquer", PHRASE_END},
	{"a propos d", PHRASE_TAIL},
	{"a propos de", PHRASE_TAIL},
	{"a propos des", PHRASE_TAIL},
	{"a propos du", PHRASE_TAIL},
	{"a relire", PHRASE_LINK},
	{"a suivre", PHRASE_END},
	{"a voir aussi", PHRASE_LINK},
	{"abonnez vous", PHRASE_BOX},
	{"accedez a tous nos articles", PHRASE_BOX},
	{"activer les notifications", PHRASE_LINE},
	{"adresse de cet article", PHRASE_LINE},
	{"afficher la suite", PHRASE_LINE},
	{"afficher plus", PHRASE_LINE},
	{"ailleurs sur le web", PHRASE_END},
	{"ajouter a vos", PHRASE_LINE},
	{"ajouter aux favoris", PHRASE_LINE},
	{"annonce", PHRASE_LINE},
	{"article reserve aux abonnes", PHRASE_BOX},
	{"articles associes", PHRASE_END},
	{"articles les plus lus", PHRASE_END},
	{"articles lies", PHRASE_END},
	{"articles recents", PHRASE_END},
	{"articles similaires", PHRASE_END},
	{"au sommaire", PHRASE_END},
	{"autres articles", PHRASE_END},
	{"autres breves", PHRASE_END},
	{"autres communiques", PHRASE_END},
	{"avertissement", PHRASE_TAIL},
	{"avertissement sur les informations", PHRASE_TAIL},
	{"ce contenu est reserve", PHRASE_BOX},
	{"cet article est extrait", PHRASE_LINE},
	{"cet article est initialement paru", PHRASE_LINE},
	{"cet article est paru", PHRASE_LINE},
	{"cet article est reserve", PHRASE_BOX},
	{"cet article vous a", PHRASE_LINE},
	{"cette information vous a", PHRASE_LINE},
	{"cette page vous a", PHRASE_LINE},
	{"chargement", PHRASE_LINE},
	{"cliquez ici pour", PHRASE_LINK},
	{"commentaire", PHRASE_COMMENTS},
	{"commentaires", PHRASE_COMMENTS},
	{"commenter", PHRASE_LINE},
	{"connectez vous", PHRASE_LINE},
	{"consultez aussi", PHRASE_LINK},
	{"contenu reserve aux abonnes", PHRASE_BOX},
	{"contenus sponsorises", PHRASE_END},
	{"contact", PHRASE_TAIL},
	{"contact media", PHRASE_TAIL},
	{"contact medias", PHRASE_TAIL},
	{"contact presse", PHRASE_TAIL},
	{"contacts", PHRASE_TAIL},
	{"contacts media", PHRASE_TAIL},
	{"contacts medias", PHRASE_TAIL},
	{"contacts presse", PHRASE_TAIL},
	{"continuez votre lecture", PHRASE_END},
	{"copier le lien", PHRASE_LINE},
	{"credit photo", PHRASE_LINE},
	{"credits", PHRASE_LINE},
	{"credits photo", PHRASE_LINE},
	{"creer un compte", PHRASE_BOX},
	{"creez un compte", PHRASE_BOX},
	{"dans l actualite", PHRASE_END},
	{"dans la meme categorie", PHRASE_END},
	{"dans la meme rubrique", PHRASE_END},
	{"declarations prospectives", PHRASE_TAIL},
	{"decouvrez aussi", PHRASE_LINK},
	{"decouvrez nos offres", PHRASE_BOX},
	{"deja abonne", PHRASE_BOX},
	{"deja abonnee", PHRASE_BOX},
	{"deja inscrit", PHRASE_BOX},
	{"derniere mise a jour", PHRASE_LINE},
	{"derniere modification", PHRASE_LINE},
	{"derniers articles", PHRASE_END},
	{"ecouter cet article", PHRASE_LINE},
	{"ecouter l article", PHRASE_LINE},
	{"ecoutez cet article", PHRASE_LINE},
	{"en continu", PHRASE_END},
	{"en lien", PHRASE_END},
	{"en relation", PHRASE_END},
	{"enregistrer", PHRASE_LINE},
	{"envoyer par", PHRASE_LINE},
	{"et aussi", PHRASE_LINK},
	{"etiquettes", PHRASE_LINE},
	{"faire un don", PHRASE_LINE},
	{"fil info", PHRASE_END},
	{"haut de page", PHRASE_LINE},
	{"il vous reste", PHRASE_BOX},
	{"imprimer", PHRASE_LINE},
	{"informations prospectives", PHRASE_TAIL},
	{"inscrivez vous", PHRASE_BOX},
	{"je donne", PHRASE_BOX},
	{"je fais un don", PHRASE_BOX},
	{"je m abonne", PHRASE_BOX},
	{"la lecture de cet article est reservee", PHRASE_BOX},
	{"la suite apres cette publicite", PHRASE_LINE},
	{"la suite apres la publicite", PHRASE_LINE},
	{"la suite est reservee", PHRASE_BOX},
	{"laisser un commentaire", PHRASE_COMMENTS},
	{"le fil info", PHRASE_END},
	{"le plus lu", PHRASE_END},
	{"lecture", PHRASE_LINE},
	{"lecture min", PHRASE_LINE},
	{"les articles les plus lus", PHRASE_END},
	{"les autres articles", PHRASE_END},
	{"les autres breves", PHRASE_END},
	{"les autres communiques", PHRASE_END},
	{"les plus lus", PHRASE_END},
	{"les plus vus", PHRASE_END},
	{"lire aussi", PHRASE_LINK},
	{"lire dans l application", PHRASE_LINE},
	{"lire egalement", PHRASE_LINK},
	{"lire et", PHRASE_LINK},
	{"lire l article", PHRASE_LINK},
	{"lire la suite", PHRASE_LINE},
	{"lire le dossier", PHRASE_LINK},
	{"lire les commentaires", PHRASE_LINE},
	{"lire notre", PHRASE_LINK},
	{"lisez aussi", PHRASE_LINK},
	{"min de lecture", PHRASE_LINE},
	{"minutes de lecture", PHRASE_LINE},
	{"mis a jour le", PHRASE_LINE},
	{"mis en ligne le", PHRASE_LINE},
	{"mise a jour le", PHRASE_LINE},
	{"mots cles", PHRASE_LINE},
	{"newsletter", PHRASE_LINE},
	{"nos derniers articles", PHRASE_END},
	{"nos lecteurs ont lu", PHRASE_END},
	{"nos newsletters", PHRASE_BOX},
	{"nos recommandations", PHRASE_END},
	{"nos videos", PHRASE_END},
	{"note a la redaction", PHRASE_TAIL},
	{"note aux redactions", PHRASE_TAIL},
	{"notes aux redactions", PHRASE_TAIL},
	{"notre dossier", PHRASE_LINK},
	{"notre selection", PHRASE_END},
	{"offrir cet article", PHRASE_BOX},
	{"offrir l article", PHRASE_BOX},
	{"page mise a jour", PHRASE_LINE},
	{"page modifiee", PHRASE_LINE},
	{"partager", PHRASE_LINE},
	{"partager cet article", PHRASE_LINE},
	{"partager l article", PHRASE_LINE},
	{"partagez cet article", PHRASE_LINE},
	{"plus d articles", PHRASE_END},
	{"plus d infos", PHRASE_LINK},
	{"plus lus", PHRASE_END},
	{"poster un commentaire", PHRASE_COMMENTS},
	{"pour aller plus loin", PHRASE_LINK},
	{"pour lire la suite", PHRASE_BOX},
	{"publicite", PHRASE_LINE},
	{"publie le", PHRASE_LINE},
	{"reagir", PHRASE_LINE},
	{"reagir a cet article", PHRASE_LINE},
	{"reagissez", PHRASE_COMMENTS},
	{"recommande pour vous", PHRASE_END},
	{"recommandes pour vous", PHRASE_END},
	{"relations investisseurs", PHRASE_TAIL},
	{"relations medias", PHRASE_TAIL},
	{"relations presse", PHRASE_TAIL},
	{"relire", PHRASE_LINK},
	{"repondre a cet article", PHRASE_LINE},
	{"reserve aux abonnes", PHRASE_BOX},
	{"retour en haut", PHRASE_LINE},
	{"retrouvez tous", PHRASE_LINK},
	{"retrouvez toute", PHRASE_LINK},
	{"retrouvez toutes", PHRASE_LINK},
	{"s abonner", PHRASE_BOX},
	{"sauvegarder", PHRASE_LINE},
	{"se connecter", PHRASE_LINE},
	{"service de presse", PHRASE_TAIL},
	{"signaler une erreur", PHRASE_LINE},
	{"soutenez", PHRASE_LINE},
	{"suivez l actualite", PHRASE_LINK},
	{"suivez nous", PHRASE_LINE},
	{"sur le meme", PHRASE_END},
	{"sur le meme sujet", PHRASE_END},
	{"sur le meme theme", PHRASE_END},
	{"tags", PHRASE_LINE},
	{"telechargez l application", PHRASE_LINE},
	{"telechargez notre application", PHRASE_LINE},
	{"temps de lecture", PHRASE_LINE},
	{"thematiques associees", PHRASE_END},
	{"themes associes", PHRASE_END},
	{"tous droits reserves", PHRASE_LINE},
	{"une erreur dans cet article", PHRASE_LINE},
	{"une version de cet article", PHRASE_LINE},
	{"une information a nous transmettre", PHRASE_LINE},
	{"valeurs associees", PHRASE_END},
	{"version imprimable", PHRASE_LINE},
	{"video", PHRASE_LINE},
	{"videos en ce moment", PHRASE_LINE},
	{"voir aussi", PHRASE_LINK},
	{"voir les commentaires", PHRASE_LINE},
	{"voir plus", PHRASE_LINE},
	{"vos commentaires", PHRASE_COMMENTS},
	{"vos reactions", PHRASE_COMMENTS},
	{"votre adresse e mail", PHRASE_LINE},
	{"votre email", PHRASE_LINE},
	{"votre navigateur", PHRASE_LINE},
	{"vous aimerez aussi", PHRASE_END},
	{"vous aimerez peut etre", PHRASE_END},
	{"vous avez deja un compte", PHRASE_BOX},
	{"vous avez trouve une erreur", PHRASE_LINE},
	{"vous lisez un article", PHRASE_BOX},
};

/* Words of letters, a space between them; apostrophes part words, figures are left out. */
static void plain_words(struct buf *out, struct str line)
{
	struct buf folded = {0};
	struct str s;
	uint32_t c;
	size_t n;

	utf8_fold(&folded, line);
	s = buf_view(&folded);
	for (size_t at = 0; (n = utf8_decode(s, at, &c)) > 0; at += n) {
		if (utf8_is_letter(c))
			buf_str(out, str_slice(s, at, at + n));
		else if (out->n > 0 && out->p[out->n - 1] != ' ')
			buf_char(out, ' ');
	}
	if (out->n > 0 && out->p[out->n - 1] == ' ')
		out->p[--out->n] = '\0';
	buf_release(&folded);
}

/* "3 réactions" */
static bool is_count_of_comments(struct str line, struct str words)
{
	static const char *const said[] = {"commentaire", "commentaires", "reaction",
					   "reactions",	  "reponses",	  "messages"};

	if (line.n == 0 || line.p[0] < '0' || line.p[0] > '9')
		return false;
	for (size_t i = 0; i < COUNT(said); i++) {
		if (str_is(words, said[i]))
			return true;
	}
	return false;
}

enum html_phrase html_phrase(struct str line)
{
	enum html_phrase found = PHRASE_NONE;
	struct buf words = {0};
	size_t longest = 0;

	if (str_starts(line, STR("©")) || str_starts(line, STR("(c) ")))
		return PHRASE_LINE;
	plain_words(&words, line);
	if (is_count_of_comments(line, buf_view(&words)))
		found = PHRASE_COMMENTS;
	for (size_t i = 0; i < COUNT(phrases); i++) {
		struct str front = str_of(phrases[i].front);

		if (front.n > longest && str_starts(buf_view(&words), front) &&
		    (words.n == front.n || (words.p[front.n] == ' ' &&
					    memchr(front.p, ' ', front.n) != NULL))) {
			longest = front.n;
			found = phrases[i].phrase;
		}
	}
	buf_release(&words);
	return found;
}

/* Fronts of words of which two stand in a text that asks for something. */
static const struct {
	const char *what, *how;
} asking[] = {
	{" acces illimite", " sans engagement"},
	{" testez", " gratuitement"},
	{" newsletter", " desinscri"},
	{" newsletter", " inscri"},
	{" newsletter", " adresse e mail"},
	{" newsletter", " adresse mail"},
	{" newsletter", " adresse email"},
	{" newsletter", " boite mail"},
	{" lettre", " desinscri"},
	{" lettre", " boite de reception"},
	{" lettre d information", " inscri"},
	{" cookies", " partenaires"},
	{" cookies", " consent"},
	{" cookies", " traceurs"},
	{" cookies", " accept"},
	{" abonn", " sans engagement"},
	{" abonn", " premier mois"},
	{" abonn", " deja un compte"},
	{" abonn", " se connecter"},
	{" abonn", " connectez vous"},
	{" abonn", " acces illimite"},
	{" abonn", " vous pouvez offrir"},
	{" abonn", " vous aimez cet article"},
	{" abonn", " decouvrez nos"},
	{" abonn", " soutenez"},
	{" lecteurs", " soutenez"},
	{" dons", " lecteurs"},
	{" don", " deductible"},
};

/* Likewise of one that says who answers for the text. */
static const struct {
	const char *what, *how;
} disclaiming[] = {
	{" tribune", " engage"},	 {" opinions", " engage"},
	{" points de vue", " engage"},	 {" propos", " n engage"},
	{" reproduction", " interdite"}, {" liens", " affili"},
	{" commission", " affili"},	 {" article", " traduit automatiquement"},
};

bool html_disclaims(struct str text)
{
	struct buf words = {0};
	bool disclaims = false;

	buf_char(&words, ' ');
	plain_words(&words, text);
	for (size_t i = 0; i < COUNT(disclaiming) && !disclaims; i++)
		disclaims = strstr(words.p, disclaiming[i].what) != NULL &&
			    strstr(words.p, disclaiming[i].how) != NULL;
	buf_release(&words);
	return disclaims;
}

bool html_invites(struct str line)
{
	static const char *const words[] = {
		"abonnez vous",	 "decouvrez", "faites un don", "inscrivez vous",
		"personnalisez", "profitez",  "recevez",       "rejoignez",
		"retrouvez",	 "soutenez",  "suivez",	       "telechargez",
		"testez",
	};
	struct buf plain = {0};
	bool invites = false;

	plain_words(&plain, line);
	for (size_t i = 0; i < COUNT(words) && !invites; i++)
		invites = str_starts(buf_view(&plain), str_of(words[i]));
	buf_release(&plain);
	return invites;
}

bool html_asks(struct str text)
{
	struct buf words = {0};
	bool asks = false;

	buf_char(&words, ' ');
	plain_words(&words, text);
	for (size_t i = 0; i < COUNT(asking) && !asks; i++)
		asks = strstr(words.p, asking[i].what) != NULL &&
		       strstr(words.p, asking[i].how) != NULL;
	buf_release(&words);
	return asks;
}
