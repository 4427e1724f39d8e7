"""A note as HTML inside a page: no raw HTML, nothing loaded, links to http, https and mailto only.

A note is parsed once. What CommonMark does not know is found in its tokens: questions and their answers, lines that are
linked to, callouts, tasks, private lines, tags, photos.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from confnotes.exporters.callouts import with_callouts
from confnotes.exporters.html.blocks import Paragraph, parted, simple
from confnotes.exporters.html.inline import Judge
from confnotes.exporters.html.rules import TERMS, closing, html, opening, page_parser
from confnotes.exporters.languages.catalog import ENGLISH, Catalog
from confnotes.exporters.plain_lines import has_address, is_plain
from confnotes.markup.note_blocks import idle_rules, is_tangled, line_and_anchor, with_plain_lists

_CALLOUT_TAGS = {True: ("details", "summary"), False: ("aside", "p")}
"""The elements of a callout and its title, by whether it folds."""
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


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The page around a note: the items in it, its index of tags, its photos as figures, the words of its language.

    `lines` are the ids of lines that may be linked to.
    """

    has_item: Callable[[str], bool]
    tag_anchor: Callable[[str], str | None]
    lines: Collection[str] = ()
    figure: Callable[[str, str], str | None] = lambda _photo, _words: None
    terms: Catalog = ENGLISH


class NoteSetter:
    """Sets the notes of one page; anchors of footnotes are told apart by a running number.

    `anchored` are the ids of lines that stand in what was set.
    """

    def __init__(self, page: Surroundings) -> None:
        self.anchored: set[str] = set()
        self._page = page
        self._judge = Judge(page.has_item, page.tag_anchor, page.figure)
        self._parser = page_parser()
        self._notes = 0

    def note(self, text: str, level: int) -> str:
        """The HTML of a note below a heading of `level`."""
        if is_tangled(text):
            return f"<pre>{escapeHtml(text)}</pre>"
        self._notes += 1
        env: dict[str, Any] = {"docId": f"n{self._notes}", TERMS: self._page.terms}
        text = with_plain_lists(text)
        parser = page_parser(idle_rules(text))
        parser.options["linkify"] = has_address(text)
        tokens = with_callouts(_without_dead_returns(parser.parse(text, env)))
        return self._rendered(self._set(tokens, level), env)

    def line(self, text: str, *, linked: bool = False) -> str:
        """The HTML of one line, without a paragraph around it; `linked`: it stands in a link and holds none."""
        text = " ".join(line_and_anchor(text)[0].split())
        if (is_plain(text) and "#" not in text and "%%" not in text) or is_tangled(text):
            return escapeHtml(text)
        self._parser.options["linkify"] = has_address(text)
        tokens = self._parser.parseInline(text)
        for token in tokens:
            token.children = self._judge.judged(token.children or [], bare=linked, figures=False)
        return self._rendered(tokens, {TERMS: self._page.terms})

    def _rendered(self, tokens: list[Token], env: dict[str, Any]) -> str:
        return str(self._parser.renderer.render(tokens, self._parser.options, env)).strip()

    def _set(self, tokens: list[Token], level: int) -> list[Token]:
        made: list[Token] = []
        headings: list[int] = []
        folds: list[bool] = []
        asked = False
        number = 0
        while number < len(tokens):
            token = tokens[number]
            number += 1
            if token.type == "paragraph_open":
                end = next(at for at in range(number, len(tokens)) if tokens[at].type == "paragraph_close") + 1
                item = made[-1] if made and made[-1].type == "list_item_open" else None
                asked = self._paragraph(made, tokens[number - 1 : end], item, asked=asked)
                number = end
                continue
            if token.type == "heading_open":
                own = int(token.tag[1])
                while headings and headings[-1] >= own:
                    headings.pop()
                headings.append(own)
                token.tag = tokens[number + 1].tag = f"h{min(level + len(headings), 6)}"
            elif token.type == "inline":
                self._inline(token, made[-1])
                asked = False
            elif token.type == "callout_open":
                folds.append(bool(token.meta["fold"]))
                made += self._callout_open(token, tokens[number + 1])
                number += 3
                continue
            elif token.type == "callout_close":
                made.append(closing(_CALLOUT_TAGS[folds.pop()][0]))
                continue
            made.append(token)
        return made

    def _callout_open(self, callout: Token, title: Token) -> list[Token]:
        """A callout up to its text; one that folds is opened and closed by its title."""
        kind, fold = callout.meta["kind"], callout.meta["fold"]
        tag, name = _CALLOUT_TAGS[bool(fold)]
        given = {"class": f"callout {_TONES.get(kind, 'note')}"}
        given |= {"role": "note"} if not fold else {"open": ""} if fold == "+" else {}
        title.children = self._judge.judged(title.children or [], bare=True)
        return [opening(tag, given), opening(name, {"class": "name"}), title, closing(name)]

    def _inline(self, token: Token, around: Token) -> None:
        """A heading or a cell: one line."""
        side = str(around.attrs.pop("style", "")).removeprefix("text-align:")
        if side in ("center", "right"):
            around.attrJoin("class", side)
        children = token.children or []
        if "^" in token.content and children and children[-1].type == "text":
            self._anchor(children[-1], around)
        if around.type == "heading_open":
            token.children = self._judge.judged(children, figures=False)
        else:
            token.children = [*self._judge.judged(children), *map(html, self._judge.taken_figures())]

    def _paragraph(self, made: list[Token], tokens: list[Token], item: Token | None, *, asked: bool) -> bool:
        """Add a paragraph as what it is, the arrow back from a footnote with it; whether an answer may follow."""
        opener, inline = tokens[:2]
        children = inline.children or []
        if len(tokens) > 3 or (simple(inline.content) and not asked):
            inline.children = self._judge.judged(children)
            made += tokens
            made += map(html, self._judge.taken_figures())
            return False
        kind = ""
        for part in parted(inline.content, children, asked=asked, in_list=item is not None):
            kind = part.kind
            made += self._part(part, opener, item)
            item = None
        return bool(kind)

    def _part(self, part: Paragraph, opener: Token, item: Token | None) -> list[Token]:
        """The tokens of a paragraph; a list's item that is one line stands for it."""
        names = " ".join(name for name in (part.kind, "private" if part.private else "") if name)
        attributes: dict[str, str | int | float] = {"class": names} if names else {}
        around = item if item is not None and opener.hidden and not part.kind else None
        if item is not None and part.box is not None:
            item.attrJoin("class", "task done" if part.box == "done" else "task")
        hidden = opener.hidden and not part.kind
        block = Token("paragraph_open", "p", 1, attrs=attributes, block=True, hidden=hidden)
        for line in part.lines:
            if "^" in part.source and line and line[-1].type == "text":
                place = around or block
                if len(part.lines) > 1:
                    place = Token("anchor", "span", 0)
                if self._anchor(line[-1], place) and place.type == "anchor":
                    line.insert(0, place)
        if around is not None and part.private:
            around.attrJoin("class", "private")
        judged = self._judge.judged(part.children())
        figures = self._judge.taken_figures()
        inline = Token("inline", "", 0, children=judged)
        if not figures:
            return [block, inline, Token("paragraph_close", "p", -1, block=True, hidden=hidden)]
        shown = [html(figure) for figure in figures]
        if not any(child.type != "softbreak" and (child.content.strip() or child.nesting) for child in judged):
            return shown
        block.hidden = False
        text = [block, inline, Token("paragraph_close", "p", -1, block=True)]
        return [opening("div", {"class": "beside"}), *text, *shown, closing("div")]

    def _anchor(self, last: Token, place: Token) -> bool:
        """Take the id off the text that ends a line, if it is one of a line, and give it to the place."""
        text, identifier = line_and_anchor(last.content)
        if identifier is None or identifier not in self._page.lines or identifier in self.anchored:
            return False
        self.anchored.add(identifier)
        last.content = text
        place.attrs["id"] = identifier
        place.attrJoin("class", "taken")
        return True


def _without_dead_returns(tokens: list[Token]) -> list[Token]:
    """Without the arrows of footnotes that lead back to a mark which was dropped with a second definition."""
    if not any(token.type == "footnote_anchor" for token in tokens):
        return tokens
    marks = {
        (child.meta["id"], child.meta.get("subId", 0))
        for token in tokens
        for child in token.children or ()
        if child.type == "footnote_ref"
    }
    return [
        token
        for token in tokens
        if token.type != "footnote_anchor" or (token.meta["id"], token.meta.get("subId", 0)) in marks
    ]
