"""Formulas within titles, `Learning $\\ell_2$ nets` as Learning ℓ₂ nets.

A file keeps the title as its source has it; whatever shows it to people asks here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_FORMULA = re.compile(
    r"(?<![\\\w$])(?:\$\$([^$]+)\$\$|\$(?![\s\d])([^$]*[^\s$\\])\$|\$(\d[^$\s]*)\$)(?![\w$])|\\\((.+?)\\\)"
)


def shown_title(title: str) -> str:
    """The title with its formulas as Unicode; a formula that cannot be written so stays as it is."""
    return _with_formulas(title) if "$" in title or "\\(" in title else title


@lru_cache(maxsize=4096)
def _with_formulas(title: str) -> str:
    return _FORMULA.sub(_shown, title)


def formulas(title: str) -> Iterator[tuple[str, str]]:
    """The title in parts: text, and the TeX of the formula after it, if any."""
    at = 0
    for formula in _FORMULA.finditer(title):
        yield title[at : formula.start()], _tex(formula)
        at = formula.end()
    yield title[at:], ""


def _tex(formula: re.Match[str]) -> str:
    return next(group for group in formula.groups() if group)


def _shown(formula: re.Match[str]) -> str:
    from confnotes.markup.math.plain import math_text

    return math_text(_tex(formula)) or formula[0]
