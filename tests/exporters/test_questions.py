"""In every format a question and its answer stand together, and only open questions count as open."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from confnotes.exporters.markdown.notes import NoteContext, note_in_document
from confnotes.model.summary import ActionKind, Summary, SummaryAction, SummaryQuestion
from summary_samples import TIDES, set_as, small, with_item

ANSWERED = SummaryQuestion(
    "talk-learning-tides-q2", "who pays for the gauges @Ada Vento", "the port\nand the city", "Ada Vento"
)


def answered() -> Summary:
    """The small summary with one more question, which was answered."""
    (note,) = TIDES.notes
    return with_item(replace(TIDES, notes=(replace(note, questions=(*note.questions, ANSWERED)),)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("? why\n! so", "**Q:** why\n\n**A:** so"),
        ("? why\n! so\n! and so\nrest", "**Q:** why\n\n**A:** so\n\n**A:** and so\n\nrest"),
        ("- ? why\n  ! so", "- **Q:** why\\\n  **A:** so"),
        ("before\n! alone", "before\\\n! alone"),
    ],
)
def test_a_note_shows_the_answer_under_the_question(typed: str, expected: str) -> None:
    assert note_in_document(typed, 2, NoteContext()) == expected


def test_markdown_shows_answers_at_the_talk_and_open_questions_in_next_steps() -> None:
    asked = SummaryAction(ActionKind.ASK, "does it hold for storm surges", TIDES.id)
    text = set_as("markdown", replace(answered(), actions=(asked,)))
    told = text.partition("\n**Questions and answers**\n")[2]
    assert (
        "- **Q:** who pays for the gauges @Ada Vento — Ada Vento\\\n  **A:** the port\\\n  **A:** and the city\n"
        in told
    )
    assert "\n**Open questions**\n\n- does it hold for storm surges — [Learning Tides" in text


def test_questions_without_an_answer_are_called_open() -> None:
    assert "\n**Open questions**\n\n- **Q:** does it hold for storm surges" in set_as("markdown", small())
    assert 'aria-label="Open questions"' in set_as("html", small())


def test_html_shows_answers_under_their_questions() -> None:
    page = set_as("html", answered())
    told = page.partition('aria-label="Questions and answers"')[2].partition("</dl>")[0]
    assert told.index("does it hold for storm surges") < told.index("who pays for the gauges") < told.index("the port")
    assert told.count("<dt") == 2
    assert told.count("<dd") == 1


def test_data_holds_question_answer_and_who_asked() -> None:
    assert '"asked_by": "Ada Vento"' in set_as("json", answered())
    data = json.loads(set_as("json", answered()))
    asked = [
        question
        for part in data["parts"]
        for session in part["sessions"]
        for item in session["items"]
        for note in item["notes"]
        for question in note["questions"]
    ]
    assert [one["answer"] for one in asked] == [None, "the port\nand the city"]
    rows = list(csv.DictReader(io.StringIO(set_as("csv", answered()))))
    assert any("@Ada Vento → the port" in row["questions"] for row in rows)
