"""Photos: a folder, and below it where each photo goes and why, those not placed, and those placed earlier.

Nothing is written before enter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import get_current_worker

from confnotes.actions.photos.place_photos import carry_out, is_at_poster
from confnotes.catalogue.photos.plan_photos import NO_TIME, PhotoState, Placing, PlannedPhoto, plan_photos
from confnotes.catalogue.photos.read_qr import can_read, how_to_read
from confnotes.errors import ConfnotesError, Failure
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Command, Where
from confnotes.tui.screens.page import Page
from confnotes.tui.watching_photos import remember
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, pad, plural, shorten, spread
from confnotes.tui.widgets.field import Field, SourcesInput, go_by_arrows, sources_in
from confnotes.tui.widgets.pick import Choices
from confnotes.tui.widgets.rows import Row, RowList, heading, remark

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


LEAVE_OUT, FILE_TIME = "leave out", "use the file’s time"


class PhotosScreen(Page):
    """The form for the photos' folder, and below it where each photo goes."""

    where: ClassVar[Where] = Where.PHOTOS
    CSS = """
    PhotosScreen Choices { height: 1; }
    PhotosScreen Field .label { width: 15; }
    PhotosScreen RowList { border-top: solid $rule; }
    """

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.source = SourcesInput("Folder of photos, or photo files", "source")
        self.shift = Input(placeholder="0 · or -1h, 30m if the phone’s clock was wrong", id="shift")
        self.times = Choices("times", "No time", [LEAVE_OUT, FILE_TIME])
        self.list = RowList("photos", classes="body")
        self._folder = folder
        self._plan: list[PlannedPhoto] = []
        self._planned_for: tuple[str, str, str] | None = None
        self._left_out: set[Path] = set()
        self._is_done = False

    def body(self) -> Iterable[Widget]:
        yield Field("From", self.source)
        yield Field("Shift", self.shift)
        yield self.times
        yield self.list

    def on_mount(self) -> None:
        if self._folder is not None:
            self.source.value = str(self._folder)
        self._explain()
        self._tell()
        self.source.focus()

    def _explain(self) -> None:
        self.list.show(
            [
                remark(
                    "",
                    "  Type the folder with your phone’s photos, and press enter.",
                    "  Each photo goes beside the line you were typing when you took it.",
                    "  Your files stay unchanged: confnotes copies them to the attachments.",
                )
            ]
        )

    # Options

    @property
    def _asked_for(self) -> tuple[str, str, str]:
        return self.source.value.strip(), self.shift.value.strip(), self.times.value

    def _asked(self) -> Placing | None:
        """How to place the photos; None for an invalid shift, which the screen shows."""
        from confnotes.markup.durations import read_shift

        text = self.shift.value.strip()
        try:
            shift = read_shift(text) if text not in ("", "0") else timedelta()
        except ConfnotesError as error:
            self.complain(error)
            self.shift.focus()
            return None
        return Placing(shift=shift, use_file_times=self.times.value == FILE_TIME)

    def on_pick_chosen(self) -> None:
        if self._planned_for is not None:
            self._look()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.action_place()

    def on_key(self, event: events.Key) -> None:
        if not self.list.has_focus:
            go_by_arrows(event, self)

    # Reading and placing

    def action_place(self) -> None:
        """Read the photos, then place them, then open the note of a placed one."""
        if self._asked_for != self._planned_for:
            self._look()
        elif self._is_done:
            photo = self._chosen()
            if photo is not None and photo.note:
                self.confnotes.open_path(photo.note, photo.line)
        elif self._wanted():
            how = self._asked()
            if how is not None:
                self.write_beside(partial(self._carry_out, self._wanted(), how), self._placed)

    def _look(self) -> None:
        sources = [Path(one) for one in sources_in(self.source.value)]
        how = self._asked()
        if sources and how is not None:
            self._planned_for = self._asked_for
            self._is_done = False
            self.list.show([remark("", "  Reading the photos …")])
            self.read_beside(partial(self._look_at, sources, how), self._planned, failed=self._not_planned)

    def _wanted(self) -> list[PlannedPhoto]:
        return [one for one in self._plan if one.state is PhotoState.PLACE and one.photo.file not in self._left_out]

    def _look_at(self, sources: list[Path], how: Placing) -> list[PlannedPhoto]:
        return plan_photos(self.confnotes.vault, sources, self._reporting(how))

    def _carry_out(self, wanted: list[PlannedPhoto], how: Placing) -> list[PlannedPhoto]:
        return carry_out(self.confnotes.vault, wanted, self._reporting(how))

    def _reporting(self, how: Placing) -> Placing:
        """The options with progress shown here, cancelled when this screen is closed."""
        worker = get_current_worker()

        def tell(what: str, done: int, total: int) -> None:
            self.call_later(self.top.tell, [Part("Photos", "strong")], [Part(f"{what} · {done} of {total}", "dim")])

        return replace(how, tell=tell, cancelled=lambda: worker.is_cancelled)

    def _not_planned(self, error: Failure) -> None:
        self._planned_for = None
        self._explain()
        self._tell()
        self.confnotes.complain_of(error)

    def _planned(self, plan: list[PlannedPhoto]) -> None:
        self._plan = plan
        self._left_out = set()
        self._show()
        if plan:
            self.list.focus()

    def _placed(self, plan: list[PlannedPhoto]) -> None:
        outcome = {one.photo.file: one for one in plan}
        self._plan = [outcome.get(one.photo.file, one) for one in self._plan if one.photo.file not in self._left_out]
        self._left_out = set()
        self._is_done = True
        self._show()
        placed = [one for one in plan if one.state is PhotoState.PLACE and one.note]
        for note in {one.note for one in placed if one.note}:
            self.confnotes.note_saved(note)
        links = sum(len(one.links) for one in placed)
        found = f" · {plural(links, 'link')} from QR codes added to the front matter" if links else ""
        self.say(f"{plural(len(placed), 'photo')} placed{found} · enter to open the note")

    def _show(self) -> None:
        self.list.show(rows_of(self._plan, self._left_out, done=self._is_done))
        self._tell()

    def _tell(self) -> None:
        watched = self.confnotes.photos.folder
        right = [Part("watching ", "success"), Part(clean(watched.name), "dim")] if watched else []
        if self._planned_for is not None:
            right += [Part("  ", "faint"), Part(describe_plan(self._plan, done=self._is_done), "dim")]
        self.top.tell([Part("Photos", "strong")], right)

    def missing(self, command: Command) -> str:
        if command.action == "leave_out" and self._is_done:
            return "These photos are placed."
        return super().missing(command)

    # A single photo, and watching the folder

    def _chosen(self) -> PlannedPhoto | None:
        row = self.list.chosen
        return row.photo if isinstance(row, PhotoRow) else None

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        if self._is_done:
            self.action_place()

    def action_leave_out(self) -> None:
        photo = self._chosen()
        if photo is not None and not self._is_done:
            self._left_out ^= {photo.photo.file}
            self._show()

    def action_view(self) -> None:
        from confnotes.tui.screens.picture import NamedPicture, PictureScreen

        photo = self._chosen()
        if photo is not None:
            shown = [NamedPicture(one.photo.file.name, one.photo.file) for one in self._plan]
            self.confnotes.push_screen(PictureScreen(shown, self._plan.index(photo)))

    def action_watch(self) -> None:
        watching = self.confnotes.photos
        if watching.folder is not None:
            self.say(f"{watching.folder} is no longer watched")
            watching.end()
            remember(self.confnotes.vault.root, None)
        else:
            folders = [Path(one).absolute() for one in sources_in(self.source.value) if Path(one).is_dir()]
            if len(folders) != 1:
                self.complain(ConfnotesError("No folder to watch", "Type one folder above."))
                return
            watching.begin(folders[0])
            remember(self.confnotes.vault.root, folders[0])
            self.say(f"Watching {folders[0]} · new photos are placed while confnotes runs")
        self._tell()
