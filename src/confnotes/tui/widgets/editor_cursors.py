"""Several cursors in a note: every key acts at each of them, and one undo undoes that everywhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from time import monotonic
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from textual import events
from textual.geometry import Offset
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, Location, Selection

from confnotes.tui.textual_private import undo_steps
from confnotes.tui.widgets.editor_carets import Caret, OtherCarets, merge_carets, move_others
from confnotes.tui.widgets.editor_document import NoteEdit
from confnotes.tui.widgets.editor_pointing import PointingCanvas
from confnotes.tui.widgets.editor_undo import CursorsStep, step_of

_Arguments = ParamSpec("_Arguments")
_Editor = TypeVar("_Editor", bound="CursorCanvas")


class KeyMode(Protocol):
    """Takes keys in place of the editor: vim mode, or several cursors."""

    def takes(self, event: events.Key) -> bool:
        """Whether the key was done; the editor does the others."""

    def pastes(self, text: str) -> bool:
        """Whether a pasted text was taken; the editor inserts others."""

    def typed(self, event: events.Key, before: Location, rows: int) -> None:
        """The editor did a key. `before` and `rows` are the cursor and the number of rows before it."""


def at_every_cursor(
    *, once_a_row: bool = False
) -> Callable[[Callable[Concatenate[_Editor, _Arguments], None]], Callable[Concatenate[_Editor, _Arguments], None]]:
    """Run a method of the editor at every cursor, or at the first one of each row."""

    def decorate(
        act: Callable[Concatenate[_Editor, _Arguments], None],
    ) -> Callable[Concatenate[_Editor, _Arguments], None]:
        @wraps(act)
        def run(self: _Editor, /, *given: _Arguments.args, **named: _Arguments.kwargs) -> None:
            self.act_at_cursors(partial(act, self, *given, **named), once_a_row=once_a_row)

        return run

    return decorate


class CursorCanvas(PointingCanvas):
    """A note that is edited at several places at once."""

    mode: KeyMode | None = None
    base_mode: KeyMode | None = None
    """Emacs's keys: the editor still types, and several cursors have their `mode` before it."""

    cursor_keys: KeyMode | None = None
    _acting = False
    _rows_seen = 0

    @property
    def knows_all_keys(self) -> bool:
        """Whether no key stands for another one here; several cursors know the usual keys, not those of emacs."""
        return self.mode is None or self.base_mode is None

    @property
    def all_carets(self) -> list[Caret]:
        """All cursors, in the order of the text; `selection` is the main one."""
        others = self.others
        held = others is not None and (others.selection, others.revision) == (self.selection, self.note.revision)
        main = Caret(self.selection, self.navigator.last_x_offset)
        return sorted([main, *(others.carets if others is not None and held else ())], key=lambda one: one.top)

    def set_cursors(self, main: Caret, others: Iterable[Caret]) -> None:
        """Show these cursors, and the main one where the window is."""
        kept = tuple(others)
        self.others = None
        hidden = {row for caret in kept for row, _ in caret.selection if self.rows.folds and self.rows.is_hidden(row)}
        for row in [at for at, folded in self.rows.folds.items() if hidden.intersection(folded)]:
            self.rows.fold(row, range(0))
        self.others = OtherCarets(kept, main.selection, self.note.revision) if kept else None
        self.selection = main.selection
        if kept and self.others is None:  # the editor has moved the cursor to a place that exists
            self.others = OtherCarets(kept, self.selection, self.note.revision)
        self.navigator.last_x_offset = main.x
        if self.others is not None and self.mode is None:
            self.mode = self.cursor_keys

    def act_at_cursors(self, act: Callable[[], object], *, once_a_row: bool = False, joins: bool = False) -> None:
        """Run `act`, which works at the cursor, at each of them, as one undo step.

        With `once_a_row` it runs for the first cursor of a row only; one that `joins` belongs to the previous step.
        """
        carets = self.all_carets
        if self._acting or len(carets) == 1:
            act()
            return
        main = next(one for one in carets if one.selection == self.selection)
        before = tuple(one.selection for one in [main, *(one for one in carets if one is not main)])
        revision, held = self.note.revision, self.begin_step()
        firsts: list[Edit] = []
        rows: set[int] = set()
        self._acting = self._hold_drawing = True
        with self.prevent(TextArea.SelectionChanged, TextArea.Changed):
            for index, caret in enumerate(carets):
                row = caret.top[0]
                if once_a_row and row in rows:
                    continue
                rows.add(row)
                edits = self._act_at(caret, act)
                move_others(carets, index, edits)
                firsts = firsts or list(edits)
        self._acting = self._hold_drawing = False
        self.end_step(held)
        main, others = merge_carets(carets, main)
        self.set_cursors(main, others)
        if self.note.revision != revision:
            after = tuple(one.selection for one in [main, *others])
            self._keep_step(CursorsStep(firsts, before, after, monotonic() if joins else 0), held)
            self.refresh_rows()
            self.post_message(self.Changed(self))

    def _act_at(self, caret: Caret, act: Callable[[], object]) -> list[NoteEdit]:
        """Run `act` at one cursor; its edits."""
        steps = undo_steps(self.history)
        last = steps[-1] if steps else None
        self.history.checkpoint()
        self.selection = caret.selection
        self.navigator.last_x_offset = caret.x
        act()
        caret.selection, caret.x = self.selection, self.navigator.last_x_offset
        fresh: list[Edit] = []
        for step in reversed(steps):
            if step is last:
                break
            fresh[:0] = step
        return [edit for edit in fresh if isinstance(edit, NoteEdit)]

    def _keep_step(self, step: CursorsStep, held: list[Edit] | None) -> None:
        """Keep the edits since `held` as this step, together with what was typed just before."""
        steps = undo_steps(self.history)
        if not steps or steps[-1] is held:
            return
        step.extend(steps.pop())
        if isinstance(held, CursorsStep) and steps and steps[-1] is held and held.is_continued_by(step):
            held.add(step)
        else:
            steps.append(step)

    def _return_to(self, edits: Collection[Edit], selections: tuple[Selection, ...]) -> None:
        """Show the cursors as they were when a step at several of them was done or undone."""
        if any("\n" in edit.text or "\n" in edit.made.replaced_text for edit in edits if isinstance(edit, NoteEdit)):
            self.rows.wrap_all()  # Textual wraps what lies between the first and the last edit of a step again
            self.fit_size()
        main, *others = map(Caret, selections)
        self.set_cursors(main, others)

    # Undo

    @contextmanager
    def one_step(self) -> Iterator[None]:
        """Make edits in this context one undo step."""
        before = self.begin_step()
        yield
        self.end_step(before)

    def begin_step(self) -> list[Edit] | None:
        """Begin edits that are to be one undo step; the last step before them, for `end_step`."""
        steps = undo_steps(self.history)
        self.history.checkpoint()
        return steps[-1] if steps else None

    def end_step(self, before: list[Edit] | None) -> None:
        """Make the edits since `before` one undo step; steps that did not change the text stay apart."""
        steps = undo_steps(self.history)
        is_known = before is None or any(step is before for step in steps)  # undo may have taken it away
        edits: list[Edit] = []
        while is_known and steps and steps[-1] is not before and step_of(steps[-1]) is None:
            edits = steps.pop() + edits
        if edits:
            steps.append(edits)
        self.history.checkpoint()

    # What the canvas does for the main cursor

    def _source_rows(self, selection: Selection) -> Collection[int]:
        if self._acting:
            return self.rows.source
        rows = super()._source_rows(selection)
        if self.others is None:
            return rows
        return frozenset(rows).union(
            *(super(CursorCanvas, self)._source_rows(one.selection) for one in self.others.carets)
        )

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        return Offset() if self._acting else super().scroll_cursor_visible(center, animate)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the line with the cursor on the screen if it was there, such as when a warning takes a line above."""
        row = self.wrapped_document.location_to_offset(self.cursor_location).y - self.scroll_offset.y
        if 0 <= row < self._rows_seen:
            self.call_after_refresh(self.scroll_cursor_visible)
        self._rows_seen = event.size.height
