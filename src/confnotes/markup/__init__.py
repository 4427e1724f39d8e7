"""Text to model and back: one syntax rule a file, no input or output; and facts of text, each said once.

- What is code is found first (`code.py`): every other syntax looks at text in which code is blanked, character for
  character, so that the places it finds are those of the text itself.
- Each syntax of a line has a `find`: `wikilinks.py`, `mentions.py`, `tags.py`, `tasks.py`, `questions.py`, `stamps.py`,
  `references.py`. `note.py` asks them all for one note; `note_blocks.py` and `nested_lines.py` know which lines belong
  together, `spans.py` what an editor colours.
- What is private stands in `private.py` and `withheld.py`; in doubt more is withheld than less.
- A change touches its own characters and no other byte: `edits.py` says what stands in place of what, `frontmatter.py`
  splices one field, `generated_regions.py` writes its own part of a page anew, `retag.py` and `link_targets.py` find
  what renaming writes anew.
- YAML is read as version 1.2 reads it, without aliases and merges (`yaml12.py`): `14:30` is a time and `NO` is text,
  and no file can grow while it is read. `yamlwrite.py` writes what other tools read the same; `salvage.py` and
  `merge_marks.py` read what is damaged as far as it goes.
- Facts: folded text, slugs and file names (`names.py`), names of people (`person_names.py`), of notes
  (`link_names.py`), of papers (`paper_ids.py`), addresses (`canonical.py`), times of day (`clock_times.py`), lengths
  of time (`durations.py`). The importers use these as well, so that one person stays one.
- Text from outside is made safe by `safe.py`, which every start loads; `plain.py` reads Markdown aloud, and its
  patterns take time to compile.
"""
