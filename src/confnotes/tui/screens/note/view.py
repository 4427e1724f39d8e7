"""The lines above and below a note: the talk, and the note's state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual.reactive import reactive

from confnotes.catalogue.program.cards import Card
from confnotes.markup import questions, tasks
from confnotes.markup.edits import ends_in_common
from confnotes.markup.withheld import is_private
from confnotes.tui.screens.note.memory import Memory
from confnotes.tui.widgets.bars import CommandLine
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, day_name, plural, shorten, width_of
from confnotes.tui.widgets.talk_rows import fit_room, room_of, title_of, when_of
from confnotes.tui.widgets.tracks import stripe_of

if TYPE_CHECKING:
    from confnotes.tui.screens.note.base import EditedNote

SOON = 5  # minutes: time to pack up and change rooms
ROOM = 20  # cells
WIDE = 110  # columns: here the next talk fits beside the title
ROOM_WIDTH, ROOM_WIDTH_BEFORE = 96, 72  # columns with a place for the room: whoever is in it knows it
PANEL_WIDTH = 44
NEXT, NEXT_KEY = " · next: ", "note.next"
MINUTE = timedelta(minutes=1)
NEXT_SOON = 15 * MINUTE
LONG_NOTE: Final = 20_000  # lines, which take a tenth of a second to count
NEXT_TITLE, LEAST_NEXT_TITLE = 32, 16
_LETTER: Final = re.compile(r"[^\W_](?!\]\Z)")
"""What a word has, and no dash, bar or box of a task."""
_TARGET: Final = re.compile(r"\[\[[^\]|]*\|")
"""The part of a link that has a title."""


class NoteCounts(NamedTuple):
    """The number of words, open tasks and open questions of a note."""

    words: int = 0
    open_tasks: int = 0
    open_questions: int = 0

    @classmethod
    def of(cls, lines: Sequence[str]) -> NoteCounts:
        """The counts of these lines, without timestamps and front matter."""
        found = [task for line in lines if (task := tasks.find(line)) is not None]
        return cls(
            sum(sum(map(bool, map(_LETTER.search, _TARGET.sub("", line).split()))) for line in lines),
            sum(1 for task in found if task.text and not task.done),
            sum(1 for asked in questions.find_all([*lines]) if asked.answer is None),
        )

    def line(self, *, brief: bool) -> Line:
        """The counts, to append to the note's state."""
        line: Line = []
        if self.words:
            line.append(Part(f" · {plural(self.words, 'word')}", "faint"))
        if self.open_tasks:
            line.append(
                Part(f" · ☐ {self.open_tasks}" if brief else f" · {plural(self.open_tasks, 'open task')}", "faint")
            )
        if self.open_questions:
            text = f"? {self.open_questions}" if brief else plural(self.open_questions, "open question")
            line.append(Part(f" · {text}", "faint"))
        return line


class CountedLines:
    """The counts of a text that is being edited: only the lines that changed are counted again."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = [*lines]
        self.counts = NoteCounts.of(self._lines)

    def is_near(self, lines: Sequence[str]) -> bool:
        """Whether these are not many more or fewer lines, so that they are quickly counted again."""
        return abs(len(lines) - len(self._lines)) < LONG_NOTE

    def recount(self, lines: Sequence[str]) -> NoteCounts:
        """The counts of the text with these lines."""
        old, new = self._lines, [*lines]
        top, end = ends_in_common(old, new)
        # An answer belongs to the question above it, so the lines around the change count with it.
        while top and questions.find_answer(new[top - 1]) is not None:
            top -= 1
        top -= bool(top)
        while end and questions.find_answer(new[len(new) - end]) is not None:
            end -= 1
        gone, come = NoteCounts.of(old[top : len(old) - end]), NoteCounts.of(new[top : len(new) - end])
        self.counts = NoteCounts(*(now - was + more for now, was, more in zip(self.counts, gone, come, strict=True)))
        self._lines = new
        return self.counts


def state_of(edited: EditedNote) -> Line:
    """Whether the note is saved, in a word or two."""
    note = edited.keeper.note
    if note.read_only:
        return [Part("read-only", "warning"), Part(f" {note.read_only}", "dim")]
    if edited.is_failing:
        return [Part("not saved", "error")]
    if edited.is_waiting:
        return [Part("saving…", "dim")]
    state = [Part("saved", "dim") if note.version else Part("new, not saved yet", "faint")]
    return [*state, Part(" · private", "warning")] if is_private(edited.front.fields) else state


class NoteLine(CommandLine):
    """The state of the note at the left, the footer's commands or the keys of the find bar at the right."""

    is_steady: ClassVar[bool] = True  # the state grows and shrinks while one types
    state: reactive[Line] = reactive(list[Part])
    keys: reactive[Line] = reactive(list[Part])
    """What is in place of the commands."""
    mode: reactive[Line] = reactive(list[Part])
    """The mode of vim, before the state."""
    prompt: reactive[tuple[str, str]] = reactive(("", ""))
    """A command line in place of all else, before and after its cursor."""

    def painted(self, width: int) -> list[Line]:
        if any(self.prompt):
            before, behind = map(clean, self.prompt)
            cursor = Part("▏" if behind else "█", "accent")
            return [clip([Part(f" {before}"[-width + 2 :]), cursor, Part(behind)], width)]
        if self._message:
            return super().painted(width)
        state = clip([Part(" "), *self.mode, *self.state], width - 1)
        while self.keys and len(state) > 2 and width_of(state) + width_of(self.keys) + 4 > width:
            state.pop()
        left = width - width_of(state) - 4
        commands = self.keys or super().painted(max(left, 0))[0][1:]
        while commands and (not commands[-1].text.strip()):
            commands = commands[:-1]
        gap = width - width_of(state) - width_of(commands) - 1
        return [[*state, Part(" " * max(gap, 0)), *commands]]


def title_line(title: str, memory: Memory, now: datetime, width: int) -> tuple[Line, Line]:
    """The left and right parts of the top line: the title; room, time, time left and the next talk."""
    left = [Part(clean(title), "strong")]
    card = memory.card
    if card is None:
        return left, []
    if card.starred:
        left.insert(0, Part("★ ", "accent"))
    if card.track:
        left[:0] = stripe_of(card), Part(" ")
    room = room_of(card)
    if card.talk.cancelled:
        when = _when(card, now)
        return left, [Part("cancelled", "error"), Part(f"  was {when}" if when else "", "faint")]
    right: Line = []
    if memory.moved and not _is_over(card, now):
        place = f"{_when(card, now)} {fit_room(room, ROOM)}".strip()
        right.append(Part(f"moved to {place}", "warning"))
    else:
        if room and width >= (ROOM_WIDTH if card.until_start(now) <= timedelta() else ROOM_WIDTH_BEFORE):
            right += [Part(fit_room(room, ROOM), "dim"), Part(" · ", "faint")]
        if when := _when(card, now):
            right.append(Part(when, "dim"))
    if left_over := _time_left(card, now):
        right += [Part(" · ", "faint"), left_over]
    if memory.next is not None:
        taken = width_of(left) + width_of(right)
        right += _coming(memory.next, now, width - taken if width >= WIDE else 0, card)
    return left, right


def _when(card: Card, now: datetime) -> str:
    """The time of the talk, with its day on other days than this."""
    if card.start is None or card.start.date() == now.date():
        return when_of(card)
    return f"{day_name(card.start.date(), year=card.start.year != now.year)} {when_of(card)}"


def _coming(card: Card, now: datetime, room: int, this: Card) -> Line:
    """The next talk, with the minutes until it starts if that is soon and not simply the end of this talk.

    Without `room` for its title, only the minutes, once this talk is over.
    """
    wait = card.until_start(now)
    soon = timedelta(0) < wait <= NEXT_SOON and card.start != this.stated_end
    when = Part(f" in {-(-wait // MINUTE)} min" if soon else "", "accent" if wait <= SOON * MINUTE else "dim", NEXT_KEY)
    if room:
        spare = room - width_of([Part(NEXT), when]) - 4
        title = shorten(title_of(card), min(NEXT_TITLE, max(spare, LEAST_NEXT_TITLE)))
        return [Part(NEXT, "faint", NEXT_KEY), Part(title, "dim", NEXT_KEY), when]
    return [Part(" · next", "faint", NEXT_KEY), when] if soon and _is_over(this, now) else []


def _is_over(card: Card, now: datetime) -> bool:
    return card.until_end(now) < timedelta()


def _time_left(card: Card, now: datetime) -> Part | None:
    if card.start is None:
        return None
    ahead = card.until_start(now)
    if ahead > timedelta():
        minutes = -(-ahead // MINUTE)
        return Part(f"in {minutes} min", "accent" if minutes <= SOON else "dim") if minutes <= 90 else None
    if card.stated_end is None:
        return None
    left = card.until_end(now)
    if left <= timedelta():
        over = -left // MINUTE
        return Part(f"{over} min over", "dim") if 0 < over <= 30 else None
    minutes = -(-left // MINUTE)
    return Part(f"{minutes} min left", "accent" if minutes <= SOON else "dim")
