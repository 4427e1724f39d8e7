"""How a new note begins: with the template for its kind of talk; one can be put in later, too."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.tui.screens.choice import Answer, ChoiceScreen
from confnotes.tui.screens.note.base import NotePage

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card
    from confnotes.catalogue.templates.template_files import Template


class BeginningPage(NotePage):
    """Puts the cursor where a template wants it, and shows the note of a poster as its card."""

    @dataclass
    class TemplatesFound(Message):
        """The templates that there are."""

        templates: Sequence[Template]

    @dataclass
    class TemplateFilled(Message):
        """A template was filled for this note; `cursor` is where in it to go on typing."""

        text: str
        cursor: int | None

    @dataclass
    class Useless(Message):
        """A template cannot be used."""

        error: ConfnotesError

    @dataclass
    class PosterFound(Message):
        """The poster that the note is about; None when it is about none."""

        card: Card | None

    def on_mount(self) -> None:
        note = self.keeper.note
        if note.remark:
            self.complain(ConfnotesError(note.remark))
        if note.cursor is not None:
            self.go_to_place(note.cursor - len(self.front.head))

    def go_to_place(self, place: int) -> None:
        """Put the cursor at that character of the text."""
        before = self.editor.text[: max(place, 0)]
        self.editor.move_cursor((before.count("\n"), len(before) - before.rfind("\n") - 1))

    # Templates

    @work(thread=True, exclusive=True, group="template")
    def action_template(self) -> None:
        """Offer the templates that there are."""
        from confnotes.catalogue.templates.template_files import all_templates

        self.post_message(self.TemplatesFound(all_templates(self.vault)))

    def on_beginning_page_templates_found(self, event: TemplatesFound) -> None:
        answers = [Answer(one.name, one.name, one.path or "built in") for one in event.templates]
        self.app.push_screen(ChoiceScreen("Insert a template", "", answers), self.insert)

    def insert(self, name: str | None) -> None:
        """Put the template of that name in at the cursor, filled for this note."""
        if name is not None:
            self._fill(name)

    @work(thread=True, exclusive=True, group="template")
    def _fill(self, name: str) -> None:
        from confnotes.catalogue.templates.note_template import fill_for

        try:
            filled = fill_for(self.vault, name, self.key, self.note_title, self.wall())
        except ConfnotesError as error:
            self.post_message(self.Useless(error))
        else:
            self.post_message(self.TemplateFilled(filled.text, filled.cursor))

    def on_beginning_page_useless(self, event: Useless) -> None:
        self.complain(event.error)

    def on_beginning_page_template_filled(self, event: TemplateFilled) -> None:
        row, column = self.editor.selection.end
        begin = len("\n".join([*self.editor.text.split("\n")[:row], ""])) if not column else None
        self.editor.paste(event.text)
        if begin is not None and event.cursor is not None:
            self.go_to_place(begin + event.cursor)

    # Posters

    @work(thread=True, exclusive=True, group="card")
    def action_card(self) -> None:
        """Show the card of the poster in place of its note."""
        from confnotes.catalogue.program.posters import is_poster
        from confnotes.catalogue.program.talks import card

        found = None
        with suppress(ConfnotesError):
            found = card(self.vault, self.key) if self.key else None
        self.post_message(self.PosterFound(found if found and is_poster(found.session, found.talk) else None))

    def on_beginning_page_poster_found(self, event: PosterFound) -> None:
        if event.card is None:
            self.say("this note is about no poster")
        elif self.is_current and self.can_leave():
            self.confnotes.open_poster(event.card, instead=True)
