"""A note is taken apart, and each part of it is told once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.report.split_note import ItemPlace, split_note

PLACE = ItemPlace("talk-a")

LONG = "The ropes of a ship must all be checked before each and every"
"""A line that has no room for another word at its margin."""


@pytest.mark.parametrize(
    ("text", "claim", "rest"),
    [
        ("- claim: a grid is enough\n- trick: sample", "a grid is enough", "- trick: sample"),
        ("Claim: tides are small\nmore", "tides are small", "more"),
        ("**Main claim:** tides are small", "tides are small", ""),
        ("- claim: a\n- claim: b\n- claim: c", "a; b; c", ""),
        ("- claim: a\n  - on the sphere\n- b", "a", "- on the sphere\n- b"),
        ("they claim: a", "", "they claim: a"),
        ("- claim:", "", "- claim:"),
        ("```\nclaim: a\n```", "", "```\nclaim: a\n```"),
        ("1. claim: a\n2. b", "a", "2. b"),
        ("claim: a[^1]\n\n[^1]: b", "a (b)", ""),
        (f"claim: {LONG}\ntide\n- b", f"{LONG} tide", "- b"),
        (f"- claim: {LONG}\n  tide\n  - on the sphere\n- b", f"{LONG} tide", "- on the sphere\n- b"),
        ("> **Claim: a**\n> b", "**a**", "> b"),
    ],
)
def test_the_claim_is_taken_out_of_the_text(text: str, claim: str, rest: str) -> None:
    note = split_note(text, (), PLACE)
    assert (note.claim, note.text) == (claim, rest)


@pytest.mark.parametrize(
    ("text", "asked", "rest"),
    [
        ("said\n? why\nmore", [("why", None, None)], "said\n\nmore"),
        ("? why @Ida Brandt\n! so\n! and so", [("why", "so\nand so", "Ida Brandt")], ""),
        ("- a\n- ? why\n  ! so\n- b", [("why", "so", None)], "- a\n- b"),
        ("- a\n? why\n- b", [("why", None, None)], "- a\n- b"),
        ("- a\n  - ? why\n    - because", [("why", None, None)], "- a\n  - because"),
        ("- ? a\n  - ? b\n  - c\n- d", [("a", None, None), ("b", None, None)], "- c\n- d"),
        ("- [ ] ? why", [], "- [ ] ? why"),
        ("? why[^1]\n\n[^1]: so", [("why (so)", None, None)], ""),
        ("```\n? why\n```", [], "```\n? why\n```"),
        ("a\n\n## Q&A\n\n? why\n\n## More\n\nb", [("why", None, None)], "a\n\n## More\n\nb"),
        ("## Q&A\n\nBefore lunch.\n\n? why", [("why", None, None)], "## Q&A\n\nBefore lunch."),
        ("## Q&A\n\n- ? why\n  - because", [("why", None, None)], "## Q&A\n\n- because"),
        ("Asked by others:\n\n- ? why\n- ? who", [("why", None, None), ("who", None, None)], ""),
        ("? why [10:00](https://v.example?t=600)", [("why [10:00](https://v.example?t=600)", None, None)], ""),
    ],
)
def test_questions_stand_apart_from_the_text(
    text: str, asked: list[tuple[str, str | None, str | None]], rest: str
) -> None:
    note = split_note(text, (), PLACE)
    assert [(one.text, one.answer, one.asked_by) for one in note.questions] == asked
    assert note.text == rest


def test_a_takeaway_links_to_its_line_in_text_and_in_opinions() -> None:
    note = split_note("a #takeaway\nMe: b #takeaway\n\n## Takeaways\n- c\n", (), ItemPlace("talk-a", 2, 1))
    assert [(one.id, one.text, one.in_text) for one in note.takeaways] == [
        ("talk-a-t3", "a", True),
        ("talk-a-t4", "c", False),
        ("talk-a-t5", "b", True),
    ]
    assert (note.text, note.view) == ("a #takeaway ^talk-a-t3", "b #takeaway ^talk-a-t5")


LINES = st.sampled_from(
    [
        *(
            "",
            "said",
            "- item",
            "  - deeper",
            "1. one",
            "# Head",
            "## Takeaways",
            "## Thoughts",
            "Me: mine",
            "- IMO: own",
        ),
        *(
            "? why",
            "! so",
            "- ? what",
            "  ! that",
            "  - ? inner",
            "- claim: a point",
            "Claim: big",
            "  nested",
            "> quoted",
        ),
        *("```", "$$", "| a | b |", "| - | - |", "big #takeaway", "- [ ] task", "see[^1]", "[^1]: note", "    code"),
    ]
)


@given(st.lists(LINES, max_size=16))
def test_every_word_of_a_note_is_somewhere_in_its_summary(lines: list[str]) -> None:
    note = split_note("\n".join(lines), (), PLACE)
    told = [note.text, note.view, note.claim, *(one.text for one in note.takeaways)]
    told += [text for one in note.questions for text in (one.text, one.answer or "")]
    words = set(re.findall(r"[a-z]{2,}", "\n".join(lines).lower()))
    labels = {"me", "imo", "thoughts", "takeaways", "takeaway", "claim"}
    assert words - labels <= set(re.findall(r"[a-z]{2,}", "\n".join(told).lower()))
    once = ["why", "what", "inner", "task"]
    for word in once:
        assert sum(text.count(word) for text in told) == "\n".join(lines).count(word)


def test_a_footnote_follows_its_line_and_stays_when_no_line_refers_to_it() -> None:
    text = (
        "takeaway: a[^1]\n? b[^2]\nc[^3]\n\n[^1]: one[^4]\n[^2]: two\n\n    more\n[^3]: three\n[^4]: four\n[^5]: five"
    )
    note = split_note(text, (), PLACE)
    assert [one.text for one in note.takeaways] == ["a (one (four))"]
    assert [one.text for one in note.questions] == ["b"]
    assert note.text == "c[^3]\n\ntwo\n\nmore\n\n[^3]: three\n\nfive"
