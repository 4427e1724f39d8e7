"""Pictures that fill the screen, one after the other: those of a note, or photos to be placed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar, Final, NamedTuple

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from confnotes.extras import install_extra
from confnotes.tui.command import Command, Where
from confnotes.tui.screens.page import Page
from confnotes.tui.textual_private import write_to_terminal
from confnotes.tui.widgets.drawing import Line, Part, clean, strip_of, style_on, width_of, wrap
from confnotes.tui.widgets.picture_lines import Drawn, Room, draw_large, pixel_style

_NEED_HEIF: Final = (".heic", ".heif")


class NamedPicture(NamedTuple):
    """A picture by the name that a note has for it, and its file; None if it was not found."""

    name: str
    file: Path | None


class PictureView(Widget, can_focus=True):
    """Draws a picture in its middle, or a line of text.

    Sixel and iTerm2's pictures are drawn over blank cells, once these are on the screen.
    """

    def __init__(self) -> None:
        super().__init__(classes="body")
        self._drawn: Drawn | None = None
        self._told = ""
        self._is_due = False

    def show(self, drawn: Drawn | None, told: str = "") -> None:
        self._drawn, self._told = drawn, told
        self.refresh()

    @property
    def _lines(self) -> Sequence[Sequence[Part]]:
        if self._drawn is not None:
            return self._drawn.lines
        return [[Part(line, "dim")] for line in wrap(self._told, self.size.width)]

    @property
    def _place(self) -> tuple[int, int]:
        """The first column and row of what is shown."""
        width = self._drawn.columns if self._drawn else max(map(width_of, self._lines))
        return max((self.size.width - width) // 2, 0), max((self.size.height - len(self._lines)) // 2, 0)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Called for each frame in which the cells are written, also where Textual has kept their lines."""
        if self._drawn is not None and self._drawn.code and not self._drawn.number and not self._is_due:
            self._is_due = True
            self.call_after_refresh(self._draw_over)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        (left, top), lines = self._place, self._lines
        line: Line = [Part(" " * left), *lines[y - top]] if 0 <= y - top < len(lines) else []
        return strip_of(line, self.size.width, self._style_of, self.visual_style.rich_style)

    def _style_of(self, role: str) -> Style:
        return pixel_style(role) or style_on(self, role)

    def _draw_over(self) -> None:
        """Have the terminal draw the picture, and leave its cursor where it was."""
        self._is_due = False
        if self._drawn is not None and not self._drawn.number and self.screen.is_active:
            left, top = self._place
            place = f"\x1b[{self.region.y + top + 1};{self.region.x + left + 1}H"
            write_to_terminal(self.app, f"\x1b7{place}{self._drawn.code}\x1b8")


class PictureScreen(Page):
    """Shows pictures as large as the window; begins with the one at `index`."""

    where: ClassVar[Where] = Where.PICTURE
    is_list: ClassVar[bool] = False
    shows_files: ClassVar[bool] = False
    CSS = "PictureScreen PictureView { height: 1fr; }"

    def __init__(self, pictures: Sequence[NamedPicture], index: int = 0) -> None:
        super().__init__()
        self.view = PictureView()
        self._pictures, self._index = pictures, index

    def body(self) -> Iterable[Widget]:
        yield self.view

    @property
    def shown(self) -> NamedPicture:
        return self._pictures[self._index]

    def on_mount(self) -> None:
        self.view.focus()

    def on_resize(self, event: events.Resize) -> None:
        self._show()

    def on_screen_resume(self) -> None:
        self.view.refresh()

    def _show(self) -> None:
        count = len(self._pictures)
        place = [Part(f"{self._index + 1} of {count}", "dim")] if count > 1 else []
        self.top.tell([Part(clean(self.shown.name), "strong")], place)
        self.confnotes.pictures.when_known(self._draw)

    def _draw(self) -> None:
        if not self.is_attached or not self.view.size:
            return
        if self.shown.file is None:
            self.view.show(None, f"Not found: {clean(self.shown.name)}")
            return
        pictures = self.confnotes.pictures
        room, graphics = Room(*self.view.size, pictures.cell), pictures.graphics
        self.read_beside(partial(draw_large, self.shown.file, room, graphics), self._show_drawn)

    def _show_drawn(self, drawn: Drawn | None) -> None:
        if drawn is None:
            self.view.show(None, _why_not(self.shown.file))
        else:
            self.confnotes.pictures.send(drawn)
            self.view.show(drawn)

    def missing(self, command: Command) -> str:
        if command.action.startswith("turn") and len(self._pictures) < 2:
            return "There are no other pictures here."
        if command.action == "open_outside" and self.shown.file is None:
            return "This picture was not found."
        return super().missing(command)

    def action_turn(self, step: int) -> None:
        self._index = (self._index + step) % len(self._pictures)
        self._show()
        self.offer()

    def action_open_outside(self) -> None:
        from confnotes.actions.exporting.export_file import open_file

        if self.shown.file is not None:
            with self.confnotes.complaints():
                open_file(self.shown.file)
                self.say(f"Opening {clean(self.shown.file.name)}")


def _why_not(file: Path | None) -> str:
    """Why a picture that was found cannot be shown."""
    if file is not None and file.suffix.casefold() in _NEED_HEIF and find_spec("pillow_heif") is None:
        return f"To see HEIC pictures, run: {install_extra('qr')}"
    return "This picture cannot be read"
