# SPDX-License-Identifier: GPL-2.0-or-later
# fish completion for veille

set -l verbs search show facts analyze stats check index

complete -c veille -f
complete -c veille -n __fish_use_subcommand -a search -d 'Find articles'
complete -c veille -n __fish_use_subcommand -a show -d 'Show one article'
complete -c veille -n __fish_use_subcommand -a facts -d 'Tell what is found in files or articles'
complete -c veille -n __fish_use_subcommand -a analyze -d 'Show how text is understood'
complete -c veille -n __fish_use_subcommand -a stats -d 'Tell what an index holds'
complete -c veille -n __fish_use_subcommand -a check -d 'Verify an index'
complete -c veille -n __fish_use_subcommand -a index -d 'Read articles into an index'
complete -c veille -n __fish_use_subcommand -l version -d 'Show the version'
complete -c veille -s h -l help -d 'Show help'

set -l places '__fish_seen_subcommand_from search show facts stats check'
set -l answers '__fish_seen_subcommand_from search show stats'
set -l search '__fish_seen_subcommand_from search'
complete -c veille -n $places -s i -l index -xa '(__fish_complete_directories)' -d 'Ask this index'
complete -c veille -n $answers -s f -l format -xa 'text json jsonl ids trec' -d 'How answers are printed'
complete -c veille -n '__fish_seen_subcommand_from search show facts stats' -l json -d 'Short for --format=json'
complete -c veille -n '__fish_seen_subcommand_from search show facts' -l color -xa 'auto always never' -d Colours
complete -c veille -n $search -s n -l limit -x -d 'Show at most N articles'
complete -c veille -n $search -l offset -x -d 'Leave out the first N'
complete -c veille -n $search -s s -l sort -xa 'relevance date' -d Order
complete -c veille -n $search -l explain -d 'Show how the question was understood'
complete -c veille -n $search -l strict -d 'Unknown fields and values are errors'
complete -c veille -n $search -l correct -d 'Search the likely word for a misspelt one'
complete -c veille -n $search -l recency -xa '30j 90j 6m 1a' -d 'Let age count'
complete -c veille -n $search -l no-synonyms -d 'Search the words themselves only'
complete -c veille -n $search -l queries -r -d 'Answer each line of a file'
complete -c veille -n $search -l run -x -d 'Name of the run in --format=trec'
complete -c veille -n '__fish_seen_subcommand_from analyze facts' -l lexicon -xa '(__fish_complete_directories)' -d 'Add the names of this folder'
complete -c veille -n '__fish_seen_subcommand_from show' -l highlight -d 'Mark what was found in the text'
set -l facts '__fish_seen_subcommand_from facts'
complete -c veille -n $facts -F
complete -c veille -n $facts -l input-format -xa 'text jsonl json' -d 'How files are read'
complete -c veille -n $facts -l map -xa 'id= url= title= date= source= author= lead= text=' -d 'In JSON, KEY holds this'
complete -c veille -n $search -a 'opération:{levée,investissement,acquisition,aide,cession,suppression}' -d 'Kind of deal'
