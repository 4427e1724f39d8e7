"""The colors of code in a note, by its language.

Slow: load it and call it in a thread. Pygments needs 50 ms to start, some of its languages half a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from pygments.lexers import get_lexer_by_name
from pygments.token import Token
from pygments.util import ClassNotFound

if TYPE_CHECKING:
    from pygments.lexer import Lexer

    from confnotes.tui.widgets.live_line import Role

LONGEST_CODE: Final = 20_000  # characters of a block; longer ones have no colors
_ROLES: Final = (
    (Token.Comment, "code-comment"),
    (Token.Literal.String, "code-string"),
    (Token.Literal.Number, "code-number"),
    (Token.Operator.Word, "code-keyword"),
    (Token.Keyword, "code-keyword"),
    (Token.Name.Function, "code-name"),
    (Token.Name.Class, "code-name"),
    (Token.Name.Decorator, "code-name"),
    (Token.Name.Builtin, "code-name"),
    (Token.Name.Tag, "code-name"),
)


def code_roles(language: str, lines: Sequence[str]) -> list[tuple[Role, ...]]:
    """The styles of each line of a block of code; none for an unknown language."""
    text = "\n".join([*lines, ""])
    lexer = _lexer(language.lower()) if len(text) <= LONGEST_CODE else None
    try:
        tokens = [] if lexer is None else list(lexer.get_tokens_unprocessed(text))
    except Exception:  # each of its hundreds of languages may fail in its own way
        tokens = []
    found: list[list[Role]] = [[] for _ in lines]
    begins = [0, *accumulate(len(line) + 1 for line in lines)]
    row = 0
    for start, kind, token in tokens:
        role = next((role for parent, role in _ROLES if kind in parent), None)
        end = start + len(token)
        while row + 1 < len(lines) and begins[row + 1] <= start:
            row += 1
        at = row
        while role is not None and at < len(lines) and begins[at] < end:
            left, right = max(start - begins[at], 0), min(end - begins[at], len(lines[at]))
            if left < right:
                found[at].append((left, right, role))
            at += 1
    return [tuple(roles) for roles in found]


@lru_cache(maxsize=32)
def _lexer(language: str) -> Lexer | None:
    try:
        lexer: Lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    return lexer
