"""Photos of notes in a summary: which ones come out, for whom, and that nothing but their dots does."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from confnotes.actions.exporting import photo_pictures as pictures_module
from confnotes.actions.exporting.photo_pictures import photo_pictures, shrunk
from confnotes.config import cache_folder
from confnotes.exporters.render_options import Picture
from confnotes.model.summary import Summary, SummaryOrder, SummaryPhoto
from confnotes.vault.vault import Vault
from summary_samples import summary_of

CONFERENCE = "Coastal ML 2031"
SECRET = b"Canon-SN-0042"
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def picture(size: tuple[int, int] = (40, 20), kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    """A picture whose left half is red."""
    image = Image.new(mode, size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def tell_tale(kind: str = "JPEG", orientation: int = 1) -> bytes:
    """A picture with everything in it that cameras and programs write: place, device, comment, XMP, colour profile."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = SECRET.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (60.0, 23.0, 30.0), 29: SECRET.decode()})
    options: dict[str, Any] = {
        "exif": exif,
        "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    }
    if kind == "JPEG":
        options |= {"comment": SECRET, "xmp": b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", SECRET.decode())
        text.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=True)
        options["pnginfo"] = text
    return picture(kind=kind, **options)


def opened(made: Picture | None) -> Image.Image:
    """The picture as a reader gets it."""
    assert made is not None
    return Image.open(io.BytesIO(made.data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_nothing_comes_out_but_the_dots(kind: str) -> None:
    made = shrunk(tell_tale(kind), 100)
    image = opened(made)
    assert made is not None
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    for word in (SECRET, b"Exif", b"http://ns.adobe", b"ICC_PROFILE", b"iCCP", b"tEXt", b"iTXt", b"GPS"):
        assert word not in made.data


@pytest.mark.parametrize(("orientation", "red"), [(1, (2, 10)), (3, (37, 10)), (6, (10, 2)), (8, (10, 37))])
def test_photos_stand_upright(orientation: int, red: tuple[int, int]) -> None:
    image = opened(shrunk(tell_tale(orientation=orientation), 100)).convert("RGB")
    assert image.size == ((40, 20) if orientation < 5 else (20, 40))
    red_part, green_part, _ = image.getpixel(red)  # type: ignore[misc]
    assert red_part > 200 > 80 > green_part


@pytest.mark.parametrize(
    ("kind", "mode", "media_type"),
    [
        ("JPEG", "RGB", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("JPEG", "L", "image/jpeg"),
        ("PNG", "RGBA", "image/png"),
        ("PNG", "I;16", "image/png"),
        ("PNG", "1", "image/png"),
        ("GIF", "P", "image/png"),
        ("WEBP", "RGBA", "image/jpeg"),
        ("BMP", "RGB", "image/png"),
        ("TIFF", "RGB", "image/png"),
    ],
)
def test_every_page_can_show_it(kind: str, mode: str, media_type: str) -> None:
    made = shrunk(_of_mode(kind, mode), 1600)
    image = opened(made)
    assert made is not None
    assert (made.media_type, image.mode) == (media_type, "RGB")
    assert (made.width, made.height) == image.size == (40, 20)


def _of_mode(kind: str, mode: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (40, 20), 1).save(out, kind)
    return out.getvalue()


def test_what_is_transparent_is_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(shrunk(out.getvalue(), 100)).getpixel((5, 5)) == (255, 255, 255)


def test_of_an_animation_the_first_frame_is_shown() -> None:
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert opened(shrunk(out.getvalue(), 100)).getpixel((5, 5)) == (255, 0, 0)


def test_large_photos_become_small_and_are_the_same_each_time() -> None:
    data = picture((3000, 1500))
    made = shrunk(data, 1600)
    assert made is not None
    assert (made.width, made.height) == (1600, 800)
    assert shrunk(data, 1600) == made


def test_a_heic_of_a_phone_is_shown() -> None:
    heif = pytest.importorskip("pillow_heif", reason="pillow-heif is not installed")
    heif.register_heif_opener()
    made = shrunk(picture((64, 64), "HEIF"), 100)
    assert made is not None
    assert made.media_type == "image/jpeg"


def _png_of(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        picture()[:60],
        picture((400, 400), "PNG")[:-300],
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        _png_of(60_000, 60_000),
        _png_of(0, 0),
    ],
)
def test_what_is_no_sound_picture_is_none(data: bytes) -> None:
    assert shrunk(data, 1600) is None


def note(vault: Vault, body: str, name: str = "Note", front: str = "", folder: str = CONFERENCE) -> None:
    """A note of the conference."""
    place = vault.root / folder
    place.mkdir(exist_ok=True)
    if not (place / f"{folder}.md").exists():
        (place / f"{folder}.md").write_text(f"---\ntype: conference\n---\n# {folder}\n", encoding="utf-8")
    (place / f"{name}.md").write_text(f"---\ntitle: {name}\n{front}---\n\n{body}\n", encoding="utf-8")


def photo(vault: Vault, path: str = f"{CONFERENCE}/attachments/hall.jpg", data: bytes | None = None) -> Path:
    """A photo in the vault."""
    file = vault.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data or picture())
    return file


def text_of(summary: Summary) -> str:
    """What the summary's notes say."""
    return "\n".join(note.text for item in summary.items() for note in item.notes)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("![[hall.jpg]]", "![](photo:photo-hall)"),
        ("![[attachments/hall.jpg]]", "![](photo:photo-hall)"),
        ("![[HALL.JPG|300]]", "![](photo:photo-hall)"),
        ("![[hall.jpg|the *hall*|300x200]]", "![the \\*hall\\*](photo:photo-hall)"),
        (f"![[{CONFERENCE}/attachments/hall.jpg]]", "![](photo:photo-hall)"),
        ("![the hall](attachments/hall.jpg)", "![the hall](photo:photo-hall)"),
        ('![](<attachments/hall.jpg> "a title")', "![](photo:photo-hall)"),
        ("![x](/Coastal%20ML%202031/attachments/hall.jpg)", "![x](photo:photo-hall)"),
        ("![x](../Coastal%20ML%202031/attachments/hall.jpg)", "![x](photo:photo-hall)"),
        ("![far](https://a.example/hall.jpg)", "![far](https://a.example/hall.jpg)"),
        ("![x](file:///attachments/hall.jpg)", "![x](file:///attachments/hall.jpg)"),
        ("![x](../../hall.jpg)", "![x](../../hall.jpg)"),
        ("![[other.jpg]]", "(picture: other)"),
        ("![[drawing.svg]]", "drawing.svg"),
        ("`![[hall.jpg]]`", "`![[hall.jpg]]`"),
        (
            "- point ![[hall.jpg]] and ![[hall.jpg]] ^t101215",
            "- point ![](photo:photo-hall) and ![](photo:photo-hall)",
        ),
    ],
)
def test_what_a_note_embeds_is_shown_where_it_is_a_photo_of_the_vault(vault: Vault, written: str, shown: str) -> None:
    photo(vault)
    (vault.root / CONFERENCE / "attachments" / "drawing.svg").write_text("<svg/>")
    note(vault, f"Look:\n\n{written}\n\nThat was it.")
    summary = summary_of(vault, CONFERENCE)
    assert f"\n{shown}\n" in text_of(summary)
    expected = (SummaryPhoto("photo-hall", "hall.jpg", f"{CONFERENCE}/attachments/hall.jpg"),)
    assert summary.photos == (expected if "photo:" in shown else ())


@pytest.mark.parametrize("folder", ["Assets/2031/pictures", "Notes", f"{CONFERENCE}/img"])
def test_a_photo_is_found_by_its_name_in_whatever_folder_obsidian_puts_attachments(vault: Vault, folder: str) -> None:
    photo(vault, f"{folder}/hall.jpg")
    note(vault, "![[hall.jpg|300]]")
    assert [one.path for one in summary_of(vault, CONFERENCE).photos] == [f"{folder}/hall.jpg"]


def test_two_photos_of_one_name_are_two(vault: Vault) -> None:
    photo(vault)
    photo(vault, "attachments/hall.png", picture(kind="PNG"))
    note(vault, "![[hall.jpg]] ![[hall.png]] ![[hall.jpg]]")
    assert [one.id for one in summary_of(vault, CONFERENCE).photos] == ["photo-hall", "photo-hall-2"]


def test_a_photo_in_the_conference_s_own_note_is_shown(vault: Vault) -> None:
    photo(vault)
    note(vault, "A talk.")
    own = vault.root / CONFERENCE / f"{CONFERENCE}.md"
    own.write_text("---\ntype: conference\n---\nBy the sea.\n\n![[hall.jpg]]\n", encoding="utf-8")
    summary = summary_of(vault, CONFERENCE)
    assert "(photo:photo-hall)" in summary.overview
    assert [one.name for one in summary.photos] == ["hall.jpg"]


@pytest.mark.parametrize("audience", ["team", "public"])
@pytest.mark.parametrize(
    ("body", "front"),
    [("Open %%not this ![[hall.jpg]]%%", ""), ("![[hall.jpg]]", "private: true\n"), ("#private ![[hall.jpg]]", "")],
)
def test_a_photo_in_what_is_private_gets_to_nobody(vault: Vault, audience: str, body: str, front: str) -> None:
    photo(vault)
    note(vault, "Another note.", "Open")
    note(vault, body, front=front)
    assert len(summary_of(vault, CONFERENCE).photos) == 1
    assert summary_of(vault, CONFERENCE, audience=audience).photos == ()


def test_a_link_out_of_the_vault_is_not_followed(vault: Vault, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "hall.jpg").write_bytes(picture())
    note(vault, "![[hall.jpg]] ![[linked/hall.jpg]] ![[.confnotes/hall.jpg]] ![a](../../outside/hall.jpg)")
    (vault.root / CONFERENCE / "attachments").mkdir()
    (vault.root / CONFERENCE / "attachments" / "hall.jpg").symlink_to(outside / "hall.jpg")
    (vault.root / "linked").symlink_to(outside)
    photo(vault, ".confnotes/hall.jpg")
    assert summary_of(vault, CONFERENCE).photos == ()
    give = photo_pictures(vault, SummaryOrder(CONFERENCE))
    for path in (
        f"{CONFERENCE}/attachments/hall.jpg",
        "linked/hall.jpg",
        "../outside/hall.jpg",
        str(outside / "hall.jpg"),
    ):
        assert give(SummaryPhoto("photo-x", "hall.jpg", path)) is None


def test_other_people_s_photos_come_from_their_vaults(vault: Vault, tmp_path: Path) -> None:
    theirs = Vault.create(tmp_path / "theirs")
    photo(vault)
    photo(theirs, data=picture((60, 60)))
    note(vault, "Mine ![[hall.jpg]]")
    note(theirs, "Theirs ![[hall.jpg]]", "Hers")
    others = (("Bo Lund", str(theirs.root)),)
    summary = summary_of(vault, CONFERENCE, others=others)
    assert {(one.author, one.id) for one in summary.photos} == {(None, "photo-hall"), ("Bo Lund", "photo-hall-2")}
    give = photo_pictures(vault, SummaryOrder(CONFERENCE, others=others))
    widths = {one.author: made.width for one in summary.photos if (made := give(one))}
    assert widths == {None: 40, "Bo Lund": 60}


def test_many_photos_become_smaller_and_end_at_a_bound(vault: Vault) -> None:
    noise = Image.effect_noise((300, 300), 80)
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)
    many = [SummaryPhoto(f"photo-{number}", "x.jpg", f"{number}.jpg") for number in range(9)]
    for one in many:
        photo(vault, one.path, out.getvalue())
    give = photo_pictures(vault, SummaryOrder(CONFERENCE), ((200, 30_000), (100, 45_000)))
    made = [give(one) for one in many]
    widths = [one.width if one else None for one in made]
    assert widths[0] == 200
    assert 100 in widths
    assert widths[-1] is None
    assert [give(one) for one in many] == made


def test_a_picture_is_made_once_for_a_version_of_its_file(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    file = photo(vault)
    one = SummaryPhoto("photo-hall", "hall.jpg", f"{CONFERENCE}/attachments/hall.jpg")
    order = SummaryOrder(CONFERENCE)
    first = photo_pictures(vault, order)(one)
    assert first is not None
    monkeypatch.setattr(pictures_module, "shrunk", lambda *_: None)
    assert photo_pictures(vault, order)(one) == first
    kept = next((cache_folder() / "vaults").glob("*/photos/*"))
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    assert photo_pictures(vault, order)(one) is None, "what is damaged is made again"
    monkeypatch.undo()
    file.write_bytes(picture((80, 80)))
    again = photo_pictures(vault, order)(one)
    assert again is not None
    assert again.width == 80
