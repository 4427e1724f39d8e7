"""Data files of shapes that no tool writes but people do: each is read for what it says, not for how it is nested.

Beside each stands what a person reads there: a line a talk, `start-end | room | title | who (from where); who`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.importers.pages.front import read_front
from confnotes.importers.reading import read_program, read_source
from confnotes.importers.sites.records import load_all
from confnotes.importers.source import SourceFile
from confnotes.importers.warning_collector import WarningCollector
from confnotes.model.program import Program, Talk
from source_files import source_at

SHAPES = Path(__file__).parent / "shapes"
SOURCES = sorted(path for path in SHAPES.iterdir() if not path.name.endswith(".expected.txt"))


def moments(talk: Talk) -> str:
    if talk.start is None:
        return ""
    start = f"{talk.start:%Y-%m-%dT%H:%M}" if talk.starts_at else f"{talk.start:%H:%M}"
    return f"{start}-{talk.end:%H:%M}" if talk.end is not None else start


def lines(program: Program) -> list[str]:
    return [
        f"{moments(talk)} | {talk.room or ''} | {talk.title or ''} | "
        + "; ".join(f"{who.name} ({who.affiliation})" if who.affiliation else who.name for who in talk.speakers)
        for talk in program.talks()
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_what_data_say_is_read_however_they_are_nested(path: Path) -> None:
    expected = (SHAPES / f"{path.stem}.expected.txt").read_text(encoding="utf-8").splitlines()

    found = lines(read_source(source_at(path)).program)

    assert [line.rstrip() for line in found] == [line.rstrip() for line in expected]


def test_a_zone_named_behind_a_moment_does_not_take_its_day() -> None:
    text = "name: Fogcon\ntalks:\n" + "".join(
        f"- title: Talk {hour}\n  speaker: Ada Lind\n  start: 2013-02-02 {hour}:00 CET\n" for hour in (10, 11, 12)
    )

    talks = list(read_program(text.encode(), "fogcon.yml").program.talks())

    assert [str(talk.start)[:16] for talk in talks] == [f"2013-02-02 {hour}:00" for hour in (10, 11, 12)]


def test_only_a_second_colon_is_reported_as_one_whatever_the_keys_are_called() -> None:
    findings = WarningCollector()
    load_all([SourceFile("talks.yml", lambda: b"second talk: &reef Reefs\nthird: *ferry\n")], findings)

    assert [warning.message for warning in findings.warnings()] == [
        "talks.yml, line 2: an alias (*ferry); write the value out; this file is skipped"
    ]


def test_settings_with_a_key_that_is_given_twice_are_read_as_the_site_reads_them() -> None:
    findings = WarningCollector()
    (file,) = load_all([SourceFile("_config.yml", lambda: b"name: Wax\nlink: /\nname: BeeCon\nlink: /a\n")], findings)

    assert file.value == {"name": "BeeCon", "link": "/a"}
    (warning,) = findings.warnings()
    assert (warning.message, warning.line) == ("_config.yml: 2 keys have several values; the last one counts", 3)


def test_a_label_beside_a_name_that_is_no_name_is_not_the_title() -> None:
    text = (
        "talk1:\n  title: Highlight talk 1\n  name: 'Orals 1: Bees: a survey'\n  start: '9:00'\n  end: '9:15'\n"
        "talk2:\n  title: Highlight talk 2\n  name: 'Orals 2: Wax, warm and cold'\n  start: '09:15'\n  end: '09:30'\n"
        "break:\n  title: Coffee\n  start: '09:30'\n  end: '10:00'\n"
    )
    talks = list(read_program(text.encode(), "schedule.yml").program.talks())
    assert [(each.title, each.speakers) for each in talks] == [
        ("Bees: a survey", ()),
        ("Wax, warm and cold", ()),
        ("Coffee", ()),
    ]


@pytest.mark.parametrize("keys", [("evento", "nome"), ("Veranstaltung", "Titel"), ("event", "name")])
def test_the_name_of_the_event_is_found_below_its_key_in_any_language(keys: tuple[str, str]) -> None:
    outer, inner = keys
    rows = '  - {hora: "09:00", titulo: Sails without wind}\n  - {hora: "10:00", titulo: Wind without sails}\n'
    text = f"{outer}:\n  {inner}: KiteDays 2031\ngrade:\n{rows}"
    assert read_program(text.encode(), "grade.yml").program.conference.name == "KiteDays 2031"


def test_a_number_of_thousands_of_digits_is_told_and_no_error_of_python() -> None:
    number = f"size = {'9' * 5_000}\n"
    findings = WarningCollector()

    assert not load_all([SourceFile("talks.toml", number.encode)], findings)
    assert "talks.toml is not valid TOML" in findings.warnings()[0].message
    assert read_front(f"+++\ntitle = 'Reefs'\n{number}+++\nText\n").fields["title"] == "Reefs"
