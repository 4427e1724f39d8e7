"""A source, parsed once for all readers: its lines, front matter, blocks and page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from confnotes.importers.mail import without_mail_headers
from confnotes.importers.pages.blocks import Block
from confnotes.importers.pages.cards import cards_as_rows
from confnotes.importers.pages.contents import blank_contents, find_contents
from confnotes.importers.pages.day_tabs import with_day_tabs
from confnotes.importers.pages.front import Front, read_front
from confnotes.importers.pages.html_lines import attributes_of, fragments, is_html
from confnotes.importers.pages.layout import without_layout
from confnotes.importers.pages.markdown_blocks import blocks
from confnotes.importers.pages.page import PREAMBLE, PageSection, ParsedPage, split
from confnotes.importers.pages.pandoc_divisions import with_html_divisions
from confnotes.importers.pages.people_lines import with_places
from confnotes.importers.pages.records import as_rows
from confnotes.importers.pages.restructured import is_restructured, markdown_of_restructured
from confnotes.importers.pages.sections import Topic, classify
from confnotes.importers.pages.stacked_rows import with_stacks_as_rows
from confnotes.importers.pages.text_tables import with_ruled_tables
from confnotes.markup.plain import safe_text
from confnotes.model.correction import Correction
from confnotes.model.program import SourceWarning

Made = TypeVar("Made")
_SECTIONS_OF_THEIR_OWN = (Topic.DATES, Topic.PEOPLE)


@dataclass
class SourceDocument:
    """A decoded source; blocks and sections are created on first use.

    `subject` is a mail's; `starts` and `corrections` are as in `Builder`; `listed` are lines of its table of contents.
    """

    name: str
    text: str
    front: Front
    visible: str
    hidden_warnings: tuple[SourceWarning, ...]
    subject: str | None = None
    starts: date | None = None
    corrections: tuple[Correction, ...] = ()
    listed: frozenset[int] = frozenset()
    _made_once: dict[Callable[[SourceDocument], Any], Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, make: Callable[[SourceDocument], Made]) -> Made:
        """The result of `make` for this source, cached; it must not be changed."""
        if make not in self._made_once:
            self._made_once[make] = make(self)
        made: Made = self._made_once[make]
        return made

    @property
    def warnings(self) -> tuple[SourceWarning, ...]:
        """Warnings from before the first reader."""
        return (*self.front.warnings, *self.hidden_warnings)

    @cached_property
    def lines(self) -> list[str]:
        """The unchanged lines of the source, from index 0."""
        return self.text.split("\n")

    @cached_property
    def is_html(self) -> bool:
        """Whether the body is an HTML page."""
        return is_html(self.front.body)

    @cached_property
    def _made(self) -> tuple[list[Block], str | None]:
        made, title = fragments(self.visible, self.front.body_line)
        return without_layout(blocks(cards_as_rows(as_rows(with_places(with_stacks_as_rows(made)))))), title

    @property
    def blocks(self) -> list[Block]:
        """The body as blocks."""
        return self._made[0]

    @property
    def title(self) -> str | None:
        """The `<title>` of an HTML page, or the subject of a mail."""
        return self._made[1] or self.subject

    @cached_property
    def sections(self) -> list[PageSection]:
        """The body as sections."""
        return split(self.blocks)

    @cached_property
    def is_plain_text(self) -> bool:
        """Whether the body has no markup: no headings, links or emphasis."""
        marked = sum(block.kind.value == "heading" for block in self.blocks)
        return (
            not self.front.found
            and not self.is_html
            and marked == 0
            and "](" not in self.text
            and "**" not in self.text
        )

    def _said_in_head(self) -> dict[str, str]:
        """The description of an HTML page, and the name of its site as a tagline, from its head."""
        head = _META.findall(self.text[:_LONGEST_HEAD]) if self.is_html else ()
        said = {
            attrs.get("name") or attrs.get("property"): attrs.get("content", "") for attrs in map(attributes_of, head)
        }
        known = {"description": said.get("description"), "tagline": said.get("og:site_name")}
        return {key: value for key, value in known.items() if value}

    def page(self) -> ParsedPage:
        """The source as a page; if its title names a section, such as “Important dates”, the page begins with that
        section.
        """
        title = self.front.fields.get("title")
        meaning = classify(title) if isinstance(title, str) else None
        first = meaning if meaning is not None and meaning.topic in _SECTIONS_OF_THEIR_OWN else PREAMBLE
        return ParsedPage(
            self.name,
            {**self._said_in_head(), **self.front.fields},
            self.front.lines,
            self.title,
            self.blocks,
            [replace(self.sections[0], section=first), *self.sections[1:]],
            self.is_plain_text,
            self.starts,
            self.corrections,
            () if self.is_html else self.lines,
        )


_META = re.compile(r"<meta\b([^<>]{0,2000})>", re.IGNORECASE)
_LONGEST_HEAD = 20_000
_LONGEST_LINE = 20_000
_WIDE_GAP = re.compile(r"[ \t]{40,}")
_BOXES = re.compile(
    r"(>[^<>\n]{0,300}\w)(</(?:strong|b)>)(?=<(?:span|small|em|i)\b[^<>]{0,300}>(\w[^<>\n]{0,300}))", re.IGNORECASE
)
_BLOCK_ENDS = re.compile(
    r"</?(?:p|div|li|tr|td|th|h[1-6]|section|table|ul|ol|dl|dt|dd|br)\b[^<>]{0,4000}>", re.IGNORECASE
)


def _boxes_apart(bold: re.Match[str]) -> str:
    """A title in bold print and a box without a blank before it, which a stylesheet shows below; but not RustConf."""
    return f"{bold[1]}{bold[2]}<br>" if " " in bold[1].strip() or " " in bold[3].strip() else bold[0]


def _bounded(text: str, first_line: int) -> tuple[str, list[SourceWarning]]:
    """The text with lines cut to a length that people write: longer ones are not a program, and would cost time.

    The lines of an HTML page are made by its tags: there a line ends with a block.
    """
    if is_html(text):
        text = _BLOCK_ENDS.sub("\\g<0>\x00", text)
    kept, warnings = [], []
    for number, line in enumerate(text.split("\n"), first_line):
        pieces = line.split("\x00")
        if max(map(len, pieces)) > _LONGEST_LINE:
            warnings.append(
                SourceWarning(f"this line is very long; only {_LONGEST_LINE:,} characters of it are read", number)
            )
            pieces = [piece[:_LONGEST_LINE] for piece in pieces]
        kept.append("".join(pieces))
    return _WIDE_GAP.sub(" " * 40, "\n".join(kept)), warnings


def document_of(text: str, name: str) -> SourceDocument:
    """Parse a decoded source."""
    safe = safe_text(text)
    front = read_front(safe)
    body, subject = without_mail_headers(front.body)
    body = markdown_of_restructured(body) if is_restructured(body, name) else body
    visible, warnings = blank_hidden(with_day_tabs(_REFERENCE.sub("#", body)))
    visible = _BOXES.sub(_boxes_apart, with_ruled_tables(with_html_divisions(visible)))
    visible, cut = _bounded(visible, front.body_line)
    contents = find_contents(visible)
    visible = blank_contents(visible, contents)
    moved = [SourceWarning(each.message, (each.line or 1) + front.body_line - 1) for each in warnings]
    listed = frozenset(line + front.body_line - 1 for line in contents.headings)
    return SourceDocument(name, safe, front, visible, (*moved, *cut), subject, listed=listed)


_REFERENCE = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+\"([^\"\n]{1,300})\"\s*[>%]\}\}")  # Hugo’s links to its own pages
_COMMENT = r"<!--|\{%-?\s*comment\s*-?%\}|\{%-?\s*raw\s*-?%\}|\{\{/\*|\{\{<!--|\{#(?=\s)"
_PHP = r"<\?(?:php\b|=)"
_OPENINGS = re.compile(rf"{_COMMENT}|{_PHP}|<(script|style|template|noscript|svg|nav)\b", re.IGNORECASE)
_LIQUID_END = re.compile(r"\{%-?\s*endcomment\s*-?%\}", re.IGNORECASE)
_FOOTER, _FOOTER_END = re.compile(r"<footer\b", re.IGNORECASE), re.compile(r"</footer\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_MARKDOWN_COMMENT = re.compile(
    r"^ {0,3}\[(?://|comment|_)[^\]\n]{0,40}\]:[ \t]*(?:#|<>)?.*$", re.IGNORECASE | re.MULTILINE
)


def blank_hidden(text: str) -> tuple[str, list[SourceWarning]]:
    """The text with hidden parts blanked, keeping lines; an unclosed comment hides the rest, with a warning."""
    pieces: list[str] = []
    warnings: list[SourceWarning] = []
    position = 0
    while match := _OPENINGS.search(text, position):
        opening = match.group(0).lower()
        end = _end_of(text, match, opening)
        if end is None:
            if opening.startswith("<") and opening != "<!--":
                pieces.append(text[position : match.end()])
                position = match.end()
                continue
            line = text.count("\n", 0, match.start()) + 1
            warnings.append(SourceWarning("a comment begins here and is never closed; the rest is not read", line))
            end = len(text)
        pieces.append(text[position : match.start()])
        pieces.append(_blanked(text[match.start() : end]))
        position = end
    pieces.append(text[position:])
    return _MARKDOWN_COMMENT.sub("", _without_footer("".join(pieces))), warnings


def _without_footer(text: str) -> str:
    """A text whose last footer is blank if only tags are behind it: what a site says below each of its pages."""
    *_, start = (-1, *(each.start() for each in _FOOTER.finditer(text)))
    end = next((each.end() for each in _FOOTER_END.finditer(text, start) if start >= 0), None)
    if end is None or _TAG.sub("", text[end:]).strip():
        return text
    return text[:start] + _blanked(text[start:end]) + text[end:]


def _end_of(text: str, match: re.Match[str], opening: str) -> int | None:
    if opening.startswith("<?"):
        closed = text.find("?>", match.end())
        return closed + 2 if closed >= 0 else len(text)
    if opening.startswith("{%"):
        if "raw" in opening:
            return match.end()
        found = _LIQUID_END.search(text, match.end())
        return found.end() if found else None
    closing = {"<!--": "-->", "{{/*": "*/}}", "{{<!--": "-->}}", "{#": "#}"}.get(opening)
    if closing is not None:
        at = text.find(closing, match.end())
        return at + len(closing) if at >= 0 else (match.end() if opening == "{#" else None)
    tag = re.compile(rf"</{opening[1:]}\s*>", re.IGNORECASE).search(text, match.end())
    return tag.end() if tag else None


def _blanked(text: str) -> str:
    return "\n" * text.count("\n") or " "
