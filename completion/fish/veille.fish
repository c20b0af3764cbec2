# SPDX-License-Identifier: GPL-2.0-or-later
# fish completion for veille

set -l verbs search similar show facets timeline table facts analyze stats check index

complete -c veille -f
complete -c veille -n __fish_use_subcommand -a search -d 'Find articles'
complete -c veille -n __fish_use_subcommand -a similar -d 'Find articles like one'
complete -c veille -n __fish_use_subcommand -a show -d 'Show one article'
complete -c veille -n __fish_use_subcommand -a facets -d 'Count articles by company, region, topic'
complete -c veille -n __fish_use_subcommand -a timeline -d 'Count articles along time'
complete -c veille -n __fish_use_subcommand -a table -d 'Cross two counts'
complete -c veille -n __fish_use_subcommand -a facts -d 'Tell what is found in files or articles'
complete -c veille -n __fish_use_subcommand -a analyze -d 'Show how text is understood'
complete -c veille -n __fish_use_subcommand -a stats -d 'Tell what an index holds'
complete -c veille -n __fish_use_subcommand -a check -d 'Verify an index'
complete -c veille -n __fish_use_subcommand -a index -d 'Read articles into an index'
complete -c veille -n __fish_use_subcommand -l version -d 'Show the version'
complete -c veille -s h -l help -d 'Show help'

set -l places '__fish_seen_subcommand_from search similar show facets timeline table facts stats check'
set -l answers '__fish_seen_subcommand_from search similar show facets timeline table stats'
set -l questions '__fish_seen_subcommand_from search facets timeline table'
set -l views '__fish_seen_subcommand_from facets timeline table'
set -l articles '__fish_seen_subcommand_from search similar show'
set -l dimensions 'entreprise région département ville pays sujet opération source année trimestre mois semaine jour'
set -l search '__fish_seen_subcommand_from search'
complete -c veille -n $places -s i -l index -xa '(__fish_complete_directories)' -d 'Ask this index'
complete -c veille -n $answers -s f -l format -xa 'text json jsonl csv tsv md ids trec' -d 'How answers are printed'
complete -c veille -n '__fish_seen_subcommand_from search similar show facets timeline table facts stats' -l json -d 'Short for --format=json'
complete -c veille -n '__fish_seen_subcommand_from search similar show facets timeline table facts' -l color -xa 'auto always never' -d Colours
complete -c veille -n '__fish_seen_subcommand_from similar' -F
complete -c veille -n '__fish_seen_subcommand_from search similar' -s n -l limit -x -d 'Show at most N articles'
complete -c veille -n $search -l offset -x -d 'Leave out the first N'
complete -c veille -n $search -s s -l sort -xa 'relevance date' -d Order
complete -c veille -n $search -l explain -d 'Show how the question was understood'
complete -c veille -n $questions -l strict -d 'Unknown fields and values are errors'
complete -c veille -n $questions -l correct -d 'Search the likely word for a misspelt one'
complete -c veille -n $search -l no-group -d 'List copies of one story, too'
complete -c veille -n $search -l recency -xa '30j 90j 6m 1a' -d 'Let age count'
complete -c veille -n $questions -l no-synonyms -d 'Search the words themselves only'
complete -c veille -n $search -l queries -r -d 'Answer each line of a file'
complete -c veille -n $search -l run -x -d 'Name of the run in --format=trec'
complete -c veille -n '__fish_seen_subcommand_from analyze facts' -l lexicon -xa '(__fish_complete_directories)' -d 'Add the names of this folder'
complete -c veille -n '__fish_seen_subcommand_from show' -l highlight -d 'Mark what was found in the text'
set -l facts '__fish_seen_subcommand_from facts'
complete -c veille -n $facts -F
complete -c veille -n $facts -l input-format -xa 'text jsonl json' -d 'How files are read'
complete -c veille -n $facts -l map -xa 'id= url= title= date= source= author= lead= text=' -d 'In JSON, KEY holds this'
complete -c veille -n $questions -a 'opération:{levée,investissement,acquisition,aide,cession,suppression}' -d 'Kind of deal'
complete -c veille -n '__fish_seen_subcommand_from facets' -l by -xa "(__fish_append , entreprise région département ville pays sujet opération source année trimestre mois semaine jour)" -d 'What to count by'
complete -c veille -n '__fish_seen_subcommand_from timeline' -l by -xa 'jour semaine mois trimestre année' -d Periods
complete -c veille -n '__fish_seen_subcommand_from timeline' -l sparkline -d 'Draw one line'
complete -c veille -n '__fish_seen_subcommand_from facets table' -s n -l limit -x -d 'Show at most N values'
complete -c veille -n '__fish_seen_subcommand_from table' -l rows -xa "$dimensions" -d 'What the rows are'
complete -c veille -n '__fish_seen_subcommand_from table' -l cols -xa "$dimensions" -d 'What the columns are'
complete -c veille -n $views -l sum -xa 'articles montant emplois' -d 'What to add up'
complete -c veille -n $views -l each -d 'List what was added up'
complete -c veille -n $articles -l fields -xa '(__fish_append , rank score id date source author title url lead snippet companies places cities departments regions countries topics actor amount jobs amounts deals)' -d 'What is told of an article'
complete -c veille -n $articles -s 0 -l null -d 'A NUL ends each id'
complete -c veille -n '__fish_seen_subcommand_from search show facets timeline table' -l separator -xa ', ; tab' -d 'Between the values of CSV'
complete -c veille -n '__fish_seen_subcommand_from search show facets timeline table' -l format-version -xa 1 -d 'Fail unless JSON is of this version'
