"""Callouts, as Obsidian writes them: a quotation that begins `[!note] Title`, with `-` or `+` behind where it folds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from markdown_it.token import Token

BREAKS: Final = frozenset({"softbreak", "hardbreak"})
"""The tokens that end a line within a paragraph."""

_HEAD = re.compile(r"\[!([A-Za-z][A-Za-z0-9 _-]{0,30})\]([+-]?)[ \t]*")


def with_callouts(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a note with each callout as `callout`, which holds a `callout_title` and then its text.

    The token that opens it has `kind`, in small letters, and `fold` (`-`, `+` or empty) in its `meta`.
    """
    if not any(token.type == "blockquote_open" for token in tokens):
        return list(tokens)
    made: list[Token] = []
    is_callout: list[bool] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token.type == "blockquote_open":
            head = _head(tokens[at : at + 3])
            is_callout.append(bool(head))
            made += head or [token]
            at += 3 if head else 0
        elif token.type == "blockquote_close" and is_callout.pop():
            made.append(Token("callout_close", "", -1, block=True))
        else:
            made.append(token)
    return made


def _head(tokens: Sequence[Token]) -> list[Token]:
    """What a callout begins with, where the first tokens inside of a quotation begin one; else nothing."""
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return []
    opener, inline, closer = tokens
    children = inline.children or []
    head = _HEAD.match(children[0].content) if children and children[0].type == "text" else None
    if head is None:
        return []
    depths = accumulate(child.nesting for child in children)
    breaks = (at for at, depth in enumerate(depths) if depth == 0 and children[at].type in BREAKS)
    end = next(breaks, len(children))
    title = [children[0].copy(content=children[0].content[head.end() :]), *children[1:end]]
    if not any(child.content or child.nesting for child in title):
        title = [Token("text", "", 0, content=head[1].strip().capitalize())]
    kind, rest = head[1].strip().lower(), children[end + 1 :]
    return [
        Token("callout_open", "", 1, block=True, meta={"kind": kind, "fold": head[2]}),
        Token("callout_title_open", "", 1, block=True),
        Token("inline", "", 0, block=True, content="".join(child.content for child in title), children=title),
        Token("callout_title_close", "", -1, block=True),
        *([opener, _line(inline, rest), closer] if rest else ()),
    ]


def _line(inline: Token, children: list[Token]) -> Token:
    return inline.copy(content=inline.content.partition("\n")[2], children=children)
