/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lucene's French chain as shipped: FrenchAnalyzer (elision, lower case, stop words, light
 * stemmer) and BM25Similarity, nothing set. A peer to measure ourselves against.
 *
 * usage: java -cp JARS LuceneFrench.java DIRECTORY ARTICLES QUESTIONS >RUN
 *   ARTICLES   id TAB title TAB text, a line each
 *   QUESTIONS  number TAB question, taken as plain words
 */
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Locale;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

public class LuceneFrench {
	private static void index(Directory directory, Path articles, Analyzer analyzer)
			throws IOException {
		IndexWriterConfig config = new IndexWriterConfig(analyzer);

		config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
		config.setSimilarity(new BM25Similarity());
		try (IndexWriter writer = new IndexWriter(directory, config);
				BufferedReader lines = Files.newBufferedReader(articles)) {
			for (String line; (line = lines.readLine()) != null;) {
				String[] part = line.split("\t", 3);
				Document document = new Document();

				document.add(new StoredField("id", part[0]));
				document.add(new TextField("text", part[1] + "\n" + part[2],
						Field.Store.NO));
				writer.addDocument(document);
			}
		}
	}

	private static void answer(IndexSearcher searcher, Path questions, Analyzer analyzer,
			PrintStream out) throws IOException {
		QueryBuilder builder = new QueryBuilder(analyzer);

		try (BufferedReader lines = Files.newBufferedReader(questions)) {
			for (String line; (line = lines.readLine()) != null;) {
				String[] part = line.split("\t", 2);
				Query query = builder.createBooleanQuery("text", part[1]);
				int rank = 0;

				if (query == null)
					continue;
				for (ScoreDoc hit : searcher.search(query, 100).scoreDocs)
					out.printf(Locale.ROOT, "%s Q0 %s %d %.6f lucene%n", part[0],
							searcher.doc(hit.doc).get("id"), ++rank, hit.score);
			}
		}
	}

	public static void main(String[] args) throws IOException {
		Analyzer analyzer = new FrenchAnalyzer();
		PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);

		try (Directory directory = FSDirectory.open(Paths.get(args[0]))) {
			index(directory, Paths.get(args[1]), analyzer);
			try (DirectoryReader reader = DirectoryReader.open(directory)) {
				IndexSearcher searcher = new IndexSearcher(reader);

				searcher.setSimilarity(new BM25Similarity());
				answer(searcher, Paths.get(args[2]), analyzer, out);
			}
		}
		out.flush();
	}
}
