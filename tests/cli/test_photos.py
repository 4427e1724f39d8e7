"""`confnotes photos`: where each photo would go and why, then its place in the note."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from confnotes.catalogue.photos import read_qr
from confnotes.extras import install_extra
from photo_samples import jpeg
from terminal import Terminal

from .conftest import RunConfnotes

CLOCKS = "Small Systems 2024/2024-05-06 1000 Clocks and their lies.md"
CONFNOTES = [sys.executable, "-m", "confnotes", "photos"]


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    folder = tmp_path / "phone"
    folder.mkdir()
    (folder / "IMG_7.JPG").write_bytes(jpeg("2024:05:06 10:04:00"))
    (folder / "old.jpg").write_bytes(jpeg("2019:05:06 10:04:00"))
    return folder


def test_a_dry_run_shows_which_photos_would_be_placed_and_why(
    confnotes: RunConfnotes, vault: Path, phone: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in vault.rglob("*")}
    result = confnotes("photos", phone, "--dry-run", "--vault", vault)
    assert result.code == 0, result
    assert "IMG_7.JPG → Clocks and their lies" in result.out
    assert "beside “Leap seconds are social constructs”; you were writing in it at 10:03" in result.out
    assert "old.jpg: no conference on 6 May 2019" in result.out
    assert result.err == "2 photos: 1 would be placed, 1 not placed.\n"
    assert {path: path.stat().st_mtime_ns for path in vault.rglob("*")} == before


def test_in_a_script_photos_are_placed_at_once_and_reported_as_data(
    confnotes: RunConfnotes, vault: Path, phone: Path
) -> None:
    result = confnotes("photos", phone, "--json", "--vault", vault)
    told = json.loads(result.out)
    assert told["schema"] == "confnotes.photos/1"
    old, placed = sorted(told["photos"], key=lambda photo: photo["state"])
    assert (placed["state"], placed["note"], placed["line"]) == ("placed", CLOCKS, 11)
    assert placed["copy"] == "Small Systems 2024/attachments/2024-05-06 100400.jpg"
    assert (old["state"], old["note"]) == ("not placed", None)
    lines = (vault / CLOCKS).read_text(encoding="utf-8").splitlines()
    assert lines[10] == "![[2024-05-06 100400.jpg]] ^t100400"
    assert (vault / placed["copy"]).read_bytes() == (phone / "IMG_7.JPG").read_bytes()
    again = confnotes("photos", phone, "--vault", vault)
    assert "IMG_7.JPG: already placed as 2024-05-06 100400.jpg" in again.out


def test_without_photos_to_place_a_message_says_so(confnotes: RunConfnotes, vault: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = confnotes("photos", "empty", "--vault", vault)
    assert (result.code, result.err) == (0, "0 photos found.\n")
    assert confnotes("photos", "--vault", vault).code == 2
    assert confnotes("photos", "nowhere", "--vault", vault).code == 3


def test_a_summary_mentions_the_photo(confnotes: RunConfnotes, vault: Path, phone: Path) -> None:
    confnotes("photos", phone, "--vault", vault)
    for form in ("markdown", "html"):
        result = confnotes("export", "Small Systems 2024", "--format", form, "-o", "-", "--vault", vault)
        assert "photo, 10:04" in result.out, result
        assert "![[" not in result.out
        assert ".jpg" not in result.out


@pytest.mark.parametrize(("answer", "written"), [("y", True), ("n", False)])
def test_a_person_is_asked_before_a_photo_is_placed(
    vault: Path, phone: Path, tmp_path: Path, answer: str, written: bool
) -> None:
    with Terminal(
        [*CONFNOTES, "--vault", str(vault), str(phone)], folder=tmp_path, environment=dict(os.environ)
    ) as seen:
        seen.wait_for("Place these photos?")
        assert "IMG_7.JPG → Clocks and their lies" in seen.text
        seen.press(answer, "enter")
        assert seen.wait_for_end() == 0
    assert ("![[" in (vault / CLOCKS).read_text(encoding="utf-8")) == written


def test_a_watched_folder_places_what_comes_until_it_is_stopped(vault: Path, phone: Path, tmp_path: Path) -> None:
    command = [*CONFNOTES, "--vault", str(vault), "--watch", str(phone)]
    with Terminal(command, folder=tmp_path, environment=dict(os.environ)) as seen:
        seen.wait_for("Watching")
        seen.wait_for("1 placed")
        (phone / "IMG_8.JPG").write_bytes(jpeg("2024:05:06 10:05:30"))
        seen.wait_for("IMG_8.JPG → Clocks")
        seen.signal(signal.SIGINT)
        assert seen.wait_for_end() == 130
        assert "Traceback" not in seen.text
    text = (vault / CLOCKS).read_text(encoding="utf-8")
    assert text.count("![[") == 2


def test_photos_of_posters_bring_a_hint_about_qr_codes(
    confnotes: RunConfnotes, vault: Path, phone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = vault / "Small Systems 2024" / "program.yaml"
    text = program.read_text(encoding="utf-8")
    program.write_text(
        text.replace("title: Clocks and their lies\n", "title: Clocks and their lies\n        kind: poster\n")
    )
    monkeypatch.setattr(read_qr, "can_read", lambda: False)
    result = confnotes("photos", phone, "--dry-run", "--vault", vault)
    assert install_extra("qr") in result.err
