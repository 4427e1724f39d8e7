"""Names that may be one person's: the user says whether they are; nothing is joined by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import work
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.model.record import record
from confnotes.tui.commands import Where
from confnotes.tui.screens.deciding import decide
from confnotes.tui.screens.page import Page
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import Line, Part, clean, counted, shorten, spread, width_of
from confnotes.tui.widgets.rows import Row, RowList, remark
from confnotes.wanted import while_wanted

if TYPE_CHECKING:
    from confnotes.actions.people.same_person import Proposal
    from confnotes.vault.vault import Vault

_BETWEEN, _LEAST = 3, 12
"""Cells between the names and why they may be one person's, and how many of these say something."""


@record(frozen=True, slots=True)
class ProposalRow(Row):
    """Two names, why they may be one person's, and what both have in common."""

    proposal: Proposal | None = None

    def lines(self, width: int, chosen: bool) -> list[Line]:
        proposal = self.proposal
        assert proposal is not None
        left = [
            Part("  "),
            Part("▸ " if chosen else "  ", "accent"),
            Part(clean(proposal.name), "strong" if chosen else "text"),
            Part("  and  ", "faint"),
            Part(clean(proposal.other), "strong" if chosen else "text"),
        ]
        room = width - width_of(left) - _BETWEEN
        shared = f" · {clean(proposal.shared[0])}" if proposal.shared else ""
        why = proposal.reason if cell_len(proposal.reason + shared) > room else proposal.reason + shared
        return [spread(left, [Part(f"{shorten(why, room)} ", "dim")] if room >= _LEAST else [], width)]


class SamePeopleScreen(Page):
    """One question a row."""

    where: ClassVar[Where] = Where.SAME_PEOPLE

    @dataclass
    class Loaded(Message):
        """The names were compared."""

        proposals: Sequence[Proposal]

    @dataclass
    class Failed(Message):
        """They could not be compared, or the answer not be kept."""

        error: ConfnotesError | OSError

    @dataclass
    class Decided(Message):
        """A decision was written."""

        step: UndoStep

    def __init__(self) -> None:
        super().__init__()
        self.list = RowList("proposals", classes="body")

    def body(self) -> Iterable[Widget]:
        yield self.list

    def on_mount(self) -> None:
        self.top.tell([Part("One person?", "strong")], self.hint())
        self.list.show([remark("", "  comparing names …")])
        self.list.focus()
        self._load()

    @work(thread=True, exclusive=True, group="same")
    def _load(self, decision: Callable[[], None] | None = None, said: str = "") -> None:
        from confnotes.actions.people.same_person import proposals

        worker, vault = get_current_worker(), self.confnotes.vault
        try:
            if decision is not None:
                self.post_message(self.Decided(decide(vault, decision, said)))
            with while_wanted(lambda: not worker.is_cancelled):
                self.post_message(self.Loaded(proposals(vault)))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))

    def on_same_people_screen_decided(self, event: Decided) -> None:
        self.did(event.step)

    def stepped(self, step: UndoStep) -> None:
        super().stepped(step)
        self._load()

    def on_same_people_screen_loaded(self, event: Loaded) -> None:
        rows: list[Row] = [ProposalRow(f"{one.name}\n{one.other}", 1, True, one) for one in event.proposals]
        self.list.show(rows or [remark("", "  No two names look like one person’s.")])
        told = counted(len(rows), "pair of names", "pairs of names")
        self.top.tell([Part("One person?", "strong")], [Part(told, "dim")])

    def on_same_people_screen_failed(self, event: Failed) -> None:
        self.confnotes.complain_of(event.error)

    def action_accept(self) -> None:
        """They are one person."""
        from confnotes.actions.people.same_person import accept

        self._decide(accept, "{0} and {1} are one person now")

    def action_refuse(self) -> None:
        """They are two."""
        from confnotes.actions.people.same_person import refuse

        self._decide(refuse, "{0} and {1} stay two people")

    def _decide(self, decision: Callable[[Vault, str, str], None], told: str) -> None:
        row = self.list.chosen
        if not isinstance(row, ProposalRow) or row.proposal is None:
            return
        one, other = row.proposal.name, row.proposal.other
        before = [*self.list.rows]
        at = before.index(row)
        rows = [*before[:at], *before[at + 1 :]]
        self.list.show(
            rows or [remark("", "  comparing names …")], choose=rows[min(at, len(rows) - 1)].key if rows else None
        )
        self._load(partial(decision, self.confnotes.vault, one, other), told.format(clean(one), clean(other)))
