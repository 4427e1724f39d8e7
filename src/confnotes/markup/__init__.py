"""Parsing and changing text: one syntax rule per file, no input or output; and shared facts about text.

- Code is found first (`code.py`): every other syntax reads text in which code is blanked character by character, so
that offsets stay those of the original text.
- Each syntax of a line has a `find`: `wikilinks.py`, `mentions.py`, `tags.py`, `tasks.py`, `questions.py`, `stamps.py`,
`references.py`. `note.py` calls them all for one note; `note_blocks.py` and `nested_lines.py` know which lines belong
together, `spans.py` what an editor highlights.
- `private.py` and `withheld.py` define what is private; in doubt more is withheld than less.
- A change touches only its own characters: `edits.py` describes replacements, `frontmatter.py` splices one field,
`generated_regions.py` rewrites its own part of a page, `retag.py` and `link_targets.py` find what renaming changes.
- YAML is read as version 1.2 without aliases and merges (`yaml12.py`): `14:30` is a time and `NO` is text, and no file
can grow while it is read. `yamlwrite.py` writes YAML that other tools read the same; `salvage.py` and `merge_marks.py`
read damaged files as far as possible.
- Formulas: `math/` parses TeX into a tree of allowed nodes; `math/titles.py` shows those in titles as Unicode.
- Facts: folded text, slugs and file names (`names.py`), names of people (`person_names.py`), of notes
(`link_names.py`), of papers (`paper_ids.py`), addresses (`canonical.py`), times of day (`clock_times.py`), durations
(`durations.py`). The importers use these, too, so that one person stays one.
- `safe.py`, which every start loads, makes text from outside safe; `plain.py` turns Markdown into plain text, and its
patterns take time to compile.
"""
