"""Small sums for ctrl+r and `=` in insert mode."""

from __future__ import annotations

import re
from typing import Final

from confnotes.tui.vim.text import Beep

Number = int | float
_TOKEN: Final = re.compile(r"\s*(?:(\d+\.\d+|\d+)|([-+*/%()]))\s*")
_DEEPEST: Final = 50


def calculate(text: str) -> str:
    """The result of a sum of numbers as vim writes it; whole numbers divide without a rest. Raises Beep for others."""
    tokens: list[str] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Beep(f"Not a sum of numbers: {text}")
        tokens.append(match[1] or match[2])
        at = match.end()
    try:
        value = _sum(tokens, 0)
    except (IndexError, ValueError, ZeroDivisionError, OverflowError):
        raise Beep(f"Not a sum of numbers: {text}") from None
    if tokens:
        raise Beep(f"Not a sum of numbers: {text}")
    return str(value) if isinstance(value, int) else _written(value)


def _written(value: float) -> str:
    text = f"{value:.6g}"
    return text if "." in text or "e" in text or "n" in text else f"{text}.0"


def _sum(tokens: list[str], depth: int) -> Number:
    value = _product(tokens, depth)
    while tokens and tokens[0] in "+-":
        sign, other = tokens.pop(0), _product(tokens, depth)
        value = value + other if sign == "+" else value - other
    return value


def _product(tokens: list[str], depth: int) -> Number:
    value = _value(tokens, depth)
    while tokens and tokens[0] in "*/%":
        sign, other = tokens.pop(0), _value(tokens, depth)
        if sign == "*":
            value *= other
        elif isinstance(value, int) and isinstance(other, int):
            quotient = abs(value) // abs(other) * (1 if (value < 0) == (other < 0) else -1)
            value = quotient if sign == "/" else value - quotient * other
        elif sign == "/":
            value /= other
        else:
            raise ValueError
    return value


def _value(tokens: list[str], depth: int) -> Number:
    token = tokens.pop(0)
    if depth > _DEEPEST:
        raise ValueError
    if token in "+-":
        value = _value(tokens, depth + 1)
        return -value if token == "-" else value
    if token == "(":
        value = _sum(tokens, depth + 1)
        if tokens.pop(0) != ")":
            raise ValueError
        return value
    return float(token) if "." in token else int(token)
