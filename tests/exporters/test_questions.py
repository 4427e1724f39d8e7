"""In every format a question and its answer stand together, and only open questions count as open."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from confnotes.exporters import html, markdown, summary_csv, summary_json
from confnotes.exporters.markdown_notes import note_in_document
from confnotes.model.note import Question
from confnotes.model.summary import Summary
from summary_samples import small

ANSWERED = Question("who pays for the gauges @Ada Vento", 7, "the port\nand the city", "Ada Vento")


def answered() -> Summary:
    made = small()
    parts = []
    for part in made.parts:
        sessions = [
            replace(
                session,
                items=tuple(
                    replace(item, questions=(*item.questions, ANSWERED)) if item.questions else item
                    for item in session.items
                ),
            )
            for session in part.sessions
        ]
        parts.append(replace(part, sessions=tuple(sessions)))
    return replace(made, parts=tuple(parts))


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
    text = markdown.render(answered())
    gathered = text.partition("\n## Questions and answers\n")[2].partition("\n## Tasks\n")[0]
    assert "who pays for the gauges @Ada Vento — [" in gathered.partition("\n## Open questions\n")[0]
    assert "\\\n  **A:** the port and the city" in gathered
    assert "does it hold for storm surges" in gathered.partition("\n## Open questions\n")[2]
    assert " · 1 open question · " in text


def test_html_gathers_answers_and_open_questions_apart() -> None:
    page = html.render(answered())
    assert '<a href="#answers">Questions and answers</a>' in page
    assert '<span class="answer" dir="auto">the port and the city</span>' in page
    assert page.count("does it hold for storm surges</span>") == 1
    assert 'id="answers"' not in html.render(small())


def test_data_holds_question_answer_and_who_asked() -> None:
    assert '"asked_by": "Ada Vento"' in summary_json.render(answered())
    data = json.loads(summary_json.render(answered()))
    asked = [
        question
        for part in data["parts"]
        for session in part["sessions"]
        for item in session["items"]
        for question in item["questions"]
    ]
    assert [one["answer"] for one in asked] == [None, "the port\nand the city"]
    rows = list(csv.DictReader(io.StringIO(summary_csv.render(answered()))))
    assert any("@Ada Vento → the port" in row["questions"] for row in rows)
