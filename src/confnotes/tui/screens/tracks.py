"""Tracks and other filters: every track, room, day and language of a program, with the number of its talks.

Enter shows the talks in the program; space hides a track for good, or shows it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.hidden_tracks import folded_tracks
from confnotes.catalogue.program.whats_on import agenda, current_conference
from confnotes.markup.names import fold
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.mark import FLAGS
from confnotes.tui.command import Command, Where
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, day_name, place, plural, spread
from confnotes.tui.widgets.rows import Row, heading, no_conference, remark
from confnotes.tui.widgets.tracks import track_stripe


class Facets(NamedTuple):
    """The talks of a conference ("" without a program), and its hidden tracks as written and folded."""

    conference: str
    cards: Sequence[Card] = ()
    hidden: frozenset[str] = frozenset()


@fast_dataclass(frozen=True, slots=True)
class FacetRow(Row):
    """A value that talks are filtered by: `query` is what to type for it."""

    name: str
    query: str
    count: int
    track: str = ""
    hidden: bool = False

    def lines(self, width: int, chosen: bool) -> list[Line]:
        edge = track_stripe(self.track) if self.track and not self.hidden else Part(" ")
        role = "faint" if self.hidden else "strong" if chosen else edge.role
        told = Part("hidden  " if self.hidden else "", "warning")
        right = [told, Part(f"{plural(self.count, 'talk')} ", "faint")]
        return [spread([edge, *arrow(chosen, indent=1), Part(clean(self.name), role)], right, width)]


class TracksScreen(ListScreen[Facets]):
    """What the program can be filtered by."""

    where: ClassVar[Where] = Where.TRACKS
    tells_errors: ClassVar[bool] = True
    gathering: ClassVar[str] = "Reading the program …"
    placeholder: ClassVar[str] = "Find a track, room, day or language"

    def __init__(self, then: Callable[[str], object] | None = None) -> None:
        """`then` shows the talks of a filter; by default the program does."""
        super().__init__()
        self._then = then

    def gather(self) -> Iterator[Facets]:
        vault = self.confnotes.vault
        name = self.confnotes.conference or current_conference(vault, self.confnotes.clock())
        yield Facets(name, agenda(vault, name), folded_tracks(vault, name)) if name else Facets("")

    def tell(self) -> None:
        self.top.tell(place(self.found.conference if self.found else "", "Tracks and filters"), self.hint())

    def rows(self, found: Facets) -> Sequence[Row]:
        if not found.conference:
            return [no_conference()]
        words = fold(self.filter.value).split()
        rows: list[Row] = []
        for title, facets in _facets(found):
            shown = [one for one in facets if all(word in fold(f"{title} {one.name}") for word in words)]
            if shown and (len(facets) > 1 or title in ("TRACKS", "YOURS")):
                rows += [heading(title, str(len(shown)), first=not rows), *shown]
        return rows or [remark("", f"  No matches. Press {self.key_of('back')} to clear the filter.")]

    def missing(self, command: Command) -> str:
        row = self.list.chosen_as(FacetRow)
        if command.action == "hide" and not (row and row.track):
            return "Select a track first."
        return super().missing(command)

    def action_open(self) -> None:
        row = self.list.chosen_as(FacetRow)
        if row is None:
            return
        self.dismiss()
        if self._then is not None:
            self._then(row.query)
        else:
            self.confnotes.show("program.ProgramScreen", filtered=row.query)

    def action_hide(self) -> None:
        from confnotes.actions.program.hide_track import hide_track

        row, found = self.list.chosen_as(FacetRow), self.found
        if row is None or found is None or not row.track:
            return
        vault, name, track, on = self.confnotes.vault, found.conference, row.track, not row.hidden

        def hide(on: bool) -> None:
            hide_track(vault, name, track, on)

        told = f"Hidden: {clean(track)}" if on else f"Shown again: {clean(track)}"
        with self.confnotes.complaints():
            hide(on)
            self.did(UndoStep(told, lambda: hide(not on), lambda: hide(on), key=row.key))
            self.load()


def _facets(found: Facets) -> Iterator[tuple[str, list[FacetRow]]]:
    """The values by kind, with their headings."""
    cards = found.cards
    tracks = Counter(card.track for card in cards if card.track)
    yield (
        "TRACKS",
        [
            FacetRow(f"track:{name}", name, _query("track", name), count, name, fold(name) in found.hidden)
            for name, count in sorted(tracks.items(), key=lambda one: fold(one[0]))
        ],
    )
    days = Counter(card.day for card in cards if card.day)
    yield "DAYS", [FacetRow(f"day:{day}", day_name(day), f"day:{day}", count) for day, count in sorted(days.items())]
    for title, field, values in (
        ("ROOMS", "room", Counter(card.room for card in cards if card.room)),
        ("LANGUAGES", "lang", Counter(card.talk.language for card in cards if card.talk.language)),
    ):
        yield title, [FacetRow(f"{field}:{name}", name, _query(field, name), values[name]) for name in sorted(values)]
    marks = Counter(mark for card in cards for mark in card.marks)
    shown = [
        FacetRow(f"is:{mark}", f"{mark.sign} {mark.value.capitalize()}", f"is:{mark}", marks[mark]) for mark in FLAGS
    ]
    yield "YOURS", [row for row in shown if row.count]


def _query(field: str, value: str) -> str:
    return f'{field}:"{value}"' if not value.isalnum() else f"{field}:{value}"
