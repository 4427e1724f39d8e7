"""What somebody changed in a Markdown draft since it was exported, line by line.

Both texts are compared part by part, so that a section may be moved or deleted. Blank lines, line ends, a byte order
mark, list markers (`*` for `-`), forced breaks and paragraphs that an editor wrapped at its margin are not changes.
Without our comments, the parts are found by their headings. If another program wrote the text, as after a conversion to
a word processor's format and back, emphasis, escapes and typographic quotes do not count either, nor do new, deleted
and moved lines: converters join and divide them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from confnotes.markup.compare_texts import changes
from confnotes.merge.regenerate import MadePart, is_made, parts_in

_ANCHOR = re.compile(r'<a id="[^"<>]*"></a>|[ ]\^[a-z][a-z0-9-]*\Z')
_FORCED_BREAK = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")
_LIST = re.compile(r"^([ \t>]*)[*+•][ \t]+")
_BOX = re.compile(r"^([ \t>]*(?:[-*+•][ \t]+)?)(?:([☐])|[☒☑])[ \t]+")
_HEADING_ID = re.compile(r"^(#{1,6}[ \t].*?)[ \t]*\{[#.][^{}]*\}\Z")
_BLOCK_START = re.compile(r"[ \t]*(?:[-*+•][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|>|\||```|~~~|\$\$|<!--|\[\^)")
_EMPHASIS = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[*_~]+|==")
_TARGET = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\([^()\s]*\)(?:\{[^{}]*\})?")
_DASHES = (("---", "—"), ("--", "–"), ("...", "…"))
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " "})
_FEWEST_SHARED = 0.7
"""The part of its lines that a draft without our comments shares with its export, if no other program wrote it."""
_WORD = re.compile(r"\w+")
_MOST_CHANGED = 0.3
"""Of the words of a line in a converted draft, those that an edit may change; a converter garbles more."""
_ALIKE = 50
"""Percent of equal letters from which a line counts as an edited version of another one."""
_ALIKE_MOVED = 75
"""The same for a line in another place."""
_MOST_COMPARED = 4_000  # pairs of lines; beyond that, comparing them takes seconds


class ExportedLine(NamedTuple):
    """A line as exported, without forced break and link target, and the name of its part."""

    part: str
    text: str


class DraftLine(NamedTuple):
    """A line of the draft, its number from 1, and whether blank lines surround it."""

    number: int
    text: str
    blank_above: bool = False
    blank_below: bool = False


class EditedLine(NamedTuple):
    """An exported line, by its index, that reads otherwise in the draft."""

    row: int
    line: DraftLine


class AddedLines(NamedTuple):
    """New lines between two exported ones, by their index; None at the start or end of the part `part`."""

    part: str
    above: int | None
    below: int | None
    lines: tuple[DraftLine, ...]


class MovedLine(NamedTuple):
    """An exported line that the draft has elsewhere in its part, edited or not: now between `above` and `below`."""

    row: int
    above: int | None
    below: int | None
    line: DraftLine


@dataclass(slots=True)
class DraftChanges:
    """The changes of a draft: indexes are those of `exported`.

    `removed` are lines that were deleted from a part, `removed_parts` parts that were deleted as a whole. `converted`:
    another program wrote the text. `unclear` are parts with too many changes to compare.
    """

    exported: list[ExportedLine] = field(default_factory=list)
    edited: list[EditedLine] = field(default_factory=list)
    added: list[AddedLines] = field(default_factory=list)
    moved: list[MovedLine] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    removed_parts: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    converted: bool = False


def draft_changes(parts: Sequence[MadePart], draft: str) -> DraftChanges:
    """The changes of the draft of an export that had these parts."""
    found = DraftChanges()
    rows: dict[str, list[int]] = {}
    for part in parts:
        for line in filter(str.strip, part.text.split("\n")):
            rows.setdefault(part.name, []).append(len(found.exported))
            found.exported.append(ExportedLine(part.name, clean_line(line)))
    parts_rows = rows
    there = {name: _draft_lines(lines) for name, lines in parts_in(draft.removeprefix("\ufeff")).items()}
    if not is_made(draft):
        lines = there.get("", [])
        found.converted = _shared(found.exported, lines) < _FEWEST_SHARED
        rows, there = _by_headings(found.exported, rows, _unwrapped(lines) if found.converted else lines)
    for name, own in rows.items():
        if name in there:
            _compare(found, name, own, there[name])
        else:
            found.removed_parts.append(name)
    for name, lines in there.items():
        if name not in rows and lines and not found.converted:
            found.added.append(AddedLines(name, None, None, tuple(map(_one_line, lines))))
    removed = set(found.removed)
    gone = [name for name, own in parts_rows.items() if own[0] in removed and found.exported[own[0]].text[:1] == "#"]
    found.removed = [row for row in found.removed if found.exported[row].part not in gone]
    found.removed_parts += gone
    return found


def _shared(exported: Iterable[ExportedLine], lines: Sequence[DraftLine]) -> float:
    """The part of the draft's lines that are as exported."""
    known = {line.text for line in exported}
    return sum(line.text.rstrip("\n") in known for line in lines) / max(1, len(lines))


def clean_line(line: str) -> str:
    """A line without a forced break, line end and link targets; highlights as in notes."""
    text = line.rstrip()
    if _FORCED_BREAK.search(text):
        text = text[:-1].rstrip()
    text = _ANCHOR.sub("", text).rstrip()
    return text.replace("<mark>", "==").replace("</mark>", "==") if "<" in text else text


def same_words(text: str, *, converted: bool = False) -> str:
    """A line as it is compared: without what is no change."""
    text = _LIST.sub(r"\1- ", text)
    if converted:
        text = _BOX.sub(lambda match: f"{match[1] or '- '}[{' ' if match[2] else 'x'}] ", text)
        for typed, sign in _DASHES if "--" in text or "..." in text else ():
            text = text.replace(typed, sign) if not text.startswith(typed) else text
        text = _EMPHASIS.sub("", _TARGET.sub(r"\1", _HEADING_ID.sub(r"\1", text))).translate(_QUOTES)
    return " ".join(text.split())


def _draft_lines(lines: Sequence[tuple[int, str]]) -> list[DraftLine]:
    found = []
    for at, (number, raw) in enumerate(lines):
        if raw.strip():
            above = at == 0 or not lines[at - 1][1].strip()
            below = at + 1 == len(lines) or not lines[at + 1][1].strip()
            wraps = not _FORCED_BREAK.search(raw.rstrip()) and not raw.rstrip("\r").endswith("  ")
            text = clean_line(raw) if wraps else f"{clean_line(raw)}\n"
            found.append(DraftLine(number, text, above, below))
    return found


def _by_headings(
    exported: Sequence[ExportedLine], rows: Mapping[str, list[int]], lines: Iterable[DraftLine]
) -> tuple[dict[str, list[int]], dict[str, list[DraftLine]]]:
    """The parts of a draft without comments. A part whose heading is not found belongs to the previous one."""
    heads: dict[str, list[str]] = {}
    for name, own in rows.items():
        if exported[own[0]].text.startswith("#"):
            heads.setdefault(same_words(exported[own[0]].text, converted=True), []).append(name)
    there: dict[str, list[DraftLine]] = {}
    name = ""
    for line in lines:
        words = same_words(line.text, converted=True)
        if heads.get(words):
            name = heads[words].pop(0)
        there.setdefault(name, []).append(line)
    joined: dict[str, list[int]] = {}
    last = ""
    for part, own in rows.items():
        last = part if part in there else last
        joined.setdefault(last, []).extend(own)
    return joined, there


def _compare(found: DraftChanges, part: str, own: Sequence[int], lines: list[DraftLine]) -> None:
    """Add the changes of one part."""
    before = [same_words(found.exported[row].text, converted=found.converted) for row in own]
    after = [same_words(line.text, converted=found.converted) for line in lines]
    hunks = changes(before, after)
    if hunks is None:
        found.unclear.append(part)
        return
    pairs: list[tuple[int | None, DraftLine | None]] = []
    at = at_draft = 0
    for hunk in hunks:
        pairs += zip(own[at : hunk.start], lines[at_draft : hunk.first], strict=True)
        pairs += _paired(found, own[hunk.start : hunk.end], lines[hunk.first : hunk.last])
        at, at_draft = hunk.end, hunk.last
    pairs += zip(own[at:], lines[at_draft:], strict=True)
    _sort(found, part, pairs)


def _sort(found: DraftChanges, part: str, pairs: Sequence[tuple[int | None, DraftLine | None]]) -> None:
    """Sort the pairs of exported and draft lines into edits, new lines, moved and deleted ones."""
    if found.converted:
        _add_clear_edits(found, pairs)
        return
    moved = _moved(found, pairs)
    standing = [row for row, line in pairs if row is not None and line is not None]
    above: int | None = None
    passed = 0
    fresh: list[DraftLine] = []

    def add() -> None:
        if fresh:
            found.added.append(AddedLines(part, above, below, tuple(fresh)))
            fresh.clear()

    for row, line in pairs:
        below = standing[passed] if passed < len(standing) else None
        if line is None:
            continue
        if row is not None:
            add()
            passed += 1
            above = row
            if _words(found, row) != same_words(line.text):
                found.edited.append(EditedLine(row, _one_line(line)))
        elif line.number in moved:
            add()
            found.moved.append(MovedLine(moved[line.number], above, below, _one_line(line)))
        else:
            fresh.append(_one_line(line))
    below = None
    add()
    rows = set(moved.values())
    found.removed += [row for row, line in pairs if row is not None and line is None and row not in rows]


def _add_clear_edits(found: DraftChanges, pairs: Iterable[tuple[int | None, DraftLine | None]]) -> None:
    """Add the edits of a converted draft. What a converter joins and divides looks like new and deleted lines."""
    for row, line in pairs:
        if row is not None and line is not None:
            before, after = _words(found, row), same_words(line.text, converted=True)
            if before != after and _is_clear(before, after):
                found.edited.append(EditedLine(row, _one_line(line)))


def _moved(found: DraftChanges, pairs: Sequence[tuple[int | None, DraftLine | None]]) -> dict[int, int]:
    """The exported lines that new lines of the draft, by their number, were, edited or not."""
    from rapidfuzz import fuzz

    gone = {row: _words(found, row) for row, line in pairs if row is not None and line is None}
    fresh = {line.number: same_words(line.text) for row, line in pairs if row is None and line is not None}
    scores = [
        (fuzz.ratio(before, after, score_cutoff=_ALIKE_MOVED), -row, -number)
        for row, before in gone.items()
        for number, after in (fresh.items() if len(gone) * len(fresh) <= _MOST_COMPARED else ())
    ]
    found_rows: dict[int, int] = {}
    for score, row, number in sorted(scores, reverse=True):
        if score and -number not in found_rows and -row not in found_rows.values():
            found_rows[-number] = -row
    return found_rows


def _is_clear(before: str, after: str) -> bool:
    """Whether a line of a converted draft differs by some words only, or by its tick."""
    one, other = _WORD.findall(before), _WORD.findall(after)
    changed = sum(max(hunk.end - hunk.start, hunk.last - hunk.first) for hunk in changes(one, other) or ())
    return before[:1] == after[:1] and changed <= max(1, len(one) * _MOST_CHANGED) and not set("|<") & set(after)


def _one_line(line: DraftLine) -> DraftLine:
    return line._replace(text=line.text.rstrip("\n"))


def _words(found: DraftChanges, row: int) -> str:
    return same_words(found.exported[row].text, converted=found.converted)


def _paired(
    found: DraftChanges, own: Sequence[int], lines: Sequence[DraftLine]
) -> list[tuple[int | None, DraftLine | None]]:
    """The exported lines of a change with the draft lines that they became, either None."""
    before = [_words(found, row) for row in own]
    ways = [lines]
    if len(unwrapped := _unwrapped(lines)) < len(lines):
        ways.append(unwrapped)
    best: tuple[float, list[tuple[int | None, int | None]], Sequence[DraftLine]] | None = None
    for way in ways:
        score, pairs = _aligned(before, [same_words(line.text, converted=found.converted) for line in way])
        if best is None or score > best[0]:
            best = score, pairs, way
    assert best is not None
    _, pairs, way = best
    return [(None if a is None else own[a], None if b is None else way[b]) for a, b in pairs]


def _unwrapped(lines: Sequence[DraftLine]) -> list[DraftLine]:
    """The lines with paragraphs joined that an editor may have wrapped."""
    found: list[DraftLine] = []
    for line in lines:
        last = found[-1] if found else None
        words = line.text.strip()
        if last is not None and words.startswith("> ") and last.text.startswith("> "):
            words = words[2:].lstrip()
        runs_on = last is not None and not line.blank_above and not last.text.endswith("\n")
        if last is not None and runs_on and not _BLOCK_START.match(words) and not last.text.startswith(("#", "|")):
            text = _ANCHOR.sub("", f"{last.text} {words}") + "\n" * line.text.endswith("\n")
            found[-1] = last._replace(text=text, blank_below=line.blank_below)
        else:
            found.append(line)
    return found


def _aligned(before: Sequence[str], after: Sequence[str]) -> tuple[float, list[tuple[int | None, int | None]]]:
    """The best alignment of two sequences of lines, by equal letters, and how good it is."""
    from rapidfuzz import fuzz

    if len(before) == len(after) == 1 and _kind(before[0]) == _kind(after[0]):
        return fuzz.ratio(before[0], after[0]) + 1, [(0, 0)]
    if not before or not after or len(before) * len(after) > _MOST_COMPARED:
        return 0, [*((at, None) for at in range(len(before))), *((None, at) for at in range(len(after)))]
    alike = [[fuzz.ratio(one, other, score_cutoff=_ALIKE) for other in after] for one in before]
    best = _best_scores(alike)
    pairs: list[tuple[int | None, int | None]] = []
    a = b = 0
    while a < len(before) or b < len(after):
        both = a < len(before) and b < len(after)
        if both and alike[a][b] and best[a][b] == alike[a][b] + best[a + 1][b + 1]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        elif a < len(before) and best[a][b] == best[a + 1][b]:
            pairs.append((a, None))
            a += 1
        else:
            pairs.append((None, b))
            b += 1
    return best[0][0], pairs


def _best_scores(alike: Sequence[Sequence[float]]) -> list[list[float]]:
    """The best score of aligning the lines from each row and column on."""
    height, width = len(alike), len(alike[0])
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for a in range(height - 1, -1, -1):
        for b in range(width - 1, -1, -1):
            paired = alike[a][b] + best[a + 1][b + 1] if alike[a][b] else 0.0
            best[a][b] = max(paired, best[a + 1][b], best[a][b + 1])
    return best


_KIND = re.compile(r"(?:> ?)*(?:(?P<item>- |\d+[.)] )|(?P<heading>#+ ))?")


def _kind(words: str) -> tuple[bool, bool, bool]:
    match = _KIND.match(words)
    assert match is not None
    return words.startswith(">"), match["item"] is not None, match["heading"] is not None
