"""Unresolved: what notes name that is nowhere yet, a list to work through at the day's end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import work
from textual.message import Message
from textual.widget import Widget

from confnotes.errors import ConflictError, ConfnotesError
from confnotes.markup.names import fold
from confnotes.markup.namings import NamingKind
from confnotes.model.candidate import Trigger
from confnotes.model.record import record
from confnotes.model.timetable import wall_time
from confnotes.tui.beside import reads
from confnotes.tui.commands import Where
from confnotes.tui.messages import NoteSaved
from confnotes.tui.screens.note.completing import hint_of
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.drawing import Line, Part, clean, pad, spread
from confnotes.tui.widgets.rows import Row, RowList, heading, remark

if TYPE_CHECKING:
    from confnotes.actions.notes.note_versions import Deletion
    from confnotes.catalogue.links.unresolved import Unresolved
    from confnotes.model.candidate import Match
    from confnotes.tui.finding import Indexing

_MISSING = {
    NamingKind.HEADING: "its note has no such heading",
    NamingKind.BLOCK: "its note has no such line",
}
_HINTS = {
    NamingKind.SEVERAL: "one of several",
    NamingKind.HEADING: "a heading there",
    NamingKind.BLOCK: "has that line",
}
_NUMBER = 4
_LEAST_TEXT, _MOST_TEXT = 18, 44


@record(frozen=True, slots=True)
class UnresolvedRow(Row):
    """One place: what stands there, and the candidate that is chosen."""

    place: Unresolved | None = None
    match: Match | None = None
    text_width: int = 0

    def lines(self, width: int, chosen: bool) -> list[Line]:
        place = self.place
        assert place is not None
        text_width = max(_LEAST_TEXT, min(width * 2 // 5, self.text_width))
        left = [
            Part("  "),
            Part("▸ " if chosen else "  ", "accent"),
            Part(f"{place.line:>{_NUMBER}}  ", "faint"),
            Part(pad(clean(place.text), text_width), "strong" if chosen else "text"),
        ]
        if self.match is None:
            left.append(Part(f"  {_MISSING.get(place.kind, 'nothing like it here')}", "faint"))
            return [spread(left, [], width)]
        left += [Part("  → ", "faint"), Part(clean(self.match.candidate.name), "link" if chosen else "dim")]
        trigger = Trigger.PERSON if place.kind is NamingKind.PERSON else Trigger.LINK
        hint = _HINTS.get(place.kind) or hint_of(self.match, trigger)
        return [spread(left, [Part(clean(hint), "faint"), Part("  ")], width)]


class UnresolvedScreen(Page):
    """What notes name that is nowhere; each can be linked, made a note, or left as plain text."""

    where: ClassVar[Where] = Where.UNRESOLVED

    @dataclass
    class Loaded(Message):
        """The list was made, of all notes if `is_complete`."""

        places: Sequence[Unresolved]
        is_complete: bool

    @dataclass
    class Created(Message):
        """A note was made for a place, in which `text` is to stand now; deleting it undoes that."""

        place: Unresolved
        note: Deletion
        text: str

    @dataclass
    class Written(Message):
        """What was `before` reads as `after` now; `alike`: so do all that name the same."""

        before: Unresolved
        after: Unresolved
        said: str
        alike: bool = False
        undoing: bool = False

    @dataclass
    class Failed(Message):
        """It could not be done."""

        error: ConfnotesError | OSError

    def __init__(self, conference: str | None = None, day: date | None = None) -> None:
        """Go through a day of a conference (its folder), or through all that the vault has."""
        super().__init__()
        self.list = RowList("unresolved", classes="body")
        self._places: list[Unresolved] | None = None
        self._conference, self._day = conference, day
        self._is_complete = True
        self._title = "Unresolved" if day is None else "Unresolved on this day"
        self._turned: dict[tuple[str, int, int], int] = {}
        self._done: list[tuple[Unresolved, Unresolved, Deletion | None]] = []
        self._begun: Deletion | None = None
        self._busy = False

    def body(self) -> Iterable[Widget]:
        yield self.list

    def on_mount(self) -> None:
        self.list.focus()
        self._show()
        self.list.show([remark("", "  looking through the notes …")])

    def on_screen_resume(self) -> None:
        self._look_again()

    # The list

    def _look_again(self) -> None:
        """Make the list anew: lines may have moved, and what was done in them cannot be undone from here."""
        self._done.clear()
        self._load()

    def indexing(self, news: Indexing) -> None:
        if not (news.total or self._is_complete):
            self._load()

    @reads("unresolved")
    def _load(self) -> None:
        from confnotes.catalogue.links.unresolved import unresolved

        vault, completer = self.confnotes.vault, self.confnotes.completer
        is_complete = self.confnotes.finding.brought_up_to_date()
        try:
            completer.refresh()
            found = unresolved(vault, conference=self._conference, day=self._day, completer=completer)
            self.post_message(self.Loaded(found, is_complete))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))

    def on_unresolved_screen_loaded(self, event: Loaded) -> None:
        self._is_complete = event.is_complete
        if event.places or event.is_complete:
            self._places = list(event.places)
            self._show()

    def _show(self) -> None:
        places = self._places or []
        self.top.tell([Part(clean(self._title), "strong"), Part(f"  {self._count()}", "dim")], self.hint())
        if self._places is None:
            return
        text_width = min(_MOST_TEXT, max((cell_len(clean(place.text)) for place in places), default=0))
        rows: list[Row] = []
        for path, group in groupby(places, key=lambda place: place.path):
            together = list(group)
            first = together[0]
            where = clean(first.conference or "")
            rows.append(replace(heading(clean(first.title), where, first=not rows), key=f"heading:{path}"))
            rows += [UnresolvedRow(_key(place), 1, True, place, self._match(place), text_width) for place in together]
        self.list.show(
            rows
            or [
                remark(
                    "",
                    "  Nothing is unresolved.",
                    "  Every link leads to a note, and every person is known.",
                )
            ]
        )

    def _count(self) -> str:
        if self._places is None:
            return ""
        return f"{len(self._places):,}" if self._places else ""

    def _match(self, place: Unresolved) -> Match | None:
        found = place.candidates
        return found[self._turned.get(_place_of(place), 0) % len(found)] if found else None

    @property
    def _chosen(self) -> Unresolved | None:
        row = self.list.chosen
        return row.place if isinstance(row, UnresolvedRow) else None

    def action_turn(self, step: int) -> None:
        """Show another candidate for what is chosen."""
        place = self._chosen
        if place is not None and place.candidates:
            at = _place_of(place)
            self._turned[at] = (self._turned.get(at, 0) + step) % len(place.candidates)
            self._show()

    # What can be done

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the note at the line."""
        place = self._chosen
        if place is not None:
            self.confnotes.open_path(place.path, place.line)

    def action_link(self) -> None:
        """Let it mean the candidate."""
        from confnotes.catalogue.links.unresolved import linked

        place = self._chosen
        match = self._match(place) if place is not None else None
        if place is None or match is None:
            self.say("there is nothing like it here; n begins a note")
            return
        text = linked(place, match.candidate)
        if text is None:
            self.complain(ConfnotesError("no link can say this name", "x leaves it as plain text"))
        else:
            self._write(place, text, f"linked to {clean(match.candidate.name)}")

    def action_plain(self) -> None:
        """Leave it as plain text."""
        from confnotes.catalogue.links.unresolved import as_text

        place = self._chosen
        if place is not None:
            self._write(place, as_text(place), "plain text now")

    def action_create(self) -> None:
        """Make the note that it names."""
        place = self._chosen
        if place is not None and not self._busy:
            self._busy = True
            self._create(place)

    @work(thread=True, group="unresolved-writing")
    def _create(self, place: Unresolved) -> None:
        from confnotes.actions.links.resolve_name import new_note
        from confnotes.actions.notes.note_versions import plan_deletion

        try:
            path, text = new_note(self.confnotes.vault, place, wall_time(self.confnotes.clock(), None))
            note = plan_deletion(self.confnotes.vault, path)
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))
            return
        self.post_message(self.Created(place, note, text))

    def on_unresolved_screen_created(self, event: Created) -> None:
        self._busy = False
        self.confnotes.post_message(NoteSaved(event.note.path))
        said = f"{event.note.path} is begun"
        if event.text == event.place.text:
            self._done.append((event.place, event.place, event.note))
            self._settle(event.place, event.place, said, alike=True)
        else:
            self._begun = event.note
            self._write(event.place, event.text, said, alike=True)

    def action_undo(self) -> None:
        """Put back what stood there before the last change; a note that was begun is deleted, if nobody wrote in it."""
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
            self.confnotes.post_message(NoteSaved(begun.path))
        self._write(after, before.text, "undone", undoing=True)

    def _write(self, place: Unresolved, text: str, said: str, *, alike: bool = False, undoing: bool = False) -> None:
        """Write the text in its place: in the editor where the note is open, else in the file."""
        from confnotes.actions.links.resolve_name import placed
        from confnotes.tui.screens.note.screen import NoteScreen

        if self._busy:
            return
        pages = (page for page in self.app.screen_stack if isinstance(page, NoteScreen))
        open_note = next((page for page in pages if page.path == place.path), None)
        if open_note is None:
            self._busy = True
            self._rewrite(place, text, said, alike, undoing)
        elif open_note.edited.put_in_place(place.line, place.start, place.text, text):
            self.post_message(self.Written(place, placed(place, text), said, alike, undoing))
        else:
            self.complain(ConfnotesError(f"line {place.line} has changed", "nothing was written; look at it again"))
            self._look_again()

    @work(thread=True, group="unresolved-writing")
    def _rewrite(self, place: Unresolved, text: str, said: str, alike: bool, undoing: bool) -> None:
        from confnotes.actions.links.resolve_name import rewrite

        try:
            after = rewrite(self.confnotes.vault, place, text)
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))
        else:
            self.confnotes.post_message(NoteSaved(place.path))
            self.post_message(self.Written(place, after, said, alike, undoing))

    def on_unresolved_screen_failed(self, event: Failed) -> None:
        self._busy = False
        self.confnotes.complain_of(event.error)
        if isinstance(event.error, ConflictError):
            self._look_again()

    def on_unresolved_screen_written(self, event: Written) -> None:
        self._busy = False
        if not event.undoing:
            begun, self._begun = self._begun, None
            self._done.append((event.before, event.after, begun))
            self._settle(event.before, event.after, event.said, alike=event.alike)
            return
        before, after, _ = self._done.pop()
        self._shift(before, len(before.text) - len(after.text))
        self._places = sorted([*(self._places or []), before], key=_place_of)
        self._show()
        self.list.choose(_key(before))
        self.say(event.said)

    def _settle(self, before: Unresolved, after: Unresolved, said: str, *, alike: bool) -> None:
        """Take it from the list, with `alike` all that name the same; what follows on the line has moved."""
        gone = {_place_of(before)}
        if alike:
            gone |= {
                _place_of(place)
                for place in self._places or []
                if place.kind is before.kind and fold(place.name) == fold(before.name)
            }
        self._places = [place for place in self._places or [] if _place_of(place) not in gone]
        self._shift(before, len(after.text) - len(before.text))
        self._show()
        self.say(f"{said} · {self._count() or 'nothing is unresolved'} · ctrl+z undoes it")

    def _shift(self, changed: Unresolved, by: int) -> None:
        """What stands behind it on its line is further right now."""
        self._places = [
            replace(place, start=place.start + by, end=place.end + by)
            if (place.path, place.line) == (changed.path, changed.line) and place.start > changed.start
            else place
            for place in self._places or []
        ]


def _place_of(place: Unresolved) -> tuple[str, int, int]:
    return place.path, place.line, place.start


def _key(place: Unresolved) -> str:
    return f"{place.path}:{place.line}:{place.start}"
