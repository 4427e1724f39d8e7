"""What there is to watch of talks, and which of them one wanted to watch."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from confnotes.actions.importing.import_program import plan, write
from confnotes.actions.importing.read_sources import preview
from confnotes.actions.program.mark_talk import mark_talk, mark_watched
from confnotes.catalogue.recorded import RecordedTalk, recorded_talks, watch_list
from confnotes.importers.importer import Hints
from confnotes.model.mark import Mark
from confnotes.model.program import Resource, ResourceKind, Session, Talk
from confnotes.vault.vault import Vault
from program_files import save_program
from screen_samples import CONFERENCE, harbour, harbour_vault

KEY = "harbourconf-2031/"
TIDES, LANTERNS, BOATS, FOG = (
    f"{KEY}{name}" for name in ("tides-in-memory", "lanterns-for-graphs", "slow-boats", "closing-fog")
)
AFTER_NOON = datetime(2031, 5, 12, 13, 0)


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    for name in ("STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("CONFNOTES_NOW", "2031-06-01T10:00")
    return harbour_vault(tmp_path / "vault")


def with_videos(vault: Vault, *ids: str) -> None:
    program = harbour()
    sessions = tuple(
        replace(
            session,
            talks=tuple(
                replace(
                    one, resources=(*one.resources, Resource(ResourceKind.VIDEO, f"https://example.org/v/{one.id}"))
                )
                if one.id in ids
                else one
                for one in session.talks
            ),
        )
        for session in program.sessions
    )
    save_program(vault, CONFERENCE, replace(program, sessions=sessions))


def by_key(vault: Vault, at: datetime = AFTER_NOON) -> dict[str, RecordedTalk]:
    return {one.card.key: one for one in recorded_talks(vault, at)}


def test_slides_and_videos_come_from_the_program_the_session_and_the_note(vault: Vault) -> None:
    vault.save(f"{CONFERENCE}/Boats.md", f"---\ntalk: {BOATS}\nvideo: https://example.org/boats\n---\n", None)
    program = harbour()
    morning = replace(program.sessions[0], resources=(Resource(ResourceKind.VIDEO, "https://example.org/morning"),))
    save_program(vault, CONFERENCE, replace(program, sessions=(morning, *program.sessions[1:])))
    found = by_key(vault)
    assert found[BOATS].first(ResourceKind.VIDEO) == "https://example.org/boats"
    assert found[TIDES].first(ResourceKind.VIDEO) == "https://example.org/morning"
    assert found[FOG].first(ResourceKind.VIDEO) is None
    assert found[FOG].first(ResourceKind.SLIDES) == "https://example.org/slides"


def test_what_was_starred_and_missed_is_to_be_watched_as_well_as_what_was_put_aside(vault: Vault) -> None:
    with_videos(vault, "lanterns-for-graphs")
    vault.save(f"{CONFERENCE}/Boats.md", f"---\ntalk: {BOATS}\n---\nI sat there\n", None)
    for key in (TIDES, LANTERNS, BOATS, FOG):
        mark_talk(vault, key, Mark.STAR, True)
    assert [one.card.key for one in watch_list(recorded_talks(vault, AFTER_NOON))] == [LANTERNS, TIDES]
    mark_talk(vault, TIDES, Mark.ATTENDED, True)
    mark_talk(vault, FOG, Mark.LATER, True)
    wanted = watch_list(recorded_talks(vault, AFTER_NOON))
    assert [(one.card.key, one.waiting) for one in wanted] == [(LANTERNS, False), (FOG, True)]
    mark_watched(vault, FOG)
    mark_watched(vault, LANTERNS)
    assert watch_list(recorded_talks(vault, AFTER_NOON)) == []
    mark_watched(vault, LANTERNS, on=False)
    assert [one.card.key for one in watch_list(recorded_talks(vault, AFTER_NOON))] == [LANTERNS]


def test_a_missed_talk_of_which_there_is_nothing_at_all_is_listed_too(vault: Vault) -> None:
    bare = replace(harbour(), sessions=(Session("Quiet", "q", talks=(replace(talk_named("Tides"), resources=()),)),))
    save_program(vault, CONFERENCE, bare)
    assert recorded_talks(vault, AFTER_NOON) == []
    mark_talk(vault, TIDES, Mark.STAR, True)
    assert [one.waiting for one in recorded_talks(vault, AFTER_NOON)] == [True]
    assert recorded_talks(vault, AFTER_NOON.replace(hour=9)) == []


def talk_named(start: str) -> Talk:
    return next(one for one in harbour().talks() if (one.title or "").startswith(start))


@pytest.mark.parametrize(("text", "is_absent"), [("", False), ("Ask for the slides.\n", True)])
def test_a_note_in_a_talk_that_one_did_not_attend_does_not_end_the_wait_for_its_recording(
    vault: Vault, tmp_path: Path, text: str, is_absent: bool
) -> None:
    (vault.root / CONFERENCE / "Tides.md").write_text(f"---\ntalk: {TIDES}\n---\n{text}", encoding="utf-8")
    mark_talk(vault, TIDES, Mark.STAR, True)
    mark_talk(vault, TIDES, Mark.ABSENT, is_absent)
    found = preview([recordings(tmp_path / "videos", tttttttttt1="Tides in Memory")], Hints(conference=CONFERENCE))
    assert [report.recorded for report in plan(vault, found)] == [1]
    write(vault, found)
    assert [one.card.key for one in watch_list(recorded_talks(vault, datetime(2031, 6, 1, 10)))] == [TIDES]


def recordings(folder: Path, **codes: str) -> str:
    """A folder of recorded talks as video archives give them away."""
    (folder / "videos").mkdir(parents=True)
    (folder / "category.json").write_text(json.dumps({"title": CONFERENCE}), encoding="utf-8")
    for code, title in codes.items():
        video = {"type": "youtube", "url": f"https://www.youtube.com/watch?v={code}"}
        said = {"title": title, "speakers": [], "recorded": "2031-05-12", "videos": [video], "related_urls": []}
        (folder / "videos" / f"{code}.json").write_text(json.dumps(said), encoding="utf-8")
    return str(folder)


def test_an_import_that_brings_recordings_says_how_many_one_waited_for(vault: Vault, tmp_path: Path) -> None:
    mark_talk(vault, TIDES, Mark.STAR, True)
    mark_talk(vault, BOATS, Mark.LATER, True)
    folder = recordings(
        tmp_path / "videos", tttttttttt1="Tides in Memory", bbbbbbbbbb1="Slow Boats", ffffffffff1="Closing Fog"
    )
    previews = preview([folder], Hints(conference=CONFERENCE))
    assert [report.recorded for report in plan(vault, previews)] == [2]
    (report,) = write(vault, previews)
    assert report.to_watch == "2 talks you wanted to watch have a recording now"
    wanted = watch_list(recorded_talks(vault, datetime(2031, 6, 1, 10)))
    assert [(one.card.key, one.waiting) for one in wanted] == [(TIDES, False), (BOATS, False)]
    (again,) = write(vault, preview([folder], Hints(conference=CONFERENCE)))
    assert again.unchanged and not again.to_watch
