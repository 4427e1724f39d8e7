"""Pandoc's document tree, as its JSON: https://hackage.haskell.org/package/pandoc-types, versions 1.22 and 1.23.

Text stands in `Str` and `Code` only, which every writer of pandoc escapes. What is meant for LaTeX itself is `raw`, and
that takes nothing that came from outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from confnotes.markup.safe import safe_text

Element = dict[str, Any]
Inlines = list[Element]
Blocks = list[Element]

SPACE: Element = {"t": "Space"}
BREAK: Element = {"t": "LineBreak"}
RULE: Element = {"t": "HorizontalRule"}
MARK: Final = "mark"
"""The class of what is highlighted."""
HIGHLIGHT: Final = "Highlight"
"""The name of its style in Word."""
_NO_WORDS = "…"
_BLANKS = re.compile(r"[ \t\n]+")


def attributes(place: str = "", classes: Iterable[str] = (), more: Mapping[str, str] | None = None) -> list[Any]:
    """The id, classes and other attributes of an element."""
    return [place, list(classes), [list(pair) for pair in (more or {}).items()]]


def text(words: str) -> Inlines:
    """Words as they stand, without what is unsafe to show; blanks between them are where a line may break."""
    made: Inlines = []
    for number, word in enumerate(_BLANKS.split(safe_text(words))):
        if number:
            made.append(SPACE)
        if word:
            made.append({"t": "Str", "c": word})
    return made


def emph(inside: Inlines) -> Element:
    """Stressed."""
    return {"t": "Emph", "c": inside}


def strong(inside: Inlines) -> Element:
    """Stressed more."""
    return {"t": "Strong", "c": inside}


def struck(inside: Inlines) -> Element:
    """Struck out."""
    return {"t": "Strikeout", "c": inside}


def highlight(inside: Inlines) -> Element:
    """Highlighted; for Word that is a style of letters."""
    return span(inside, classes=[MARK], more={"custom-style": HIGHLIGHT})


def code(words: str) -> Element:
    """Code within a line."""
    return {"t": "Code", "c": [attributes(), words]}


def link(inside: Inlines, target: str) -> Element:
    """A link to an address, or to `#id`; one without words could not be seen."""
    return {"t": "Link", "c": [attributes(), inside or text(_NO_WORDS), [target, ""]]}


def image(inside: Inlines, file: str, width: str = "") -> Element:
    """A picture of a file beside; `inside` are the words for those who do not see it."""
    return {"t": "Image", "c": [attributes(more={"width": width} if width else None), inside, [file, ""]]}


def span(
    inside: Inlines, place: str = "", classes: Iterable[str] = (), more: Mapping[str, str] | None = None
) -> Element:
    """A part of a line that has an id, or a style."""
    return {"t": "Span", "c": [attributes(place, classes, more), inside]}


def math(tex: str, *, block: bool) -> Element:
    """A formula; its TeX reaches LaTeX as it is."""
    return {"t": "Math", "c": [{"t": "DisplayMath" if block else "InlineMath"}, tex]}


def footnote(inside: Blocks) -> Element:
    """A note at the foot of the page."""
    return {"t": "Note", "c": inside}


def raw_inline(form: str, markup: str) -> Element:
    """Markup of our own for one form."""
    return {"t": "RawInline", "c": [form, markup]}


def raw(form: str, markup: str) -> Element:
    """Lines of markup of our own for one form."""
    return {"t": "RawBlock", "c": [form, markup]}


def para(inside: Inlines) -> Element:
    """A paragraph."""
    return {"t": "Para", "c": inside}


def plain(inside: Inlines) -> Element:
    """Lines without the space of a paragraph, for items of a tight list and cells."""
    return {"t": "Plain", "c": inside}


def header(level: int, inside: Inlines, place: str = "", classes: Iterable[str] = ()) -> Element:
    """A heading, of level 1 to 6; one without words could not be listed in the contents."""
    return {"t": "Header", "c": [max(1, min(level, 6)), attributes(place, classes), inside or text(_NO_WORDS)]}


def bullets(items: Sequence[Blocks]) -> Element:
    """A list with bullets."""
    return {"t": "BulletList", "c": list(items)}


def ordered_list(items: Sequence[Blocks], first: int = 1) -> Element:
    """A list with numbers from `first`."""
    return {"t": "OrderedList", "c": [[first, {"t": "Decimal"}, {"t": "Period"}], list(items)]}


def quote(inside: Blocks) -> Element:
    """A quotation."""
    return {"t": "BlockQuote", "c": inside}


def div(inside: Blocks, place: str = "", classes: Iterable[str] = (), more: Mapping[str, str] | None = None) -> Element:
    """Paragraphs that have an id, or a style."""
    return {"t": "Div", "c": [attributes(place, classes, more), inside]}


def code_block(words: str, language: str = "") -> Element:
    """Lines of code."""
    return {"t": "CodeBlock", "c": [attributes(classes=[language] if language else ()), words]}


def table(
    head: Sequence[Inlines],
    rows: Sequence[Sequence[Inlines]],
    widths: Sequence[float] = (),
    sides: Sequence[str] = (),
) -> Element:
    """A table with a line of headings; `widths` are parts of the line, by their contents where there are none; `sides`
    are where its columns are set to, `Left`, `Right`, `Center` or `Default`."""
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


def meta_inlines(inside: Inlines) -> Element:
    """Words in the metadata."""
    return {"t": "MetaInlines", "c": inside}


def meta_list(values: Iterable[Element]) -> Element:
    """Several values of one key of the metadata."""
    return {"t": "MetaList", "c": list(values)}


def meta_blocks(blocks: Blocks) -> Element:
    """Paragraphs in the metadata."""
    return {"t": "MetaBlocks", "c": blocks}


def join(pieces: Iterable[Inlines], between: str = " · ") -> Inlines:
    """Pieces that are not empty, with the same words between any two."""
    made: Inlines = []
    for piece in pieces:
        if piece:
            made += [*(text(between) if made else ()), *piece]
    return made


def join_lines(lines: Iterable[Inlines]) -> Inlines:
    """Lines that are not empty, one below the other."""
    made: Inlines = []
    for line in lines:
        if line:
            made += [*((BREAK,) if made else ()), *line]
    return made
