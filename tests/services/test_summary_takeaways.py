"""What counts as a takeaway, and what is left of the note."""

from __future__ import annotations

import pytest

from confnotes.services.summary.summary_takeaways import MOST_LINES, take


@pytest.mark.parametrize(
    ("note", "takeaways", "rest"),
    [
        ("## Takeaways\n- one\n- two\n## More\ntext", ("one", "two"), "## More\ntext"),
        ("text\n\nSummary:\n\n    * one\n    * two", ("one", "two"), "text"),
        ("# TL;DR\nwords", ("words",), ""),
        ("**Take-aways:**\n1. first\n2. second\n\nMethod:\n- a", ("first", "second"), "Method:\n- a"),
        ("Summary: it works\n\nmore", ("it works",), "more"),
        ("a #takeaway\nb", ("a",), "a\nb"),
        ("- a #takeaway\n- b #tides", ("a",), "- a\n- b #tides"),
        ("## Three things to take home\n1. a", ("a",), ""),
        ("### Conclusions\n- a\n#### Detail\ntext", (), "### Conclusions\n- a\n#### Detail\ntext"),
        ("## Summary\n```\ncode\n```", (), "## Summary\n```\ncode\n```"),
        ("## Summary\n- [ ] a task", (), "## Summary\n- [ ] a task"),
        ("## Summary\n", (), "## Summary"),
        ("## Summary of the field\ntext", (), "## Summary of the field\ntext"),
        ("in summary: no\nSummary: glued to a paragraph", (), "in summary: no\nSummary: glued to a paragraph"),
        ("```\n# Summary\nx\n```", (), "```\n# Summary\nx\n```"),
        ("## Summary\n" + "line\n" * (MOST_LINES + 1), (), ("## Summary\n" + "line\n" * (MOST_LINES + 1)).strip()),
    ],
)
def test_takeaways(note: str, takeaways: tuple[str, ...], rest: str) -> None:
    taken = take(note)
    assert (taken.takeaways, taken.text) == (takeaways, rest)
