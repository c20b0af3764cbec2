# SPDX-License-Identifier: GPL-2.0-or-later
# fish completion for veille-index

complete -c veille-index -s i -l index -xa '(__fish_complete_directories)' -d 'The index to write'
complete -c veille-index -l lexicon -xa '(__fish_complete_directories)' -d 'Add the names of this folder'
complete -c veille-index -l input-format -xa 'text jsonl json csv mbox warc html feed newsml markdown' -d 'Whatever files are called'
complete -c veille-index -l map -xa 'id= url= title= date= source= author= lead= text=' -d 'In JSON, KEY holds this'
complete -c veille-index -l remove -x -d 'Remove the article with that id'
complete -c veille-index -l rebuild -d 'Analyse all articles of the index anew'
complete -c veille-index -l optimize -d 'Make the index as small as it can be'
complete -c veille-index -l writer -xa 'direct api' -d 'How segments are written'
complete -c veille-index -s j -l jobs -x -d 'Processors that analyse'
complete -c veille-index -l facts -d 'Print what is found; write no index'
complete -c veille-index -l color -xa 'auto always never' -d Colours
complete -c veille-index -l json -d 'Report in JSON'
complete -c veille-index -s q -l quiet -d 'Only what went wrong'
complete -c veille-index -s h -l help -d 'Show help'
complete -c veille-index -s V -l version -d 'Show the version'
