/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lucene's French chain as a program of its own: indexes a dump with the text stored, and answers one
 * question with ten titles and the beginning of their texts. A peer to measure ourselves against.
 *
 * usage: java -cp JARS LucenePeer index DIRECTORY ARTICLES
 *        java -cp JARS LucenePeer search DIRECTORY KIND WORDS [YEAR]
 *   ARTICLES   id TAB date TAB title TAB text, a line each; a date is YYYY-MM-DD…
 *   KIND       any, all, phrase, prefix or newest
 */
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;

import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

public class LucenePeer {
	private static void index(Directory directory, String articles) throws IOException {
		IndexWriterConfig config = new IndexWriterConfig(new FrenchAnalyzer());

		config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
		try (IndexWriter writer = new IndexWriter(directory, config);
				BufferedReader lines = Files.newBufferedReader(Paths.get(articles))) {
			for (String line; (line = lines.readLine()) != null;) {
				String[] part = line.split("\t", 4);
				String digits = part[1].replaceAll("[^0-9]", "");
				Document document = new Document();

				document.add(new StringField("id", part[0], Field.Store.YES));
				if (digits.length() >= 8) {
					document.add(new StringField("year", digits.substring(0, 4),
							Field.Store.NO));
					document.add(new NumericDocValuesField("day",
							Long.parseLong(digits.substring(0, 8))));
				}
				document.add(new StoredField("title", part[2]));
				document.add(new StoredField("text", part[3]));
				document.add(new TextField("all", part[2] + "\n" + part[3],
						Field.Store.NO));
				writer.addDocument(document);
			}
			writer.forceMerge(1);
		}
	}

	private static Query query(String[] args) {
		QueryBuilder builder = new QueryBuilder(new FrenchAnalyzer());
		BooleanQuery.Builder both = new BooleanQuery.Builder();
		Query words;

		if (args[2].equals("phrase"))
			words = builder.createPhraseQuery("all", args[3]);
		else if (args[2].equals("prefix"))
			words = new PrefixQuery(new Term("all", args[3]));
		else
			words = builder.createBooleanQuery("all", args[3],
					args[2].equals("all") ? BooleanClause.Occur.MUST
							: BooleanClause.Occur.SHOULD);
		if (args.length < 5)
			return words;
		both.add(words, BooleanClause.Occur.MUST);
		both.add(new TermQuery(new Term("year", args[4])), BooleanClause.Occur.FILTER);
		return both.build();
	}

	private static void search(Directory directory, String[] args, PrintStream out)
			throws IOException {
		Sort newest = new Sort(new SortField("day", SortField.Type.LONG, true));

		try (DirectoryReader reader = DirectoryReader.open(directory)) {
			IndexSearcher searcher = new IndexSearcher(reader);
			ScoreDoc[] hits = args[2].equals("newest")
					? searcher.search(query(args), 10, newest).scoreDocs
					: searcher.search(query(args), 10).scoreDocs;

			for (ScoreDoc hit : hits) {
				Document document = searcher.doc(hit.doc);
				String text = document.get("text");

				out.println(document.get("id") + "\t" + document.get("title") + "\t"
						+ text.substring(0, Math.min(200, text.length())));
			}
		}
	}

	public static void main(String[] args) throws IOException {
		PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);

		try (Directory directory = FSDirectory.open(Paths.get(args[1]))) {
			if (args[0].equals("index"))
				index(directory, args[2]);
			else
				search(directory, args, out);
		}
		out.flush();
	}
}
