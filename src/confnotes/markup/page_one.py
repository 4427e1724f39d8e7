"""Page one of a summary as its author wrote it, in the front matter of the conference's note:

    lead: Energy was on every slide, and nobody measured it.
    highlights:
      - "[[2019-12-10 1005 Updates of Equilibrium Prop#^t100712|EqProp equals BPTT on RNNs]]"
      - "Sparse won everywhere [[2019-12-11 0900 Keynote#^t091500|sparse is ahead on all three benchmarks]]"
      - "See the poster of Hall B [[neurips-2019/15732]]"
      - Next year we should send two people.

A highlight is one line: the words for readers, then a link to their source, which is a note or a talk. The link's block
id is the timestamp of a line, its words are that line as it was when it was picked: a later change of the note shows.
Without words of its own, a highlight says the words of the link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from confnotes.markup import frontmatter, wikilinks
from confnotes.markup.names import fold
from confnotes.markup.plain import plain_text

LEAD, HIGHLIGHTS = "lead", "highlights"
_ALIKE = 65
"""Percent of equal letters from which a line counts as an edited version of another one."""

_MOST_WRAPPED = 6
"""Lines over which a quote may run on."""

_BLOCK = re.compile(r"(?:(?<=[ \t])|^)\^(?P<id>[A-Za-z0-9-]{1,100})[ \t\r]*\Z")


class SourceState(StrEnum):
    """What became of the line that a highlight was picked from."""

    SAME = "same"
    EDITED = "edited"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class ChosenHighlight:
    """A highlight that the author chose: `words` in Markdown, "" to say the `quote`.

    `target` is the note or talk that it comes from, None without one; `block` the timestamp of its line without `^`,
    `quote` the line as it was when it was picked, in plain words.
    """

    words: str = ""
    target: str | None = None
    block: str = ""
    quote: str = ""

    @property
    def text(self) -> str:
        """What it says, in Markdown; "" for a talk without words."""
        return self.words or self.quote

    @property
    def of_line(self) -> bool:
        """Whether it comes from a line, rather than from a whole note or talk."""
        return bool(self.block or self.quote)

    def reworded(self, words: str) -> ChosenHighlight:
        """The highlight with other words on one line."""
        said = " ".join(words.split())
        return replace(self, words="" if said == self.quote else said)

    def is_from(self, other: ChosenHighlight) -> bool:
        """Whether both come from the same line, or say the same about the same talk."""
        if fold(self.target or "") != fold(other.target or ""):
            return False
        return self.quote == other.quote and (bool(self.quote) or self.words == other.words)


@dataclass(frozen=True, slots=True)
class PageOne:
    """The lead paragraph and the highlights, in order."""

    lead: str = ""
    highlights: tuple[ChosenHighlight, ...] = ()

    def fields(self) -> dict[str, object]:
        """The front matter fields; None for what is empty."""
        return {LEAD: self.lead or None, HIGHLIGHTS: [format_highlight(one) for one in self.highlights] or None}


def read_page_one(fields: Mapping[str, object]) -> PageOne:
    """Page one from the front matter of a conference's note; values of other types are ignored."""
    lead = "\n\n".join(frontmatter.texts_in(fields, LEAD))
    found = map(read_highlight, frontmatter.texts_in(fields, HIGHLIGHTS))
    return PageOne(lead, tuple(one for one in found if one.text or one.target))


def read_highlight(line: str) -> ChosenHighlight:
    """A highlight from its line. Its source is the link at its end, else the first link in it, which stays."""
    line = " ".join(line.split())
    links = [link for link in wikilinks.find(line) if link.target and not link.embed]
    if not links:
        return ChosenHighlight(line)
    last = links[-1]
    if last.end < len(line):
        return ChosenHighlight(line, links[0].target)
    words = line[: last.start].rstrip()
    return ChosenHighlight(words, last.target, last.block or "", last.alias or "")


def format_highlight(one: ChosenHighlight) -> str:
    """The line of a highlight, as `read_highlight` reads it."""
    if one.target is None or f"[[{one.target}" in one.words:
        return one.words
    place = f"{one.target}#^{one.block}" if one.block else one.target
    link = f"[[{place}|{one.quote}]]" if one.quote else f"[[{place}]]"
    return f"{one.words} {link}".strip()


def quote_of(text: str) -> str:
    """A line of Markdown as the plain words of a link."""
    return wikilinks.alias_of(plain_text(text))


def block_of(line: str) -> str:
    """The block id at the end of a line, without `^`; "" without one."""
    match = _BLOCK.search(line) if "^" in line else None
    return match["id"] if match else ""


def find_source(lines: Sequence[str], one: ChosenHighlight) -> tuple[int | None, SourceState]:
    """The row, from 0, of the line that a highlight comes from, and whether it was edited since.

    Without a quote, the words of the highlight are looked for, and nothing counts as edited.
    """
    blocks = [row for row, line in enumerate(lines) if one.block and block_of(line) == one.block]
    wanted = one.quote or quote_of(one.words)
    rows = exact_rows(lines, wanted) if wanted else []
    if blocks:
        is_same = not one.quote or blocks[0] in rows
        return blocks[0], SourceState.SAME if is_same else SourceState.EDITED
    if rows:
        return rows[0], SourceState.SAME
    row = _nearest(lines, wanted) if wanted else None
    if row is None:
        return None, SourceState.DELETED if one.of_line else SourceState.SAME
    return row, SourceState.EDITED if one.quote else SourceState.SAME


def exact_rows(lines: Sequence[str], wanted: str) -> list[int]:
    """The rows with that quote: in a line, or beginning in a line that runs on in the next ones."""
    said = [_said(line) for line in lines]
    found = []
    for row, words in enumerate(said):
        wrapped = " ".join(filter(None, said[row : row + _MOST_WRAPPED])) if words else ""
        if 0 <= wrapped.find(wanted) < len(words):
            found.append(row)
    return found


def said_at(lines: Sequence[str], row: int) -> str:
    """The words of a line, private ones included."""
    return _said(lines[row])


def _said(line: str) -> str:
    """The whole line in the words of a quote, which `alias_of` would cut after 200 letters."""
    words = plain_text(line.replace("%%", ""))
    return " ".join(_pieces(words.split()))


def _pieces(words: Iterable[str]) -> Iterable[str]:
    return (piece for word in words if (piece := wikilinks.alias_of(word)))


def _nearest(lines: Sequence[str], wanted: str) -> int | None:
    """The line most like the quote, if one is like it at all."""
    from rapidfuzz import fuzz, process

    said = {row: words for row, line in enumerate(lines) if (words := _said(line))}
    best = process.extractOne(wanted, said, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return best[2] if best is not None else None
