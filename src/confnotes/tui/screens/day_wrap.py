"""The day review: what is missing and what to remember, in steps that can each be skipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input

from confnotes.errors import ConfnotesError, Failure, WriteError
from confnotes.tui.auto_save import PAUSE_BEFORE_SAVING, TRY_AGAIN
from confnotes.tui.command import Command, Where
from confnotes.tui.half_typed import HalfTyped
from confnotes.tui.note_keeper import JOURNAL, Unsaved
from confnotes.tui.screens.answering import PointWorker
from confnotes.tui.screens.day_wrap_card import Takeaway, TalkCard
from confnotes.tui.screens.day_wrap_view import (
    IDLE,
    LookBack,
    NamedRow,
    Step,
    StepKind,
    TickRow,
    keep_typed,
    look_back,
    rating_step,
    rows_of,
    steps_of,
    write_page_of,
    write_ticks,
)
from confnotes.tui.screens.page import Page, error_on_screen
from confnotes.tui.screens.tasks import PointRow
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import Part, day_name, place
from confnotes.tui.widgets.rows import RowList, no_conference, remark

if TYPE_CHECKING:
    from confnotes.actions.notes.day_page import DayWrap, WrapTalk
    from confnotes.catalogue.links.unresolved import Unresolved

_TICKING = {StepKind.UNMARKED, StepKind.MISSED}


class DayWrapScreen(Page):
    """Goes through a day. Each step is written at once, so the review can be left at any time."""

    where: ClassVar[Where] = Where.DAY_WRAP
    CSS = """
    DayWrapScreen #talk { display: none; }
    DayWrapScreen.-talk #talk { display: block; }
    DayWrapScreen.-talk #steps { display: none; }
    """

    def __init__(self, conference: str | None, day: date | None = None) -> None:
        """`day` None is today at the conference, or the night after."""
        super().__init__()
        self._conference, self._day = conference, day
        self.list = RowList("steps", classes="body")
        self._points = PointWorker(self, self.list, self._load)
        self.card = TalkCard()
        self._wrap: DayWrap | None = None
        self._unresolved: Sequence[Unresolved] = ()
        self._noted: Mapping[str, Sequence[str]] = {}
        self._is_complete = True
        self._steps: list[Step] = []
        self._at = 0
        self._ticked: frozenset[str] = frozenset()
        self._marked: dict[StepKind, frozenset[str]] = {}
        self._saving: Timer | None = None
        self.left_unsaved: Unsaved | None = None
        self._half_typed: tuple[str, HalfTyped] | None = None

    def body(self) -> ComposeResult:
        yield self.list
        yield self.card

    # Loading

    def on_mount(self) -> None:
        self._tell()
        self.list.show([remark("", "  Reading the notes of the day …")])
        self.list.focus()
        self._load()

    def on_screen_resume(self) -> None:
        if self._wrap is not None:
            self._load()

    def on_screen_suspend(self) -> None:
        self.save_now()

    def on_unmount(self) -> None:
        self.save_now()
        self._close_half_typed()

    def indexed(self) -> None:
        if not self._is_complete:
            self._load()

    def _load(self, *, again: bool = False) -> None:
        """Read the day; with `again` the step starts over, because its marks were undone."""
        look = partial(look_back, self.confnotes, self._conference, self._day)
        self.read_beside(look, partial(self._loaded, again=again), failed=self._not_loaded)

    def _not_loaded(self, error: Failure) -> None:
        if self._wrap is None and not self.confnotes.vault.conferences():
            self.list.show([no_conference()])
            return
        self.confnotes.complain_of(error)
        if self._wrap is None:
            self.list.show([remark("", "  No day to review yet.")])

    def _loaded(self, seen: LookBack, *, again: bool = False) -> None:
        before = self._wrap
        self.save_now()
        if self._wrap is not before:  # something was typed meanwhile, and has been kept
            self._load(again=again)
            return
        is_first = before is None or not (self._is_complete or self._at)
        self._wrap, self._unresolved, self._noted = seen.wrap, seen.unresolved, seen.noted
        self._is_complete = seen.is_complete
        if is_first:
            self._steps = steps_of(seen.wrap, seen.unresolved)
            self._go(0)
        elif again:
            self._go(self._at)
        else:
            self._show()

    # Steps

    @property
    def step(self) -> Step | None:
        """The current step; None while the day is loading."""
        return self._steps[self._at] if self._steps else None

    def _go(self, at: int) -> None:
        if not self._may_go_on():
            return
        self._at = max(0, min(at, len(self._steps) - 1))
        wrap, step = self._wrap, self.step
        if wrap is not None and step is not None and step.kind in _TICKING:
            self._ticked = self._marked.get(step.kind, self._shown(step.kind))
        self._show(anew=True)

    def _shown(self, kind: StepKind) -> frozenset[str]:
        """The talks that a step with ticks offers."""
        assert self._wrap is not None
        return frozenset(card.key for card in (self._wrap.unmarked if kind is StepKind.UNMARKED else self._wrap.missed))

    def _show(self, *, anew: bool = False) -> None:
        wrap, step = self._wrap, self.step
        if wrap is None or step is None:
            return
        self._tell()
        self.offer()
        talk = self._talk()
        self.set_class(talk is not None, "-talk")
        if talk is not None:
            self.card.show(talk, self._noted.get(talk.card.key, []))
            self._bring_back(talk.card.key)
        else:
            self.list.show(rows_of(step, wrap, self._unresolved, self._ticked), keep=not anew, choose=self.take_next())
            self.list.focus()

    def _bring_back(self, key: str) -> None:
        """Restore unfinished text about the talk from the last run; the next save writes it to the note."""
        if self._half_typed is None or self._half_typed[0] != key:
            self._close_half_typed()
            self._half_typed = key, HalfTyped(self, self.confnotes.vault, f"takeaways of {key}")
            self.card.fill(self._half_typed[1].kept)

    def _close_half_typed(self) -> None:
        if self._half_typed is not None:
            self._half_typed[1].close()

    def _talk(self) -> WrapTalk | None:
        step = self.step
        if self._wrap is None or step is None or step.kind is not StepKind.TALK:
            return None
        return next((talk for talk in self._wrap.seen if talk.card.key == step.key), None)

    def _tell(self) -> None:
        wrap = self._wrap
        left = place(*((wrap.conference, day_name(wrap.day)) if wrap else ()), "Day review")
        right = [Part(f"{self._at + 1}", "accent"), Part(f" of {len(self._steps)}", "dim")] if self._steps else []
        self.top.tell(left, right)

    def action_next(self) -> None:
        step = self.step
        if step is None:
            return
        if step.kind is StepKind.PAGE:
            self._write_page()
            return
        if step.kind is StepKind.TALK:
            self.card.enter()
            return
        if step.kind in _TICKING:
            self._mark(step.kind)
        self._go(self._at + 1)

    def action_skip(self) -> None:
        self._go(self._at + 1)

    def action_before(self) -> None:
        self._go(self._at - 1)

    def action_back(self) -> None:
        """Leave from a list; from a card only ctrl+o leaves."""
        if self.has_class("-talk"):
            self.say(f"Press {self.key_of('close')} to close.")
        else:
            self.action_leave()

    def action_leave(self) -> None:
        if self._may_go_on():
            super().action_back()

    def _may_go_on(self) -> bool:
        """Save; False if that failed, so that the text is only in memory."""
        self.save_now()
        if (unsaved := self.left_unsaved) is not None:
            self.complain(ConfnotesError(unsaved.message, unsaved.hint("This talk stays open until it is saved.")))
        return self.left_unsaved is None

    def on_talk_card_kept(self, event: TalkCard.Kept) -> None:
        event.stop()
        self._go(self._at + 1)

    # Commands of a step

    @property
    def place(self) -> str:
        """The talk whose card is shown, otherwise the review."""
        talk = self._talk()
        return self.where if talk is None else f"{self.where} {id(self)} {talk.card.key}"

    def stepped(self, step: UndoStep) -> None:
        super().stepped(step)
        if self._talk() is None:
            self._load(again=True)

    def _mark(self, kind: StepKind) -> None:
        with self.confnotes.complaints():
            step = write_ticks(self.confnotes.vault, self._marked, kind, self._ticked, self._shown(kind))
            if step is not None:
                self.did(step)

    def action_tick(self) -> None:
        row, step = self.list.chosen, self.step
        if isinstance(row, PointRow):
            self._points.tick_or_answer(row.point)
        elif isinstance(row, TickRow) and step is not None and step.kind in _TICKING:
            self._ticked ^= {row.key}
            self._show()

    def action_open(self) -> None:
        row, talk = self.list.chosen, self._talk()
        if talk is not None:
            self.confnotes.open_talk(talk.card.key)
        elif isinstance(row, TickRow):
            self.confnotes.open_talk(row.card.key)
        elif isinstance(row, PointRow):
            self.confnotes.open_path(row.point.path, row.point.line)
        elif isinstance(row, NamedRow) and self._wrap is not None:
            self.confnotes.show("unresolved.UnresolvedScreen", self._wrap.conference, self._wrap.day)

    def action_export_day(self) -> None:
        if self._wrap is not None and self._may_go_on():
            self.confnotes.show("export.screen.ExportScreen", conference=self._wrap.conference, day=self._wrap.day)

    def missing(self, command: Command) -> str:
        """On a card, letters and space are text, not commands."""
        if self.step is None and command.where is self.where and command.action != "leave":
            return "No day to review yet."
        if command.action == "skip" and self._at == len(self._steps) - 1:
            return "This is the last step."
        if self.step is not None and command.id in IDLE.get(self.step.kind, ()):
            return "Not in this step."
        if command.action == "before" and not self._at:
            return "This is the first step."
        return super().missing(command)

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        self.action_tick()

    def on_talk_card_rated(self, event: TalkCard.Rated) -> None:
        event.stop()
        talk, now = self._talk(), self.card.rating.value or 0
        self.save_now()
        if talk is not None and now != (talk.rating or 0):
            self.did(rating_step(talk, now, self._rate))

    def _rate(self, rating: int) -> None:
        self.card.rating.value = rating or None
        self.save_now()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep typed text, save it once typing pauses, and make it an undo step."""
        event.stop()
        talk = self._talk()
        if talk is not None and self._half_typed is not None and self.card.takeaways != list(talk.takeaways):
            self._half_typed[1].keep([field.value for field in self.card.inputs])
        if isinstance(event.input, Takeaway) and (typed := event.input.begin_burst()):
            self.confnotes.steps.add(self.place, UndoStep("takeaway", typed.undo, typed.redo))
        self._save_in(PAUSE_BEFORE_SAVING)

    def _save_in(self, seconds: float) -> None:
        if self._saving is not None:
            self._saving.stop()
        self._saving = self.set_timer(seconds, self.save_now)

    def save_now(self) -> None:
        """Save the rating and the text of the card to the note; failures are retried."""
        talk, vault = self._talk(), self.confnotes.vault
        if talk is None:
            return
        try:
            kept = keep_typed(vault, talk, self.card.rating.value, self.card.takeaways)
        except (ConfnotesError, OSError) as error:
            self._not_saved(talk, error)
            return
        self.left_unsaved = None
        if self._half_typed is not None:
            self._half_typed[1].forget()
        self.keep_saying([])
        if kept is not talk:
            self._keep(kept)
            if kept.card.note is not None:
                self.confnotes.note_saved(kept.card.note)

    def _not_saved(self, talk: WrapTalk, error: ConfnotesError | OSError) -> None:
        shown = error_on_screen(error)
        reason, remedy = shown.message, shown.hint
        if isinstance(error, WriteError):
            reason, remedy = error.cause, error.remedy
        typed = "\n".join(self.card.takeaways)
        fields = [field.value for field in self.card.inputs]
        is_kept = self._half_typed is not None and self._half_typed[1].keep_now(fields)
        kept_in = JOURNAL if is_kept else None
        self.left_unsaved = Unsaved(talk.card.note or talk.card.title, reason, typed, kept_in, remedy)
        kept = f"kept in {JOURNAL}" if is_kept else "only in memory: keep confnotes open"
        self.keep_saying([f"Not saved: {reason}", kept, remedy.rstrip(".")])
        if self.is_attached:
            self._save_in(TRY_AGAIN)

    def _keep(self, talk: WrapTalk) -> None:
        assert self._wrap is not None
        seen = tuple(talk if one.card.key == talk.card.key else one for one in self._wrap.seen)
        self._wrap = replace(self._wrap, seen=seen)

    def _write_page(self) -> None:
        assert self._wrap is not None
        app = self.confnotes
        app.save_everything()
        with app.complaints():
            path, line = write_page_of(app.vault, self._wrap)
            app.note_saved(path)
            self.dismiss()
            app.call_later(app.open_path, path, line)
