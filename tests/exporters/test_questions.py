"""In every format a question and its answer stand together, and only open questions count as open."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from confnotes.exporters.markdown_notes import note_in_document
from confnotes.model.summary import Summary, SummaryQuestion
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
    assert note_in_document(typed, 2, lambda name: None) == expected


def test_markdown_gathers_answers_and_open_questions_apart() -> None:
    text = set_as("markdown", answered())
    gathered = text.partition("\n## Questions and answers\n")[2].partition("\n## Tasks\n")[0]
    assert "who pays for the gauges @Ada Vento — [" in gathered.partition("\n## Open questions\n")[0]
    assert "\\\n  **A:** the port and the city" in gathered
    assert "does it hold for storm surges" in gathered.partition("\n## Open questions\n")[2]
    assert " · 1 open question · " in text


def test_html_gathers_answers_and_open_questions_apart() -> None:
    page = set_as("html", answered())
    assert '<a href="#answers">Questions and answers</a>' in page
    assert '<span class="answer" dir="auto">the port and the city</span>' in page
    assert page.count("does it hold for storm surges</span>") == 1
    assert 'id="answers"' not in set_as("html", small())


def test_data_holds_question_answer_and_who_asked() -> None:
    assert '"asked_by": "Ada Vento"' in set_as("json", answered())
    data = json.loads(set_as("json", answered()))
    asked = [
        question
        for part in data["parts"]
        for session in part["sessions"]
        for item in session["items"]
        for question in item["questions"]
    ]
    assert [one["answer"] for one in asked] == [None, "the port\nand the city"]
    rows = list(csv.DictReader(io.StringIO(set_as("csv", answered()))))
    assert any("@Ada Vento → the port" in row["questions"] for row in rows)
