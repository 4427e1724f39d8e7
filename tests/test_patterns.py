"""Every regular expression of the program means the same on every Python that it supports.

Before 3.11.5 `re` matches possessive repeats (`x*+`) and atomic groups (`(?>x)`) wrongly, without an error.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from source_modules import SOURCE, modules

_ESCAPED_OR_CLASS = re.compile(r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*\]", re.DOTALL)
_REFUSED = re.compile(r"(?:[\w.]|(?<!\()\))(?:[*+?]|\{[\d,]+\})\+|\(\?>")


def _refused_in(pattern: str) -> bool:
    """Whether a text, read as a pattern, has an atomic group, or a possessive repeat of a letter, class or group."""
    return _REFUSED.search(_ESCAPED_OR_CLASS.sub("c", pattern)) is not None


def _strings_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every string but those that only document; what an f-string fills in reads as one letter."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                pass
            case ast.Constant(value=str(text)):
                yield node.lineno, text
            case ast.Constant(value=bytes(data)):
                yield node.lineno, data.decode("latin-1")
            case ast.JoinedStr(values=parts):
                texts = [part.value if isinstance(part, ast.Constant) else "x" for part in parts]
                yield node.lineno, "".join(map(str, texts))
            case _:
                yield from _strings_of(node)


@pytest.mark.parametrize(
    ("pattern", "is_refused"),
    [
        ("[^x]*+y", True),
        (r"(?:a|\\b){3,}+", True),
        ("a?+", True),
        ("a++", True),
        ("(?>a|b)c", True),
        (r"[-*+]\s+", False),
        (r"\++|[*]+", False),
        (r"[\]*+]+(?:a)+", False),
        ("$&'()*+,;=", False),
    ],
)
def test_the_test_knows_what_to_refuse(pattern: str, is_refused: bool) -> None:
    assert _refused_in(pattern) is is_refused


def test_no_pattern_is_read_otherwise_by_an_older_python() -> None:
    wrong = [
        f"{module.path.relative_to(SOURCE)}:{line}: {text!r}"
        for module in modules().values()
        for line, text in _strings_of(module.tree)
        if _refused_in(text)
    ]
    assert not wrong, "\n".join(["possessive or atomic, which Python 3.11.2 reads otherwise:", *wrong])
