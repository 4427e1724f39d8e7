"""Formulas as one line of Unicode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.math.plain import math_text

_COMMANDS = (r"\frac", r"\sum", r"\sqrt", r"\left(", r"\right)", r"\hat", r"\alpha", r"\text{a}", r"\\")
_PIECES = st.sampled_from([*"xy12+-=^_{}&|<,() ", *_COMMANDS])


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\ell_2 \le x^2", "ℓ₂ ≤ x²"),
        (r"\frac{1}{2}\sum_{i=1}^n x_i", "¹⁄₂∑ᵢ₌₁ⁿ xᵢ"),
        (r"\frac{\partial L}{\partial w}", "∂L/∂w"),
        (r"y = \frac{a+b}{c}x", "y = ((a+b)/c)x"),
        (r"O(n \log n)", "O(n log n)"),
        (r"e^{-x^2/2}", "e^(−x²/2)"),
        (r"\mathbb{E}_{x\sim p}[f(x)]", "𝔼_(x∼p) [f(x)]"),
        (r"f: \mathbb{R}^n \to \mathbb{R}", "f:ℝⁿ → ℝ"),
        (r"\hat{y} = \sigma(Wx+b)", "ŷ = σ(Wx+b)"),
        (r"\mathbf{x}^\top A x^*", "𝐱ᵀAx*"),
        (r"\sqrt{2\pi} \sqrt[3]{x}", "√(2π)³√x"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", "(a b; c d)"),
        (r"\lim_{x\to 0} \max_a Q(s,a)", "lim_(x→0) maxₐ Q(s, a)"),
        (r"\int_0^1 f(x)\,dx", "∫₀¹ f(x) dx"),
        (r"q^{(l)}_{ij} \binom{n}{k}", "qᵢⱼ^(l) (n choose k)"),
        (r"\underbrace{a+b}_{c}", "(a+b)_c"),
        (r"\unknown{x}", None),
        (r"x_", None),
        (r"\href{javascript:x}{y}", None),
        ("", None),
    ],
)
def test_a_formula_reads_as_it_is_meant(tex: str, text: str | None) -> None:
    assert math_text(tex) == text


@given(st.lists(_PIECES, max_size=20).map("".join))
def test_a_formula_is_a_printable_line_or_none(tex: str) -> None:
    text = math_text(tex)
    assert text is None or (text.isprintable() and text == text.strip() != "")
