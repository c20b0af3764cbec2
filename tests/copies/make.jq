# SPDX-License-Identifier: GPL-2.0-or-later
# Makes labelled pairs of the sample's articles (slurped; $similar: {id: [ids alike]}). Prints an object:
# articles, in the order they come in, and pairs [id, id, same?, kind].

def sentences: [splits("(?<=[.!?]) +(?=[«A-ZÀÉÊ])|\n\n")] | map(select(length > 0));
def words: [splits("\\s+")] | length;
def joined: join(" ");
def paragraphs: split("\n\n") | map(select(length > 0));

# What a desk does to a wire story.
def reworded:
	gsub("a annoncé"; "a fait savoir") | gsub("entreprise"; "société") | gsub("lundi|mardi|jeudi"; "mercredi")
	| gsub("environ"; "près de") | gsub("notamment"; "entre autres") | gsub("également"; "aussi")
	| gsub("explique|assure|résume"; "indique") | gsub("aujourd’hui"; "désormais");
def retyped:
	gsub("’"; "'") | gsub("« ?"; "\"") | gsub(" ?»"; "\"") | gsub("œ"; "oe") | gsub(" "; " ") | gsub(" "; " ");

def wire: "(Agence) – ";
def tail: " La préfecture, contactée, n’avait pas donné suite à nos questions à l’heure où nous écrivons.";
def lead:
	"Le dossier était attendu depuis des mois par les élus du secteur. Voici ce qu’il faut en retenir, point par point, avant la réunion publique de la semaine prochaine.";
def round_up:
	"Dans le reste de l’actualité, le salon des métiers a reçu samedi quatre mille visiteurs, un peu moins que l’an dernier. Les organisateurs y voient l’effet du beau temps.";

def cut($share): sentences | .[0:([(length * $share | ceil), 2] | max)] | joined;
def thinned: sentences | to_entries | map(select(.key % 4 != 3).value) | joined;

def copies: [
	{kind: "cut to two thirds", text: (.text | cut(0.66))},
	{kind: "cut to two fifths", text: (.text | cut(0.4))},
	{kind: "a short item", text: (.text | cut(0.2))},
	{kind: "edited and cut", text: (wire + (.text | cut(0.5) | thinned | reworded) + tail)},
	{kind: "edited", text: (wire + (.text | thinned | reworded) + tail)},
	{kind: "re-titled, another order", text: (lead + "\n\n" + (.text | paragraphs | .[1:] + .[0:1] | join("\n\n")))},
	{kind: "within a round-up", text: (round_up + "\n\n" + (.text | cut(0.8)) + "\n\n" + round_up)},
	{kind: "typed again", text: (.text | reworded | retyped)}
];

# The paragraph that a follow-up takes over.
def background: [paragraphs[] | select(words > 25)] | last // empty;

# A story with it, of which it is less than that share.
def follow_up($share; $story; $background):
	($story | sentences | .[2:] | joined | reworded)
	| select(words * $share > ($background | words) * (1 - $share)) + "\n\n" + $background;

sort_by(.id) | (map({key: .id, value: .}) | from_entries) as $by
| [range(0; length; 2) as $i | .[$i] + {n: ($i / 2)}] as $originals
| [$originals[] | . as $o | copies[.n % 8, (.n + 3) % 8, (.n + 6) % 8]
	| {id: ($o.id + " " + .kind), title: ("Titre " + .kind), text, original: $o.id, kind}] as $copies
| [$originals[] | . as $o | ($similar[$o.id] // [])[0:2] | to_entries[]
	| {id: $o.id, other: .value, kind: "one subject"}] as $alike
| [$originals[] | . as $o | (($similar[$o.id] // [])[0:1][]) as $other
	| ($o.text | background) as $b
	| {kind: "a background paragraph in common", text: follow_up(0.35; $by[$other].text; $b)},
		{kind: "a short follow-up", text: follow_up(0.45; $by[$other].text | cut(0.4); $b)}
	| . + {id: ($o.id + " " + .kind), title: "La suite", original: $o.id}] as $followups
| {
	articles: ([.[] | {id, title, text}] + [$followups[] | {id, title, text}] + [$copies[] | {id, title, text}]),
	pairs: ([$copies[] | [.original, .id, true, .kind]]
		+ [$alike[] | [.id, .other, false, .kind]]
		+ [$followups[] | [.original, .id, false, .kind]])
}
