"""When a photo was taken is read from what its camera wrote, and from nothing else."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.catalogue.photos.photo_files import picture_kind, taken_at
from photo_samples import exif, heic, jpeg, png, webp

WHEN = "2031:05:12 10:12:15"
WALL = datetime(2031, 5, 12, 10, 12, 15)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (jpeg(WHEN), "jpg"),
        (png(WHEN), "png"),
        (webp(WHEN), "webp"),
        (webp(WHEN, marked=True), "webp"),
        (exif(WHEN), "tif"),
        (heic(WHEN), "heic"),
        (jpeg(WHEN, digitized=True), "jpg"),
    ],
)
def test_every_photo_format_of_a_phone_has_its_time(data: bytes, kind: str) -> None:
    assert (picture_kind(data), taken_at(data)) == (kind, WALL)


def test_a_phone_that_knows_its_zone_is_believed() -> None:
    taken = taken_at(heic(WHEN, "-07:00"))
    assert taken == WALL.replace(tzinfo=timezone(timedelta(hours=-7)))


def test_photos_of_one_second_keep_their_order() -> None:
    assert taken_at(jpeg(WHEN, fraction="250")) == WALL.replace(microsecond=250_000)


@pytest.mark.parametrize(
    "text", ["0000:00:00 00:00:00", "1970:01:01 00:00:00", "    :  :     :  :  ", "2031:13:40 10:00:00"]
)
def test_a_clock_that_was_never_set_is_no_time(text: str) -> None:
    assert taken_at(jpeg(text)) is None


def test_a_screenshot_whose_time_stands_in_xmp_only_has_it() -> None:
    packet = b'<rdf:Description photoshop:DateCreated="2031-05-12T10:12:15+02:00"/>'
    assert taken_at(jpeg(None) + packet) == WALL.replace(tzinfo=timezone(timedelta(hours=2)))


def test_a_picture_without_a_time_has_none() -> None:
    assert taken_at(jpeg(None)) is None
    assert picture_kind(b"%PDF-1.7 is no photo") is None


SAMPLES = [jpeg(WHEN, "+01:00", "5"), png(WHEN), webp(WHEN), exif(WHEN), heic(WHEN)]


@given(st.sampled_from(SAMPLES), st.data())
def test_no_broken_file_stops_the_reading(sample: bytes, data: st.DataObject) -> None:
    broken = bytearray(sample[: data.draw(st.integers(0, len(sample)), "length")])
    for at, value in data.draw(
        st.dictionaries(st.integers(0, len(sample) - 1), st.integers(0, 255), max_size=8)
    ).items():
        if at < len(broken):
            broken[at] = value
    picture_kind(bytes(broken))
    taken_at(bytes(broken))


def test_a_file_full_of_blocks_that_lead_nowhere_is_given_up_soon() -> None:
    row = b"\x69\x87\x04\0\1\0\0\0\x08\0\0\0"
    bomb = b"\xff\xd8\xff" + (b"Exif\0\0II*\0\x08\0\0\0" + (0xFFFF).to_bytes(2, "little") + row * 500) * 1000
    began = time.process_time()
    assert taken_at(bomb) is None
    assert time.process_time() - began < 30
