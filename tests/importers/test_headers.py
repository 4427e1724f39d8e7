"""What the headers of columns say, in the languages in which people write programs."""

from __future__ import annotations

import pytest

from confnotes.importers.facts.headers import header_meaning


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Time (CET)", "time"),
        ("Long-form speaker", "speaker"),
        ("Title/URL of paper/topic", "title"),
        ("Slides/Title", "link"),
        ("Introduced by", ""),
        ("Fecha y hora", "time"),
        ("Hora de inicio", "time"),
        ("Время", "time"),
        ("時間", "time"),
        ("End time", "end"),
        ("Talk title", "title"),
        ("Título de la ponencia", "title"),
        ("Тема доклада", "title"),
        ("报告题目", "title"),
        ("Title & speaker", "title"),
        ("Talk speaker", "speaker"),
        ("Speaker(s)", "speaker"),
        ("Speaker’s name", "speaker"),
        ("Nombre del ponente", "speaker"),
        ("报告人", "speaker"),
        ("講演者", "speaker"),
        ("Speaker affiliation", "affiliation"),
        ("Session chair", "chair"),
        ("Talk type", "kind"),
        ("№", "number"),
        ("Dauer (Min.)", "duration"),
    ],
)
def test_a_header_says_what_is_in_its_column(header: str, meaning: str) -> None:
    assert header_meaning(header) == meaning


@pytest.mark.parametrize("name", ["Room A", "Track 1", "Sala Magna", "Main hall", "Security", "Monday", ""])
def test_the_name_of_a_room_or_track_is_no_header_of_all_its_talks(name: str) -> None:
    assert header_meaning(name) == ""
