"""Parse TeX math as people type it into a tree of known node kinds, and render it as MathML Core.

A library converts the TeX to MathML; from it, a new tree is built that contains only what is listed here: no links, no
styles, no macros. Anything else is shown as typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING

from confnotes.model.fast_dataclass import fast_dataclass

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LONGEST = 2000  # characters of a formula
_DEEPEST = 40  # groups in each other
_MOST_NODES = 3000  # macros of a formula can multiply

_LEXEME = re.compile(r"\\(?:begin|end) ?\{[^{}]*\}|\\[A-Za-z]+\*?|\\.|\^\^|.", re.DOTALL)
_TEXT_WITH_MATH = re.compile(r"\\text\{(?=[^{}]*\$)((?:[^{}$]|\$[^{}$]+\$)*)\}")
_UNSAFE_NAMES = """
    href style class input include def edef gdef let newcommand renewcommand newenvironment DeclareMathOperator write
    read openin openout special catcode csname endcsname unicode verb require color textcolor colorbox fcolorbox rule
    tag label ref cite raise lower moveleft moveright skew leftroot uproot shoveleft shoveright mathchoice
"""
_NOT_IN_NOTES = frozenset({"%", "#", "^^"} | {f"\\{name}" for name in _UNSAFE_NAMES.split()})
_ENVIRONMENTS = {
    name: name
    for name in (
        *("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "array", "cases", "split"),
        *("align*", "align"),
    )
} | {
    **dict.fromkeys(("align", "align*", "aligned", "alignedat", "flalign", "flalign*"), "split"),
    **dict.fromkeys(("gather", "gather*", "gathered", "multline", "multline*"), "matrix"),
    **dict.fromkeys(("equation", "equation*"), ""),
    **dict.fromkeys(("dcases", "rcases"), "cases"),
}
_COMMANDS = {
    r"\arg": r"\operatorname{arg}",
    r"\argmin": r"\operatorname*{argmin}",
    r"\argmax": r"\operatorname*{argmax}",
    r"\tr": r"\operatorname{tr}",
    r"\backslash": r"\setminus",
    r"\mathbbm": r"\mathbb ",
    r"\mathds": r"\mathbb ",
    r"\mathrm": r"\mathrm ",
    r"\nonumber": "",
    r"\notag": "",
    r"\sim": "∼",
    r"\colon": ":",
    r"\middle": r"\middle ",
}
_ANGLES = {r"\left<": r"\left\langle ", r"\right>": r"\right\rangle "}

_SIZES = {
    "negativethinmathspace": -0.167,
    "negativemediummathspace": -0.222,
    "negativethickmathspace": -0.278,
    "thinmathspace": 0.167,
    "mediummathspace": 0.222,
    "thickmathspace": 0.278,
}
_UNITS = {"em": 1.0, "ex": 0.43, "mu": 0.0556, "pt": 0.1, "mm": 0.285, "cm": 2.85, "in": 7.2}
_LENGTH = re.compile(r"(-?\d{0,4}\.?\d{1,4})(em|ex|mu|pt|mm|cm|in)")
_WIDEST = 4.0  # em, of a space

_ARITY = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
_ROWS = frozenset({"math", "mrow", "mpadded", "mphantom", "msqrt", "menclose", "mstyle", "mtd", "mtr", "mtable"})
_LEAVES = frozenset({"mi", "mn", "mo", "mtext", "mspace"})
_KNOWN = _LEAVES | _ROWS | _ARITY.keys()
_WITH_LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_LARGE = frozenset("∑∏∐⋃⋂⋁⋀⨁⨂⨀⨄⨆")
_LIMIT_WORDS = frozenset({"lim", "max", "min", "sup", "inf"})
_LETTERS = frozenset("∞∅⊤⊥℘ℵℏℓ∂∇′″‴")
_RELATIONS = frozenset(":;~")
_ACCENTS = frozenset("^~¯´`˘ˇ˙¨˚⃛⃜→←↔")
_BAR = "―"
_BARS = {"mover": "¯", "munder": "_"}
_FENCES = dict(zip("([{⟨⌊⌈|‖", ")]}⟩⌋⌉|‖", strict=True))
_VARIANTS = {
    "double-struck": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "bold": ("MATHEMATICAL BOLD",),
    "bold-italic": ("MATHEMATICAL BOLD ITALIC", "MATHEMATICAL BOLD"),
    "script": ("MATHEMATICAL SCRIPT", "SCRIPT"),
    "fraktur": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
    "sans-serif": ("MATHEMATICAL SANS-SERIF",),
    "sans-serif-italic": ("MATHEMATICAL SANS-SERIF ITALIC",),
    "monospace": ("MATHEMATICAL MONOSPACE",),
}
_NOTATIONS = frozenset({"box", "updiagonalstrike", "downdiagonalstrike", "horizontalstrike"})
_SWITCHES = frozenset({"stretchy", "fence", "movablelimits", "accent", "separator", "largeop", "displaystyle"})
_WORD_SPACE = "0.167em"


@fast_dataclass(frozen=True, slots=True)
class Node:
    """An element of MathML Core (or `menclose`) with its allowed attributes.

    Leaves (`mi mn mo mtext mspace`) have `text`, others `children`. Font variants use Unicode's mathematical alphabets.
    An `mo` of several letters is an operator name such as `log`. A row with `fence` = true begins and ends with
    stretchy delimiters.
    """

    tag: str
    text: str = ""
    children: tuple[Node, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """An attribute, or ""."""
        return next((value for key, value in self.attributes if key == name), "")

    def having(self, **attributes: str) -> Node:
        """A copy with these attributes; an empty value removes one."""
        kept = {**dict(self.attributes), **attributes}
        return replace(self, attributes=tuple((key, value) for key, value in kept.items() if value))


class _Unfit(Exception):  # noqa: N818 - a signal within this module
    """The formula contains something that is not allowed, or too much."""


@lru_cache(maxsize=4096)
def tree(tex: str) -> Node | None:
    """The formula as a tree whose root is a row; None if it is unsupported, unsafe, or too long or deep."""
    from latex2mathml.converter import Converter  # takes 20 ms, and most notes have no math

    try:
        root = _Builder().row(Converter().convert_to_element(_prepared(tex)))
    except Exception:  # the library fails on bad TeX in many ways, none of which concerns the reader
        return None
    inner = root.children[0] if len(root.children) == 1 else root
    return inner if inner.tag == "mrow" and not inner.attributes else root


@lru_cache(maxsize=4096)
def mathml(tex: str, *, block: bool) -> str | None:
    """The formula as an escaped `<math>` element; None if `tree` is None."""
    root = tree(tex)
    return None if root is None else f'<math display="{"block" if block else "inline"}">{_markup(root)}</math>'


def _markup(node: Node) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes if node.tag != "mrow")
    inside = escape(node.text) if node.tag in _LEAVES else "".join(map(_markup, node.children))
    return f"<{node.tag}{attributes}>{inside}</{node.tag}>"


def _prepared(tex: str) -> str:
    """The formula with commands that the library knows; raises _Unfit for a command or symbol that is not allowed."""
    text = " ".join(tex.split())
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise _Unfit
    text, with_math = _TEXT_WITH_MATH.subn(r"\\hbox{\1}", text)
    depth = deepest = 0
    found: list[str] = []
    inside = aligned = False
    for lexeme in _LEXEME.findall(text):
        if lexeme in ("{", "}"):
            depth += 1 if lexeme == "{" else -1
            deepest = max(deepest, depth)
        elif lexeme.rstrip("*") in _NOT_IN_NOTES or (lexeme == "$" and not with_math):
            raise _Unfit
        elif lexeme.startswith((r"\begin", r"\end")):
            inside = True
            lexeme = _environment(lexeme)
        elif lexeme in ("&", r"\\") and not depth:
            aligned = True
        found.append(_COMMANDS.get(lexeme, lexeme))
    if depth or deepest > _DEEPEST:
        raise _Unfit
    source = "".join(found)
    for angle, command in _ANGLES.items():
        source = source.replace(angle, command)
    return rf"\begin{{split}}{source}\end{{split}}" if aligned and not inside else source


def _environment(lexeme: str) -> str:
    command, _, name = lexeme[:-1].partition("{")
    if name not in _ENVIRONMENTS:
        raise _Unfit
    known = _ENVIRONMENTS[name]
    return f"{command.strip()}{{{known}}}" if known else ""


class _Builder:
    """Builds the tree from the library's MathML, counting the nodes."""

    def __init__(self) -> None:
        self._nodes = 0

    def row(self, element: Element, depth: int = 0) -> Node:
        """An element's children as a row."""
        made: list[Node] = []
        struck = False
        for child in element:
            if child.tag == "mpadded" and unescape("".join(child.itertext())) == "⧸":
                struck = True
                continue
            node = self._node(child, depth + 1)
            if node is None:
                continue
            if struck and node.text:
                node = replace(node, text=unicodedata.normalize("NFC", f"{node.text}\u0338"))
            struck = False
            made += node.children if node.tag == "mrow" and not node.attributes and len(node.children) == 1 else [node]
        return Node("mrow", children=tuple(_spaced(_fenced(_joined(made)))))

    def _node(self, element: Element, depth: int) -> Node | None:
        self._nodes += 1
        tag = element.tag
        if depth > _DEEPEST or self._nodes > _MOST_NODES or tag not in _KNOWN:
            raise _Unfit
        if tag in _LEAVES and len(element) == 0:
            return _leaf(tag, unescape(element.text or ""), element.attrib)
        if element.text:
            raise _Unfit
        if tag in _ARITY:
            return self._of_arity(tag, element, depth)
        row = self.row(element, depth)
        if tag in ("mtable", "mtr"):
            if any(child.tag != ("mtr" if tag == "mtable" else "mtd") for child in row.children):
                raise _Unfit
            return Node(tag, children=row.children).having(**_kept(element.attrib, tag))
        if tag in ("mphantom", "msqrt", "mtd") or (tag in ("menclose", "mstyle") and _kept(element.attrib, tag)):
            return Node(tag, children=row.children).having(**_kept(element.attrib, tag))
        fence = len(row.children) > 1 and all(_grows(row.children[end]) for end in (0, -1))
        return row.having(fence="true") if fence else row

    def _of_arity(self, tag: str, element: Element, depth: int) -> Node:
        parts = [self._node(child, depth + 1) or Node("mrow") for child in element]
        if len(parts) != _ARITY[tag]:
            raise _Unfit
        parts = [part.children[0] if part.tag == "mrow" and len(part.children) == 1 else part for part in parts]
        base = parts[0]
        if tag in _WITH_LIMITS and base.tag == "mo" and (base.text in _LARGE or base.get("movablelimits")):
            tag = _WITH_LIMITS[tag]
        node = Node(tag, children=tuple(parts)).having(**_kept(element.attrib, tag))
        mark = parts[1]
        if mark.tag == "mo" and mark.text == _BAR:
            bar = Node("mo", _BARS[tag]).having(stretchy="true") if tag in _BARS else mark
            return replace(node, children=(base, bar)).having(accent="true")
        return node.having(accent="true") if tag == "mover" and mark.tag == "mo" and mark.text in _ACCENTS else node


def _leaf(tag: str, text: str, attributes: dict[str, str]) -> Node | None:
    if tag == "mspace":
        width = _width(attributes.get("width", "0em"))
        return Node("mspace").having(width=width) if width else None
    if "\\" in text or not text.replace("\xa0", " ").isprintable() or (tag == "mi" and text in ("{", "}", "&")):
        raise _Unfit
    variant = attributes.get("mathvariant", "")
    if tag == "mtext":
        return Node("mtext", text).having(mathvariant=variant if variant in ("bold", "italic", "monospace") else "")
    if tag == "mo":
        return _operator(text, attributes)
    return _identifier(tag, text, variant) if text else None


def _identifier(tag: str, text: str, variant: str) -> Node:
    """A letter, number or name; operators become `mo`."""
    if _is_operator(text):
        return Node("mo", "∼" if text == "~" else text)
    if len(text) > 1 and text.isalpha() and text.isascii():
        return _word(text, {})
    if re.fullmatch(r"\.?\d[\d.]*", text):
        tag = "mn"
    letters = "".join(_styled(letter, variant) for letter in text)
    return Node(tag, letters).having(mathvariant="normal" if variant == "normal" and tag == "mi" else "")


def _operator(text: str, attributes: dict[str, str]) -> Node | None:
    """An operator or a fence, possibly empty; letters among operators become letters."""
    if text in _LETTERS:
        return Node("mi", text)
    if len(text) > 1 and text.replace("\u2009", "").replace("\u2006", "").isalpha():
        return _word(text, attributes)
    if not text and not attributes.get("fence"):
        return None
    return Node("mo", "∗" if text == "*" else text).having(**_kept(attributes, "mo"))


def _word(text: str, attributes: dict[str, str]) -> Node:
    """An operator's name, with its limits below it in display style."""
    limits = "true" if text in _LIMIT_WORDS or attributes.get("movablelimits") == "true" else ""
    return Node("mo", text).having(movablelimits=limits)


def _is_operator(text: str) -> bool:
    if len(text) != 1 or text in _LETTERS:
        return False
    return text in _RELATIONS or unicodedata.category(text) == "Sm" or "\u2190" <= text <= "\u21ff"


def _kept(attributes: dict[str, str], tag: str) -> dict[str, str]:
    """The allowed attributes of an element."""
    kept = {name: attributes[name] for name in _SWITCHES & attributes.keys() if attributes[name] in ("true", "false")}
    kept = dict(sorted(kept.items()))
    if tag == "mo" and attributes.get("form") in ("prefix", "postfix"):
        kept["form"] = attributes["form"]
    if tag == "mo" and re.fullmatch(r"[12]\.\d{1,3}em", attributes.get("minsize", "")):
        kept |= {"minsize": attributes["minsize"], "maxsize": attributes["minsize"]}
    if tag == "mfrac" and attributes.get("linethickness") == "0":
        kept["linethickness"] = "0"
    if tag == "mtd" and attributes.get("columnalign") in ("left", "right", "center"):
        kept["columnalign"] = attributes["columnalign"]
    if tag == "mtable" and attributes.get("columnspacing") == "0em":
        kept["columnspacing"] = "0em"
    if tag == "mtable" and re.fullmatch(r"(?:solid|none)(?: (?:solid|none)){0,20}", attributes.get("columnlines", "")):
        kept["columnlines"] = attributes["columnlines"]
    if tag == "menclose" and set(attributes.get("notation", "").split()) <= _NOTATIONS:
        kept["notation"] = attributes.get("notation", "")
    return kept


def _width(width: str) -> str:
    if width in _SIZES:
        size = _SIZES[width]
    else:
        match = _LENGTH.fullmatch(width)
        if match is None:
            raise _Unfit
        size = float(match[1]) * _UNITS[match[2]]
    return f"{max(-1.0, min(size, _WIDEST)):.3f}em" if size else ""


@lru_cache(maxsize=1024)
def _styled(letter: str, variant: str) -> str:
    """The letter in a mathematical alphabet, or itself if Unicode has none."""
    name = unicodedata.name(letter, "").replace(" LETTER", "").removeprefix("LATIN ").removeprefix("GREEK ")
    for style in _VARIANTS.get(variant, ()):
        try:
            return unicodedata.lookup(f"{style} {name}")
        except KeyError:
            continue
    return letter


def _grows(node: Node) -> bool:
    return node.tag == "mo" and node.get("fence") == "true" and node.get("stretchy") == "true"


def _joined(nodes: list[Node]) -> list[Node]:
    """Consecutive upright letters, merged into a name: `KL`."""
    made: list[Node] = []
    for node in nodes:
        upright = node.tag == "mi" and node.get("mathvariant") == "normal"
        if upright and made and made[-1].tag == "mi" and made[-1].get("mathvariant") == "normal":
            made[-1] = replace(made[-1], text=made[-1].text + node.text)
        else:
            made.append(node)
    return [
        node.having(mathvariant="") if node.tag == "mi" and node.get("mathvariant") and len(node.text) > 1 else node
        for node in made
    ]


def _fenced(nodes: list[Node]) -> list[Node]:
    """Tables and binomials grouped with their delimiters."""
    made = list(nodes)
    for at in range(len(made) - 2, 0, -1):
        if made[at].tag != "mtable" and made[at].get("linethickness") != "0":
            continue
        before, after = made[at - 1], made[at + 1]
        if before.tag == after.tag == "mo" and _FENCES.get(before.text) == after.text:
            ends = [Node("mo", end.text).having(fence="true", stretchy="true") for end in (before, after)]
            made[at - 1 : at + 2] = [Node("mrow", "", (ends[0], made[at], ends[1]), (("fence", "true"),))]
    return made


def _spaced(nodes: list[Node]) -> list[Node]:
    """Operator names with the surrounding space that TeX adds."""
    made = list(nodes)
    for at, node in enumerate(made):
        core = node
        while core.tag in _ARITY and core.tag != "mfrac" and core.children:
            core = core.children[0]
        if core.tag != "mo" or len(core.text) < 2 or not core.text[0].isalpha():
            continue
        left = at > 0 and made[at - 1].tag not in ("mo", "mspace")
        right = at + 1 < len(made) and made[at + 1].tag not in ("mspace",) and made[at + 1].text not in ("(", "[")
        made[at] = _with_core(node, lspace=_WORD_SPACE if left else "0em", rspace=_WORD_SPACE if right else "0em")
    return made


def _with_core(node: Node, **attributes: str) -> Node:
    if node.tag == "mo":
        return node.having(**attributes)
    return replace(node, children=(_with_core(node.children[0], **attributes), *node.children[1:]))
