"""Importing writes what was seen, once, and never over what the user wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from confnotes.actions.importing.import_merge import ImportReport
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import SourcePreview, preview
from confnotes.errors import ConflictError, ConfnotesError, NotFoundError, UsageError
from confnotes.importers.importer import Hints
from confnotes.model.program import (
    Conference,
    Person,
    Program,
    ReadProgram,
    Resource,
    ResourceKind,
    Role,
    Session,
    Speaker,
    Talk,
)
from confnotes.vault.heads import TalkNote
from confnotes.vault.own_files import DamagedFileError
from confnotes.vault.vault import Vault

NOTES = "Depth wins.\n\n    * over width\n\n## Later\n? why\n"


def program(*talks: Talk, name: str | None = "Deep Days 2021") -> Program:
    conference = Conference(name, timezone="Europe/Paris", start_date=date(2021, 6, 1), end_date=date(2021, 6, 2))
    return Program(conference, (Session("Orals", talks=talks),))


def noted(notes: str | None = NOTES, **changes: object) -> Talk:
    talk = Talk(
        "Depth: a study",
        id="17",
        start=datetime(2021, 6, 1, 9, 0),
        room="Hall A",
        speakers=(Speaker("Aino Mäkelä", "Aalto"),),
        resources=(Resource(ResourceKind.SLIDES, "https://example.org/s"),),
        notes=notes,
    )
    return replace(talk, **changes)  # type: ignore[arg-type]


def put(vault: Vault, *programs: Program, source: str = "page.md") -> list[ImportReport]:
    return write(vault, [SourcePreview(source, ReadProgram("test", one), one.conference.name) for one in programs])


def tree(vault: Vault) -> dict[str, bytes]:
    return {
        str(path.relative_to(vault.root)): path.read_bytes() for path in sorted(vault.root.rglob("*")) if path.is_file()
    }


NOTE = "Deep Days 2021/2021-06-01 0900 Depth - a study.md"


def test_notes_of_the_source_become_notes_of_their_talks(vault: Vault) -> None:
    (report,) = put(vault, program(noted(), Talk("No notes", id="18")))
    assert report.notes_written == (NOTE,)
    assert [talk.id for talk in report.added] == ["17", "18"]
    assert (vault.root / NOTE).read_text() == (
        "---\n"
        'title: "Depth: a study"\n'
        "type: note\n"
        'conference: "[[Deep Days 2021]]"\n'
        "talk: deep-days-2021/17\n"
        "session: Orals\n"
        "speakers:\n"
        '  - "[[Aino Mäkelä]]"\n'
        "start: 2021-06-01T09:00:00\n"
        "timezone: Europe/Paris\n"
        "room: Hall A\n"
        "slides: https://example.org/s\n"
        "---\n\n" + NOTES
    )
    assert "Depth wins" not in (vault.root / "Deep Days 2021/program.yaml").read_text()
    assert vault.talk_notes("Deep Days 2021") == {"deep-days-2021/17": TalkNote(NOTE, 4)}


def test_importing_again_changes_no_byte(vault: Vault) -> None:
    put(vault, program(noted(), Talk("Other")))
    yaml = vault.root / "Deep Days 2021/program.yaml"
    yaml.write_text(yaml.read_text().replace("room: Hall A\n", "room: Hall A   # the cold one\n"))
    before = tree(vault)
    (report,) = put(vault, program(noted(), Talk("Other")))
    assert tree(vault) == before
    assert report.unchanged and not report.added and not report.changed


@pytest.mark.parametrize(
    ("old", "new"),
    [('"Depth: a study"', "7"), ('"17"', "[]"), ('"@2021-06-01T09:00:00"', '"9999-12-31T23:59-12:00"'), ("[", "{")],
)
def test_a_damaged_copy_of_the_last_import_is_ignored(vault: Vault, old: str, new: str) -> None:
    put(vault, program(noted()))
    (kept,) = (vault.root / ".confnotes/imported").rglob("*.json")
    assert old in kept.read_text()
    kept.write_text(spoilt := kept.read_text().replace(old, new))
    with pytest.raises(DamagedFileError, match=r"page\.md\.json"):
        put(vault, program(noted()))
    assert kept.read_text() == spoilt
    kept.unlink()
    (report,) = put(vault, program(noted()))
    assert not report.added and not report.cancelled
    assert [talk.title for talk in vault.program("Deep Days 2021").talks()] == ["Depth: a study"]


def test_a_note_that_the_user_edited_stays_theirs(vault: Vault) -> None:
    put(vault, program(noted()))
    note = vault.root / NOTE
    mine = note.read_text().replace("Depth wins.", "Depth wins, I doubt it.")
    note.write_text(mine)
    put(vault, program(noted()))
    assert note.read_text() == mine
    (report,) = put(vault, program(noted("The source has new notes.\n")))
    assert note.read_text() == mine
    assert "kept your edited note" in report.messages[0]


def test_a_note_that_nobody_edited_follows_the_source(vault: Vault) -> None:
    put(vault, program(noted()))
    note = vault.root / NOTE
    note.write_text(note.read_text().replace("type: note", "type: note\nrating: 4"))
    put(vault, program(noted("New notes.\n")))
    assert note.read_text().endswith("---\n\nNew notes.\n")
    assert "rating: 4" in note.read_text()


def test_the_user_s_own_note_and_the_source_s_are_both_kept(vault: Vault) -> None:
    put(vault, program(noted(None)))
    own = vault.root / "Deep Days 2021/My view.md"
    own.write_text("---\ntalk: deep-days-2021/17\n---\nMine.\n")
    (report,) = put(vault, program(noted()))
    assert own.read_text().endswith("Mine.\n")
    assert report.notes_written == ("Deep Days 2021/My view (imported).md",)
    assert "already exists" in report.messages[0]
    assert put(vault, program(noted()))[0].unchanged


def test_a_talk_that_moved_keeps_its_note_and_its_key(vault: Vault) -> None:
    put(vault, program(noted(id=None)))
    (report,) = put(vault, program(noted(id=None, start=datetime(2021, 6, 2, 16, 0), room="Tent")))
    assert report.changed[0].what == "moved from 2021-06-01 09:00 to 2021-06-02 16:00, now in Tent"
    assert list(vault.talk_notes("Deep Days 2021")) == ["deep-days-2021/depth-a-study"]
    assert not report.notes_written


def test_a_corrected_time_zone_is_reported_as_one_change(vault: Vault) -> None:
    put(vault, program(noted()))
    first = program(noted())
    (report,) = put(vault, replace(first, conference=replace(first.conference, timezone="Europe/Lisbon")))
    assert [change.what for change in report.changed] == ["2021-06-01 09:00 is Europe/Lisbon time now"]


def test_a_corrected_time_zone_of_talks_that_begin_at_the_same_moment_is_said(vault: Vault) -> None:
    first = program(noted(start=datetime(2021, 6, 1, 7, 0, tzinfo=UTC)))
    put(vault, first)
    (report,) = put(vault, replace(first, conference=replace(first.conference, timezone="Europe/Lisbon")))
    assert report.messages == ("Times are in Europe/Lisbon now, no longer in Europe/Paris",) and not report.changed


def test_a_cancelled_talk_stays_while_it_has_a_note_or_a_star(vault: Vault) -> None:
    put(vault, program(noted(), Talk("Starred", id="18"), Talk("Plain", id="19"), Talk("Left", id="20")))
    vault.mark("Deep Days 2021", "18", starred=True)
    (report,) = put(vault, program(Talk("Left", id="20")))
    assert [talk.id for talk in report.cancelled] == ["17", "18", "19"]
    left = {talk.id: talk.cancelled for talk in vault.program("Deep Days 2021").talks()}
    assert left == {"17": True, "18": True, "20": False}
    assert "cancelled: true" in (vault.root / "Deep Days 2021/program.yaml").read_text()


@pytest.mark.parametrize("deleted", [("Deep Days 2021.md", "program.yaml"), ("program.yaml",)])
def test_a_conference_whose_program_was_deleted_is_imported_anew(vault: Vault, deleted: tuple[str, ...]) -> None:
    talks = (noted(), Talk("Other", id="18", room="B"))
    filmed = replace(talks[1], room=None, resources=(Resource(ResourceKind.VIDEO, "https://example.org/v"),))
    put(vault, program(*talks), source="page.md")
    put(vault, program(filmed), source="recordings.json")
    vault.mark("Deep Days 2021", "18", starred=True)
    before, notes, marks = (
        vault.program("Deep Days 2021"),
        (vault.root / NOTE).read_bytes(),
        vault.marks("Deep Days 2021"),
    )
    for name in deleted:
        (vault.root / "Deep Days 2021" / name).unlink()
    (report,) = put(vault, program(*talks), source="page.md")
    assert len(report.added) == 2
    (report,) = put(vault, program(filmed), source="recordings.json")
    assert [change.what for change in report.changed] == ["new links"]
    assert vault.program("Deep Days 2021") == before
    assert (vault.root / NOTE).read_bytes() == notes
    assert vault.marks("Deep Days 2021") == marks


def test_edits_in_program_yaml_survive_and_comments_do_while_nothing_changes(vault: Vault) -> None:
    put(vault, program(noted(), Talk("Other", id="18", room="B")))
    yaml = vault.root / "Deep Days 2021/program.yaml"
    yaml.write_text(yaml.read_text().replace("room: Hall A", "room: Hall Z").replace("title: Other", "title: Mine"))
    (report,) = put(vault, program(noted(room="Hall B"), Talk("Other", id="18", room="C")))
    talks = {talk.id: talk for talk in vault.program("Deep Days 2021").talks()}
    assert (talks["17"].room, talks["18"].title, talks["18"].room) == ("Hall Z", "Mine", "C")
    assert report.messages == ("Depth: a study: yours kept: room",)


def test_when_one_file_cannot_be_written_nothing_is(vault: Vault) -> None:
    put(vault, program(noted(), name="Other 2020"))
    blocked = vault.root / "Deep Days 2021"
    blocked.mkdir()
    (blocked / "program.yaml").write_text("sessions: [\n")
    before = tree(vault)
    with pytest.raises(ConfnotesError, match=r"program\.yaml"):
        put(vault, program(noted(), Talk("New"), name="Other 2020"), program(noted()))
    assert tree(vault) == before
    (blocked / "program.yaml").unlink()
    blocked.chmod(0o555)
    try:
        with pytest.raises(ConfnotesError, match="cannot be written"):
            put(vault, program(noted(), Talk("New"), name="Other 2020"), program(noted()))
    finally:
        blocked.chmod(0o755)
    assert tree(vault) == {path: data for path, data in before.items() if path != "Deep Days 2021/program.yaml"}


def test_a_failure_at_the_last_file_takes_everything_back(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Vault.save

    def full(self: Vault, path: str, *rest: object) -> object:
        if path.endswith(".json"):
            raise ConflictError("somebody was quicker")
        return real(self, path, *rest)  # type: ignore[arg-type]

    before = tree(vault)
    monkeypatch.setattr(Vault, "save", full)
    with pytest.raises(ConflictError):
        put(vault, program(noted()))
    assert tree(vault) == before
    assert not (vault.root / "Deep Days 2021").exists()


def test_namesakes_of_different_years_are_different_conferences(vault: Vault) -> None:
    first = program(noted(), name="Deep Days")
    later = replace(first, conference=replace(first.conference, start_date=date(2022, 6, 1), end_date=date(2022, 6, 2)))
    reports = put(vault, first, later)
    assert [report.conference for report in reports] == ["Deep Days", "Deep Days 2022"]
    assert [report.conference for report in put(vault, first, later)] == ["Deep Days", "Deep Days 2022"]
    assert all(report.unchanged for report in put(vault, first, later))


@pytest.mark.parametrize(
    ("conference", "link", "name"),
    [
        (Conference(part_of="ICML", year=2020), None, "ICML 2020"),
        (Conference(url="https://www.deep.example.org/2021"), None, "example 2021"),
        (Conference(start_date=date(2019, 12, 10)), "https://nips.cc/Conferences/2019/x", "NeurIPS 2019"),
        (Conference(start_date=date(2019, 12, 10)), None, "Conference 2019-12-10"),
    ],
)
def test_a_nameless_conference_gets_a_name_with_a_warning(
    vault: Vault, conference: Conference, link: str | None, name: str
) -> None:
    resources = (Resource(ResourceKind.EVENT_PAGE, link),) if link else ()
    (report,) = put(vault, Program(conference, (Session(talks=(Talk("T", resources=resources),)),)))
    assert report.conference == name
    assert "does not name its conference" in report.messages[0]


def test_without_anything_to_name_it_by_the_user_is_asked(vault: Vault) -> None:
    with pytest.raises(ConfnotesError) as caught:
        put(vault, Program(sessions=(Session(talks=(Talk("T"),)),)))
    assert "--conference" in caught.value.hint
    assert vault.conferences() == []


def test_a_hostile_name_stays_inside_the_vault(vault: Vault) -> None:
    evil = Talk("../../etc/passwd", id="../x", notes="n")
    (report,) = put(vault, program(evil, name="../../outside: a|b#c"))
    assert "/" not in report.conference
    assert all((vault.root / path).resolve().is_relative_to(vault.root) for path in report.files_written)
    assert put(vault, program(evil, name="../../outside: a|b#c"))[0].unchanged


def test_sources_that_are_none(tmp_path: Path) -> None:
    hints = Hints(None, None, None)
    with pytest.raises(NotFoundError):
        preview([str(tmp_path / "missing.md")], hints)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotFoundError):
        preview([str(tmp_path / "empty")], hints)
    big = tmp_path / "big.md"
    big.touch()
    with big.open("r+b") as file:
        file.truncate(65 * 1024 * 1024)
    with pytest.raises(ConfnotesError, match="larger than"):
        preview([str(big)], hints)
    with pytest.raises(ConfnotesError, match="not a regular file"):
        preview(["/dev/zero"], hints)
    with pytest.raises(UsageError):
        preview(["https:///no-host"], hints)
    binary = tmp_path / "picture.md"
    binary.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(ConfnotesError):
        preview([str(binary)], hints)


SEEDS = Path(__file__).parents[2] / "../shared/seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seeds are not here")
def test_the_seeds_can_be_imported_twice(vault: Vault) -> None:
    previews = []
    for file in sorted(SEEDS.glob("*.txt")):
        try:
            previews += preview([str(file)], Hints(None, None, None))
        except ConfnotesError as error:
            pytest.skip(error.message)
    write(vault, previews)
    before = tree(vault)
    assert all(report.unchanged for report in write(vault, previews))
    assert tree(vault) == before


def test_the_conference_s_note_follows_the_source_where_nobody_touched_it(vault: Vault) -> None:
    first = replace(
        program(), people=(Person("Aino Mäkelä", roles=(Role.KEYNOTE,)), Person("Bo Li", roles=(Role.ORGANIZER,)))
    )
    put(vault, first)
    note = vault.root / "Deep Days 2021/Deep Days 2021.md"
    note.write_text(note.read_text().replace("- [[Bo Li]]\n", "- [[Bo Li]], a friend\n") + "\nMy own words.\n")
    later = replace(
        first,
        conference=replace(first.conference, venue="Castle"),
        people=(
            Person("Chi Ma", roles=(Role.KEYNOTE,)),
            Person("Dee Roy", roles=(Role.PANELIST, Role.ORGANIZER)),
        ),
    )
    put(vault, later)
    text = note.read_text()
    assert 'keynotes:\n  - "[[Chi Ma]]"\n' in text
    assert "## Keynotes\n\n- [[Chi Ma]]\n" in text
    assert "## Panelists\n\n- [[Dee Roy]]\n" in text
    assert "- [[Bo Li]], a friend\n" in text, "a section that was edited stays"
    assert "\nvenue: Castle\n" in text and "My own words." in text
    assert put(vault, later)[0].unchanged
