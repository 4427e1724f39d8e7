"""The canvas of the editor: a note's rows, with their timestamps in the gutter.

Drawing and wrapping replace Textual's: only rows that look different are drawn again, so that a key costs the same in
short and long notes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import ClassVar, Final

from rich.style import Style
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import DocumentNavigator, Edit, EditResult, Location, Selection

from confnotes.tui.beside import read_beside
from confnotes.tui.textual_private import OpenTextArea
from confnotes.tui.widgets.editor_blocks import LineKind, LineKinds
from confnotes.tui.widgets.editor_carets import DrawnCaret, OtherCarets
from confnotes.tui.widgets.editor_document import NoteDocument, NoteEdit
from confnotes.tui.widgets.editor_finding import Hit, hits_in
from confnotes.tui.widgets.editor_live import LivePreview
from confnotes.tui.widgets.editor_painting import (
    COMPONENTS,
    GUTTER,
    NO_GUTTER,
    NOTE_CSS,
    ROLES,
    PictureLook,
    RowLook,
    RowPainter,
    RowStyles,
    ShownSelection,
)
from confnotes.tui.widgets.editor_wrapping import NoteWrap, hang_of
from confnotes.tui.widgets.live_line import LiveLine
from confnotes.tui.widgets.note_pictures import NotePictures

Columns = tuple[int, int]
"""The columns `[start, end)` of a line."""

UNDO_STEPS: Final = 1000  # Textual's own default is 50
LOAD_AFTER: Final = 0.15  # seconds
SCREENS_AROUND: Final = 3
"""Screens above and below the cursor whose lines are wrapped, so that a page up or down ends in wrapped lines."""
LEAST_HEIGHT: Final = 24  # rows of a screen, before it has a size


class NoteCanvas(OpenTextArea, TextArea):
    """Shows and edits the body of a note. `text` is the body with timestamps; the visible lines have none.

    `ghost` is the placeholder of an empty note.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {*COMPONENTS}
    DEFAULT_CSS = NOTE_CSS

    # Rows are refreshed one by one, not with the whole widget.
    selection = reactive(Selection(), init=False, always_update=True, repaint=False)

    # Textual lays out the whole screen for another number of rows, which takes five times as long as the rest of a key.
    virtual_size = reactive(Size(0, 0), init=False, layout=False, repaint=False)

    def __init__(self, text: str = "", *, ghost: str = "") -> None:
        self.ghost = ghost
        self._gutter = NO_GUTTER
        self._hold_drawing = False
        self._titles: Mapping[str, str] = {}
        self._shows_live = self._is_loading = False
        self._live: LivePreview | None = None
        self._pointing = False
        self._suggested: tuple[int, Location, str] | None = None
        self._misspelt: Mapping[str, tuple[Columns, ...]] = {}
        self._wanted = ""
        self._found_here: Hit | None = None
        self.others: OtherCarets | None = None
        self._painter: RowPainter | None = None
        self._on_screen: dict[int, RowLook | PictureLook] = {}
        self.pictures: NotePictures | None = None
        self.shown: ShownSelection | None = None
        self.thin_cursor = False
        super().__init__("", max_checkpoints=UNDO_STEPS, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False
        self.load_text(text)

    # The document

    @property
    def note(self) -> NoteDocument:
        """The document, with its own type."""
        assert isinstance(self.document, NoteDocument)
        return self.document

    @property
    def rows(self) -> NoteWrap:
        """The wrapped document, with its own type."""
        assert isinstance(self.wrapped_document, NoteWrap)
        return self.wrapped_document

    def make_document(self, text: str) -> None:
        self.document = NoteDocument(text)
        self.kinds = LineKinds(self.document.lines)
        self.document.replaced = self.kinds.replaced
        self.wrapped_document = NoteWrap(self.document)
        self.wrapped_document.below = self._rows_below
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._set_preview()
        self._gutter = GUTTER if any(self.document.tails) else NO_GUTTER
        self.move_cursor((0, 0))
        self.rewrap()

    def edit(self, edit: Edit) -> EditResult:
        if not isinstance(edit, NoteEdit):
            edit = NoteEdit(edit.text, edit.from_location, edit.to_location, edit.maintain_selection_offset)
        self.let_preview_go()
        row = edit.top[0]
        wide = self._wide_tables(row)
        held, self._hold_drawing = self._hold_drawing, True
        cursor, size = self.selection, self.virtual_size
        result = super().edit(edit)
        if self.is_mounted and self.virtual_size != size and self.selection != cursor:
            self.scroll_cursor_visible()  # Textual scrolls before the text is as high as it is now
        self._hold_drawing = held
        self._wrap_changed(() if wide == self._wide_tables(row) else [row])
        return result

    def go_through(self, edits: Sequence[Edit], *, again: bool) -> None:
        super().go_through(edits, again=again)
        self._wrap_changed(edit.top[0] for edit in edits)

    def in_code(self, row: int) -> bool:
        """Whether the line is fenced or indented code."""
        return self.kinds.in_code(row)

    # Live preview

    @property
    def shows_live(self) -> bool:
        """Whether lines without the cursor are shown without their Markdown."""
        return self._shows_live

    def show_live(self, on: bool) -> None:
        """Turn live preview on or off."""
        if on != self._shows_live:
            self._shows_live = on
            self._set_preview()
            self._wrap_those_with("")

    def show_titles(self, titles: Mapping[str, str]) -> None:
        """Show links to other notes and to talks by these titles, given by the `name_key` of their stems."""
        if titles != self._titles:
            self._titles = titles
            if self._shows_live:
                self._set_preview()
                self._wrap_those_with("[[")

    def _set_preview(self) -> None:
        self._live = None
        if self._shows_live:
            few = self.is_attached and self.app.console.color_system in (None, "standard")
            self._live = LivePreview(self.note, self.kinds, self._titles, self._load_later, marks_code=few)
        self.rows.preview = None if self._live is None else self._live.line
        self.rows.source = self._source_rows(self.selection)

    def _load_later(self, live: LivePreview) -> None:
        """Load what live preview lacks, in a thread once typing pauses, so that no key waits for it."""
        if not self.is_attached:
            live.load()
        elif not self._is_loading:
            self._is_loading = True
            self.set_timer(LOAD_AFTER, lambda: read_beside(self, live.load, self._loaded))

    def _loaded(self, may_wrap_otherwise: bool) -> None:
        self._is_loading = False
        if may_wrap_otherwise:
            self._wrap_those_with("$")
        else:
            self.refresh_rows()

    def _wrap_those_with(self, sign: str) -> None:
        if self.rows.wrap_lines(self.kinds.rows_around(sign, self.rows.settled_rows())):
            self.fit_size()
        self.refresh_rows()

    def _rows_below(self, row: int) -> int:
        """The number of rows of the pictures below a line."""
        if self.pictures is None or not self._shows_live or self.kinds.all[row] is not LineKind.TEXT:
            return 0
        return self.pictures.height(self.note.lines[row])

    def show_pictures(self) -> None:
        """Show the pictures as they are drawn now; the line with the cursor, or else the first row, stays in place."""
        top = int(self.scroll_offset.y)
        row = self.cursor_location[0]
        if not top <= self.rows.top(row) < top + self.size.height:
            row = (self.rows.row(top) or (0, 0))[0]
        above = self.rows.top(row)
        self._wrap_those_with("![")
        if moved := self.rows.top(row) - above:
            self.scroll_relative(y=moved, animate=False, immediate=True)

    def _wide_tables(self, row: int) -> list[range]:
        near = range(max(row - 1, 0), min(row + 2, len(self.note.lines)))
        return [] if self._live is None else self._live.wide_tables(near, self.rows.width)

    def _wrap_changed(self, edited: Iterable[int]) -> None:
        """Wrap lines again that edits elsewhere made code, a table or text, and the tables near these rows."""
        if self._live is not None:
            changed = self.kinds.changed_rows()
            last = len(self.note.lines) - 1
            for row in {max(0, min(row + step, last)) for row in edited for step in (-1, 0, 1)}:
                changed.update(self.kinds.table_rows(row))
            moved = self.rows.show_source(self._source_rows(self.selection))
            if self.rows.wrap_lines(changed) or moved:
                self.fit_size()
        self.refresh_rows()

    def _source_rows(self, selection: Selection) -> Collection[int]:
        """The rows whose source is shown: those of the selection, as vim mode draws it, with all of their blocks."""
        (first, _), (last, _) = sorted(selection)
        if self.shown is not None and self.shown.selection == selection and self.shown.rows:
            first, last = self.shown.rows[0], self.shown.rows[-1]
        block = self.kinds.block_rows(first)
        return range(block.start, max(block.stop, self.kinds.block_rows(last).stop if last > first else last + 1))

    def validate_selection(self, selection: Selection) -> Selection:
        """Show the source of the lines where the cursor goes, before it is scrolled into view."""
        self._show_source(selection)
        self._settle_around(selection.end[0])
        return selection

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._settle_shown()

    def _settle_shown(self) -> None:
        """Wrap the lines on the screen if their height was estimated."""
        if (place := self.rows.row(int(self.scroll_offset.y))) is not None:
            self._settle_around(place[0])

    def _settle_around(self, row: int) -> None:
        """Wrap the lines some screens around one if their height was estimated; what is shown stays in place."""
        near = SCREENS_AROUND * max(self.size.height, LEAST_HEIGHT)
        top = int(self.scroll_offset.y)
        first, section = self.rows.row(top) or (0, 0)
        if self.rows.settle(range(row - near, row + near)) and self.is_mounted:
            self.fit_size()
            y = self.rows.top(first) + section
            if y != top:
                self.scroll_to(y=y, animate=False, immediate=True)

    def _show_source(self, selection: Selection) -> None:
        is_steady = not self._shows_live or self._pointing
        if not is_steady and self.rows.show_source(self._source_rows(selection)) and not self._hold_drawing:
            self.fit_size()

    def hold_preview(self) -> None:
        """Show what is shown now while a mouse button is down: rows would move away from under the pointer."""
        self._pointing = True

    def let_preview_go(self) -> None:
        """Show the source of the line that was clicked, which stays where it is."""
        if self._pointing:
            self._pointing = False
            row = self.cursor_location[0]
            before = self.rows.top(row)
            self._show_source(self.selection)
            if moved := self.rows.top(row) - before:
                self.scroll_relative(y=moved, animate=False, immediate=True)
            self.refresh_rows()

    # The gutter

    @property
    def gutter_width(self) -> int:
        return self._gutter

    def widen_gutter(self) -> None:
        """Widen the gutter for times, permanently."""
        if self._gutter != GUTTER:
            self._gutter = GUTTER
            self.rewrap()
            self.refresh()

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """Do not match brackets: in notes they are links."""
        return None

    # Drawing

    def rewrap(self) -> None:
        """Draw rows again that may have been drawn with the line breaks of the old width."""
        super().rewrap()
        self._settle_around(self.cursor_location[0])
        self._settle_shown()
        if self.pictures is not None and self.pictures.fit(self.rows.width, self.size.height):
            self._wrap_those_with("![")
        self.refresh_rows()

    def watch_selection(self) -> None:
        self.refresh_rows()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.refresh_rows()

    def notify_style_update(self) -> None:
        self._forget_drawn()
        super().notify_style_update()

    def change_theme(self) -> None:
        self._forget_drawn()
        super().change_theme()
        self.refresh()

    def _forget_drawn(self) -> None:
        self._painter = None
        self._on_screen.clear()

    @property
    def painter(self) -> RowPainter:
        """The painter with the styles of the current theme."""
        if self._painter is None:

            def part(name: str) -> Style:
                return self.get_component_rich_style(name, partial=True)

            styles = RowStyles(
                base=self.visual_style.rich_style,
                cursor=part("text-area--cursor"),
                cursor_thin=part("note--cursor-thin"),
                selection=Style(bgcolor=self.get_component_rich_style("text-area--selection").bgcolor),
                label=part("note--label"),
                label_current=part("note--label-current"),
                ghost=part("note--ghost"),
                found=part("note--found"),
                found_here=part("note--found-here"),
                misspelt=part("note--misspelt"),
                of={role: part(f"note--{role}") for role in ROLES},
            )
            self._painter = RowPainter(styles)
        return self._painter

    def refresh_rows(self) -> None:
        """Draw the rows whose look has changed."""
        if not self.is_mounted or self._hold_drawing:
            return
        self._settle_shown()
        width, room = self.size.width, self.scrollable_content_region.width
        changed = [y for y in range(self.size.height) if self._on_screen.get(y) != self._look(y, room)]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def _look(self, y: int, width: int) -> RowLook | PictureLook | None:
        place = self.rows.row(y + self.scroll_offset.y)
        if place is None:
            return None
        row, section = place
        if (number := self.rows.picture_row(row, section)) is not None:
            line = self.note.lines[row]
            parts = () if self.pictures is None else tuple(self.pictures.row(line, number))
            return PictureLook(parts, self._gutter + hang_of(line, self.rows.width), width)
        live, begin, end, hang = self.rows.part(row, section)
        source = self.note.lines[row]
        line = source if live is None else live.text
        cursor_row, column = self._shown_cursor
        current = cursor_row == row
        column = column if live is None or not current else live.column_of(column)
        is_here = current and self.has_focus and begin <= column < end + (end == len(line))
        selected, found_here, found = self._marks_in(row, live)
        return RowLook(
            line=line,
            begin=begin,
            end=end,
            hang=hang,
            in_code=self.in_code(row),
            label="" if section or self._gutter == NO_GUTTER else self.note.time_label(row),
            current=current,
            cursor=column if is_here else None,
            selected=selected if selected and selected[0] <= end and selected[1] >= begin else None,
            thin=self.thin_cursor,
            width=width,
            gutter=self._gutter,
            ghost=self._ghost_of(row, source, is_here=is_here),
            private=self.kinds.private_parts(row),
            found=found,
            found_here=found_here,
            others=self._others_in(row, live) if self.others is not None else (),
            live=live,
            misspelt=self.misspelt(row, live) if self._misspelt else (),
            code=self._live.code_roles(row) if self._live is not None and live is None and self.in_code(row) else None,
        )

    @property
    def _drawn_selection(self) -> ShownSelection | None:
        """How vim mode draws the selection, if that still holds."""
        return self.shown if self.shown is not None and self.shown.selection == self.selection else None

    @property
    def _shown_cursor(self) -> Location:
        return self.selection.end if (shown := self._drawn_selection) is None else shown.cursor

    def _marks_in(self, row: int, live: LiveLine | None) -> tuple[Columns | None, Columns | None, tuple[Columns, ...]]:
        """What is selected in a line, the match at the cursor, and all matches, as shown columns."""
        shown = self._drawn_selection
        selected = shown.block(row) if shown is not None and shown.block else self._selected_in(row)
        here = self._found_here[1] if self._found_here is not None and self._found_here[0] == row else None
        found = hits_in(self.note.lines[row], self._wanted) if self._wanted else ()
        if live is None:
            return selected, here, found
        in_live = [columns for one in found if (columns := live.columns_of(one)) is not None]
        return live.columns_of(selected), live.columns_of(here), tuple(in_live)

    def _selected_in(self, row: int) -> tuple[int, int] | None:
        """The selected columns of the line; None if none is."""
        top, bottom = sorted(self.selection)
        if top == bottom or not top[0] <= row <= bottom[0]:
            return None
        left = top[1] if row == top[0] else 0
        right = bottom[1] if row == bottom[0] else len(self.note.lines[row]) + 1
        return (left, right) if left < right else None

    def _others_in(self, row: int, live: LiveLine | None) -> tuple[DrawnCaret, ...]:
        """The other cursors in a line, as shown columns; a key or a click that moves only the main one ends them."""
        others = self.others
        if others is None or (others.selection, others.revision) != (self.selection, self.note.revision):
            self.others = None
            return ()
        found = others.drawn_in(row, len(self.note.lines[row]))
        if live is None:
            return tuple(found)
        return tuple(DrawnCaret(*(live.column_of(column) if column >= 0 else -1 for column in one)) for one in found)

    def show_selection(self, shown: ShownSelection | None) -> None:
        """Set the selection and draw it so; None draws it as usual."""
        self.shown = shown
        if shown is not None and shown.selection != self.selection:
            self.selection = shown.selection
            self.record_cursor_width()
        else:
            self._show_source(self.selection)
            self.refresh_rows()

    def show_misspelt(self, marks: Mapping[str, tuple[Columns, ...]]) -> None:
        """Underline these columns of lines with that text."""
        self._misspelt = dict(marks)
        self.refresh_rows()

    def misspelt(self, row: int, live: LiveLine | None = None) -> tuple[Columns, ...]:
        """The underlined columns of a line, without the word at the cursor."""
        at, column = self._shown_cursor
        found = self._misspelt.get(self.note.lines[row], ())
        away = [one for one in found if row != at or not one[0] <= column <= one[1]]
        return tuple(away) if live is None else tuple(shown for one in away if (shown := live.columns_of(one)))

    def show_found(self, wanted: str, here: Hit | None) -> None:
        """Highlight all matches of `wanted` ("" for none), and the one at `here` more strongly."""
        if (wanted, here) != (self._wanted, self._found_here):
            self._wanted, self._found_here = wanted, here
            self.refresh_rows()

    def suggest(self, text: str) -> None:
        """Show a text behind the cursor until something is typed or the cursor moves."""
        self._suggested = (self.note.revision, self.cursor_location, text)
        self.refresh_rows()

    @property
    def suggested(self) -> str:
        """The text that is shown behind the cursor; "" for none."""
        held = self._suggested is not None and self._suggested[:2] == (self.note.revision, self.cursor_location)
        return self._suggested[2] if held and self._suggested is not None else ""

    def _ghost_of(self, row: int, source: str, *, is_here: bool) -> str:
        """What a row shows behind its text without being part of it."""
        if is_here and self._suggested is not None:
            return self.suggested
        return self.ghost if not source and self._is_empty(row) else ""

    def _is_empty(self, row: int) -> bool:
        """Whether the note is empty and this is its first row."""
        lines = self.note.lines
        return len(lines) <= 3 and row == len(lines) - 1 and not any(lines)

    def render_lines(self, crop: Region) -> list[Strip]:
        return super(TextArea, self).render_lines(crop)

    def render_line(self, y: int) -> Strip:
        look = self._look(y, self.scrollable_content_region.width)
        if look is None:
            self._on_screen.pop(y, None)
            return Strip.blank(self.size.width, self.painter.styles.base)
        self._on_screen[y] = look
        return self.painter.strip(look)
