/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Xapian as shipped: TermGenerator, Stem("french") and QueryParser with nothing set but the
 * language. A peer to measure ourselves against; no part of the programs.
 *
 * usage: xapian-default DATABASE ARTICLES QUESTIONS >RUN
 *   ARTICLES   id TAB title TAB text, a line each
 *   QUESTIONS  number TAB question */
#include <xapian.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>

/* Cuts the part before the first tab off `rest`. */
static std::string next_field(std::string &rest)
{
	size_t tab = rest.find('\t');
	std::string field = rest.substr(0, tab);

	rest.erase(0, tab == std::string::npos ? tab : tab + 1);
	return field;
}

static void index_articles(Xapian::WritableDatabase &db, std::istream &articles)
{
	Xapian::TermGenerator generator;
	std::string line;

	generator.set_stemmer(Xapian::Stem("french"));
	while (std::getline(articles, line)) {
		Xapian::Document document;

		document.set_data(next_field(line));
		generator.set_document(document);
		generator.index_text(next_field(line));
		generator.increase_termpos();
		generator.index_text(line);
		db.add_document(document);
	}
	db.commit();
}

/* A question that is not in the parser's syntax is taken as plain words. */
static Xapian::Query parse(Xapian::QueryParser &parser, const std::string &question)
{
	try {
		return parser.parse_query(question);
	} catch (const Xapian::QueryParserError &) {
		return parser.parse_query(question, 0);
	}
}

static void answer_questions(const Xapian::Database &db, std::istream &questions)
{
	Xapian::QueryParser parser;
	Xapian::Enquire enquire(db);
	std::string line;

	parser.set_database(db);
	parser.set_stemmer(Xapian::Stem("french"));
	while (std::getline(questions, line)) {
		std::string number = next_field(line);
		Xapian::MSet hits;

		enquire.set_query(parse(parser, line));
		hits = enquire.get_mset(0, 100);
		for (auto i = hits.begin(); i != hits.end(); ++i)
			printf("%s Q0 %s %u %.6f xapian\n", number.c_str(),
			       i.get_document().get_data().c_str(), i.get_rank() + 1,
			       i.get_weight());
	}
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		std::cerr << "usage: xapian-default DATABASE ARTICLES QUESTIONS\n";
		return 2;
	}
	try {
		Xapian::WritableDatabase db(argv[1], Xapian::DB_CREATE_OR_OVERWRITE);
		std::ifstream articles(argv[2]);
		std::ifstream questions(argv[3]);

		if (!articles || !questions) {
			std::cerr << "xapian-default: cannot read the articles or "
				     "questions\n";
			return 2;
		}
		index_articles(db, articles);
		answer_questions(db, questions);
	} catch (const Xapian::Error &e) {
		std::cerr << "xapian-default: " << e.get_description() << '\n';
		return 2;
	}
	return 0;
}
