"""What counts as a takeaway, and what is left of the note."""

from __future__ import annotations

import pytest

from confnotes.report.takeaways import MOST_LINES, take


@pytest.mark.parametrize(
    ("note", "takeaways", "rest"),
    [
        ("## Takeaways\n- one\n- two\n## More\ntext", ("one", "two"), "## More\ntext"),
        ("text\n\nSummary:\n\n    * one\n    * two", ("one", "two"), "text"),
        ("# TL;DR\nwords", ("words",), ""),
        ("**Take-aways:**\n1. first\n2. second\n\nMethod:\n- a", ("first", "second"), "Method:\n- a"),
        ("Summary: it works\n\nmore", ("it works",), "more"),
        ("**Summary:**\nit works\n\n---\n\n- more", ("it works",), "---\n\n- more"),
        ("a #takeaway\nb", ("a",), "a #takeaway ^t0\nb"),
        ("- a #takeaway\n- b #tides", ("a",), "- a #takeaway ^t0\n- b #tides"),
        ("a #takeaway\na #takeaway", ("a",), "a #takeaway ^t0\na #takeaway"),
        ("a\\ #takeaway\nb", ("a",), "a\\ #takeaway ^t0\nb"),
        ("| a #takeaway | b |", ("| a | b |",), "| a #takeaway | b |"),
        ("## Takeaways\n- one[^1]\n\n[^1]: two", ("one (two)",), "[^1]: two"),
        ("takeaway: one[^1]\n\n[^1]: two", ("one (two)",), "[^1]: two"),
        ("- takeaway: one[^1]\n\n[^1]: two", ("one (two)",), "- takeaway: one[^1] ^t0\n\n[^1]: two"),
        ("takeaway: one\ntakeaway: two\nwords\n**Takeaway:** three\nmore", ("one", "two", "three"), "words\n\nmore"),
        ("**Takeaway: one**\n==takeaway: two==", ("**one**", "==two=="), ""),
        ("Key takeaway 2： a *b*", ("a *b*",), ""),
        ("- a\ntakeaway: b\n- c\nTake-aways:\n- d", ("b", "d"), "- a\n- c"),
        ("- a\n  takeaway: b\n  c", ("b",), "- a\n  c"),
        ("> a\n> takeaway: b", ("b",), "> a\n> takeaway: b ^t0"),
        ("### Takeaway: a\nwords", ("a",), "### Takeaway: a ^t0\nwords"),
        ("words\n\n    takeaway: code", (), "words\n\n    takeaway: code"),
        ("## Three things to take home\n1. a", ("a",), ""),
        ("- takeaway: a\n- b", ("a",), "- takeaway: a ^t0\n- b"),
        ("- b\n  1. **In short**: a #tldr", ("a",), "- b\n  1. **In short**: a #tldr ^t0"),
        (
            "- takeaway: \n- summary of a\n```\n- summary: a\n```",
            (),
            "- takeaway: \n- summary of a\n```\n- summary: a\n```",
        ),
        ("## Takeaways\n- a #takeaway", ("a",), ""),
        ("### Conclusions\n- a\n#### Detail\ntext", (), "### Conclusions\n- a\n#### Detail\ntext"),
        ("## Summary\n```\ncode\n```", (), "## Summary\n```\ncode\n```"),
        ("## Summary\n- [ ] a task", (), "## Summary\n- [ ] a task"),
        ("## Summary\n", (), "## Summary"),
        ("## Summary of the field\ntext", (), "## Summary of the field\ntext"),
        ("## Summary of the talk\n- a", ("a",), ""),
        ("## What I learned\n- a", ("a",), ""),
        ("### Fazit:\na", ("a",), ""),
        ("## À retenir\n- a\n## Autre", ("a",), "## Autre"),
        ("a\n\n> [!takeaway] b\n\nc", ("b",), "a\n\n> b ^t0\n\nc"),
        ("> [!TLDR]-\n> - b\n> c", ("b",), "> - b ^t0\n> c"),
        ("> [!tip] a #takeaway", ("a",), "> [!tip] a #takeaway ^t0"),
        ("## Takeaways\n> [!takeaway]\n> a\n\n> [!tip] b", ("a", "b"), ""),
        ("> [!takeaway]\n\n> [!tip] a", (), "> [!takeaway]\n\n> [!tip] a"),
        ("## Recap\n- a", (), "## Recap\n- a"),
        ("in summary: no\nSummary: glued to a paragraph", (), "in summary: no\nSummary: glued to a paragraph"),
        ("```\n# Summary\nx\n```", (), "```\n# Summary\nx\n```"),
        ("## Summary\n" + "line\n" * (MOST_LINES + 1), (), ("## Summary\n" + "line\n" * (MOST_LINES + 1)).strip()),
    ],
)
def test_takeaways(note: str, takeaways: tuple[str, ...], rest: str) -> None:
    taken = take(note, "t{}".format)
    assert (tuple(one.text for one in taken.takeaways), taken.text) == (takeaways, rest)
    assert all(one.in_text == (f" ^{one.id}" in taken.text) for one in taken.takeaways)


@pytest.mark.parametrize(
    "said",
    [
        "Ropes are heavy. In this talk, Ida will show how to lift them.",
        "Seile sind schwer. In diesem Vortrag zeigt Ida, wie man sie hebt.",
        "Les cordes sont lourdes. Dans cette présentation, nous verrons comment les lever.",
    ],
)
def test_the_text_of_a_program_below_summary_is_no_takeaway(said: str) -> None:
    assert take(f"**Summary:**\n{said}\n\n---\n\n- a", "t{}".format).takeaways == ()


LONG = "The ropes of a ship must all be checked before each and every"
"""A line that has no room for another word at its margin."""


@pytest.mark.parametrize(
    ("note", "takeaways", "rest"),
    [
        (f"takeaway: {LONG}\ntide, and twice.\nwords", (f"{LONG} tide, and twice.",), "words"),
        (f"Summary: {LONG}\ntide, and twice.\n\nwords", (f"{LONG} tide, and twice.",), "words"),
        (f"- takeaway: {LONG}\n  tide\n- b", (f"{LONG} tide",), f"- takeaway: {LONG}\n  tide ^t0\n- b"),
        (f"{LONG} #takeaway\ntide\nB", (f"{LONG} tide",), f"{LONG} #takeaway\ntide ^t0\nB"),
        (f"## Takeaways\n- {LONG}\n  tide\n- ropes", (f"{LONG} tide", "ropes"), ""),
        (f"## Summary\n{LONG}\ntide. Bells are not. If a bell has been heard by nobody it\nwas no bell.", None, ""),
        (f"## Summary\n{LONG}\nTide and bell\nRopes\nbells", (f"{LONG} Tide and bell", "Ropes", "bells"), ""),
    ],
)
def test_a_takeaway_that_its_author_wrapped_is_whole(note: str, takeaways: tuple[str, ...] | None, rest: str) -> None:
    taken = take(note, "t{}".format)
    whole = " ".join(note.split("\n")[1:])
    assert (tuple(one.text for one in taken.takeaways), taken.text) == (takeaways or (whole,), rest)
