"""The previews of a note: live preview in its text, and the rendered note beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from confnotes.markup.embeds import picture_names
from confnotes.markup.link_names import LinkNames
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.screens.note.leads import is_picture
from confnotes.tui.widgets.drawing import Line, Part
from confnotes.tui.widgets.note_pictures import NotePictures
from confnotes.tui.widgets.picture_lines import Drawn, Graphics, Room, draw_picture
from confnotes.tui.widgets.preview import Preview
from confnotes.vault.scan import other_files
from confnotes.vault.settings import LIVE_PREVIEW, PICTURES, set_setting, setting_value

if TYPE_CHECKING:
    from confnotes.tui.screens.note.links import LinkFollower
    from confnotes.tui.widgets.preview_lines import DrawPicture

DRAW_AFTER: Final = 0.15  # seconds: pictures wait until keys that are typed with them have been done
_HIGHEST: Final = 20  # lines of a picture beside the text
_WIDEST: Final = 72  # cells
_INDENT: Final = Part("  ")


class NotePreviews(NoteController):
    """Switches live preview, as the settings say, and shows the note as its readers will see it in its `pane`."""

    def __init__(self, page: NotePage, links: LinkFollower) -> None:
        super().__init__(page)
        self.pane = Preview("preview", links.answers, links.mark_embeds, self.pictures)
        self._below = NotePictures(self._draw_later)
        self._is_drawing = False

    def read_setting(self) -> None:
        """Turn live preview on or off, as the settings say."""
        self.editor.show_live(setting_value(LIVE_PREVIEW) == "yes")
        below = None if setting_value(PICTURES) == "no" else self._below
        if below is not self.editor.pictures:
            self.editor.pictures = below
            self.editor.rewrap()
            self.editor.show_pictures()
        self._below.look_again()

    def switch_live(self) -> None:
        """Turn live preview on or off in all notes."""
        with self.app.complaints():
            set_setting(LIVE_PREVIEW.key, "no" if self.editor.shows_live else "yes")
            self.read_setting()
            self.say("Live preview: on" if self.editor.shows_live else "Live preview: off")

    def toggle(self) -> None:
        """Show or hide the rendered note; in a narrow window it replaces the text."""
        self.page.toggle_class("-preview")
        if self.page.has_class("-preview"):
            self.refresh()
            if self.page.has_class("-narrow"):
                self.pane.focus()
        else:
            self.editor.focus()

    @property
    def keys(self) -> Line:
        """The way back to the text, where the rendered note replaces it."""
        if not (self.page.has_class("-preview") and self.page.has_class("-narrow")):
            return []
        shown = ((self.page.key_of("back"), "back to the text"), (self.page.key_of("palette"), "commands"))
        return [part for key, does in shown for part in (Part(key, "accent"), Part(f" {does}   ", "dim"))]

    def refresh(self) -> None:
        """Render the text as it is now, if that is shown."""
        if self.page.has_class("-preview"):
            if "![" in self.editor.text:
                self.app.pictures.when_known(self._render)
            else:
                self._render()

    def _render(self) -> None:
        if self.page.is_attached:
            self.pane.show_text(self.editor.text, self.editor.cursor_location[0])

    # Pictures

    def _files(self) -> Callable[[str], Path | None]:
        """A function that finds the file of a picture of this note; call both in a thread."""
        names, path = LinkNames(other_files(self.vault.root)), self.page.path

        def find(name: str) -> Path | None:
            file = next(iter(names.resolve(name, path)), None)
            return self.vault.root / file if file and is_picture(file) else None

        return find

    def pictures(self) -> DrawPicture:
        """A function that draws a picture of this note in a number of cells; call both in a thread."""
        if setting_value(PICTURES) == "no":
            return lambda name, width: ()
        find, shown = self._files(), self.app.pictures

        def draw(name: str, width: int) -> Sequence[Line]:
            room = Room(min(width - len(_INDENT.text), _WIDEST), _HIGHEST, shown.cell)
            drawn = draw_picture(file, room, shown.graphics) if (file := find(name)) else None
            if drawn is None:
                return ()
            self.app.call_later(shown.send, drawn)
            return [[_INDENT, *line] for line in drawn.lines]

        return draw

    def _draw_later(self) -> None:
        """Draw the pictures below lines in a thread, once it is known how the terminal shows them."""
        if not self._is_drawing:
            self._is_drawing = True
            self.page.set_timer(DRAW_AFTER, self._when_known)

    def _when_known(self) -> None:
        if self.page.app.is_running:  # the timer of a note that one quits at once comes too late
            self.app.pictures.when_known(self._draw)

    def _draw(self) -> None:
        self._is_drawing = False
        names = self._below.due()
        if names and self.page.is_attached:
            shown = self.app.pictures
            draw = partial(self._drawn, names, self._below.room._replace(cell=shown.cell), shown.graphics)
            self.page.read_beside(draw, self._show_drawn, failed=lambda _: None, group="pictures")

    def _drawn(self, names: Sequence[str], room: Room, graphics: Graphics) -> Mapping[str, Drawn | None]:
        find = self._files()
        files = {name: find(name) for name in names}
        return {name: draw_picture(file, room, graphics) if file else None for name, file in files.items()}

    def _show_drawn(self, found: Mapping[str, Drawn | None]) -> None:
        for drawn in found.values():
            if drawn is not None:
                self.app.pictures.send(drawn)
        if self._below.take(found):
            self.editor.show_pictures()

    def view_pictures(self) -> None:
        """Show the pictures of this note as large as the window, from the cursor on."""
        editor = self.editor
        rows = [(row, line) for row, line in enumerate(editor.note.lines) if not editor.in_code(row)]
        named = [(row, name) for row, line in rows for name in picture_names(line)]
        if not named:
            self.say("This note has no pictures")
            return
        cursor = editor.cursor_location[0]
        index = next((at for at, (row, _) in enumerate(named) if row >= cursor), len(named) - 1)
        self.page.read_beside(partial(self._named, [name for _, name in named]), partial(self._view, index))

    def _named(self, names: Sequence[str]) -> Sequence[tuple[str, Path | None]]:
        find = self._files()
        return [(name, find(name)) for name in names]

    def _view(self, index: int, found: Sequence[tuple[str, Path | None]]) -> None:
        from confnotes.tui.screens.picture import NamedPicture, PictureScreen

        self.app.push_screen(PictureScreen([NamedPicture(*one) for one in found], index))
