"""Photos go by their time to the note and line that were being typed, and stay where their owner has them."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from confnotes.actions.photos.place_photos import carry_out
from confnotes.actions.program.mark_talk import mark_talk
from confnotes.catalogue.photos.photo_files import Arrivals
from confnotes.catalogue.photos.plan_photos import PhotoState, Placing, PlannedPhoto, plan_photos
from confnotes.errors import NotFoundError, UsageError
from confnotes.markup.durations import read_shift
from confnotes.model.mark import Mark
from confnotes.vault.vault import Vault
from photo_samples import heic, jpeg
from screen_samples import CONFERENCE, harbour_vault

TIDES = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"
BOATS = f"{CONFERENCE}/2031-05-12 1000 Slow Boats.md"
LANTERNS = f"{CONFERENCE}/2031-05-12 1030 Lanterns for Graphs.md"
KEYS = {TIDES: "tides-in-memory", BOATS: "slow-boats", LANTERNS: "lanterns-for-graphs"}


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return harbour_vault(tmp_path / "notes")


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    folder = tmp_path / "phone"
    folder.mkdir()
    return folder


def write(vault: Vault, path: str, body: str) -> None:
    """A talk's note with that body."""
    text = f"---\ntalk: harbourconf-2031/{KEYS[path]}\ntitle: {path[-20:-3]}\n---\n\n{body}"
    (vault.root / path).write_text(text, encoding="utf-8")


def body(vault: Vault, path: str) -> str:
    return vault.note(path).body.lstrip("\n")


def snap(phone: Path, name: str, time: str, fraction: str = "") -> Path:
    """A photo taken on the first day at that time, "10:12:15"."""
    (phone / name).write_bytes(jpeg(f"2031:05:12 {time}", fraction=fraction, salt=name))
    return phone / name


def place(vault: Vault, *sources: Path, how: Placing | None = None) -> list[PlannedPhoto]:
    how = how or Placing()
    return carry_out(vault, plan_photos(vault, sources, how), how)


def test_a_photo_goes_beside_the_line_that_was_being_typed(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- the moon ^t101000\n  - and the sun\n- the wind ^t101300\n")
    write(vault, BOATS, "- a boat ^t100100\n")
    original = snap(phone, "IMG_0001.JPG", "10:12:15")
    before = original.read_bytes()
    (photo,) = plan_photos(vault, [phone], Placing())
    assert (photo.state, photo.note, photo.line_text) == (PhotoState.PLACE, TIDES, "the moon")
    assert photo.why == "you were writing in it at 10:10"
    (done,) = place(vault, phone)
    assert body(vault, TIDES) == (
        "- the moon ^t101000\n  - and the sun\n![[2031-05-12 101215.jpg]] ^t101215\n- the wind ^t101300\n"
    )
    assert done.line == 8
    copy = vault.root / CONFERENCE / "attachments" / "2031-05-12 101215.jpg"
    assert copy.read_bytes() == before == original.read_bytes()


def test_photos_of_one_minute_stand_in_the_order_they_were_taken(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- the moon ^t101000\n")
    snap(phone, "b.jpg", "10:12:15", fraction="9")
    snap(phone, "c.jpg", "10:12:15", fraction="1")
    snap(phone, "a.jpg", "10:12:40")
    place(vault, phone)
    names = [line.split("]]")[0] for line in body(vault, TIDES).splitlines()[1:]]
    assert names == ["![[2031-05-12 101215.jpg", "![[2031-05-12 101215 2.jpg", "![[2031-05-12 101240.jpg"]
    kept = vault.root / CONFERENCE / "attachments"
    assert (kept / "2031-05-12 101215.jpg").read_bytes() == (phone / "c.jpg").read_bytes()


def test_a_phone_that_knows_its_zone_is_brought_to_the_conference(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- the moon ^t101000\n")
    (phone / "far.heic").write_bytes(heic("2031:05:12 02:12:15", "-07:00"))
    (photo,) = place(vault, phone)
    assert (photo.note, photo.name) == (TIDES, "2031-05-12 101215.heic")


def test_a_clock_that_was_wrong_is_set_right(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- the moon ^t101000\n")
    snap(phone, "a.jpg", "11:12:15")
    (photo,) = place(vault, phone, how=Placing(shift=read_shift("-1h")))
    assert photo.note == TIDES


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("1h", 60), ("+1h30m", 90), ("-30m", -30), ("2d", 2880), ("-1H", -60), ("60s", 1), ("5min", 5)],
)
def test_a_length_of_time_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert read_shift(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "h", "1", "1 hour", "-"])
def test_an_invalid_duration_is_an_error(text: str) -> None:
    with pytest.raises(UsageError):
        read_shift(text)


def test_of_two_notes_the_one_typed_in_last_has_the_photo(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- early ^t100100\n- late ^t102500\n")
    write(vault, BOATS, "- between ^t101100\n")
    snap(phone, "a.jpg", "10:12:00")
    snap(phone, "b.jpg", "10:26:00")
    assert [photo.note for photo in place(vault, phone)] == [BOATS, TIDES]


def test_the_first_slide_of_the_next_talk_does_not_go_to_the_talk_before(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- last words ^t102400\n")
    write(vault, LANTERNS, "- first words ^t103300\n")
    snap(phone, "slide.jpg", "10:32:00")
    snap(phone, "question.jpg", "10:25:00")
    question, slide = place(vault, phone)
    assert (question.note, slide.note, slide.why) == (TIDES, LANTERNS, "you started writing in it at 10:33")
    assert body(vault, LANTERNS).startswith("![[2031-05-12 103200.jpg]] ^t103200\n- first words")


def test_an_overrun_keeps_its_photos(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- still going ^t103230\n")
    write(vault, LANTERNS, "- first words ^t103600\n")
    snap(phone, "a.jpg", "10:33:00")
    assert [photo.note for photo in place(vault, phone)] == [TIDES]


def test_without_a_line_typed_the_talk_with_a_note_or_a_mark_has_it(vault: Vault, phone: Path) -> None:
    snap(phone, "a.jpg", "10:12:15")
    (photo,) = plan_photos(vault, [phone], Placing())
    assert photo.state is PhotoState.NOT_PLACED
    assert photo.why.startswith("2 talks were on")
    write(vault, BOATS, "")
    (photo,) = plan_photos(vault, [phone], Placing())
    assert (photo.note, photo.why) == (BOATS, "the only talk with a note that was on")
    write(vault, TIDES, "")
    mark_talk(vault, "harbourconf-2031/tides-in-memory", Mark.STAR)
    (photo,) = plan_photos(vault, [phone], Placing())
    assert photo.note == TIDES
    mark_talk(vault, "harbourconf-2031/slow-boats", Mark.ATTENDED)
    (photo,) = plan_photos(vault, [phone], Placing())
    assert (photo.note, photo.why) == (BOATS, "you attended it")


def test_who_only_takes_photos_gets_a_note_with_them(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- in the Aula ^t100100\n")
    snap(phone, "a.jpg", "10:41:00")
    snap(phone, "b.jpg", "14:02:00")
    first, second = place(vault, phone)
    assert (first.note, first.why) == (LANTERNS, "it was on in Aula, your last room; creates its note")
    assert second.title == "Ropes and Knots"
    assert body(vault, LANTERNS) == "![[2031-05-12 104100.jpg]] ^t104100\n"
    assert vault.note(LANTERNS).fields["talk"] == "harbourconf-2031/lanterns-for-graphs"


def test_a_free_note_has_its_photos_too(vault: Vault, phone: Path) -> None:
    path = f"{CONFERENCE}/Hallway.md"
    text = "---\ntitle: Hallway\ncreated: 2031-05-12T12:40:00\n---\n\ntalked to Bo ^t124100\n"
    (vault.root / path).write_text(text, encoding="utf-8")
    snap(phone, "a.jpg", "12:45:00")
    assert [photo.note for photo in place(vault, phone)] == [path]


def test_what_is_placed_once_is_not_placed_again(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- the moon ^t101000\n")
    snap(phone, "a.jpg", "10:12:15")
    place(vault, phone)
    text = vault.read(TIDES).text
    (again,) = place(vault, phone)
    assert (again.state, again.why) == (PhotoState.THERE, "already placed as 2031-05-12 101215.jpg")
    assert vault.read(TIDES).text == text
    (vault.root / TIDES).write_text(text.replace("![[2031-05-12 101215.jpg]] ^t101215\n", ""), encoding="utf-8")
    (phone / "a.jpg").rename(phone / "renamed.jpg")
    (again,) = place(vault, phone)
    assert again.state is PhotoState.THERE
    assert "![[" not in vault.read(TIDES).text


def test_a_copy_whose_line_was_never_written_is_not_copied_twice(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- the moon ^t101000\n")
    photo = snap(phone, "a.jpg", "10:12:15")
    kept = vault.root / CONFERENCE / "attachments"
    kept.mkdir()
    (kept / "2031-05-12 101215.jpg").write_bytes(photo.read_bytes())
    place(vault, phone)
    assert "![[2031-05-12 101215.jpg]]" in body(vault, TIDES)
    assert len(list(kept.iterdir())) == 1
    (vault.root / ".confnotes" / "photos.yaml").unlink()
    (again,) = place(vault, phone)
    assert again.state is PhotoState.THERE


def test_a_name_that_is_taken_anywhere_in_the_vault_is_not_used_again(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- the moon ^t101000\n")
    other = vault.root / "Notes" / "attachments"
    other.mkdir(parents=True)
    (other / "2031-05-12 101215.JPG").write_bytes(b"something else")
    snap(phone, "a.jpg", "10:12:15")
    (photo,) = place(vault, phone)
    assert photo.name == "2031-05-12 101215 2.jpg"


def test_a_photo_that_does_not_say_when_is_not_placed_unless_its_file_is_to_be_believed(
    vault: Vault, phone: Path
) -> None:
    write(vault, TIDES, "- the moon ^t101000\n")
    (phone / "shared.jpg").write_bytes(jpeg(None))
    when = 1_936_343_535  # 12 May 2031, 10:12:15 in Lisbon
    os.utime(phone / "shared.jpg", (when, when))
    (photo,) = plan_photos(vault, [phone], Placing())
    assert (photo.state, photo.why) == (PhotoState.NOT_PLACED, "no time taken")
    (photo,) = plan_photos(vault, [phone], Placing(use_file_times=True))
    assert (photo.state, photo.note) == (PhotoState.PLACE, TIDES)


def test_a_photo_of_another_year_says_so(vault: Vault, phone: Path) -> None:
    (phone / "old.jpg").write_bytes(jpeg("2019:07:01 10:00:00"))
    (photo,) = plan_photos(vault, [phone], Placing())
    assert photo.why == "no conference on 1 July 2019"


def test_files_that_are_no_photos_stop_nothing(vault: Vault, phone: Path, tmp_path: Path) -> None:
    write(vault, TIDES, "- the moon ^t101000\n")
    snap(phone, "good.jpg", "10:12:15")
    (phone / "text.jpg").write_text("no photo")
    (phone / "notes.txt").write_text("passed over")
    os.mkfifo(phone / "pipe.jpg")
    (phone / "link.jpg").symlink_to(tmp_path / "elsewhere.jpg")
    with (phone / "huge.jpg").open("wb") as huge:
        huge.truncate(40 * 1024 * 1024)
    (phone / "inner").mkdir()
    snap(phone / "inner", "deeper.jpg", "10:13:00")
    (phone / "inner" / "round").symlink_to(phone)
    found = {photo.photo.file.name: photo for photo in place(vault, phone)}
    assert set(found) == {"good.jpg", "text.jpg", "huge.jpg", "deeper.jpg"}
    assert found["text.jpg"].why == "not a photo"
    assert found["huge.jpg"].why == "larger than 32 MB"
    (named,) = plan_photos(vault, [phone / "pipe.jpg"], Placing())
    assert named.why == "not a regular file"
    with pytest.raises(NotFoundError):
        plan_photos(vault, [phone / "gone.jpg"], Placing())


def test_the_same_photo_twice_in_a_folder_is_placed_once(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- the moon ^t101000\n")
    photo = snap(phone, "IMG_1.jpg", "10:12:15")
    (phone / "IMG_1 (1).jpg").write_bytes(photo.read_bytes())
    assert sorted(photo.state for photo in place(vault, phone)) == [PhotoState.PLACE, PhotoState.THERE]


def test_a_line_typed_meanwhile_is_not_lost(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- the moon ^t101000\n")
    snap(phone, "a.jpg", "10:12:15")
    plan = plan_photos(vault, [phone], Placing())
    write(vault, TIDES, "- the moon ^t101000\n- the sun ^t101100\n")
    carry_out(vault, plan, Placing())
    assert body(vault, TIDES) == "- the moon ^t101000\n- the sun ^t101100\n![[2031-05-12 101215.jpg]] ^t101215\n"


def test_a_photo_that_changed_since_it_was_shown_is_left(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- the moon ^t101000\n")
    photo = snap(phone, "a.jpg", "10:12:15")
    plan = plan_photos(vault, [phone], Placing())
    photo.write_bytes(jpeg("2031:05:12 10:12:15", salt="another"))
    (done,) = carry_out(vault, plan, Placing())
    assert (done.state, done.why) == (PhotoState.NOT_PLACED, "the file changed meanwhile")
    assert "![[" not in body(vault, TIDES)


def test_the_vault_itself_is_no_source(vault: Vault, phone: Path) -> None:
    write(vault, TIDES, "- the moon ^t101000\n")
    snap(phone, "a.jpg", "10:12:15")
    place(vault, phone)
    assert plan_photos(vault, [vault.root], Placing()) == []


def test_a_photo_that_is_still_being_copied_is_waited_for(vault: Vault, phone: Path) -> None:
    arrivals = Arrivals([phone], vault.root)
    assert arrivals.look() == []
    photo = snap(phone, "a.jpg", "10:12:15")
    whole = photo.read_bytes()
    photo.write_bytes(whole[:40])
    assert arrivals.look() == []
    photo.write_bytes(whole)
    assert arrivals.look() == []
    assert arrivals.look() == [photo]
    assert arrivals.look() == []
    arrivals.try_again([photo])
    assert arrivals.look() == [photo]
