"""What a format that is a list of records gets from the engine for the declaration of its keys."""

from __future__ import annotations

import re
from typing import Any

import pytest

from confnotes.importers.records.reader import PersonFields, RecordReader, TalkFields
from confnotes.importers.records.values import FormatMark, Keys, score_of
from confnotes.importers.source import SourceFile
from confnotes.importers.warning_collector import WarningCollector
from confnotes.model.program import Kind, ResourceKind, Role, Talk

FIELDS = TalkFields(
    name="lecture",
    people=PersonFields(scheme="hall", id_form=re.compile(r"p\d+")),
    start=("begins",),
    end=("ends",),
    links={"media.film": ResourceKind.VIDEO, "files": None},
)


def read(**record: Any) -> tuple[Talk, list[str]]:
    """The talk of a record, and what was warned of."""
    reader = RecordReader(
        FIELDS, WarningCollector(), questions={"4": {"question": "Which company?"}}, base="https://hall.example"
    )
    reader.list_people([{"id": "p1", "name": "Ada Holm", "answers": [{"question": 4, "answer": "Acme\nsince May"}]}])
    start, end = reader.times(record, None)
    talk = reader.talk(record, "Nets", Kind.KEYNOTE, "t1", start=start, end=end)
    return talk, [warning.message for warning in reader.warnings.warnings()]


def test_people_are_ids_records_names_and_several_names_in_one_text() -> None:
    talk, warnings = read(speakers=["P1", {"id": "p2", "name": "Bo Lind"}, "Eve Poe and Ann Doe", "TBA", "p9"])

    assert [(each.name, each.id) for each in talk.speakers] == [
        ("Ada Holm", "hall:p1"),
        ("Bo Lind", "hall:p2"),
        ("Eve Poe", None),
        ("Ann Doe", None),
    ]
    assert {each.role for each in talk.speakers} == {Role.KEYNOTE}
    assert warnings == ["a speaker is not listed and was left out"]


def test_answers_to_questions_tell_where_somebody_works() -> None:
    talk, _ = read(speakers=["p1"])

    assert talk.speakers[0].affiliation == "Acme"


def test_links_are_addresses_deep_in_records_and_files_with_titles() -> None:
    files = ["see https://nets.example/paper.pdf.", {"url": "/slides.pdf", "title": "Slides"}, {"title": "lost"}]

    talk, warnings = read(media={"film": "https://nets.example/film"}, files=files)

    assert [(each.kind, each.url, each.title) for each in talk.resources] == [
        (ResourceKind.VIDEO, "https://nets.example/film", None),
        (ResourceKind.PAPER, "https://nets.example/paper.pdf", None),
        (ResourceKind.SLIDES, "https://hall.example/slides.pdf", "Slides"),
    ]
    assert warnings == ["a file has no complete address and was left out"]


def test_an_end_before_the_start_and_an_invalid_time_are_left_out_with_a_warning() -> None:
    talk, warnings = read(begins="2031-03-01T10:00", ends="2031-03-01T09:00")

    assert talk.start is not None and talk.end is None
    assert warnings == ["a lecture ends before it begins: its end was left out"]
    assert read(begins="soon")[1] == ["“soon” is not a time and was left out"]


def test_of_two_texts_that_say_the_same_the_longer_one_is_the_abstract() -> None:
    assert read(abstract="Nets.", description="Nets. And knots.")[0].abstract == "Nets. And knots."
    assert read(abstract="Nets.", description="Knots.")[0].abstract == "Nets.\n\nKnots."


@pytest.mark.parametrize(
    ("every", "either", "least", "is_known"),
    [
        (("title", "video"), (), 1, False),
        (("title", '"vid'), (), 1, True),
        (("title",), ("speakers", "videos"), 2, True),
        (("title",), ("speakers", "persons"), 2, False),
        (("title",), ("persons",), 1, False),
    ],
)
def test_a_file_is_known_by_its_keys(every: Keys, either: Keys, least: int, is_known: bool) -> None:
    file = SourceFile("x.json", lambda: b'{"title": "a", "videos": [], "speakers": []}')

    assert score_of(file, [FormatMark(0.9, every, either, least)]) == (0.9 if is_known else 0.0)
