"""The question queue: reminds shortly before the end of the talk, and records the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from confnotes.actions.notes.questions import add_answer, open_questions
from confnotes.catalogue.program.cards import Card
from confnotes.markup import mentions, stamps
from confnotes.markup.questions import FoundQuestion
from confnotes.tui.half_typed import answer_to
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.widgets.bars import Words
from confnotes.tui.widgets.drawing import Line, Part
from confnotes.vault.settings import REMINDERS, setting_value

if TYPE_CHECKING:
    from confnotes.tui.screens.questions import ToAsk

BEFORE_END = timedelta(minutes=5)
AFTER_END = timedelta(minutes=15)
LOOK_AT_CLOCK = 2.0  # seconds


class QuestionQueue(NoteController):
    """Shows one reminder of the questions in its own `line`, which takes no focus, and opens the queue."""

    def __init__(self, page: NotePage) -> None:
        super().__init__(page)
        self.line = Words("asking")
        self._reminded = False
        self._counted = (-1, 0)

    def begin(self) -> None:
        """The note is on the screen."""
        self.page.set_interval(LOOK_AT_CLOCK, self.mind)
        if self.vault.half_typed.kept(answer_to(self.page.path)) is not None:
            self.say(f"You have an unfinished answer. Press {key_of('questions', typing=True)} to continue.")

    # The reminder

    def mind(self) -> None:
        """Show the reminder when the end is near, and hide it again once it is of no use."""
        if self.edited.is_typing or not self.page.is_current:
            return
        if self.page.has_class("-asking"):
            self._remind(self._end_is_near())
        elif not self._reminded and self._end_is_near() and setting_value(REMINDERS) == "yes":
            self._reminded = True
            self._remind(True)

    def _end_is_near(self) -> bool:
        card = self.page.memory.card
        if card is None or card.start is None or card.end is None:
            return False
        return card.end - _time_for_questions(card) <= self.edited.wall() <= card.end + AFTER_END

    def _remind(self, wanted: bool) -> None:
        count = self._count_questions() if wanted else 0
        typed_here = self.editor.region.contains_point(self.editor.cursor_screen_offset)
        self.page.set_class(bool(count), "-asking")
        if count:
            self.line.tell(_reminder(count))
            if typed_here:
                self.page.call_after_refresh(self.editor.scroll_cursor_visible, animate=False)

    def _count_questions(self) -> int:
        """The number of open questions; counted again only when the note has changed."""
        revision = self.editor.note.revision
        if self._counted[0] != revision:
            self._counted = (revision, len(open_questions(self.editor.text)))
        return self._counted[1]

    def hush(self) -> None:
        """Dismiss the reminder."""
        self.page.remove_class("-asking")

    # The queue

    def open(self) -> None:
        from confnotes.tui.screens.questions import QuestionsScreen

        self.hush()
        found = self._to_ask()
        if self.editor.read_only:
            self.say("This note is read-only")
        elif not found:
            self.say("No open questions. Start a line with ? to add one.")
        else:
            self.app.push_screen(QuestionsScreen(self.page.path, found, self._askers(), self._note_answer))

    def _to_ask(self) -> list[ToAsk]:
        from confnotes.tui.screens.questions import ToAsk

        text = self.editor.text
        lines = text.split("\n")
        return [ToAsk(one, _time(lines[one.row])) for one in open_questions(text)]

    def _askers(self) -> list[str]:
        """Names to suggest for who asked: people named in the note, and speakers of this session."""
        card = self.page.memory.card
        talks = card.session.talks if card is not None else ()
        speakers = [speaker.name for talk in talks for speaker in talk.speakers]
        named = [name for line in self.editor.note.lines for _, _, name in mentions.find(line)]
        return list(dict.fromkeys([*named, *speakers]))

    def _note_answer(self, question: FoundQuestion, answer: str, asked_by: str) -> Sequence[ToAsk]:
        moment = stamps.free_moment(self.editor.text, self.edited.wall())
        stamp = stamps.stamp_of(moment) if self.editor.stamping else ""
        made = add_answer(self.editor.text, question, answer, asked_by, stamp)
        if made is None:
            self.say("This question is no longer in the note")
        else:
            text, row = made
            inside = question.row <= self.editor.cursor_location[0] < row
            self.editor.take_over(text)
            if inside:
                self.editor.move_cursor((row, len(self.editor.note.lines[row])))
            self.say(f"Answer added · {key_of('undo')} to undo")
        return self._to_ask()


def _time_for_questions(card: Card) -> timedelta:
    """How long before the end to remind: five minutes, or a third of a short talk."""
    assert card.start is not None and card.end is not None
    return min(BEFORE_END, (card.end - card.start) / 3)


def _reminder(count: int) -> Line:
    words = "1 open question" if count == 1 else f"{count} open questions"
    return [
        Part(" ? ", "accent", "note.questions.open"),
        Part(words, "strong", "note.questions.open"),
        Part(" · ", "faint"),
        Part(key_of("questions", typing=True), "accent", "note.questions.open"),
        Part("   ✕", "faint", "note.questions.hush"),
    ]


def _time(line: str) -> str:
    at = stamps.find(line)
    return f"{at:%H:%M}" if at else ""
