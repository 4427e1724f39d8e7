"""A line of a form: what it is about, what is typed, and a word about that beside it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from confnotes.tui.widgets.bars import Words
from confnotes.tui.widgets.drawing import Part, width_of

LABEL = 16
_LEAST = 12


class Field(Horizontal):
    """A label, an input, and a remark that takes the cells it needs."""

    DEFAULT_CSS = f"""
    Field {{ height: 1; }}
    Field .label {{ width: {LABEL}; }}
    Field Input {{ width: 1fr; min-width: {_LEAST}; }}
    Field .remark {{ width: 0; }}
    """

    def __init__(self, label: str, field: Input, *, width: int | None = None) -> None:
        """`width` are the cells of the input; without it, it takes all that the remark leaves."""
        super().__init__()
        if width is not None:
            field.styles.width = width
        self.input = field
        self._label = Words(f"label-{field.id}", [Part(f"    {label}", "dim")])
        self._label.add_class("label")
        self._remark = Words(f"remark-{field.id}")
        self._remark.add_class("remark")
        self._parts: Sequence[Part] = ()

    def compose(self) -> ComposeResult:
        yield self._label
        yield self.input
        yield self._remark

    @property
    def remark(self) -> str:
        """What is said beside the input."""
        return "".join(part.text for part in self._parts)

    def tell(self, *parts: Part) -> None:
        """Say something beside the input."""
        if parts != tuple(self._parts):
            self._parts = parts
            self._remark.tell([Part("  "), *parts] if parts else [])
            self._fit()

    def _fit(self) -> None:
        most = max(self.size.width - LABEL - _LEAST, 0)
        self._remark.styles.width = min(width_of(self._parts) + 3, most) if self._parts else 0

    def on_resize(self, event: events.Resize) -> None:
        self._fit()
