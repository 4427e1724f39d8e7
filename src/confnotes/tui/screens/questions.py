"""The question queue at the bottom of the screen: choose a question, record the answer and who asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from confnotes.markup.plain import plain_text
from confnotes.markup.questions import NO_ANSWER, FoundQuestion
from confnotes.tui.half_typed import HalfTyped, answer_to
from confnotes.tui.screens.dialog import Dialog
from confnotes.tui.widgets.drawing import clean, keys

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes

_LIST_KEYS = ("type", "answer"), ("space", "no answer"), ("esc", "close")
_TYPING_KEYS = keys(("enter", "save"), ("tab", "asked by"), ("→", "complete name"), ("ctrl+o", "back"))


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A question in the queue and its time ("" without a timestamp)."""

    asked: FoundQuestion
    time: str = ""


Record = Callable[[FoundQuestion, str, str], Sequence[ToAsk] | None]


def _heading(questions: Sequence[ToAsk]) -> str:
    return "1 open question" if len(questions) == 1 else f"{len(questions)} open questions"


class QuestionsScreen(Dialog[None]):
    """The queue of the note at `path`.

    `record` takes a question, its answer and who asked, and returns the questions left, or None if the answer
    could not be written.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "no_answer", "No answer", show=False),
        Binding("f8", "close", "Close", show=False),
    ]

    DEFAULT_CSS = """
    QuestionsScreen { align: center bottom; background: $background 30%; }
    QuestionsScreen > Vertical { width: 100%; max-width: 100%; max-height: 70%; padding: 1 2 0 2; }
    QuestionsScreen OptionList, QuestionsScreen OptionList:focus { max-height: 12; }
    QuestionsScreen #answering { display: none; height: 3; padding: 1 0 0 1; }
    QuestionsScreen.-answering #answering { display: block; }
    QuestionsScreen Horizontal { height: 1; }
    QuestionsScreen .label { width: 10; color: $dim; }
    """

    def __init__(self, path: str, questions: Sequence[ToAsk], names: Sequence[str], record: Record) -> None:
        super().__init__(_heading(questions), "", *_LIST_KEYS)
        self._name_kept = answer_to(path)
        self._questions = list(questions)
        self._record = record
        self._list = OptionList(*self._options())
        self._answer = Input(id="answer", placeholder="What was the answer?", select_on_focus=False)
        self._asker = Input(id="asker", placeholder="me", suggester=SuggestFromList(names, case_sensitive=False))

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
        self._list.focus()
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
            self._begin(answer)
            self._asker.value = asker

    def on_input_changed(self, event: Input.Changed) -> None:
        if self.has_class("-answering") and self._chosen is not None:
            words = (self._answer.value, self._asker.value)
            self._half_typed.keep([self._chosen.asked.text, *words] if any(words) else [])

    @property
    def _chosen(self) -> ToAsk | None:
        at = self._list.highlighted
        return self._questions[at] if at is not None and at < len(self._questions) else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._begin()

    def on_key(self, event: events.Key) -> None:
        """Typing in the list answers the chosen question, even before the focus has moved."""
        answering = self.has_class("-answering")
        if not event.is_printable or not event.character or (event.key == "space" and not answering):
            return
        event.stop()
        event.prevent_default()
        if answering:
            self._answer.insert_text_at_cursor(event.character)
        else:
            self._begin(event.character)

    def _begin(self, words: str = "") -> None:
        """Start the answer to the chosen question with `words`."""
        if self._chosen is None:
            return
        self._answer.value, self._asker.value = words, ""
        self._answer.cursor_position = len(words)
        self.add_class("-answering")
        self.query_one(".keys", Static).update(_TYPING_KEYS)
        self.set_focus(self._answer)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._answer.value.strip():
            self._note(self._answer.value, self._asker.value)
        else:
            self._answer.focus()

    def action_no_answer(self) -> None:
        """Record that the question was asked and got no answer."""
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
        self.remove_class("-answering")
        self._half_typed.forget()
        if not self._questions:
            self.dismiss()
            return
        self._list.clear_options()
        self._list.add_options(self._options())
        self._list.highlighted = min(at, len(self._questions) - 1)
        self.query_one(".title", Static).update(Content(_heading(left)))
        self._back_to_list()

    def _back_to_list(self) -> None:
        self.remove_class("-answering")
        self.query_one(".keys", Static).update(keys(*_LIST_KEYS))
        self._list.focus()

    def hand_over(self) -> None:
        """Save the answer being typed, as confnotes is about to end."""
        if self.has_class("-answering") and self._answer.value.strip():
            self._note(self._answer.value, self._asker.value)

    def action_back(self) -> None:
        """Close, unless an answer is being typed."""
        if not (self.has_class("-answering") and self._answer.value.strip()):
            self.action_leave()

    def action_leave(self) -> None:
        """Go back from the answer to the list, or from the list to the note; saves what was typed."""
        if not self.has_class("-answering"):
            self.dismiss()
        elif self._answer.value.strip():
            self.hand_over()
        else:
            self._back_to_list()

    def action_close(self) -> None:
        self.hand_over()
        if not (self.has_class("-answering") and self._answer.value.strip()):
            self.dismiss()
