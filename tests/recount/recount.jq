# SPDX-License-Identifier: GPL-2.0-or-later
# Counts articles (search --format jsonl, slurped) by brute force, as veille(1) says it: an
# object of facets, timeline and table in the form that told.jq makes of the verbs' answers.
# $measure: articles, euros or jobs.

def day: .[0:10] | strptime("%Y-%m-%d") | mktime / 86400 | floor;
def quarter: .[0:4] + "-Q" + ((.[5:7] | tonumber + 2) / 3 | floor | tostring);
def week: .[0:10] | strptime("%Y-%m-%d") | mktime | strftime("%G-W%V");
def ids: map(.id);

def values:
	{
		"entreprise": (.companies | ids), "région": (.regions | ids),
		"département": (.departments | ids), "ville": (.cities | ids),
		"pays": (.countries | ids), "sujet": (.topics | ids),
		"opération": ([.deals[].kind] | unique),
		"source": [.source // empty],
		"année": [.date // empty | .[0:4]], "trimestre": [.date // empty | quarter],
		"mois": [.date // empty | .[0:7]], "semaine": [.date // empty | week],
		"jour": [.date // empty | .[0:10]]
	};

def near($a; $b): ([$a, $b] | max) as $large | ($a - $b | fabs) <= 0.1 * $large + 1e-9 * $large;

# Of copies of one story the earliest alone.
def firsts:
	map(select(.group == null))
	+ (map(select(.group != null)) | group_by(.group) | map(min_by([.date, -.amount, .id])));

# Adds to each event whether it counts: one by one against all that count before it.
def merge:
	reduce (sort_by([.date, -.amount, .id]) | .[]) as $e ([];
		. + [$e + {counts: ($e.actor == null or $e.date == null or
			([.[] | select(.counts and .actor == $e.actor and .date != null and
				near(.amount; $e.amount) and
				($e.date | day) - (.date | day) <= 14)] | length == 0))}]);

def adding:
	if $measure == "articles" then map(. + {adds: 1})
	else
		([.[] | {id, date, group: .counted.group, amount: (.counted[$measure] // 0),
			actor: .counted[$measure + "_actor"]} | select(.amount > 0)]
			| firsts | group_by(.actor) | map(merge) | add // []
			| map(select(.counts) | {key: .id, value: .amount}) | from_entries) as $adds
		| map(. + {adds: ($adds[.id] // 0)})
	end;

def count: {articles: length, sum: (map(.adds) | add // 0)};

def facet($by):
	[.[] | {v: .values[$by][], adds}] | group_by(.v) | map({key: .[0].v, value: count}) | from_entries;

adding | map({values: values, adds})
| . as $all
| {
	total: count,
	facets: (["entreprise", "région", "département", "ville", "pays", "sujet", "opération", "source",
		"année", "trimestre", "mois", "semaine", "jour"]
		| map(. as $by | {key: $by, value: ($all | facet($by))}) | from_entries),
	table: ([.[] | {r: (.values["région"] | if . == [] then ["none"] else . end | .[]),
			c: (.values["année"] | if . == [] then ["none"] else . end | .[]), adds}]
		| group_by([.r, .c]) | map({key: (.[0].r + " " + .[0].c), value: (map(.adds) | add)})
		| from_entries | with_entries(select(.value > 0)))
}
