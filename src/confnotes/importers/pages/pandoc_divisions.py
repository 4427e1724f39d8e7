"""Pandoc's divisions and spans as HTML: Quarto pages group the lines of an item by them.

Source: https://pandoc.org/MANUAL.html#divs-and-spans
"""

from __future__ import annotations

import re

_DIVISION = re.compile(r"^[ \t]*:{3,}[ \t]*(?:\{([^{}\n]{1,300})\}|([\w-]{1,60}))?[ \t]*:*[ \t]*$", re.MULTILINE)
_SPAN = re.compile(r"\[([^\[\]\n]{0,400})\]\{([^{}\n]{1,200})\}")
_CLASS = re.compile(r"\.([\w-]+)")


def with_html_divisions(text: str) -> str:
    """The text with `::: {.slot}` and `[9:00]{.time}` as HTML, line by line; unchanged if nothing closes."""
    if ":::" in text:
        marks = list(_DIVISION.finditer(text))
        opened = [bool(mark[1] or mark[2]) for mark in marks]
        if sum(opened) * 2 == len(opened):
            text = _DIVISION.sub(lambda mark: f"<div {_classes(mark)}>" if mark[1] or mark[2] else "</div>", text)
    return _SPAN.sub(lambda span: f"<span {_classes_in(span[2])}>{span[1]}</span>", text) if "]{" in text else text


def _classes(mark: re.Match[str]) -> str:
    return f'class="{mark[2]}"' if mark[2] else _classes_in(mark[1])


def _classes_in(attributes: str) -> str:
    return f'class="{" ".join(_CLASS.findall(attributes))}"'
