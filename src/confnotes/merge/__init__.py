"""Three versions made one, as pure functions: programs, texts, and exports that their author went on with.

- Two writers: `merge/merge_text.py` joins two changed versions where that is sure; where it is not, both are kept.
  `Vault.change` changes a file whoever else writes it, `vault/transaction.py` several at once.

`merge/merge_programs.py` compares three versions: the vault's program, what the source says now, and what all sources
said last (`Bases`, kept by `vault/imported.py` with each source's `Origin`: where it is, and what the user said about
it). `match_talks.py` finds the talks that are the same ones in a source's next version, by its ids, and knows that
version under another file name; `duplicate_talks.py` those of another source, by what they say (`title_keys.py`,
`markup/person_names.py`). `merge_sources.py` says whom to believe where sources differ, by what they are, not by when
they came; `merge_fields.py` keeps what the user changed. `merge_duplicate_talks.py` joins two talks that a third
source shows to be one. `vault/program_save.py` and `changes_file.py` take the result to the notes and to the list of
changes. A source that is imported twice changes no byte; the order of sources changes nothing but ids and the order
of sessions; both are tested with generated programs.
"""
