"""The private names of Textual that confnotes uses, under names of our own.

Any release of Textual may change these names without notice. They are used only here, and
`tests/tui/test_textual_private.py` fails when one is gone. The classes come before Textual's own among the bases of
ours, and import none of them: an editor is loaded when a note is opened.
"""

from __future__ import annotations

import asyncio
import codecs
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from queue import Empty
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from textual import events
from textual._context import active_app, active_message_pump
from textual._keyboard_protocol import FUNCTIONAL_KEYS as FUNCTIONAL_KEYS
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser as XTermParser
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.keys import Keys
from textual.message_pump import MessagePump
from textual.strip import Strip

if TYPE_CHECKING:
    from collections import deque

    from textual.binding import Binding
    from textual.css.styles import RulesMap
    from textual.filter import LineFilter
    from textual.message import Message
    from textual.screen import Screen
    from textual.widget import Widget
    from textual.widgets import TextArea
    from textual.widgets.text_area import Document, Edit, EditHistory, EditResult, Location, Selection

    _App = App[None]
    _Screen = Screen[Any]
    _TextArea = TextArea
    _Document = Document
    _Edit = Edit
else:
    _App = _Screen = _TextArea = _Document = _Edit = object

_MORE_OF_A_KEY = frozenset(("", "\x1b", *"NOPX[]\\^_"))
"""What may follow Esc in a longer sequence, and what Textual recognises anyway."""


class PartsStylesheet(Stylesheet):
    """A style sheet that finds the rules of a widget's parts (component classes) once for widgets in the same state.

    Textual looks for the rules of each part whenever it styles a widget, and an editor has 48 parts: that was more than
    half of the time in which a note opens.
    """

    found: ClassVar[LRUCache[tuple[object, ...], dict[str, RulesMap]]] = LRUCache(256)

    def _process_component_classes(self, node: DOMNode) -> None:
        if not (parts := node._get_component_classes()):
            return
        state = self.state_of_parts(node, parts)
        if (found := self.found.get(state)) is None:
            super()._process_component_classes(node)
            self.found[state] = {part: style.base.get_rules() for part, style in node._component_styles.items()}
            return
        styles = node._component_styles
        changed = [part for part in found if part not in styles or styles[part].base.get_rules() != found[part]]
        for part in changed:
            virtual = DOMNode(classes=part)
            virtual._attach(node)
            virtual.styles.base.merge_rules(found[part])
            styles[part] = virtual.styles
        if changed:
            node.refresh()

    def state_of_parts(self, node: DOMNode, parts: Iterable[str]) -> tuple[object, ...]:
        """All that decides which rules the parts have: the rules that may be theirs, and what these can ask about the
        widget and those around it."""
        names = ("*", DOMNode.__name__, *(f".{part}" for part in sorted(parts)))
        rules = [rule for name in names for rule in self.rules_map.get(name, ())]
        asked = {name for rule in rules for name in rule.pseudo_classes}
        around = [
            (type(one), one.id, one.classes, frozenset(filter(one.has_pseudo_class, asked)))
            for one in node.css_path_nodes
        ]
        return (frozenset(parts), *rules, *around)


class OpenApp(_App):
    """An app with a hook for unexpected errors. Its workers find it also when their screen is closed."""

    has_theme = False
    """Whether a theme was chosen: without one, Textual would compute the colors of its own first."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.stylesheet = PartsStylesheet()

    def on_load(self) -> None:
        # Textual finds the app by the parents of a screen, and a closed one has none: the error would end the program
        threads = ThreadPoolExecutor(initializer=active_app.set, initargs=(self,))
        asyncio.get_running_loop().set_default_executor(threads)

    def get_css_variables(self) -> dict[str, str]:
        return super().get_css_variables() if self.has_theme else {}

    def meet_fault(self, error: Exception) -> None:
        """Handle an unexpected error."""
        super()._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        self.meet_fault(error)

    def _fatal_error(self) -> None:
        """End without Textual's traceback, which prints the values of all variables, including notes."""
        self._close_messages_no_wait()


class SteadyScreen(_Screen):
    """A screen that is dismissed only while it is on top, and ignores resize events with an outdated size.

    While its window is too small to show anything, a hidden widget keeps the focus, and what is typed goes there.

    A second request to close it in the same moment, by a second esc or a double click, does nothing.

    Textual lays a screen out for each resize event and then sends it the result. Two layouts at once, as when a window
    changes during start-up, undo each other for ever, and no key and no signal is handled.
    """

    async def _on_resize(self, event: events.Resize) -> None:
        if event.size != self.app.size:
            event.prevent_default().stop()

    def _reset_focus(self, widget: Widget, avoiding: list[Widget] | None = None) -> None:
        if avoiding is not None or not {"-slim", "-flat"} & self.classes:
            super()._reset_focus(widget, avoiding)

    def on_unmount(self) -> None:
        """Forget what its widgets have drawn: in a cache of two styles, Textual keeps the last 1,024 widgets alive."""
        StylesCache.get_inner_outer.cache_clear()

    def dismiss(self, result: Any = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete()


class OpenTextArea(_TextArea):
    """A text area with hooks for its document, wrapping and drawing."""

    def make_document(self, text: str) -> None:
        """Create the document, its wrapping and its navigator for a new text."""
        super()._set_document(text, None)

    def _set_document(self, text: str, language: str | None) -> None:
        self.make_document(text)

    async def take_key(self, event: events.Key) -> None:
        """Handle a key of the editor."""
        await super()._on_key(event)

    async def _on_key(self, event: events.Key) -> None:
        await self.take_key(event)

    def replace_as_typed(self, text: str, start: Location, end: Location) -> EditResult | None:
        """Replace text as if typed, moving the cursor; None if the text is read-only."""
        return self._replace_via_keyboard(text, start, end)

    def go_through(self, edits: Sequence[Edit], *, again: bool) -> None:
        """Undo the edits of a step, or do them `again`."""
        (super()._redo_batch if again else super()._undo_batch)(edits)

    def _undo_batch(self, edits: Sequence[Edit]) -> None:
        self.go_through(edits, again=False)

    def _redo_batch(self, edits: Sequence[Edit]) -> None:
        self.go_through(edits, again=True)

    def rewrap(self) -> None:
        """Wrap the document for the current width."""
        super()._rewrap_and_refresh_virtual_size()

    def _rewrap_and_refresh_virtual_size(self) -> None:
        self.rewrap()

    def fit_size(self) -> None:
        """Scroll as far as the rows reach now; the scrollbar is drawn again only where that changed."""
        before = self.virtual_size
        super()._refresh_size()
        if self.virtual_size != before:
            self._scroll_update(self.virtual_size)

    def _refresh_size(self) -> None:
        self.fit_size()

    def change_theme(self) -> None:
        """React to another theme."""
        super()._app_theme_changed()

    def _app_theme_changed(self) -> None:
        self.change_theme()

    def on_unmount(self) -> None:
        """Be forgotten by the app, which would keep the editor with its screen until the theme changes."""
        watching = vars(self.app).get("__watchers", {}).get("theme", [])
        watching[:] = [one for one in watching if one[0] is not self]

    def _build_highlight_map(self) -> None:
        """Nothing to build: lines are styled when they are drawn."""


class OpenDocument(_Document):
    """A document with settable lines and line end."""

    def keep(self, lines: list[str], newline: str) -> None:
        self._lines = lines
        self.end_lines_with(newline)

    def end_lines_with(self, newline: str) -> None:
        """Set the line end for writing."""
        self._newline = newline  # type: ignore[assignment]


class OpenEdit(_Edit):
    """An edit that keeps its result."""

    @property
    def made(self) -> EditResult:
        """The result, once the edit was applied."""
        assert self._edit_result is not None
        return self._edit_result

    @property
    def selection_before(self) -> Selection | None:
        """The selection when the edit was applied."""
        return self._original_selection

    def was_done(self, made: EditResult, selection_before: Selection | None) -> None:
        """Set the result of an edit applied elsewhere."""
        self._edit_result, self._original_selection = made, selection_before


def undo_steps(history: EditHistory) -> deque[list[Edit]]:
    """The steps that can be undone, the last one last; changing the list changes the history."""
    return history._undo_stack


def redo_steps(history: EditHistory) -> deque[list[Edit]]:
    """The steps that can be redone, the next one last."""
    return history._redo_stack


def understand_keys(understand: Callable[[str], events.Key | str]) -> None:
    """Have `understand` translate each sequence from a terminal to a key, or to a sequence for Textual to read.

    Textual ends at numbers that it does not expect, and types half characters (surrogates), which no file can hold.
    """
    textuals = XTermParser._sequence_to_key_events

    def keys_of(self: XTermParser, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        found = understand(sequence)
        try:
            keys = [*textuals(self, found, alt)] if isinstance(found, str) else [found]
        except (ValueError, OverflowError):
            keys = [events.Key(Keys.Ignore, None)]
        return [key if is_text(key) else events.Key(Keys.Ignore, None) for key in keys]

    XTermParser._sequence_to_key_events = keys_of  # type: ignore[method-assign]


def is_text(key: events.Key) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in key.character or "")


class EscTellingParser(XTermParser):
    """A parser that reads Esc and a character as two keys if Esc was read a while before the character.

    Textual waits a tenth of a second after Esc and combines it with the next character to alt. Terminals send alt and
    its character in one piece.
    """

    alone_after = 0.025
    """Seconds after which Esc is a key of its own: fingers are slower, and a key sent in two pieces is faster."""

    esc_read: float | None = None
    """When Esc was read, if it was read last."""

    def feed(self, data: str) -> Iterable[Message]:
        """Parse a piece of input."""
        follows = data[:1] not in _MORE_OF_A_KEY
        waited = monotonic() - self.esc_read if self.esc_read is not None else 0.0
        if follows and waited >= self.alone_after and self._timeout_time is not None:
            self._timeout_time = 0.0
            yield from self.tick()
        yield from super().feed(data)
        self.esc_read = monotonic() if data.endswith("\x1b") else None


def tell_esc_apart() -> None:
    """Read the terminal with `EscTellingParser`. A console of Windows tells Esc from alt itself."""
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    vars(linux_driver)["XTermParser"] = EscTellingParser


def read_any_bytes() -> None:
    """Decode bytes that are not UTF-8 as U+FFFD, and turn errors of the input thread into errors of the app.

    Textual stops reading at the first such byte, loses what came with it, prints a traceback and ends with code 0. A
    console of Windows gives characters, no bytes.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    def replacing_decoder(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
        return partial(codecs.getincrementaldecoder(encoding), errors="replace")

    read = linux_driver.LinuxDriver.run_input_thread

    def read_or_tell(self: linux_driver.LinuxDriver) -> None:
        try:
            read(self)
        except Exception as error:
            self._app.call_later(self._app._handle_exception, error)

    vars(linux_driver)["getincrementaldecoder"] = replacing_decoder
    linux_driver.LinuxDriver.run_input_thread = read_or_tell  # type: ignore[method-assign]


def has_its_turn(pump: MessagePump) -> bool:
    """Whether the current code was called by this widget, screen or app."""
    return pump is active_message_pump.get()


def begin_with_theme(app: OpenApp, name: str) -> None:
    """Use a theme before the first frame; to assign it would parse every style sheet a second time."""
    app.has_theme = True
    app.set_reactive(App.theme, name)
    dark = app.current_theme.dark
    app.update_classes({f"-theme-{name}": True, "-dark-mode": dark, "-light-mode": not dark}, update=False)
    app._refresh_truecolor_filter(app.ansi_theme)
    app.stylesheet.set_variables(app.get_css_variables())


def is_being_left(app: App[Any]) -> bool:
    """Whether the app is ending and calls nothing any more."""
    return app._exit


def bindings_of(owner: DOMNode, key: str) -> Sequence[Binding]:
    return owner._bindings.key_to_bindings.get(key, ())


def rebind(kind: type[DOMNode], there: Iterable[DOMNode]) -> None:
    """Take the changed `BINDINGS` of a class, for those that are `there`, too."""
    kind._merged_bindings = kind._merge_bindings()
    for node in there:
        if type(node) is kind:
            node._bindings = kind._merged_bindings.copy()


def filter_lines(app: App[Any], line_filter: LineFilter) -> None:
    """Let a filter change all that the app draws, after the filters of Textual."""
    app._filters.append(line_filter)


def has_terminal(app: App[Any]) -> bool:
    """Whether the app draws on the terminal now, and no other program does."""
    return app._driver is not None and app._driver._auto_restart


def write_to_terminal(app: App[Any], sequence: str) -> None:
    """Write an escape sequence between two frames, unless another program has the terminal."""
    if app._driver is not None and app._driver._auto_restart:
        app._driver.write(sequence)
        app._driver.flush()


def draw_nowhere(app: App[Any]) -> None:
    """Drop all output from now on, since the terminal is gone."""
    driver = app._driver
    if driver is not None:
        driver.write = _forget  # type: ignore[method-assign]
        writer = getattr(driver, "_writer_thread", None)
        with suppress(AttributeError, Empty):
            while writer is not None:
                writer._queue.get_nowait()


def _forget(data: str) -> None:
    pass


def clean_unstyled(strip: Strip, clean: Callable[[str], str]) -> None:
    """Clean the segments of a strip that have no style, before it is rendered for the first time."""
    if strip._render_cache is None and any(style is None for _, style, _ in strip._segments):
        strip._segments = [
            Segment(clean(text)) if style is None and control is None else Segment(text, style, control)
            for text, style, control in strip._segments
        ]


def pass_over_late_clicks() -> None:
    """Ignore a click on an option that no longer exists because the list became shorter: Textual would end."""
    from textual.widgets import OptionList

    click = OptionList._on_click

    async def click_on_what_is_there(self: OptionList, event: events.Click) -> None:
        clicked = event.style.meta.get("option")
        if clicked is None or clicked < self.option_count:
            await click(self, event)

    OptionList._on_click = click_on_what_is_there  # type: ignore[method-assign]
