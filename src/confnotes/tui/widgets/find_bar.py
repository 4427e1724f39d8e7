"""The find bar of a note: find and replace."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input
from textual.widgets.text_area import Location, Selection

from confnotes.tui import commands
from confnotes.tui.bound_keys import bind
from confnotes.tui.command import Where
from confnotes.tui.widgets.bars import Words
from confnotes.tui.widgets.drawing import Line, Part, plural, width_of
from confnotes.tui.widgets.editor_finding import Hit, hits

if TYPE_CHECKING:
    from confnotes.tui.widgets.editor import NoteEditor


_IN_FIND: Final = ("open", "next"), ("match-before", "previous"), ("tab", "replace"), ("back", "close")
_IN_REPLACE: Final = ("open", "replace"), ("down", "next"), ("all", "all"), ("back", "close")
"""The keys to show by the field that has the focus: actions of the keymap, and labels."""


class FindBar(Horizontal):
    """Two inputs and the number of matches in an editor's text; timestamps and front matter are not searched."""

    where: ClassVar[Where] = Where.FIND
    DEFAULT_CSS = """
    FindBar { display: none; height: 2; border-top: solid $rule; }
    FindBar.-open { display: block; }
    FindBar Words { width: auto; height: 1; }
    FindBar Input { width: 1fr; min-width: 8; }
    """

    def __init__(self, editor: NoteEditor, say: Callable[[str], None], keys_changed: Callable[[], None]) -> None:
        """`say` shows a message; `keys_changed` is called when another input or the text has the focus."""
        super().__init__(id="find-bar")
        self._say, self._keys_changed = say, keys_changed
        self.wanted = _Field("find", "text")
        self.by = _Field("replace", "new text")
        self._editor = editor
        self._labels = (_label("find-label", " find "), _label("replace-label", " replace "))
        self._count = Words("find-count")
        self._hits: list[Hit] = []
        self._hit = 0
        self._from: Location = (0, 0)
        self._found_in = -1

    def compose(self) -> ComposeResult:
        yield self._labels[0]
        yield self.wanted
        yield self._labels[1]
        yield self.by
        yield self._count

    @property
    def is_open(self) -> bool:
        return self.has_class("-open")

    @property
    def keys(self) -> Line:
        """The keys of the focused input."""
        shown = _IN_REPLACE if self.by.has_focus else _IN_FIND
        parts = [(Part(commands.key_of(on, self.where), "accent"), Part(f" {label}", "dim")) for on, label in shown]
        return [part for pair in parts for part in (*pair, Part("   "))][:-1]

    def open(self) -> None:
        """Show the bar and focus it; text selected within a line replaces the last query."""
        start, end = sorted(self._editor.selection)
        selected = self._editor.selected_text if start[0] == end[0] else ""
        if not self.is_open:
            self._from = start
        self.add_class("-open")
        if selected:
            self.wanted.value = selected
        self.wanted.focus()
        self.wanted.select_all()
        self._look(self._from)

    def leave(self) -> None:
        """Close the bar and go to the current match, otherwise back to where the search started."""
        self.remove_class("-open")
        editor = self._editor
        editor.show_found("", None)
        if self._hits:
            row, (start, end) = self._hits[self._hit]
            editor.selection = Selection((row, start), (row, end))
        else:
            editor.move_cursor(self._from)
        editor.record_cursor_width()
        editor.focus()
        self._keys_changed()

    def text_changed(self) -> None:
        """Search again after a change of the text."""
        if self.is_open and self._found_in != self._editor.note.revision:
            self._look(self._editor.cursor_location)

    def _look(self, begin: Location) -> None:
        """Search again, and go to the first match at or after `begin`."""
        self._found_in = self._editor.note.revision
        self._hits = hits(self._editor.note.lines, self.wanted.value)
        self._hit = bisect_left(self._hits, (begin[0], (begin[1], 0))) % max(len(self._hits), 1)
        self._show(keep=not self._hits)

    def _show(self, *, keep: bool) -> None:
        here = self._hits[self._hit] if self._hits else None
        self._editor.show_found(self.wanted.value, here)
        if here is not None and not keep:
            self._editor.move_cursor((here[0], here[1][0]))
        if here is not None:
            self._tell(f"{self._hit + 1} of {len(self._hits)}", "dim")
        else:
            self._tell("no matches" if self.wanted.value else "", "warning")

    def _tell(self, text: str, role: str) -> None:
        """Show the number of matches."""
        parts = [Part(f"  {text} ", role)] if text else []
        self._count.styles.width = width_of(parts)
        self._count.tell(parts)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input is self.wanted:
            self._look(self._from)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input is self.by:
            self.replace(every=False)
        else:
            self.action_move(1)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._keys_changed()

    def replace(self, *, every: bool) -> None:
        """Replace the current match, or `every` match, as one undo step."""
        if self._editor.read_only:
            self._say("This note is read-only")
        elif self._hits:
            by, count = self.by.value, len(self._hits)
            row, (start, _) = self._hits[self._hit]
            self._editor.replace_found(self._hits if every else [self._hits[self._hit]], by)
            self._look((row, start + len(by)))
            if every:
                undo = commands.key_of("undo", self.where)
                self._say(f"Replaced {plural(count, 'match', 'matches')} · {undo} to undo")

    def action_move(self, step: int) -> None:
        """Go to the next (1) or previous (-1) match."""
        if self._hits:
            self._hit = (self._hit + step) % len(self._hits)
            self._show(keep=False)

    def action_other_field(self) -> None:
        (self.wanted if self.by.has_focus else self.by).focus()

    def action_replace_all(self) -> None:
        """Replace all matches; from the first field, go to the second one, which says by what."""
        if self.by.has_focus:
            self.replace(every=True)
        else:
            self.by.focus()

    def action_undo(self) -> None:
        self._editor.undo()

    def action_redo(self) -> None:
        self._editor.redo()

    def action_leave(self) -> None:
        self.leave()


class _Field(Input):
    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, id=f"{name}-field", select_on_focus=True)


def _label(widget_id: str, text: str) -> Words:
    label = Words(widget_id, [Part(text, "faint")])
    label.styles.width = len(text)
    return label


bind(FindBar)
