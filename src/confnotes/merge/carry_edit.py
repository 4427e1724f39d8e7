"""Carry an edit of an exported line back into the line of the note that it was made from.

A line of a note and its export have most words in common, but not the syntax around them: `Me: I like it ^t085612`
becomes `> I like it`, `[[Adam]]` becomes `[Adam](#adam)`. An edit is a change between the exported line and the edited
one. It is repeated at the same words of the note's line; all else in that line, such as its timestamp, stays. An edit
of something that only the export has cannot be carried back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from confnotes.markup import wikilinks
from confnotes.markup.link_names import link_words
from confnotes.markup.tasks import MARK
from confnotes.merge.merge_lines import same_places

_LEAD = re.compile(
    rf"""(?P<quote>[ \t]*(?:>[ \t]?)*)
    (?P<marker>[ \t]*(?:[-*+•]|\d{{1,9}}[.)])(?:[ \t]+|\Z))?
    (?:\[(?P<box>{MARK})\](?:[ \t]+|\Z))?
    (?P<heading>\#{{1,6}}[ \t]+)?
    (?P<label>\*\*[^*]{{1,40}}[:：]\*\*[ \t]+)?
    """,
    re.VERBOSE,
)
_NOTE_LEAD = re.compile(
    rf"[ \t>]*(?:(?:[-*+•]|\d{{1,9}}[.)])[ \t]+(?:\[{MARK}\][ \t]+)?|#{{1,6}}[ \t]+)?(?:[?!][ \t]+)?"
)
_NOTE_END = re.compile(r"(?:[ \t]+\^[A-Za-z0-9-]+)?[ \t\r]*\Z")
_BOX = re.compile(rf"^([ \t>]*(?:[-*+•]|\d{{1,9}}[.)])[ \t]+)(?:\[{MARK}\][ \t]+)?")
_TOKEN = re.compile(r"%%.*?%%|!?\[\[[^\[\]|\n]*\||\w+|\s+|.", re.DOTALL)
_INNER_LINK = re.compile(r"\[([^\[\]]*)\]\(#[^()\s]*\)|(?<!!)\[\[#[^\[\]|]*\|([^\[\]]*)\]\]")
_COLORS_OF_A_BOX = {"X": "x"}
_ASKS = {"**Q:** ": "? ", "**A:** ": "! "}


class Refusal(StrEnum):
    """Why an edit cannot be carried back."""

    MADE = "the summary wrote these words; your notes don't have them"
    FORM = "its list marker, heading or label changed"
    PRIVATE = "the line of the note has a private part there"


class RefusedEditError(Exception):
    """The edit cannot be carried back, for this reason."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


class LineForm(NamedTuple):
    """The markers before the words of an exported line: depth of quotation, list item (`-` or `1`), task box, level of
    a heading, label; and the words.
    """

    quote: int
    item: str
    box: str
    heading: int
    label: str
    words: str

    @classmethod
    def of(cls, text: str) -> LineForm:
        """The form of a line."""
        match = _LEAD.match(text)
        assert match is not None
        marker, box = (match["marker"] or "").strip(), match["box"] or ""
        item = "1" if marker[:1].isdigit() else "-" if marker else ""
        level = len((match["heading"] or "").strip())
        box = _COLORS_OF_A_BOX.get(box, box)
        return cls(match["quote"].count(">"), item, box, level, match["label"] or "", text[match.end() :].strip())

    def is_like(self, other: LineForm) -> bool:
        """Whether both have the same markers, apart from the box."""
        return self[:2] == other[:2] and self[3:5] == other[3:5]


def carry_edit(source: str, exported: str, edited: str) -> str:
    """The line of the note, with the change between the exported line and the edited one.

    Raises RefusedEditError if the change is not one of the note's line.
    """
    before, after = LineForm.of(exported), LineForm.of(edited)
    if not before.is_like(after) or (before.box and not after.box):
        raise RefusedEditError(Refusal.FORM)
    if before.box != after.box:
        if not _BOX.match(source):
            raise RefusedEditError(Refusal.FORM)
        source = _BOX.sub(lambda match: f"{match[1]}[{after.box}] ", source, count=1)
    return _with_edit(source, before.words, after.words) if before.words != after.words else source


def new_source_line(text: str, neighbor: tuple[str, str] | None = None, heading_level: int = 0) -> str:
    """A new line of the draft as a line for the note.

    `neighbor` is the line above or below as exported and as in the note: what the export writes as a question or an
    opinion becomes one again. Headings of the draft begin below `heading_level`.
    """
    form = LineForm.of(text)
    text = _in_note(text).rstrip()
    if form.heading:
        return f"{'#' * max(1, form.heading - heading_level)} {_in_note(form.words)}"
    if neighbor is not None:
        exported, source = neighbor
        other = LineForm.of(exported)
        before = _before_words(source, other.words)
        if (
            form.is_like(other)
            and before is not None
            and LineForm.of(before)[:5] != LineForm.of(_lead_of(exported))[:5]
        ):
            lead = _BOX.sub(lambda match: f"{match[1]}[{form.box}] ", before, count=1) if form.box else before
            return f"{lead}{_in_note(form.words)}"
    if form.label in _ASKS:
        return f"{_ASKS[form.label]}{_in_note(form.words)}"
    return text


def _in_note(words: str) -> str:
    return _INNER_LINK.sub(lambda match: match[1] or match[2] or "", words)


def _lead_of(text: str) -> str:
    match = _LEAD.match(text)
    assert match is not None
    return match[0]


def _before_words(source: str, words: str) -> str | None:
    """The part of the note's line before the words that the export has."""
    lead, middle, _ = _cut(source)
    tokens = _TOKEN.findall(_with_aliases(middle))
    found = same_places(_TOKEN.findall(words), tokens)
    return None if not found else lead + "".join(tokens[: min(found.values())])


def _with_edit(source: str, before: str, after: str) -> str:
    lead, middle, end = _cut(source)
    expanded = _with_aliases(middle)
    tokens, exported, edited = (_TOKEN.findall(one) for one in (expanded, before, after))
    places = same_places(exported, tokens)
    matcher = SequenceMatcher(None, exported, edited, autojunk=False)
    for what, begin, stop, first, last in reversed(matcher.get_opcodes()):
        if what == "equal":
            continue
        start, end_at = _range(exported, tokens, places, begin, stop)
        tokens[start:end_at] = [_in_note("".join(edited[first:last]))]
    made = "".join(tokens)
    return lead + _without_aliases(made, middle) + end


def _cut(source: str) -> tuple[str, str, str]:
    """The markers before the words of a note's line, the words, and the timestamp behind them."""
    begin = _NOTE_LEAD.match(source)
    stop = _NOTE_END.search(source)
    assert begin is not None
    assert stop is not None
    start = min(begin.end(), stop.start())
    return source[:start], source[start : stop.start()], source[stop.start() :]


def _range(
    exported: Sequence[str], tokens: Sequence[str], places: dict[int, int], begin: int, stop: int
) -> tuple[int, int]:
    """The tokens of the note's line that these tokens of the exported one are. Raises RefusedEditError."""
    inside = [at for at in range(begin, stop) if at in places]
    outside = range(begin, stop) if not inside else (*range(begin, inside[0]), *range(inside[-1] + 1, stop))
    if any(_is_word(exported[at]) for at in outside):
        raise RefusedEditError(Refusal.MADE)
    if inside:
        start, end = places[inside[0]], places[inside[-1]] + 1
        own = {places[at] for at in inside}
        if any(tokens[at].startswith("%%") and at not in own for at in range(start, end)):
            raise RefusedEditError(Refusal.PRIVATE)
        return start, end
    if begin - 1 in places:
        return places[begin - 1] + 1, places[begin - 1] + 1
    if stop in places:
        return places[stop], places[stop]
    raise RefusedEditError(Refusal.MADE)


def _is_word(token: str) -> bool:
    return any(character.isalnum() for character in token)


def _with_aliases(text: str) -> str:
    """The text with the words of each link spelled out, which the export shows: `[[Note]]` as `[[Note|Note]]`."""
    return "".join(_links_spelled_out(text)) if "[[" in text else text


def _links_spelled_out(text: str) -> Iterator[str]:
    at = 0
    for link in wikilinks.find(text):
        if link.embed or link.alias or not link.target:
            continue
        inner = text[link.start + 2 : link.end - 2]
        yield f"{text[at : link.start]}[[{inner}|{link_words(link)}]]"
        at = link.end
    yield text[at:]


def _without_aliases(text: str, before: str) -> str:
    """Links that the edit did not touch, as they were."""
    for link in wikilinks.find(before) if "[[" in before else ():
        inner = before[link.start + 2 : link.end - 2]
        if not (link.embed or link.alias) and link.target:
            text = text.replace(f"[[{inner}|{link_words(link)}]]", f"[[{inner}]]")
    return text
