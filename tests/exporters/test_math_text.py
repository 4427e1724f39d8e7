"""Formulas can be read without a typesetter."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.exporters.math.text import readable_math


@pytest.mark.parametrize(
    ("tex", "html"),
    [
        (r"\nabla_x \log p(x)", "∇<sub><i>x</i></sub> log <i>p</i>(<i>x</i>)"),
        (r"O(n^{2})", "<i>O</i>(<i>n</i><sup>2</sup>)"),
        (r"\frac{a+b}{2}", "(<i>a</i>+<i>b</i>)/2"),
        (r"x \in \mathbb{R}^d", "<i>x</i> ∈ ℝ<sup><i>d</i></sup>"),
        (r"\mathcal{L}(\theta)", "ℒ(<i>θ</i>)"),
        (r"\hat{y}-1", "<i>ŷ</i>−1"),
        (r"\text{if } a<b", "if <i>a</i>&lt;<i>b</i>"),
        (r"\begin{matrix}1\end{matrix}", r'<span class="tex">\begin{matrix}1\end{matrix}</span>'),
        (r"\unknown{<b>}", r'<span class="tex">\unknown{&lt;b&gt;}</span>'),
        ("{" * 50, f'<span class="tex">{"{" * 50}</span>'),
    ],
)
def test_a_formula_reads_as_it_is_written_on_a_board(tex: str, html: str) -> None:
    assert re.sub("\u0302", "^", readable_math(tex)) == re.sub("\u0302", "^", html.replace("ŷ", "y\u0302"))


@given(st.text(alphabet="\\{}^_<>&\"'abfrcsqtx01 $%#\n"))
def test_whatever_is_typed_is_only_letters_and_harmless_tags(tex: str) -> None:
    left = re.sub(r"</?(?:i|sub|sup)>|<span class=\"tex\">|</span>|&(?:lt|gt|amp|quot|#x27);", "", readable_math(tex))
    assert not set(left) & set("<>&\"'")
