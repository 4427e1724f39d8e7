"""The editor of a note: styled Markdown, timestamps and help with lists, built on Textual's TextArea."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime

from textual import events
from textual.message import Message
from textual.widgets.text_area import Edit, Location, Selection

from confnotes.markup.stamps import free_moment, stamp_of
from confnotes.tui import safe
from confnotes.tui.textual_private import redo_steps, undo_steps
from confnotes.tui.typed_ahead import in_turn
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets import editor_typing as typing_help
from confnotes.tui.widgets.editor_cursors import CursorCanvas, at_every_cursor
from confnotes.tui.widgets.editor_document import NoteDocument, NoteEdit, has_text, time_of
from confnotes.tui.widgets.editor_finding import Hit
from confnotes.tui.widgets.editor_leads import NewLineLead
from confnotes.tui.widgets.editor_undo import CursorsStep, StepEdit, step_of, words_of


class NoteEditor(CursorCanvas):
    """Edits the body of a note. `text` is the body with timestamps; the visible lines have none.

    `clock` returns the local time at the conference; with `stamping` every new line gets a timestamp. The `key_takers`
    see every key first, and the `paste_taker` every pasted text; the editor ignores what one of them takes. A `mode`
    comes before both.
    """

    def __init__(self, text: str = "", *, clock: Callable[[], datetime] | None = None, ghost: str = "") -> None:
        self.clock = clock
        self.stamping = False
        self.key_takers: list[Callable[[events.Key], bool]] = []
        self.paste_taker: Callable[[str], bool] | None = None
        self.lead = NewLineLead(self)
        self._cut_line = ""
        super().__init__(text, ghost=ghost)

    def take_over(self, text: str, *, by_others: bool = False) -> None:
        """Replace the text as one undo step; the cursor stays on its line.

        Lines that other programs appended are not part of a step, so that undo does not remove them.
        """
        fresh, mine = NoteDocument(text), self.note
        old = list(zip(mine.lines, mine.tails, strict=True))
        new = list(zip(fresh.lines, fresh.tails, strict=True))
        mine.end_lines_with(fresh.newline)
        mine.has_final_newline = fresh.has_final_newline
        if old == new:
            return
        least = min(len(old), len(new)) - 1
        head = 0
        while head < least and old[head] == new[head]:
            head += 1
        foot = 0
        while foot < least - head and old[-1 - foot] == new[-1 - foot]:
            foot += 1
        block = new[head : len(new) - foot]
        last = len(old) - foot - 1
        cursor = self.selection.end
        scroll = self.scroll_offset
        self.history.checkpoint()
        self.edit(
            NoteEdit(
                "\n".join(line for line, _ in block),
                (head, 0),
                (last, len(old[last][0])),
                maintain_selection_offset=True,
                tails=[tail for _, tail in block],
            )
        )
        if by_others and new[: len(old)] == old:
            undo_steps(self.history).pop()
        self.history.checkpoint()
        if cursor[0] <= last:
            row = cursor[0] if cursor[0] < head else self._same_line(old[cursor[0]][0], cursor[0], head, len(block))
            self.move_cursor((row, cursor[1]))
            self.scroll_to(y=scroll.y, animate=False)
            self.scroll_cursor_visible()
        if any(fresh.tails):
            self.widen_gutter()

    def _same_line(self, line: str, near: int, head: int, count: int) -> int:
        """The row nearest to `near` with the same text, otherwise the nearest new row."""
        places = [row for row in range(head, head + count) if self.note.lines[row] == line]
        return min(places, key=lambda row: abs(row - near)) if places else min(near, head + count - 1)

    # Undo

    class Undone(Message):
        """Something was undone, or redone (`again`): edits described by `told`, or another step."""

        def __init__(self, edits: Sequence[Edit], *, again: bool) -> None:
            super().__init__()
            self.step = step_of(edits)
            done = "Redone" if again else "Undone"
            if self.step is None:
                self.told = f"{done} · {words_of(edits)}"
            else:
                self.told = f"{done} · {self.step.said}" if again else self.step.undone_said
            self.again = again

    def add_step(self, step: UndoStep) -> None:
        """Add a step that did not change the text to the history."""
        undo_steps(self.history).append([StepEdit(step)])
        redo_steps(self.history).clear()
        self.history.checkpoint()

    def go_through(self, edits: Sequence[Edit], *, again: bool) -> None:
        if step_of(edits) is None:
            super().go_through(edits, again=again)
        if isinstance(edits, CursorsStep):
            self._return_to(edits, edits.after if again else edits.before)
        self.history.checkpoint()  # what is typed next is no part of the step before
        self.post_message(self.Undone(edits, again=again))

    # Timestamps

    def set_stamping(self, on: bool) -> None:
        """Turn timestamps for new lines on or off."""
        self.stamping = on
        if on:
            self.widen_gutter()

    def stamp_line(self) -> bool:
        """Set the current line's timestamp to now; False if the line is empty."""
        row = self.cursor_location[0]
        line = self.note.lines[row]
        if self.clock is None or not has_text(line):
            return False
        self.widen_gutter()
        self._replace_lines(row, row, [line], tails=[self._tail_now(row)])
        return True

    def _tail_now(self, row: int) -> str:
        assert self.clock is not None
        others = "\n".join([*self.note.tails[:row], *self.note.tails[row + 1 :]])
        return f" {stamp_of(free_moment(others, self.clock()))}" + ("\r" if self.note.tails[row].endswith("\r") else "")

    def _begin_line(self, row: int, before: str) -> None:
        """Add a timestamp to a line that was just started, if `stamping`."""
        line = self.note.lines[row]
        waited = typing_help.is_label(before) and time_of(self.note.tails[row]) is None
        begun = typing_help.is_begun(line) and not typing_help.is_label(line)
        if not self.stamping or self.clock is None or (typing_help.is_begun(before) and not waited) or not begun:
            return
        if typing_help.takes_stamp(line) and not self.in_code(row):
            self.note.set_tails(row, [self._tail_now(row)])
            self.widen_gutter()
            self.refresh_rows()

    # Keys

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        if _is_command(key):
            return False
        return key in ("tab", "shift+tab", "enter") or super().check_consume_key(key, character)

    async def take_key(self, event: events.Key) -> None:
        mode = self.mode or self.base_mode
        if mode is None:
            await self._take_key(event)
        elif mode.takes(event):
            event.prevent_default().stop()
        else:
            before, rows = self.cursor_location, len(self.note.lines)
            await self._take_key(event)
            mode.typed(event, before, rows)

    async def _take_key(self, event: events.Key) -> None:
        if not self.read_only and any(takes(event) for takes in self.key_takers):
            event.prevent_default().stop()
            return
        if await in_turn(self, event):
            return
        if _is_command(event.key):
            event.prevent_default()
            return
        actions = {"enter": self.new_line, "tab": self.indent, "shift+tab": self.outdent}
        if not self.read_only and event.key in actions:
            event.prevent_default().stop()
            actions[event.key]()
            return
        row = self.cursor_location[0]
        before = self.note.lines[row] if self.stamping and event.is_printable else ""
        await super().take_key(event)
        self.lead.typed(event)
        if self.stamping and event.is_printable and self.cursor_location[0] == row:
            self._begin_line(row, before)

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default().stop()
        self._paste(event.text)

    def action_copy(self) -> None:
        """Copy what is selected, or else the line, which is pasted as a line; says how to quit, too."""
        if self.selection.is_empty and has_text(line := self.note.lines[self.cursor_location[0]]):
            self._cut_line = f"{line}\n"
            self.app.copy_to_clipboard(self._cut_line)
            self.call_later(self.app.run_action, "app.help_quit(True)")
        else:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut what is selected, or else the line, which is pasted as a line."""
        row, is_line = self.cursor_location[0], self.selection.is_empty and not self.read_only
        line = f"{self.note.lines[row]}\n"
        super().action_cut()
        if is_line:
            self._cut_line = line
            self.app.copy_to_clipboard(line)
            self.move_cursor((min(row, len(self.note.lines) - 1), 0))

    def action_paste(self) -> None:
        row, column = self.cursor_location
        if self._cut_line and self.app.clipboard == self._cut_line and self.selection.is_empty and not self.read_only:
            self.replace_as_typed(self._cut_line, (row, 0), (row, 0))
            self.move_cursor((row + 1, column))
        else:
            self._paste(self.app.clipboard)

    def _paste(self, text: str) -> None:
        mode = self.mode or self.base_mode
        if mode is None or not mode.pastes(text):
            self.paste(text)

    def paste(self, text: str) -> None:
        """Replace the selection with text, without control characters."""
        pasted, text = text, safe.clean_paste(text)
        if self.read_only or (pasted and not text):
            return
        if (self.paste_taker is not None and self.paste_taker(text)) or not text:
            return
        row = min(self.selection)[0]
        before = self.note.lines[row]
        if result := self.replace_as_typed(text, *self.selection):
            self._begin_line(row, before)
            self.move_cursor(result.end_location)

    def replace_span(self, row: int, start: int, end: int, text: str) -> None:
        """Replace characters of a row as one step; the cursor moves after them."""
        before = self.note.lines[row]
        self.history.checkpoint()
        result = self.edit(NoteEdit(text, (row, start), (row, end), False))
        self._begin_line(row, before)
        self.history.checkpoint()
        self.move_cursor(result.end_location)

    def new_line(self) -> None:
        """Break the line here, and continue a list."""
        start, end = sorted(self.selection)
        row = end[0]
        line = self.note.lines[row]
        if self.lead.take_ended() == end and not line:
            return  # the blank line that people add here is there
        if self.lead.is_vims and self.lead.is_alone(row):
            self.replace_as_typed("\n" + self.kinds.code_indent(row), (row, 0), (row, len(line)))
            self.lead.forget(row)
            self.lead.begin(row + 1, self.note.lines[row + 1], line)
            return
        if start != end or self.in_code(row):
            lead = self.kinds.code_indent(start[0])[: start[1]]
            self.replace_as_typed("\n" + lead, start, end)
            self.lead.begin(start[0] + 1, lead, line)
            return
        first, below = max(0, row - typing_help.MOST_LINES), "".join(self.note.lines[row + 1 : row + 2])
        what = typing_help.new_line(line, end[1], self.note.lines[first:row], below)
        if what.instead is not None:
            with self._lists_in_order(row, row):
                self.replace_as_typed(what.instead + what.after, (row, 0), (row, len(line)))
                self.lead.end(row, what.instead.split("\n"))
        else:
            # in vim mode the numbers below wait for the item's text
            with nullcontext() if self.lead.is_vims else self._lists_in_order(row, row):
                self.replace_as_typed(what.text, start, end)
                self.lead.begin(row + 1, what.text[1:], line, numbers_wait=self.lead.is_vims)

    @contextmanager
    def _lists_in_order(self, first: int, last: int) -> Iterator[None]:
        """Change rows, and renumber lists there that were in order."""
        top, bottom = typing_help.block_around(self.note.lines, first, last)
        before = self.note.lines[top : bottom + 1]
        begin = typing_help.first_number(before)
        if not typing_help.has_numbers(before) or typing_help.in_order(before, begin) != before:
            yield
            return
        below = len(self.note.lines) - bottom
        with self.one_step():
            yield
            bottom = len(self.note.lines) - below
            now = self.note.lines[top : bottom + 1]
            fresh = typing_help.in_order(now, begin)
            changed = [top + index for index, line in enumerate(now) if line != fresh[index]]
            if changed:
                self._change_lines(changed[0], changed[-1], fresh[changed[0] - top : changed[-1] - top + 1])

    def indent(self) -> None:
        """Indent the selected items, or this one; elsewhere insert two spaces, or a tab in a note that has them."""
        first, last = self.selected_rows()
        if first == last and not typing_help.is_item(self.note.lines[first]):
            self.replace_as_typed("\t" if typing_help.indents_by_tabs(self.note.lines) else "  ", *self.selection)
        else:
            self._shift(first, last, typing_help.indent)

    def outdent(self) -> None:
        """Move the selected lines out by one level."""
        self._shift(*self.selected_rows(), typing_help.outdent)

    def _shift(self, first: int, last: int, shift: Callable[[Sequence[str], Sequence[str]], list[str]]) -> None:
        lines = self.note.lines
        with self._lists_in_order(first, last):
            self._change_lines(first, last, shift(lines[first : last + 1], lines[:first]))

    @at_every_cursor(once_a_row=True)
    def toggle_task(self) -> None:
        """Make the selected lines tasks, tick them or reopen them."""
        first, last = self.selected_rows()
        lines = self.note.lines[first : last + 1]
        if len(lines) > 1:
            lines = [line if not line.strip() else typing_help.toggle_task(line) for line in lines]
        else:
            lines = [typing_help.toggle_task(lines[0])]
        self._change_lines(first, last, lines)

    @at_every_cursor()
    def toggle_mark(self, mark: str) -> None:
        """Put ** or * around the selected text or the word at the cursor, or remove it; without a word, type inside."""
        (first, start), (last, end) = sorted(self.selection)
        lines = self.note.lines[first : last + 1]
        spans = [
            (start if row == 0 else 0, end if row == last - first else len(line)) for row, line in enumerate(lines)
        ]
        fresh = [typing_help.toggle_mark(line, *span, mark) for line, span in zip(lines, spans, strict=True)]
        if fresh == lines and (first, start) == (last, end) and not self.read_only:
            self.replace_span(first, start, start, 2 * mark)
            self.move_cursor((first, start + len(mark)))
            return
        selected = self.selection
        self._change_lines(first, last, fresh)
        if not selected.is_empty:  # the same text stays selected, without the marks
            longer = {first + at: (len(fresh[at]) - len(line)) // 2 for at, line in enumerate(lines)}
            self.selection = Selection(*((row, column + longer[row]) for row, column in selected))

    def move_lines(self, step: int) -> None:
        """Move the selected lines up (-1) or down (1) by one, with their timestamps."""
        first, last = self.selected_rows()
        lines, tails = self.note.lines, self.note.tails
        if self.read_only or first + step < 0 or last + step >= len(lines):
            return
        top, bottom = (first - 1, last) if step < 0 else (first, last + 1)
        cut = 1 if step < 0 else len(lines[top : bottom + 1]) - 1
        moved = lines[top + cut : bottom + 1] + lines[top : top + cut]
        moved_tails = tails[top + cut : bottom + 1] + tails[top : top + cut]
        (start_row, start_column), (end_row, end_column) = self.selection
        with self._lists_in_order(top, bottom):
            self._replace_lines(top, bottom, moved, moved_tails)
            self.selection = Selection((start_row + step, start_column), (end_row + step, end_column))

    def duplicate_lines(self) -> None:
        """Duplicate the selected lines below, without timestamps, and move there."""
        first, last = self.selected_rows()
        if self.read_only:
            return
        lines, tails = self.note.lines[first : last + 1], self.note.tails[first : last + 1]
        (start_row, start_column), (end_row, end_column) = self.selection
        fresh = ["\r" if tail.endswith("\r") else "" for tail in tails]
        with self._lists_in_order(first, last):
            self._replace_lines(first, last, [*lines, *lines], [*tails, *fresh])
            self.selection = Selection((start_row + len(lines), start_column), (end_row + len(lines), end_column))

    def join_lines(self) -> None:
        """Join the selected lines, or this line and the next; drops the markers of joined lines."""
        first, last = self.selected_rows()
        last = max(last, first + 1)
        if self.read_only or last >= len(self.note.lines):
            return
        head, *rest = self.note.lines[first : last + 1]
        joined = head
        for line in rest:
            joined = " ".join(filter(None, (joined.rstrip(), line[typing_help.text_begin(line) :].strip())))
        with self._lists_in_order(first, last):
            self._replace_lines(first, last, [joined], [self.note.tails[first]])
            self.move_cursor((first, len(head.rstrip())))

    def replace_found(self, places: Sequence[Hit], by: str) -> None:
        """Replace matches with `by` as one step; timestamps stay with their lines."""
        if self.read_only or not places:
            return
        fresh: dict[int, str] = {}
        for row, (start, end) in reversed(places):
            line = fresh.get(row, self.note.lines[row])
            fresh[row] = line[:start] + by + line[end:]
        first, last = min(fresh), max(fresh)
        lines = [fresh.get(row, line) for row, line in enumerate(self.note.lines[first : last + 1], first)]
        self._change_lines(first, last, lines)

    def _change_lines(self, first: int, last: int, fresh: list[str]) -> None:
        """Replace lines with an equal number, keeping timestamps and the cursor's text."""
        old = self.note.lines[first : last + 1]
        if self.read_only or fresh == old:
            return
        tails = self.note.tails[first : last + 1]
        places = []
        for row, column in self.selection:
            if first <= row <= last:
                column = max(0, column + len(fresh[row - first]) - len(old[row - first]))
            places.append((row, column))
        self._replace_lines(first, last, fresh, tails)
        self.selection = Selection(*places)

    # For vim mode: edits that are part of its steps

    def replace_text(self, start: Location, end: Location, text: str) -> None:
        """Replace text; a line that it begins gets a timestamp."""
        before = self.note.lines[start[0]]
        self.edit(NoteEdit(text, start, end, False))
        self._begin_line(start[0], before)

    def set_lines(self, first: int, lines: Sequence[str]) -> None:
        """Replace as many lines from a row on, keeping their timestamps."""
        last = first + len(lines) - 1
        self._replace_lines(first, last, lines, self.note.tails[first : last + 1])

    def add_lines(self, row: int, lines: Sequence[str], tails: Sequence[str]) -> None:
        """Insert lines before a row, with timestamps unless other lines have these now."""
        kept = set(self.note.tails)
        fresh = [tail if tail not in kept else "" for tail in tails]
        text = "\n".join(lines)
        if row < len(self.note.lines):
            at, text, fresh = (row, 0), f"{text}\n", [*fresh, self.note.tails[row]]
        else:
            at = (row - 1, len(self.note.lines[row - 1]))
            text, fresh = f"\n{text}", [self.note.tails[row - 1], *fresh]
        self.edit(NoteEdit(text, at, at, False, tails=fresh))

    def remove_lines(self, first: int, last: int) -> None:
        """Remove lines with their timestamps."""
        lines, tails = self.note.lines, self.note.tails
        start, end, left = (0, 0), (last, len(lines[last])), ""
        if last + 1 < len(lines):
            start, end, left = (first, 0), (last + 1, 0), tails[last + 1]
        elif first > 0:
            start, left = (first - 1, len(lines[first - 1])), tails[first - 1]
        self.edit(NoteEdit("", start, end, False, tails=[left]))

    def open_line(self, row: int, *, above: bool) -> Location:
        """Add a line below or above a row, as an item if that is one; where to type on it."""
        line = self.note.lines[row]
        what = typing_help.new_line(line, len(line))
        lead = self.kinds.code_indent(row) or ("" if self.in_code(row) or what.instead is not None else what.text[1:])
        fresh = row + (not above)
        self.add_lines(fresh, [lead], [""])
        self.lead.begin(fresh, lead, line, numbers_wait=True)
        return fresh, len(lead)

    def break_line(self, at: Location) -> Location:
        """Do what Enter does at a place; where to type on."""
        self.move_cursor(at)
        self.new_line()
        return self.cursor_location

    def tidy_lists(self, first: int, last: int) -> None:
        """Number the lists there in order."""
        top, bottom = typing_help.block_around(self.note.lines, first, last)
        lines = self.note.lines[top : bottom + 1]
        fresh = typing_help.in_order(lines, typing_help.first_number(lines))
        if fresh != lines:
            self.set_lines(top, fresh)

    def _replace_lines(self, first: int, last: int, fresh: Sequence[str], tails: Sequence[str]) -> None:
        start, end = self.selection
        text = "\n".join(fresh)
        self.history.checkpoint()
        self.edit(NoteEdit(text, (first, 0), (last, len(self.note.lines[last])), False, tails=tails))
        self.history.checkpoint()
        self.selection = Selection(start, end)


def _is_command(key: str) -> bool:
    """Whether a key with a character types nothing, such as alt+e."""
    return key.startswith(("alt+", "ctrl+", "super+"))
