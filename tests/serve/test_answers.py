"""What a phone is told, and what of it is in the vault afterwards: each line once, whatever is sent again."""

from __future__ import annotations

import io
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image

from confnotes.actions.notes.add_line import add_line
from confnotes.errors import WriteError
from confnotes.serve.received import ReceivedLines
from confnotes.vault.vault import Vault

from .conftest import KELP, MOON, SALT, TIDES, Served, hall

AT = datetime(2022, 5, 3, 10, 12)


def picture(colour: str = "teal") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(data, "JPEG")
    return data.getvalue()


def note_of(vault: Vault, key: str) -> str:
    path = vault.talk_notes(TIDES)[key].path
    return (vault.root / path).read_text(encoding="utf-8")


def test_what_is_on_and_where_a_line_goes(server: Served) -> None:
    told = server.ask("/api/now").data
    assert (told["conference"], told["moment"][:16]) == (TIDES, "2022-05-03T10:10")
    assert (set(told["on"]), told["next"]) == ({MOON, SALT}, [KELP])
    assert told["target"] == {"to": MOON, "title": "Moon and water"}  # the starred one
    (moon,) = [talk for talk in told["talks"] if talk["key"] == MOON]
    assert (moon["start"], moon["end"], moon["room"], moon["starred"]) == (
        "2022-05-03T10:00",
        "2022-05-03T10:30",
        "Aula",
        True,
    )


def test_the_program_of_the_day_is_sent_once_and_again_when_it_changes(server: Served) -> None:
    first = server.ask("/api/now").data
    assert [talk["key"] for talk in first["day"]] == [MOON, SALT, KELP]
    assert server.ask(f"/api/now?version={first['version']}").data["day"] is None
    server.tell("/api/star", key=KELP, on=True)
    assert server.ask(f"/api/now?version={first['version']}").data["day"][2]["starred"] is True


def test_a_line_is_stamped_with_the_time_at_which_it_was_typed(server: Served) -> None:
    assert server.tell("/api/line", id="a" * 22, text="the moon pulls", to=MOON, age=300).status == 200
    (line,) = server.lines("the moon pulls")
    assert line.startswith("the moon pulls ^t1005")


def test_a_line_moves_the_room_in_which_the_next_one_lands(server: Served) -> None:
    server.tell("/api/line", id="a" * 22, text="salty", to=SALT, age=0)
    assert server.ask("/api/now").data["target"]["to"] == SALT


def test_a_line_for_a_talk_that_left_the_program_is_refused_and_may_be_sent_elsewhere(server: Served) -> None:
    answer = server.tell("/api/line", id="a" * 22, text="stray", to="tides-2022/gone", age=0)
    assert answer.status == 404 and "not in the program any more" in answer.data["error"]
    assert server.tell("/api/line", id="a" * 22, text="stray", to=MOON, age=0).status == 200
    assert len(server.lines("stray")) == 1


def test_a_line_that_is_sent_again_is_added_once_also_after_a_restart(server: Served) -> None:
    for _ in range(3):
        assert server.tell("/api/line", id="a" * 22, text="once", to=MOON, age=0).status == 200
    server.end(signal.SIGKILL)
    server.start()
    assert server.tell("/api/line", id="a" * 22, text="once", to=MOON, age=5).status == 200
    assert server.tell("/api/line", id="b" * 22, text="once", to=MOON, age=0).status == 200  # typed twice
    assert len(server.lines("once")) == 2


@pytest.mark.parametrize("crash", [1, 2])
def test_a_crash_between_a_line_and_its_record_loses_and_doubles_nothing(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch, crash: int
) -> None:
    """The server dies before the line is in the note, or after it."""
    vault = hall(tmp_path)
    store, calls = ReceivedLines._store, []

    def dying(self: ReceivedLines, *given: Any) -> None:
        calls.append(given)
        if len(calls) == crash:
            raise KeyboardInterrupt
        store(self, *given)

    with monkeypatch.context() as patch:
        patch.setattr(ReceivedLines, "_store", dying)
        with pytest.raises(KeyboardInterrupt):
            ReceivedLines(vault).add("a" * 22, "a wave", MOON, AT)
    again = ReceivedLines(Vault.open(vault.root))
    again.add("a" * 22, "a wave", MOON, datetime(2022, 5, 3, 10, 14))
    again.add("a" * 22, "a wave", MOON, datetime(2022, 5, 3, 10, 15))
    assert note_of(vault, MOON).count("a wave") == 1


def test_a_line_is_not_taken_where_its_id_cannot_be_kept(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = hall(tmp_path)

    def full(*_given: object, **_how: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("confnotes.serve.received.put_private", full)
    with pytest.raises(WriteError):
        ReceivedLines(vault).add("a" * 22, "a wave", MOON, AT)
    assert not list(vault.root.rglob("2022*.md"))


def test_a_photo_goes_into_the_note_of_the_talk_once(server: Served) -> None:
    for _ in range(2):
        answer = server.ask(f"/api/photo?to={MOON}&age=60", picture())
        assert answer.status == 200, answer
    assert len(server.lines("![[")) == 1
    (file,) = (server.vault.root / TIDES / "attachments").iterdir()
    assert file.read_bytes() == picture() and file.name in server.lines("![[")[0]
    told = server.ask(f"/api/talk?key={MOON}").data["note"]["html"]
    address = told.partition('src="')[2].partition('"')[0].replace("&amp;", "&")
    shown = server.ask(address)
    assert (shown.status, shown.headers["Content-Type"]) == (200, "image/jpeg")


def test_a_photo_stands_beside_the_line_of_its_time(server: Served) -> None:
    server.tell("/api/line", id="a" * 22, text="first", to=MOON, age=300)
    server.tell("/api/line", id="b" * 22, text="second", to=MOON, age=10)
    server.ask(f"/api/photo?to={MOON}&age=120", picture())
    lines = note_of(server.vault, MOON).splitlines()
    order = [next(at for at, line in enumerate(lines) if word in line) for word in ("first", "![[", "second")]
    assert order == sorted(order)


def test_what_is_no_photo_is_refused(server: Served) -> None:
    answer = server.ask(f"/api/photo?to={MOON}", b"#!/bin/sh")
    assert answer.status == 400 and not (server.vault.root / TIDES / "attachments").exists()


def test_what_cannot_be_done_is_said_without_shell_commands(server: Served) -> None:
    gone = "tides-2022/gone"
    told = [
        server.ask(f"/api/talk?key={gone}"),
        server.tell("/api/star", key=gone, on=True),
        server.tell("/api/line", id="a" * 22, text="stray", to="Gone.md", age=0),
        server.ask(f"/api/photo?to={MOON}", b"#!/bin/sh"),
    ]
    (server.vault.root / TIDES / "marks.yaml").write_text("moon: {starred: [")
    told.append(server.tell("/api/star", key=SALT, on=True))
    assert all(400 <= one.status < 500 for one in told)
    assert not any("confnotes" in one.data["hint"] or gone in one.data["error"] for one in told)
    assert [one.data["hint"] for one in told[2:4]] == [
        "Choose another talk or a note.",
        "Send a JPEG, PNG, WebP, HEIC or AVIF picture.",
    ]


def test_a_star_is_set_and_removed(server: Served) -> None:
    assert server.tell("/api/star", key=KELP, on=True).data == {"starred": True}
    assert (
        server.ask("/api/now").data["later"] == [] and "kelp" in (server.vault.root / TIDES / "marks.yaml").read_text()
    )
    assert server.tell("/api/star", key=KELP, on=False).data == {"starred": False}
    assert server.tell("/api/star", key="tides-2022/gone", on=True).status == 404


def test_notes_are_listed_searched_and_read(server: Served) -> None:
    server.tell("/api/line", id="a" * 22, text="the moon pulls #sea", to=MOON, age=0)
    (row,) = [one for one in server.ask("/api/notes").data["notes"] if one["title"] == "Moon and water"]
    assert server.ask("/api/notes?words=pulls").data["notes"][0]["path"] == row["path"]
    note = server.ask(f"/api/note?path={quote(row['path'])}").data
    assert "the moon pulls" in note["html"] and "^t" not in note["html"] and note["talk"] == MOON


def test_the_program_is_told_by_days(server: Served) -> None:
    told = server.ask("/api/program?day=2022-05-03").data
    assert told["days"] == ["2022-05-03", "2022-05-04"] and len(told["talks"]) == 3
    assert server.ask("/api/program?day=2022-05-04").data["talks"] == []
    assert server.ask("/api/program?day=x").status == 400


def test_lines_of_a_phone_and_of_another_program_are_all_in_the_note(server: Served) -> None:
    with ThreadPoolExecutor(4) as pool:
        phones = [
            pool.submit(server.tell, "/api/line", id=f"{n:022}", text=f"phone {n}", to=MOON, age=0) for n in range(30)
        ]
        for number in range(30):
            add_line(server.vault, f"desk {number}", MOON, AT)
        assert {one.result().status for one in phones} == {200}
    assert (len(server.lines("phone ")), len(server.lines("desk "))) == (30, 30)


def test_it_ends_at_once_and_cleanly(server: Served) -> None:
    assert server.end() == 0
