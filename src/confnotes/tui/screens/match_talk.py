"""Which talk a note is about that was begun without one: what it may be first, then what is on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from confnotes.tui.commands import Where
from confnotes.tui.screens.talk_choice import TalkChoicePage, row_of
from confnotes.tui.widgets.drawing import Part, clean
from confnotes.tui.widgets.rows import Row, heading

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card
    from confnotes.vault.vault import Vault


class MatchTalkScreen(TalkChoicePage):
    """Chooses; the note's own screen joins."""

    where: ClassVar[Where] = Where.MATCH

    def __init__(self, path: str, title: str, *, match: Callable[[str], object]) -> None:
        super().__init__(path.partition("/")[0])
        self._path = path
        self._title = title
        self._match = match

    def tell(self) -> None:
        self.top.tell([Part("Which talk is it about?", "strong"), Part(f" · {clean(self._title)}", "dim")], self.hint())

    def rows_above(self, vault: Vault, conference: str) -> Iterable[Row]:
        from confnotes.actions.importing.match_notes import proposals
        from confnotes.catalogue.program.talks import card

        found = [one for one in proposals(vault, conference) if one.path == self._path] if conference else []
        for one in found:
            yield heading("PERHAPS", one.reason, first=True)
            yield row_of(card(vault, one.key), 0, prefix="perhaps:")

    def chosen(self, card: Card) -> None:
        self.dismiss()
        self._match(card.key)
