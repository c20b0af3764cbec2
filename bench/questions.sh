# SPDX-License-Identifier: GPL-2.0-or-later
# Read by peers/run and growth/run: the questions they ask, and how measures become figures.
# shellcheck shell=sh

# Kind | to veille, its verb or an option before a colon | to quest | MATCH of FTS5, a year and an
# order after colons | to Lucene: kind, words, year. - where a program has no words for it.
questions='
one word|usine|usine|usine|any:usine
one word|emploi|emploi|emploi|any:emploi
one word|groupe|groupe|groupe|any:groupe
three words, all|usine ET emplois ET groupe|usine AND emplois AND groupe|usine AND emplois AND groupe|all:usine emplois groupe
three words, all|industrie ET salariés ET production|industrie AND salariés AND production|industrie AND salariés AND production|all:industrie salariés production
a headline|Le groupe annonce la fermeture de son usine et supprime des emplois en Bretagne|Le groupe annonce la fermeture de son usine et supprime des emplois en Bretagne|groupe OR annonce OR fermeture OR usine OR supprime OR emplois OR Bretagne|any:Le groupe annonce la fermeture de son usine et supprime des emplois en Bretagne
phrase|"centre de données"|"centre de données"|"centre de données"|phrase:centre de données
phrase|"plan social"|"plan social"|"plan social"|phrase:plan social
phrase hardly found|"paie installation"|"paie installation"|"paie installation"|phrase:paie installation
phrase hardly found|"atteindra capital"|"atteindra capital"|"atteindra capital"|phrase:atteindra capital
word, region, year|usine région:Bretagne date:2020|usine AND Bretagne an:2020|usine AND bretagne:2020|all:usine bretagne:2020
word, region, year|emplois région:ARA date:2019|emplois AND Rhône an:2019|emplois AND rhône:2019|all:emplois rhône:2019
prefix|invest*|invest*|invest*|prefix:invest
prefix|product*|product*|product*|prefix:product
newest first|--sort=date:usine|-|usine::date|newest:usine
newest first|--sort=date:emplois région|-|emplois OR région::date|newest:emplois région
facets|facets:usine|-|-|-
facets|facets:groupe|-|-|-
'

# list_kinds: the kinds, each once.
list_kinds() {
	echo "$questions" | awk -F '|' 'NF && !seen[$1]++ { print $1 }'
}

# ask_veille INDEX: the questions to veille as commands for stopwatch, named KIND/veille.
ask_veille() {
	echo "$questions" | awk -F '|' -v OFS='\t' -v index_at="$1" '
	!NF { next }
	{
		verb = "search"; option = ""; text = $2
		if (match(text, /^(facets|--[a-z=]+):/)) {
			option = substr(text, 1, RLENGTH - 1)
			text = substr(text, RLENGTH + 1)
			if (option == "facets") { verb = option; option = "" }
		}
		print $1 "/veille", "veille", verb, "--index", index_at, option, "--", text
	}'
}

# Answers in the first field: the value below which that share of numbers lies, at least (stdin).
share_of() {
	sort -n | awk -v share="$1" '{ v[NR] = $1 }
		END { i = int(NR * share); if (i < NR * share) i++; print v[i] }'
}

# share NAME COLUMN SHARE MEASURES: the same of the measures of that name.
share() {
	awk -F '\t' -v name="$1" -v n="$2" '$1 == name { print $n }' "$4" | share_of "$3"
}

# tell_machine: date, processors, kernel, load.
tell_machine() {
	printf '%s; %s × %s; Linux %s; load when it began %s\n' "$(date +%F)" "$(nproc)" \
		"$(awk -F ': *' '/^model name/ { print $2; exit }' /proc/cpuinfo)" "$(uname -r)" \
		"$(cut -d ' ' -f 1 /proc/loadavg)"
}
