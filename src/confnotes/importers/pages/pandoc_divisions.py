"""Pandoc's divisions and spans as HTML: Quarto pages group the lines of an item by them.

Source: https://pandoc.org/MANUAL.html#divs-and-spans
"""

from __future__ import annotations

import re

_FENCE = re.compile(r"^[ \t]*:{3,}([^\n]*)$", re.MULTILINE)
_NAMED = re.compile(r"\{[^{}]{1,300}\}|[\w-]{1,60}")
_SPAN = re.compile(r"\[([^\[\]\n]{0,400})\]\{([^{}\n]{1,200})\}")
_CLASS = re.compile(r"\.([\w-]+)")


def with_html_divisions(text: str) -> str:
    """The text with `::: {.slot}` and `[9:00]{.time}` as HTML, line by line; unchanged if nothing closes."""
    if ":::" in text:
        names = [fence[1].strip(" \t:") for fence in _FENCE.finditer(text)]
        opened = [name for name in names if name]
        if len(opened) * 2 == len(names) and all(map(_NAMED.fullmatch, opened)):
            text = _FENCE.sub(lambda fence: _tag(fence[1].strip(" \t:")), text)
    return _SPAN.sub(lambda span: f"<span {_classes_in(span[2])}>{span[1]}</span>", text) if "]{" in text else text


def _tag(name: str) -> str:
    if not name:
        return "</div>"
    return f"<div {_classes_in(name)}>" if name.startswith("{") else f'<div class="{name}">'


def _classes_in(attributes: str) -> str:
    return f'class="{" ".join(_CLASS.findall(attributes))}"'
