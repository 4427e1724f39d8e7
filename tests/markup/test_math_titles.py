"""Formulas in titles are read as a person would write them; money and shell variables are none."""

from __future__ import annotations

import pytest

from confnotes.markup.math.titles import shown_title


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (r"Learning $\ell_2$ nets in $O(n \log n)$ time", "Learning ℓ₂ nets in O(n log n) time"),
        (r"$\alpha$-divergence and \(x^2\)", "α-divergence and x²"),
        (r"Why $3\times$ is enough", "Why 3× is enough"),
        ("From $5 to $10 a month", "From $5 to $10 a month"),
        ("What $HOME and $PATH are for", "What $HOME and $PATH are for"),
        ("Earn $5M, spend $2M", "Earn $5M, spend $2M"),
        (r"Broken $\frac{1$ stays", r"Broken $\frac{1$ stays"),
    ],
)
def test_a_formula_in_a_title_is_shown_as_text(title: str, shown: str) -> None:
    assert shown_title(title) == shown
