"""Duplicate people: pairs of names to merge or to keep apart. Nothing is merged without asking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len

from confnotes.errors import NotFoundError
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.screens.dialog import Answer
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.page import Controller, Page
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import Line, Part, begin, clean, plural, shorten, spread, width_of
from confnotes.tui.widgets.rows import Row, remark
from confnotes.vault.people_file import PEOPLE_FILE

if TYPE_CHECKING:
    from confnotes.actions.people.same_person import Proposal
    from confnotes.vault.vault import Vault

_BETWEEN, _LEAST = 3, 12
"""Cells between the names and the reason, and the least width at which the reason is shown."""


@fast_dataclass(frozen=True, slots=True)
class ProposalRow(Row):
    """Two names, why they may be duplicates, and what they share."""

    proposal: Proposal

    def lines(self, width: int, chosen: bool) -> list[Line]:
        proposal = self.proposal
        left = [
            *begin(chosen, clean(proposal.name)),
            Part("  and  ", "faint"),
            Part(clean(proposal.other), "strong" if chosen else "text"),
        ]
        room = width - width_of(left) - _BETWEEN
        shared = f" · {clean(proposal.shared[0])}" if proposal.shared else ""
        why = proposal.reason if cell_len(proposal.reason + shared) > room else proposal.reason + shared
        return [spread(left, [Part(f"{shorten(why, room)} ", "dim")] if room >= _LEAST else [], width)]


class SamePeopleScreen(ListScreen["Sequence[Proposal]"]):
    """The list of possible duplicates."""

    where: ClassVar[Where] = Where.SAME_PEOPLE
    gathering: ClassVar[str] = "Comparing names …"

    def gather(self) -> Iterator[Sequence[Proposal]]:
        from confnotes.actions.people.same_person import proposals

        yield proposals(self.confnotes.vault)

    def rows(self, found: Sequence[Proposal]) -> Sequence[Row]:
        rows = [ProposalRow(f"{one.name}\n{one.other}", one) for one in found]
        return rows or [remark("", "  No duplicate people found.")]

    def tell(self) -> None:
        told = self.hint()
        if self.found is not None:
            told = [Part(plural(len(self.found), "possible duplicate"), "dim")]
        self.top.tell([Part("Duplicate people", "strong")], told)

    def action_accept(self) -> None:
        self._decide(_ONE)

    def action_refuse(self) -> None:
        self._decide(_TWO)

    def _decide(self, decision: str) -> None:
        row = self.list.chosen
        if not isinstance(row, ProposalRow):
            return
        one, other = row.proposal.name, row.proposal.other
        before = [*self.list.rows]
        at = before.index(row)
        rows = [*before[:at], *before[at + 1 :]]
        self.list.show(
            rows or [remark("", "  Comparing names …")], choose=rows[min(at, len(rows) - 1)].key if rows else None
        )
        self.write_beside(partial(decide, self.confnotes.vault, decision, one, other), self._decided)

    def _decided(self, step: UndoStep) -> None:
        self.did(step)
        self.load()


_ONE, _TWO, _APART = "one", "two", "apart"
_TOLD = {
    _ONE: ("Merged {0} and {1}", "{0} and {1} are two people again"),
    _TWO: ("Kept {0} and {1} as two people", "{0} and {1} may be the same person"),
    _APART: ("Separated {0} and {1}", ""),
}
"""The messages after a decision, and after undoing it."""


class PeopleMerger(Controller[Page]):
    """Merges and separates names from a person's page; `decided` is called after a decision."""

    def __init__(self, page: Page, decided: Callable[[], object]) -> None:
        super().__init__(page)
        self._decided = decided

    def ask(self, name: str, may_be: Sequence[Proposal], joined: Sequence[str]) -> None:
        """Ask about possible duplicates of `name`, and about names already merged with it."""
        answers: list[Answer] = []
        for one in may_be:
            other = one.other if one.name == name else one.name
            why = one.reason + (f", both: {one.shared[0]}" if one.shared else "")
            names = f"{one.name}\n{one.other}"
            answers.append(Answer(f"{_ONE}\n{names}", f"Merge with {other}", why))
            answers.append(Answer(f"{_TWO}\n{names}", f"{other} is a different person", "won't be suggested again"))
        answers += [
            Answer(f"{_APART}\n{name}\n{other}", f"Separate {other} again", "undoes the merge") for other in joined
        ]
        if answers:
            self.page.let_choose(f"Duplicates of {name}", "", answers, self._decide)
        else:
            self.say("No possible duplicates of this person")

    def _decide(self, answer: str) -> None:
        decision, name, other = answer.split("\n")
        # Separating may also change a note, which undo would not restore.
        settled = partial(self._settled, undoable=decision != _APART)
        self.page.write_beside(partial(decide, self.app.vault, decision, name, other), settled)

    def _settled(self, step: UndoStep, *, undoable: bool) -> None:
        if undoable:
            self.page.did(step)
        else:
            self.say(step.said)
        self._decided()


def decide(vault: Vault, decision: str, name: str, other: str) -> UndoStep:
    """Take a decision about two names, in a thread; passes on its errors."""
    from confnotes.actions.notes.note_versions import revert_file
    from confnotes.actions.people.same_person import accept, refuse, separate

    before = _decisions(vault)
    {_ONE: accept, _TWO: refuse, _APART: separate}[decision](vault, name, other)
    after = _decisions(vault)
    said, undone = (each.format(clean(name), clean(other)) for each in _TOLD[decision])
    return UndoStep(
        said,
        partial(revert_file, vault, PEOPLE_FILE, before, instead_of=after),
        partial(revert_file, vault, PEOPLE_FILE, after, instead_of=before),
        undone=undone,
    )


def _decisions(vault: Vault) -> str:
    try:
        return vault.read(PEOPLE_FILE).text
    except NotFoundError:
        return ""
