"""Rows of listed conferences, for the welcome and the import."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import groupby
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from confnotes.actions.importing.conference_list import ListedConference, bundled_conferences, matching, own_conferences
from confnotes.errors import ConfnotesError
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.beside import read_beside
from confnotes.tui.widgets.drawing import Line, Part, begin, clean, shorten, spread
from confnotes.tui.widgets.field import sources_in
from confnotes.tui.widgets.rows import Row, RowList, heading
from confnotes.vault.team_state import team_of

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

HINT_WIDTH: Final = 64
"""From this number of cells on, a row has room for a second column."""


@fast_dataclass(frozen=True, slots=True)
class ConferenceRow(Row):
    """A conference of the list, with the host of its program."""

    conference: ListedConference

    def lines(self, width: int, chosen: bool) -> list[Line]:
        one = self.conference
        where = one.colleague or ("your list" if one.own else urlsplit(one.address).hostname or "")
        if one.year and str(one.year) not in one.name:
            where = f"{one.year} · {where}"
        hint = [Part(shorten(clean(where), width // 2), "faint"), Part("  ")] if width >= HINT_WIDTH else []
        return [spread(begin(chosen, clean(one.name)), hint, width)]


def conference_rows(conferences: Iterable[ListedConference]) -> list[Row]:
    return [ConferenceRow(f"conference:{one.address}", one) for one in conferences]


def rows_by_year(conferences: Iterable[ListedConference], *, first: bool = False) -> Iterator[Row]:
    """What the team has, the user's own list, then the years of the bundled one; `first`: at the top of the list."""
    for group, found in groupby(conferences, key=_group):
        rows = conference_rows(found)
        yield heading(f"{group} · {len(rows)}", first=first)
        yield from rows
        first = False


def _group(one: ListedConference) -> str:
    if one.colleague:
        return "FROM YOUR TEAM"
    return "YOUR LIST" if one.own else f"CONFERENCES OF {one.year}" if one.year else "OTHER CONFERENCES"


def is_source(text: str) -> bool:
    """Whether an address or a path was typed rather than a name."""
    return (
        "://" in text
        or text.startswith(("/", "~", "./", "../", "file:"))
        or any(os.path.isfile(source) for source in sources_in(text))  # noqa: PTH113  (one too long is no error)
    )


def _team_programs(vault: Vault) -> list[ListedConference]:
    from confnotes.actions.team.lacked_program import lacked_programs

    return [ListedConference(one.conference, str(one.file), colleague=one.name) for one in lacked_programs(vault)]


class ConferenceList(RowList):
    """The conferences to import by their names."""

    is_menu = True
    _from_team: Sequence[ListedConference] = ()
    _typed = ""

    def add_team_programs(self, vault: Vault) -> None:
        """List the programs, too, that colleagues have and the vault lacks, once they are found."""
        if team_of(vault.root) is not None:
            read_beside(self, partial(_team_programs, vault), self._add)

    def _add(self, found: Sequence[ListedConference]) -> None:
        self._from_team = found
        self.offer(self._typed)

    @cached_property
    def _read(self) -> tuple[list[ListedConference], Sequence[ConfnotesError]]:
        own, problems = own_conferences()
        return [*own, *bundled_conferences()], problems

    @property
    def problems(self) -> Sequence[ConfnotesError]:
        """What is wrong in the user's own list."""
        return self._read[1]

    def offer(self, typed: str) -> bool:
        """List the conferences that match a name; False without a match, or if a source was typed.

        Nothing is selected before something is typed.
        """
        self._typed = typed
        is_name = not typed or (any(map(str.isalnum, typed)) and not is_source(typed))
        found = matching([*self._from_team, *self._read[0]], typed) if is_name else []
        if typed:
            self.show([heading(f"CONFERENCES · {len(found)}", first=True), *conference_rows(found)], keep=False)
        else:
            self.show([*rows_by_year(found, first=True)], keep=False, first=False)
        return bool(found)

    @property
    def conference(self) -> ListedConference | None:
        return self.chosen.conference if isinstance(self.chosen, ConferenceRow) else None
