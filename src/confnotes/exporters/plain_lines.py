"""Most lines of notes hold nothing that Markdown knows: a parser passes them by, and looks for addresses where one is.

Addresses that stand in a text as they are become links; what only looks like one (`example.org`) does not.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_SYNTAX = re.compile(r"[\\`*_\[\]<&!~$^\n]|==")


def has_address(text: str) -> bool:
    """Whether an address may stand in the text as it is."""
    return "://" in text or "mailto:" in text


def is_plain(line: str) -> bool:
    """Whether a line holds nothing that Markdown knows."""
    return _SYNTAX.search(line) is None and not has_address(line)


def read_quickly(parser: MarkdownIt) -> MarkdownIt:
    """The parser, which from now on links addresses and takes plain lines for text at once."""
    parser.options["linkify"] = True
    parser.enable("linkify")
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
        parser.linkify.pretest = has_address
    parser.core.ruler.at("inline", _inline)
    return parser


def _inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            if is_plain(token.content):
                token.children = [Token("text", "", 0, content=token.content)]
            else:
                token.children = token.children or []
                state.md.inline.parse(token.content, state.md, state.env, token.children)
