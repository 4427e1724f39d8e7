"""What is typed for the goldens, a call a line as in a shell."""

from __future__ import annotations

THINGS = (
    "conferences sessions talks tracks people notes papers tags tasks questions links changes unresolved recordings "
    "queries broken orphans untagged unnoted"
)

ASKED = """
now
now --oneline
agenda
agenda --mine
agenda --format markdown
agenda --format ics
watch-later
merge-people
attach
move --dry-run
doctor
review
"""
"""Asked of every vault."""

ASKED_OF_SYNTAX = """
search zqstrong
search is:todo
show Blocks
show Markers
list related Blocks
"""

ASKED_OF_SAMPLE = """
agenda --conference ICLR
agenda 2019-12-11
now --at 2019-12-10T17:35
show 'NeurIPS 2019'
show neurips-2019/15732
show 'Yoshua Bengio'
show 'Score Matching'
show '2019-12-10 Day'
show https://arxiv.org/abs/1909.01377
paper https://arxiv.org/abs/1909.01377
paper https://arxiv.org/abs/1909.01377 --bibtex
list related 'Score Matching'
list talks energy
search symmetric
search symetric
search --explain '"score function" OR diff* -poster'
search --vimgrep equilibrium
search --sort date 'tag:learning rating:>=4'
search --limit 3 speaker:bengio
search is:question
search 'links:"Score Matching"'
recording 'From System 1'
poster 226
review 2019-12-10
link 'Score Matching' --dry-run
rename 'Score Matching' 'Matching Scores' --dry-run
retag energy energies --dry-run
delete 'Score Matching' --dry-run
history
history 'Score Matching'
completion bash
completion zsh
completion fish
nothing
list nothing
show nobody
search date:nonsense
export 'Nowhere 2050'
"""

WRITTEN = """
stars export --format csv
stars export --format fahrplan
star neurips-2019/15732 --undo
rate 'From System 1' 5
attend 'From System 1'
watch-later 'Spherical CNNs'
no-share 'From System 1'
add --to 'From System 1' 'said of the goldens #goldens'
add '? who holds them' --json
new --title 'Over coffee'
add --to 'Over coffee' 'about Score Matching'
poster 226 --claim 'it finds objects' --rating 4 --json
recording 'From System 1' --begin 14:20 --json
paper https://arxiv.org/abs/1909.01377 --read
rename 'Score Matching' 'Matching Scores' --yes --json
rename --undo --json
retag goldens held --yes --json
retag --undo --json
link 'Score Matching' --yes --json
merge-people 'Yoshua Bengio' 'Y. Bengio' --json
search goldens --save held
search --saved held --json
list queries --json
move --last 5 --to 'From System 1' --dry-run --json
delete 'Over coffee' --yes --json
history 'Over coffee' --json
restore 'Over coffee' --json
review 2019-12-10 --write
list changes --json
doctor --json
"""
"""What changes the sample vault, each call on what those before it left."""

AS_JSON = (
    "now agenda search list show paper poster watch-later merge-people attach move recording review history doctor "
    "link rename retag delete"
)
"""Verbs that answer as text and as JSON."""

ORDERS = """
--audience public
--audience team
--audience public --short-names
--by track
--by theme
--by person
--language de
--language es
--language fr
--language ja
--links obsidian
--folder
--author 'Ada Lindqvist'
--preset digest
--preset minutes
--without talks
--front-matter hugo
"""
"""What a summary may be ordered with; what is for others goes out in every form, the rest as Markdown."""

FORMS = "markdown html pdf latex docx epub slides mail slack matrix thread json csv bibtex csl-json ics"

TARGETS = ("ICLR 2018", "2018", "2019-12-10", "tag:generative", "speaker:bengio")
"""Of the sample vault, besides its great conference."""
