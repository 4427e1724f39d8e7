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
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from confnotes.markup import frontmatter, headings, wikilinks
from confnotes.markup.names import fold
from confnotes.markup.nested_lines import words_of
from confnotes.markup.plain import plain_text
from confnotes.markup.recordings import MOMENT_LINK
from confnotes.model.fast_dataclass import fast_dataclass

LEAD, HIGHLIGHTS = "lead", "highlights"
_ALIKE = 65
"""Percent of equal letters from which a line counts as an edited version of another one."""

_MOST_WRAPPED = 6
"""Lines over which a quote may run on."""

_INNER_LINK = re.compile(r"\[([^\[\]]*)\]\(#[a-z0-9-]+\)")
_BLOCK = re.compile(r"(?:(?<=[ \t])|^)\^(?P<id>[A-Za-z0-9-]{1,100})[ \t\r]*\Z")


class SourceState(StrEnum):
    """What became of the line that a highlight was picked from."""

    SAME = "same"
    EDITED = "edited"
    DELETED = "deleted"


@fast_dataclass(frozen=True, slots=True)
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
        """Whether both come from the same line, or from the same talk as a whole."""
        same = fold(self.target or "") == fold(other.target or "") and self.quote == other.quote
        return same and (self.target is not None or self.words == other.words)


@fast_dataclass(frozen=True, slots=True)
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
    if one.target is None or (not one.of_line and any(link.target == one.target for link in wikilinks.find(one.words))):
        return one.words
    place = f"{one.target}#^{one.block}" if one.block else one.target
    link = f"[[{place}|{one.quote}]]" if one.quote else f"[[{place}]]"
    return f"{one.words} {link}".strip()


def words_in_note(text: str) -> str:
    """A line of a summary as it is in its note: without links within the summary, and to a moment of the recording."""
    return " ".join(_INNER_LINK.sub(r"\1", MOMENT_LINK.sub("", text)).split())


def quote_of(text: str) -> str:
    """A line of Markdown as the plain words of a link."""
    return wikilinks.alias_of(plain_text(text))


class NoteLines:
    """The lines of a note's text, to find in it what highlights come from; `said` are their words, private ones too."""

    def __init__(self, text: str) -> None:
        self.text = text.split("\n")
        self.said = list(map(_said, self.text))

    def block(self, row: int) -> str:
        """The block id at the end of a line, without `^`; "" without one."""
        match = _BLOCK.search(self.text[row]) if "^" in self.text[row] else None
        return match["id"] if match else ""

    def inline(self, row: int) -> str:
        """The Markdown of a line without list marker and block id; "" for a heading."""
        return "" if headings.find(self.text[row]) else words_of(_BLOCK.sub("", self.text[row]))

    def told(self, row: int) -> str:
        """The words of a line without its private parts."""
        return _plain_words(self.text[row])

    def find(self, one: ChosenHighlight) -> tuple[int | None, SourceState]:
        """The row, from 0, of the line that a highlight comes from, and what became of it.

        Without a quote, the words of the highlight are looked for, and nothing counts as edited.
        """
        blocks = [row for row in range(len(self.text)) if one.block and self.block(row) == one.block]
        wanted = one.quote or quote_of(one.words)
        rows = self.rows(wanted)
        if blocks:
            is_same = not one.quote or blocks[0] in rows
            return blocks[0], SourceState.SAME if is_same else SourceState.EDITED
        if rows:
            return rows[0], SourceState.SAME
        row = self._nearest(wanted) if wanted else None
        if row is None:
            return None, SourceState.DELETED if one.of_line else SourceState.SAME
        return row, SourceState.EDITED if one.quote else SourceState.SAME

    def rows(self, wanted: str) -> list[int]:
        """The rows with that quote: in a line, or beginning in a line that runs on in the next ones."""
        first = wanted.partition(" ")[0]
        return [row for row, words in enumerate(self.said) if first and first in words and self._says(row, wanted)]

    def _says(self, row: int, wanted: str) -> bool:
        wrapped = " ".join(filter(None, self.said[row : row + _MOST_WRAPPED]))
        return 0 <= wrapped.find(wanted) < len(self.said[row])

    def _nearest(self, wanted: str) -> int | None:
        """The line most like the quote, if one is like it at all."""
        from rapidfuzz import fuzz, process

        said = {row: words for row, words in enumerate(self.said) if words}
        best = process.extractOne(wanted, said, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return best[2] if best is not None else None


def may_quote(one: ChosenHighlight, whole: str, visible: str) -> bool:
    """Whether readers who see the `visible` part of a note may read a highlight that comes from the `whole` of it."""
    lines = NoteLines(whole)
    row, _ = lines.find(one)
    if row is None:
        return not one.of_line
    wanted = one.quote if row in lines.rows(one.quote) else lines.said[row]
    told = NoteLines(visible)
    # The words may be in another line, too: only the same one, without its private parts, is the source.
    return any(told.said[same] == lines.told(row) for same in told.rows(wanted))


def _said(line: str) -> str:
    """The whole line in the words of a quote, which `alias_of` would cut after 200 letters."""
    return _plain_words(line.replace("%%", ""))


def _plain_words(line: str) -> str:
    return " ".join(filter(None, map(wikilinks.alias_of, plain_text(line).split())))
