"""HTML, Liquid includes and Hugo shortcodes of a page as Markdown lines, each with its line in the file.

A single pass over the tags; text between them is unchanged. Attribute lists are bounded, so the pass is linear.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from confnotes.importers.facts.names import is_likely_name
from confnotes.importers.facts.words import words
from confnotes.markup.clock_times import find_times

_ELEMENT = r"<(?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*(?:[:-][\w-]{1,40})?)(?P<attrs>(?:\s[^<>]{0,4000})?)/?>"
_LIQUID = r"\{%-?\s*(?P<liquid>[a-z]\w*)(?P<liquid_attrs>[^{}%]{0,4000}(?:%(?!\})[^{}%]{0,4000}){0,20})%\}"
_SHORTCODE = r"\{\{[<%]\s*(?P<code>/?[A-Za-z][\w/-]*)(?P<code_attrs>[^{}]{0,4000})[>%]\}\}"
_TAG = re.compile(f"{_ELEMENT}|{_LIQUID}|{_SHORTCODE}")
_PROLOG = re.compile(r"<(?:\?xml\b|!doctype\b)[^<>]{0,1000}>|<meta\s[^<>]{0,99}\"[^\"]{0,4000}\"\s?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_MARKUP = frozenset("<>&*_`[]|\\#~")
_IN_CLASSES = r"\b(?:start|begin|from)-(\d{3,4})\s[^\"']*?\b(?:end|to|until)-(\d{3,4})\b"
_IN_ROWS = r"grid-row:\s*time-(\d{3,4})\s*/\s*time-(\d{3,4})\b"
_GRID_HOURS = re.compile(f"{_IN_CLASSES}|{_IN_ROWS}")
"""The times of an item in a CSS grid: in the names of its classes or of its grid lines."""
_EMPTY = ("", "**", "*")
_LEADS_TO = re.compile(r"onclick=[^<>]{0,40}?(?:location|open)\b[^<>'\"]{0,20}['\"]([^<>'\"]{1,2000})['\"]")
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w-]{0,40})\s*=\s*(?:\"([^\"]{0,2000})\"|'([^']{0,2000})'|([^\s\"'>%]{1,2000}))")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = words(
    """p div section article header footer main ul ol dl dt dd table thead tbody tfoot tr blockquote figure figcaption
    center details summary form aside address hr body html head fieldset menu caption colgroup col"""
)
_INLINE = words(
    """a b strong i em u span small font sup sub s del strike mark code img button label time cite iframe input abbr big
    tt q nobr ins wbr picture source video audio meta link title option select textarea path kbd var"""
)
_STRUCK = frozenset(("s", "del", "strike"))
_PARTS_OF_TABLES = frozenset(("thead", "tbody", "tfoot", "colgroup", "col"))
_KNOWN = _BLOCKS | _INLINE | frozenset(_HEADINGS) | frozenset(("li", "td", "th", "br", "pre"))
_PERSON_KEYS = frozenset(("name", "speaker", "title", "fullname", "full_name", "author"))


@dataclass(eq=False, slots=True)
class OpenElement:
    """An open element: its parent, its classes, and `kind`, a number for its tag and those around it."""

    parent: OpenElement | None
    tag: str
    classes: str
    kind: int
    depth: int


@dataclass(frozen=True, slots=True)
class Fragment:
    """A line of Markdown from the source; a table row has `cells`, an include `attributes`.

    `spans` are the columns and rows of each cell of an HTML table. `scope` is the innermost element around the line,
    `parts` are the texts of the line by the classes of the inline elements that divide it.
    """

    line: int
    text: str
    cells: tuple[str, ...] = ()
    header: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    include: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    scope: OpenElement | None = None
    parts: tuple[tuple[str, str], ...] = ()


def _decoded(text: str, space: str) -> str:
    """Text with entities decoded, except those of characters with a meaning in Markdown or HTML."""

    def character(match: re.Match[str]) -> str:
        found = html.unescape(match.group(0))
        return match.group(0) if found in _MARKUP else space if found == "\u00a0" else found

    return _ENTITY.sub(character, text) if "&" in text else text


def _joined_hours(text: str) -> str:
    """`**9:00** - **9:30**` as one range, `***both***` as bold, without emphasis around signs alone."""
    if "**" not in text:
        return text
    text = _BOTH.sub(r"**\1**", text)
    return text.strip("* ") if _EMPHASISED_SIGNS.fullmatch(text) else _BETWEEN_HOURS.sub(r"\1", text)


_EMPHASISED_PIECES = 8  # at most: tags and texts between `<b>` and `</b>`
_EMPHASISED_SIGNS = re.compile(r"[\s*–—|/-]+")
_BOTH = re.compile(r"(?<!\*)\*\*\*(?=[^\s*])([^*\n]+)(?<=[^\s*])\*\*\*(?!\*)")
_BETWEEN_HOURS = re.compile(r"(?<=\d)\*\*(\s{0,3}(?:[-–—]|to|bis|a|à)\s{0,3})\*\*(?=\d)")


def attributes_of(text: str) -> dict[str, str]:
    """The `key="value"` pairs of a tag or include, keys in lower case, entities decoded."""
    return {key.lower(): html.unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(text)}


def is_html(text: str) -> bool:
    """Whether a source is an HTML page rather than text with some tags."""
    head = text[:3000].lower()
    is_one_table = head.lstrip().startswith("<table") and text[-100:].rstrip().lower().endswith("</table>")
    return "<html" in head or "<!doctype html" in head or "<body" in head or is_one_table


def fragments(text: str, first_line: int = 1) -> tuple[list[Fragment], str | None]:
    """The lines of a source and its `<title>`, if any."""
    machine = _Machine(first_line, whole_page=is_html(text))
    text = _PROLOG.sub(lambda match: "\n" * match.group(0).count("\n"), text)
    position = 0
    for match in _TAG.finditer(text):
        name = match.group("tag")
        is_known = name is None or name.lower() in _KNOWN
        if name is not None and not is_known:
            attrs = attributes_of(match.group("attrs") or "")
            is_known = name[0].isupper() and bool(_PERSON_KEYS & attrs.keys())
            if not is_known and not machine.whole_page and ":" not in name:  # “Vec<T>”
                continue
        machine.text(text[position : match.start()])
        if is_known:
            machine.tag(match)
        machine.line += text.count("\n", match.start(), match.end())
        position = match.end()
    machine.text(text[position:])
    if machine.cells is not None:
        machine.row("tr", True)  # the last tags may be missing
    machine.flush()
    return machine.out, machine.title


def _span_of(attrs: str) -> tuple[int, int]:
    """The columns and rows of a cell; anything but a small number counts as one."""
    if "span" not in attrs.lower():
        return 1, 1
    said = attributes_of(attrs)
    return _small(said.get("colspan", "")), _small(said.get("rowspan", ""))


def _is_part_of_cell(table: re.Match[str]) -> bool:
    """Whether a table inside a cell only formats its content, and is not a timetable in a layout table."""
    if table.group("close"):
        return False
    inside = table.string[table.end() : table.end() + _LONGEST_IN_CELL].lower()
    end = inside.find("</table")
    return end >= 0 and "<table" not in inside[:end] and not find_times(inside[:end])


_LONGEST_IN_CELL = 4000  # characters of markup: a dozen people with their pictures
_ROWS = ("tr", "td", "th")
_SCOPES = (_BLOCKS | frozenset(_HEADINGS) | frozenset(("li", "td", "th"))) - frozenset(("html", "body", "hr", "col"))
_IMPLIED = frozenset(("p", "li", "dt", "dd", "tr", "td", "th"))
_LISTS = frozenset(("ul", "ol", "dl", "table", "div", "section"))
_VOID = frozenset(("hr", "col"))
_NEAR, _DEEPEST, _MOST_PARTS, _MOST_SPANNED = 12, 40, 12, 100


def _small(text: str) -> int:
    return min(int(text), _MOST_SPANNED) or 1 if text.strip().isdecimal() else 1


class _Machine:
    """The state of the pass: the current line, the relevant open tags, the current row."""

    def __init__(self, first_line: int, *, whole_page: bool) -> None:
        self.line = first_line
        self.whole_page = whole_page
        self.out: list[Fragment] = []
        self.title: str | None = None
        self.current: list[str] = []
        self.current_line = first_line
        self.begun = False
        self.prefix = ""
        self.gathering: list[str] = []
        self.lists = 0
        self.links: list[tuple[str, int]] = []
        self.linked = 0
        self.cells: list[str] | None = None
        self.shapes: list[tuple[tuple[int, int], str]] = []  # of the cells of a row: columns and rows, classes
        self.shape = ((1, 1), "")
        self.below = 0
        self.header = False
        self.row_line = first_line
        self.struck = self.tables = self.nested = self.broken = 0
        self.scope: OpenElement | None = None
        self.implied = False
        self.kinds: dict[tuple[int, str], int] = {}
        self.begun_in: OpenElement | None = None
        self.divisions: list[tuple[int, str]] = []

    def enter(self, name: str, closing: bool, attrs: str) -> None:
        """Keep track of the open elements; a missing end tag is implied by the next element of its kind."""
        ended, self.implied = self.scope, False
        for _ in range(_NEAR if closing or name in _IMPLIED else 0):
            if ended is None or ended.tag == name or (not closing and ended.tag in _LISTS):
                break
            ended = ended.parent
        if ended is not None and ended.tag == name and (closing or name in _IMPLIED):
            self.scope, self.implied = ended.parent, not closing
        above = self.scope
        if closing or name in _VOID or (above is not None and above.depth >= _DEEPEST):
            return
        kind = self.kinds.setdefault((above.kind if above else 0, name), len(self.kinds) + 1)
        classes = attributes_of(attrs).get("class", "") if "class" in attrs else ""
        self.scope = OpenElement(above, name, classes, kind, above.depth + 1 if above else 1)

    def text(self, text: str) -> None:
        lines = text.split("\n")
        for number, piece in enumerate(lines):
            if number:
                self.newline(lines[number - 1], last=number == len(lines) - 1, piece=piece)
                piece = piece.lstrip(" \t") if self.gathering and self.cells is None else piece
            if piece and not self.struck:
                plain = piece.replace("\t", " ") if self.gathering or self.links else piece
                self.add(_decoded(plain, space=" " if self.whole_page else "\u00a0"))

    def newline(self, before: str, *, last: bool, piece: str) -> None:
        gathers = self.cells is not None or self.gathering or self.whole_page
        blank_line = not piece.strip() and not last
        if self.cells is None and blank_line and not self.whole_page:
            self.flush()
            self.gathering.clear()
            self.links.clear()
            if not self.tables:
                self.out.append(Fragment(self.line + 1, ""))
        elif gathers:
            self.add(" ")
        elif self.current:
            self.flush()
        elif not before.strip() and self.out and self.out[-1].text and not self.tables and self.line != self.broken:
            self.out.append(Fragment(self.line, ""))
        self.line += 1

    def add(self, piece: str) -> None:
        if not self.begun:
            self.current_line = self.line
            self.begun = bool(piece.strip())
            self.begun_in = self.scope
        self.current.append(piece)

    def flush(self) -> None:
        if self.cells is not None and "td" in self.gathering:
            return
        text = _joined_hours("".join(self.current).replace("****", ""))
        parts = self.parts()
        self.current, self.begun, self.links, self.linked = [], False, [], 0
        if text.strip() not in _EMPTY:
            kept = text.rstrip(" ") + ("  " if text.endswith("  ") else "")
            kept = text.strip() if self.prefix or self.whole_page else kept
            self.out.append(Fragment(self.current_line, self.prefix + kept, scope=self.begun_in, parts=parts))
            self.prefix = "" if not self.prefix.lstrip().startswith("- ") else self.prefix[:-2] + "  "

    def parts(self) -> tuple[tuple[str, str], ...]:
        """The texts of the current line, each with the class of its inline element."""
        cuts, self.divisions = self.divisions, []
        if not cuts:
            return ()
        ends = [*(at for at, _ in cuts[1:]), len(self.current)]
        said = [("", "".join(self.current[: cuts[0][0]]))]
        said += [(name, "".join(self.current[at:end])) for (at, name), end in zip(cuts, ends, strict=True) if at <= end]
        kept: list[tuple[str, str]] = []
        for name, text in said:
            before = kept[-1][1] if kept else ""
            if before and (before.count("[") > before.count("]") or text.lstrip().startswith("[[")):
                kept[-1] = (kept[-1][0], before + text)  # links in brackets are no box
            elif text.strip(" \n*_"):
                kept.append((name, text))
        return tuple((name, text.strip()) for name, text in kept)

    def blank(self) -> None:
        self.flush()
        self.prefix = ""
        if self.out and (self.out[-1].text or self.out[-1].cells or self.out[-1].include):
            self.out.append(Fragment(self.line, ""))

    def tag(self, match: re.Match[str]) -> None:
        if match.group("liquid") is not None:
            self.include(match.group("liquid"), match.group("liquid_attrs"))
            return
        if match.group("code") is not None:
            self.include("include", match.group("code") + " " + match.group("code_attrs"))
            return
        name, closing = match.group("tag"), bool(match.group("close"))
        if name.lower() not in _KNOWN:
            self.include("include", name + " " + match.group("attrs"))
            return
        name = name.lower()
        if name in _SCOPES:
            self.enter(name, closing, match.group("attrs") or "")
        if name == "table" and self.cells is not None and (self.nested or _is_part_of_cell(match)):
            self.nested += -1 if closing else 1
        if self.nested and name in _ROWS:
            self.add("\n")
        elif (act := _ACTS.get(name)) is not None:
            act(self, name, closing, match.group("attrs") or "")

    def strike(self, _name: str, closing: bool, _attrs: str) -> None:
        self.struck = max(0, self.struck + (-1 if closing else 1))

    def emphasis(self, name: str, closing: bool, _attrs: str) -> None:
        """Add a mark; blanks inside the emphasised text move outside, where they do not part it from its marks."""
        if self.struck:
            return
        mark, inside, blanks = "**" if name in ("b", "strong") else "*", self.current[-_EMPHASISED_PIECES:], ""
        if closing and mark in inside:
            at = len(self.current) - 1 - inside[::-1].index(mark)
            if not "".join(self.current[at + 1 :]).strip():
                self.current[at] = ""  # an icon: an element without text
                return
            first = self.current[at + 1]
            self.current[at] = first[: len(first) - len(first.lstrip())] + mark
            self.current[at + 1] = first.lstrip()
            last = self.current[-1]
            self.current[-1], blanks = last.rstrip(), last[len(last.rstrip()) :]
        self.add(mark + blanks)

    def listing(self, _name: str, closing: bool, _attrs: str) -> None:
        self.flush()
        self.lists = max(0, self.lists + (-1 if closing else 1))
        if closing and not self.lists and self.cells is None:
            self.blank()

    def span_tag(self, name: str, closing: bool, attrs: str) -> None:
        if "grid" in self.gathering and not closing:
            self.line_break()
        elif len(self.divisions) < _MOST_PARTS:
            classes = attributes_of(attrs).get("class", "") if "class" in attrs else ""
            beside = self.divisions[-1:] and not "".join(self.current[self.divisions[-1][0] :]).strip()
            if beside and not closing and not self.divisions[-1][1]:
                self.add(", " if self._names_before(classes) else " ")  # boxes that a stylesheet sets apart
            elif classes and not closing and 0 < self.linked == len(self.current):
                self.line_break()  # what a stylesheet shows over a link
            if closing or classes or name == "time" or beside:
                self.divisions.append((len(self.current), "" if closing else classes or name))

    def _names_before(self, classes: str) -> bool:
        """Whether the box before one of the same class is a name."""
        start, above = self.divisions[-2] if len(self.divisions) > 1 else (0, "")
        same = bool(classes) and classes.split()[:1] == above.split()[:1]
        return same and is_likely_name("".join(self.current[start:]).strip())

    def block(self, name: str, closing: bool, attrs: str) -> None:
        if name == "table":
            self.below = 0
            self.tables = max(0, self.tables + (-1 if closing else 1))
        if self.cells is not None:
            self.add("\n" if self.current else "")
            return
        if self.lists and name in ("p", "div", "details", "summary", "section", "article"):
            if self.current:
                self.add("\n")
            return
        self._ungather("grid")
        self.blank()
        if (hours := _GRID_HOURS.search(attrs)) and not closing:
            begin, end = filter(None, hours.groups())
            self.prefix = "- "
            self.gathering.append("grid")
            self.add(f"{begin[:-2]}:{begin[-2:]} - {end[:-2]}:{end[-2:]} ")
        if name == "p" and not closing:
            self.gathering.append("p")
        elif name == "p":
            self._ungather("p")

    def _ungather(self, name: str) -> None:
        if name in self.gathering:
            while self.gathering.pop() != name:
                pass

    def heading(self, name: str, closing: bool, _attrs: str) -> None:
        if self.cells is not None:
            self.add("\n" if closing else "")
            return
        self.blank()
        if closing:
            self._ungather(name)
        else:
            self.prefix = "#" * _HEADINGS[name] + " "
            self.gathering.append(name)

    def title_tag(self, _name: str, closing: bool, _attrs: str) -> None:
        if closing:
            self.title = "".join(self.current).strip() or None
            self.current, self.begun = [], False
            self._ungather("title")
        else:
            self.flush()
            self.gathering.append("title")

    def item(self, _name: str, closing: bool, _attrs: str) -> None:
        if self.cells is not None:
            self.add("\n\n" if self.implied else "\n")
            return
        self.flush()
        self._ungather("li")
        self.prefix = ""
        if not closing:
            self.prefix = "  " * max(0, self.lists - 1) + "- "
            self.gathering.append("li")

    def line_break(self, *_tag: object) -> None:
        in_item = self.prefix.lstrip().startswith("- ") or "li" in self.gathering
        if self.cells is not None or in_item or self.in_pipes():
            self.add("\n")
        elif self.gathering and self.gathering[-1] in _HEADINGS:
            self.add(" ")
        else:
            self.flush()
            self.broken = self.line

    def in_pipes(self) -> bool:
        """Whether the line is a row of a Markdown table, which a line break doesn't end."""
        said = "".join(self.current).lstrip()
        return said.startswith("|") or ("|" in said and bool(self.out) and "|" in self.out[-1].text)

    def link(self, _name: str, closing: bool, attrs: str) -> None:
        if self.struck or (closing and not self.links):
            return
        if not closing:
            self.add("")
            self.links.append((attributes_of(attrs).get("href", "").strip(), len(self.current)))
            return
        href, start = self.links.pop()
        text = "".join(self.current[start:])
        label, broken = text.strip(), "\n" if text.rstrip(" ").endswith("\n") else ""
        if label and href and not href.startswith("#") and "{{" not in href:
            self.current[start:] = [f"[{label}]({href.replace(' ', '%20')}){broken}"]
        self.linked = len(self.current)

    def button(self, name: str, closing: bool, attrs: str) -> None:
        """A button that leads to a page is a link; others are the headings of what they open."""
        leads = _LEADS_TO.search(attrs)
        self.link(name, closing, f'href="{leads[1]}"' if leads else "")

    def cell(self, name: str, closing: bool, attrs: str) -> None:
        if self.cells is None:
            self.row("tr", False)
        assert self.cells is not None
        self.close_cell()
        if not closing:
            self.current, self.divisions = [], []
            self.header = self.header and name == "th"
            self.shape = _span_of(attrs), attributes_of(attrs).get("class", "")
            self.gathering.append("td")

    def close_cell(self) -> None:
        if self.cells is not None and "td" in self.gathering:
            text = "".join(self.current).strip()
            parts = self.parts()
            if len(parts) > 1 and len({classes for classes, _ in parts} - {""}) == len(parts):
                text = "\n".join(part for _, part in parts)  # boxes below each other, by the stylesheet
            self.cells.append(_joined_hours(text))
            self.shapes.append(self.shape)
            self.current, self.linked = [], 0
            self._ungather("td")

    def row(self, _name: str, closing: bool, _attrs: str = "") -> None:
        if self.cells is not None:
            self.close_cell()
            self.current, self.linked = [], 0
            if any(self.cells) or self.below > 0:
                spans = tuple(span for span, _ in self.shapes)
                self.below = max([self.below, *(rows for _, rows in spans)]) - 1
                cells = tuple(self.cells or ("",))  # cells from above go through an empty row
                parts = tuple((shape[1], cell) for shape, cell in zip(self.shapes, self.cells, strict=True))
                head = self.header and bool(self.cells)
                self.out.append(Fragment(self.row_line, "", cells, head, spans=spans, parts=parts))
            self.cells = None
        else:
            self.flush()
        if not closing:
            self.cells, self.shapes, self.header, self.row_line = [], [], True, self.line

    def include(self, keyword: str, attrs: str) -> None:
        if keyword in ("include", "include_relative", "include_cached", "render") and (values := attributes_of(attrs)):
            self.flush()
            self.out.append(Fragment(self.line, "", attributes=values, include=attrs.split()[0]))


_ACTS: dict[str, Callable[[_Machine, str, bool, str], None]] = {
    **dict.fromkeys(_BLOCKS - _PARTS_OF_TABLES, _Machine.block),
    **dict.fromkeys(_HEADINGS, _Machine.heading),
    **dict.fromkeys(_STRUCK, _Machine.strike),
    **dict.fromkeys(("b", "strong", "i", "em"), _Machine.emphasis),
    **dict.fromkeys(("ul", "ol"), _Machine.listing),
    **dict.fromkeys(("td", "th"), _Machine.cell),
    "tr": _Machine.row,
    "br": _Machine.line_break,
    "a": _Machine.link,
    "button": _Machine.button,
    "title": _Machine.title_tag,
    "li": _Machine.item,
    **dict.fromkeys(("span", "time"), _Machine.span_tag),
}
"""The handlers of tags; other tags are ignored."""
