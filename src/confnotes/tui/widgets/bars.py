"""The top line, the tabs, the footer and the banner of screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from confnotes.markup.damage_words import describe_damage
from confnotes.model.damage import Damage
from confnotes.tui import commands
from confnotes.tui.command import Command, Where
from confnotes.tui.widgets.drawing import Line, Part, clip, spread, strip_of, style_on, width_of, wrap

MOST_MESSAGE_LINES = 3  # a longer message would cover its subject
_LAST_TO_GO: Final[Sequence[Callable[[Command], bool]]] = (
    lambda command: command.on == "leader",
    lambda command: command.action in ("back", "leave"),
    lambda command: command.action == "app.command_palette",
)


class Painted(Widget):
    """A widget that draws lines of parts and reports clicks on them."""

    @dataclass
    class Pressed(Message):
        """A part with a `click` was clicked."""

        widget: Painted
        target: str

    _painted: tuple[int, list[Line]] | None = None

    def painted(self, width: int) -> list[Line]:
        """The lines to draw in `width` cells."""
        raise NotImplementedError

    def refresh(self, *regions: Region, **how: bool) -> Self:
        """Draw again after a change."""
        self._painted = None
        return super().refresh(*regions, **how)

    def lines(self, width: int) -> list[Line]:
        """The drawn lines, cached for a width."""
        if self._painted is None or self._painted[0] != width:
            self._painted = (width, self.painted(width))
        return self._painted[1]

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines = self.lines(width)
        return strip_of(lines[y] if y < len(lines) else [], width, self._style_of, self.visual_style.rich_style)

    def _style_of(self, role: str) -> Style:
        return style_on(self, role)

    def on_click(self, event: events.Click) -> None:
        target = event.style.meta.get("press")
        if isinstance(target, str) and target:
            event.stop()
            self.post_message(self.Pressed(self, target))


class TopLine(Painted):
    """The top line: the location at the left, current information and `corner` at the right.

    `corner` says how the vault stands with other machines.
    """

    corner: reactive[str] = reactive("")

    def __init__(self) -> None:
        super().__init__()
        self._left: Sequence[Part] = ()
        self._right: Sequence[Part] = ()
        self.below: CommandLine | None = None

    def tell(self, left: Sequence[Part], right: Sequence[Part] = ()) -> None:
        """Show these parts."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()
            if self.below is not None:
                self.below.refresh()

    def tell_hint(self, hint: Sequence[Part]) -> None:
        """Replace the hint at the right, if it is shown."""
        if self.names(hint[0].click):
            self.tell(self._left, hint)

    def names(self, command_id: str) -> bool:
        """Whether the key of that command is shown here."""
        return any(part.click == command_id for part in self._right)

    def painted(self, width: int) -> list[Line]:
        corner = [Part(f"{' · ' if self._right else ''}{self.corner}", "faint")] if self.corner else []
        return [spread([Part(" "), *self._left], [*self._right, *corner, Part(" ")], width)]


class CommandLine(Painted):
    """The commands of this screen, as many as fit; temporarily replaced by messages.

    The leader, the way back and the command palette go last: users can find everything else, and leave.
    """

    is_steady: ClassVar[bool] = False
    """Whether a command without room hides those after it, so that they do not take its place now and then."""

    is_typing: reactive[bool] = reactive(True)
    """Whether keys are named as they are pressed while one types."""

    def __init__(self, where: Where, top: TopLine | None = None) -> None:
        """Commands that `top` names are left to it."""
        super().__init__()
        self._where, self._top = where, top
        self._commands = commands.footer(where)
        self._message: Line = []
        self._labels: dict[str, str] = {}

    def label(self, command_id: str, label: str) -> None:
        """Change a command's label to what it would do now; "" is its own."""
        if label != self._labels.get(command_id, ""):
            self._labels[command_id] = label
            self.refresh()

    def offer(self, missing: Callable[[Command], str]) -> None:
        """Show the commands of this screen for which nothing is `missing`."""
        chosen = [command for command in commands.footer(self._where) if not missing(command)]
        if chosen != self._commands:
            self._commands = chosen
            self.refresh()

    def say(self, text: str, role: str) -> None:
        """Show a message until `unsay`."""
        self._message = [Part(" "), Part(text, role)]
        self._fit()

    def unsay(self) -> None:
        """Show the commands again."""
        if self._message:
            self._message = []
            self._fit()

    def _fit(self) -> None:
        """Set the height: the lines of the message, or one line of commands."""
        self.styles.height = 1 + (len(self._message_lines(self.size.width)) if self._message else 1)
        self.refresh()

    def _message_lines(self, width: int) -> list[Line]:
        _, text = self._message
        lines = wrap(text.text, max(width - 2, 1))
        return [[Part(" "), text._replace(text=line)] for line in lines[:MOST_MESSAGE_LINES]]

    def on_resize(self) -> None:
        if self._message:
            self._fit()

    @property
    def message(self) -> str:
        """The current message, "" without one."""
        return "".join(part.text for part in self._message).strip()

    def painted(self, width: int) -> list[Line]:
        if self._message:
            return self._message_lines(width)
        shown = {command.id: self._named(command) for command in self._commands if self._is_useful(command)}
        left = width + 1
        fitting: set[str] = set()
        for name in (one.id for lasts in _LAST_TO_GO for one in self._commands if lasts(one)):
            if name in shown and width_of(shown[name]) <= left:
                fitting.add(name)
                left -= width_of(shown[name])
        for name, parts in shown.items():
            if name not in fitting and width_of(parts) <= left:
                fitting.add(name)
                left -= width_of(parts)
            elif self.is_steady and name not in fitting:
                break
        return [[Part(" "), *(part for name, parts in shown.items() if name in fitting for part in parts)]]

    def _is_useful(self, command: Command) -> bool:
        is_said_above = self._top is not None and self._top.names(command.id)
        return not is_said_above and (self.is_typing or command.on != "leader")

    def _named(self, command: Command) -> Line:
        return [
            Part(commands.footer_key(command, is_typing=self.is_typing), "accent", command.id),
            Part(" ", "dim", command.id),
            Part(self._labels.get(command.id) or command.label, "dim", command.id),
            Part("   "),
        ]


def damage_words(damaged: Mapping[str, tuple[Damage, ...]]) -> list[str]:
    """The banner's words about files that cannot be fully read."""
    first = next(iter(damaged), None)
    if first is None:
        return []
    more = f"and {len(damaged) - 1} more" if len(damaged) > 1 else ""
    return [
        describe_damage(first, damaged[first]),
        *filter(None, [more]),
        "the rest is shown",
        "run confnotes doctor for details",
    ]


class Banner(Painted):
    """A permanent warning: as many of its words as fit, most important first."""

    DEFAULT_CSS = "Banner { height: 1; background: $error 18%; }"

    words: reactive[Sequence[str]] = reactive(())

    def watch_words(self) -> None:
        self.display = bool(self.words)

    def painted(self, width: int) -> list[Line]:
        first, *others = self.words or ("",)
        line = [Part(" "), Part(first, "error")]
        for words in others:
            more = [*line, Part(f" · {words}", "strong")]
            if width_of(more) >= width:
                break
            line = more
        return [clip(line, width)]


class Words(Painted):
    """A line of parts that can be replaced."""

    def __init__(self, widget_id: str, parts: Sequence[Part] = ()) -> None:
        super().__init__(id=widget_id)
        self._parts = parts
        self._right = False

    def tell(self, parts: Sequence[Part], *, right: bool = False) -> None:
        """Show these parts, with `right` at the right edge."""
        self._parts, self._right = parts, right
        self.refresh()

    def painted(self, width: int) -> list[Line]:
        return [spread([], self._parts, width) if self._right else clip(self._parts, width)]


class TabLine(Painted):
    """Tabs side by side, one of them selected; the line scrolls if they do not fit. `beside` is at the right."""

    beside: reactive[Sequence[Part]] = reactive(())

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        index: int

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._titles: Sequence[str] = ()
        self._index = 0

    def tell(self, titles: Sequence[str], index: int) -> None:
        """Show these tabs."""
        self._titles, self._index = titles, index
        self.refresh()

    def painted(self, width: int) -> list[Line]:
        first = 0
        while first < self._index and width_of(self._line(first, self._index)) > width - 4:
            first += 1
        line = self._line(first, len(self._titles) - 1)
        tabs = [Part("  " if not first else " ‹"), *line]
        room = width - width_of(tabs) - 3
        beside = [part._replace(click="") for part in self.beside]
        return [spread(tabs, [*clip(beside, room), Part(" ")], width) if beside and room > 0 else tabs]

    def _line(self, first: int, last: int) -> Line:
        parts: Line = []
        for index in range(first, last + 1):
            role = "strong" if index == self._index else "faint"
            parts += [Part(" ", "text", str(index)), Part(self._titles[index], role, str(index)), Part("  ")]
        return parts

    def on_painted_pressed(self, event: Painted.Pressed) -> None:
        event.stop()
        self.post_message(self.Chosen(int(event.target)))
