"""Lines of a note and the moments of the talk's recording that they belong to."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest

from confnotes.actions.notes.change_talk_note import set_recording
from confnotes.catalogue.recordings import begin_from, moments, recording_of, stamp_at, video_of
from confnotes.errors import ConflictError, ConfnotesError, UsageError
from confnotes.markup.note import parse_note
from confnotes.model.note import Note
from confnotes.model.program import Resource, ResourceKind, Session, Talk
from confnotes.vault.vault import Vault

VIDEO = "https://youtu.be/abcdefghijk"
HEAD = "start: 2031-05-12T10:05:00\ntimezone: Europe/Lisbon\n"


def note_of(head: str, *stamps: str) -> Note:
    body = "".join(f"line {number} ^t{stamp}\n" for number, stamp in enumerate(stamps, 1))
    return parse_note(PurePosixPath("Note.md"), f"---\n{head}---\n\n{body}")


def seconds(head: str, *stamps: str, talk: Talk | None = None, session: Session | None = None) -> list[int | None]:
    note = note_of(head, *stamps)
    return [one.seconds for one in moments(note, recording_of(note.fields, talk, session))]


@pytest.mark.parametrize(
    ("head", "stamps", "expected"),
    [
        (f"{HEAD}recording: 2031-05-12T10:03:20\n", ["100320", "101600", "110321"], [0, 760, 3601]),
        (f"{HEAD}recording: 2031-05-12T10:03:20\n", ["100319", "095900"], [None, None]),
        (f"{HEAD}recording: 10:03\n", ["100400"], [60]),
        (f"{HEAD}recording: 2031-05-12T09:03:20Z\n", ["101600"], [760]),
        ("recording: 2031-05-12T23:50:00\n", ["235500", "000500", "234900"], [300, 900, None]),
        ("timezone: Europe/Lisbon\nrecording: 2031-03-30T00:50:00\n", ["021000"], [1200]),
        ("timezone: Europe/Lisbon\nrecording: 2031-10-26T01:50:00\n", ["011000", "021000"], [1200, 4800]),
        ("timezone: Nowhere/Atall\nrecording: 2031-05-12T10:00:00\n", ["100010"], [10]),
        (f"{HEAD}recording: 2031-05-12\n", ["100600"], [None]),
        (f"{HEAD}recording: soon\n", ["100600"], [None]),
        (f"{HEAD}recording: [1, 2]\n", ["100600"], [None]),
        (HEAD, ["100600"], [None]),
    ],
)
def test_a_line_stands_where_it_was_typed_in_the_recording(
    head: str, stamps: list[str], expected: list[int | None]
) -> None:
    assert seconds(head, *stamps) == expected


def test_a_video_that_begins_at_a_moment_has_the_talk_begin_there() -> None:
    head = f"{HEAD}video: {VIDEO}?t=20m34s\n"
    note = note_of(head, "100500", "100610", "094000")
    found = moments(note, recording_of(note.fields))
    assert [one.url for one in found] == [f"{VIDEO}?t=1234", f"{VIDEO}?t=1304", None]
    assert seconds(head + "recording: 2031-05-12T10:00:00\n", "100500") == [300], (
        "what the note states is believed first"
    )


def test_the_video_is_the_notes_own_else_the_talks_else_the_sessions() -> None:
    talk = Talk("Tides", start=datetime(2031, 5, 12, 10, 5, tzinfo=ZoneInfo("Europe/Lisbon")))
    filmed = Talk("Tides", resources=(Resource(ResourceKind.VIDEO, "https://vimeo.com/123456"),))
    session = Session("Water", resources=(Resource(ResourceKind.VIDEO, f"{VIDEO}?t=100"),))
    assert video_of({"video": f"<{VIDEO}>"}, filmed, session) == VIDEO
    assert video_of({"video": "[[keynote.mp4]]"}) == "keynote.mp4"
    assert video_of({"video": ["", f"{VIDEO}"]}) == VIDEO
    assert video_of({"recording": VIDEO}) == VIDEO
    assert video_of({"recording": "2031-05-12T10:03:20"}) is None
    assert video_of({"video": 3}, filmed, session) == "https://vimeo.com/123456"
    assert video_of({}, talk, session) == f"{VIDEO}?t=100"
    assert video_of({}) is None
    assert seconds("timezone: Europe/Lisbon\n", "100510", talk=talk, session=session) == [110]


def test_a_recording_whose_address_is_not_known_has_moments_without_links() -> None:
    note = note_of(f"{HEAD}recording: 2031-05-12T10:03:20\n", "101600")
    (found,) = moments(note, recording_of(note.fields))
    assert (found.clock, found.url, found.text) == ("12:40", None, "line 1")


def test_one_line_with_a_known_place_gives_the_start_of_the_recording() -> None:
    note = note_of(HEAD, "101600", "102000")
    now = datetime(2040, 1, 1)
    assert begin_from(stamp_at(note, 6), 760, note.fields, None, now) == datetime(2031, 5, 12, 10, 3, 20)
    with pytest.raises(UsageError, match="line 9") as caught:
        stamp_at(note, 9)
    assert "6, 7" in caught.value.hint
    late = {"start": "2031-05-12T23:50:00"}
    assert begin_from(time(0, 5), 600, late, None, now) == datetime(2031, 5, 12, 23, 55)
    assert begin_from(time(10, 5), 300, {"date": "2031-05-12"}, None, now) == datetime(2031, 5, 12, 10)
    assert begin_from(time(10, 5), 300, {}, None, now) == datetime(2040, 1, 1, 10)


def test_a_day_without_a_start_places_no_talk_in_a_longer_recording() -> None:
    assert seconds(f"date: 2031-05-12\nvideo: {VIDEO}?t=100\n", "100500") == [None]
    assert seconds(f"date: 2031-05-12\nrecording: 10:00\nvideo: {VIDEO}\n", "100500") == [300]


def test_setting_a_recording_changes_its_own_line_of_the_file_alone(vault: Vault) -> None:
    before = '---\r\n# mine\r\ntitle: "Tides"   # calm\r\nextra: [a,  b]\r\n---\r\n\r\nwords ^t101600\r\n'
    (vault.root / "Tides.md").write_bytes(before.encode())
    set_recording(vault, "Tides.md", begins=datetime(2031, 5, 12, 10, 3, 20))
    after = (vault.root / "Tides.md").read_bytes().decode()
    assert after == before.replace("b]\r\n", "b]\r\nrecording: 2031-05-12T10:03:20\r\n")
    set_recording(vault, "Tides.md", begins=datetime(2031, 5, 12, 10, 4), video=VIDEO)
    again = (vault.root / "Tides.md").read_bytes().decode()
    assert again == before.replace("b]\r\n", f"b]\r\nrecording: 2031-05-12T10:04:00\r\nvideo: {VIDEO}\r\n")
    version = (vault.root / "Tides.md").stat().st_mtime_ns
    set_recording(vault, "Tides.md", video=VIDEO)
    assert (vault.root / "Tides.md").stat().st_mtime_ns == version, "what stands there already is not written"


def test_front_matter_that_cannot_be_read_is_left_alone(vault: Vault) -> None:
    (vault.root / "Tides.md").write_text("---\ntitle: [\n---\nx\n", encoding="utf-8")
    with pytest.raises(ConfnotesError, match="front matter"):
        set_recording(vault, "Tides.md", video=VIDEO)
    assert not issubclass(ConfnotesError, ConflictError)
