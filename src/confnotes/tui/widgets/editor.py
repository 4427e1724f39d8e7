"""The editor of a note: Markdown styled while it is typed, stamps in the gutter, and a hand with lists.

Built on Textual's TextArea, from which it takes keys, mouse, selection and history. Drawing and wrapping are its own:
only rows that look different are drawn again, so that a key costs the same in a short and in a long note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar, Final

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.document._document import EditResult, Location, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import TextArea

from confnotes.markup.code import code_lines
from confnotes.markup.spans import spans
from confnotes.markup.stamps import stamp_of
from confnotes.tui import safe
from confnotes.tui.widgets import editor_typing as typing_help
from confnotes.tui.widgets.editor_document import NoteDocument, NoteEdit, has_text, time_of
from confnotes.tui.widgets.editor_painting import GUTTER, NO_GUTTER, ROLES, Palette, Piece, RowLook, delimiters, paint
from confnotes.tui.widgets.editor_wrapping import NoteWrap, graphemes

UNDO_STEPS: Final = 1000
DRAWN_ROWS_KEPT: Final = 2000
_SHAPE: Final = re.compile(r"(\s*$)|( {4}|\t)|(\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$))|(#)|()")


class NoteEditor(TextArea):
    """Edits the body of a note. `text` is that body with its stamps; the lines on the screen are without them.

    `clock` tells the wall-clock time at the conference, for stamps; with `stamping` every line is stamped when it is
    begun.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"note--{role}" for role in ROLES),
        "note--label",
        "note--label-current",
        "note--ghost",
    }

    DEFAULT_CSS = """
    NoteEditor, NoteEditor:focus {
        border: none; padding: 0; background: $background; color: $foreground;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden;
        & .text-area--cursor { background: $accent; color: $background; text-style: none; }
        & .note--heading { text-style: bold; }
        & .note--bold { text-style: bold; }
        & .note--italic { text-style: italic; }
        & .note--strike { text-style: strike; color: $dim; }
        & .note--highlight { background: $chosen; }
        & .note--code { color: $dim; background: $panel; }
        & .note--math { color: $dim; }
        & .note--link, & .note--wikilink, & .note--url { color: $link; }
        & .note--mention { color: $link; text-style: bold; }
        & .note--tag { color: $accent; }
        & .note--task-open { color: $accent; }
        & .note--task-done { color: $faint; text-style: strike; }
        & .note--question { color: $accent; }
        & .note--stamp, & .note--private { color: $faint; }
        & .note--private { text-style: italic; }
        & .note--quote { color: $dim; text-style: italic; }
        & .note--list-marker, & .note--marker { color: $faint; }
        & .note--label { color: $faint; }
        & .note--label-current { color: $dim; }
        & .note--ghost { color: $faint; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "go_to_begin", "Begin of the note", show=False),
        Binding("ctrl+end", "go_to_end", "End of the note", show=False),
    ]

    # Rows are refreshed one by one, not with the whole widget.
    selection = reactive(Selection(), init=False, always_update=True, repaint=False)

    class Follow(Message):
        """Somebody wants to go where the text at `location` leads."""

        def __init__(self, location: Location) -> None:
            super().__init__()
            self.location = location

    def __init__(self, text: str = "", *, clock: Callable[[], datetime] | None = None, ghost: str = "") -> None:
        self.clock = clock
        self.stamping = False
        self.ghost = ghost
        self._gutter = NO_GUTTER
        self._hold_drawing = False
        self._code: list[bool] | None = None
        self._labels: tuple[int, list[str]] | None = None
        self._palette: Palette | None = None
        self._styled: dict[tuple[str, bool], list[Piece]] = {}
        self._drawn: dict[RowLook, Strip] = {}
        self._on_screen: dict[int, RowLook] = {}
        super().__init__("", max_checkpoints=UNDO_STEPS, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False
        self.load_text(text)

    # The document

    @property
    def note(self) -> NoteDocument:
        """The document, by its own type."""
        assert isinstance(self.document, NoteDocument)
        return self.document

    @property
    def rows(self) -> NoteWrap:
        """The wrapped document, by its own type."""
        assert isinstance(self.wrapped_document, NoteWrap)
        return self.wrapped_document

    def _set_document(self, text: str, language: str | None) -> None:
        self.document = NoteDocument(text)
        self.wrapped_document = NoteWrap(self.document)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._code = None
        self._gutter = GUTTER if self.stamping or any(self.document.tails) else NO_GUTTER
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()

    def edit(self, edit: Edit) -> EditResult:
        if not isinstance(edit, NoteEdit):
            edit = NoteEdit(edit.text, edit.from_location, edit.to_location, edit.maintain_selection_offset)
        lines = self.note.lines
        before = self._shapes(edit.top[0], edit.bottom[0])
        count = len(lines)
        self._hold_drawing = True
        result = super().edit(edit)
        self._hold_drawing = False
        if len(lines) != count or before != self._shapes(edit.top[0], result.end_location[0]):
            self._code = None
        self._refresh_rows()
        return result

    def _undo_batch(self, edits: Sequence[Edit]) -> None:
        self._code = None
        super()._undo_batch(edits)
        self._refresh_rows()

    def _redo_batch(self, edits: Sequence[Edit]) -> None:
        self._code = None
        super()._redo_batch(edits)
        self._refresh_rows()

    def _build_highlight_map(self) -> None:
        """Nothing to build: lines are styled when they are drawn."""

    def _shapes(self, first: int, last: int) -> list[tuple[bool, int | None]]:
        """What of some lines decides whether lines are code."""
        return [
            ("```" in line or "~~~" in line, match.lastindex if (match := _SHAPE.match(line)) else None)
            for line in self.note.lines[first : last + 1]
        ]

    def in_code(self, row: int) -> bool:
        """Whether the line is fenced or indented code."""
        if self._code is None:
            self._code = code_lines(self.note.lines)
        return row < len(self._code) and self._code[row]

    def take_over(self, text: str) -> None:
        """Make this the text, as one step that can be undone; the cursor stays with its line."""
        fresh, mine = NoteDocument(text), self.note
        old = list(zip(mine.lines, mine.tails, strict=True))
        new = list(zip(fresh.lines, fresh.tails, strict=True))
        mine._newline = fresh.newline
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
        self.history.checkpoint()
        if cursor[0] <= last:
            row = cursor[0] if cursor[0] < head else self._same_line(old[cursor[0]][0], cursor[0], head, len(block))
            self.move_cursor((row, cursor[1]))
            self.scroll_to(y=scroll.y, animate=False)
            self.scroll_cursor_visible()
        if any(fresh.tails):
            self._widen_gutter()

    def _same_line(self, line: str, near: int, head: int, count: int) -> int:
        """The row nearest to `near` that still says the same, else the nearest of the new rows."""
        places = [row for row in range(head, head + count) if self.note.lines[row] == line]
        return min(places, key=lambda row: abs(row - near)) if places else min(near, head + count - 1)

    # Stamps

    @property
    def gutter_width(self) -> int:
        return self._gutter

    def set_stamping(self, on: bool) -> None:
        """Stamp every line when it is begun, or stop doing so."""
        self.stamping = on
        if on:
            self._widen_gutter()

    def _widen_gutter(self) -> None:
        if self._gutter != GUTTER:
            self._gutter = GUTTER
            self._rewrap_and_refresh_virtual_size()
            self.refresh()

    def stamp_line(self) -> bool:
        """Stamp the current line with the time, in place of the stamp it may have; False when it says nothing yet."""
        row = self.cursor_location[0]
        line = self.note.lines[row]
        if self.clock is None or not has_text(line):
            return False
        self._widen_gutter()
        self._replace_lines(row, row, [line], tails=[self._tail_now(row)])
        return True

    def _tail_now(self, row: int) -> str:
        assert self.clock is not None
        return f" {stamp_of(self.clock())}" + ("\r" if self.note.tails[row].endswith("\r") else "")

    def _begin_line(self, row: int, before: str) -> None:
        """Stamp a line with which somebody has just begun."""
        line = self.note.lines[row]
        if self.clock is None or typing_help.is_begun(before) or not typing_help.is_begun(line):
            return
        if typing_help.takes_stamp(line) and not self.in_code(row):
            self.note.set_tails(row, [self._tail_now(row)])
            self._widen_gutter()
            self._refresh_rows()

    def _time_labels(self) -> list[str]:
        """What the gutter shows beside each line: the minute, where it is another one than above."""
        if self._labels is None or self._labels[0] != self.note.stamps_revision:
            shown, labels = "", []
            for line, tail in zip(self.note.lines, self.note.tails, strict=True):
                at = time_of(tail) if len(tail) > 1 else None
                label = f"{at:%H:%M}" if at is not None and has_text(line) else ""
                labels.append("" if label == shown else label)
                shown = label or shown
            self._labels = (self.note.stamps_revision, labels)
        return self._labels[1]

    # Keys

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        return key in ("tab", "shift+tab", "enter") or super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        actions = {"enter": self._new_line, "tab": self._indent, "shift+tab": self._outdent}
        if not self.read_only and event.key in actions:
            event.stop()
            event.prevent_default()
            actions[event.key]()
            return
        row = self.cursor_location[0]
        before = self.note.lines[row] if self.stamping and event.is_printable else ""
        await super()._on_key(event)
        if self.stamping and event.is_printable and self.cursor_location[0] == row:
            self._begin_line(row, before)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.paste(event.text)

    def action_paste(self) -> None:
        self.paste(self.app.clipboard)

    def paste(self, text: str) -> None:
        """Put text in place of the selection, without control characters."""
        if not self.read_only and (text := safe.pasted(text)):
            result = self._replace_via_keyboard(text, *self.selection)
            if result:
                self.move_cursor(result.end_location)

    def _new_line(self) -> None:
        start, end = sorted(self.selection)
        row = end[0]
        if start != end or self.in_code(row):
            indent = re.match(r"[ \t]*", self.note.lines[start[0]])
            lead = indent.group()[: start[1]] if indent and self.in_code(row) else ""
            self._replace_via_keyboard("\n" + lead, start, end)
            return
        line = self.note.lines[row]
        what = typing_help.new_line(line, end[1])
        if what.instead is not None:
            self._replace_via_keyboard(what.instead, (row, 0), (row, len(line)))
        else:
            self._replace_via_keyboard(what.text, start, end)

    def _indent(self) -> None:
        first, last = self._selected_rows()
        lines = self.note.lines[first : last + 1]
        if first == last and not typing_help.is_item(lines[0]):
            self._replace_via_keyboard("  ", *self.selection)
            return
        self._change_lines(first, last, typing_help.indented(lines, self.note.lines[max(0, first - 200) : first]))

    def _outdent(self) -> None:
        first, last = self._selected_rows()
        lines = self.note.lines[first : last + 1]
        self._change_lines(first, last, typing_help.outdented(lines, self.note.lines[max(0, first - 200) : first]))

    def toggle_task(self) -> None:
        """Make the selected lines tasks, tick them off, or open them again."""
        first, last = self._selected_rows()
        lines = self.note.lines[first : last + 1]
        if len(lines) > 1:
            lines = [line if not line.strip() else typing_help.toggled_task(line) for line in lines]
        else:
            lines = [typing_help.toggled_task(lines[0])]
        self._change_lines(first, last, lines)

    def move_lines(self, step: int) -> None:
        """Move the selected lines one line up (-1) or down (1), stamps with them."""
        first, last = self._selected_rows()
        lines, tails = self.note.lines, self.note.tails
        if self.read_only or first + step < 0 or last + step >= len(lines):
            return
        top, bottom = (first - 1, last) if step < 0 else (first, last + 1)
        cut = 1 if step < 0 else len(lines[top : bottom + 1]) - 1
        moved = lines[top + cut : bottom + 1] + lines[top : top + cut]
        moved_tails = tails[top + cut : bottom + 1] + tails[top : top + cut]
        (start_row, start_column), (end_row, end_column) = self.selection
        self._replace_lines(top, bottom, moved, moved_tails)
        self.selection = Selection((start_row + step, start_column), (end_row + step, end_column))

    def _selected_rows(self) -> tuple[int, int]:
        """The first and the last row of the selection; a last one of which nothing is selected does not count."""
        start, end = sorted(self.selection)
        return start[0], end[0] - 1 if end[0] > start[0] and end[1] == 0 else end[0]

    def _change_lines(self, first: int, last: int, fresh: list[str]) -> None:
        """Put lines in place of as many, stamps unchanged, the cursor on the same text."""
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

    def _replace_lines(self, first: int, last: int, fresh: Sequence[str], tails: Sequence[str]) -> None:
        start, end = self.selection
        text = "\n".join(fresh)
        self.history.checkpoint()
        self.edit(NoteEdit(text, (first, 0), (last, len(self.note.lines[last])), False, tails=tails))
        self.history.checkpoint()
        self.selection = Selection(start, end)

    # Moving

    def action_go_to_begin(self) -> None:
        self.move_cursor((0, 0))

    def action_go_to_end(self) -> None:
        self.move_cursor(self.document.end)

    def get_cursor_left_location(self) -> Location:
        row, column = self.cursor_location
        line = self.note.lines[row]
        if column == 0 or line.isascii():
            return super().get_cursor_left_location()
        return row, max(start for start, _, _ in graphemes(line) if start < column)

    def get_cursor_right_location(self) -> Location:
        row, column = self.cursor_location
        line = self.note.lines[row]
        if column >= len(line) or line.isascii():
            return super().get_cursor_right_location()
        return row, min(end for _, end, _ in graphemes(line) if end > column)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """Brackets are links here; pairs are not looked for."""
        return None

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        if event.ctrl or event.meta:
            event.stop()
            event.prevent_default()
            location = self.get_target_document_location(event)
            self.move_cursor(location)
            self.post_message(self.Follow(location))
            return
        await super()._on_mouse_down(event)

    # Drawing

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:
        super()._watch_selection(previous_selection, selection)
        self._refresh_rows()

    def _watch_has_focus(self, focus: bool) -> None:
        super()._watch_has_focus(focus)
        self._refresh_rows()

    def notify_style_update(self) -> None:
        self._forget_drawn()
        super().notify_style_update()

    def _app_theme_changed(self) -> None:
        self._forget_drawn()
        super()._app_theme_changed()
        self.refresh()

    def _forget_drawn(self) -> None:
        self._palette = None
        self._styled.clear()
        self._drawn.clear()
        self._on_screen.clear()

    @property
    def palette(self) -> Palette:
        """The styles of the theme in use."""
        if self._palette is None:
            base = self.visual_style.rich_style
            styles: dict[str, Style] = {
                role: self.get_component_rich_style(f"note--{role}", partial=True) for role in ROLES
            }

            def part(name: str) -> Style:
                return self.get_component_rich_style(name, partial=True)

            self._palette = Palette(
                base=base,
                cursor=part("text-area--cursor"),
                selection=Style(bgcolor=self.get_component_rich_style("text-area--selection").bgcolor),
                label=part("note--label"),
                label_current=part("note--label-current"),
                ghost=part("note--ghost"),
                of=styles.get,
            )
        return self._palette

    def _refresh_rows(self) -> None:
        """Draw those rows again that look different from what is on the screen."""
        if not self.is_mounted or self._hold_drawing:
            return
        width = self.size.width
        changed = [y for y in range(self.size.height) if self._on_screen.get(y) != self._look(y)]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def _look(self, y: int) -> RowLook | None:
        place = self.rows.row(y + self.scroll_offset.y)
        if place is None:
            return None
        row, section = place
        begin, end = self.rows.section_bounds(row, section)
        line = self.note.lines[row]
        is_last = end == len(line)
        (top, bottom), cursor = sorted(self.selection), self.selection.end
        selected = None
        if top != bottom and top[0] <= row <= bottom[0]:
            left = top[1] if row == top[0] else 0
            right = bottom[1] if row == bottom[0] else len(line) + 1
            if left < right and left <= end and right >= begin:
                selected = (left, right)
        column = None
        current = cursor[0] == row
        if current and self.has_focus and begin <= cursor[1] and (cursor[1] < end or (is_last and cursor[1] == end)):
            column = cursor[1]
        return RowLook(
            line=line,
            begin=begin,
            end=end,
            hang=self.rows.hang(row, section),
            in_code=self.in_code(row),
            label="" if section or self._gutter == NO_GUTTER else self._time_labels()[row],
            current=current,
            cursor=column,
            selected=selected,
            width=self.scrollable_content_region.width,
            gutter=self._gutter,
            ghost=self.ghost if not line and len(self.note.lines) == 1 else "",
        )

    def render_lines(self, crop: Region) -> list[Strip]:
        return super(TextArea, self).render_lines(crop)

    def render_line(self, y: int) -> Strip:
        look = self._look(y)
        if look is None:
            self._on_screen.pop(y, None)
            return Strip.blank(self.size.width, self.palette.base)
        self._on_screen[y] = look
        strip = self._drawn.get(look)
        if strip is None:
            if len(self._drawn) >= DRAWN_ROWS_KEPT:
                self._drawn.clear()
                self._styled.clear()
            strip = self._drawn[look] = paint(look, self._pieces(look.line, look.in_code), self.palette)
        return strip

    def _pieces(self, line: str, in_code: bool) -> list[Piece]:
        found = self._styled.get((line, in_code))
        if found is None:
            of = self.palette.of
            found = []
            for start, end, role in spans(line, in_code=in_code):
                if (style := of(role)) is not None:
                    found.append((start, end, style))
                if not in_code and (mark := of("marker")) is not None:
                    found += [(left, right, mark) for left, right in delimiters(line, start, end, role)]
            self._styled[line, in_code] = found
        return found
