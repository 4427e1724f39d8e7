"""Place one photo in the note of the talk that is on, or of a chosen one, as a phone sends it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from confnotes.actions.notes.change_talk_note import wall_of
from confnotes.actions.notes.line_target import line_target
from confnotes.actions.photos.place_photos import carry_out
from confnotes.catalogue.photos.plan_photos import PhotoPlace, PhotoState, Placing, PlannedPhoto, plan_photo_at
from confnotes.catalogue.program.talks import card
from confnotes.errors import ConfnotesError, UsageError
from confnotes.model.timetable import wall_time
from confnotes.vault.vault import Vault

_WHY = "you chose its note"


def add_photo(vault: Vault, data: bytes, to: str | None, at: datetime) -> PlannedPhoto:
    """Place a photo beside the line that was written at `at`; `to` is as in `add_line`.

    A photo that the vault has already is not placed twice: its state is then THERE. Raises UsageError for data that is
    no photo, ConfnotesError if it cannot be placed, and what `line_target` raises.
    """
    meant = line_target(vault, to, at)
    with TemporaryDirectory(prefix="confnotes-") as folder:
        file = Path(folder) / "photo"
        file.write_bytes(data)
        if isinstance(meant, str):
            place = PhotoPlace(_WHY, wall_of(vault, meant, at), meant, vault.note(meant).title)
        else:
            talk = card(vault, meant.key)
            place = PhotoPlace(_WHY, wall_time(at, talk.timezone), talk.note, talk.title, talk)
        planned = plan_photo_at(vault, file, place)
        if planned.photo.problem is not None:
            raise UsageError(planned.photo.problem, "Send a JPEG, PNG, WebP, HEIC or AVIF picture.")
        (placed,) = carry_out(vault, [planned], Placing())
    if placed.state is PhotoState.NOT_PLACED or (planned.state is PhotoState.PLACE and placed.line is None):
        raise ConfnotesError(f"the photo was not placed: {placed.why}", "Try again.")
    return placed
