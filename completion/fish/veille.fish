# SPDX-License-Identifier: GPL-2.0-or-later
# fish completion for veille

set -l verbs search similar watch show facets timeline table report facts analyze stats check index

# The values a field has in the index that the command line names: région:Bretagne.
function __veille_values
    set -l token (commandline -ct)
    set -l parts (string split -m 1 : -- $token)
    if test (count $parts) -lt 2
        for field in entreprise sujet région département ville pays lieu acteur opération source auteur titre requête date montant emplois
            test -n "$token"; and echo $field:
        end
        return
    end
    set -l dimension
    switch $parts[1]
        case entreprise société company acteur actor
            set dimension entreprise
        case sujet thème topic
            set dimension sujet
        case région region
            set dimension région
        case département department dept
            set dimension département
        case ville commune city lieu place
            set dimension ville
        case pays country
            set dimension pays
        case source journal paper
            set dimension source
        case opération operation deal
            printf "$parts[1]:%s\n" levée investissement acquisition aide cession suppression
        case requête query
            printf "$parts[1]:%s\n" (__veille_saved)
        case date
            printf "date:%s\n" 7j 30j 12m
    end
    test -n "$dimension"; or return
    set -l index
    set -l words (commandline -opc)
    for i in (seq 2 (count $words))
        switch $words[$i]
            case -i --index
                set -a index -i $words[(math $i + 1)]
            case '--index=*'
                set -a index -i (string replace -- --index= '' $words[$i])
        end
    end
    command veille facets $index --by $dimension -n 0 --format tsv 2>/dev/null | tail -n +2 | while read -l -d \t by id name count
        printf '%s:%s\t%s\n' $parts[1] (string replace -a "'" ’ -- $name | string replace -ar '[][ &/(),;:!"*?$`]' -) $count
    end
end

function __veille_saved
    set -l folder ~/.config
    set -q XDG_CONFIG_HOME; and set folder $XDG_CONFIG_HOME
    command ls $folder/veille/watch 2>/dev/null
end

complete -c veille -f
complete -c veille -n __fish_use_subcommand -a search -d 'Find articles'
complete -c veille -n __fish_use_subcommand -a similar -d 'Find articles like one'
complete -c veille -n __fish_use_subcommand -a watch -d 'Tell what is new for saved questions'
complete -c veille -n __fish_use_subcommand -a show -d 'Show one article'
complete -c veille -n __fish_use_subcommand -a facets -d 'Count articles by company, region, topic'
complete -c veille -n __fish_use_subcommand -a timeline -d 'Count articles along time'
complete -c veille -n __fish_use_subcommand -a table -d 'Cross two counts'
complete -c veille -n __fish_use_subcommand -a report -d 'Write a page of HTML'
complete -c veille -n __fish_use_subcommand -a facts -d 'Tell what is found in files or articles'
complete -c veille -n __fish_use_subcommand -a analyze -d 'Show how text is understood'
complete -c veille -n __fish_use_subcommand -a stats -d 'Tell what an index holds'
complete -c veille -n __fish_use_subcommand -a check -d 'Verify an index'
complete -c veille -n __fish_use_subcommand -a index -d 'Read articles into an index'
complete -c veille -n __fish_use_subcommand -l version -d 'Show the version'
complete -c veille -s h -l help -d 'Show help'

set -l places '__fish_seen_subcommand_from search similar watch show facets timeline table report facts stats check'
set -l answers '__fish_seen_subcommand_from search similar show facets timeline table stats'
set -l questions '__fish_seen_subcommand_from search facets timeline table report'
set -l views '__fish_seen_subcommand_from facets timeline table report'
set -l lists '__fish_seen_subcommand_from search report'
set -l articles '__fish_seen_subcommand_from search similar show'
set -l dimensions 'entreprise région département ville pays sujet opération source année trimestre mois semaine jour'
set -l search '__fish_seen_subcommand_from search'
complete -c veille -n $places -s i -l index -xa '(__fish_complete_directories)' -d 'Ask this index'
complete -c veille -n $answers -s f -l format -xa 'text json jsonl csv tsv md ids trec' -d 'How answers are printed'
complete -c veille -n '__fish_seen_subcommand_from search similar show facets timeline table facts stats' -l json -d 'Short for --format=json'
complete -c veille -n '__fish_seen_subcommand_from search similar watch show facets timeline table facts' -l color -xa 'auto always never' -d Colours
complete -c veille -n '__fish_seen_subcommand_from similar' -F
complete -c veille -n '__fish_seen_subcommand_from search similar report' -s n -l limit -x -d 'Show at most N articles'
complete -c veille -n $lists -l offset -x -d 'Leave out the first N'
complete -c veille -n $lists -s s -l sort -xa 'relevance date' -d Order
complete -c veille -n $search -l explain -d 'Show how the question was understood'
complete -c veille -n $questions -l strict -d 'Unknown fields and values are errors'
complete -c veille -n $questions -l correct -d 'Search the likely word for a misspelt one'
complete -c veille -n $lists -l no-group -d 'List copies of one story, too'
complete -c veille -n $lists -l recency -xa '30j 90j 6m 1a' -d 'Let age count'
complete -c veille -n $questions -l no-synonyms -d 'Search the words themselves only'
complete -c veille -n $search -l queries -r -d 'Answer each line of a file'
complete -c veille -n $search -s j -l jobs -x -d 'Processors that answer a file'
complete -c veille -n $search -l run -x -d 'Name of the run in --format=trec'
complete -c veille -n '__fish_seen_subcommand_from analyze facts' -l lexicon -xa '(__fish_complete_directories)' -d 'Add the names of this folder'
complete -c veille -n '__fish_seen_subcommand_from show' -l highlight -d 'Mark what was found in the text'
set -l report '__fish_seen_subcommand_from report'
complete -c veille -n $report -s o -l output -rF -d 'Write the page here'
complete -c veille -n $report -l title -x -d 'Head the page with this'
complete -c veille -n $report -l every -xa 'jour semaine mois trimestre année' -d 'Columns of the timeline'
set -l facts '__fish_seen_subcommand_from facts'
complete -c veille -n $facts -F
complete -c veille -n $facts -l input-format -xa 'text jsonl json' -d 'How files are read'
complete -c veille -n $facts -l map -xa 'id= url= title= date= source= author= lead= text=' -d 'In JSON, KEY holds this'
complete -c veille -n "$questions; or __fish_seen_subcommand_from add" -a '(__veille_values)'
complete -c veille -n '__fish_seen_subcommand_from facets report' -l by -xa "(__fish_append , entreprise région département ville pays sujet opération source année trimestre mois semaine jour)" -d 'What to count by'
complete -c veille -n '__fish_seen_subcommand_from timeline' -l by -xa 'jour semaine mois trimestre année' -d Periods
complete -c veille -n '__fish_seen_subcommand_from timeline' -l sparkline -d 'Draw one line'
complete -c veille -n '__fish_seen_subcommand_from facets table' -s n -l limit -x -d 'Show at most N values'
complete -c veille -n '__fish_seen_subcommand_from table report' -l rows -xa "$dimensions" -d 'What the rows are'
complete -c veille -n '__fish_seen_subcommand_from table report' -l cols -xa "$dimensions" -d 'What the columns are'
complete -c veille -n $views -l sum -xa 'articles montant emplois' -d 'What to add up'
complete -c veille -n $views -l each -d 'List what was added up'
complete -c veille -n $articles -l fields -xa '(__fish_append , rank score id date source author title url lead snippet companies places cities departments regions countries topics actor amount jobs amounts deals group copies)' -d 'What is told of an article'
complete -c veille -n $articles -s 0 -l null -d 'A NUL ends each id'
complete -c veille -n '__fish_seen_subcommand_from search show facets timeline table' -l separator -xa ', ; tab' -d 'Between the values of CSV'
complete -c veille -n '__fish_seen_subcommand_from search show facets timeline table' -l format-version -xa 1 -d 'Fail unless JSON is of this version'
set -l saved '(__veille_saved)'
set -l watch '__fish_seen_subcommand_from watch'
complete -c veille -n "$watch; and not __fish_seen_subcommand_from add list run remove" -a 'add list run remove' -d 'What to do'
complete -c veille -n "$watch; and __fish_seen_subcommand_from run remove" -a $saved -d 'Saved question'
complete -c veille -n $watch -s f -l format -xa 'text jsonl rss mbox ids' -d 'How alerts are printed'
complete -c veille -n $watch -l since -xa '1j 7j 30j' -d 'Tell what was indexed since then'
complete -c veille -n $watch -l dry-run -d 'Remember nothing'
