"""Takeaways are read from and written under their heading; every other line of the note keeps its bytes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.takeaways import takeaways, with_takeaways
from confnotes.report.takeaways import take

ITEM = re.compile(r"[-*]|1\.")
FRONT = "---\ntitle: Takeaways\n---\n\n"


@pytest.mark.parametrize(
    ("before", "wanted", "after"),
    [
        ("", ["one"], "## Takeaways\n\n- one\n"),
        ("text", ["one", " two "], "text\n\n## Takeaways\n\n- one\n- two\n"),
        ("text\r\n", ["one"], "text\r\n\r\n## Takeaways\r\n\r\n- one\r\n"),
        ("text\n", [], "text\n"),
        (FRONT, ["one"], f"{FRONT}## Takeaways\n\n- one\n"),
        ("## Takeaways\n- a ^t101010\n- b\nend", ["a", "c"], "## Takeaways\n- a ^t101010\n- c\nend"),
        ("## Takeaways\n- a ^t101010\n", ["z"], "## Takeaways\n- z ^t101010\n"),
        ("## Takeaways\n\n* a\n* b\n\n## More\n- c\n", ["b"], "## Takeaways\n\n* b\n\n## More\n- c\n"),
        ("# Key takeaways\n1. a\n", ["a", "b"], "# Key takeaways\n1. a\n- b\n"),
        ("## Takeaways\nsome words\n- a\n### Deeper\n- b\n", ["a"], "## Takeaways\nsome words\n- a\n### Deeper\n"),
        ("## Takeaways\n- a  b\n- c\n", ["a b", "d"], "## Takeaways\n- a  b\n- d\n"),
        ("## Takeaways", ["a"], "## Takeaways\n\n- a"),
        ("## Takeaways\n\n", ["a"], "## Takeaways\n\n- a\n"),
        ("## Takeaways\n\n- a\n", [], "## Takeaways\n\n"),
        ("```\n## Takeaways\n- code\n```\n", ["a"], "```\n## Takeaways\n- code\n```\n\n## Takeaways\n\n- a\n"),
        ("## Takeaways\n- [ ] a task\n- a\n", ["b"], "## Takeaways\n- [ ] a task\n- b\n"),
    ],
)
def test_takeaways_are_written_under_their_heading(before: str, wanted: list[str], after: str) -> None:
    assert with_takeaways(before, wanted) == after


def test_what_is_written_is_what_the_summary_reads() -> None:
    text = with_takeaways("? why\n! so\n", ["small idea", "large effect %%mine%%"])
    assert tuple(one.text for one in take(text, str).takeaways) == ("small idea", "large effect %%mine%%")


LINES = st.lists(st.sampled_from(["## Takeaways", "- a", "* b ^t101010", "text", "", "## More", "```", "1. c", "x\r"]))
WORDS = st.lists(st.builds("w{}".format, st.text("ab [x]-#%é^", max_size=9)), max_size=5)


@given(LINES, WORDS)
def test_what_is_written_is_read_again_and_the_rest_stays(lines: list[str], wanted: list[str]) -> None:
    before = "\n".join(lines)
    after = with_takeaways(before, wanted)
    seen = iter(line.rstrip() for line in after.split("\n"))
    assert all(line.rstrip() in seen for line in lines if line.strip() and not ITEM.match(line))
    if before.count("```") % 2 == 0:
        assert takeaways(after) == [" ".join(words.split()) for words in wanted]
    assert with_takeaways(after, wanted) == after or before.count("```") % 2
