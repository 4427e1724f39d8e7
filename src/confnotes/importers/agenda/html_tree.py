"""An HTML page as a tree of elements, as far as needed to find things by their class (HTML 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_ENDS = {
    "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "option": ("option",), "p": ("p",),
    "tr": ("tr", "td", "th"), "td": ("td", "th"), "th": ("td", "th"),
}  # fmt: skip
_SCOPES = frozenset(("ul", "ol", "dl", "table", "select", "body", "html"))
_HIDDEN = frozenset(("script", "style", "noscript", "template", "svg", "select", "button"))
_LINES = frozenset(("br", "div", "p", "li", "tr", "td", "h1", "h2", "h3", "h4", "h5", "ul", "table", "section"))
_DEEPEST = 80  # elements in each other


@dataclass(eq=False, slots=True)
class Element:
    """A tag, the line it opens on, and its content: elements and text in order."""

    tag: str
    line: int = 1
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The words of the `class` attribute."""
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator[Element]:
        """Every element below this one, in the order of the page."""
        waiting = self.children[::-1]
        while waiting:
            child = waiting.pop()
            if isinstance(child, Element):
                yield child
                waiting += child.children[::-1]

    def text(self, *, without: tuple[str, ...] = ()) -> str:
        """The text that a reader sees, on one line, without that of the tags or classes named."""
        return " ".join("".join(self._pieces(without)).split())

    def _pieces(self, without: tuple[str, ...]) -> Iterator[str]:
        waiting = self.children[::-1]
        while waiting:
            child = waiting.pop()
            if isinstance(child, str):
                yield child
            elif child.tag not in _HIDDEN and child.tag not in without and not set(child.classes) & {*without}:
                gap = " " if child.tag in _LINES else ""
                yield gap
                waiting += (gap, *child.children[::-1])


def tree_of(page: str) -> Element:
    """The page's elements below a root; comments, scripts and styles are left out."""
    parser = _Parser()
    parser.feed(page)
    parser.close()
    return parser.root


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("html")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for ended in _ENDS.get(tag, ()):
            self._end(ended, within=_SCOPES)
        element = Element(tag, self.getpos()[0], {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        self._end(tag, within=frozenset(("table",)) if tag not in _SCOPES else frozenset())

    def handle_data(self, data: str) -> None:
        if self._open[-1].tag not in _HIDDEN:
            self._open[-1].children.append(data)

    def _end(self, tag: str, within: frozenset[str]) -> None:
        """Close the innermost open element of this name, and everything open inside it, unless a scope lies between."""
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return
            if self._open[depth].tag in within:
                return
