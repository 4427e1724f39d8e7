"""The steps of the day review: their rows, and the marks that they set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.mark import Mark, MarkChange
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.tasks import open_first
from confnotes.tui.screens.tasks import rows_of as rows_of_points
from confnotes.tui.undo import UndoStep, describe_change, step_of_marks
from confnotes.tui.widgets.drawing import Line, Part, arrow, begin, clean, shorten, spread, width_of, wrap
from confnotes.tui.widgets.facts import read_excerpt
from confnotes.tui.widgets.rows import Row, remark
from confnotes.tui.widgets.talk_rows import fit_room, room_of, title_of, when_of

if TYPE_CHECKING:
    from confnotes.actions.notes.day_page import DayWrap, WrapTalk
    from confnotes.catalogue.links.unresolved import Unresolved
    from confnotes.catalogue.program.cards import Card
    from confnotes.tui.confnotes import Confnotes
    from confnotes.vault.vault import Vault

ROOM_SHARE = 4  # the room's column is at most a quarter of the width


class StepKind(StrEnum):
    """The subject of a step; its value is the question or text shown."""

    UNMARKED = "You took notes on these talks. Did you attend them?"
    UNNOTED = "You attended these talks without taking notes."
    MISSED = "You starred these talks and missed them. Watch them later?"
    UNRESOLVED = "Unresolved links of the day."
    POINTS = "Tasks and questions of the day."
    TALK = "What are your takeaways?"
    PAGE = "The page of the day."


_HINTS = {
    StepKind.UNMARKED: "Press enter to mark the ticked talks as attended.",
    StepKind.UNNOTED: "Start a note with {}. One line is better than none.",
    StepKind.MISSED: "Press enter to add the ticked talks to your watch list.",
    StepKind.UNRESOLVED: "Open the note with {}, and correct the links there.",
    StepKind.POINTS: "Press space to tick a task or answer a question.",
    StepKind.PAGE: "Press enter to write it as a note. {} picks the conference’s highlights.",
}
IDLE = {
    StepKind.UNNOTED: {"day_wrap.tick"},
    StepKind.UNRESOLVED: {"day_wrap.tick"},
    StepKind.TALK: {"day_wrap.tick", "day_wrap.open", "day_wrap.export_day"},
    StepKind.PAGE: {"day_wrap.tick", "day_wrap.open"},
}
"""Commands without effect in a step."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `key` is the talk of a TALK."""

    kind: StepKind
    key: str = ""


def steps_of(wrap: DayWrap, unresolved: Sequence[Unresolved]) -> list[Step]:
    """The steps with something to do, and the page."""
    found = [
        (StepKind.UNMARKED, wrap.unmarked),
        (StepKind.UNNOTED, wrap.unnoted),
        (StepKind.MISSED, wrap.missed),
        (StepKind.UNRESOLVED, unresolved),
        (StepKind.POINTS, range(wrap.open_points)),
    ]
    talks = [Step(StepKind.TALK, talk.card.key) for talk in wrap.seen]
    return [*(Step(kind) for kind, what in found if len(what)), *talks, Step(StepKind.PAGE)]


@fast_dataclass(frozen=True, slots=True)
class TickRow(Row):
    """A talk; `ticked` is None in steps without ticks."""

    card: Card
    ticked: bool | None = None

    def lines(self, width: int, chosen: bool) -> list[Line]:
        card = self.card
        left = arrow(chosen)
        if self.ticked is not None:
            left.append(Part("☑ " if self.ticked else "☐ ", "accent" if self.ticked else "faint"))
        start = card.stated_start
        left += [Part(f"{start:%H:%M}  " if start else "       ", "dim")]
        left.append(Part(title_of(card), "strong" if chosen else "text"))
        lines = f"{card.note_lines} line{'' if card.note_lines == 1 else 's'}"
        right = Part(f"{lines}  " if card.note_lines else f"{fit_room(room_of(card), width // ROOM_SHARE)}  ", "faint")
        return [spread(left, [right], width)]


@fast_dataclass(frozen=True, slots=True)
class NamedRow(Row):
    """An unresolved link, and the note it is in."""

    one: Unresolved

    def lines(self, width: int, chosen: bool) -> list[Line]:
        one = self.one
        left = begin(chosen, clean(one.text))
        title = shorten(clean(one.title), width - width_of(left) - 4)
        return [spread(left, [Part(f"{title}  ", "faint")], width)]


def rows_of(step: Step, wrap: DayWrap, unresolved: Sequence[Unresolved], ticked: frozenset[str]) -> list[Row]:
    hint = remark(
        f"  {_HINTS[step.kind].format(key_of('first-page' if step.kind is StepKind.PAGE else 'edit'))}",
        "",
        role="faint",
    )
    told: list[Row] = [remark("", f"  {step.kind.value}", role="strong"), hint]
    return [
        *told,
        *(
            _own_rows(step.kind, wrap, unresolved, ticked)
            or [remark("  Nothing left in this step. Press enter to continue.")]
        ),
    ]


def _own_rows(kind: StepKind, wrap: DayWrap, unresolved: Sequence[Unresolved], ticked: frozenset[str]) -> list[Row]:
    if kind is StepKind.UNMARKED:
        return [TickRow(card.key, card, card.key in ticked) for card in wrap.unmarked]
    if kind is StepKind.UNNOTED:
        return [TickRow(card.key, card) for card in wrap.unnoted]
    if kind is StepKind.MISSED:
        return [TickRow(card.key, card, card.key in ticked) for card in wrap.missed]
    if kind is StepKind.UNRESOLVED:
        return [NamedRow(f"{one.path}:{one.line}:{one.start}", one) for one in unresolved]
    if kind is StepKind.POINTS:
        return list(rows_of_points(open_first(wrap.points), wrap.day, days=False))
    return _page_rows(wrap)


def _page_rows(wrap: DayWrap) -> list[Row]:
    from confnotes.actions.notes.day_page import highlights

    rows: list[Row] = []
    for talk in highlights(wrap):
        rating = "●" * talk.rating + "○" * (5 - talk.rating) if talk.rating else "     "
        rows.append(
            BestRow(
                talk.card.key,
                title_of(talk.card),
                rating,
                talk.takeaways,
                height=1 + len(talk.takeaways),
                selectable=False,
            )
        )
    rows.append(remark("", f"  {_counted(wrap)}", role="dim"))
    return rows


def _counted(wrap: DayWrap) -> str:
    points = [point for note in wrap.points for point in note.points]
    counts = [
        (len(wrap.seen), "talk"),
        (sum(point.asks for point in points), "question"),
        (sum(not point.asks for point in points), "task"),
    ]
    return " · ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts if count)


@fast_dataclass(frozen=True, slots=True)
class BestRow(Row):
    """A talk among the best of the day, with its takeaways."""

    title: str
    rating: str
    takeaways: tuple[str, ...]

    def lines(self, width: int, chosen: bool) -> list[Line]:
        head = spread([Part("    "), Part(f"{self.rating}  ", "accent"), Part(self.title)], [], width)
        return [head, *(spread([Part(f"           – {clean(one)}", "dim")], [], width) for one in self.takeaways)]


def talk_lines(card: Card, width: int) -> list[Line]:
    """Title, time, room and speakers of the talk on the card."""
    where = " · ".join(filter(None, [when_of(card), room_of(card)]))
    speakers = ", ".join(clean(speaker.name) for speaker in card.talk.speakers[:4])
    title = wrap(title_of(card), width - 6)[:2]
    return [
        [],
        *([Part("    "), Part(line, "strong")] for line in title),
        spread([Part("    "), Part(where, "dim"), Part("  "), Part(speakers, "faint")], [], width),
    ]


class LookBack(NamedTuple):
    """The review of a day, complete once `is_complete`; `noted` are the lines of the talks' notes by talk."""

    wrap: DayWrap
    unresolved: Sequence[Unresolved]
    noted: Mapping[str, Sequence[str]]
    is_complete: bool


def look_back(app: Confnotes, conference: str | None, day: date | None) -> LookBack:
    """Load the review of a day, by default of the conference that is on or was until the night; slow, for a thread."""
    from confnotes.actions.notes.day_page import wrap_up
    from confnotes.catalogue.links.unresolved import find_unresolved

    completer = app.completer
    is_complete = app.finding.brought_up_to_date()
    wrap = wrap_up(app.vault, app.clock(), conference, day)
    completer.refresh()
    nowhere = find_unresolved(app.vault, conference=wrap.conference, day=wrap.day, completer=completer)
    noted = {talk.card.key: read_excerpt(app.vault, talk.card.note) for talk in wrap.seen if talk.card.note}
    return LookBack(wrap, nowhere, noted, is_complete)


def write_page_of(vault: Vault, wrap: DayWrap) -> tuple[str, int]:
    """Write the page of a day; returns its path and the line where its text begins."""
    from confnotes.actions.notes.day_page import write_page

    path = write_page(vault, wrap)
    return path, vault.note(path).body_line


def keep_typed(vault: Vault, talk: WrapTalk, rating: int | None, takeaways: Sequence[str]) -> WrapTalk:
    """Write the rating and takeaways of a card; raises ConfnotesError if that fails."""
    from confnotes.actions.notes.day_page import keep_takeaways
    from confnotes.actions.program.mark_talk import rate

    rated = talk if rating == talk.rating else replace(talk, rating=rate(vault, talk.card.key, rating))
    return keep_takeaways(vault, rated, takeaways)


def write_ticks(
    vault: Vault, marked: dict[StepKind, frozenset[str]], kind: StepKind, ticked: frozenset[str], shown: Iterable[str]
) -> UndoStep | None:
    """Mark the talks `ticked` in a step, and record them in `marked`; None if nothing has changed.

    Of the talks `shown` in the step, those left without a tick are marked as not attended, if it asks for that.

    Raises NotFoundError, ConfnotesError.
    """
    from confnotes.actions.program.mark_talk import change_mark

    before = marked.get(kind)
    if kind is StepKind.UNMARKED:
        answered = ticked.union(shown) if before is None else before ^ ticked
        wanted = [(key, Mark.ATTENDED if key in ticked else Mark.ABSENT, 1) for key in sorted(answered)]
    else:
        wanted = [(key, Mark.LATER, int(key in ticked)) for key in sorted((before or frozenset()) ^ ticked)]
    changes = [change_mark(vault, key, mark, value) for key, mark, value in wanted]
    marked[kind] = ticked
    if not changes:
        return None
    step = step_of_marks(vault, changes, "" if len(changes) == 1 else f"{len(changes)} talks marked")

    def undo() -> None:
        step.undo()
        marked.pop(kind) if before is None else marked.update({kind: before})

    def redo() -> None:
        step.redo()
        marked[kind] = ticked

    return replace(step, undo=undo, redo=redo)


def rating_step(talk: WrapTalk, now: int, rate: Callable[[int], None]) -> UndoStep:
    """The undo step of a rating on the card; `rate` sets another one there, 0 for none."""
    change = MarkChange(talk.card.key, talk.card.title, Mark.RATING, talk.rating or 0, now)
    return UndoStep(
        describe_change(change),
        lambda: rate(change.before),
        lambda: rate(change.after),
        undone=describe_change(change.inverse),
    )
