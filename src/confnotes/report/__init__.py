"""Build a `Summary` from the part of a vault that its audience may see.

Audience: `catalogue/audience/audience_filter.py` filters programs, notes and marks; `items.py` and `summarise.py`
remove stars and ratings for the public. Summaries, shared searches, papers and calendar all use the filter.
`for_audience.py` cuts a note; `short_names.py` shortens names of people who asked questions.

Content: `report/summarise.py` collects the material (`sources.py`; `other_vaults.py` adds other people's notes) and
assembles the summary. `split_note.py` splits a note into claim, takeaways, text, questions and opinions
(`markup/opinions.py`, `markup/nested_lines.py`: what remains is valid Markdown; `markup/footnotes.py`: a line takes its
footnotes along). `embedded.py` inserts embedded notes, which `notes_meant.py` reads through the same filter; `texts.py`
assembles all texts. One file per section: highlights, digest, themes, actions, coverage, timeline, topics, lists,
indexes; `told_lines.py` keeps a line from being told twice, and `contents.py` leaves out the parts that are not wanted.
`page_one.py` reads the lead and the highlights that the author wrote. `draft_highlights.py` chooses lines where the
author marked few (`quotable_lines.py`, `headed_lines.py`, `line_signals.py`, `cues.toml`).
`left_out.py` reports what is missing, and why, to the author.
"""
