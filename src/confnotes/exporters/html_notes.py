"""A note as HTML inside a page: no raw HTML, no image loaded, links to http, https and mailto only."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from confnotes.exporters.addresses import is_allowed
from confnotes.exporters.math_text import readable_math
from confnotes.exporters.note_blocks import answer_text, is_answer, is_question, is_tangled, note_parser, tidy

_TAG = re.compile(r"(?<![\w/&#])#([^\W\d_][\w/-]*)")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_PRIVATE = re.compile(r"%%[ \t]*|[ \t]*%%")
_CLOCK = re.compile(r"\d{1,3}(?::\d\d){1,2}")
_BOXES = {True: ("☑", "done"), False: ("☐", "open")}


class NoteSetter:
    """Sets the notes of one page; anchors of footnotes are told apart by a running number."""

    def __init__(self, has_item: Callable[[str], bool], tag_anchor: Callable[[str], str | None]) -> None:
        self._has_item = has_item
        self._tag_anchor = tag_anchor
        self._parser = _page_parser()
        self._notes = 0

    def note(self, text: str, level: int) -> str:
        """The HTML of a note below a heading of `level`."""
        if is_tangled(text):
            return f"<pre>{escapeHtml(text)}</pre>"
        self._notes += 1
        env: dict[str, Any] = {"docId": f"n{self._notes}"}
        tokens = _without_dead_returns(self._parser.parse(tidy(text), env))
        self._set(tokens, level)
        return str(self._parser.renderer.render(tokens, self._parser.options, env)).strip()

    def line(self, text: str) -> str:
        """The HTML of one line, without a paragraph around it."""
        if is_tangled(text):
            return escapeHtml(" ".join(text.split()))
        tokens = self._parser.parseInline(" ".join(text.split()))
        self._set(tokens, 6)
        return str(self._parser.renderer.render(tokens, self._parser.options, {})).strip()

    def _set(self, tokens: list[Token], level: int) -> None:
        open_levels: list[int] = []
        asked = False
        for number, token in enumerate(tokens):
            if token.type == "heading_open":
                own = int(token.tag[1])
                while open_levels and open_levels[-1] >= own:
                    open_levels.pop()
                open_levels.append(own)
                token.tag = tokens[number + 2].tag = f"h{min(level + len(open_levels), 6)}"
            elif token.type == "inline" and token.children is not None:
                asked = is_question(token.content) or (asked and is_answer(token.content))
                if asked:
                    _set_question(tokens, number, token.children)
                self._set_inline(tokens, number, token.children)
            elif token.type in {"paragraph_open", "td_open", "th_open", "list_item_open", "blockquote_open"}:
                token.attrs.pop("style", None)

    def _set_inline(self, tokens: list[Token], number: int, children: list[Token]) -> None:
        around = tokens[number - 1] if number else None
        if around is not None and around.type == "paragraph_open":
            if "%%" in tokens[number].content:
                around.attrJoin("class", "private")
                if around.hidden and number > 1:
                    tokens[number - 2].attrJoin("class", "private")
            item = tokens[number - 2] if number > 1 else None
            task = _TASK.match(tokens[number].content)
            if task and item is not None and item.type == "list_item_open":
                done = task[1] != " "
                item.attrJoin("class", "task done" if done else "task")
                _cut_start(children, _TASK)
                children.insert(0, _box(done))
        tokens[number].children = self._with_links_judged(children)

    def _with_links_judged(self, children: list[Token]) -> list[Token]:
        kept: list[Token] = []
        dead_links: list[bool] = []
        for number, child in enumerate(children):
            if child.type == "link_open":
                href = str(child.attrs.get("href", ""))
                dead = not (is_allowed(href) or (href.startswith("#") and self._has_item(href[1:])))
                dead_links.append(dead)
                if not dead:
                    child.attrs = {"href": href, **({"rel": "noopener noreferrer"} if href[0] != "#" else {})}
                    if _is_moment(children[number + 1 : number + 3]):
                        child.attrs["class"] = "moment"
                    kept.append(child)
            elif child.type == "link_close":
                if not dead_links or not dead_links.pop():
                    kept.append(child)
            elif child.type == "image":
                kept += _image_as_link(child, linked=bool(dead_links))
            elif child.type == "text" and not dead_links:
                kept += self._with_tags(child)
            else:
                kept.append(child)
        return kept

    def _with_tags(self, child: Token) -> list[Token]:
        child.content = _PRIVATE.sub("", child.content) if "%%" in child.content else child.content
        if "#" not in child.content:
            return [child]
        made, last = [], 0
        for match in _TAG.finditer(child.content):
            anchor = self._tag_anchor(match[1])
            if anchor is not None:
                made.append(_text(child.content[last : match.start()]))
                made += [_open_link(f"#{anchor}", "tag"), _text(match[0]), Token("link_close", "a", -1)]
                last = match.end()
        return [*made, _text(child.content[last:])]


def _without_dead_returns(tokens: list[Token]) -> list[Token]:
    """Without the arrows of footnotes that lead back to a mark which was dropped with a second definition."""
    marks = {
        (child.meta["id"], child.meta["subId"])
        for token in tokens
        for child in token.children or ()
        if child.type == "footnote_ref"
    }
    return [
        token
        for token in tokens
        if token.type != "footnote_anchor" or (token.meta["id"], token.meta.get("subId", 0)) in marks
    ]


def _page_parser() -> MarkdownIt:
    parser = note_parser()
    parser.options["breaks"] = True
    parser.options["linkify"] = True
    parser.enable("linkify")
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    parser.add_render_rule("math_inline", _math)
    parser.add_render_rule("math_inline_double", _math)
    parser.add_render_rule("math_block", _math_block)
    parser.add_render_rule("table_open", lambda *_: '<div class="table" tabindex="0" role="group"><table>')
    parser.add_render_rule("table_close", lambda *_: "</table></div>")
    parser.add_render_rule("box", _render_box)
    return parser


def _math(_renderer: Any, tokens: Sequence[Token], number: int, *_: Any) -> str:
    return f'<span class="math">{readable_math(tokens[number].content)}</span>'


def _math_block(_renderer: Any, tokens: Sequence[Token], number: int, *_: Any) -> str:
    return f'<p class="math block">{readable_math(tokens[number].content)}</p>\n'


def _render_box(_renderer: Any, tokens: Sequence[Token], number: int, *_: Any) -> str:
    sign, words = _BOXES[tokens[number].content == "done"]
    return f'<span class="box" role="img" aria-label="{words}">{sign}</span> '


def _box(done: bool) -> Token:
    token = Token("box", "span", 0)
    token.content = "done" if done else "open"
    return token


def _set_question(tokens: list[Token], number: int, children: list[Token]) -> None:
    """Mark a question, or an answer that stands in its own paragraph; in a list both stand in one."""
    around = tokens[number - 1] if number else None
    if around is None or around.type != "paragraph_open":
        return
    around.attrJoin("class", "question" if is_question(tokens[number].content) else "answer")
    _cut_start(children, re.compile(r"[?!][ \t]*"))
    for before, child in pairwise(children):
        if before.type in {"softbreak", "hardbreak"} and child.type == "text" and is_answer(child.content):
            child.content = f"→ {answer_text(child.content)}"


def _is_moment(inside: Sequence[Token]) -> bool:
    """Whether a link's words, and its end, are a place in a recording: `12:40`. It is set quietly."""
    types = [token.type for token in inside]
    return types == ["text", "link_close"] and _CLOCK.fullmatch(inside[0].content) is not None


def _cut_start(children: list[Token], mark: re.Pattern[str]) -> None:
    if children and children[0].type == "text":
        children[0].content = mark.sub("", children[0].content, count=1)


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def _open_link(href: str, name: str = "") -> Token:
    token = Token("link_open", "a", 1)
    token.attrs = {"href": href, **({"class": name} if name else {})}
    return token


def _image_as_link(image: Token, *, linked: bool) -> list[Token]:
    source = str(image.attrs.get("src", ""))
    words = _text(image.content or source.rsplit("/", 1)[-1])
    if linked or not is_allowed(source):
        return [words]
    return [_open_link(source, "image"), words, Token("link_close", "a", -1)]
