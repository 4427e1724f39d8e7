"""The language server, `confnotes lsp`: a vault in the editor that somebody has anyway.

`server.py` speaks the protocol through pygls, which no other room imports. `notebook.py` is a vault as one editor sees
it: the text of open notes counts, not that on the disk. `pointing.py` says what stands at the cursor and
`meaning.py` what is meant by it; `completing.py`, `hovering.py`, `navigating.py`, `renaming.py`, `diagnosing.py` and
`acting.py` answer one kind of question each.

Nothing here writes to the vault but the command that opens a talk, which begins its note. All else is an edit that the
editor makes.
"""
