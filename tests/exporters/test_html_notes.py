"""What people type in notes, as it stands in the page."""

from __future__ import annotations

import re

from summary_samples import set_as, with_note


def test_columns_of_a_table_are_aligned_as_they_were_typed() -> None:
    page = set_as("html", with_note("| a | b | c |\n| :- | -: | :-: |\n| one | 2 | x |"))
    for cell in ("<td>one</td>", '<td class="right">2</td>', '<td class="center">x</td>'):
        assert cell in page
    assert "text-align: right" in page
    assert not re.search(r"<t[dh][^>]* style=", page), "which the page's policy would not let through"
