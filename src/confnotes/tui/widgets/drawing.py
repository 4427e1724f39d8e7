"""Lines as lists of parts, each with a role that has a style in the theme.

Text is shown through `safe_text` and never parsed as markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from confnotes.markup.math.titles import shown_title
from confnotes.markup.safe import safe_text

ROLES = ("text", "strong", "dim", "faint", "accent", "heading", "hit", "link", "warning", "error", "success")
SCREEN_STYLES = frozenset({*(f"part--{role}" for role in ROLES), "rows--chosen", "rows--hover"})
"""Component classes of screens whose widgets draw parts; per widget they would cost four times as much."""

_BULLET: Final = re.compile(r"[ \t]*[-*+][ \t]+")
_HYPHENATES: Final = re.compile(r"[A-Za-z\u00c0-\u052f'’-]+\W*")  # Latin, Greek and Cyrillic letters, and no address
LEAST_OF_WORD: Final = 3  # letters after a hyphen
QUOTED_TITLE: Final = 36  # cells of a title in a message
SHARE: Final = 3  # what is at the right of a row has at least a third of it
TRACK_COLORS: Final = 12
"""The number of roles "track-0", "track-1" …: colors of the theme, without a component class each."""


class Part(NamedTuple):
    """A piece of a line. `click` is the widget's target for a mouse click on it."""

    text: str
    role: str = "text"
    click: str = ""


Line = list[Part]
StyleOf = Callable[[str], Style]


def width_of(parts: Iterable[Part]) -> int:
    return sum(cell_len(part.text) for part in parts)


def shorten(text: str, width: int) -> str:
    """The text in at most `width` cells, with … where it was cut."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip(" …") + "…"


def wrap_markdown(text: str, width: int) -> list[str]:
    """The lines of a text of a program, such as an abstract, with the marks of its Markdown taken out."""
    from confnotes.markup import headings
    from confnotes.markup.plain import plain_label

    lines: list[str] = []
    for paragraph in text.split("\n"):
        heading, bullet = headings.find(paragraph), _BULLET.match(paragraph)
        mark, words = ("• ", paragraph[bullet.end() :]) if bullet else ("", heading[1] if heading else paragraph)
        lines += wrap(mark + clean(plain_label(words)), width)
    return lines


def quote_title(title: str) -> str:
    """A title for use in a message, shortened."""
    return f"“{shorten(clean(title), QUOTED_TITLE)}”"


def pad(text: str, width: int) -> str:
    """The text in exactly `width` cells."""
    return set_cell_size(shorten(text, width), max(width, 0))


def clip(parts: Sequence[Part], width: int) -> Line:
    """The parts in at most `width` cells: the first that does not fit is shortened, the rest is dropped."""
    clipped: Line = []
    left = width
    for part in parts:
        size = cell_len(part.text)
        if size <= left:
            clipped.append(part)
            left -= size
            continue
        short = shorten(part.text, left)
        if short:
            clipped.append(part._replace(text=short))
        break
    return clipped


def place(*names: str) -> Line:
    """The location for the top line, the widest part first; empty names are skipped."""
    first, *others = [clean(name) for name in names if name]
    return [Part(first, "strong"), *(part for name in others for part in (Part(" · ", "faint"), Part(name, "dim")))]


def arrow(chosen: bool, indent: int = 2) -> Line:
    """The start of a row's line: an arrow if it is selected."""
    return [Part(" " * indent), Part("▸ " if chosen else "  ", "accent")]


def begin(chosen: bool, text: str, role: str = "text") -> Line:
    """The start of a row's line with its title, which is bold if selected."""
    return [*arrow(chosen), Part(text, "strong" if chosen else role)]


def plural(number: int, word: str, words: str = "") -> str:
    """1 talk, 2 talks; "" for 0. `words` is an irregular plural."""
    return "" if not number else f"{number:,} {word}" if number == 1 else f"{number:,} {words or word + 's'}"


def day_name(day: date, *, year: bool = False) -> str:
    """Tue 10 Dec, or Tue 10 Dec 2019."""
    return f"{day:%a} {day.day} {day:%b}" + (f" {day:%Y}" if year else "")


def keys(*named: tuple[str, str]) -> Content:
    """Keys with labels for a dialog, as in the footer."""
    parts = (Content.styled(key, "$accent") + Content.styled(f" {does}", "$dim") for key, does in named)
    return Content("   ").join(parts)


def spread(left: Sequence[Part], right: Sequence[Part], width: int, share: int = 1) -> Line:
    """`left` at the left edge, `right` at the right edge; `left` is shortened if needed.

    With a `share`, `right` is shortened first, to what `left` leaves, but never below that part of the width: 3 is a
    third.
    """
    end = clip(right, max(width // share, width - width_of(left) - 2))
    begin = clip(left, width - width_of(end) - (2 if end else 0))
    gap = width - width_of(begin) - width_of(end)
    return [*begin, Part(" " * gap), *end]


def wrap(text: str, width: int) -> list[str]:
    """The text wrapped at spaces to `width` cells; longer words are split."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split():
            *heads, word = pieces_of(word, width, hyphenates=True)
            if line and heads:
                lines.append(line)
                line = ""
            lines += heads
            if line and cell_len(line) + 1 + cell_len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines


def pieces_of(word: str, width: int, *, hyphenates: bool = False) -> list[str]:
    """A word split into pieces of `width` cells: scripts without spaces have long words. Of other scripts it may be
    split at its hyphens or with one, unless it is an address.
    """
    pieces: list[str] = []
    at, reach = 0, 4 * width
    hyphenates = hyphenates and width > LEAST_OF_WORD and bool(_HYPHENATES.fullmatch(word))
    while width > 0:
        part = word[at : at + reach]
        if cell_len(part) <= width and at + reach >= len(word):
            break
        head = set_cell_size(part, width)
        taken = min(len(head.rstrip()) or 1, len(part))
        if hyphenates:
            taken = head.rfind("-") + 1 or min(width - 1, len(word) - at - LEAST_OF_WORD)
            head = head[:taken].removesuffix("-") + "-"
        pieces.append(head)
        at += taken
    return [*pieces, word[at:]]


def strip_of(parts: Sequence[Part], width: int, style_of: StyleOf, base: Style) -> Strip:
    """The line as a Textual strip of `width` cells on the background of `base`."""
    styles: dict[str, Style] = {}
    segments = []
    for text, role, click in parts:
        if text:
            style = styles.get(role) or styles.setdefault(role, base + style_of(role))
            segments.append(Segment(_shown(text), style + Style(meta={"press": click}) if click else style))
    return Strip(segments).adjust_cell_length(width, base)


def style_on(widget: Widget, role: str) -> Style:
    """The style of a role, or of a row that is chosen or hovered over, on the widget's screen."""
    if role.startswith("track-"):
        return _colored(widget.app.theme_variables[role])
    name = f"rows--{role}" if role in ("chosen", "hover") else f"part--{role}"
    # a screen that closes loses its styles before its widgets are gone
    return widget.screen.get_component_rich_style(name, partial=True, default=Style.null())


@cache
def _colored(color: str) -> Style:
    return Style(color=Color.parse(color).rich_color)


def clean(text: str) -> str:
    """Untrusted text as one line that is safe to draw, with its formulas set."""
    return safe_text(shown_title(text), lines=False)


def _shown(text: str) -> str:
    return text if text.isprintable() else safe_text(text).replace("\n", " ").replace("\t", " ")
