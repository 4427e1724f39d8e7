"""What the Export screen shows beside its form: counts, what is left out, and the written file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.geometry import Size

from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.widgets.bars import Painted
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, plural, width_of, wrap
from confnotes.tui.widgets.pick import INDENT as PICK_INDENT

if TYPE_CHECKING:
    from confnotes.actions.exporting.export_file import WrittenExport
    from confnotes.actions.exporting.preview import Counts
    from confnotes.model.summary import LeftOut

INDENT = 4  # cells


class Growing(Painted):
    """A widget as high as its content."""

    DEFAULT_CSS = "Growing { height: auto; }"

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.lines(width))


class Hint(Growing):
    """A hint about the focused row."""

    def __init__(self) -> None:
        super().__init__(id="hint")
        self._text, self._role = "", "faint"

    def tell(self, text: str, role: str) -> None:
        """Show the hint; a blank line without one."""
        if (text, role) != (self._text, self._role):
            self._text, self._role = text, role
            self.refresh(layout=True)

    def painted(self, width: int) -> list[Line]:
        return [[Part(" " * PICK_INDENT), Part(line, self._role)] for line in wrap(self._text, width - PICK_INDENT - 2)]


class Told(Growing):
    """Counts, private content, and what is left out; two lines in small windows."""

    def __init__(self) -> None:
        super().__init__(id="told")
        self._counts: Counts | None = None
        self.left_out: Sequence[LeftOut] = ()
        self._private: Sequence[LeftOut] = ()
        self.roomy = False

    def tell(self, counts: Counts | None, left_out: Sequence[LeftOut] = (), private: Sequence[LeftOut] = ()) -> None:
        """Show these figures."""
        self._counts, self.left_out, self._private = counts, left_out, private
        self.refresh(layout=True)

    @property
    def is_known(self) -> bool:
        return self._counts is not None

    def painted(self, width: int) -> list[Line]:
        if self._counts is None:
            return []
        indent = Part(" " * INDENT)
        counts = list(counts_in_words(self._counts))
        why, private = _in_words(self.left_out), _in_words(self._private)
        names = Part("  details", "link", "left_out")
        if self.roomy:
            told: list[Line] = [[], *([indent, Part(line, "dim")] for line in _wrapped(counts, width - INDENT - 2)), []]
            if private:
                told += [[indent, Part("includes private content", "faint")]]
                told += [*([indent, Part(line, "warning")] for line in _wrapped(private, width - INDENT - 2)), []]
            if why:
                told += [[indent, Part("left out", "faint"), names]]
                told += [*([indent, Part(line, "dim")] for one in why for line in wrap(one, width - INDENT - 2)), []]
            return told
        told = [[indent, Part(_wrapped(counts, width - INDENT - 1)[0], "dim")]]
        second = [Part("includes: " + " · ".join(private), "warning")] if private else []
        second += [Part((" · " if private else "") + "left out: " + " · ".join(why), "faint")] if why else []
        keys = [names] if why else []
        return [*told, [*clip([indent, *second], width - 1 - width_of(keys)), *keys]] if second else told


def _in_words(told: Sequence[LeftOut]) -> list[str]:
    return [f"{one.number:,} {clean(one.why)}" for one in told]


def _wrapped(words: Sequence[str], width: int) -> list[str]:
    """Counts as lines, wrapped between two counts."""
    lines = [""]
    for one in words:
        if lines[-1] and cell_len(lines[-1]) + len(" · ") + cell_len(one) > width:
            lines.append("")
        lines[-1] += f" · {one}" if lines[-1] else one
    return lines


def counts_in_words(counts: Counts) -> Iterator[str]:
    """`23 talks`, `41 posters`, …, the number of pages; most important first."""
    yield from filter(
        None,
        (
            "" if any((counts.talks, counts.posters, counts.actions, counts.questions)) else "no notes yet",
            plural(counts.talks, "talk"),
            plural(counts.posters, "poster"),
            plural(counts.highlights, "highlight"),
            plural(counts.actions, "open task"),
            plural(counts.questions, "open question"),
            plural(counts.photos, "photo"),
            f"~{counts.pages:,} pages" if counts.pages > 1 else "",
            plural(counts.references, "reference"),
            plural(counts.words, "word"),
        ),
    )


class Result(Growing, can_focus=True):
    """The progress, then the written file; enter opens it, c copies it or its path."""

    def __init__(self, open_it: Callable[[], None], copy_it: Callable[[], None]) -> None:
        super().__init__(id="result")
        self._open, self._copy = open_it, copy_it
        self.written: WrittenExport | None = None
        self._doing = ""
        self.display = False

    def say(self, doing: str, seconds: int) -> None:
        """Show the current step and its duration."""
        self._doing = f"{doing} …{f' {seconds} s' if seconds else ''}"
        self.display = True
        self.refresh(layout=True)

    def tell(self, written: WrittenExport | None) -> None:
        """Show the written file; hide for None."""
        self._doing, self.written = "", written
        self.display = written is not None
        self.refresh(layout=True)

    def painted(self, width: int) -> list[Line]:
        mark = Part("  ▸ " if self.has_focus else "    ", "accent")
        if self._doing:
            return [[mark, Part(clean(self._doing), "accent"), Part(f" · {key_of('back')} to cancel", "faint")]]
        if self.written is None:
            return []
        told = " · ".join((tilde(self.written.path), *self.written.words()))
        lines = wrap(("✓ " if self.written.changed else "✓ unchanged: ") + clean(told), width - INDENT - 1)
        lines += [piece for notice in self.written.notices for piece in wrap(clean(notice), width - INDENT - 1)]
        told_lines: list[Line] = [[mark, Part(lines[0], "success")]]
        told_lines += [[Part(" " * INDENT), Part(line, "success")] for line in lines[1:]]
        keys = [Part(" " * INDENT), Part(key_of("follow"), "accent", "open"), Part(" open   ", "dim", "open")]
        return [
            *told_lines,
            [*keys, Part(key_of("copy", typing=True), "accent", "copy"), Part(" copy", "dim", "copy")],
        ]

    def on_key(self, event: events.Key) -> None:
        if self.written is not None and event.key == "enter":
            event.stop()
            self._open()

    def on_painted_pressed(self, event: Painted.Pressed) -> None:
        event.stop()
        (self._copy if event.target == "copy" else self._open)()


def tilde(path: Path) -> str:
    """A path with ~ for the home folder."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
