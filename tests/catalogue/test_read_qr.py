"""A QR code in a photo of a poster becomes the poster's link."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from confnotes.actions.photos.place_photos import carry_out
from confnotes.catalogue.photos import read_qr
from confnotes.catalogue.photos.plan_photos import Placing, plan_photos
from confnotes.catalogue.photos.read_qr import NoReaderError, links_in, with_links
from confnotes.extras import install_extra
from confnotes.markup.frontmatter import split
from confnotes.vault.vault import Vault
from photo_samples import exif, jpeg
from screen_samples import CONFERENCE, harbour_vault

pytest.importorskip("zxingcpp")
segno = pytest.importorskip("segno")
Image = pytest.importorskip("PIL.Image")

BOATS = f"{CONFERENCE}/2031-05-12 1000 Slow Boats.md"
PAPER = "https://arxiv.org/abs/1905.13633"


def photo_of(*texts: str, taken: str = "2031:05:12 10:12:15") -> bytes:
    """A photo of a wall on which these codes hang."""
    wall = Image.new("RGB", (3000, 2000), (190, 180, 170))
    for number, text in enumerate(texts):
        drawn = io.BytesIO()
        segno.make(text).save(drawn, kind="png", scale=9)
        wall.paste(Image.open(drawn), (300 + 900 * number, 700))
    made = io.BytesIO()
    wall.save(made, "JPEG", exif=b"Exif\0\0" + exif(taken), quality=80)
    return made.getvalue()


def test_the_addresses_of_all_codes_are_found() -> None:
    assert set(links_in(photo_of(PAPER, "https://example.org/poster"))) == {PAPER, "https://example.org/poster"}


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_codes_are_found_before_any_jpeg_was_opened(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = io.BytesIO()
    segno.make(PAPER).save(drawn, kind="png", scale=9)
    photo = io.BytesIO()
    Image.open(drawn).convert("RGB").save(photo, kind)
    monkeypatch.delitem(Image.OPEN, "MPO", raising=False)
    assert links_in(photo.getvalue()) == (PAPER,)


@pytest.mark.parametrize("text", ["WIFI:S:hall;;", "javascript:alert(1)", "http://", "mailto:a@example.org", "a word"])
def test_what_is_no_web_address_is_left(text: str) -> None:
    assert links_in(photo_of(text)) == ()


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", jpeg("2031:05:12 10:12:15"), photo_of(PAPER)[:900]])
def test_a_broken_picture_has_no_codes(data: bytes) -> None:
    assert links_in(data) == ()


@pytest.mark.parametrize(
    ("link", "is_poster", "key"),
    [
        (PAPER, True, "paper"),
        ("https://github.com/example/boats", True, "code"),
        ("https://youtu.be/abcdefghijk", True, "video"),
        ("https://example.org/boats", True, "poster"),
        ("https://example.org/boats", False, "links"),
    ],
)
def test_a_link_stands_under_its_kind(link: str, is_poster: bool, key: str) -> None:
    text, added = with_links("---\ntitle: Boats\n---\n\nbody\n", [link], is_poster=is_poster)
    assert list(split(text).fields) == ["title", key]
    assert len(added) == 1
    assert with_links(text, [link, f"{link}?utm_source=qr"], is_poster=is_poster) == (text, ())


def test_a_link_stands_beside_the_one_that_was_there() -> None:
    text, _ = with_links("---\nposter: https://example.org/a # mine\n---\n", ["https://example.org/b"], is_poster=True)
    assert split(text).fields["poster"] == ["https://example.org/a", "https://example.org/b"]


def test_front_matter_that_cannot_be_read_is_left() -> None:
    broken = "---\ntitle: [\n---\n\nbody\n"
    assert with_links(broken, [PAPER], is_poster=True) == (broken, ())


def test_a_photo_of_a_code_brings_its_link_to_the_note(tmp_path: Path) -> None:
    vault: Vault = harbour_vault(tmp_path / "notes")
    note = "---\ntitle: Slow Boats\ntalk: harbourconf-2031/slow-boats\n---\n\n- a boat ^t101000\n"
    (vault.root / BOATS).write_text(note, encoding="utf-8")
    (tmp_path / "a.jpg").write_bytes(photo_of(PAPER))
    (photo,) = carry_out(vault, plan_photos(vault, [tmp_path / "a.jpg"], Placing()), Placing())
    assert [link.url for link in photo.links] == [PAPER]
    assert vault.note(BOATS).fields["paper"] == PAPER
    assert (vault.root / BOATS).read_text(encoding="utf-8").split("\n")[(photo.line or 0) - 1].startswith("![[")


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_qr, "can_read", lambda: False)
    with pytest.raises(NoReaderError) as told:
        links_in(b"")
    assert told.value.hint.endswith(install_extra("qr"))
