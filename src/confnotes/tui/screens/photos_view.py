"""How planned photos are drawn: where they go and why, those not placed, and those placed earlier."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from confnotes.actions.photos.place_photos import is_at_poster
from confnotes.catalogue.photos.plan_photos import NO_TIME, PhotoState, PlannedPhoto
from confnotes.catalogue.photos.read_qr import can_read, how_to_read
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, pad, plural, shorten, spread
from confnotes.tui.widgets.rows import Row, heading, remark

DAY = 7  # cells
CLOCK = 10  # cells
MARGIN = 6 + DAY
_NAME = 22  # cells: enough for the names that cameras give


@fast_dataclass(frozen=True, slots=True)
class PhotoRow(Row):
    """A photo: its time and note, and below them the line and the reason."""

    photo: PlannedPhoto
    is_left_out: bool
    is_done: bool

    def lines(self, width: int, chosen: bool) -> list[Line]:
        photo = self.photo
        day = f"{photo.at.day} {photo.at:%b}" if photo.at else ""
        clock = f"{photo.at:%H:%M:%S}" if photo.at else "no time"
        name = clean(photo.photo.file.name)
        placed = photo.state is PhotoState.PLACE and not self.is_left_out
        sign = Part("✓ ", "success") if placed and self.is_done else Part("+ " if placed else "  ", "accent")
        title = Part(clean(photo.title), ("strong" if chosen else "text") if placed else "dim")
        file = Part(name, "faint" if photo.title else "dim")
        left = [
            *arrow(chosen),
            sign,
            Part(pad(day, DAY), "faint"),
            Part(pad(clock, CLOCK), "text" if placed else "dim"),
            title if photo.title else file,
        ]
        right = [Part(shorten(name, _NAME), "faint"), Part(" ")] if photo.title else []
        reason = self._reason(photo, width - MARGIN - 1)
        return [spread(left, right, width), spread([Part(" " * MARGIN), *reason], [], width)]

    def _reason(self, photo: PlannedPhoto, width: int) -> Line:
        if self.is_left_out:
            return [Part("left out", "warning")]
        if photo.state is PhotoState.NOT_PLACED:
            return [Part(clean(photo.why), "warning")]
        if photo.links:
            return [Part("QR code: ", "faint"), Part(", ".join(clean(link.url) for link in photo.links), "link")]
        if photo.state is PhotoState.THERE or not photo.line_text:
            return [Part(clean(photo.why), "faint")]
        return [
            Part("“", "faint"),
            Part(clean(shorten(photo.line_text, width - len(photo.why) - 5)), "dim"),
            Part("” · ", "faint"),
            Part(clean(photo.why), "faint"),
        ]


def rows_of(plan: Sequence[PlannedPhoto], left_out: Collection[Path], *, done: bool) -> list[Row]:
    """The photos in groups, those to place first."""
    groups = (
        ("PLACED" if done else "TO PLACE", PhotoState.PLACE),
        ("NOT PLACED", PhotoState.NOT_PLACED),
        ("ALREADY PLACED", PhotoState.THERE),
    )
    rows: list[Row] = []
    for title, state in groups:
        own = [photo for photo in plan if photo.state is state]
        if not own:
            continue
        right = how_to_read() if any(map(is_at_poster, own)) and not can_read() else ""
        if state is PhotoState.NOT_PLACED and any(photo.why == NO_TIME for photo in own):
            right = "Set “No time” above to use the file’s time"
        rows.append(heading(title, right, first=not rows))
        rows += [PhotoRow(str(photo.photo.file), photo, photo.photo.file in left_out, done, height=2) for photo in own]
    return rows or [remark("", "  No photos found. confnotes reads JPEG, HEIC, PNG, WebP, AVIF and TIFF.")]


def describe_plan(plan: Sequence[PlannedPhoto], *, done: bool) -> str:
    """The number of photos in each group, in a few words."""
    words = (
        (PhotoState.PLACE, "placed" if done else "to place"),
        (PhotoState.NOT_PLACED, "not placed"),
        (PhotoState.THERE, "already placed"),
    )
    parts = [f"{number} {word}" for state, word in words if (number := sum(photo.state is state for photo in plan))]
    return " · ".join(parts) or plural(0, "photo")
