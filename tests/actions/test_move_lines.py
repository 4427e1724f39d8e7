"""What was typed in the wrong room goes to the right talk, or stays; it is never lost and can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from confnotes.actions.notes import move_lines
from confnotes.actions.notes.add_line import add_line
from confnotes.actions.notes.move_lines import Move
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.model.program import Conference, Program, Session, Talk
from confnotes.vault.vault import Vault
from confnotes.vault.version import Version
from program_files import save_program

TEN = timedelta(minutes=10)
BOATS, FOG = "shore-days/boats", "shore-days/fog"


def clock(text: str) -> datetime:
    hour, minute = text.split(":")
    return datetime(2031, 5, 12, int(hour), int(minute))


@pytest.fixture
def shore(vault: Vault) -> Vault:
    """Two talks at once, and notes on the first that belong to the second from 10:05 on."""
    talks = (
        Talk("Slow Boats", id="boats", start=clock("10:00"), end=clock("10:30"), room="Pier"),
        Talk("Fog", id="fog", start=clock("10:00"), end=clock("10:30"), room="Aula"),
    )
    save_program(vault, "Shore Days", Program(Conference("Shore Days"), (Session("Morning", talks=talks),)))
    add_line(vault, "oars", BOATS, clock("10:01"))
    add_line(vault, "droplets", BOATS, clock("10:06"))
    add_line(vault, "- light", BOATS, clock("10:08"))
    return vault


def source_of(vault: Vault) -> str:
    return move_lines.latest_note_path(vault, TEN, clock("10:10"))


def planned(vault: Vault) -> Move:
    return move_lines.plan(vault, source_of(vault), FOG, timedelta(minutes=5), clock("10:10"))


def body_of(vault: Vault, path: str) -> str:
    return vault.note(path).body.strip()


def _path(vault: Vault, key: str) -> str:
    return vault.talk_notes("Shore Days")[key][0]


def test_the_last_lines_go_to_the_other_talk_and_leave_the_first(shore: Vault) -> None:
    move = planned(shore)
    assert not (shore.root / move.target).exists()
    move_lines.move(shore, move)
    assert body_of(shore, move.source) == "oars ^t100100"
    assert body_of(shore, move.target) == "droplets ^t100600\n- light ^t100800"
    assert shore.note(move.target).fields["talk"] == FOG


def test_lines_come_behind_what_the_other_talk_has(shore: Vault) -> None:
    add_line(shore, "welcome", FOG, clock("10:02"))
    add_line(shore, "thanks", FOG, clock("10:09"))
    source = move_lines.latest_note_path(shore, TEN, clock("10:10"), but=_path(shore, FOG))
    move = move_lines.plan(shore, source, FOG, timedelta(minutes=5), clock("10:10"))
    move_lines.move(shore, move)
    lines = ["welcome ^t100200", "droplets ^t100600", "- light ^t100800", "", "thanks ^t100900"]
    assert body_of(shore, move.target).split("\n") == lines


def test_a_move_is_taken_back_to_the_byte(shore: Vault) -> None:
    add_line(shore, "welcome", FOG, clock("10:02"))
    before = {path: shore.read(path).text for path in (_path(shore, BOATS), _path(shore, FOG))}
    move_lines.move(shore, move_lines.plan(shore, _path(shore, BOATS), FOG, TEN, clock("10:10")))
    moved = move_lines.last_move(shore)
    assert moved is not None
    move_lines.take_back(shore, moved, clock("10:11"))
    assert {path: shore.read(path).text for path in before} == before
    assert move_lines.last_move(shore) is None


def test_what_was_typed_after_a_move_stays_when_it_is_taken_back(shore: Vault) -> None:
    move = planned(shore)
    move_lines.move(shore, move)
    add_line(shore, "mine", FOG, clock("10:11"))
    add_line(shore, "sails", BOATS, clock("10:12"))
    move_lines.take_back(shore, move, clock("10:13"))
    assert body_of(shore, move.target) == "mine ^t101100"
    assert body_of(shore, move.source) == "oars ^t100100\ndroplets ^t100600\n- light ^t100800\n\nsails ^t101200"


def test_lines_that_were_changed_since_are_not_taken_back(shore: Vault) -> None:
    move = planned(shore)
    move_lines.move(shore, move)
    file = shore.read(move.target)
    shore.save(move.target, file.text.replace("droplets", "DROPLETS"), file.version)
    with pytest.raises(NotFoundError):
        move_lines.take_back(shore, move, clock("10:13"))
    assert "DROPLETS" in body_of(shore, move.target)


def test_a_note_that_changes_in_between_keeps_its_lines_and_the_other_gets_none(
    shore: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    move = planned(shore)
    save = shore.save

    def saved(path: str, text: str, based_on: Version | None, *_: str) -> Version:
        if path == move.source:
            (shore.root / path).write_text("changed meanwhile", encoding="utf-8")
        return save(path, text, based_on)

    monkeypatch.setattr(shore, "save", saved)
    with pytest.raises(ConfnotesError):
        move_lines.move(shore, move)
    assert shore.read(move.source).text == "changed meanwhile"
    assert not (shore.root / move.target).exists()


def test_lines_that_are_in_both_notes_after_a_failure_are_reported(
    shore: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_line(shore, "welcome", FOG, clock("10:02"))
    move = move_lines.plan(shore, _path(shore, BOATS), FOG, TEN, clock("10:10"))
    save = shore.save

    def refused(*_: object) -> Version:
        raise ConfnotesError("the disk is full")

    def saved(path: str, text: str, based_on: Version | None, *_: str) -> Version:
        if path == move.source:
            monkeypatch.setattr(shore, "save_bytes", refused)
        return save(path, text, based_on)

    monkeypatch.setattr(shore, "save", saved)
    with pytest.raises(ConfnotesError, match="now in both"):
        move_lines.move(shore, move)
    assert "droplets" in body_of(shore, move.source)
    assert "droplets" in body_of(shore, move.target)


@pytest.mark.parametrize(
    ("span", "key", "error"),
    [
        (timedelta(seconds=30), FOG, NotFoundError),
        (timedelta(hours=30), FOG, UsageError),
        (TEN, BOATS, UsageError),
        (TEN, "shore-days/none", NotFoundError),
    ],
)
def test_an_impossible_move_is_an_error(shore: Vault, span: timedelta, key: str, error: type[ConfnotesError]) -> None:
    with pytest.raises(error):
        move_lines.plan(shore, _path(shore, BOATS), key, span, clock("10:10"))


def test_moving_without_recent_lines_is_an_error(shore: Vault) -> None:
    with pytest.raises(NotFoundError, match="10 minutes"):
        move_lines.latest_note_path(shore, TEN, clock("12:00"))
