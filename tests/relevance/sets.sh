# SPDX-License-Identifier: GPL-2.0-or-later
# Read by check-relevance and bench/relevance/run-peers: the judged sets, and how they are asked.
# shellcheck shell=sh

# Set, what of the articles is indexed, questions (the first N, or all), the folder of its data
# below retrieval/, the floor of nDCG@10.
sets='
sample          title all  -               .886
piaf            body  all  piaf            .806
piaf-titles     title all  piaf            .825
service-public  body  1000 service-public  .633
orange-title    body  all  orange-title    .7535
'

# set_column NAME N: a field of a set's row.
set_column() {
	echo "$sets" | awk -v name="$1" -v n="$2" '$1 == name { print $n }'
}

# get_set NAME DATA TREE DIR: puts queries.tsv and qrels.tsv of the set into DIR.
get_set() {
	folder=$2/retrieval/$(set_column "$1" 4)
	if [ "$1" = sample ]; then
		cp "$3/tests/relevance/judged/questions.tsv" "$4/queries.tsv"
		cp "$3/tests/relevance/judged/qrels.tsv" "$4/qrels.tsv"
		return
	fi
	cp "$folder/qrels.tsv" "$4/qrels.tsv"
	case $(set_column "$1" 3) in
	all) cp "$folder/queries.tsv" "$4/queries.tsv" ;;
	*) head -n "$(set_column "$1" 3)" "$folder/queries.tsv" >"$4/queries.tsv" ;;
	esac
}

# index_set NAME DATA TREE DIR: indexes the set's articles with veille-index in DIR/index.
index_set() {
	folder=$2/retrieval/$(set_column "$1" 4)
	if [ "$1" = sample ]; then
		veille-index --quiet --index "$4/index" "$3/corpus/sample"
	elif [ "$(set_column "$1" 2)" = body ]; then
		# The title is looked for under a key that no article has.
		veille-index --quiet --index "$4/index" --input-format jsonl \
			--map title=no-title "$folder/corpus.jsonl.gz"
	else
		veille-index --quiet --index "$4/index" --input-format jsonl "$folder/corpus.jsonl.gz"
	fi
}

# ask_set DIR QUESTIONS RUN: answers as a person at the terminal gets them; what is told beside
# them (unknown fields, say) goes to RUN.said.
ask_set() {
	veille search --index "$1/index" --queries "$2" --format trec --limit 100 \
		>"$3" 2>"$3.said"
	[ $? -le 1 ]
}
