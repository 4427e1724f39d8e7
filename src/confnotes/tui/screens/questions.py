"""The question queue at the bottom of the screen: choose a question, record the answer and who asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from confnotes.markup.plain import plain_text
from confnotes.markup.questions import NO_ANSWER, FoundQuestion
from confnotes.tui.command import Where
from confnotes.tui.half_typed import HalfTyped, answer_to
from confnotes.tui.keymap.keymap import key_of, keymap
from confnotes.tui.screens.dialog import Dialog
from confnotes.tui.widgets.drawing import clean

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes

_EMPTY_KEYS = ("type", "answer"), ("mark", "no answer"), ("back", "close")
_MANY_KEYS = *_EMPTY_KEYS[:-1], ("up down", "other question"), _EMPTY_KEYS[-1]
_TYPING_KEYS = ("open", "save"), ("tab", "asked by"), ("right", "complete name"), ("close", "save and close")


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A question in the queue and its time ("" without a timestamp)."""

    asked: FoundQuestion
    time: str = ""


Record = Callable[[FoundQuestion, str, str], Sequence[ToAsk] | None]


def _heading(questions: Sequence[ToAsk]) -> str:
    return "1 open question" if len(questions) == 1 else f"{len(questions)} open questions"


class _AnswerField(Input):
    """The answer; while it is empty, the key for no answer is left to the screen."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return (bool(self.value) or (key,) not in keymap().of("mark")) and super().check_consume_key(key, character)

    def on_key(self, event: events.Key) -> None:
        if not self.check_consume_key(event.key, event.character):
            event.prevent_default()


class QuestionsScreen(Dialog[None]):
    """The queue of the note at `path`. One types the answer from the start; the arrow keys choose the question.

    `record` takes a question, its answer and who asked, and returns the questions left, or None if the answer
    could not be written.
    """

    where: ClassVar[Where] = Where.QUESTIONS
    DEFAULT_CSS = """
    QuestionsScreen { align: center bottom; background: $background 30%; }
    QuestionsScreen > Vertical { width: 100%; max-width: 100%; max-height: 70%; padding: 1 2 0 2; }
    QuestionsScreen OptionList, QuestionsScreen OptionList:focus { max-height: 12; }
    QuestionsScreen #answering { height: 3; padding: 1 0 0 1; }
    QuestionsScreen Horizontal { height: 1; }
    QuestionsScreen .label { width: 10; color: $dim; }
    """

    def __init__(self, path: str, questions: Sequence[ToAsk], names: Sequence[str], record: Record) -> None:
        super().__init__(_heading(questions), "", *(_EMPTY_KEYS if len(questions) == 1 else _MANY_KEYS))
        self._name_kept = answer_to(path)
        self._questions = list(questions)
        self._record = record
        self._list = OptionList(*self._options())
        self._list.can_focus = False
        self._answer = _AnswerField(id="answer", placeholder="What was the answer?", select_on_focus=False)
        self._asker = Input(id="asker", suggester=SuggestFromList(names, case_sensitive=False))

    def body(self) -> ComposeResult:
        yield self._list
        with Vertical(id="answering"):
            for label, field in (("Answer", self._answer), ("Asked by", self._asker)):
                with Horizontal():
                    yield Static(Content(label), classes="label")
                    yield field

    def _options(self) -> list[Option]:
        return [Option(self._line(one), id=str(number)) for number, one in enumerate(self._questions)]

    @staticmethod
    def _line(question: ToAsk) -> Content:
        line = Content.styled("? ", "$accent") + Content(clean(plain_text(question.asked.text)))
        return line + Content.styled(f"  {question.time}", "$faint") if question.time else line

    def on_mount(self) -> None:
        self._list.highlighted = 0
        self.set_focus(self._answer)
        self._half_typed = HalfTyped(self, cast("Confnotes", self.app).vault, self._name_kept)
        self._go_on()

    def on_unmount(self) -> None:
        self._half_typed.close()

    def _go_on(self) -> None:
        """Continue an answer left unfinished when confnotes ended, if its question still exists."""
        question, answer, asker = [*self._half_typed.kept, "", "", ""][:3]
        at = next((at for at, one in enumerate(self._questions) if one.asked.text == question), None)
        if at is not None:
            self._list.highlighted = at
            self._answer.value, self._asker.value = answer, asker
            self._answer.cursor_position = len(answer)

    def on_input_changed(self, event: Input.Changed) -> None:
        empty = _EMPTY_KEYS if len(self._questions) == 1 else _MANY_KEYS
        is_typed = self._answer.value or self._asker.value
        self._does = _TYPING_KEYS if is_typed else empty
        self.unsay()
        self._keep()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._asker.placeholder = (self._chosen and self._chosen.asked.asked_by) or "me"
        self._keep()

    def _keep(self) -> None:
        words = (self._answer.value, self._asker.value)
        if any(words) and self._chosen is not None:
            self._half_typed.keep([self._chosen.asked.text, *words])
        else:
            self._half_typed.forget()

    @property
    def _chosen(self) -> ToAsk | None:
        at = self._list.highlighted
        return self._questions[at] if at is not None and at < len(self._questions) else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.set_focus(self._answer)

    def key_of(self, on: str) -> str:
        return key_of(on) if on == "mark" else super().key_of(on)

    def on_key(self, event: events.Key) -> None:
        """Letters that came before the answer had the focus are typed into it."""
        if event.is_printable and event.character and not isinstance(self.focused, Input):
            event.stop()
            self._answer.insert_text_at_cursor(event.character)

    @property
    def _is_answered(self) -> bool:
        return bool(self._answer.value.strip())

    def action_choose(self, step: int) -> None:
        """Choose another question; an answer that is being typed goes with it."""
        self._list.highlighted = ((self._list.highlighted or 0) + step) % len(self._questions)

    def action_other_field(self) -> None:
        self.set_focus(self._answer if self.focused is self._asker else self._asker)

    def action_save(self) -> None:
        self.hand_over()
        self.set_focus(self._answer)

    def action_no_answer(self) -> None:
        """Record that the question was asked and got no answer; in a text, space is a space."""
        if self._answer.value or self.focused is self._asker:
            raise SkipAction
        self._note(NO_ANSWER, "")

    def _note(self, answer: str, asked_by: str) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        at = self._list.highlighted or 0
        left = self._record(chosen.asked, clean(answer), clean(asked_by))
        if left is None:
            return
        self._questions = list(left)
        self._answer.value = self._asker.value = ""
        self._half_typed.forget()
        if not self._questions:
            self.dismiss()
            return
        self._list.clear_options()
        self._list.add_options(self._options())
        self._list.highlighted = min(at, len(self._questions) - 1)
        self.query_one(".title", Static).update(Content(_heading(left)))
        self.set_focus(self._answer)

    def hand_over(self) -> None:
        """Save the answer being typed, as confnotes is about to end."""
        if self._is_answered:
            self._note(self._answer.value, self._asker.value)

    def action_back(self) -> None:
        """Close, unless an answer is being typed."""
        if not self._is_answered:
            self.dismiss()

    def action_save_and_close(self) -> None:
        self.hand_over()
        if not self._is_answered:
            self.dismiss()
