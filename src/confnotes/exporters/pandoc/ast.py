"""Pandoc's document tree as JSON: https://hackage.haskell.org/package/pandoc-types, versions 1.22 and 1.23.

Text is only in `Str` and `Code`, which all of pandoc's writers escape. LaTeX code goes into `raw`, which never gets
external text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from confnotes.exporters.safe_tex import safe_tex
from confnotes.markup.math.titles import formulas
from confnotes.markup.safe import safe_text

Element = dict[str, Any]
Inlines = list[Element]
Blocks = list[Element]

SPACE: Element = {"t": "Space"}
BREAK: Element = {"t": "LineBreak"}
RULE: Element = {"t": "HorizontalRule"}
MARK: Final = "mark"
"""The class of highlighted text."""
HIGHLIGHT: Final = "Highlight"
"""Its style name in Word."""
_NO_WORDS = "…"
_BLANKS = re.compile(r"[ \t\n]+")


def attributes(place: str = "", classes: Iterable[str] = (), more: Mapping[str, str] | None = None) -> list[Any]:
    """The id, classes and other attributes of an element."""
    return [place, list(classes), [list(pair) for pair in (more or {}).items()]]


def text(words: str) -> Inlines:
    """Plain text without unsafe characters; lines may break at spaces."""
    made: Inlines = []
    for number, word in enumerate(_BLANKS.split(safe_text(words))):
        if number:
            made.append(SPACE)
        if word:
            made.append({"t": "Str", "c": word})
    return made


def title(words: str) -> Inlines:
    """A title as text, its formulas set by LaTeX; other forms get them as Unicode."""
    made: Inlines = []
    for words_before, tex in formulas(words):
        made += text(words_before)
        if tex:
            safe = safe_tex(tex)
            made += text(tex) if safe is None else [math(safe, block=False)]
    return made


def _element(kind: str) -> Callable[[list[Element]], Element]:
    return lambda inside: {"t": kind, "c": inside}


emph = _element("Emph")
strong = _element("Strong")
struck = _element("Strikeout")
footnote = _element("Note")
para = _element("Para")
plain = _element("Plain")
"""Lines without paragraph spacing, for tight list items and cells."""
quote = _element("BlockQuote")
meta_inlines = _element("MetaInlines")
meta_blocks = _element("MetaBlocks")


def highlight(inside: Inlines) -> Element:
    """Highlighting; in Word a character style."""
    return span(inside, classes=[MARK], more={"custom-style": HIGHLIGHT})


def code(words: str) -> Element:
    """Inline code."""
    return {"t": "Code", "c": [attributes(), words]}


def link(inside: Inlines, target: str) -> Element:
    """A link to an address, or to `#id`; an empty one would be invisible."""
    return {"t": "Link", "c": [attributes(), inside or text(_NO_WORDS), [target, ""]]}


def image(inside: Inlines, file: str, width: str = "") -> Element:
    """An image file; `inside` is its alternative text."""
    return {"t": "Image", "c": [attributes(more={"width": width} if width else None), inside, [file, ""]]}


def span(
    inside: Inlines, place: str = "", classes: Iterable[str] = (), more: Mapping[str, str] | None = None
) -> Element:
    """Inline content with an id or a style."""
    return {"t": "Span", "c": [attributes(place, classes, more), inside]}


def math(tex: str, *, block: bool) -> Element:
    """A formula; its TeX is passed to LaTeX unchanged."""
    return {"t": "Math", "c": [{"t": "DisplayMath" if block else "InlineMath"}, tex]}


def raw_inline(markup: str) -> Element:
    """Our own LaTeX within a line."""
    return {"t": "RawInline", "c": ["latex", markup]}


def raw(markup: str) -> Element:
    """A block of our own LaTeX."""
    return {"t": "RawBlock", "c": ["latex", markup]}


def header(level: int, inside: Inlines, place: str = "", classes: Iterable[str] = ()) -> Element:
    """A heading of level 1 to 6; an empty one would be missing from the contents."""
    return {"t": "Header", "c": [max(1, min(level, 6)), attributes(place, classes), inside or text(_NO_WORDS)]}


def bullets(items: Sequence[Blocks]) -> Element:
    """A bulleted list."""
    return {"t": "BulletList", "c": list(items)}


def ordered_list(items: Sequence[Blocks], first: int = 1) -> Element:
    """A numbered list, starting at `first`."""
    return {"t": "OrderedList", "c": [[first, {"t": "Decimal"}, {"t": "Period"}], list(items)]}


def div(inside: Blocks, classes: Iterable[str] = (), more: Mapping[str, str] | None = None) -> Element:
    """Blocks with a style."""
    return {"t": "Div", "c": [attributes(classes=classes, more=more), inside]}


def code_block(words: str, language: str = "") -> Element:
    """A code block."""
    return {"t": "CodeBlock", "c": [attributes(classes=[language] if language else ()), words]}


def table(
    head: Sequence[Inlines],
    rows: Sequence[Sequence[Inlines]],
    widths: Sequence[float] = (),
    sides: Sequence[str] = (),
) -> Element:
    """A table with a header row.

    `widths` are fractions of the line width, by content if empty; `sides` are column alignments: `Left`, `Right`,
    `Center` or `Default`.
    """
    columns = [
        [{"t": f"Align{side}"}, {"t": "ColWidth", "c": width} if width else {"t": "ColWidthDefault"}]
        for width, side in zip(widths or [0] * len(head), sides or ["Default"] * len(head), strict=True)
    ]
    body = [attributes(), 0, [], [_row(row) for row in rows]]
    return {
        "t": "Table",
        "c": [attributes(), [None, []], columns, [attributes(), [_row(head)]], [body], [attributes(), []]],
    }


def _row(cells: Sequence[Inlines]) -> list[Any]:
    return [attributes(), [[attributes(), {"t": "AlignDefault"}, 1, 1, [plain(cell)]] for cell in cells]]


def meta_list(values: Iterable[Element]) -> Element:
    """A list of values in the metadata."""
    return {"t": "MetaList", "c": list(values)}


def join(pieces: Iterable[Inlines], between: str = " · ") -> Inlines:
    """The non-empty pieces, separated by `between`."""
    made: Inlines = []
    for piece in pieces:
        if piece:
            made += [*(text(between) if made else ()), *piece]
    return made


def join_lines(lines: Iterable[Inlines]) -> Inlines:
    """The non-empty lines, one below the other."""
    made: Inlines = []
    for line in lines:
        if line:
            made += [*((BREAK,) if made else ()), *line]
    return made
