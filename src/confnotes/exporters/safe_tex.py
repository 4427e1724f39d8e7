"""Which TeX from notes may reach TeX itself, and pandoc's formula parser.

Only formulas that `tree` supports, with commands listed here, all in amsmath and amssymb: each only typesets a symbol
or arranges its arguments. A formula can thus not run, define, read or write anything, and none can stop the run:
braces, environments and `\\left`, `\\right` are balanced, and no base has two superscripts.
"""

from __future__ import annotations

import re

from confnotes.markup.math.tree import tree

_LEXEME = re.compile(r"\\(begin|end)\s*\{([A-Za-z]+\*?)\}|\\[A-Za-z]+|\\.|[{}^_&'#%$~\"]|\s+|[^\\]", re.DOTALL)
_NAMES = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega
    varepsilon vartheta varphi varsigma varrho varpi varkappa
    Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    nabla partial infty ell hbar imath jmath Re Im wp aleph beth complement emptyset varnothing forall exists nexists
    sum prod coprod int iint iiint oint bigcup bigcap bigvee bigwedge bigoplus bigotimes bigodot bigsqcup biguplus
    cdot cdots ldots dots vdots ddots dotsc dotsb circ bullet prime dagger ddagger ast star top bot angle triangle
    square blacksquare lozenge diamond Diamond Box bigstar clubsuit heartsuit spadesuit diamondsuit checkmark
    langle rangle lVert rVert lvert rvert Vert vert lfloor rfloor lceil rceil lbrace rbrace lbrack rbrack backslash
    neg lnot le leq ge geq ne neq approx equiv sim simeq cong propto asymp doteq prec succ preceq succeq ll gg lll ggg
    leqslant geqslant lesssim gtrsim in ni notin subset subseteq subsetneq supset supseteq supsetneq models vdash dashv
    perp mid nmid parallel to gets rightarrow leftarrow Rightarrow Leftarrow leftrightarrow Leftrightarrow
    longrightarrow longleftarrow Longrightarrow Longleftarrow longleftrightarrow Longleftrightarrow mapsto longmapsto
    hookrightarrow hookleftarrow rightharpoonup rightleftharpoons uparrow downarrow Uparrow Downarrow updownarrow
    nearrow searrow swarrow nwarrow rightsquigarrow leadsto iff implies impliedby therefore because
    times pm mp cup cap otimes oplus ominus odot oslash setminus smallsetminus wedge vee land lor div sqcup sqcap
    uplus ltimes rtimes bowtie colon triangleq
    log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth max min sup inf lim limsup liminf
    det dim ker arg Pr gcd deg hom
    quad qquad displaystyle textstyle scriptstyle limits nolimits
    big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm
    frac dfrac tfrac cfrac binom dbinom tbinom sqrt hat widehat tilde widetilde bar overline underline vec dot ddot
    acute grave check breve overbrace underbrace overset underset stackrel xrightarrow xleftarrow boxed operatorname
    mathbb mathcal mathfrak mathrm mathsf mathtt mathbf mathit boldsymbol substack phantom not bmod pmod
    text textrm textbf textit textsf texttt left right middle
"""
_COMMANDS = frozenset(f"\\{name}" for name in _NAMES.split()) | frozenset(rf"\{sign}" for sign in ",;:! {}|%#&_$\\")
_SAME = {
    r"\bm": r"\boldsymbol",
    r"\mathbbm": r"\mathbb",
    r"\mathds": r"\mathbb",
    r"\mathscr": r"\mathcal",
    r"\argmin": r"\operatorname*{arg\,min}",
    r"\argmax": r"\operatorname*{arg\,max}",
    r"\coloneqq": r"\mathrel{:=}",
    r"\tr": r"\operatorname{tr}",
}
_TEXT = frozenset({r"\text", r"\textrm", r"\textbf", r"\textit", r"\textsf", r"\texttt"})
_DELIMITER_NAMES = """
    langle rangle lVert rVert lvert rvert Vert vert lfloor rfloor lceil rceil lbrace rbrace { } |
"""
_DELIMITERS = frozenset(f"\\{name}" for name in _DELIMITER_NAMES.split())
_ENVIRONMENTS = {
    name: name for name in ("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "cases")
} | {
    **dict.fromkeys(("align", "align*", "aligned", "split"), "aligned"),
    **dict.fromkeys(("gather", "gather*", "gathered"), "gathered"),
    **dict.fromkeys(("equation", "equation*"), ""),
    **dict.fromkeys(("dcases", "rcases"), "cases"),
}


def safe_tex(tex: str) -> str | None:
    """The formula as TeX for any engine; None if it must be shown as text."""
    if tree(tex) is None:
        return None
    return _Checker().checked(tex)


class _Checker:
    def __init__(self) -> None:
        self._open: list[str] = []
        self._scripts: list[set[str]] = [set()]
        self._after_script = False
        self._text_at: list[int] = []
        self._before = ""

    def checked(self, tex: str) -> str | None:
        made: list[str] = []
        at = 0
        for match in _LEXEME.finditer(" ".join(tex.split())):
            written = self._lexeme(match) if match.start() == at else None
            if written is None:
                return None
            made.append(written)
            at = match.end()
        whole = "".join(made).strip()
        return whole if whole and not self._open and not self._after_script else None

    def _lexeme(self, match: re.Match[str]) -> str | None:
        lexeme = match[0]
        if match[1]:
            return self._environment(match[1], match[2])
        if lexeme.isspace():
            return " "
        before, self._before = self._before, lexeme
        if before in (r"\left", r"\right", r"\middle"):
            return lexeme if lexeme in "()[]|./<>" or lexeme in _DELIMITERS else None
        if lexeme in ("#", "%", "$", "~", '"') or (lexeme == "&" and not self._in_environment()):
            return None
        if lexeme == "{":
            self._enter("{")
            if before in _TEXT:
                self._text_at.append(len(self._open))
            return lexeme
        if lexeme == "}":
            return lexeme if self._leave("{") else None
        if lexeme in ("^", "_", "'"):
            return self._script(lexeme)
        if lexeme[0] == "\\" and len(lexeme) > 1:
            return self._command(lexeme)
        self._atom()
        return lexeme

    def _command(self, name: str) -> str | None:
        if self._text_at and name[1:].isalpha():
            return None
        if name == r"\left":
            self._enter(name)
        elif name == r"\right":
            return name if self._leave(r"\left") else None
        elif name == r"\\":
            self._scripts[-1].clear()
        else:
            self._atom()
        return name if name in _COMMANDS else _SAME.get(name)

    def _script(self, sign: str) -> str | None:
        """A script; None if its base already has one of this kind, or in text."""
        if self._text_at:
            return sign if sign == "'" else None
        seen = self._scripts[-1]
        kind = "_" if sign == "_" else "^"
        if self._after_script or (kind in seen and not (sign == "'" and self._before == "'" and "'" in seen)):
            return None
        seen |= {kind, sign}
        self._after_script = sign != "'"
        return sign

    def _atom(self) -> None:
        """Parse something that can have scripts; after a script sign, it is the script itself."""
        if self._after_script:
            self._after_script = False
        else:
            self._scripts[-1].clear()

    def _enter(self, what: str) -> None:
        self._atom()
        self._open.append(what)
        self._scripts.append(set())

    def _leave(self, what: str) -> bool:
        if self._after_script or not self._open or self._open[-1] != what:
            return False
        if self._text_at and self._text_at[-1] == len(self._open):
            self._text_at.pop()
        self._open.pop()
        self._scripts.pop()
        return True

    def _in_environment(self) -> bool:
        return bool(self._open) and self._open[-1].startswith("\\begin")

    def _environment(self, side: str, name: str) -> str | None:
        written = _ENVIRONMENTS.get(name)
        self._before = ""
        if written is None or self._text_at:
            return None
        if side == "begin":
            self._enter(f"\\begin{name}")
        elif not self._leave(f"\\begin{name}"):
            return None
        return f"\\{side}{{{written}}}" if written else ""
