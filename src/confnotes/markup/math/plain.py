"""Formulas as a line of Unicode, `$\\ell_2 \\le x^2$` as ℓ₂ ≤ x², for terminals.

Measured on thirty formulas: unicodeit replaces names by their beginnings (`\\log` becomes łog), and pylatexenc drops
the braces of scripts (`e^{-x^2/2}` becomes e^-x^2/2); the parser of the exports reads both, and says what it cannot.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from confnotes.markup.math.tree import Node, tree

_SCRIPT_RANGES: Final = ((0xB2, 0xBA), (0x2B0, 0x2B9), (0x1D2C, 0x1D6B), (0x2070, 0x209D), (0x2C7C, 0x2C7D))
_KEPT_RAISED: Final = {"∗": "*", "*": "*", "′": "′", "″": "″", "‴": "‴", "⊤": "ᵀ", "†": "†", "∘": "°", "-": "⁻"}
_ACCENTS: Final = {
    "^": "\u0302", "~": "\u0303", "∼": "\u0303", "¯": "\u0304", "―": "\u0304", "˘": "\u0306", "˙": "\u0307",
    "¨": "\u0308", "ˇ": "\u030c", "´": "\u0301", "`": "\u0300", "→": "\u20d7", "_": "\u0332",
}  # fmt: skip
_SPACED: Final = frozenset("=<>≤≥≠≈≡∼≃≅≐∝∈∉∋⊂⊆⊊⊃⊇⊨⊢⊣≪≫⋘⋙≺≻⪯⪰≜≲≳⩽⩾∣∖∧∨")
_LARGE: Final = frozenset("∑∏∐∫∬∭∮⋃⋂")
_BRACES: Final = frozenset("⏟⏞")
_NO_SPACE: Final = re.compile(r" (?=[)\]}⟩⌋⌉,;])")
_LEAST_SPACE: Final = 0.1  # em


@lru_cache(maxsize=1024)
def math_text(tex: str) -> str | None:
    """The formula as text on one line; None if it cannot be read, or not be written so."""
    root = tree(tex)
    text = "" if root is None else " ".join(_row(root.children if root.tag == "mrow" else [root]).split())
    return _NO_SPACE.sub("", text) if text and text.isprintable() else None


@lru_cache(maxsize=1)
def _scripts() -> tuple[dict[str, str], dict[str, str]]:
    """The characters that Unicode has raised and lowered."""
    raised, lowered = dict(_KEPT_RAISED), dict[str, str]()
    for first, last in _SCRIPT_RANGES:
        for character in map(chr, range(first, last)):
            kind, _, plain = unicodedata.decomposition(character).partition(" ")
            if kind in ("<super>", "<sub>") and " " not in plain:
                (raised if kind == "<super>" else lowered).setdefault(chr(int(plain, 16)), character)
    for table in (raised, lowered):
        table["-"] = table.get("−", "-")
    return raised, lowered


def _row(nodes: Sequence[Node], *, tight: bool = False) -> str:
    """A row of nodes; without spaces around relations if `tight`, as in scripts."""
    text = ""
    for at, node in enumerate(nodes):
        part = _node(node, tight=tight)
        if node.tag == "mfrac" and len(nodes) > 1 and _is_beside_a_factor(nodes, at) and "⁄" not in part:
            part = f"({part})"
        text += part
    return text


def _is_beside_a_factor(nodes: Sequence[Node], at: int) -> bool:
    near = (nodes[index] for index in (at - 1, at + 1) if 0 <= index < len(nodes))
    return any(node.tag not in ("mo", "mspace") for node in near)


def _node(node: Node, *, tight: bool) -> str:
    if node.tag in ("mi", "mn", "mtext"):
        return node.text.replace("\xa0", " ")
    if node.tag == "mo":
        return _operator(node, tight=tight)
    if node.tag == "mspace":
        width = node.get("width").removesuffix("em")
        return " " if width and float(width) >= _LEAST_SPACE and not tight else ""
    if node.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover"):
        return _with_scripts(node, tight=tight)
    if node.tag == "mfrac":
        return _fraction(node)
    if node.tag in ("msqrt", "mroot"):
        inside = _row(node.children, tight=True) if node.tag == "msqrt" else _row(node.children[:1], tight=True)
        degree = "" if node.tag == "msqrt" else _script(node.children[1], raised=True, bare=True)
        return f"{degree}√{inside if len(inside) == 1 or inside.isdigit() else f'({inside})'}"
    if node.tag == "mtable":
        return "; ".join(_node(row, tight=tight) for row in node.children)
    if node.tag == "mtr":
        return " ".join(_row(cell.children, tight=True) for cell in node.children)
    return "" if node.tag == "mphantom" else _row(node.children, tight=tight)


def _operator(node: Node, *, tight: bool) -> str:
    text = node.text
    if len(text) > 1 and text[0].isalpha():
        before = "" if tight or node.get("lspace") in ("", "0em") else " "
        after = "" if node.get("rspace") in ("", "0em") else " "
        return f"{before}{text}{after}"
    if tight:
        return text
    if text in _SPACED or "\u2190" <= text <= "\u21ff" or "\u27f0" <= text <= "\u27ff":
        return f" {text} "
    return f"{text} " if text in (",", ";") else text


def _with_scripts(node: Node, *, tight: bool) -> str:
    base, *marks = node.children
    mark = marks[0].text if marks[0].tag == "mo" and node.tag in ("mover", "munder") else ""
    if mark in _BRACES:
        return _node(base, tight=tight)
    if mark in _ACCENTS:
        letters = _row([base], tight=True)
        return unicodedata.normalize("NFC", "".join(f"{letter}{_ACCENTS[mark]}" for letter in letters))
    text = _node(base, tight=tight)
    word = text.rstrip()
    raised = [node.tag in ("msup", "mover")] if len(marks) == 1 else [False, True]
    scripts = "".join(_script(mark, raised=up) for mark, up in zip(marks, raised, strict=True))
    is_apart = not tight and (text != word or base.text in _LARGE or scripts.endswith(")"))
    return (f"({word})" if _is_sum(base, word) else word) + scripts + (" " if is_apart else "")


def _is_sum(base: Node, text: str) -> bool:
    """Whether a base needs parentheses before its scripts."""
    if len(text) < 2 or base.get("fence") == "true":
        return False
    return base.tag == "mrow" or (base.tag in ("munder", "mover") and any(sign in text for sign in "+−="))


def _script(node: Node, *, raised: bool, bare: bool = False) -> str:
    """A script in raised or lowered characters, otherwise after ^ or _."""
    text = _row(node.children if node.tag == "mrow" else [node], tight=True)
    table = _scripts()[not raised]
    if all(character in table for character in text):
        return "".join(table[character] for character in text)
    if bare:
        return text
    is_whole = len(text) == 1 or (text[:1] == "(" and text.find(")") == len(text) - 1)
    return f"{'^' if raised else '_'}{text if is_whole else f'({text})'}"


def _fraction(node: Node) -> str:
    over, under = (_row(part.children if part.tag == "mrow" else [part], tight=True) for part in node.children)
    if node.get("linethickness") == "0":
        return f"{over} choose {under}"
    if over.isdecimal() and under.isdecimal():
        raised, lowered = _scripts()
        return "".join(raised[digit] for digit in over) + "⁄" + "".join(lowered[digit] for digit in under)
    return f"{_in_fraction(over)}/{_in_fraction(under)}"


def _in_fraction(text: str) -> str:
    return f"({text})" if any(sign in text for sign in "+−-/ =") else text
