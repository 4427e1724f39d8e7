"""Colleagues' notes on the same talk, in the panel beside one's own: read-only, and new as they save them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from confnotes.errors import ConfnotesError
from confnotes.model.mark import BEST_RATING
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.screens.note.references import panel_heading
from confnotes.tui.widgets.drawing import Line, Part, clean, spread
from confnotes.tui.widgets.facts import highlight_lines
from confnotes.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from confnotes.catalogue.team.colleague_notes import ColleagueNote
    from confnotes.catalogue.team.colleagues import ColleagueView

LAST_LINES: Final = 8  # on the screen, of each note: what is written now must be seen without scrolling
DRAWN_ROWS: Final = 40  # of each note, of which these are the last lines: a note of an hour has hundreds
MOST_ROWS: Final = 400  # of a note that is shown in full
TOGGLE: Final = "colleagues:"
"""What a click on a note that is cut follows."""


class ColleaguePart(NoteController):
    """Reads colleagues' notes on the talk in a thread, and has `show` draw the panel again if they are new.

    `is_whole`: they are shown in full.
    """

    target = TOGGLE

    def __init__(self, page: NotePage, pane: Pane, show: Callable[[], object]) -> None:
        super().__init__(page)
        self._pane, self._show = pane, show
        self._has_told = self.is_whole = False

    def read(self) -> None:
        """Read them again; the text, its cursor and the places of both stay."""
        if self.page.key is not None:
            width = self._pane.content_size.width - 2 if self._pane.display else 0
            self.page.read_beside(partial(self._read, self.page.key, width), self._learn_colleagues)

    def _read(self, key: str, width: int) -> tuple[ColleagueNote, ...]:
        """The notes, rendered for a width beforehand, so that drawing them takes no time."""
        from confnotes.catalogue.team.colleague_notes import notes_on

        with suppress(ConfnotesError, OSError):
            found = notes_on(self.vault, key)
            for note in found if width > 0 else ():
                _drawn(note.body, width, whole=self.is_whole)
            return found
        return ()

    def _learn_colleagues(self, found: tuple[ColleagueNote, ...]) -> None:
        before = self.page.memory.colleagues
        if found == before:
            return
        self.page.memory = replace(self.page.memory, colleagues=found)
        self._show()
        new = [one.view.name for one in found if one not in before]
        if new and not self._pane.display and not self._has_told:
            self._has_told = True
            self.say(f"{', '.join(map(clean, new))} wrote about this talk · {self.page.key_of('details')} shows it")

    def toggle(self) -> None:
        """Show all that colleagues wrote, or the last lines of each."""
        if self.page.memory.colleagues:
            self.is_whole = not self.is_whole
            self._show()
        else:
            self.say("No colleague has written about this talk")


def colleague_lines(notes: Sequence[ColleagueNote], width: int, *, whole: bool = False) -> list[Line]:
    """The section of each colleague: name, marks, highlights, and the last lines of their note, or with `whole` all of
    them.
    """
    lines: list[Line] = []
    for note in notes:
        above, text = _drawn(note.body, width, whole=whole)
        more = 0 if whole else above + len(text) - LAST_LINES
        lines.append([])
        lines.append(spread([Part(clean(note.view.name), "strong")], marks_of_view(note.view), width))
        lines += highlight_lines(note.highlights, width)
        if more > 1:
            lines.append([Part(f"… {more} more lines", "faint", TOGGLE)])
        lines += text[-LAST_LINES:] if more > 1 else text
    return [*panel_heading("Colleagues")[1:], *lines[1:], []] if lines else []


def marks_of_view(view: ColleagueView) -> Line:
    """Whether they take it, the star and the rating."""
    marks = [Part("◆", "accent")] if view.taken else []
    marks += [Part("★", "accent")] if view.starred else []
    if view.rating:
        marks += [Part(f"{' ' if marks else ''}{'●' * view.rating}{'○' * (BEST_RATING - view.rating)}", "accent")]
    return marks


def _drawn(body: str, width: int, *, whole: bool) -> tuple[int, tuple[Line, ...]]:
    """The last rows of a note as its Markdown means them, and how many rows are above."""
    rows = body.split("\n")
    above = max(0, len(rows) - (MOST_ROWS if whole else DRAWN_ROWS))
    return above, rendered("\n".join(rows[above:]), width)


@lru_cache(maxsize=16)
def rendered(text: str, width: int) -> tuple[Line, ...]:
    """A text in the panel as its Markdown means it."""
    from confnotes.tui.widgets.preview_lines import preview

    lines = preview(text, width)[0] if text.strip() else []
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)
