"""TeX formulas of notes as readable HTML without a typesetter: letters, signs, sub- and superscripts.

What notes at conferences hold is mostly short: `$\\nabla_x \\log p(x)$`, `$O(n^2)$`. A formula with anything that is
not known here is left as its author typed it.
"""

from __future__ import annotations

import re
from html import escape

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}^_]|\s+|[A-Za-z]|.", re.DOTALL)
_DEEPEST = 20
_LONGEST = 4000

_GREEK_NAMES = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega
    varepsilon vartheta varphi varsigma varrho Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
"""
_GREEK = dict(zip(_GREEK_NAMES.split(), "αβγδϵζηθικλμνξπρστυϕχψωεϑφςϱΓΔΘΛΞΠΣΥΦΨΩ", strict=True))
_SIGNS = {
    "nabla": "∇",
    "partial": "∂",
    "infty": "∞",
    "ell": "ℓ",
    "hbar": "ℏ",
    "emptyset": "∅",
    "forall": "∀",
    "exists": "∃",
    "sum": "∑",
    "prod": "∏",
    "int": "∫",
    "oint": "∮",
    "cdot": "·",
    "cdots": "⋯",
    "ldots": "…",
    "dots": "…",
    "circ": "∘",
    "prime": "′",
    "dagger": "†",
    "ast": "∗",
    "star": "⋆",
    "top": "⊤",
    "bot": "⊥",
    "langle": "⟨",
    "rangle": "⟩",
    "lVert": "‖",
    "rVert": "‖",
    "lvert": "|",
    "rvert": "|",
    "Vert": "‖",
    "vert": "|",
    "lfloor": "⌊",
    "rfloor": "⌋",
    "lceil": "⌈",
    "rceil": "⌉",
    "neg": "¬",
    "angle": "∠",
    "backslash": "\\",
}
_RELATIONS = {
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "ne": "≠",
    "neq": "≠",
    "approx": "≈",
    "equiv": "≡",
    "sim": "∼",
    "propto": "∝",
    "in": "∈",
    "notin": "∉",
    "subset": "⊂",
    "subseteq": "⊆",
    "supset": "⊃",
    "ll": "≪",
    "gg": "≫",
    "to": "→",
    "rightarrow": "→",
    "leftarrow": "←",
    "Rightarrow": "⇒",
    "Leftarrow": "⇐",
    "mapsto": "↦",
    "leftrightarrow": "↔",
    "Leftrightarrow": "⇔",
    "iff": "⇔",
    "implies": "⇒",
    "perp": "⊥",
    "mid": "|",
    "cong": "≅",
    "times": "×",
    "pm": "±",
    "mp": "∓",
    "cup": "∪",
    "cap": "∩",
    "otimes": "⊗",
    "oplus": "⊕",
    "odot": "⊙",
    "setminus": "∖",
    "wedge": "∧",
    "vee": "∨",
    "parallel": "∥",
    "coloneqq": "≔",
    "triangleq": "≜",
    "div": "÷",
}
_WORD_NAMES = """
    log ln exp sin cos tan sinh cosh tanh max min sup inf lim det dim ker arg argmax argmin Pr gcd deg tr
"""
_WORDS = frozenset(_WORD_NAMES.split())
_SPACES = {",": "\u2009", ";": " ", ":": " ", " ": " ", "!": "", "quad": "\u2003", "qquad": "\u2003\u2003", "\\": " "}
_DROPPED_NAMES = "left right big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle limits nolimits"
_DROPPED = frozenset(_DROPPED_NAMES.split(" "))
_UPRIGHT = frozenset(
    {"text", "textrm", "textbf", "mathrm", "mathsf", "mathtt", "mathbf", "mathit", "boldsymbol", "bm", "operatorname"}
)
_ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304"} | {
    "overline": "\u0304",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
}
_DOUBLE = dict(zip("CEHNPQRZ1", "ℂ𝔼ℍℕℙℚℝℤ𝟙", strict=True))
_SCRIPT = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "𝒜ℬ𝒞𝒟ℰℱ𝒢ℋℐ𝒥𝒦ℒℳ𝒩𝒪𝒫𝒬ℛ𝒮𝒯𝒰𝒱𝒲𝒳𝒴𝒵", strict=True))
_OPERATORS = {"-": "−", "*": "∗", "'": "′", "~": " "}


class _Unknown(Exception):  # noqa: N818 - a signal within this module
    """The formula holds something that is not known here."""


def readable_math(tex: str) -> str:
    """The formula as HTML; escaped TeX where it cannot be told more readably."""
    if len(tex) <= _LONGEST:
        reader = _Reader(_TOKEN.findall(tex.strip()))
        try:
            return re.sub(r" {2,}", " ", reader.until(None, 0)).strip()
        except _Unknown:
            pass
    return f'<span class="tex">{escape(tex.strip())}</span>'


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def until(self, end: str | None, depth: int) -> str:
        parts: list[str] = []
        while self._at < len(self._tokens):
            if self._tokens[self._at] == end:
                self._at += 1
                return "".join(parts)
            parts.append(self._next(depth))
        if end is not None:
            raise _Unknown
        return "".join(parts)

    def _next(self, depth: int) -> str:
        if depth > _DEEPEST or self._at >= len(self._tokens):
            raise _Unknown
        token = self._tokens[self._at]
        self._at += 1
        if token == "{":
            return self.until("}", depth + 1)
        if token in "}&#%$":
            raise _Unknown
        if token in "^_":
            name = "sup" if token == "^" else "sub"
            return f"<{name}>{self._argument(depth)}</{name}>"
        if token[0] == "\\" and len(token) > 1:
            return self._command(token[1:], depth)
        if token.isspace():
            return " "
        if token.isalpha():
            return f"<i>{token}</i>"
        return escape(_OPERATORS.get(token, token))

    def _argument(self, depth: int) -> str:
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        return self._next(depth + 1)

    def _letters(self) -> str:
        """The plain text in the braces that follow, or the one character."""
        argument = re.sub(r"</?i>", "", self._argument(0))
        if "<" in argument:
            raise _Unknown
        return argument

    def _command(self, name: str, depth: int) -> str:
        if name in _GREEK:
            return f"<i>{_GREEK[name]}</i>" if name[0].islower() else _GREEK[name]
        if name in _SIGNS:
            return escape(_SIGNS[name])
        if name in _RELATIONS:
            return f" {escape(_RELATIONS[name])} "
        if name in _WORDS:
            return f" {name} "
        if name in _SPACES:
            return _SPACES[name]
        if name in _DROPPED:
            return ""
        if name in ("{", "}", "%", "#", "&", "_", "$"):
            return escape(name)
        if name == "|":
            return "‖"
        return self._with_argument(name, depth)

    def _with_argument(self, name: str, depth: int) -> str:
        if name in _UPRIGHT:
            return self._letters()
        if name in ("mathbb", "mathcal", "mathscr"):
            table = _DOUBLE if name == "mathbb" else _SCRIPT
            return "".join(table.get(letter, letter) for letter in self._letters())
        if name in _ACCENTS:
            argument = self._argument(depth)
            return re.sub(r"(\w)(</i>)?$", rf"\g<1>{_ACCENTS[name]}\g<2>", argument)
        if name in ("frac", "tfrac", "dfrac"):
            above, below = self._argument(depth), self._argument(depth)
            return f"{_grouped(above)}/{_grouped(below)}"
        if name == "sqrt":
            return f"√{_grouped(self._argument(depth))}"
        raise _Unknown


def _grouped(html: str) -> str:
    text = re.sub(r"<[^>]*>", "", html)
    return html if len(text) == 1 or text.isdigit() else f"({html})"
