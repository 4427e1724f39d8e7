"""What the signs in lists of talks mean, and what can be typed in a note."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from confnotes.model.mark import Mark

SYNTAX: Final = (
    ("? …", "a question"),
    ("! …", "its answer, on the next line"),
    ("- [ ] …", "a task; - [x] when done"),
    ("Claim: …", "what the talk claims; summaries show it first"),
    ("Takeaway: …", "a takeaway, for the day review and summaries"),
    ("Me: …", "your own view"),
    ("[[…]]", "a link to a note, talk, person or paper"),
    ("@@ …", "a paper or talk, by a few letters of its title"),
    ("#tag  @Name", "a tag, a person"),
    ("%% … %%", "private: exports for the team and the public leave it out"),
    ("#private", "the whole note is private, as with private: true in its front matter"),
    ("**…**  *…*", "bold, italic"),
    ("# …  > …", "a heading, a quote"),
    ("| … | … |", "a table: enter adds a row, tab goes to the next cell"),
)

SIGNS: Final = (
    *((mark.sign, mark.done.removeprefix(f"{mark.sign} ").lower()) for mark in Mark if mark.sign),
    ("●●●○○", "your rating"),
    ("✎ 6", "your note, and its number of lines"),
    ("@Bea +1", "colleagues in your team who noted, marked or rated it"),
    ("»", "a highlight that a colleague chose"),
    ("⚠", "clashes with another starred talk"),
)

_LOOKS_LIKE: Final = {"✎": "tilde squiggle wave", "▷": "play", "⊘": "crossed", "●": "dots"}
_ASKS: Final = re.compile(r"\b(?:next|beside|before|behind|signs?|symbols?|icons?|means?)\b")


def names_of(sign: str) -> str:
    """The words that people call a sign by, which most cannot type: those of its name in Unicode, and what it looks
    like.
    """
    letters = [letter for letter in dict.fromkeys(sign) if not letter.isascii()]
    named = (f"{unicodedata.name(letter, '')} {_LOOKS_LIKE.get(letter, '')}" for letter in letters)
    return " ".join(named).replace("-", " ").lower()


def signs_meant(question: str) -> list[tuple[str, str]]:
    """The signs that a question shows, or asks about by name, such as “the tilde next to my note”."""
    asked = set(question.lower().split()) if _ASKS.search(question.lower()) else set()
    return [
        (sign, means)
        for sign, means in SIGNS
        if any(letter in question for letter in sign if not letter.isascii()) or asked & set(names_of(sign).split())
    ]
