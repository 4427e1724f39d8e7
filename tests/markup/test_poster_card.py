"""A poster's card is read from a note and written into it, one line a field, and nothing else changes."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.note import parse_note
from confnotes.markup.poster_card import (
    FIELDS,
    CardField,
    lines_of,
    read,
    with_another,
    with_text,
    without_spare,
)

MOMENT = datetime(2031, 5, 12, 14, 5, 12)
CARD = (
    "- claim: a grid is enough ^t140512\n- trick: sample the edges\n- doubt:\n? what about tides\n- [ ] ask for data\n"
)


def said(body: str) -> list[tuple[str, str]]:
    return [(line.field.value, line.text) for line in read(body)]


def test_a_card_is_read_from_its_lines() -> None:
    assert said("\n" + CARD) == [
        ("claim", "a grid is enough"),
        ("trick", "sample the edges"),
        ("doubt", ""),
        ("asked", "what about tides"),
        ("follow-up", "ask for data"),
    ]


@pytest.mark.parametrize(
    ("body", "card"),
    [
        ("* Claim:  wide ", [("claim", "wide")]),
        ("- [x] done ^t140512", [("follow-up", "done")]),
        ("- ? listed", [("asked", "listed")]),
        ("?? no question\n?! none", []),
        ("  - claim: indented", []),
        ("```\n- claim: in code\n```", []),
        ("claim: no item\n- claims: other\n- claim:glued", []),
        ("?\n- [ ]\n- claim:", [("asked", ""), ("follow-up", ""), ("claim", "")]),
    ],
)
def test_only_lines_of_the_card_belong_to_it(body: str, card: list[tuple[str, str]]) -> None:
    assert said(body) == card


@pytest.mark.parametrize(
    ("before", "field", "number", "text", "after"),
    [
        ("\n", CardField.CLAIM, 0, "small", "\n- claim: small ^t140512\n"),
        ("", CardField.ASKED, 0, "why", "? why ^t140512\n"),
        ("said\n", CardField.FOLLOW_UP, 0, "mail", "said\n- [ ] mail ^t140512\n"),
        ("said", CardField.TRICK, 0, "cut", "said\n- trick: cut ^t140512\n"),
        ("```\nopen", CardField.TRICK, 0, "cut", "- trick: cut ^t140512\n```\nopen"),
        (CARD, CardField.DOUBT, 0, "old", CARD.replace("- doubt:", "- doubt: old ^t140513")),
        (CARD, CardField.CLAIM, 0, "wide", CARD.replace("a grid is enough", "wide")),
        (CARD, CardField.TRICK, 0, "none", CARD.replace("sample the edges", "none")),
        (CARD, CardField.CLAIM, 1, "two", CARD.replace("- trick", "- claim: two ^t140513\n- trick")),
        (CARD, CardField.CLAIM, 0, "", CARD.replace("- claim: a grid is enough ^t140512", "- claim:")),
        ("- claim: a\n- claim: b\n", CardField.CLAIM, 0, "", "- claim:\n- claim: b\n"),
        ("- doubt: a\r\nend\r\n", CardField.CLAIM, 0, "b", "- claim: b ^t140512\r\n- doubt: a\r\nend\r\n"),
        ("- claim: a\r\n", CardField.CLAIM, 0, "b", "- claim: b\r\n"),
        ("? a\n! answered\n", CardField.ASKED, 1, "b", "? a\n! answered\n? b ^t140512\n"),
        ("- claim: a\n![[photo.jpg]]\n- claim: b", CardField.CLAIM, 0, "", "- claim:\n![[photo.jpg]]\n- claim: b"),
    ],
)
def test_a_field_is_one_line_and_everything_else_keeps_its_bytes(
    before: str, field: CardField, number: int, text: str, after: str
) -> None:
    assert with_text(before, field, number, text, MOMENT) == after


def test_another_claim_fills_the_empty_label_first() -> None:
    body = with_another("- claim:\n", CardField.CLAIM, "one")
    assert with_another(body, CardField.CLAIM, "two") == "- claim: one\n- claim: two\n"


def test_what_was_asked_is_a_question_and_what_follows_up_a_task() -> None:
    note = parse_note(
        PurePosixPath("a.md"), with_another(with_another("", CardField.ASKED, "why"), CardField.FOLLOW_UP, "mail")
    )
    assert [question.text for question in note.questions] == ["why"]
    assert [task.text for task in note.tasks] == ["mail"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- claim:\n- claim: b\n- doubt:\n", "- claim: b\n- doubt:\n"),
        ("- claim:\n- claim:\n", "- claim:\n"),
        ("?\n! an answer\n? b\n", "?\n! an answer\n? b\n"),
        (CARD, CARD),
    ],
)
def test_empty_lines_beside_others_of_their_field_can_go(before: str, after: str) -> None:
    assert without_spare(before) == after


_TEXT = st.text(st.sampled_from("ab é字\r\n\t `?[]-:^t0123456789!\x1c\u2028"), max_size=30)
_LINE = st.sampled_from([*CARD.split("\n"), "```", "    code", "# head", "  - nested", "", "\r", "%% own %%"]) | _TEXT
_BODY = st.lists(_LINE, max_size=9).map("\n".join)


@given(_BODY, st.sampled_from(FIELDS), st.integers(0, 3), _TEXT)
def test_what_is_set_is_read_again_and_no_other_line_changes(
    body: str, field: CardField, number: int, text: str
) -> None:
    own = lines_of(read(body), field)
    after = with_text(body, field, number, text, MOMENT)
    before_lines, after_lines = body.split("\n"), after.split("\n")
    if number < len(own) and len(after_lines) == len(before_lines):
        assert [row for row, pair in enumerate(zip(before_lines, after_lines, strict=True)) if pair[0] != pair[1]] in (
            [],
            [own[number].row],
        )
    written = lines_of(read(after), field)
    if written and len(after_lines) >= len(before_lines) and after != body:
        new = written[min(number, len(own))]
        assert with_text(after, field, min(number, len(own)), new.text, None) == after
        assert " ".join(new.text.split()) in " ".join(text.split())


@given(_BODY, st.sampled_from(FIELDS), st.text("abc -", min_size=1, max_size=12).filter(lambda text: text.strip(" -")))
def test_a_new_line_is_the_only_thing_that_a_body_gains(body: str, field: CardField, text: str) -> None:
    number = len(lines_of(read(body), field))
    after = with_text(body, field, number, text, MOMENT)
    line = next(line for line in lines_of(read(after), field) if line.text == text.strip())
    rest = after.split("\n")
    del rest[line.row]
    assert [each.rstrip("\r") for each in rest if each] == [each.rstrip("\r") for each in body.split("\n") if each]
