"""Questions keep what was answered under them, and who asked at the end of their line."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup import questions
from confnotes.markup.note import parse_note
from confnotes.markup.questions import find_all, with_answer
from confnotes.markup.spans import spans
from confnotes.model.note import Question

PATH = PurePosixPath("HarbourConf 2031/note.md")


def asked(text: str) -> tuple[Question, ...]:
    return parse_note(PATH, text).questions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("? open", [Question("open", 1)]),
        ("? why ^t101102\n! because ^t101530", [Question("why", 1, "because")]),
        ("? why\n! one\n! two\nrest\n! none", [Question("why", 1, "one\ntwo")]),
        ("? why @Ada Lovelace ^t101102\n! so", [Question("why @Ada Lovelace", 1, "so", "Ada Lovelace")]),
        ("? did @Ada say so", [Question("did @Ada say so", 1)]),
        ("? by @[[Rui da Mar]]", [Question("by @[[Rui da Mar]]", 1, None, "Rui da Mar")]),
        ("- ? why\n  ! so\n- ? and", [Question("why", 1, "so"), Question("and", 3)]),
        ("> ? why\n> ! so", [Question("why", 1, "so")]),
        ("? why\n\n! too late", [Question("why", 1)]),
        ("? why\n![[board.jpg]]", [Question("why", 1)]),
        ("? why\n!", [Question("why", 1)]),
        ("? why\n! ^t101530", [Question("why", 1)]),
        ("? a\n? b\n! c", [Question("a", 1), Question("b", 2, "c")]),
        ("? what is `! x` here\n! `code`", [Question("what is `! x` here", 1, "`code`")]),
        ("```\n? code\n! code\n```", []),
        ("? why\r\n! so\r\n", [Question("why", 1, "so")]),
        ("! an answer to nothing", []),
        ("---\ntitle: x\n---\n? why\n! [[so]]", [Question("why", 4, "[[so]]")]),
    ],
)
def test_an_answer_stands_right_under_its_question(text: str, found: list[Question]) -> None:
    assert list(asked(text)) == found


def test_a_private_answer_is_found_by_its_author_and_marked_as_private() -> None:
    note = parse_note(PATH, "%%\n? does he know\n! he does\n%%\n")
    assert note.questions == (Question("does he know", 2, "he does"),)
    assert {2, 3} <= note.private_lines


@pytest.mark.parametrize(
    ("before", "answer", "who", "after"),
    [
        ("? why", "so", "", "? why\n! so ^t101530"),
        ("? why ^t101102", "so", "Ada Lovelace", "? why @Ada Lovelace ^t101102\n! so ^t101530"),
        ("? why", "so", "rui da mar", "? why @[[rui da mar]]\n! so ^t101530"),
        ("? why @Ada", "so", "Ada", "? why @Ada\n! so ^t101530"),
        ("  - [ ] ? why", "so", "", "  - [ ] ? why\n    ! so ^t101530"),
        ("> - ? why", "so", "", "> - ? why\n>   ! so ^t101530"),
        ("? why\n- ! so", "and so", "", "? why\n- ! so\n- ! and so ^t101530"),
        ("? why ^t101102\r", "so", "@Ada", "? why @Ada ^t101102\r\n! so ^t101530\r"),
    ],
)
def test_an_answer_is_written_under_what_is_there(before: str, answer: str, who: str, after: str) -> None:
    lines = before.split("\n")
    assert with_answer(lines, find_all(lines)[0], answer, who, "^t101530") == after.split("\n")


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30)
LINES = st.lists(
    st.one_of(WORDS, st.builds("{}{}".format, st.sampled_from(["? ", "! ", "- ? ", "> ? ", "  ! ", "- [ ] "]), WORDS)),
    max_size=8,
)


@given(LINES, st.text("abc ÄéШ学 '", min_size=1, max_size=20), st.text("ABcd é.-'@ ]", max_size=12), st.booleans())
def test_every_question_takes_an_answer_and_every_other_line_stays(
    lines: list[str], answer: str, who: str, stamped: bool
) -> None:
    answer = f"a{answer}"
    for number, one in enumerate(find_all(lines)):
        after = with_answer(lines, one, answer, who, "^t101530" if stamped else "")
        again = find_all(after)[number]
        words = " ".join(answer.split())
        assert again.answer == (f"{one.answer}\n{words}" if one.answer else words)
        assert [*after[: one.row], *after[one.row + 1 : one.end], *after[one.end + 1 :]] == [
            *lines[: one.row],
            *lines[one.row + 1 : one.end],
            *lines[one.end :],
        ]
        assert again.text.startswith(one.text)
        name = questions.readable_name(who)
        if name:
            assert again.asked_by == name


def test_an_answer_is_coloured_as_one() -> None:
    assert [(span.start, span.role) for span in spans("! so @Ada ^t101530")] == [
        (0, "answer"),
        (5, "mention"),
        (10, "stamp"),
    ]
    assert [span.role for span in spans("- ! so")] == ["list-marker", "answer"]
    assert spans("!so") == spans("! ") == []
