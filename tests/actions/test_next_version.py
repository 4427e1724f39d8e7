"""The next version of a program, saved under another name, is no second source of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from confnotes.actions.importing.import_again import look
from confnotes.actions.importing.import_merge import ImportReport
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.actions.importing.refresh import refresh
from confnotes.importers.importer import Hints
from confnotes.model.program import Conference, Program, ReadProgram, Resource, ResourceKind, Session, Speaker, Talk
from confnotes.vault.imported import Imported, Origin
from confnotes.vault.vault import Vault

TALKS = tuple(
    Talk(title, own, start=datetime(2021, 6, 1, hour), room="A", speakers=(Speaker(f"Ann {title}"),))
    for hour, (own, title) in enumerate([("a1", "Fish"), ("b2", "Birds"), ("c3", "Stones"), ("d4", "Smoke")], 9)
)


def preview(source: str, *talks: Talk) -> SourcePreview:
    return SourcePreview(
        source, ReadProgram("test", Program(Conference("Deep Days"), (Session(talks=talks),))), "Deep Days"
    )


def put(vault: Vault, source: str, *talks: Talk) -> ImportReport:
    (report,) = write(vault, [preview(source, *talks)])
    return report


def without_ids(*talks: Talk) -> tuple[Talk, ...]:
    return tuple(replace(talk, id=None) for talk in talks)


def titles(vault: Vault) -> list[str | None]:
    return [talk.title for talk in vault.program("Deep Days").talks()]


@pytest.mark.parametrize("talks", [TALKS, without_ids(*TALKS)], ids=["with ids", "without ids"])
def test_changed_talks_are_reported_and_missing_ones_cancelled(vault: Vault, talks: tuple[Talk, ...]) -> None:
    put(vault, "schedule.xml", *talks)
    later = (replace(talks[0], start=datetime(2021, 6, 1, 15)), *talks[1:3])
    report = put(vault, "schedule (1).xml", *later)
    assert [change.what for change in report.changed] == ["moved from 2021-06-01 09:00 to 2021-06-01 15:00"]
    assert [talk.title for talk in report.cancelled] == ["Smoke"]
    assert report.messages == ("schedule (1).xml is the next version of schedule.xml",)
    assert titles(vault) == ["Fish", "Birds", "Stones"]
    assert put(vault, "schedule (1).xml", *later).unchanged
    assert titles(vault) == ["Fish", "Birds", "Stones"]


def test_it_takes_the_name_of_the_file_that_is_read_from_then_on(vault: Vault, tmp_path: Path) -> None:
    row = "2021-06-01,{}:00,{}\n"
    table = "Date,Start,Title\n" + "".join(
        row.format(hour, t) for hour, t in enumerate(("Fish", "Birds", "Stones"), 10)
    )
    old, new = tmp_path / "talks.csv", vault.root / "talks-2.csv"
    old.write_text(table, encoding="utf-8")
    new.write_text(table.replace("10:00", "15:00"), encoding="utf-8")
    for path in (old, new):
        write(vault, look(vault, [str(path)], Hints("Deep Days")).previews)
    assert Imported(vault, "Deep Days").origins() == {
        "talks-2.csv": Origin(conference="Deep Days", beside="talks-2.csv"),
    }
    (same,) = refresh(vault, "Deep Days")
    assert (same.source, same.unchanged) == ("talks-2.csv", True)
    old.write_text(table.replace("10:00", "18:00"), encoding="utf-8")
    assert refresh(vault, "Deep Days")[0].unchanged
    new.write_text(table.replace("10:00", "19:00"), encoding="utf-8")
    (report,) = refresh(vault, "Deep Days")
    assert [change.what for change in report.changed] == ["moved from 2021-06-01 15:00 to 2021-06-01 19:00"]


@pytest.mark.parametrize(
    ("source", "talks"),
    [
        ("schedule.json", TALKS[:2]),
        ("https://example.org/schedule.xml", TALKS[:2]),
        ("other.xml", tuple(replace(talk, id=f"x{talk.id}") for talk in TALKS[:2])),
        ("other.xml", tuple(replace(talk, title="Clouds") for talk in TALKS[:2])),
        ("other.xml", tuple(replace(talk, start=None) for talk in TALKS[:2])),
        ("videos.xml", tuple(replace(t, resources=(Resource(ResourceKind.VIDEO, t.id or ""),)) for t in TALKS[:2])),
        ("other.xml", without_ids(*TALKS[:2])),
    ],
)
def test_a_source_of_another_kind_is_a_second_one_and_cancels_nothing(
    vault: Vault, source: str, talks: tuple[Talk, ...]
) -> None:
    put(vault, "schedule.xml", *TALKS)
    assert not put(vault, source, *talks).cancelled
    assert put(vault, "schedule.xml", *TALKS).cancelled == ()


def test_two_sources_given_together_are_two(vault: Vault) -> None:
    for _ in range(2):
        reports = write(vault, [preview("one.xml", *TALKS), preview("two.xml", *TALKS[:2])])
        assert not any(report.cancelled for report in reports)
    assert titles(vault) == ["Fish", "Birds", "Stones", "Smoke"]


def test_a_source_given_beside_the_one_that_is_known_is_no_next_version_of_it(vault: Vault) -> None:
    put(vault, "one.xml", *TALKS)
    reports = write(vault, [preview("two.xml", *TALKS[:3]), preview("one.xml", *TALKS)])
    assert not any(report.cancelled or report.messages for report in reports)
    assert sorted(Imported(vault, "Deep Days").origins()) == ["one.xml", "two.xml"]
    assert titles(vault) == ["Fish", "Birds", "Stones", "Smoke"]


def test_the_next_version_is_read_with_the_users_earlier_corrections(vault: Vault, tmp_path: Path) -> None:
    rows = [f"2021-06-01,{hour}:00,{title}" for hour, title in enumerate(("Fish", "Birds", "Stones", "Smoke"), 10)]
    told = (
        ("talks.csv", Hints("Deep Days", "Europe/Lisbon"), rows),
        ("talks-2.csv", Hints("Deep Days"), [*rows[:3], "2021-06-01,15:00,Smoke"]),
    )
    for name, hints, lines in told:
        (tmp_path / name).write_text("\n".join(["Date,Start,Title", *lines]), encoding="utf-8")
        (report,) = write(vault, look(vault, [str(tmp_path / name)], hints).previews)
    assert [change.what for change in report.changed] == ["moved from 2021-06-01 13:00 to 2021-06-01 15:00"]
    assert vault.facts("Deep Days").timezone == "Europe/Lisbon"
