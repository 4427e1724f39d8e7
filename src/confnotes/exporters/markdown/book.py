"""The pages of a Markdown summary while they are written, and the links between them in both link styles.

A page is a sequence of named parts. Links are written before their targets are known, as `[words](#<place>)` with the
place between characters that no text contains. Once all pages are written, they are resolved for the link style:

plain     `[words](#slug)` with GitHub's slug of a heading; `<a id="...">` for lines, and if several headings have the
          same slug. To other pages `[words](page.md#slug)`.
Obsidian  `[[#Heading|words]]`; if several headings are equal, with the path of headings above; `[[#^id|words]]` for
          lines. To other pages `[[Page#Heading|words]]`. Words that an alias cannot contain go into a Markdown link,
          which Obsidian resolves by the same rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from confnotes.exporters.render_options import LinkStyle
from confnotes.markup.markdown_text import Anchors, escape_text, heading_anchor
from confnotes.markup.names import slug
from confnotes.markup.plain import safe_text
from confnotes.merge.regenerate import MadePart

TO, TO_END = "\ue000", "\ue001"
LINE, PICTURE, WORDS, UNDER, END = "\ue002", "\ue004", "\ue005", "\ue007", "\ue003"
LIT, LIT_END = "\ue008", "\ue009"
"""Around highlights: Obsidian has its own syntax for them, others use HTML."""
_MARKS = re.compile("[\ue000-\ue00f]")
_ID = re.compile(r"[a-z][a-z0-9-]*")
_LINK = re.compile(rf"\[((?:[^\[\]\\\n]|\\.)*)\]\(#{TO}([^{TO_END}]*){TO_END}\)")
_ADDRESS = re.compile(rf"\(#{TO}([^{TO_END}]*){TO_END}\)")
_PLACED = re.compile(f"{TO}([^{TO_END}]*){TO_END}")
_ANCHOR = re.compile(f"([{LINE}{UNDER}])([^{END}]*){END}")
_PICTURE = re.compile(f"{PICTURE}([^{WORDS}]*){WORDS}([^{END}]*){END}([\\[(]?)")
_NOT_IN_ALIAS = re.compile(r"[\[\]|\\<>`$*~^%\n]|&\w+;|==")
_NOT_IN_HEADING_LINK = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n]")
_TABLE_ROW = re.compile(r"[ \t>]*\|")


def outside(text: str) -> str:
    """An external text without control characters and our own markers."""
    return _MARKS.sub("", safe_text(text))


def ascii_slug(title: str) -> str:
    """A title as a part name of `a-z 0-9 -`; letters of other scripts become code points."""
    kept = "".join(one if one.isascii() else f"-{ord(one):x}-" for one in slug(title)[:60])
    return "-".join(filter(None, kept.split("-"))) or "untitled"


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    anchor: str
    slug: str
    key: str


@dataclass(slots=True)
class MarkdownPage:
    """A file of the summary: its parts by name, each a list of blocks, and their headings."""

    file: str
    parts: dict[str, list[str]] = field(default_factory=dict)
    headings: list[_Heading] = field(default_factory=list)
    slugs: Anchors = field(default_factory=Anchors)
    alike: Counter[str] = field(default_factory=Counter)
    footnotes: set[str] = field(default_factory=set)
    first: dict[str, int] = field(default_factory=dict)
    paths: dict[int, str | None] = field(default_factory=dict)

    def is_only(self, number: int) -> bool:
        """Whether no other heading has the same slug, so that it can be linked by it."""
        return self.alike[self.headings[number].anchor] == 1 and bool(self.headings[number].slug)

    def path(self, number: int) -> str | None:
        """The heading in an Obsidian link: its text, with headings above it if needed; None if the link would be
        ambiguous.
        """
        key = self.headings[number].key
        if key and self.first[key.lower()] == number:
            return key
        if number not in self.paths:
            self.paths[number] = _path(self.headings, number)
        return self.paths[number]


class MarkdownBook:
    """The pages and link targets. `pictures` maps photo ids to picture paths."""

    def __init__(self, style: LinkStyle, file: str, pictures: Callable[[str], str | None]) -> None:
        self.style = style
        self.pages = [MarkdownPage(file)]
        self._pictures = pictures
        self._headings: dict[str, tuple[MarkdownPage, int]] = {}
        self._lines: dict[str, MarkdownPage] = {}
        self._same: dict[str, str] = {}
        self._under: set[str] = set()
        self._part: list[str] = []

    @property
    def page(self) -> MarkdownPage:
        """The page being written."""
        return self.pages[-1]

    def new_page(self, file: str) -> None:
        """Start another page."""
        self.pages.append(MarkdownPage(file))

    def head(self, text: str) -> None:
        """Set the properties at the top of the page."""
        self.page.parts[""] = [text]

    def part(self, name: str) -> list[str]:
        """Start a part, which gets what is added next. Returns its blocks."""
        name = name if _ID.fullmatch(name) else "part"
        number = 1
        while (unique := name if number == 1 else f"{name}-{number}") in self.page.parts:
            number += 1
        self._part = self.page.parts.setdefault(unique, [])
        return self._part

    def add(self, *blocks: str) -> None:
        """Add blocks, separated by blank lines; empty ones are skipped."""
        self._part += [block for block in blocks if block]

    def heading(self, level: int, words: str, place: str = "") -> None:
        """Add a heading, the target of links to `place`."""
        source = escape_text(words)
        if place:
            self._headings[place] = (self.page, len(self.page.headings))
        self.headed(words, level=level, source=source)
        self.add(f"{'#' * level} {source}{f'{UNDER}{place}{END}' if self.style is LinkStyle.PLAIN else ''}")

    def headed(self, words: str, *, level: int = 6, source: str = "") -> None:
        """Register a heading inside a text, with these visible words."""
        key = " ".join(_NOT_IN_HEADING_LINK.sub(" ", source or words).split())
        anchor = heading_anchor(words)
        self.page.headings.append(_Heading(level, anchor, self.page.slugs.take(words), key))
        self.page.alike[anchor] += 1
        self.page.first.setdefault(key.lower(), len(self.page.headings) - 1)

    def under(self, place: str) -> str:
        """A marker for the end of the first block under the heading of `place`, so that links can target it without a
        heading.
        """
        if self.style is LinkStyle.PLAIN or place not in self._headings:
            return ""
        self._under.add(place)
        return f"{UNDER}{place}{END}"

    def line(self, place: str) -> str:
        """A marker for the end of a line, list item or paragraph that links to `place` target."""
        if not _ID.fullmatch(place):
            return ""
        self._lines.setdefault(place, self.page)
        return f"{LINE}{place}{END}"

    def cell(self, place: str, table: str) -> str:
        """Like `line`, for a table cell under the heading of `table`; Obsidian cannot link into tables."""
        if self.style is LinkStyle.PLAIN:
            return self.line(place)
        self.same(place, table)
        return ""

    def same(self, place: str, other: str) -> None:
        """Redirect links from one place to another, unless it has its own target."""
        self._same.setdefault(place, other)

    def footnote(self, label: str) -> str:
        """A label for a note's footnote that is unique on this page."""
        unique, number = label, 1
        while unique.lower() in self.page.footnotes:
            number += 1
            unique = f"{label}-{number}"
        self.page.footnotes.add(unique.lower())
        return unique

    def know_lines(self, text: str) -> None:
        """Register the link targets in a text."""
        for kind, place in _ANCHOR.findall(text) if LINE in text else ():
            if kind == LINE:
                self._lines.setdefault(place, self.page)

    def quoted(self, text: str, place: str) -> str:
        """A text inside a quotation. Obsidian cannot link to lines there, so links to them lead to `place`."""
        if self.style is LinkStyle.OBSIDIAN:
            for _, line in _ANCHOR.findall(text):
                self._lines.pop(line, None)
                self.same(line, place)
            text = _ANCHOR.sub("", text)
        return text

    def to(self, place: str, words: str) -> str:
        """A link to a place; `words` is Markdown."""
        return f"[{words}](#{TO}{place}{TO_END})" if _ID.fullmatch(place) else words

    def made(self) -> dict[str, tuple[MadePart, ...]]:
        """The parts of each page, in order, with all links resolved."""
        wanted = {
            self._meant(place)
            for page in self.pages
            for blocks in page.parts.values()
            for block in blocks
            for place in _PLACED.findall(block)
        }
        return {
            page.file: tuple(
                MadePart(name, self._resolved("\n\n".join(blocks), page, wanted))
                for name, blocks in page.parts.items()
                if blocks
            )
            for page in self.pages
        }

    def _meant(self, place: str) -> str:
        known = place in self._headings or place in self._lines
        return place if known else self._same.get(place, place)

    def _resolved(self, text: str, page: MarkdownPage, wanted: set[str]) -> str:
        if _MARKS.search(text) is None:
            return safe_text(text)
        lines = [self._in_line(line, page, wanted) if _MARKS.search(line) else line for line in text.split("\n")]
        return safe_text("\n".join(lines))

    def _in_line(self, line: str, page: MarkdownPage, wanted: set[str]) -> str:
        for sign, tag in ((LIT, "<mark>"), (LIT_END, "</mark>")):
            line = line.replace(sign, tag if self.style is LinkStyle.PLAIN else "==")
        line = _PICTURE.sub(lambda match: self._picture(match[1], match[2], match[3]), line)
        line = _ANCHOR.sub(lambda match: self._anchor(match[1], match[2], page, wanted), line)
        if TO not in line:
            return line
        line = _LINK.sub(lambda match: self._link(match[1], match[2], page, line), line)
        return _ADDRESS.sub(lambda match: f"({self._address(match[1], page) or ''})", line)

    def _link(self, words: str, place: str, page: MarkdownPage, line: str) -> str:
        address = self._address(place, page)
        if address is None:
            return words
        in_table = _TABLE_ROW.match(line) is not None
        if self.style is LinkStyle.PLAIN or _NOT_IN_ALIAS.search(words) or ("|" in line and not in_table):
            return f"[{words}]({address})"
        return f"[[{self._target(place, page)}{chr(92) if in_table else ''}|{words}]]"

    def _address(self, place: str, page: MarkdownPage) -> str | None:
        """The address of a place in a Markdown link."""
        target = self._target(place, page)
        if target is None or self.style is LinkStyle.PLAIN:
            return target
        name, mark, rest = target.partition("#")
        return quote(f"{name}.md{mark}{rest}" if name else target, safe="#^/")

    def _target(self, place: str, page: MarkdownPage) -> str | None:
        place = self._meant(place)
        if place in self._lines:
            where, mark = self._lines[place], f"#{place}" if self.style is LinkStyle.PLAIN else f"#^{place}"
        elif place in self._headings:
            where, number = self._headings[place]
            mark = self._of_heading(where, number, place)
        else:
            return None
        if where is page:
            return mark
        file = quote(where.file) if self.style is LinkStyle.PLAIN else where.file.removesuffix(".md")
        return file if mark.startswith("#") and self._headings.get(place, (None, 1))[1] == 0 else f"{file}{mark}"

    def _of_heading(self, page: MarkdownPage, number: int, place: str) -> str:
        if self.style is LinkStyle.PLAIN:
            return f"#{page.headings[number].slug if page.is_only(number) else place}"
        if (path := page.path(number)) is not None:
            return f"#{path}"
        if place in self._under:
            return f"#^{place}"
        above = (page.path(at) for at in reversed(_above(page.headings, number)))
        return f"#{next(filter(None, above), page.headings[0].key)}"

    def _anchor(self, kind: str, place: str, page: MarkdownPage, wanted: set[str]) -> str:
        if place not in wanted or (kind == LINE and self._lines.get(place) is not page):
            return ""
        if kind == LINE:
            return f'<a id="{place}"></a>' if self.style is LinkStyle.PLAIN else f" ^{place}"
        where, number = self._headings[place]
        if self.style is LinkStyle.PLAIN:
            return "" if where.is_only(number) else f'<a id="{place}"></a>'
        return "" if where.path(number) is not None else f" ^{place}"

    def _picture(self, photo: str, words: str, behind: str) -> str:
        path = self._pictures(photo)
        if path is None:
            return words + behind
        if self.style is LinkStyle.OBSIDIAN and not _NOT_IN_ALIAS.search(words):
            shown = f"![[{path}|{words}]]" if words else f"![[{path}]]"
            # Viewers without wikilinks would read a following bracket as the address of an image.
            return f"{shown} {behind}" if behind else shown
        return f"![{words}]({quote(path)}){behind}"


def _above(headings: list[_Heading], number: int) -> list[int]:
    """The headings above a heading, nearest last."""
    found: list[int] = []
    level = headings[number].level
    for at in range(number - 1, -1, -1):
        if headings[at].level < level:
            found.insert(0, at)
            level = headings[at].level
    return found


def _path(headings: list[_Heading], number: int) -> str | None:
    path = [*_above(headings, number), number]
    for begin in range(len(path) - 2, -1, -1):
        keys = [headings[at].key for at in path[begin:]]
        if all(keys) and _found(headings, keys) == number:
            return "#".join(keys)
    return None


def _found(headings: Iterable[_Heading], keys: list[str]) -> int | None:
    """The heading that Obsidian opens: the first match, below the previous headings of the path."""
    level, at = 0, 0
    for number, heading in enumerate(headings):
        if heading.level > level and heading.key.lower() == keys[at].lower():
            level, at = heading.level, at + 1
            if at == len(keys):
                return number
    return None
