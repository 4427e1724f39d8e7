"""Completion in a note: suggests notes, people, tags, papers and talks after `[[`, `@`, `#` and `@@` in a popup.

A suggestion is inserted only by tab, enter or a click. Enter starts a new line as usual unless the suggestion has been
visible long enough to be read, so that fast typing is never changed.
"""

from __future__ import annotations

import gc
import time
from typing import Final

from textual import events
from textual.geometry import Region

from confnotes.catalogue.completing.complete import hint_of, insertion
from confnotes.markup import namings
from confnotes.markup.namings import Unfinished
from confnotes.model.candidate import CandidateMatch, Place
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.widgets.completion_popup import CompletionPopup, make_offer
from confnotes.tui.widgets.editor_wrapping import cells

READ_SECONDS: Final = 0.3  # a suggestion visible for less was not read: enter means a new line
FIRST_LOOK: Final = 0.6
"""Delay before candidates are first gathered, so that the note's own screen is loaded before."""

LOOK_EVERY: Final = 5.0  # seconds: whether notes or programs have changed what can be completed


class Completion(NoteController):
    """Shows matching candidates in its `popup`, and inserts the chosen one."""

    def __init__(self, page: NotePage) -> None:
        super().__init__(page)
        self.popup = CompletionPopup(self._take_match)
        self._place: Place | None = None
        self._offered: list[CandidateMatch] = []
        self._naming: tuple[int, Unfinished] | None = None
        self._left_alone: tuple[int, int] | None = None
        self._looked_at: tuple[int, tuple[int, int]] = (-1, (0, 0))
        self._just_typed = self._moved_in_popup = self._gathering = False
        self._offered_at = 0.0

    def begin(self) -> None:
        """The note is on the screen."""
        self.editor.key_takers.insert(0, self._takes_key)
        if self.app.completer.is_new:
            self.page.set_timer(FIRST_LOOK, self.gather_candidates)
        else:
            self.gather_candidates()
        self.page.set_interval(LOOK_EVERY, self._gather_when_due)

    # Candidates

    def see_again(self) -> None:
        """Gather candidates for this note again when its screen is shown again."""
        if not self.app.completer.is_new:
            self.gather_candidates()

    def _gather_when_due(self) -> None:
        if self.page.is_current and not self.edited.is_typing and self.app.completer.is_due:
            self.gather_candidates()

    def gather_candidates(self) -> None:
        """Gather candidates in a thread, unless one is already running."""
        if not self._gathering:
            self._gathering = True
            self.page.run_worker(self._gather, group="completing", description="completing", thread=True)

    def _gather(self) -> None:
        completer = self.app.completer
        is_new = completer.is_new
        try:
            completer.refresh()
            here = completer.place_of(self.page.key) or self._free_place()
            completer.prepare(here)
        finally:
            self._gathering = False
        if is_new:
            self.vault.keep_only({here.conference} if here.conference else set())
            gc.freeze()  # otherwise the collector would walk so many objects and delay keys
        self.page.call_later(self._see_from, here)

    def _free_place(self) -> Place:
        """The place of a free note: its conference and today."""
        folder = self.page.path.partition("/")[0]
        known = folder if folder in self.vault.conferences() else self.app.conference
        return Place(known, self.edited.wall().date())

    def _see_from(self, here: Place) -> None:
        is_first, self._place = self._place is None, here
        self.editor.show_titles(self.app.completer.titles)
        if is_first and self._just_typed:
            self._looked_at = (-1, (0, 0))  # what was typed before there were candidates is completed, too
            self.look()

    # While somebody types

    def look(self) -> None:
        """Suggest candidates at the cursor; only text that was just typed opens the popup."""
        seen = (self.editor.note.revision, self.editor.cursor_location)
        if seen == self._looked_at:
            return
        typed = self._just_typed and seen[0] != self._looked_at[0]
        self._looked_at = seen
        naming = self._naming_now() if typed else None
        if naming is None:
            if typed:
                self._left_alone = None
            self.close()
            return
        if (naming[0], naming[1].start) != self._left_alone:
            self._offer_matches(naming)

    def _naming_now(self) -> tuple[int, Unfinished] | None:
        (row, column), other = self.editor.selection.end, self.editor.selection.start
        if (row, column) != other or self._place is None:
            return None
        found = namings.unfinished_at(self.editor.note.lines[row], column)
        return (row, found) if found is not None and not self.editor.in_code(row) else None

    def _offer_matches(self, naming: tuple[int, Unfinished]) -> None:
        row, found = naming
        assert self._place is not None
        line = self.editor.note.lines[row]
        own = self.page.path
        matches = [
            match
            for match in self.app.completer.matches(found.trigger, found.typed, self._place)
            if match.candidate.path != own
        ]
        if matches and self._text_for(matches[0], found, line) == line[found.start : found.end] and len(matches) == 1:
            matches = []
        if not matches:
            self.close()
            return
        before = self._naming
        afresh = before is None or (before[0], before[1].start) != (row, found.start)
        self._naming, self._offered, self._moved_in_popup = naming, matches, False
        self._offered_at = time.monotonic()
        offers = [make_offer(match.candidate.name, hint_of(match, found.trigger), found.typed) for match in matches]
        cursor = self.editor.cursor_screen_offset
        column = cursor.x - cells(line[found.start : self.editor.cursor_location[1]])
        self.popup.offer(offers, self.editor.region, self._region_of_line(row), column, afresh=afresh)
        if not self.popup.is_open:
            self.close()

    def _region_of_line(self, row: int) -> Region:
        """The screen region of a whole line, with all its wrapped rows."""
        top, end = self.editor.rows.top(row), self.editor.rows.top(row + 1)
        area = self.editor.content_region
        return Region(area.x, area.y + top - int(self.editor.scroll_offset.y), area.width, end - top)

    def close(self) -> None:
        self._naming = None
        self._offered = []
        self.popup.close()

    # Keys and the mouse

    def _takes_key(self, event: events.Key) -> bool:
        """Whether the key is for the popup; it is brought up to date first, since keys may come faster than it."""
        key = event.key
        taken = False
        if self._naming is not None:
            self.look()
        if self._naming is not None:
            if key in ("down", "up"):
                self._moved_in_popup = True
                self.popup.move(1 if key == "down" else -1)
                taken = True
            elif key == "escape":
                self._left_alone = (self._naming[0], self._naming[1].start)
                self.close()
                taken = True
            elif key == "tab" or (key == "enter" and self._means_to_take_match()):
                taken = self._take_match(self.popup.chosen)
        if not taken:
            self._just_typed = event.is_printable or key == "backspace"
        return taken

    def _means_to_take_match(self) -> bool:
        """Whether enter is meant for the popup: a row was chosen, or the first row is a sure match."""
        assert self._naming is not None
        read = time.monotonic() - self._offered_at >= READ_SECONDS
        return self._moved_in_popup or (bool(self._naming[1].typed) and self._offered[0].sure and read)

    def _take_match(self, index: int) -> bool:
        """Insert the chosen candidate as one undo step; False when the text is already the same."""
        if self._naming is None:
            return False
        row, found = self._naming
        line = self.editor.note.lines[row]
        text = self._text_for(self._offered[index], found, line)
        self.close()
        self._just_typed = False
        if text is None or text == line[found.start : found.end]:
            return False
        self.editor.replace_span(row, found.start, found.end, text)
        return True

    @staticmethod
    def _text_for(match: CandidateMatch, found: Unfinished, line: str) -> str | None:
        return insertion(found.trigger, match.candidate, line[found.end :])
