"""A note that was begun without a program becomes the note of a talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.tui.screens.note.base import NotePage
from confnotes.tui.screens.note.memory import Memory

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote


class MatchingPage(NotePage):
    """Says which talk the note is about; what the program knows of it is filled in."""

    @dataclass
    class Matched(Message):
        """The note is about that talk now; `here` is the note as it is on the disk."""

        here: OpenNote
        key: str
        title: str

    @dataclass
    class NotMatched(Message):
        """It could not be said."""

        error: ConfnotesError | OSError

    def action_match_talk(self) -> None:
        """Choose the talk."""
        from confnotes.tui.screens.match_talk import MatchTalkScreen

        self.save_now()
        if self.key is not None:
            self.say("this note is about a talk already")
        elif self.left_unsaved is not None:
            self.complain(ConfnotesError(self.left_unsaved.message, "ctrl+s saves it first"))
        elif self.keeper.note.version is None:
            self.say("type something first: the note is not on disk yet")
        else:
            self.confnotes.go(MatchTalkScreen(self.keeper.note.path, self.heading, match=self._match))

    @work(thread=True, exclusive=True, group="match")
    def _match(self, key: str) -> None:
        from confnotes.actions.importing import match_notes
        from confnotes.actions.notes import take_note

        path = self.keeper.note.path
        try:
            found = match_notes.match(self.vault, path, key)
            self.post_message(self.Matched(take_note.open_note(self.vault, path), found.key, found.title))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.NotMatched(error))

    def on_matching_page_not_matched(self, event: NotMatched) -> None:
        self.confnotes.complain_of(event.error)

    def learn_talk(self) -> None:
        """Know the talk that another program, such as an import, said the note to be about."""
        talk = self.front.fields.get("talk")
        if self.key is None and isinstance(talk, str):
            self.key = talk
            self.remember(Memory())

    def on_matching_page_matched(self, event: Matched) -> None:
        self.key = event.key
        self.written_beside(event.here)
        self.remember(Memory())
        self.say(f"this is the note on “{event.title}” now; its time, room and speakers were filled in")
