"""The language server, `confnotes lsp`: a vault in the user's own editor.

`server.py` speaks the protocol through pygls, which no other room imports. `notebook.py` is a vault as one editor sees
it: the text of open notes replaces that on disk. `pointing.py` finds what is at the cursor and `meaning.py` resolves
it; `completing.py`, `hovering.py`, `navigating.py`, `renaming.py`, `diagnosing.py` and `acting.py` answer one kind of
request each.

The only write to the vault is the command that opens a talk, which creates its note. All other changes are edits that
the editor makes.
"""
