"""The previews of a note: live preview in its text, and the rendered note beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.screens.note.leads import is_picture
from confnotes.tui.widgets.drawing import Line, Part
from confnotes.tui.widgets.preview import Preview
from confnotes.vault.settings import LIVE_PREVIEW, set_setting, setting_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from confnotes.tui.screens.note.links import LinkFollower
    from confnotes.tui.widgets.preview_lines import DrawPicture


class NotePreviews(NoteController):
    """Switches live preview, as the settings say, and shows the note as its readers will see it in its `pane`."""

    def __init__(self, page: NotePage, links: LinkFollower) -> None:
        super().__init__(page)
        self.pane = Preview("preview", links.answers, links.mark_embeds, self.pictures)

    def read_setting(self) -> None:
        """Turn live preview on or off, as the settings say."""
        self.editor.show_live(setting_value(LIVE_PREVIEW) == "yes")

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
        shown = (("esc", "back to the text"), (self.page.key_of("palette"), "commands"))
        return [part for key, does in shown for part in (Part(key, "accent"), Part(f" {does}   ", "dim"))]

    def refresh(self) -> None:
        """Render the text as it is now, if that is shown."""
        if self.page.has_class("-preview"):
            self.pane.show_text(self.editor.text, self.editor.cursor_location[0])

    def pictures(self) -> DrawPicture:
        """A function that draws a picture of this note in a number of cells; call both in a thread."""
        from confnotes.markup.link_names import LinkNames
        from confnotes.tui.widgets.picture_lines import picture_lines
        from confnotes.vault.scan import other_files

        names, path = LinkNames(other_files(self.vault.root)), self.page.path

        def draw(name: str, width: int) -> Sequence[Line]:
            file = next(iter(names.resolve(name, path)), None)
            return picture_lines(self.vault.root / file, width) if file and is_picture(file) else ()

        return draw
