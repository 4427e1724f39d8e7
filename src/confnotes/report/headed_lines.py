"""Lines that say little without the heading above them: “Winches: pull more than ropes, but not in frost”."""

from __future__ import annotations

import re
from functools import lru_cache

from confnotes.markup.markdown_text import escape_text
from confnotes.report.line_signals import content_words, cues_in, defines, words_in
from confnotes.report.quotable_lines import QuotableLine, begins_with_but

_LONGEST_HEADING, _LONGEST_QUESTION, _LONGEST_PART = 5, 9, 3
"""Words of a heading: of any, of a question, and of one such as “Problem” or “Results”, which goes before all lines."""

_GENERAL = frozenset({"general", "closing", "heading", "setting", "listing", "pasted", "meta"})
"""Groups of words that name no subject in a heading."""

_FOLLOWING = frozenset({"closing", "heading", "telling", "outcome"})

_HAS_NAME = re.compile(r"\W*[^:.]{2,40}:\s|(\*\*|__|`|\*|_)(?=\S).+?\1\s*(?:--?|–|—|=)\s")
"""The line begins with what it is about: “**Tar**: dries”."""

_VERB = re.compile(
    r"\W*(?:[^\W\d_]+(?:[^\Wsu]s|ing)|\w+n['’]t|can|could|will|would|not|also)[ ](?P<next>[\w'’]+)", re.I
)
"""What may be the third person singular, whose subject is in the heading: “pulls more than”."""


@lru_cache(maxsize=1_000)
def names_subject(heading: str) -> bool:
    """Whether a heading, in plain words, says what the notes below are about, as “Notes” and “Summary” do not."""
    words = words_in(heading)
    return any(_GENERAL.isdisjoint(cues_in([word])) for word in content_words(words) if not word.isdigit())


def says_what_follows(heading: str) -> bool:
    """Whether a heading, in plain words, names a subject, or says that conclusions or the like follow."""
    return names_subject(heading) or not _FOLLOWING.isdisjoint(cues_in(words_in(heading)))


def headed(line: QuotableLine, heading: str, title: frozenset[str], *, lacks_subject: bool) -> str:
    """The line as it is quoted, after its heading if that names what the line is about, or says that it is a result.

    `heading` is in plain words; `title` are the content words of the talk's title, which readers see; `lacks_subject`:
    the line is known to be no sentence, or to continue what is above.
    """
    if not heading or line.told != line.text or line.intro or line.is_list or line.quoted:
        return line.told
    if _HAS_NAME.match(line.text) or defines(line.words) or begins_with_but(line.words):
        return line.told
    words = words_in(heading)
    led = f"{escape_text(heading.rstrip(' .:'))}{'' if heading.endswith(('?', '？')) else ':'} {line.text}"
    cues = cues_in(words)
    if len(words) <= _LONGEST_PART and "outcome" in cues and "closing" not in cues:
        return led
    longest = _LONGEST_QUESTION if heading.endswith(("?", "？")) else _LONGEST_HEADING
    if len(words) > longest or not (lacks_subject or _begins_with_verb(line.words)) or not names_subject(heading):
        return line.told
    subject = content_words(words)
    return line.told if subject <= title or subject & content_words(words_in(line.words)) else led


def _begins_with_verb(words: str) -> bool:
    begun = _VERB.match(words)
    return begun is not None and "verb" not in cues_in(words_in(begun["next"]))
