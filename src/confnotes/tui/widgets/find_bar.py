"""The line in which one says what to find in a note, and what to put in its place."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from confnotes.tui.widgets.bars import Words
from confnotes.tui.widgets.drawing import Line, Part, width_of

FIND_KEYS: Line = [
    *(Part("enter", "accent"), Part(" next   ", "dim")),
    *(Part("↑", "accent"), Part(" before   ", "dim")),
    *(Part("tab", "accent"), Part(" replace   ", "dim")),
    *(Part("esc", "accent"), Part(" back", "dim")),
]
REPLACE_KEYS: Line = [
    *(Part("enter", "accent"), Part(" replace   ", "dim")),
    *(Part("↓", "accent"), Part(" next   ", "dim")),
    *(Part("ctrl+a", "accent"), Part(" all   ", "dim")),
    *(Part("esc", "accent"), Part(" back", "dim")),
]


class FindBar(Horizontal):
    """Two fields and how much was found; says what somebody wants, and does nothing itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next", show=False, priority=True),
        Binding("up,shift+enter", "move(-1)", "The one before", show=False, priority=True),
        Binding("tab,shift+tab", "other_field", "The other field", show=False, priority=True),
        Binding("ctrl+z", "history('undo')", "Undo", show=False, priority=True),
        Binding("ctrl+y", "history('redo')", "Redo", show=False, priority=True),
        Binding("escape", "leave", "Back to the text", show=False, priority=True),
    ]

    DEFAULT_CSS = """
    FindBar { display: none; height: 2; border-top: solid $rule; }
    FindBar.-open { display: block; }
    FindBar Words { width: auto; height: 1; }
    FindBar Input { width: 1fr; min-width: 8; }
    """

    class Wanted(Message):
        """What is to be found was typed."""

    class Moved(Message):
        """The next (1) or the one before (-1) is wanted."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Replaced(Message):
        """This one, or `every` one, is to be replaced."""

        def __init__(self, every: bool) -> None:
            super().__init__()
            self.every = every

    class History(Message):
        """The last change of the text is to be undone or done again."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    class Left(Message):
        """Somebody goes back to the text."""

    class FieldChosen(Message):
        """Another of the two fields is typed into."""

    def __init__(self) -> None:
        super().__init__(id="find-bar")
        self.wanted = _Field("find", "in this note")
        self.by = _ReplaceField("replace", "with nothing")
        self._labels = (_label("find-label", " find "), _label("replace-label", " replace "))
        self._count = Words("find-count")

    def compose(self) -> ComposeResult:
        yield self._labels[0]
        yield self.wanted
        yield self._labels[1]
        yield self.by
        yield self._count

    @property
    def is_open(self) -> bool:
        """Whether it is on the screen."""
        return self.has_class("-open")

    @property
    def keys(self) -> Line:
        """What the keys do in the field that is typed into."""
        return REPLACE_KEYS if self.by.has_focus else FIND_KEYS

    def open(self, wanted: str | None) -> None:
        """Show it and type into it; a new query takes the place of the last one."""
        self.add_class("-open")
        if wanted:
            self.wanted.value = wanted
        self.wanted.focus()
        self.wanted.select_all()

    def close(self) -> None:
        """Take it off the screen."""
        self.remove_class("-open")

    def tell(self, text: str, role: str) -> None:
        """Say how much was found."""
        parts = [Part(f"  {text} ", role)] if text else []
        self._count.styles.width = width_of(parts)
        self._count.tell(parts)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input is self.wanted:
            self.post_message(self.Wanted())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Replaced(every=False) if event.input is self.by else self.Moved(1))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.post_message(self.FieldChosen())

    def action_move(self, step: int) -> None:
        self.post_message(self.Moved(step))

    def action_other_field(self) -> None:
        (self.wanted if self.by.has_focus else self.by).focus()

    def action_history(self, what: str) -> None:
        self.post_message(self.History(what))

    def action_leave(self) -> None:
        self.post_message(self.Left())


class _Field(Input):
    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, id=f"{name}-field", select_on_focus=True)


class _ReplaceField(_Field):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+a", "replace_all", "Replace all", show=False)]

    def action_replace_all(self) -> None:
        self.post_message(FindBar.Replaced(every=True))


def _label(widget_id: str, text: str) -> Words:
    label = Words(widget_id, [Part(text, "faint")])
    label.styles.width = len(text)
    return label
