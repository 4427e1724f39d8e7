"""A note as HTML inside a page: no raw HTML, nothing loaded, only http, https and mailto links."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import field

from markdown_it.common.utils import escapeHtml

from confnotes.exporters.languages.catalog import ENGLISH, Catalog
from confnotes.exporters.note_tree import NoteReader
from confnotes.markup.math.tree import mathml
from confnotes.model import document
from confnotes.model.fast_dataclass import fast_dataclass

_CALLOUT_TAGS = {True: ("details", "summary"), False: ("aside", "p")}
"""The elements of a callout and its title, for collapsible and other callouts."""
_TONES = {
    name: tone
    for tone, names in {
        "note": "note info abstract summary tldr example",
        "good": "tip hint important success check done",
        "ask": "question help faq todo",
        "care": "warning caution attention failure fail missing danger error bug",
        "said": "quote cite",
    }.items()
    for name in names.split()
}
_CLOCK = re.compile(r"\d{1,3}(?::\d\d){1,2}")
_LONG = 24
"""Formulas with more TeX characters may be wider than a phone screen: they scroll."""
_SIGNS = {True: "☑\ufe0e", False: "☐\ufe0e"}


def box_html(terms: Catalog, *, done: bool) -> str:
    """A task's checkbox, with a label for screen readers."""
    words = terms.done if done else terms.still_open
    return f'<span class="box" role="img" aria-label="{escapeHtml(words)}">{_SIGNS[done]}</span>'


@fast_dataclass(frozen=True, slots=True)
class PageContext:
    """The page around a note: the addresses of items and lines by id, those of tags by name in lower case, photos as
    figures, and words of its language.
    """

    address: Callable[[str], str | None]
    tags: Mapping[str, str] = field(default_factory=dict)
    figure: Callable[[document.PhotoShown], str | None] = lambda _photo: None
    terms: Catalog = ENGLISH


class NoteSetter:
    """Renders the notes of one page; a running number makes footnote anchors unique.

    `lines` are ids of lines that links may target, `anchored` those already rendered.
    """

    def __init__(self, page: PageContext, lines: Container[str] = ()) -> None:
        self.anchored: set[str] = set()
        self._reader = NoteReader(page.tags, lines)
        self._page = page
        self._notes = 0

    def note(self, text: str, level: int) -> str:
        """The HTML of a note under a heading of `level`."""
        self._notes += 1
        tree = self._reader.note(text)
        made = _NoteHtml(self._page, self.anchored, level, f"-n{self._notes}-")
        return (made.blocks(tree.blocks) + made.footnotes(tree.footnotes)).strip()

    def line(self, text: str, *, linked: bool = False) -> str:
        """The HTML of one line without a paragraph; `linked`: inside a link, so it contains none."""
        return _NoteHtml(self._page, self.anchored, 1, "").line(self._reader.line(text), linked=linked)


class _NoteHtml:
    """Renders one note. Photos of a line wait in `figures` until they are placed next to it."""

    def __init__(self, page: PageContext, anchored: set[str], level: int, number: str) -> None:
        self._page = page
        self._anchored = anchored
        self._level = level
        self._number = number
        self._figures: list[str] = []

    def blocks(self, blocks: document.Blocks) -> str:
        """Blocks, one below the other."""
        return "".join(map(self._block, blocks))

    def footnotes(self, footnotes: Sequence[document.FootnoteText]) -> str:
        """The footnotes at the end of a note."""
        made = "".join(self._footnote(number, one) for number, one in enumerate(footnotes))
        head = '<hr class="footnotes-sep" />\n<section class="footnotes">\n<ol class="footnotes-list">\n'
        return f"{head}{made}</ol>\n</section>\n" if made else ""

    def _footnote(self, number: int, footnote: document.FootnoteText) -> str:
        """A footnote with arrows back to its references."""
        name = f"{self._number}{number + 1}"
        label = escapeHtml(self._page.terms.back_to_text)
        back = "".join(
            f' <a href="#fnref{name}{_again(one)}" class="back" aria-label="{label}">↩\ufe0e</a>'
            for one in footnote.marks
        )
        inside = self.blocks(footnote.blocks)
        inside = f"{inside[:-5]}{back}</p>\n" if inside.endswith("</p>\n") else inside + back
        return f'<li id="fn{name}" class="footnote-item">{inside}</li>\n'

    def _block(self, block: document.Block) -> str:
        match block:
            case document.Paragraph():
                return self._paragraph(block)
            case document.HeadingBlock():
                tag = f"h{min(self._level + block.depth, 6)}"
                line, place = self._placed(block.inside)
                return f"<{tag}{_attributes([], place)}>{line}</{tag}>\n"
            case document.ListBlock():
                items = "".join(map(self._item, block.items))
                if block.first is None:
                    return f"<ul>\n{items}</ul>\n"
                start = f' start="{block.first}"' if block.first != 1 else ""
                return f"<ol{start}>\n{items}</ol>\n"
            case document.Quotation():
                return f"<blockquote>\n{self.blocks(block.blocks)}</blockquote>\n"
            case document.Callout():
                return self._callout(block)
            case document.CodeBlock():
                language = f' class="language-{escapeHtml(block.language)}"' if block.language else ""
                return f"<pre><code{language}>{escapeHtml(block.words)}</code></pre>\n"
            case document.TableBlock():
                return self._table(block)
            case document.FormulaBlock():
                return _display(block.tex, "div")
            case document.Divider():
                return "<hr />\n"

    def _paragraph(self, block: document.Paragraph, box: str = "") -> str:
        text, place = self._placed(block.inside, box=box, figures=True)
        names = [name for name in (block.role, "private" if block.private else "") if name]
        if block.tight and place:
            text = f"<span{_attributes([], place)}></span>{text}"
        return self._beside(text, _attributes(names, place), tight=block.tight)

    def _beside(self, text: str, attributes: str, *, tight: bool) -> str:
        """A paragraph with its photos next to it, or the photos alone."""
        figures, self._figures = "".join(self._figures), []
        if figures and not text.replace("<br />", "").strip():
            return figures
        paragraph = text if tight and not figures else f"<p{attributes}>{text}</p>\n"
        return f'<div class="beside">{paragraph}{figures}</div>\n' if figures else paragraph

    def _item(self, item: document.ListItem) -> str:
        """An item; its only line gives it the anchor."""
        names = [] if item.done is None else ["task", "done"] if item.done else ["task"]
        box = f"{box_html(self._page.terms, done=item.done)} " if item.done is not None else ""
        match item.blocks:
            case (document.Paragraph(tight=True) as first, *rest):
                text, place = self._placed(first.inside, box=box, figures=True)
                private = ["private"] if first.private else []
                told = self._beside(text, _attributes(private, ""), tight=True)
                return f"<li{_attributes(names, place, *private)}>{told}{self.blocks(tuple(rest))}</li>\n"
            case (document.Paragraph() as first, *rest):
                told = self._paragraph(first, box) + self.blocks(tuple(rest))
            case _:
                told = self.blocks(item.blocks)
        return f"<li{_attributes(names, '')}>{told}</li>\n"

    def _callout(self, callout: document.Callout) -> str:
        """A callout; a collapsible one toggles by its title."""
        tag, name = _CALLOUT_TAGS[bool(callout.fold)]
        how = {"": ' role="note"', "-": "", "+": " open"}[callout.fold]
        title = self.line(callout.title, linked=True)
        return (
            f'<{tag} class="callout {_TONES.get(callout.kind, "note")}"{how}><{name} class="name">{title}</{name}>\n'
            f"{self.blocks(callout.blocks)}</{tag}>\n"
        )

    def _table(self, table: document.TableBlock) -> str:
        head, *rows = (
            "".join(("<tr>\n", *map(self._cell, row, table.sides, [tag] * len(row)), "</tr>\n"))
            for tag, row in (("th", table.head), *(("td", row) for row in table.rows))
        )
        body = f"<tbody>\n{''.join(rows)}</tbody>\n" if rows else ""
        return f'<div class="table" tabindex="0" role="group"><table><thead>\n{head}</thead>\n{body}</table></div>\n'

    def _cell(self, cell: document.Line, side: str, tag: str) -> str:
        text, place = self._placed(cell, figures=True)
        figures, self._figures = "".join(self._figures), []
        names = [side] if side in ("center", "right") else []
        return f"<{tag}{_attributes(names, place)}>{text}{figures}</{tag}>\n"

    def _placed(self, line: document.Line, *, box: str = "", figures: bool = False) -> tuple[str, str]:
        """The HTML of some lines, and the id for their container; with several lines, each has its own id."""
        lines: list[list[document.Inline]] = [[]]
        for piece in line:
            if isinstance(piece, document.LineBreak):
                lines.append([])
            else:
                lines[-1].append(piece)
        made = []
        place = ""
        for own in lines:
            end = own[-1] if own else None
            place = end.id if isinstance(end, document.LinePlace) and end.id not in self._anchored else ""
            self._anchored |= {place} - {""}
            before = f"<span{_attributes([], place)}></span>" if place and len(lines) > 1 else ""
            made.append(before + box + self.line(own, figures=figures))
            box = ""
        return "<br />\n".join(made), place if len(lines) == 1 else ""

    def line(self, line: Sequence[document.Inline], *, linked: bool = False, figures: bool = False) -> str:
        """The HTML of a line; `linked`: inside a link, so it contains none; `figures`: show its photos."""
        return "".join(self._piece(piece, linked=linked, figures=figures) for piece in line)

    def _piece(self, piece: document.Inline, *, linked: bool, figures: bool) -> str:
        match piece:
            case str():
                return escapeHtml(piece)
            case document.LineBreak():
                return "<br />\n"
            case document.Styled():
                inside = self.line(piece.inside, linked=linked, figures=figures)
                return f"<{piece.style}>{inside}</{piece.style}>"
            case document.CodeSpan():
                return f"<code>{escapeHtml(piece.words)}</code>"
            case document.Formula():
                return _display(piece.tex, "span") if piece.display else _in_line(piece.tex)
            case document.LinkedText():
                return self._link(piece, linked=linked, figures=figures)
            case document.TagName():
                tag = escapeHtml(f"#{piece.name}")
                address = self._page.tags[piece.name.lower()]
                return tag if linked else f'<a href="{escapeHtml(address)}" class="tag">{tag}</a>'
            case document.PhotoShown():
                return self._photo(piece, linked=linked, figures=figures)
            case document.FootnoteMark():
                return "" if linked else self._mark(piece)
            case document.LinePlace():
                return ""

    def _link(self, link: document.LinkedText, *, linked: bool, figures: bool) -> str:
        inside = self.line(link.inside, linked=True, figures=figures)
        is_inner = link.target.startswith("#")
        target = self._page.address(link.target[1:]) if is_inner else link.target
        if linked or target is None:
            return inside
        if link.is_image:
            return f'<a href="{escapeHtml(target)}" class="image">{inside}</a>'
        # A position in a recording, `12:40`, is muted.
        is_moment = len(link.inside) == 1 and isinstance(link.inside[0], str) and _CLOCK.fullmatch(link.inside[0])
        more = ("" if is_inner else ' rel="noopener noreferrer"') + (' class="moment"' if is_moment else "")
        return f'<a href="{escapeHtml(target)}"{more}>{inside}</a>'

    def _photo(self, photo: document.PhotoShown, *, linked: bool, figures: bool) -> str:
        """Nothing for a photo shown next to the line; a repeated line does not show its photo again."""
        figure = self._page.figure(photo) if figures and not linked else None
        if figure is None:
            return escapeHtml(photo.instead if figures else photo.words)
        self._figures.append(figure)
        return ""

    def _mark(self, mark: document.FootnoteMark) -> str:
        name, again = f"{self._number}{mark.number + 1}", _again(mark.again)
        link = f'<a href="#fn{name}" id="fnref{name}{again}">[{mark.number + 1}{again}]</a>'
        return f'<sup class="footnote-ref">{link}</sup>'


def _attributes(names: Sequence[str], place: str, *behind: str) -> str:
    """The classes and id of an element; `taken` marks a line that links target."""
    classes = " ".join((*names, *(("taken",) if place else ()), *behind))
    given = (f' class="{classes}"' if classes else "", f' id="{place}"' if place else "")
    return "".join(given if names else reversed(given))


def _again(number: int) -> str:
    return f":{number}" if number else ""


def _in_line(tex: str) -> str:
    inside = mathml(tex, block=False)
    if inside is None:
        return _as_typed(tex)
    return f'<span class="math" tabindex="0">{inside}</span>' if len(tex) > _LONG else inside


def _display(tex: str, tag: str) -> str:
    inside = mathml(tex, block=True) or _as_typed(tex)
    return f'<{tag} class="math" tabindex="0" role="group">{inside}</{tag}>'


def _as_typed(tex: str) -> str:
    """The source of an unsupported formula."""
    return f'<span class="tex">{escapeHtml(tex.strip())}</span>'
