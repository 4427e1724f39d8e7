"""The parser of a page's notes, and how it writes what Markdown alone does not know: math, boxes, tables, figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from confnotes.exporters.math.text import readable_math
from confnotes.exporters.math.tree import mathml
from confnotes.exporters.plain_lines import read_quickly
from confnotes.markup.note_blocks import note_parser

TERMS = "terms"
"""Where the words of the page's language are in the environment that rules are given."""
_LONG = 24
"""Formulas of more letters of TeX may be wider than a phone: they scroll."""
_SIGNS = {"done": "☑\ufe0e", "open": "☐\ufe0e"}


@cache
def page_parser(idle: frozenset[str] = frozenset()) -> MarkdownIt:
    """The parser and renderer of notes in a page, without rules for blocks that are `idle`.

    Linkify is switched on by its option where there is an address.
    """
    parser = read_quickly(note_parser(idle))
    parser.options["breaks"] = True
    rules: dict[str, Callable[..., str]] = {
        "paragraph_open": _paragraph_open,
        "paragraph_close": lambda _renderer, tokens, number, *_: "" if tokens[number].hidden else "</p>\n",
        "bullet_list_open": lambda *_: "<ul>\n",
        "bullet_list_close": lambda *_: "</ul>\n",
        "list_item_open": _item_open,
        "list_item_close": lambda *_: "</li>\n",
        "math_inline": _math,
        "math_inline_double": _display,
        "math_block": _display,
        "table_open": lambda *_: '<div class="table" tabindex="0" role="group"><table>',
        "table_close": lambda *_: "</table></div>\n",
        "made": lambda _renderer, tokens, number, *_: tokens[number].content,
        "anchor": lambda renderer, tokens, number, *_: f"<span{renderer.renderAttrs(tokens[number])}></span>",
        "box": _box,
        "footnote_anchor": _return,
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, rule)
    return parser


def html(content: str) -> Token:
    """A token that is written as it is; the content is ours, or escaped."""
    return Token("made", "", 0, content=content)


def opening(tag: str, attributes: Mapping[str, str]) -> Token:
    """A token that opens an element."""
    given = "".join(f' {name}="{escape(value)}"' if value else f" {name}" for name, value in attributes.items())
    return html(f"<{tag}{given}>")


def closing(tag: str) -> Token:
    """A token that closes an element."""
    return html(f"</{tag}>\n")


def box(state: str) -> Token:
    """The box of a task that is `done` or `open`."""
    return Token("box", "span", 0, content=state)


def box_html(state: str, words: str) -> str:
    """The box as it stands in a page, told in words to who does not see it."""
    return f'<span class="box" role="img" aria-label="{escape(words)}">{_SIGNS[state]}</span>'


def _paragraph_open(renderer: Any, tokens: Sequence[Token], number: int, *_: Any) -> str:
    token = tokens[number]
    if token.hidden:
        return ""
    return f"<p{renderer.renderAttrs(token)}>" if token.attrs else "<p>"


def _item_open(renderer: Any, tokens: Sequence[Token], number: int, *_: Any) -> str:
    token = tokens[number]
    return f"<li{renderer.renderAttrs(token)}>" if token.attrs else "<li>"


def _math(_renderer: Any, tokens: Sequence[Token], number: int, *_: Any) -> str:
    tex = tokens[number].content
    inside = mathml(tex, block=False)
    if inside is None:
        return f'<span class="tex">{readable_math(tex)}</span>'
    return f'<span class="math" tabindex="0">{inside}</span>' if len(tex) > _LONG else inside


def _display(_renderer: Any, tokens: Sequence[Token], number: int, *_: Any) -> str:
    tex = tokens[number].content
    inside = mathml(tex, block=True) or readable_math(tex)
    tag = "div" if tokens[number].type == "math_block" else "span"
    return f'<{tag} class="math" tabindex="0" role="group">{inside}</{tag}>'


def _box(_renderer: Any, tokens: Sequence[Token], number: int, _options: Any, env: Mapping[str, Any]) -> str:
    terms = env[TERMS]
    state = tokens[number].content
    return f"{box_html(state, terms.done if state == 'done' else terms.still_open)} "


def _return(renderer: Any, tokens: Sequence[Token], number: int, options: Any, env: Mapping[str, Any]) -> str:
    """The arrow from a footnote back to its mark."""
    place = renderer.rules["footnote_anchor_name"](tokens, number, options, env)
    sub = tokens[number].meta.get("subId", 0)
    again = f":{sub}" if sub > 0 else ""
    return f' <a href="#fnref{place}{again}" class="back" aria-label="{escape(env[TERMS].back_to_text)}">↩\ufe0e</a>'
