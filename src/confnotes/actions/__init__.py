"""What a person does with a vault: one verb per file.

Folders: `program` (marks), `links` (renaming), `notes` (create, write, move, delete), `papers`, `people`, `photos`,
`references` (web titles and link checks), `importing`, `exporting`, `syncing` (one person's machines), `team` (several
people).

Day review: `actions/notes/day_page.py` collects and writes the page; `markup/generated_regions.py` separates generated
text from what the user wrote.

Renaming: `links/rewrite.py` collects edits from all files, writes them in one transaction and stores how to undo them,
even after an interruption. `links/rename.py`, `rename_person.py`, `link_mentions.py` and `notes/tags.py` plan the
edits.

Checks: `check_vault.py` lists all checks, `check_files.py` has those for files, `notes/mend_stamps.py` fixes duplicate
timestamps.

Importing, in `actions/importing/`: `import_again.py` skips sources that would change nothing and reads the others with
the user's earlier choices (`said_before.py`). `place_source.py` decides which conference a source belongs to;
`import_program.py` plans the changes and writes them in one transaction. `place_source.py` finds the slot of a
workshop. `refresh.py` imports all recorded sources of a conference again. `import_record.py` records each change before
it is made, by which `undo_import.py` undoes an import, also one that was killed.
"""
