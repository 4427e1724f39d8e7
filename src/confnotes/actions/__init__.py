"""What a person does with a vault, one verb a file.

Its folders: `program` (marks), `links` (renaming), `notes` (beginning, writing, moving, deleting them), `papers`,
`people`, `photos`, `references` (what the network says of addresses), `importing`, `exporting`.

- The end of the day: `actions/notes/day_page.py` gathers and writes the page, `markup/generated_regions.py` tells
  what was made from what was written by hand.
- Renaming: `links/rewrite.py` collects edits from all files, writes them in one transaction and keeps how to undo
  them, also when it was cut off; `links/rename.py`, `rename_person.py`, `link_mentions.py` and `notes/tags.py` plan.
- What is wrong: `check_vault.py` is the list of checks, `check_files.py` those of files, `notes/mend_stamps.py` those
  of stamps.

Around the merge of a program, in `actions/importing/`: `import_again.py` reads nothing that would change nothing, and
reads with what was said before (`said_before.py`); `place_source.py` says to which conference a source belongs,
`import_program.py` works out what writing would do, and writes it in one transaction; `parent_conference.py` finds the
slot of a workshop; `refresh.py` goes back to every origin.
"""
