"""Callouts, as Obsidian writes them: a quotation that begins `[!note] Title`, with `-` or `+` behind where it folds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from markdown_it.token import Token

from confnotes.exporters.html.rules import BREAKS

_HEAD = re.compile(r"\[!([A-Za-z][A-Za-z0-9 _-]{0,30})\]([+-]?)[ \t]*")
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
class Callout:
    """What a quotation is as a callout; `text_follows` where its first paragraph goes on behind the title."""

    kind: str
    fold: str
    title: list[Token]
    text_follows: bool

    @property
    def folds(self) -> bool:
        """Whether a reader opens and closes it."""
        return bool(self.fold)

    @property
    def tag(self) -> str:
        """The element that it is."""
        return "details" if self.fold else "aside"

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of the element."""
        given = {"class": f"callout {_TONES.get(self.kind, 'note')}"}
        return given | ({"role": "note"} if not self.fold else {"open": ""} if self.fold == "+" else {})


def callout_of(tokens: Sequence[Token]) -> Callout | None:
    """The callout that the first tokens inside of a quotation begin, its head taken off them; None where it is none."""
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return None
    inline = tokens[1]
    children = inline.children or []
    if not children or children[0].type != "text":
        return None
    head = _HEAD.match(children[0].content)
    if head is None:
        return None
    depths = accumulate(child.nesting for child in children)
    breaks = (at for at, depth in enumerate(depths) if depth == 0 and children[at].type in BREAKS)
    end = next(breaks, len(children))
    children[0].content = children[0].content[head.end() :]
    title, rest = children[:end], children[end + 1 :]
    if not any(child.content or child.nesting for child in title):
        title = [Token("text", "", 0, content=head[1].strip().capitalize())]
    inline.children = rest
    inline.content = inline.content.partition("\n")[2]
    return Callout(head[1].strip().lower(), head[2], title, text_follows=bool(rest))
