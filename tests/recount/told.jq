# SPDX-License-Identifier: GPL-2.0-or-later
# What facets, timeline (by month) and table told, in the form that recount.jq makes.

def counts: {articles, sum: (.euros // .jobs // .articles)};

.[0] as $facets | .[1] as $timeline | .[2] as $table
| {
	total: {articles: $facets.matches, sum: $facets.total},
	facets: ($facets.facets | map({key: .by,
		value: (.values | map({key: .id, value: counts}) | from_entries)}) | from_entries),
	table: ([$table.cells, ($table.rows.values | map(.id // "none")), ($table.columns.values | map(.id // "none"))]
		| .[1] as $rows | .[2] as $columns | .[0] | to_entries
		| map(.key as $r | .value | to_entries | map({key: ($rows[$r] + " " + $columns[.key]), value}))
		| add // [] | from_entries | with_entries(select(.value > 0)))
}
# A timeline has the months of the facet and nothing between them.
| if ($timeline.periods | map(select(.articles > 0) | {key: .period, value: counts}) | from_entries)
		== .facets.mois
	then . else . + {timeline: $timeline.periods} end
| if [$facets.total, $timeline.total, $table.total] | unique | length == 1 then . else . + {totals: "differ"} end
