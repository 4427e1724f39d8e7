"""What an import would do is told before anything is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings

from confnotes.actions.importing.import_merge import ImportReport
from confnotes.actions.importing.import_program import plan, write
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.merge.duplicate_talks import with_ids
from confnotes.model.program import Conference, Program, ReadProgram, Resource, ResourceKind, Session, Talk
from confnotes.vault.vault import Vault
from examples import examples
from generated_programs import PROGRAMS

DEPTH = Talk("Depth", "17", start=datetime(2021, 6, 1, 9), room="Hall A")
WIDTH = Talk("Width", "18", start=datetime(2021, 6, 1, 10), room="Hall A")
NOTHING = Program()
ONE_TALK = with_ids(Program(sessions=(Session("Orals", talks=(Talk(None),)),)))
VANCOUVER = ZoneInfo("America/Vancouver")


def at_ten(zone: tzinfo, *others: Talk) -> Program:
    """A talk that begins at ten o'clock there, and others."""
    talk = Talk(None, start=datetime(2021, 6, 1, 10, tzinfo=zone))
    return with_ids(Program(sessions=(Session("Orals", talks=(talk, *others)),)))


def source(*talks: Talk, name: str = "page.md") -> SourcePreview:
    conference = Conference("Deep Days 2021", timezone="Europe/Paris", start_date=date(2021, 6, 1))
    return SourcePreview(
        name, ReadProgram("test", Program(conference, (Session("Orals", talks=talks),))), "Deep Days 2021"
    )


def tree(vault: Vault) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in vault.root.rglob("*") if path.is_file()}


def told(reports: list[ImportReport]) -> list[ImportReport]:
    """The reports without what only writing knows."""
    return [replace(one, notes_written=(), files_written=(), messages=()) for one in reports]


def test_what_would_happen_is_what_happens_then(vault: Vault) -> None:
    write(vault, [source(DEPTH, WIDTH)])
    before = tree(vault)
    coming = [source(replace(DEPTH, start=datetime(2021, 6, 1, 11)), Talk("Height", "19"))]
    planned = plan(vault, coming)
    assert tree(vault) == before
    (report,) = planned
    assert [talk.title for talk in report.added] == ["Height"]
    assert [change.what for change in report.changed] == ["moved from 2021-06-01 09:00 to 2021-06-01 11:00"]
    assert [talk.title for talk in report.cancelled] == ["Width"]
    assert not report.unchanged
    assert told(planned) == told(write(vault, coming))
    assert plan(vault, coming)[0].unchanged


def test_each_source_is_compared_with_what_those_before_it_would_leave(vault: Vault) -> None:
    slides = Resource(ResourceKind.SLIDES, "https://example.org/depth.pdf")
    both = [source(DEPTH, WIDTH), source(replace(DEPTH, id="d", resources=(slides,)), name="slides.json")]
    first, second = plan(vault, both)
    assert len(first.added) == 2 and not second.added
    assert [change.what for change in second.changed] == ["new links"]
    assert told([first, second]) == told(write(vault, both))


@example(NOTHING, ONE_TALK, ONE_TALK)
@example(at_ten(UTC, WIDTH), at_ten(VANCOUVER), Program(sessions=(Session("Orals", talks=(WIDTH,)),)))
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=PROGRAMS, second=PROGRAMS, third=PROGRAMS)
def test_any_plan_holds(
    tmp_path_factory: pytest.TempPathFactory, first: Program, second: Program, third: Program
) -> None:
    vault = Vault.create(tmp_path_factory.mktemp("vault"))
    facts = Conference("Deep Days 2021")
    coming = [
        SourcePreview(name, ReadProgram("test", replace(program, conference=facts)), "Deep Days 2021")
        for name, program in (("a", first), ("b", second), ("a", third))
    ]
    write(vault, coming[:1])
    assert told(plan(vault, coming[1:])) == told(write(vault, coming[1:]))
