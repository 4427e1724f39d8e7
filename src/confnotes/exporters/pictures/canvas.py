"""A drawing canvas: shapes, text and states in an SVG 1.1 subset that browsers and typst render alike.

No scripts, styles, patterns or external resources, so it is safe in any page. All text is escaped here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from math import cos, pi, sin

from confnotes.exporters.theme import Colours
from confnotes.exporters.wording import Wording
from confnotes.markup.safe import safe_text
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.summary import SlotState

LETTERS = 11.5
"""The font size at the original width."""
_FAMILIES = "Segoe UI, Helvetica Neue, Liberation Sans, Noto Sans, DejaVu Sans, sans-serif"
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF))


@fast_dataclass(frozen=True, slots=True)
class Paints:
    """Fill colors; by default the CSS variables of the page."""

    paper: str = "var(--paper, #fff)"
    ink: str = "var(--ink, #1f2226)"
    soft: str = "var(--soft, #5b6067)"
    line: str = "var(--line, #d5d1c8)"
    accent: str = "var(--accent, #0a5a63)"
    star: str = "var(--star, #8a5a00)"

    @classmethod
    def of(cls, colours: Colours) -> Paints:
        """The fixed colors of a theme, for places without CSS variables."""
        return cls(colours.paper, colours.ink, colours.soft, colours.line, colours.accent, colours.star)


@fast_dataclass(frozen=True, slots=True)
class DrawnPicture:
    """A finished drawing; `description` has its figures for screen readers.

    `id` is unique among the drawings of a summary. `svg` is one element; its lengths are CSS pixels or points at the
    original width.
    """

    id: str
    title: str
    description: str
    svg: str
    width: int
    height: int


class Canvas:
    """Collects the elements of one drawing."""

    def __init__(self, width: float, colours: Colours | None) -> None:
        self.width = width
        self.paints = Paints.of(colours) if colours else Paints()
        self._family = _FAMILIES if colours else f"var(--label, {_FAMILIES})"
        self._parts: list[str] = []
        self._has_links = False

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = "none",
        dashed: bool = False,
        opacity: float = 1,
    ) -> None:
        """A box; its border is inside."""
        if stroke != "none":
            x, y, width, height = x + 0.5, y + 0.5, max(width - 1, 0.5), max(height - 1, 0.5)
        dash = ' stroke-dasharray="2 1.5"' if dashed else ""
        line = f' stroke="{stroke}"{dash}' if stroke != "none" else ""
        line += f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" rx="1.5" fill="{fill}"{line}/>'
        )

    def line(self, x: float, y: float, to_x: float, to_y: float, *, stroke: str, width: float = 1) -> None:
        """A straight line."""
        self._path(f"M{_n(x)} {_n(y)}L{_n(to_x)} {_n(to_y)}", f'stroke="{stroke}" stroke-width="{_n(width)}"')

    def dot(self, x: float, y: float, radius: float, *, fill: str) -> None:
        """A filled circle."""
        self._parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}"/>')

    def star(self, x: float, y: float, radius: float, *, fill: str) -> None:
        """A five-pointed star."""
        points = [
            (x + sin(pi * step / 5) * reach, y - cos(pi * step / 5) * reach)
            for step in range(10)
            for reach in [radius if step % 2 == 0 else radius * 0.42]
        ]
        self._parts.append(f'<path d="M{"L".join(f"{_n(a)} {_n(b)}" for a, b in points)}Z" fill="{fill}"/>')

    def hatch(self, x: float, y: float, width: float, height: float, *, stroke: str) -> None:
        """Diagonal strokes inside a box."""
        strokes = []
        at = -height + 2
        while at < width:
            low, high = max(at, 0.0), min(at + height, width)
            strokes.append(
                f"M{_n(x + low)} {_n(y + height - (low - at))}L{_n(x + high)} {_n(y + height - (high - at))}"
            )
            at += 4
        if strokes:
            self._path("".join(strokes), f'stroke="{stroke}" stroke-width="1"')

    def words(
        self,
        x: float,
        y: float,
        text: str,
        width: float,
        *,
        anchor: str = "start",
        fill: str = "",
        bold: bool = False,
        size: float = LETTERS,
    ) -> None:
        """Text on the baseline `y`, truncated to a width."""
        shown = fit(text, size * (1.06 if bold else 1), width)
        if not shown:
            return
        style = f' text-anchor="{anchor}"' if anchor != "start" else ""
        style += ' font-weight="600"' if bold else ""
        style += f' font-size="{_n(size)}"' if size != LETTERS else ""
        fill = fill or self.paints.ink
        self._parts.append(f'<text x="{_n(x)}" y="{_n(y)}" fill="{fill}"{style}>{_escaped(shown)}</text>')

    @contextmanager
    def told(self, title: str, href: str | None = None) -> Iterator[None]:
        """Give the shapes drawn inside a title, and a link if `href` is set."""
        words = _escaped(title)
        if href is None:
            self._parts.append(f"<g><title>{words}</title>")
        else:
            self._has_links = True
            name = _quoted(_plain(title))
            self._parts.append(f"<a href={_quoted(href)} aria-label={name}><title>{words}</title>")
        yield
        self._parts.append("</g>" if href is None else "</a>")

    def picture(self, identifier: str, title: str, description: str, height: float) -> DrawnPicture:
        """The drawing, with this height."""
        # Screen readers cannot follow links inside an image.
        role = "group" if self._has_links else "img"
        name = f"{identifier}-{_n(self.width)}"
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(self.width)} {_n(height)}"'
            f' width="{_n(self.width)}" height="{_n(height)}" preserveAspectRatio="xMinYMin" direction="ltr"'
            f' role="{role}" aria-labelledby="{name}-title" aria-describedby="{name}-desc"'
            f' font-family="{self._family}" font-size="{_n(LETTERS)}">'
            f'<title id="{name}-title">{_escaped(title)}</title>'
            f'<desc id="{name}-desc">{_escaped(description)}</desc>{"".join(self._parts)}</svg>'
        )
        return DrawnPicture(identifier, _plain(title), _plain(description), svg, round(self.width), round(height))

    def _path(self, path: str, style: str) -> None:
        self._parts.append(f'<path d="{path}" fill="none" {style}/>')


def _escaped(words: str) -> str:
    return escape(_plain(words), quote=False)


def _quoted(words: str) -> str:
    """As `xml.sax.saxutils.quoteattr`, which imports an HTTP client in 13 ms."""
    words = escape(words, quote=False).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    return f"'{words}'" if '"' in words and "'" not in words else f'"{words.replace(chr(34), "&quot;")}"'


def _plain(words: str) -> str:
    """Text on one line, of characters that XML allows."""
    return safe_text(words, lines=False).translate(_NOT_XML)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


_NARROW = frozenset("fijlrtI.,:;'|!()[]/ -·’")
_WIDE = frozenset("mwMW@%—…")
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
_MOST_READ = 400


def width_of(words: str, size: float) -> float:
    """The approximate width of the text at that font size, rather too wide than too narrow."""
    return size * sum(map(_part_of_em, words))


def fit(words: str, size: float, width: float) -> str:
    """The text on one line, truncated with an ellipsis; empty if not even that fits."""
    words = " ".join(safe_text(words[:_MOST_READ], lines=False).split())
    if width_of(words, size) <= width:
        return words
    left = width / size - _part_of_em("…")
    end = 0
    while (left := left - _part_of_em(words[end])) >= 0:
        end += 1
    end = _before_cluster(words, end)
    cut = words[:end].rstrip(" ,;:–—-")
    return f"{cut}…" if cut else ""


def distinct_labels(names: Iterable[str], size: float, width: float) -> dict[str, str]:
    """The names truncated to a width; names that would be equal are shortened in the middle instead."""
    shown = {name: fit(name, size, width) for name in names}
    often = Counter(shown.values())
    return {
        name: _without_middle(name, size, width) if cut.endswith("…") and often[cut] > 1 else cut
        for name, cut in shown.items()
    }


def _without_middle(words: str, size: float, width: float) -> str:
    end = words[::-1]
    while width_of(end, size) > width * 0.45:
        end = end[:-1]
    tail = end[::-1].lstrip()
    return fit(words, size, width - width_of(tail, size)) + tail


def _before_cluster(words: str, end: int) -> int:
    """The index, moved back if it is inside a character that people see as one, such as a family emoji."""
    while end and (_joins(words[end]) or words[end - 1] == "\u200d"):
        end -= 1
    return end


def _joins(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.combining(letter) > 0 or "\U0001f3fb" <= letter <= "\U0001f3ff"


def _part_of_em(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE:
        return 0.95
    if letter < "\u0250":
        return 0.7 if letter.isupper() else 0.57
    if _joins(letter):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.62


LEGEND = 22
"""The height of a line of the legend."""
_SWATCH, _GAP = 16, 14


def draw_state(canvas: Canvas, state: SlotState, x: float, y: float, width: float, height: float) -> None:
    """Draw the box of one talk, or of several adjacent ones."""
    paints = canvas.paints
    if state is SlotState.SEEN:
        canvas.rect(x, y, width, height, fill=paints.accent)
    elif state is SlotState.STARRED:
        canvas.rect(x, y, width, height, fill=paints.paper, stroke=paints.star)
        canvas.star(x + width / 2, y + height / 2, min(height * 0.48, width * 0.6, 5), fill=paints.star)
    elif state is SlotState.MISSED:
        canvas.rect(x, y, width, height, fill=paints.paper, stroke=paints.soft, dashed=True)
        canvas.hatch(x + 1, y + 1, width - 2, height - 2, stroke=paints.soft)
    else:
        canvas.rect(x, y + height * 0.3, width, height * 0.4, fill=paints.soft, opacity=0.35)


def draw_legend(canvas: Canvas, states: Iterable[SlotState], words: Wording, y: float) -> float:
    """Draw the meaning of the shapes, in the order of the states; returns the height."""
    x, lines, shown = 0.0, 1, set(states)
    for state in SlotState:
        if state not in shown:
            continue
        name = words.terms.states[state]
        wide = _SWATCH + 5 + width_of(name, LETTERS) + _GAP
        if x and x + wide - _GAP > canvas.width:
            x, lines = 0.0, lines + 1
        top = y + (lines - 1) * LEGEND
        draw_state(canvas, state, x, top + 4, _SWATCH, 10)
        canvas.words(x + _SWATCH + 5, top + 13, name, canvas.width, fill=canvas.paints.soft)
        x += wide
    return lines * LEGEND


def format_states(counts: Mapping[SlotState, int], words: Wording) -> str:
    """`12 attended, 3 missed`, without zero counts."""
    pattern = words.terms.state_count
    return ", ".join(
        pattern.format(number=counts[state], state=words.terms.states[state])
        for state in SlotState
        if counts.get(state)
    )
