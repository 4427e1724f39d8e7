"""A person's page: who they are, their talks, what was noted and asked, what is to be done, and with whom they work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.tui.beside import reads
from confnotes.tui.commands import Where
from confnotes.tui.screens.answering import AnsweringPage
from confnotes.tui.screens.choice import Answer, ChoiceScreen
from confnotes.tui.screens.deciding import decide
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.screens.person_view import SAME, WRITE, TextRow, rows_of
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import Part, clean, counted
from confnotes.tui.widgets.link_row import LinkRow
from confnotes.tui.widgets.rows import Row, RowList, remark
from confnotes.tui.widgets.talk_rows import TalkRow

if TYPE_CHECKING:
    from confnotes.actions.people.same_person import Proposal
    from confnotes.catalogue.people.person_page import PersonPage
    from confnotes.catalogue.program.cards import Card
    from confnotes.tui.finding import Indexing

_ONE, _TWO, _APART = "one", "two", "apart"


class PersonScreen(AnsweringPage, MarkingPage):
    """Everything about one person."""

    where: ClassVar[Where] = Where.PERSON

    @dataclass
    class Loaded(Message):
        """The person was found."""

        page: PersonPage

    @dataclass
    class Compared(Message):
        """With whom they may be one, and which names were said to be theirs."""

        may_be: Sequence[Proposal]
        joined: Sequence[str]

    @dataclass
    class Decided(Message):
        """What was decided about their names is kept; `step` undoes it, where that can be done."""

        told: str
        step: UndoStep | None

    @dataclass
    class Failed(Message):
        """Nobody of that name was found, several were, or what was decided could not be kept."""

        error: ConfnotesError | OSError

    def __init__(self, name: str) -> None:
        super().__init__()
        self._called = name
        self._page: PersonPage | None = None
        self._may_be: Sequence[Proposal] = ()
        self._joined: Sequence[str] = ()
        self.list = RowList("page", classes="body")

    def body(self) -> Iterable[Widget]:
        yield self.list

    def on_mount(self) -> None:
        self.top.tell([Part(clean(self._called), "strong")], self.hint())
        self.list.show([remark("", "  gathering …")])
        self.list.focus()

    def on_screen_resume(self) -> None:
        self._load()

    def on_resize(self, event: events.Resize) -> None:
        self._show()

    def indexing(self, news: Indexing) -> None:
        if not news.total:
            self._load()

    def found_anew(self) -> None:
        self._load()

    @reads("person")
    def _load(self) -> None:
        from confnotes.actions.people.same_person import joined, proposals_for
        from confnotes.catalogue.people.person_page import person_page

        worker, vault = get_current_worker(), self.confnotes.vault
        try:
            page = person_page(vault, self._called)
            if not worker.is_cancelled:
                self.post_message(self.Loaded(page))
                self.post_message(self.Compared(proposals_for(vault, page.card.name), joined(vault, page.card.name)))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))

    def on_person_screen_failed(self, event: Failed) -> None:
        from confnotes.catalogue.people.people import SeveralPeopleError

        if self._page is not None or not isinstance(event.error, ConfnotesError):
            self.confnotes.complain_of(event.error)
        elif isinstance(event.error, SeveralPeopleError):
            names = event.error.names
            self.list.show([LinkRow(name, 1, True, clean(name), "", f"person:{name}") for name in names])
            self.say(f"{len(names)} people are called so")
        else:
            self.list.show([remark("", f"  {event.error.message}", f"  {event.error.hint}")])

    def on_person_screen_loaded(self, event: Loaded) -> None:
        first = self._page is None
        self._page = event.page
        self._called = event.page.card.name
        self._show(first=first)

    def on_person_screen_compared(self, event: Compared) -> None:
        self._may_be, self._joined = event.may_be, event.joined
        self._show()

    def _show(self, *, first: bool = False) -> None:
        page = self._page
        if page is None:
            return
        card = page.card
        left = [Part(clean(card.name), "strong"), Part("  "), Part(clean(", ".join(card.affiliations[:1])), "dim")]
        unanswered = sum(one.answer is None for one in page.questions)
        waiting = [counted(len(page.follow_ups), "follow-up"), counted(unanswered, "open question")]
        roles = ", ".join(role.value for role in card.roles)
        self.top.tell(left, [Part(" · ".join(part for part in (*waiting, roles) if part), "faint")])
        rows = rows_of(page, self._may_be, self.size.width)
        begin = next((row.key for row in rows if row.selectable and not _is_offer(row)), None) if first else None
        self.list.show(rows, choose=begin or self.take_next())

    def chosen_card(self) -> Card | None:
        row = self.list.chosen
        return row.card if isinstance(row, TalkRow) else None

    def marked(self, key: str) -> None:
        self._load()

    def line_changed(self) -> None:
        self._load()

    def action_mark(self) -> None:
        """Star the talk, tick the follow-up, take down the answer."""
        row = self.list.chosen
        if isinstance(row, TextRow) and row.point is not None:
            self.tick_or_answer(row.point)
        else:
            self.action_star()

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        if event.target == "star":
            self.action_star()
        else:
            self.action_open()

    def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, TalkRow) and row.card:
            self.confnotes.open_talk(row.card.key)
        elif isinstance(row, LinkRow | TextRow):
            self._go(row.target)

    def _go(self, target: str) -> None:
        if target == WRITE:
            self.action_write()
        elif target == SAME:
            self.action_same()
        elif target.startswith("line:"):
            number, _, path = target.removeprefix("line:").partition(":")
            self.confnotes.open_path(path, int(number))
        else:
            self.confnotes.follow(target)

    def action_write(self) -> None:
        """Open the note about them; a new one is on the disk once something is typed."""
        if self._page is not None:
            self.confnotes.open_person_note(self._page.card)

    def action_same(self) -> None:
        """Say who is the same person, or take that back."""
        if self._page is None:
            return
        name = self._page.card.name
        answers: list[Answer] = []
        for one in self._may_be:
            other = one.other if one.name == name else one.name
            shared = f", both: {one.shared[0]}" if one.shared else ""
            answers.append(
                Answer(f"{_ONE}\n{one.name}\n{one.other}", f"{other} is the same person", one.reason + shared)
            )
            answers.append(Answer(f"{_TWO}\n{one.name}\n{one.other}", f"{other} is somebody else", "not asked again"))
        answers += [
            Answer(f"{_APART}\n{name}\n{other}", f"{other} is not the same person", "takes it back")
            for other in self._joined
        ]
        if answers:
            self.app.push_screen(ChoiceScreen(f"Who is {name}?", "", answers), self._decided)
        else:
            self.say("no other name looks like this person’s")

    def _decided(self, answer: str | None) -> None:
        if answer is None:
            return
        from confnotes.actions.people.same_person import accept, refuse, separate

        chosen, name, other = answer.split("\n")
        decision_on, told = {
            _ONE: (accept, "{0} and {1} are one person now"),
            _TWO: (refuse, "{0} and {1} stay two people"),
            _APART: (separate, "{0} and {1} are two people again"),
        }[chosen]
        told = told.format(clean(name), clean(other))
        # To separate may change a note, too, which would not be undone.
        self._decide(lambda: decision_on(self.confnotes.vault, name, other), told, chosen != _APART)

    @work(thread=True, group="decide")
    def _decide(self, decision: Callable[[], None], told: str, undoable: bool) -> None:
        try:
            step = decide(self.confnotes.vault, decision, told)
            self.post_message(self.Decided(told, step if undoable else None))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))

    def on_person_screen_decided(self, event: Decided) -> None:
        if event.step is not None:
            self.did(event.step)
        else:
            self.say(event.told)
        self._load()

    def stepped(self, step: UndoStep) -> None:
        super().stepped(step)
        self._load()


def _is_offer(row: Row) -> bool:
    """Whether the row offers to write or to decide something, rather than leads to what there is."""
    return isinstance(row, TextRow) and row.target in (WRITE, SAME)
