"""Footnotes of a note, `[^1]` and `[^1]: words`, for lines shown without the note that defines them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from confnotes.markup.code import blank_code
from confnotes.markup.nested_lines import Cut, without
from confnotes.model.fast_dataclass import fast_dataclass

MARK = re.compile(r"\[\^([^\]\s]{1,200})\]")
_DEFINITION = re.compile(r"(?P<lead>[ \t>]{0,40})\[\^(?P<label>[^\]\s]{1,200})\]:[ \t]*")
_INDENTED = ("    ", "\t")
_DEEPEST = 5  # footnotes may refer to footnotes; deeper ones only form cycles


@fast_dataclass(frozen=True, slots=True)
class Footnote:
    """The definition of a footnote: its rows from 0, `end` after the last one; its words if they are one line."""

    row: int
    end: int
    words: str | None


class Footnotes:
    """The footnotes of a text, by label."""

    def __init__(self, text: str) -> None:
        self._found: Mapping[str, Footnote] = _definitions(text) if "]:" in text and "[^" in text else {}
        self.told: set[str] = set()
        """The labels of footnotes whose words were inlined."""

    @property
    def rows(self) -> frozenset[int]:
        """The rows, from 0, of the definitions."""
        return frozenset(row for one in self._found.values() for row in range(one.row, one.end))

    def inlined(self, line: str) -> str:
        """A line of the note that can be read alone: with the words of its footnotes in brackets."""
        return self._inlined(line, ()) if self._found and "[^" in line else line

    def _inlined(self, line: str, above: Sequence[str]) -> str:
        def words(match: re.Match[str]) -> str:
            found = self._found.get(match[1])
            if found is None:
                return match[0]
            if found.words is None or match[1] in above or len(above) > _DEEPEST:
                return ""
            self.told.add(match[1])
            return f" ({self._inlined(found.words, (*above, match[1]))})"

        return MARK.sub(words, line)


def without_orphans(text: str, told: Iterable[str] = ()) -> str:
    """The text without definitions of footnotes that it does not refer to and whose labels are in `told`; other unused
    ones become paragraphs, since viewers would not show them.
    """
    if "]:" not in text or "[^" not in text:
        return text
    lines = text.split("\n")
    found = _definitions(text)
    defining = Footnotes(text).rows
    wanted = {label for row, line in enumerate(lines) if row not in defining for label in MARK.findall(line)}
    waiting = list(wanted)
    while waiting:
        one = found.get(waiting.pop())
        inner = set(MARK.findall(_without_label("\n".join(lines[one.row : one.end])))) if one else set()
        waiting += inner - wanted
        wanted |= inner
    told = frozenset(told)
    cuts = [
        Cut(one.row, one.end, () if label in told and one.words is not None else _paragraph(lines[one.row : one.end]))
        for label, one in found.items()
        if label not in wanted
    ]
    return "\n".join(without(lines, cuts)) if cuts else text


def behind_definitions(text: str) -> str:
    """The text with a blank line before lines that refer to the footnote defined right above: Markdown would read such
    a line as part of the footnote.
    """
    if "]:" not in text or "[^" not in text:
        return text
    lines = text.split("\n")
    seen = blank_code(text).split("\n")
    made: list[str] = []
    above: re.Match[str] | None = None
    for line, visible in zip(lines, seen, strict=True):
        match = _DEFINITION.match(visible)
        label = f"[^{above['label']}]" if above else ""
        if above and match is None and label in visible and not line.startswith(_INDENTED):
            made.append(above["lead"].rstrip())
            above = None
        made.append(line)
        above = match or (above if _words(line) else None)
    return "\n".join(made)


def definitions_for(part: str, text: str) -> str:
    """The definitions in a text of footnotes that a part of it refers to and does not define."""
    if "[^" not in part:
        return ""
    found, lines = _definitions(text), text.split("\n")
    needed: dict[str, str] = {}
    waiting = [label for label in MARK.findall(part) if label not in _definitions(part)]
    while waiting:
        label = waiting.pop(0)
        if label in found and label not in needed:
            needed[label] = "\n".join(lines[found[label].row : found[label].end])
            waiting += MARK.findall(_without_label(needed[label]))
    return "\n".join(needed.values())


def _definitions(text: str) -> dict[str, Footnote]:
    """The first definition of each label, in order."""
    found: dict[str, Footnote] = {}
    lines = text.split("\n")
    for row, seen in enumerate(blank_code(text).split("\n")):
        match = _DEFINITION.match(seen) if "[^" in seen else None
        if match is None or match["label"] in found:
            continue
        end = row + 1
        while end < len(lines) and _goes_on(lines, end, match["lead"]):
            end += 1
        while not lines[end - 1].strip():
            end -= 1
        is_alone = end == row + 1 and (end == len(lines) or not _words(lines[end]) or _DEFINITION.match(lines[end]))
        found[match["label"]] = Footnote(row, end, lines[row][match.end() :].strip() if is_alone else None)
    return found


def _goes_on(lines: Sequence[str], row: int, lead: str) -> bool:
    """Whether a line belongs to a definition above: it is indented, or blank and followed by such a line."""
    if not lead and lines[row].startswith(_INDENTED):
        return bool(lines[row].strip())
    return not lead and not lines[row].strip() and row + 1 < len(lines) and lines[row + 1].startswith(_INDENTED)


def _words(line: str) -> str:
    return line.strip(" \t>")


def _without_label(text: str) -> str:
    return _DEFINITION.sub("", text, count=1)


def _paragraph(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines of a definition as plain text."""
    match = _DEFINITION.match(lines[0])
    assert match is not None
    rest = (line[1:] if line.startswith("\t") else line.removeprefix(_INDENTED[0]) for line in lines[1:])
    return (match["lead"] + lines[0][match.end() :], *rest)
