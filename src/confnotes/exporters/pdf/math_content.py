"""Formulas for the template: the tree of `math/tree.py` as typst math functions."""

from __future__ import annotations

from typing import Any

from confnotes.markup.math.tree import Node, tree

_ACCENTS = {
    "^": "\u0302", "~": "\u0303", "¯": "\u0304", "´": "\u0301", "`": "\u0300", "˘": "\u0306", "ˇ": "\u030c",
    "˙": "\u0307", "¨": "\u0308", "˚": "\u030a", "⃛": "\u20db", "⃜": "\u20dc", "→": "\u20d7", "←": "\u20d6",
    "↔": "\u20e1",
}  # fmt: skip
_BRACES = {"⏞": "overbrace", "⏟": "underbrace", "⎴": "overbracket", "⎵": "underbracket"}
_NAMED_ABOVE = frozenset({"overbrace", "overbracket"})


def formula(tex: str) -> list[Any] | None:
    """The formula for the template, None if it is unsupported."""
    root = tree(tex)
    return None if root is None else _row(root.children)


def _row(nodes: tuple[Node, ...]) -> list[Any]:
    return ["row", [_set(node) for node in nodes]]


def _set(node: Node) -> list[Any]:
    if node.tag in _LEAVES:
        return _leaf(node)
    parts = node.children
    if node.tag in ("mrow", "mtd", "mtr"):
        return _delimited(node) if _opens(parts) else _row(parts)
    if node.tag == "mfrac":
        return ["binom" if node.get("linethickness") else "frac", _set(parts[0]), _set(parts[1])]
    if node.tag == "msqrt":
        return ["sqrt", _row(parts)]
    if node.tag == "mroot":
        return ["root", _set(parts[1]), _set(parts[0])]
    if node.tag in ("msub", "msup", "msubsup"):
        below, above = _ends(node)
        return ["attach", _set(parts[0]), below, above]
    if node.tag in ("munder", "mover", "munderover"):
        return _over(node)
    if node.tag == "mtable":
        return _table(node)
    if node.tag == "mstyle":
        return ["display" if node.get("displaystyle") == "true" else "inline", _row(parts)]
    if node.tag == "menclose":
        return ["box" if node.get("notation") == "box" else "cancel", _row(parts)]
    return ["hide", _row(parts)]


_LEAVES = frozenset({"mi", "mn", "mo", "mtext", "mspace"})


def _leaf(node: Node) -> list[Any]:
    if node.tag == "mspace":
        return ["space", float(node.get("width").removesuffix("em") or 0)]
    if node.tag == "mtext":
        return ["text", node.text, node.get("mathvariant")]
    if node.tag == "mo" and len(node.text) > 1 and node.text[0].isalpha():
        return ["op", node.text, node.get("movablelimits") == "true"]
    if node.tag == "mo" and node.get("minsize"):
        return ["big", node.text, float(node.get("minsize").removesuffix("em"))]
    if node.tag == "mo" and node.get("fence") == "true":
        return ["mid", node.text] if node.text else ["row", []]
    if node.tag == "mi" and (len(node.text) > 1 or node.get("mathvariant") == "normal"):
        return ["upright", node.text]
    return ["text", node.text, ""] if node.tag == "mn" or len(node.text) != 1 else ["sign", node.text]


def _opens(parts: tuple[Node, ...]) -> bool:
    return len(parts) > 1 and parts[0].tag == "mo" and parts[0].get("fence") == parts[0].get("stretchy") == "true"


def _delimited(node: Node) -> list[Any]:
    first, *middle = node.children
    if len(middle) == 1 and middle[0].tag == "mtable" and first.text == "{":
        return ["cases", [_cells(row) for row in middle[0].children]]
    closes = middle[-1].tag == "mo" and middle[-1].get("fence") == "true"
    last = middle.pop() if closes else Node("mo")
    return ["lr", first.text, [_set(part) for part in middle], last.text]


def _ends(node: Node) -> tuple[list[Any] | None, list[Any] | None]:
    """The parts below and above the base."""
    parts = [_set(part) for part in node.children[1:]]
    if len(parts) == 2:
        return parts[0], parts[1]
    return (parts[0], None) if node.tag in ("msub", "munder") else (None, parts[0])


def _over(node: Node) -> list[Any]:
    base, mark = node.children[0], node.children[1].text
    if node.get("accent") and mark in _ACCENTS:
        if mark == "¯" and node.children[1].get("stretchy") and base.tag == "mrow":
            return ["overline", _set(base)]
        return ["accent", _set(base), _ACCENTS[mark]]
    if node.get("accent") and mark == "_":
        return ["underline", _set(base)]
    if mark in _BRACES:
        return [_BRACES[mark], _set(base), None]
    below, above = _ends(node)
    inner = base.children[1].text if base.tag in ("mover", "munder") else ""
    if inner in _BRACES:
        name = _BRACES[inner]
        return [name, _set(base.children[0]), above if name in _NAMED_ABOVE else below]
    if base.tag == "mo" and len(base.text) == 1 and "\u2190" <= base.text <= "\u21ff":
        return ["arrow", base.text, below, above]
    return ["limits", _set(base), below, above]


def _table(node: Node) -> list[Any]:
    rows = [_cells(row) for row in node.children]
    if node.get("columnspacing") == "0em":
        return ["aligned", rows]
    lines = [at for at, line in enumerate(node.get("columnlines").split(), start=1) if line == "solid"]
    return ["mat", rows, node.children[0].children[0].get("columnalign") or "center" if rows else "center", lines]


def _cells(row: Node) -> list[Any]:
    return [_row(cell.children) for cell in row.children]
