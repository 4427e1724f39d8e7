"""TeX as people type it, read into a tree that is safe to set, and its MathML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.math.tree import Node, mathml, tree
from summary_samples import HOSTILE

_ELEMENT_NAMES = """
    math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle
    menclose mphantom
"""
_ATTRIBUTE_NAMES = """
    display mathvariant stretchy fence form accent separator movablelimits largeop displaystyle width minsize maxsize
    linethickness columnalign columnspacing columnlines notation lspace rspace
"""
_ELEMENTS = set(_ELEMENT_NAMES.split())
_ATTRIBUTES = set(_ATTRIBUTE_NAMES.split())

TYPED = {
    r"x^2": "msup(x 2)",
    r"a_i^{(k)}": "msubsup(a i mrow(( k )))",
    r"\frac{a}{b}": "mfrac(a b)",
    r"\tfrac12": "mstyle(mfrac(1 2))",
    r"\sqrt{x}": "msqrt(x)",
    r"\sqrt[3]{x}": "mroot(x 3)",
    r"\sum_{i=1}^n x_i": "munderover(∑ mrow(i = 1) n) msub(x i)",
    r"\int_0^\infty": "msubsup(∫ 0 ∞)",
    r"\lim_{n\to\infty}": "munder(lim mrow(n → ∞))",
    r"\arg\max_x f": "arg munder(max x) f",
    r"\operatorname*{argmin}_\theta": "munder(argmin θ)",
    r"\operatorname{tr} A": "tr A",
    r"\argmin_\theta": "munder(argmin θ)",
    r"\tr A \backslash B": "tr A ⧵ B",
    r"\hat{x} \tilde y \vec v \dot q": "mover(x ^) mover(y ~) mover(v →) mover(q ˙)",
    r"\bar x \overline{ab} \underline{c}": "mover(x ¯) mover(mrow(a b) ¯) munder(c _)",
    r"\mathbb{R} \mathbb E \mathcal{N} \mathcal L": "ℝ 𝔼 𝒩 ℒ",
    r"\mathbf{W} \boldsymbol{\theta} \bm{\mu} \mathfrak g": "𝐖 𝜽 𝝁 𝔤",
    r"\mathrm{d}x \mathrm{KL}": "d x KL",
    r"\mathbbm{1} \mathds{1}": "𝟙 𝟙",
    r"x \sim p, y \in \{0,1\}": "x ∼ p , y ∈ { 0 , 1 }",
    r"f: X \to Y \implies \iff": "f : X → Y ⟹ ⟺",
    r"\xrightarrow{n}": "mover(→ n)",
    r"\alpha\Gamma\varepsilon\nabla_\theta": "α Γ ε msub(∇ θ)",
    r"\not= \not\in": "≠ ∉",
    r"\text{if } x>0": "if\xa0 x > 0",
    r"\text{if $x>0$}": "mstyle(if\xa0 mrow(x > 0))",
    r"\left( \frac ab \right]": "mrow(( mfrac(a b) ])",
    r"\left\| x \right\|": "mrow(‖ x ‖)",
    r"\left. x \right|_0": "msub(mrow( x |) 0)",
    r"\begin{pmatrix}a&b\\c&d\end{pmatrix}": "mrow(( mtable(mtr(mtd(a) mtd(b)) mtr(mtd(c) mtd(d))) ))",
    r"\begin{cases}1&x>0\\0\end{cases}": "{ mtable(mtr(mtd(1) mtd(x > 0)) mtr(mtd(0)))",
    r"\begin{aligned}a&=b\\&=c\end{aligned}": "mtable(mtr(mtd(a) mtd(= b)) mtr(mtd() mtd(= c)))",
    r"a &= b \\ c &= d": "mtable(mtr(mtd(a) mtd(= b)) mtr(mtd(c) mtd(= d)))",
    r"\binom{n}{k}": "mrow(( mfrac(n k) ))",
    r"a\binom{n}{k}": "a mrow(( mfrac(n k) ))",
    r"\underbrace{a+b}_{n}": "munder(munder(mrow(a + b) ⏟) n)",
    r"f'(x)": "msup(f ′) ( x )",
    r"a\,b\quad c": "a mspace b mspace c",
    r"-x * y": "− x ∗ y",
    r"α + β": "α + β",
}


@pytest.mark.parametrize("tex", TYPED)
def test_what_people_type_is_understood(tex: str) -> None:
    root = tree(tex)
    assert root is not None
    assert " ".join(_told(child) for child in root.children) == TYPED[tex]


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\style{color:red}{x}",
        r"\class{x}{y}",
        r"\input{/etc/passwd}",
        r"\text{\input{/etc/passwd}}",
        r"\write18{ls}",
        r"\def\a{b}\a",
        r"\newcommand{\a}{b}",
        r"\catcode`\@=11",
        r"^^5cinput{x}",
        r"a % \input{x}",
        r"\verb|x|",
        r"\unicode{x3c}",
        r"\color{red} x",
        r"\begin{document}x\end{document}",
        r"\csname input\endcsname",
        r"x $ \input{y} $",
        r"\madeup{x}",
        r"\frac{a}",
        r"{x",
        "x" * 3000,
        "{" * 60 + "x" + "}" * 60,
        "a\x00b",
        "",
    ],
)
def test_what_is_unsafe_or_not_understood_is_no_math(tex: str) -> None:
    assert tree(tex) is None
    assert mathml(tex, block=True) is None


def test_a_formula_is_an_element_of_a_page() -> None:
    assert mathml("a<b", block=False) == (
        '<math display="inline"><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow></math>'
    )
    assert str(mathml("x", block=True)).startswith('<math display="block">')


def test_the_name_of_an_operator_stands_apart_from_its_letters() -> None:
    found = mathml(r"2\log p", block=False)
    assert found is not None
    assert '<mo lspace="0.167em" rspace="0.167em">log</mo>' in found


@pytest.mark.parametrize("tex", [r"\sum_i x", r"\max_x f"])
def test_limits_stand_below_in_display_and_beside_in_a_line(tex: str) -> None:
    found = mathml(tex, block=True)
    assert found is not None and "<munder>" in found
    assert "∑" in found or 'movablelimits="true"' in found


_COMMANDS = r"""
    \frac \left( \right) \begin{matrix} \end{matrix} \begin{aligned} \end{aligned} \text{ \hbox{ \href \style \unicode
    { } ^ _ & \\ $ % # ~ ' \ \not \limits \over \hat \mathbf \color \rule \def \hspace \kern 1cm \big
"""
_OTHERS = ("a", "1.5", " ", "<", ">", '"', "\n", "日", "\u202e", "\ud800", "&#x3c;", "&lt;script&gt;")
_PIECES = [*TYPED, *HOSTILE, *_COMMANDS.split(), *_OTHERS]


@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=5), max_size=12).map("".join))
def test_no_formula_raises_or_yields_what_is_not_on_the_list(tex: str) -> None:
    found = mathml(tex, block=False)
    if found is None:
        return
    assert "\\" not in re.sub(r"<mi>∖</mi>", "", found)
    seen = _Seen()
    seen.feed(found)
    assert seen.elements <= _ELEMENTS
    assert seen.attributes <= _ATTRIBUTES
    ElementTree.fromstring(found)


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}


def _told(node: Node) -> str:
    if node.tag == "mspace":
        return "mspace"
    if not node.children and node.tag not in ("mrow", "mtd"):
        return node.text
    return f"{node.tag}({' '.join(_told(child) for child in node.children)})"
