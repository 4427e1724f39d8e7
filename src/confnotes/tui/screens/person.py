"""A person's page: affiliations, talks, follow-ups, questions, notes and co-speakers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events

from confnotes.errors import ConfnotesError, Failure
from confnotes.tui.command import Where
from confnotes.tui.screens.answering import PointWorker
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.screens.person_view import SAME, WRITE, TextRow, rows_of
from confnotes.tui.screens.same_people import PeopleMerger
from confnotes.tui.widgets.drawing import Part, clean, plural
from confnotes.tui.widgets.rows import LinkRow, Row
from confnotes.tui.widgets.talk_rows import TalkRow

if TYPE_CHECKING:
    from confnotes.actions.people.same_person import Proposal
    from confnotes.catalogue.people.person_page import PersonPage


class PersonScreen(MarkingPage, ListScreen["PersonPage"]):
    """Everything about one person."""

    where: ClassVar[Where] = Where.PERSON

    def __init__(self, name: str) -> None:
        super().__init__()
        self._points = PointWorker(self, self.list, self.load)
        self._merger = PeopleMerger(self, self.load)
        self._called = name
        self._may_be: Sequence[Proposal] = ()
        self._joined: Sequence[str] = ()

    def on_resize(self, event: events.Resize) -> None:
        self.show_filtered()

    def indexed(self) -> None:
        self.load()

    def found_anew(self) -> None:
        self.load()

    def gather(self) -> Iterator[PersonPage]:
        from confnotes.actions.people.same_person import merged_names, proposals_for
        from confnotes.catalogue.people.person_page import person_page

        vault = self.confnotes.vault
        page = person_page(vault, self._called)
        yield page
        may_be, apart = proposals_for(vault, page.card.name), merged_names(vault, page.card.name)
        self.call_if_wanted(self._compared, may_be, apart)

    def not_gathered(self, error: Failure) -> None:
        from confnotes.catalogue.people.people import SeveralPeopleError

        if self.found is not None or not isinstance(error, ConfnotesError):
            self.confnotes.complain_of(error)
        elif isinstance(error, SeveralPeopleError):
            self.list.show([LinkRow(name, clean(name), "", f"person:{name}") for name in error.names])
            self.say(f"{len(error.names)} people have this name")
        else:
            self.tell_in_list(error)

    def gathered(self, found: PersonPage) -> None:
        first = self.found is None
        self._called = found.card.name
        super().gathered(found)
        if first:
            self.list.choose(next((row.key for row in self.list.rows if row.selectable and not _is_offer(row)), ""))

    def _compared(self, may_be: Sequence[Proposal], joined: Sequence[str]) -> None:
        """Learn possible duplicates of this person, and names that were merged with theirs."""
        self._may_be, self._joined = may_be, joined
        self.show_filtered()

    def tell(self) -> None:
        if self.found is None:
            self.top.tell([Part(clean(self._called), "strong")], self.hint())
            return
        page, card = self.found, self.found.card
        left = [Part(clean(card.name), "strong"), Part("  "), Part(clean(", ".join(card.affiliations[:1])), "dim")]
        unanswered = sum(one.answer is None for one in page.questions)
        waiting = [plural(len(page.follow_ups), "follow-up"), plural(unanswered, "open question")]
        roles = ", ".join(role.value for role in card.roles)
        self.top.tell(left, [Part(" · ".join(part for part in (*waiting, roles) if part), "faint")])

    def rows(self, found: PersonPage) -> Sequence[Row]:
        return rows_of(found, self._may_be, self.size.width)

    def marked(self, key: str) -> None:
        self.load()

    def action_mark(self) -> None:
        row = self.list.chosen
        if isinstance(row, TextRow) and row.point is not None:
            self._points.tick_or_answer(row.point)
        else:
            self.action_star()

    def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, TalkRow):
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
        from confnotes.actions.notes.take_note import person_note

        if self.found is not None:
            begun = partial(person_note, self.confnotes.vault, self.found.card)
            self.write_beside(begun, self.confnotes.show_note)

    def action_same(self) -> None:
        if self.found is not None:
            self._merger.ask(self.found.card.name, self._may_be, self._joined)


def _is_offer(row: Row) -> bool:
    """Whether the row offers an action instead of leading to existing content."""
    return isinstance(row, TextRow) and row.target in (WRITE, SAME)
