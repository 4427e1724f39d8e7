"""Unresolved: links and mentions without a target, as a list to work through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len

from confnotes.catalogue.completing.complete import hint_of
from confnotes.errors import ConflictError, ConfnotesError, Failure
from confnotes.markup.names import fold
from confnotes.markup.namings import NamingKind
from confnotes.model.candidate import CandidateMatch, Trigger
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.timetable import wall_time
from confnotes.tui.command import Need, Where
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, pad, spread
from confnotes.tui.widgets.rows import Row, heading, remark

if TYPE_CHECKING:
    from confnotes.actions.notes.note_versions import Deletion
    from confnotes.catalogue.links.unresolved import Unresolved

_MISSING = {NamingKind.HEADING: "heading not found in the note", NamingKind.BLOCK: "line not found in the note"}
_HINTS = {
    NamingKind.SEVERAL: "one of several",
    NamingKind.HEADING: "heading of the note",
    NamingKind.BLOCK: "note with that line",
}
_NUMBER = 4  # digits of a line number
_LEAST_TEXT, _MOST_TEXT = 18, 44


@fast_dataclass(frozen=True, slots=True)
class UnresolvedRow(Row):
    """An unresolved link or mention, and the suggested target."""

    place: Unresolved
    match: CandidateMatch | None
    text_width: int

    def lines(self, width: int, chosen: bool) -> list[Line]:
        place = self.place
        text_width = max(_LEAST_TEXT, min(width * 2 // 5, self.text_width))
        left = [
            *arrow(chosen),
            Part(f"{place.line:>{_NUMBER}}  ", "faint"),
            Part(pad(clean(place.text), text_width), "strong" if chosen else "text"),
        ]
        if self.match is None:
            left.append(Part(f"  {_MISSING.get(place.kind, 'no suggestion')}", "faint"))
            return [spread(left, [], width)]
        left += [Part("  → ", "faint"), Part(clean(self.match.candidate.name), "link" if chosen else "dim")]
        trigger = Trigger.PERSON if place.kind is NamingKind.PERSON else Trigger.LINK
        hint = _HINTS.get(place.kind) or hint_of(self.match, trigger)
        return [spread(left, [Part(clean(hint), "faint"), Part("  ")], width)]


class UnresolvedScreen(ListScreen["list[Unresolved]"]):
    """Unresolved links and mentions; each can be linked, turned into a note or left as plain text."""

    where: ClassVar[Where] = Where.UNRESOLVED
    gathering: ClassVar[str] = "Loading …"
    of_notes: ClassVar[bool] = True

    def __init__(self, conference: str | None = None, day: date | None = None) -> None:
        """Go through a day of a conference (its folder), or through all that the vault has."""
        super().__init__()
        self._conference, self._day = conference, day
        self._title = "Unresolved" if day is None else "Unresolved on this day"
        self._turned: dict[tuple[str, int, int], int] = {}
        self._done: list[tuple[Unresolved, Unresolved, Deletion | None]] = []
        self._begun: Deletion | None = None
        self._busy = False

    # The list

    def on_screen_resume(self) -> None:
        self._done.clear()

    def _look_again(self) -> None:
        """Load the list again: lines may have moved, so earlier changes cannot be undone from here."""
        self._done.clear()
        self.load()

    def gather(self) -> Iterator[list[Unresolved]]:
        from confnotes.catalogue.links.unresolved import find_unresolved

        completer = self.confnotes.completer
        completer.refresh()
        yield [*find_unresolved(self.confnotes.vault, conference=self._conference, day=self._day, completer=completer)]

    def gathered(self, found: list[Unresolved]) -> None:
        if found or self.is_complete:
            super().gathered(found)

    def tell(self) -> None:
        self.top.tell([Part(clean(self._title), "strong"), Part(f"  {self._count()}", "dim")], self.hint())

    def rows(self, found: list[Unresolved]) -> Sequence[Row]:
        text_width = min(_MOST_TEXT, max((cell_len(clean(place.text)) for place in found), default=0))
        rows: list[Row] = []
        for path, group in groupby(found, key=lambda place: place.path):
            together = list(group)
            first = together[0]
            where = clean(first.conference or "")
            rows.append(replace(heading(clean(first.title), where, first=not rows), key=f"heading:{path}"))
            rows += [UnresolvedRow(_key(place), place, self._match(place), text_width) for place in together]
        nothing = ("  Nothing unresolved.", "  All links and people in your notes were found.")
        return rows or [remark("", *nothing)]

    def _count(self) -> str:
        return f"{len(self.found):,}" if self.found else ""

    def _match(self, place: Unresolved) -> CandidateMatch | None:
        found = place.candidates
        return found[self._turned.get(_place_of(place), 0) % len(found)] if found else None

    @property
    def _chosen(self) -> Unresolved | None:
        row = self.list.chosen
        return row.place if isinstance(row, UnresolvedRow) else None

    def action_turn(self, step: int) -> None:
        place = self._chosen
        if place is not None and place.candidates:
            at = _place_of(place)
            self._turned[at] = (self._turned.get(at, 0) + step) % len(place.candidates)
            self.show_filtered()

    # Commands

    def action_open(self) -> None:
        place = self._chosen
        if place is not None:
            self.confnotes.open_path(place.path, place.line)

    def action_link(self) -> None:
        from confnotes.actions.links.resolve_name import link_to

        place = self._chosen
        match = self._match(place) if place is not None else None
        if place is None or match is None:
            self.say(f"No suggestion. Press {self.key_of('new')} to create a note.")
            return
        text = link_to(place, match.candidate)
        if text is None:
            self.complain(
                ConfnotesError("This name cannot be a link", f"Press {self.key_of('unlink')} to leave it as plain text")
            )
        else:
            self._write(place, text, f"Linked to {clean(match.candidate.name)}")

    def action_plain(self) -> None:
        from confnotes.actions.links.resolve_name import as_text

        place = self._chosen
        if place is not None:
            self._write(place, as_text(place), "Left as plain text")

    def action_create(self) -> None:
        place = self._chosen
        if place is not None and not self._busy:
            self._busy = True
            self.write_beside(partial(self._create, place), partial(self._created, place), failed=self._not_written)

    def _create(self, place: Unresolved) -> tuple[Deletion, str]:
        """Create the note; returns the deletion that undoes this, and the new text of the place."""
        from confnotes.actions.links.resolve_name import new_note
        from confnotes.actions.notes.note_versions import plan_deletion

        path, text = new_note(self.confnotes.vault, place, wall_time(self.confnotes.clock(), None))
        return plan_deletion(self.confnotes.vault, path), text

    def _created(self, place: Unresolved, made: tuple[Deletion, str]) -> None:
        note, text = made
        self._busy = False
        self.confnotes.note_saved(note.path)
        said = f"Created {note.path}"
        if text == place.text:
            self._done.append((place, place, note))
            self._settle(place, place, said, alike=True)
        else:
            self._begun = note
            self._write(place, text, said, alike=True)

    def has(self, need: Need) -> bool:
        return (need is Need.STEP and bool(self._done)) or super().has(need)

    def action_undo(self) -> None:
        """Undo the last change; deletes a note it created, unless it was written in."""
        from confnotes.actions.notes.note_versions import delete

        if self.confnotes.steps.can_undo(self.place) or not self._done:
            super().action_undo()
            return
        before, after, begun = self._done[-1]
        if begun is not None:
            try:
                delete(self.confnotes.vault, begun)
            except (ConfnotesError, OSError) as error:
                self.confnotes.complain_of(error)
                return
            self._done[-1] = (before, after, None)
            self.confnotes.note_saved(begun.path)
        self._write(after, before.text, "Undone", undoing=True)

    def _write(self, place: Unresolved, text: str, said: str, *, alike: bool = False, undoing: bool = False) -> None:
        """Replace the text: in the editor if the note is open, otherwise in the file."""
        from confnotes.actions.links.resolve_name import with_text
        from confnotes.tui.screens.note.screen import NoteScreen

        if self._busy:
            return
        pages = (page for page in self.app.screen_stack if isinstance(page, NoteScreen))
        open_note = next((page for page in pages if page.path == place.path), None)
        if open_note is None:
            self._busy = True
            written = partial(self._written, place, said, alike=alike, undoing=undoing)
            self.write_beside(partial(self._rewrite, place, text), written, failed=self._not_written)
        elif open_note.edited.put_in_place(place.line, place.start, place.text, text):
            self._written(place, said, with_text(place, text), alike=alike, undoing=undoing)
        else:
            self.complain(ConfnotesError(f"Line {place.line} has changed", "Nothing was written. Review the line."))
            self._look_again()

    def _rewrite(self, place: Unresolved, text: str) -> Unresolved:
        from confnotes.actions.links.resolve_name import rewrite

        after = rewrite(self.confnotes.vault, place, text)
        self.confnotes.note_saved(place.path)
        return after

    def _not_written(self, error: Failure) -> None:
        self._busy = False
        self.confnotes.complain_of(error)
        if isinstance(error, ConflictError):
            self._look_again()

    def _written(self, before: Unresolved, said: str, after: Unresolved, *, alike: bool, undoing: bool) -> None:
        """Update the list after a change from `before` to `after`; `alike`: also for equal names."""
        self._busy = False
        if not undoing:
            begun, self._begun = self._begun, None
            self._done.append((before, after, begun))
            self._settle(before, after, said, alike=alike)
            return
        before, after, _ = self._done.pop()
        self._shift(before, len(before.text) - len(after.text))
        self.found = sorted([*(self.found or []), before], key=_place_of)
        self.show_filtered()
        self.list.choose(_key(before))
        self.say(said)

    def _settle(self, before: Unresolved, after: Unresolved, said: str, *, alike: bool) -> None:
        """Remove the place from the list, with `alike` all with the same name, and shift later ones on the line."""
        gone = {_place_of(before)}
        if alike:
            gone |= {
                _place_of(place)
                for place in self.found or []
                if place.kind is before.kind and fold(place.name) == fold(before.name)
            }
        self.found = [place for place in self.found or [] if _place_of(place) not in gone]
        self._shift(before, len(after.text) - len(before.text))
        self.show_filtered()
        self.say(f"{said} · {self._count() or 'none'} left · {self.key_of('undo')} to undo")

    def _shift(self, changed: Unresolved, by: int) -> None:
        """Shift the later places on the same line by `by` columns."""
        self.found = [
            replace(place, start=place.start + by, end=place.end + by)
            if (place.path, place.line) == (changed.path, changed.line) and place.start > changed.start
            else place
            for place in self.found or []
        ]


def _place_of(place: Unresolved) -> tuple[str, int, int]:
    return place.path, place.line, place.start


def _key(place: Unresolved) -> str:
    return f"{place.path}:{place.line}:{place.start}"
