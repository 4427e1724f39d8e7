"""How a row of a note is drawn: timestamp in the gutter, styled Markdown, cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip
from textual.widgets.text_area import Location, Selection

from confnotes.markup.spans import spans as spans_of
from confnotes.tui.widgets.drawing import Part
from confnotes.tui.widgets.editor_blocks import PrivateParts
from confnotes.tui.widgets.editor_carets import DrawnCaret
from confnotes.tui.widgets.editor_wrapping import TAB, cells, drawable
from confnotes.tui.widgets.live_line import LiveLine, Role
from confnotes.tui.widgets.picture_lines import pixel_style

GUTTER: Final = 8  # cells: 10:05 with its margins
NO_GUTTER: Final = 2  # cells: in windows too narrow for times
DRAWN_ROWS_KEPT: Final = 500  # some screens; each key draws another look of its row, and each takes some 4 KB
STYLED_LINES_KEPT: Final = 100  # for the further rows of a long line
ROLES: Final = (
    *("heading", "bold", "italic", "strike", "highlight", "code", "math", "quote", "private", "stamp"),
    *("link", "wikilink", "url", "tag", "mention", "task-open", "task-done", "due", "question", "answer"),
    *("rule", "list-marker", "marker", "callout", "heading1", "heading2", "heading3"),
    *("live-link", "live-highlight", "code-keyword", "code-string", "code-comment", "code-number", "code-name"),
)

COMPONENTS: Final = (
    *(f"note--{role}" for role in ROLES),
    *("note--label", "note--label-current", "note--ghost", "note--cursor-thin", "note--misspelt"),
    *("note--found", "note--found-here"),
)
NOTE_CSS: Final = """
NoteCanvas, NoteCanvas:focus {
    border: none; padding: 0; background: $background; color: $foreground;
    scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden;
    & .text-area--cursor { background: $accent; color: $on-accent; text-style: none; }
    & .note--cursor-thin { color: $accent; text-style: underline bold; }
    & .note--heading { text-style: bold; }
    & .note--heading1 { color: $accent; text-style: bold underline; }
    & .note--heading2 { color: $accent; text-style: bold; }
    & .note--heading3, & .note--callout { text-style: bold not italic; color: $foreground; }
    & .note--code-keyword { color: $accent; text-style: bold; }
    & .note--code-string { color: $success; }
    & .note--code-comment { color: $faint; text-style: italic; }
    & .note--code-number { color: $warning; }
    & .note--code-name { color: $link; }
    & .note--live-link { color: $link; text-style: underline; }
    & .note--live-highlight { background: $hit; color: $on-accent; }
    & .note--bold { text-style: bold; }
    & .note--italic { text-style: italic; }
    & .note--strike { text-style: strike; color: $dim; }
    & .note--highlight { background: $chosen; }
    & .note--code { color: $dim; background: $panel; }
    & .note--math { color: $dim; }
    & .note--link, & .note--wikilink, & .note--url { color: $link; }
    & .note--mention { color: $link; text-style: bold; }
    & .note--tag { color: $accent; }
    & .note--task-open, & .note--due { color: $accent; }
    & .note--task-done { color: $faint; text-style: strike; }
    & .note--question { color: $accent; }
    & .note--answer { color: $success; }
    & .note--stamp, & .note--private { color: $faint; text-style: $faint-style; }
    & .note--private { text-style: italic; }
    & .note--quote { color: $dim; text-style: italic; }
    & .note--list-marker, & .note--rule, & .note--marker { color: $faint; text-style: not italic; }
    & .note--label { color: $faint; text-style: $faint-style; }
    & .note--label-current { color: $dim; }
    & .note--ghost { color: $faint; text-style: $faint-style; }
    & .note--misspelt { color: $error; text-style: underline; }
    & .note--found { background: $chosen; text-style: underline; }
    & .note--found-here { background: $accent; color: $on-accent; text-style: bold; }
}
"""

_DELIMITERS: Final = {"bold": 2, "italic": 1, "strike": 2, "highlight": 2, "wikilink": 2, "private": 2}

Piece = tuple[int, int, Style]


@dataclass(frozen=True, slots=True)
class RowLook:
    """Everything that determines how a row is drawn; rows with equal looks are drawn once.

    `line` is what is shown: the source, or the text of `live`. `selected`, `cursor`, `found` and `found_here` are its
    columns (None: not in this row), `label` is the time in the gutter; `thin` is the cursor of insert mode. `private`
    are parts that are private because of other lines, or None; `code` are the styles of a line of code in live preview.
    `others` are cursors besides the main one.
    """

    line: str
    begin: int
    end: int
    hang: str
    in_code: bool
    label: str
    current: bool
    cursor: int | None
    selected: tuple[int, int] | None
    width: int
    gutter: int
    ghost: str = ""
    private: PrivateParts | None = None
    found: tuple[tuple[int, int], ...] = ()
    found_here: tuple[int, int] | None = None
    thin: bool = False
    live: LiveLine | None = None
    code: tuple[Role, ...] | None = None
    misspelt: tuple[tuple[int, int], ...] = ()
    others: tuple[DrawnCaret, ...] = ()


class PictureLook(NamedTuple):
    """A row of pictures, behind `indent` cells, in a window of that width."""

    parts: tuple[Part, ...]
    indent: int
    width: int


@dataclass(frozen=True, slots=True)
class ShownSelection:
    """How a selection of vim mode is drawn: with the cursor within it, and as a block in `rows`, where `block` gives
    its columns.

    It holds as long as the editor's selection is `selection`.
    """

    selection: Selection
    cursor: Location
    block: Callable[[int], tuple[int, int] | None] | None = None
    rows: range = range(0)


@dataclass(frozen=True, slots=True)
class RowStyles:
    """The styles of the current theme; `of` maps roles to styles."""

    base: Style
    cursor: Style
    cursor_thin: Style
    selection: Style
    label: Style
    label_current: Style
    ghost: Style
    found: Style
    found_here: Style
    misspelt: Style
    of: Mapping[str, Style]


class RowPainter:
    """Draws rows, and keeps those that were drawn last, which need no drawing while they look the same."""

    def __init__(self, styles: RowStyles) -> None:
        self.styles = styles
        self._styled: LRUCache[tuple[str, bool, PrivateParts | None], list[Piece]] = LRUCache(STYLED_LINES_KEPT)
        self._drawn: LRUCache[RowLook | PictureLook, Strip] = LRUCache(DRAWN_ROWS_KEPT)

    def strip(self, look: RowLook | PictureLook) -> Strip:
        strip = self._drawn.get(look)
        if strip is None:
            if isinstance(look, PictureLook):
                strip = self._paint_picture(look)
            else:
                strip = paint(look, self._pieces(look), self.styles)
            self._drawn[look] = strip
        return strip

    def _paint_picture(self, look: PictureLook) -> Strip:
        base = self.styles.base
        cells = [Segment(part.text, base + (pixel_style(part.role) or base)) for part in look.parts]
        return Strip([Segment(" " * look.indent, base), *cells]).adjust_cell_length(look.width, base)

    def _pieces(self, look: RowLook) -> list[Piece]:
        if look.live is not None:
            of = self.styles.of
            return [(start, end, of[role]) for start, end, role in look.live.roles if role in of]
        key = (look.line, look.in_code, look.private)
        found = self._styled.get(key)
        if found is None:
            of = self.styles.of
            found = []
            for start, end, role in spans_of(look.line, in_code=look.in_code):
                if role == "private" and look.private is not None:
                    continue
                if (style := of.get(role)) is not None:
                    found.append((start, end, style))
                if not look.in_code:
                    found += [(left, right, of["marker"]) for left, right in delimiters(look.line, start, end, role)]
            if look.private:
                found += [(start, end, of["private"]) for start, end in look.private]
            self._styled[key] = found
        if look.code:
            return found + [(start, end, self.styles.of[role]) for start, end, role in look.code]
        return found


def delimiters(line: str, start: int, end: int, role: str) -> list[tuple[int, int]]:
    """The markers around a span: ** ` [[ ]] #."""
    if role == "heading":
        return [(start, start + len(line[start:end]) - len(line[start:end].lstrip("#")))]
    if role == "code":
        size = end - start - len(line[start:end].strip("`"))
        return [(start, start + size // 2), (end - size // 2, end)]
    size = _DELIMITERS.get(role, 0)
    if not size or end - start <= 2 * size:
        return []
    return [(start, start + size + (line[start] == "!")), (end - size, end)]


def pieces(spans: Sequence[tuple[int, int, Style]], begin: int, end: int) -> list[Piece]:
    """Overlapping spans as consecutive pieces from begin to end; later spans take precedence."""
    cuts = {begin, end}
    relevant = [span for span in spans if span[0] < end and span[1] > begin]
    for start, stop, _ in relevant:
        cuts.add(max(start, begin))
        cuts.add(min(stop, end))
    marks = sorted(cuts)
    out: list[Piece] = []
    for left, right in pairwise(marks):
        style = Style.null()
        for start, stop, own in relevant:
            if start <= left and stop >= right:
                style += own
        out.append((left, right, style))
    return out


def paint(look: RowLook, spans: Sequence[Piece], styles: RowStyles) -> Strip:
    """The row as a strip of exactly its width."""
    base = styles.base
    layers = [
        *spans,
        *((start, end, styles.misspelt) for start, end in look.misspelt),
        *((start, end, styles.found) for start, end in look.found),
    ]
    if look.found_here is not None:
        layers.append((*look.found_here, styles.found_here))
    elif look.selected is not None:
        layers.append((*look.selected, styles.selection))
    layers += [(one.start, one.end, styles.selection) for one in look.others if one.start < one.end]
    cursor = styles.cursor_thin if look.thin else styles.cursor
    layers += [(one.column, one.column + 1, cursor) for one in look.others if one.column >= 0]
    if look.cursor is not None:
        layers.append((look.cursor, look.cursor + 1, cursor))
    label_style = styles.label_current if look.current else styles.label
    segments = [Segment(f" {look.label:<{look.gutter - 1}}"[: look.gutter], base + label_style)]
    used = look.gutter
    if look.hang:
        segments.append(Segment(look.hang, base + styles.of["marker"]))
        used += len(look.hang)
    at = 0
    for start, stop, style in pieces(layers, look.begin, look.end):
        text, at = _placed(look.line[start:stop], at)
        segments.append(Segment(text, base + style))
    used += at
    behind = _behind(look, styles, cursor)
    segments += behind
    used += sum(cell_len(segment.text) for segment in behind)
    if used < look.width:
        segments.append(Segment(" " * (look.width - used), base if look.code is None else base + styles.of["code"]))
        return Strip(segments, look.width)
    strip = Strip(segments, used)
    return strip if used == look.width else strip.crop(0, look.width)


def _behind(look: RowLook, styles: RowStyles, cursor: Style) -> list[Segment]:
    """What is drawn behind the text of a row: the cursor or a selected line end, and what is suggested."""
    segments, ghost = [], look.ghost
    is_last = look.end == len(look.line)
    if (look.cursor is not None and look.cursor >= look.end) or (
        is_last and any(one.column >= look.end for one in look.others)
    ):
        under, ghost = (ghost[0], ghost[1:]) if ghost[:1].isascii() and ghost else (" ", ghost)
        segments.append(Segment(under, styles.base + cursor))
    elif look.selected is not None and look.selected[1] > len(look.line) and look.end == len(look.line):
        segments.append(Segment(" ", styles.base + styles.selection))
    return [*segments, Segment(ghost, styles.base + styles.ghost)] if ghost else segments


def _placed(text: str, at: int) -> tuple[str, int]:
    """A piece of a section drawn from cell `at`, with tabs as spaces, and the cell after it."""
    if "\t" not in text:
        text = drawable(text)
        return text, at + cell_len(text)
    out = ""
    for index, part in enumerate(text.split("\t")):
        if index:
            gap = TAB - at % TAB
            out += " " * gap
            at += gap
        part = drawable(part)
        out += part
        at += cells(part)
    return out, at
