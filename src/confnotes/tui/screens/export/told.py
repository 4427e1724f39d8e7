"""What the export tells beside its choices: how much will come out, what is left out, and what was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.geometry import Size
from textual.message import Message

from confnotes.tui.widgets.bars import Painted
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, plural, width_of, wrap
from confnotes.tui.widgets.pick import INDENT as PICK_INDENT

if TYPE_CHECKING:
    from confnotes.actions.exporting.export_file import WrittenExport
    from confnotes.actions.exporting.preview import Counts
    from confnotes.model.summary import LeftOut

INDENT = 4  # cells


class Growing(Painted):
    """As many lines as there is to tell."""

    DEFAULT_CSS = "Growing { height: auto; }"

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.lines(width))

    def repaint(self) -> None:
        self._painted = None
        self.refresh(layout=True)


class Hint(Growing):
    """A few words about what the keys go to."""

    def __init__(self) -> None:
        super().__init__(id="hint")
        self._text, self._role = "", "faint"

    def tell(self, text: str, role: str) -> None:
        """Say them, a blank line where there are none."""
        if (text, role) != (self._text, self._role):
            self._text, self._role = text, role
            self.repaint()

    def painted(self, width: int) -> list[Line]:
        return [[Part(" " * PICK_INDENT), Part(line, self._role)] for line in wrap(self._text, width - PICK_INDENT - 2)]


class Told(Growing):
    """Counts, what is in it that is private, and what is left out: two lines where there is little room."""

    def __init__(self) -> None:
        super().__init__(id="told")
        self._counts: Counts | None = None
        self.left_out: Sequence[LeftOut] = ()
        self._private: Sequence[LeftOut] = ()
        self.roomy = False

    def tell(self, counts: Counts | None, left_out: Sequence[LeftOut] = (), private: Sequence[LeftOut] = ()) -> None:
        """Tell these."""
        self._counts, self.left_out, self._private = counts, left_out, private
        self.repaint()

    @property
    def is_known(self) -> bool:
        """Whether there is anything to tell."""
        return self._counts is not None

    def painted(self, width: int) -> list[Line]:
        if self._counts is None:
            return []
        indent = Part(" " * INDENT)
        counts = list(counts_in_words(self._counts))
        why, private = _in_words(self.left_out), _in_words(self._private)
        names = Part("  F3 names", "faint", "left_out")
        if self.roomy:
            told: list[Line] = [[], *([indent, Part(line, "dim")] for line in _wrapped(counts, width - INDENT - 2)), []]
            if private:
                told += [[indent, Part("private, and in it", "faint")]]
                told += [*([indent, Part(line, "warning")] for line in _wrapped(private, width - INDENT - 2)), []]
            if why:
                told += [[indent, Part("left out", "faint"), names]]
                told += [*([indent, Part(line, "dim")] for one in why for line in wrap(one, width - INDENT - 2)), []]
            return told
        told = [[indent, Part(_wrapped(counts, width - INDENT - 1)[0], "dim")]]
        second = [Part("in it: " + " · ".join(private), "warning")] if private else []
        second += [Part((" · " if private else "") + "left out: " + " · ".join(why), "faint")] if why else []
        keys = [names] if why else []
        return [*told, [*clip([indent, *second], width - 1 - width_of(keys)), *keys]] if second else told


def _in_words(told: Sequence[LeftOut]) -> list[str]:
    return [f"{one.number:,} {clean(one.why)}" for one in told]


def _wrapped(words: Sequence[str], width: int) -> list[str]:
    """Counts as lines that are broken between two of them."""
    lines = [""]
    for one in words:
        if lines[-1] and cell_len(lines[-1]) + len(" · ") + cell_len(one) > width:
            lines.append("")
        lines[-1] += f" · {one}" if lines[-1] else one
    return lines


def counts_in_words(counts: Counts) -> Iterator[str]:
    """`23 talks`, `41 posters`, … , about how many pages; what matters most first."""
    yield from filter(
        None,
        (
            "" if any((counts.talks, counts.posters, counts.actions, counts.questions)) else "nothing noted there yet",
            plural(counts.talks, "talk"),
            plural(counts.posters, "poster"),
            plural(counts.highlights, "highlight"),
            f"{counts.actions:,} to do" if counts.actions else "",
            plural(counts.questions, "open question"),
            plural(counts.photos, "photo"),
            f"~{counts.pages:,} pages" if counts.pages > 1 else "",
            plural(counts.references, "reference"),
            plural(counts.words, "word"),
        ),
    )


class Result(Growing, can_focus=True):
    """What is being done, then what was written; enter opens it, c copies its path."""

    @dataclass
    class Wanted(Message):
        """The file is to be opened, or its path to be copied."""

        copies: bool

    def __init__(self) -> None:
        super().__init__(id="result")
        self.written: WrittenExport | None = None
        self._doing = ""
        self.display = False

    def say(self, doing: str, seconds: int) -> None:
        """Tell what is being done, and for how long."""
        self._doing = f"{doing} …{f' {seconds} s' if seconds else ''}"
        self.display = True
        self.repaint()

    def tell(self, written: WrittenExport | None) -> None:
        """Tell what was written; nothing at all for None."""
        self._doing, self.written = "", written
        self.display = written is not None
        self.repaint()

    def painted(self, width: int) -> list[Line]:
        mark = Part("  ▸ " if self.has_focus else "    ", "accent")
        if self._doing:
            return [[mark, Part(clean(self._doing), "accent"), Part(" · esc stops it", "faint")]]
        if self.written is None:
            return []
        told = " · ".join((tilde(self.written.path), *self.written.words()))
        lines = wrap(("✓ " if self.written.changed else "✓ unchanged: ") + clean(told), width - INDENT - 1)
        lines += [piece for notice in self.written.notices for piece in wrap(clean(notice), width - INDENT - 1)]
        told_lines: list[Line] = [[mark, Part(lines[0], "success")]]
        told_lines += [[Part(" " * INDENT), Part(line, "success")] for line in lines[1:]]
        keys = [Part(" " * INDENT), Part("ctrl+o", "accent", "open"), Part(" opens it   ", "dim", "open")]
        return [*told_lines, [*keys, Part("ctrl+y", "accent", "copy"), Part(" copies its path", "dim", "copy")]]

    def on_key(self, event: events.Key) -> None:
        if self.written is not None and event.key in ("enter", "o", "c"):
            event.stop()
            self.post_message(self.Wanted(copies=event.key == "c"))

    def on_painted_pressed(self, event: Painted.Pressed) -> None:
        event.stop()
        self.post_message(self.Wanted(copies=event.target == "copy"))


def tilde(path: Path) -> str:
    """A path as one writes it: from one's home on with ~."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
