"""Place photos as planned: copy to `attachments/` and insert a line next to the one typed at that time.

The originals are only read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from confnotes.actions.notes.change_talk_note import change_talk_note
from confnotes.catalogue.photos.photo_files import photo_digest, read_photo
from confnotes.catalogue.photos.plan_photos import PhotoState, Placing, PlannedPhoto, beside, folder_of, free_name
from confnotes.errors import ConflictError, ConfnotesError
from confnotes.markup.embeds import embed_line, embedded_name, with_line
from confnotes.model.program import Kind, Resource
from confnotes.vault.photos_file import PlacedPhoto, add_placed
from confnotes.vault.scan import ATTACHMENTS
from confnotes.vault.vault import Vault


def carry_out(vault: Vault, plan: Iterable[PlannedPhoto], how: Placing) -> list[PlannedPhoto]:
    """Copy and place the planned photos; returns the plan with its results.

    Line numbers are then those of the inserted lines. A failure of one photo does not stop the others.
    """
    plan = list(plan)
    wanted = [photo for photo in plan if photo.state is PhotoState.PLACE and photo.place]
    wanted.sort(key=_target)
    done: dict[Path, PlannedPhoto] = {}
    for _, group in groupby(wanted, key=_target):
        if how.cancelled():
            break
        how.tell("Placing photos", len(done), len(wanted))
        for photo in _place_together(vault, list(group)):
            done[photo.photo.file] = photo
    return [done.get(photo.photo.file, photo) for photo in plan]


def unplaced_files(plan: Iterable[PlannedPhoto], outcome: Iterable[PlannedPhoto]) -> list[Path]:
    """Files that were planned but not placed."""
    pairs = zip(plan, outcome, strict=True)
    return [after.photo.file for before, after in pairs if before.state is PhotoState.PLACE is not after.state]


def is_at_poster(photo: PlannedPhoto) -> bool:
    """Whether the photo was taken at a poster."""
    card = photo.place.card if photo.place else None
    return card is not None and Kind.POSTER in (card.talk.kind, card.session.kind)


def _target(photo: PlannedPhoto) -> tuple[str, str]:
    card = photo.place.card if photo.place else None
    return photo.note or "", card.key if card and not photo.note else ""


def _place_together(vault: Vault, photos: Sequence[PlannedPhoto]) -> list[PlannedPhoto]:
    """Place the photos of one note: copies first, then the lines, then the list of placed photos."""
    done: list[PlannedPhoto] = []
    copied: list[PlannedPhoto] = []
    codes: dict[str, tuple[str, ...]] = {}
    for photo in photos:
        try:
            data = _same_bytes(photo)
            copied.append(photo if photo.is_copied else replace(photo, name=_copied(vault, photo, data)))
            codes[photo.photo.digest] = _codes(photo, data)
        except (ConfnotesError, OSError) as error:
            why = error.message if isinstance(error, ConfnotesError) else error.strerror or str(error)
            done.append(replace(photo, state=PhotoState.NOT_PLACED, why=why))
    if not copied:
        return done
    try:
        placed = _embed(vault, copied, codes)
        add_placed(vault, {one.photo.digest: PlacedPhoto(one.name, one.note or "") for one in placed})
    except ConfnotesError as error:
        return done + [replace(photo, state=PhotoState.NOT_PLACED, why=error.message) for photo in copied]
    return done + placed


def _same_bytes(photo: PlannedPhoto) -> bytes:
    """The photo's bytes; raises OSError, or ConfnotesError if the file has changed."""
    data, _ = read_photo(photo.photo.file)
    if photo_digest(data) != photo.photo.digest:
        raise ConfnotesError("the file changed meanwhile")
    return data


def _codes(photo: PlannedPhoto, data: bytes) -> tuple[str, ...]:
    """Web addresses in QR codes of a photo taken at a talk or poster."""
    from confnotes.catalogue.photos.read_qr import can_read, links_in

    return links_in(data) if photo.place and photo.place.card and can_read() else ()


def _copied(vault: Vault, photo: PlannedPhoto, data: bytes) -> str:
    """Copy the photo; returns the name of the copy. Raises ConfnotesError."""
    assert photo.place is not None
    stem, _, kind = photo.name.rpartition(".")
    taken: set[str] = set()
    while True:
        name = free_name(stem, kind, taken.__contains__)
        try:
            vault.save_bytes(f"{folder_of(photo.place)}/{ATTACHMENTS}/{name}", data, None)
        except ConflictError:
            taken.add(name)
        else:
            return name


def _embed(vault: Vault, photos: Sequence[PlannedPhoto], codes: Mapping[str, tuple[str, ...]]) -> list[PlannedPhoto]:
    """Insert a line for each photo of a note, preceded by the links of its QR codes.

    A missing note is created.
    """
    from confnotes.catalogue.photos.read_qr import with_links

    links: dict[str, tuple[Resource, ...]] = {}
    lines: dict[str | None, int] = {}

    def with_photos(text: str) -> str:
        for photo in photos:
            assert photo.place is not None
            found, is_poster = codes[photo.photo.digest], is_at_poster(photo)
            text, links[photo.name] = with_links(text, found, is_poster=is_poster) if found else (text, ())
            after, later, _ = beside(text, photo.place)
            text, _ = with_line(text, embed_line(photo.name, photo.place.wall), after, later)
        lines.update((embedded_name(line), number) for number, line in enumerate(text.split("\n"), 1))
        return text

    place = photos[0].place
    assert place is not None
    path = place.path
    if path is not None:
        vault.change(path, with_photos)
    else:
        assert place.card is not None
        path = change_talk_note(vault, place.card, with_photos)
    return [replace(photo, note=path, line=lines.get(photo.name), links=links[photo.name]) for photo in photos]
