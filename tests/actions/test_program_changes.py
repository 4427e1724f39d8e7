"""The next version of a program: what changed is told the next day, and the notes of its talks follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from confnotes.actions.importing.import_merge import ImportReport, report_objects
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.actions.program.mark_talk import mark_talk
from confnotes.catalogue.list_things import list_things
from confnotes.catalogue.program.changes import changes
from confnotes.cli.show import row_text
from confnotes.model.mark import Mark
from confnotes.model.program import (
    Conference,
    Program,
    ReadProgram,
    Resource,
    ResourceKind,
    Session,
    Speaker,
    Talk,
)
from confnotes.model.talk_changes import ChangeKind
from confnotes.vault import changes_file
from confnotes.vault.vault import Vault

DEPTH = Talk("Depth", "17", start=datetime(2021, 6, 1, 9), room="Hall A", speakers=(Speaker("Aino Mäkelä"),))
WIDTH = Talk("Width", "18", start=datetime(2021, 6, 1, 10), room="Hall A")
NOTE = "Deep Days 2021/2021-06-01 0900 Depth.md"


def put(vault: Vault, *talks: Talk, source: str = "page.md") -> ImportReport:
    conference = Conference("Deep Days 2021", timezone="Europe/Paris", start_date=date(2021, 6, 1))
    read = ReadProgram("test", Program(conference, (Session("Orals", talks=talks),)))
    (report,) = write(vault, [SourcePreview(source, read, "Deep Days 2021")])
    return report


def noted(vault: Vault) -> Path:
    """The note of the first talk, as the source's notes make one."""
    put(vault, replace(DEPTH, notes="Mine.\n"), WIDTH)
    return vault.root / NOTE


def test_the_day_after_one_sees_what_is_other_than_planned(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    put(vault, DEPTH, WIDTH)
    mark_talk(vault, "deep-days-2021/17", Mark.STAR)
    assert changes(vault) == []
    monkeypatch.setenv("CONFNOTES_NOW", "2021-05-30T20:00:00+02:00")
    put(vault, replace(DEPTH, start=datetime(2021, 6, 1, 11), title="Depth again"), Talk("Height", "19"))
    told = [(one.key, one.changes, one.what, one.starred) for one in changes(vault)]
    assert told == [
        ("deep-days-2021/19", ("added",), "added", False),
        ("deep-days-2021/18", ("cancelled",), "cancelled", False),
        (
            "deep-days-2021/17",
            ("moved", "renamed"),
            "renamed from “Depth”, moved from 2021-06-01 09:00 to 2021-06-01 11:00",
            True,
        ),
    ]
    assert {(one.time, one.source) for one in changes(vault, "Deep Days 2021")} == {
        ("2021-05-30T20:00:00+02:00", "page.md")
    }
    (row,) = list_things(vault, "changes", "moved")
    assert row_text("changes", row) == (
        "2021-05-30 20:00  ★  Depth again  renamed from “Depth”, moved from 2021-06-01 09:00 to 2021-06-01 11:00  "
        "deep-days-2021/17"
    )


def test_the_list_of_changes_is_bounded_and_a_spoilt_line_spoils_no_other(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes_file, "MOST_CHANGES", 3)
    monkeypatch.setenv("CONFNOTES_NOW", "2021-05-30T20:00:00+02:00")
    put(vault, DEPTH)
    for hour in range(10, 15):
        put(vault, replace(DEPTH, start=datetime(2021, 6, 1, hour)))
    path = vault.root / changes_file.changes_path("Deep Days 2021")
    lines = path.read_text().splitlines(keepends=True)
    assert len(lines) == 3
    path.write_text("".join([lines[0], '{"time": 3}\n', "nonsense\n", *lines[1:]]))
    assert [one.what[-5:] for one in changes(vault)] == ["12:00", "13:00", "14:00"]


def test_git_is_configured_once_to_keep_the_changes_of_two_who_import(vault: Vault) -> None:
    told = vault.root / ".confnotes" / ".gitattributes"
    put(vault, DEPTH, WIDTH)
    put(vault, replace(DEPTH, room="Hall B"), WIDTH)
    assert "merge=union" in told.read_text()
    told.write_text("# my own\n")
    put(vault, replace(DEPTH, room="Hall C"), WIDTH)
    assert told.read_text() == "# my own\n"


def test_what_a_second_source_adds_to_known_talks_is_no_news(vault: Vault) -> None:
    put(vault, DEPTH, WIDTH)
    video = Resource(ResourceKind.VIDEO, "https://example.org/v")
    report = put(vault, Talk("Depth", "a", resources=(video,)), Talk("Height", "b"), source="videos.json")
    assert [change.talk.resources for change in report.changed] == [(video,)]
    assert [one.title for one in changes(vault)] == ["Height"]


def test_the_note_of_a_talk_that_moved_says_where_it_is_now(vault: Vault) -> None:
    note = noted(vault)
    note.write_text(note.read_text().replace("type: note\n", "type: note # mine\n"))
    before = note.read_text()
    video = Resource(ResourceKind.VIDEO, "https://example.org/v")
    moved = replace(DEPTH, start=datetime(2021, 6, 1, 11, 30), room="Hall B", resources=(video,), notes="Mine.\n")
    report = put(vault, moved, WIDTH)
    assert NOTE in report.files_written
    assert note.read_text() == before.replace("09:00:00", "11:30:00").replace("Hall A", "Hall B").replace(
        "\n---\n\n", "\nvideo: https://example.org/v\n---\n\n"
    )


def test_what_the_user_wrote_into_a_note_s_front_matter_stays(vault: Vault) -> None:
    note = noted(vault)
    note.write_text(note.read_text().replace("room: Hall A", "room: by the window"))
    put(vault, replace(DEPTH, start=datetime(2021, 6, 1, 11), room="Hall B", notes="Mine.\n"), WIDTH)
    assert "room: by the window\n" in note.read_text()
    assert "start: 2021-06-01T11:00:00\n" in note.read_text()


def test_a_single_speaker_may_be_written_as_no_list_and_follows_the_program(vault: Vault) -> None:
    path = noted(vault)
    listed = 'speakers:\n  - "[[Aino Mäkelä]]"\n'
    assert listed in path.read_text()
    path.write_text(path.read_text().replace(listed, 'speakers: "[[Aino Mäkelä]]"\n'))
    put(vault, replace(DEPTH, speakers=(Speaker("Bo Li"),), notes="Mine.\n"), WIDTH)
    assert "Bo Li" in path.read_text() and "Aino" not in path.read_text()


def test_front_matter_that_cannot_be_read_is_not_written(vault: Vault) -> None:
    note = noted(vault)
    note.write_text(note.read_text().replace("room: Hall A", "room: [Hall A"))
    before = note.read_bytes()
    put(vault, replace(DEPTH, room="Hall B", notes="Mine.\n"), WIDTH)
    assert note.read_bytes() == before


def test_a_cancelled_talk_with_a_note_stays_and_says_so(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFNOTES_NOW", "2021-05-30T20:00:00+02:00")
    noted(vault)
    report = put(vault, WIDTH)
    assert report.messages == (f"Depth: cancelled; your note stays: {NOTE}",)
    assert dict(report.notes) == {"17": NOTE}
    monkeypatch.setenv("CONFNOTES_NOW", "2021-05-31T20:00:00+02:00")
    back = put(vault, DEPTH, WIDTH)
    assert [change.kinds for change in back.changed] == [(ChangeKind.CAME_BACK,)]
    assert [one.changes for one in changes(vault)] == [("came back",), ("cancelled",)]


def test_a_talk_that_the_source_itself_calls_cancelled_stays_in_the_program(vault: Vault) -> None:
    put(vault, DEPTH, WIDTH)
    report = put(vault, replace(DEPTH, cancelled=True), WIDTH)
    assert [talk.id for talk in report.cancelled] == ["17"]
    assert [talk.cancelled for talk in vault.program("Deep Days 2021").talks()] == [True, False]
    assert put(vault, replace(DEPTH, cancelled=True), WIDTH).unchanged
    assert put(vault, DEPTH, WIDTH).with_change(ChangeKind.CAME_BACK)


def test_the_report_is_an_object_for_programs(vault: Vault) -> None:
    noted(vault)
    put(vault, DEPTH, WIDTH)
    report = put(vault, replace(DEPTH, room="Hall B"), Talk("Height", "19"))
    (told,) = report_objects([report])["sources"]
    assert told["moved"] == [
        {
            "id": "deep-days-2021/17",
            "title": "Depth",
            "start": "2021-06-01T09:00:00+02:00",
            "room": "Hall B",
            "what": "now in Hall B",
            "note": NOTE,
        }
    ]
    assert [talk["id"] for talk in told["added"]] == ["deep-days-2021/19"]
    assert [talk["id"] for talk in told["cancelled"]] == ["deep-days-2021/18"]
    assert told["renamed"] == told["came_back"] == told["changed"] == told["kept"] == told["doubts"] == []
