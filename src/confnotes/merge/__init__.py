"""Merge versions of programs, texts and exports: pure functions.

Files: `merge/merge_files.py` merges two changed versions of a file: notes by field and line, the others by key. It is
the only merge of files: for git, for conflict copies, and for a note that changed while it is open.
`Vault.change` changes a file that other programs may write too, `vault/transaction.py` several at once.

Programs: `merge/merge_programs.py` compares three versions: the vault's program, the source's current version, and the
last versions of all sources (`Bases`, stored by `vault/imported.py` with each source's `Origin`: its address and the
user's choices). `match_talks.py` matches the talks of two versions of a source by id and detects a newer version under
another file name; `duplicate_talks.py` matches talks of different sources by content (`title_keys.py`,
`markup/person_names.py`), and merges two talks that a third source shows to be one. `merge_sources.py` decides which
source to trust, by their content and not by import order, and keeps the user's changes. `vault/program_save.py` and
`changes_file.py` apply the result to notes and the list of changes. Importing a source twice changes no byte, and the
import order affects only ids and session order; tests with generated programs check both.
"""
