"""A drawing canvas: shapes and text in an SVG 1.1 subset that browsers and typst render alike.

No scripts, styles, patterns or external resources, so it is safe in any page. All text is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import cos, pi, sin
from xml.sax.saxutils import escape, quoteattr

from confnotes.exporters.pictures.lettering import fit
from confnotes.exporters.theme import Colours
from confnotes.markup.safe import safe_text

LETTERS = 11.5
"""The font size at the original width."""
_FAMILIES = "Segoe UI, Helvetica Neue, Liberation Sans, Noto Sans, DejaVu Sans, sans-serif"
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF))


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
            name = quoteattr(_plain(title))
            self._parts.append(f"<a href={quoteattr(href)} aria-label={name}><title>{words}</title>")
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
    return escape(_plain(words))


def _plain(words: str) -> str:
    """Text on one line, of characters that XML allows."""
    return safe_text(words, lines=False).translate(_NOT_XML)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
