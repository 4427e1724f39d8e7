"""What a summary says: the vault, seen through what its audience may know, as a `Summary`.

- For whom: `catalogue/audience/audience_filter.py` says what an audience may know of a vault's programs and notes,
  and of what is marked; the public's stars and ratings are taken out in `items.py` and `summarise.py`. Summaries,
  searches for others, papers and calendar read through it. `for_audience.py` cuts a note; `short_names.py` shortens
  the names of those who asked.
- What is told: `report/summarise.py` gathers the material (`sources.py`; `other_vaults.py` joins other people's
  notes) and puts the summary together. `split_note.py` takes one note apart into claim, takeaways, text, questions
  and the author's own view (`markup/opinions.py`, `markup/nested_lines.py`: what is cut out leaves sound Markdown;
  `markup/footnotes.py`: a line goes with its footnotes). `embedded.py` sets what notes embed into what is left, which
  `notes_meant.py` reads through the same audience filter; `texts.py` puts all texts together. One file a part:
  highlights, themes, actions, coverage, timeline, topics, lists, indexes. `left_out.py` tells its author what is
  missing, and why.
"""
