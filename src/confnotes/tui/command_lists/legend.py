"""What the signs in lists of talks mean, and what can be typed in a note."""

from __future__ import annotations

from typing import Final

from confnotes.model.mark import Mark

SYNTAX: Final = (
    ("? …", "a question"),
    ("! …", "its answer, on the next line"),
    ("- [ ] …", "a task; - [x] when done"),
    ("[[…]]", "a link to a note, talk, person or paper"),
    ("@@ …", "a paper or talk, by a few letters of its title"),
    ("#tag  @Name", "a tag, a person"),
    ("%% … %%", "private: exports for the team and the public leave it out"),
    ("#private", "the whole note is private, as with private: true in its front matter"),
    ("**…**  *…*", "bold, italic"),
    ("# …  > …", "a heading, a quote"),
)

SIGNS: Final = (
    *((mark.sign, mark.done.removeprefix(f"{mark.sign} ").lower()) for mark in Mark if mark is not Mark.RATING),
    ("●●●○○", "your rating"),
    ("✎ 6", "your note, and its number of lines"),
    ("⚠", "clashes with another starred talk"),
)
