"""What is left of HTML in notes when a summary tells them."""

from __future__ import annotations

import pytest

from confnotes.report.readable_text import without_tags


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("<sup>(all of it is mine)</sup>", "(all of it is mine)"),
        ("x<sup>2</sup>, H<sub>2</sub>O, the 2<sup>nd</sup>", "x², H₂O, the 2nd"),
        ("<b>never</b> <i>ever</i> <del>once</del>", "**never** *ever* ~~once~~"),
        ("<B>never</B><br/>again", "**never** again"),
        ('<span style="color:red">one <b>rope</b></span>', "one **rope**"),
        ("<center>one\ntwo</center>", "one\ntwo"),
        ("`<b>x</b>` and a Vec<i> of <s>", "`<b>x</b>` and a Vec<i> of <s>"),
        ("```\n<b>x</b>\n```", "```\n<b>x</b>\n```"),
        ("<script>never</script> 1 < 2 <3", "<script>never</script> 1 < 2 <3"),
    ],
)
def test_elements_that_set_words_differently_are_markdown_and_all_other_tags_are_text(written: str, told: str) -> None:
    assert without_tags(written) == told
