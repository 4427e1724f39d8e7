"""Photos: a folder, and the note and line for each photo; nothing is written before enter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError, Failure
from confnotes.tui.command import Command, Where
from confnotes.tui.screens.page import Page
from confnotes.tui.watching_photos import remember
from confnotes.tui.widgets.drawing import Part, clean, plural
from confnotes.tui.widgets.field import Field, SourcesInput, go_by_arrows, sources_in
from confnotes.tui.widgets.pick import Choices
from confnotes.tui.widgets.rows import RowList, remark

if TYPE_CHECKING:
    from confnotes.catalogue.photos.plan_photos import Placing, PlannedPhoto

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
        from confnotes.catalogue.photos.plan_photos import Placing
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
        from confnotes.catalogue.photos.plan_photos import PhotoState

        return [one for one in self._plan if one.state is PhotoState.PLACE and one.photo.file not in self._left_out]

    def _look_at(self, sources: list[Path], how: Placing) -> list[PlannedPhoto]:
        from confnotes.catalogue.photos.plan_photos import plan_photos

        return plan_photos(self.confnotes.vault, sources, self._reporting(how))

    def _carry_out(self, wanted: list[PlannedPhoto], how: Placing) -> list[PlannedPhoto]:
        from confnotes.actions.photos.place_photos import carry_out

        return carry_out(self.confnotes.vault, wanted, self._reporting(how))

    def _reporting(self, how: Placing) -> Placing:
        """The options with progress shown here, cancelled when this screen is closed."""
        worker = get_current_worker()

        def tell(what: str, done: int, total: int) -> None:
            self.call_later(self._tell_progress, f"{what} · {done} of {total}")

        return replace(how, tell=tell, cancelled=lambda: worker.is_cancelled)

    def _tell_progress(self, told: str) -> None:
        self.top.tell([Part("Photos", "strong")], [Part(told, "dim")])

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
        from confnotes.catalogue.photos.plan_photos import PhotoState

        placed = [one for one in plan if one.state is PhotoState.PLACE and one.note]
        for note in {one.note for one in placed if one.note}:
            self.confnotes.note_saved(note)
        links = sum(len(one.links) for one in placed)
        found = f" · {plural(links, 'link')} from QR codes added to the front matter" if links else ""
        self.say(f"{plural(len(placed), 'photo')} placed{found} · enter to open the note")

    def _show(self) -> None:
        from confnotes.tui.screens.photos_view import rows_of

        self.list.show(rows_of(self._plan, self._left_out, done=self._is_done))
        self._tell()

    def _tell(self) -> None:
        watched = self.confnotes.photos.folder
        right = [Part("watching ", "success"), Part(clean(watched.name), "dim")] if watched else []
        if self._planned_for is not None:
            from confnotes.tui.screens.photos_view import describe_plan

            right += [Part("  ", "faint"), Part(describe_plan(self._plan, done=self._is_done), "dim")]
        self.top.tell([Part("Photos", "strong")], right)

    def missing(self, command: Command) -> str:
        if command.action == "leave_out" and self._is_done:
            return "These photos are placed."
        return super().missing(command)

    # A single photo, and watching the folder

    def _chosen(self) -> PlannedPhoto | None:
        from confnotes.tui.screens.photos_view import PhotoRow

        row = self.list.chosen
        return row.photo if isinstance(row, PhotoRow) else None

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        if self._is_done:
            self.action_place()

    def action_leave_out(self) -> None:
        """Leave this photo out, or include it again."""
        photo = self._chosen()
        if photo is not None and not self._is_done:
            self._left_out ^= {photo.photo.file}
            self._show()

    def action_view(self) -> None:
        """Show the photos as large as the window, this one first."""
        from confnotes.tui.screens.picture import NamedPicture, PictureScreen

        photo = self._chosen()
        if photo is not None:
            shown = [NamedPicture(one.photo.file.name, one.photo.file) for one in self._plan]
            self.confnotes.push_screen(PictureScreen(shown, self._plan.index(photo)))

    def action_watch(self) -> None:
        """Watch the named folder, or stop watching."""
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
