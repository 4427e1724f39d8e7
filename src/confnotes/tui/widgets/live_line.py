"""Live preview of one line: what is shown in place of its Markdown, and which column of the source is behind it.

A line is cut into runs, each shown as it is, hidden, or replaced. Nothing here knows of a screen.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final, NamedTuple

from confnotes.markup import wikilinks
from confnotes.markup.callouts import CALLOUT
from confnotes.markup.embeds import picture_words
from confnotes.markup.link_names import name_of
from confnotes.markup.merge_marks import END
from confnotes.markup.spans import StyledSpan
from confnotes.markup.spans import spans as spans_of
from confnotes.tui.widgets.editor_typing import text_begin

BAR: Final = "▎"
BOXES: Final = {" ": "☐", "x": "☑", "X": "☑", "-": "☒"}
_LABEL: Final = 2  # cells of the rule before the language of code
_QUOTE: Final = re.compile(r"[ \t]*(?:>[ \t]?)+")
_FENCE: Final = re.compile(r"(?P<lead>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(?P<mark>`{3,}|~{3,})[ \t]*(?P<name>\S*)")
_MARKS: Final = {"bold": 2, "italic": 1, "strike": 2, "highlight": 2}
_ROLES: Final = {"link": "live-link", "wikilink": "live-link", "url": "live-link", "highlight": "live-highlight"}
_TITLED_HEADINGS: Final = 3  # levels that look different


class Run(NamedTuple):
    """The columns `[start, end)` of the source and what is shown in their place; "" hides them."""

    start: int
    end: int
    shown: str


Role = tuple[int, int, str]
"""A style for the shown columns `[start, end)`."""


class LiveReader(NamedTuple):
    """Looks up what a line names: the title of a link's target, and a formula as text; None leaves it as it is.

    `marks_code` keeps the backticks of code, for terminals in which it has no background.
    """

    title_of: Callable[[str], str | None]
    math_of: Callable[[str], str | None]
    marks_code: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class LiveLine:
    """A line as it is shown: its runs cover the source without gaps, `roles` style its `text`.

    `begins` are the shown columns at which the runs begin, `hang` is drawn before its rows after the first.
    """

    runs: tuple[Run, ...]
    roles: tuple[Role, ...]
    text: str
    begins: tuple[int, ...]
    hang: str = ""

    @classmethod
    def of(cls, runs: Sequence[Run], roles: Iterable[tuple[int, int, str]]) -> LiveLine:
        """The line of these runs; `roles` style columns of the source."""
        begins = tuple(accumulate((len(run.shown) for run in runs), initial=0))[:-1]
        line = cls(tuple(runs), (), "".join(run.shown for run in runs), begins)
        placed = [(line.column_of(start), line.end_of(end), role) for start, end, role in roles]
        return replace(line, roles=tuple(role for role in placed if role[0] < role[1]))

    def column_of(self, source: int) -> int:
        """The shown column of a column of the source; of what is hidden, the column after it."""
        at = bisect_right(self.runs, source, key=_start) - 1
        start, end, shown = self.runs[at]
        return self.begins[at] + _scaled(min(source, end) - start, end - start, len(shown))

    def end_of(self, source: int) -> int:
        """The shown column after all that is shown before a column of the source."""
        at = max(bisect_left(self.runs, source, key=_start) - 1, 0)
        start, end, shown = self.runs[at]
        return self.begins[at] + (len(shown) if source >= end else _scaled(source - start, end - start, len(shown)))

    def source_of(self, column: int) -> int:
        """The column of the source behind a shown column."""
        if column >= len(self.text):
            return self.runs[-1].end
        at = bisect_right(self.begins, column) - 1
        start, end, shown = self.runs[at]
        return start + _scaled(column - self.begins[at], len(shown), end - start)

    def columns_of(self, columns: tuple[int, int] | None) -> tuple[int, int] | None:
        """The shown columns of a span of the source, which may end behind the line; None if it is hidden."""
        if columns is None:
            return None
        start, end = self.column_of(columns[0]), self.end_of(columns[1])
        end += columns[1] > self.runs[-1].end
        return (start, end) if start < end else None


def _start(run: Run) -> int:
    return run.start


def _scaled(offset: int, size: int, other: int) -> int:
    """An offset into `size` characters as one into `other` characters; the same one if both are as long."""
    return offset if size == other or not size else offset * other // size


def math_line(line: str, reader: LiveReader) -> LiveLine | None:
    """A line between two lines of `$$`; None if the formula cannot be read."""
    text = reader.math_of(line)
    return None if text is None else LiveLine.of([Run(0, len(line), f"  {text}")], ())


def hidden_line(line: str) -> LiveLine:
    """A line of which nothing is shown, such as the `$$` around a formula."""
    return LiveLine.of([Run(0, len(line), "")], ())


def language_of(fence: str) -> str:
    """The language of the code after a fence, "" for none."""
    match = _FENCE.match(fence)
    return match["name"].strip("{}.") if match else ""


def fence_line(line: str, width: int) -> LiveLine | None:
    """A rule of that width in place of a fence, with the language in it."""
    match = _FENCE.match(line)
    if match is None:
        return None
    lead, name = match["lead"], language_of(line)
    label = f"{'─' * _LABEL} {name} " if name else ""
    rule = label if len(lead) + len(label) < width else ""
    rule += "─" * max(width - len(lead) - len(rule), 1)
    return LiveLine.of([Run(0, len(lead), lead), Run(len(lead), len(line), rule)], [(len(lead), len(line), "rule")])


def text_line(line: str, width: int, reader: LiveReader) -> LiveLine | None:
    """A line of text in a window of that width; None if nothing is hidden or replaced."""
    spans = spans_of(line)
    edits = [*_blocks(line, spans, width), *inline_edits(line, spans, reader)]
    if not edits:
        return None
    begin = text_begin(line)
    shown = LiveLine.of(with_edits(edits, 0, len(line), line), roles_of(line, spans))
    lead = shown.text[: shown.column_of(begin)].replace("\t", "    ") if begin else ""
    hang = "".join(sign if sign == BAR else " " for sign in lead)
    return replace(shown, hang=hang)


def roles_of(line: str, spans: Sequence[StyledSpan]) -> list[tuple[int, int, str]]:
    """The styles of source columns."""
    roles: list[tuple[int, int, str]] = []
    for start, end, role in spans:
        if role == "heading":
            level = len(line[start:end]) - len(line[start:end].lstrip("#"))
            roles.append((start, end, f"heading{min(level, _TITLED_HEADINGS)}"))
        elif role == "math":
            continue
        elif role == "quote":
            roles.append((start, end, role))
            bars = _QUOTE.match(line)
            assert bars is not None
            roles.append((start, bars.end(), "marker"))
            if CALLOUT.match(line, bars.end()):
                roles.append((bars.end(), end, "callout"))
        else:
            roles.append((start, end, _ROLES.get(role, role)))
    return roles


def with_edits(edits: Iterable[Run], begin: int, end: int, line: str) -> list[Run]:
    """The runs from begin to end with these edits made; an edit within another is left out."""
    runs: list[Run] = []
    at = begin
    for edit in sorted(edits, key=lambda one: (one.start, -one.end)):
        if edit.start < at:
            continue
        if edit.start > at:
            runs.append(Run(at, edit.start, line[at : edit.start]))
        runs.append(edit)
        at = edit.end
    if at < end:
        runs.append(Run(at, end, line[at:end]))
    return runs


# What begins a line


def _blocks(line: str, spans: Sequence[StyledSpan], width: int) -> Iterator[Run]:
    """The edits of what the line begins with: quote, heading, list item, task, rule."""
    task = any(span.role in ("task-open", "task-done") for span in spans)
    for start, end, role in spans:
        if role == "quote" and not line.startswith(f"{END} "):
            yield from _quote(line)
        elif role == "heading":
            begin = text_begin(line)
            if begin < len(line):
                yield Run(start, begin, "")
        elif role == "rule":
            yield Run(start, end, "─" * max(width - start, 1))
        elif role == "list-marker" and task:
            if line[start] in "-*+":
                yield Run(start, line.index("[", end), "")
        elif role == "list-marker" and line[start] in "-*+" and end < len(line):
            yield Run(start, end, "•")
        elif role in ("task-open", "task-done") and (box := BOXES.get(line[start + 1])):
            yield Run(start, start + 3, box)


def _quote(line: str) -> Iterator[Run]:
    bars = _QUOTE.match(line)
    assert bars is not None
    for at in range(bars.end()):
        if line[at] == ">":
            yield Run(at, at + 1, BAR if at + 1 < len(line) and line[at + 1] in " \t" else f"{BAR} ")
    callout = CALLOUT.match(line, bars.end())
    if callout is not None:
        start, end = callout.span(1)
        yield Run(callout.start(), start, "")
        yield Run(start, end, callout[1].strip().capitalize())
        yield Run(end, callout.end(), ": " if callout.end() < len(line) else "")


# Within a line


def inline_edits(line: str, spans: Sequence[StyledSpan], reader: LiveReader) -> Iterator[Run]:
    """The edits of emphasis, code, links and formulas."""
    for start, end, role in spans:
        if (size := _MARKS.get(role)) is not None:
            yield from _without_ends(start, end, size, size)
        elif role == "code" and not reader.marks_code:
            yield from _code(line, start, end)
        elif role == "wikilink":
            yield from _wikilink(line, start, end, reader)
        elif role == "link":
            yield from _link(line, start, end)
        elif role == "url" and line[start] == "<":
            yield from _without_ends(start, end, 1, 1)
        elif role == "mention" and line.startswith("@[[", start):
            yield from _mention(line, start, end)
        elif role == "escape":
            yield Run(start, start + 1, "")
        elif role == "math":
            yield from _math(line, start, end, reader)


def _without_ends(start: int, end: int, before: int, after: int) -> Iterator[Run]:
    yield Run(start, start + before, "")
    yield Run(end - after, end, "")


def _code(line: str, start: int, end: int) -> Iterator[Run]:
    size = len(line[start:end]) - len(line[start:end].lstrip("`"))
    if size > 0 and 2 * size < end - start and line.endswith("`" * size, start, end):
        yield from _without_ends(start, end, size, size)


def _wikilink(line: str, start: int, end: int, reader: LiveReader) -> Iterator[Run]:
    found = wikilinks.find(line[start:end])
    if len(found) != 1 or found[0].end != end - start:
        return
    link = found[0]
    if link.embed:
        yield Run(start, end, embed_label(link))
        return
    if link.alias:
        at = line.rindex(link.alias, start, end)
        yield from _without_ends(start, end, at - start, end - at - len(link.alias))
        return
    title = (reader.title_of(link.target) or name_of(link.target)) if link.target else ""
    shown = " › ".join(filter(None, (title, link.heading)))
    yield Run(start, start + 2, "")
    yield Run(start + 2, end - 2, shown or link.block or "")
    yield Run(end - 2, end, "")


def embed_label(link: wikilinks.FoundLink) -> str:
    """A label for a file that Obsidian embeds, such as a picture or slides; sizes are ignored."""
    return f"[{picture_words(link.target) or f'file: {link.target}'}]"


def _link(line: str, start: int, end: int) -> Iterator[Run]:
    begin, closing = line.index("[", start, end) + 1, line.index("](", start, end)
    label = line[begin:closing]
    if line[start] == "!":
        yield Run(start, end, f"[picture: {label}]" if label.strip() else "[picture]")
    elif label.strip():
        yield from _without_ends(start, end, begin - start, end - closing)


def _mention(line: str, start: int, end: int) -> Iterator[Run]:
    name = line[start + 3 : end - 2]
    shown = name.partition("|")[0].partition("#")[0]
    yield Run(start + 1, start + 3, "")
    yield Run(start + 3 + len(shown), end, "")


def _math(line: str, start: int, end: int, reader: LiveReader) -> Iterator[Run]:
    size = 2 if line.startswith("$$", start) else 1
    text = reader.math_of(line[start + size : end - size])
    if text is not None:
        yield from _without_ends(start, end, size, size)
        yield Run(start + size, end - size, text)
