"""Following links out of a note: at the cursor, pressed, or chosen among all there are."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.tui.beside import reads
from confnotes.tui.screens.choice import Answer, ChoiceScreen
from confnotes.tui.screens.note import links
from confnotes.tui.screens.note.base import NotePage
from confnotes.tui.screens.note.links import Lead, Place, ToNote, ToPerson
from confnotes.tui.widgets.editor import NoteEditor
from confnotes.tui.widgets.pane import Pane


class FollowingPage(NotePage):
    """Goes where a link leads."""

    @dataclass
    class Found(Message):
        """Where a wikilink leads was found out.

        Where there is no note: `talk` is the talk whose note, not yet begun, it means, `person` who is called so.
        """

        lead: ToNote
        places: list[Place]
        talk: str | None = None
        person: str | None = None

    def on_pane_pressed(self, event: Pane.Pressed) -> None:
        event.stop()
        self.press(event.target)

    def press(self, target: str) -> None:
        """Go where a pressed part leads; notes at their line, everything else is the app's affair."""
        kind, _, what = target.partition(":")
        if kind == "line":
            number, _, path = what.partition(":")
            self.confnotes.open_path(path, int(number))
        elif kind == "wiki":
            heading = what.partition("#")
            self.follow(ToNote(heading[0], heading[2] or None))
        else:
            self.confnotes.follow(target)

    def go_to_line(self, line: int) -> None:
        """Put the cursor on a line of the file, from 1."""
        row = max(0, min(line - self.front.body_line, self.editor.document.line_count - 1))
        self.editor.move_cursor((row, 0), center=True)

    def on_note_editor_follow(self, event: NoteEditor.Follow) -> None:
        row, column = event.location
        lead = links.lead_at(self.editor.note.lines[row], column)
        if lead is not None:
            self.follow(lead)

    def action_follow(self) -> None:
        row, column = self.editor.cursor_location
        lead = links.lead_at(self.editor.note.lines[row], column)
        if lead is not None:
            self.follow(lead)
        else:
            self._choose_a_lead()

    def action_links(self) -> None:
        """Who links to this note."""
        if self._is_on_disk():
            self.confnotes.show_links(self.keeper.note.path)

    def action_rename(self) -> None:
        """Give this note another name."""
        if self._is_on_disk():
            self.confnotes.rename_note(self.keeper.note.path)

    def _is_on_disk(self) -> bool:
        self.save_now()
        if self.keeper.note.version is None:
            self.say("this note is not on disk yet: type something first")
        return self.keeper.note.version is not None

    def _choose_a_lead(self) -> None:
        """Everything that this note and its talk lead to."""
        targets: dict[str, Answer] = {}

        def offer(target: str, label: str, hint: str) -> None:
            targets.setdefault(target, Answer(target, label, hint))

        card = self.memory.card
        if card is not None:
            for resource in (*card.talk.resources, *card.session.resources):
                offer(f"url:{resource.url}", resource.title or resource.url, resource.kind.value)
            for speaker in card.talk.speakers:
                offer(f"person:{speaker.name}", speaker.name, "speaker")
        for lead in links.leads_in(self.editor.note.lines):
            if isinstance(lead, ToPerson):
                offer(f"person:{lead.name}", lead.name, "person")
            elif isinstance(lead, ToNote):
                offer("wiki:" + "#".join(filter(None, (lead.target, lead.heading))), lead.target or "this note", "note")
            else:
                offer(f"url:{lead.resource.url}", lead.resource.title or lead.resource.url, lead.resource.kind.value)
        known = self.memory
        for note in (*known.earlier, *known.on_mention, *known.on_words):
            offer(f"line:{note.line}:{note.path}", note.title, f"noted before, {note.conference}")
        for link in self.memory.backlinks:
            offer(f"line:{link.line}:{link.path}", link.title, f"links here, line {link.line}")
        if targets:
            self.app.push_screen(ChoiceScreen("Go to", "", list(targets.values()), leads=True), self._go)
        else:
            self.say("there is no link in this note")

    def _go(self, target: str | None) -> None:
        if target is not None:
            self.press(target)

    def follow(self, lead: Lead) -> None:
        """Go where a link leads."""
        if isinstance(lead, ToPerson):
            self.confnotes.follow(f"person:{lead.name}")
        elif not isinstance(lead, ToNote):
            self.confnotes.open_link(lead.resource.url)
        elif lead.target:
            self._find(lead)
        elif (row := links.row_in(self.editor.text.split("\n"), lead)) is not None:
            self.editor.move_cursor((row, 0), center=True)

    @reads("find")
    def _find(self, lead: ToNote) -> None:
        from confnotes.catalogue.links.unresolved import person_of, talk_of

        try:
            found = links.places(self.vault, lead, self.keeper.note.path)
        except ConfnotesError:
            found = []
        if not found:
            self.confnotes.completer.refresh()
        known = self.confnotes.completer.known
        talk = None if found else talk_of(known, lead.target)
        self.post_message(self.Found(lead, found, talk, None if found or talk else person_of(known, lead.target)))

    def on_following_page_found(self, event: Found) -> None:
        if len(event.places) == 1:
            self.confnotes.open_path(event.places[0].path, event.places[0].line)
        elif event.places:
            answers = [Answer(f"line:{place.line or 1}:{place.path}", place.path) for place in event.places]
            title = f"Several notes are called “{event.lead.target}”"
            self.app.push_screen(ChoiceScreen(title, "", answers, leads=True), self._go)
        elif event.talk is not None:
            self.confnotes.open_talk(event.talk)
        elif event.person is not None:
            self.confnotes.follow(f"person:{event.person}")
        else:
            self._offer_new(event.lead.target)

    def _offer_new(self, title: str) -> None:
        def chosen(answer: str | None) -> None:
            if answer is not None:
                self._open_new(title)

        self.app.push_screen(
            ChoiceScreen(f"No note is called “{title}”", "", [Answer("new", "Begin it", "on disk once you type")]),
            chosen,
        )

    def _open_new(self, title: str) -> None:
        from confnotes.actions.notes import take_note

        conference = self.memory.card.conference if self.memory.card else None
        try:
            note = take_note.new_note(self.vault, title, conference, self.wall())
        except ConfnotesError as error:
            self.complain(error)
        else:
            self.confnotes.show_note(note)
