"""The base of all screens: top line, body, footer, messages, and a notice in windows that are too small."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from inspect import isawaitable
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import actions, events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import MountError, Widget
from textual.widgets import Static

from confnotes.errors import ConfnotesError, MissingError, remedy_of
from confnotes.tui import commands
from confnotes.tui.beside import call_if_wanted, read_beside, write_beside
from confnotes.tui.bound_keys import bind
from confnotes.tui.command import Command, Need, Where
from confnotes.tui.textual_private import SteadyScreen
from confnotes.tui.widgets.bars import Banner, CommandLine, TopLine, damage_words
from confnotes.tui.widgets.drawing import SCREEN_STYLES, Part
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.rows import RowList
from confnotes.vault.settings import KEYMAP, set_setting, setting_value

if TYPE_CHECKING:
    from confnotes.tui.background_search import Indexing
    from confnotes.tui.confnotes import Confnotes
    from confnotes.tui.screens.dialog import Answer
    from confnotes.tui.undo import UndoStep


LEAST_WIDTH, LEAST_HEIGHT = 40, 10
VERY_WIDE = 160
NO_PROGRAM = Need.PROGRAM.value
_KEYMAPS = {
    "default": "as in most editors",
    "vim": "modes, motions and operators; j and k in lists",
    "emacs": "kill ring, mark and keys after a prefix",
}
MESSAGE_SECONDS, BRIEF_SECONDS, MENTION_SECONDS = 8.0, 3.0, 20.0


def error_on_screen(error: Exception) -> ConfnotesError:
    """The error with what to do about it on a screen: no command line to type, no bare reason of the system."""
    if isinstance(error, MissingError):
        return MissingError(
            error.message, f"It was renamed or deleted meanwhile. Press {commands.key_of('search')} to search for it."
        )
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        return ConfnotesError(f"{error.filename}: {reason}" if error.filename else reason, remedy_of(error))
    return error if isinstance(error, ConfnotesError) else ConfnotesError(str(error), "Run confnotes doctor.")


def in_one_line(error: Exception) -> str:
    """The error and what to do about it."""
    shown = error_on_screen(error)
    return " · ".join(filter(None, (shown.message, shown.hint.rstrip("."))))


class TooSmall(Static):
    """A notice that the window is too small."""

    def __init__(self) -> None:
        super().__init__(Content(f"confnotes needs {LEAST_WIDTH}×{LEAST_HEIGHT}\nPlease enlarge the window."))


class Page(SteadyScreen, Screen[None]):
    """A screen of confnotes. A subclass says `where` it is and what its `body` is."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  (Textual declares it so)
        (0, "-slim"),
        (LEAST_WIDTH, "-narrow"),
        (110, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST_HEIGHT, "-high")]  # noqa: RUF012
    COMPONENT_CLASSES: ClassVar[set[str]] = set(SCREEN_STYLES)
    where: ClassVar[Where] = Where.EVERYWHERE
    is_list: ClassVar[bool] = True
    """Whether it loads data that can be released when it is closed."""

    completes: ClassVar[bool] = False
    """Whether it uses the completion index."""

    shows_files: ClassVar[bool] = True
    """Whether files that cannot be read may be missing from it."""

    is_gathering = False
    """Whether rows are still loading, so that a missing row does not disable commands."""

    is_amid_keys = False
    """Whether the next key belongs to keys that the screen itself takes, as vim mode does."""

    choose_next: str | None = None
    """The row to select when the list is shown again; None keeps the selection."""

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__()
        bind(cls)

    def __init__(self) -> None:
        super().__init__(classes=" ".join(self._fitting()))
        self.top = TopLine()
        self.line = self.top.below = CommandLine(self.where, self.top)
        self._unsay: Timer | None = None
        self._banner: Banner | None = None
        self._wrong: Sequence[str] = ()
        self._has_notes = False

    def _fitting(self) -> Iterator[str]:
        """The classes that its breakpoints will set, so that it is styled only once."""
        width, height = self.app.size
        for length, breakpoints in ((width, self.HORIZONTAL_BREAKPOINTS), (height, self.VERTICAL_BREAKPOINTS)):
            yield next(name for least, name in reversed(breakpoints) if length >= least)
        if width >= VERY_WIDE:
            yield "-very-wide"

    @on(events.Resize)
    def _fit_very_wide(self, event: events.Resize) -> None:
        """A very wide window is wide, too; Textual sets only one class for the width."""
        self.set_class(event.size.width >= VERY_WIDE, "-very-wide")

    def compose(self) -> ComposeResult:
        self.top.corner = self.confnotes.sync_word
        yield self.top
        yield from self.body()
        yield self.line
        yield TooSmall()

    def body(self) -> Iterable[Widget]:
        """The widgets between the two lines; those of class "body" share the height."""
        return ()

    @property
    def confnotes(self) -> Confnotes:
        """The app, by its own type."""
        return cast("Confnotes", self.app)

    def key_of(self, on: str) -> str:
        """The first key of an action here, for a sentence."""
        return commands.key_of(on, self.where)

    def take_next(self) -> str | None:
        """The row to select, once."""
        chosen, self.choose_next = self.choose_next, None
        return chosen

    @property
    def _types_text(self) -> bool:
        """Whether letters go into a text, asked without importing the editor's widget."""
        return self.focused is not None and self.focused.check_consume_key("a", "a")

    def hint(self) -> list[Part]:
        """The default right part of the top line."""
        search, help_ = (commands.key_of(on, typing=self._types_text) for on in ("search", "help"))
        return [
            Part(search, "accent", "app.search"),
            Part(" search", "faint", "app.search"),
            Part(" · ", "faint"),
            Part(help_, "accent", "app.help"),
            Part(" help", "faint", "app.help"),
        ]

    def see_app_focus(self, focus: bool) -> None:
        """The terminal got or lost the focus. The app calls this: what watches it keeps its screen in memory."""

    def see_keys(self) -> None:
        """Show the keys of another keymap."""
        self.offer()

    def say(self, text: str) -> None:
        """Show a message about what was done."""
        self._show_message(text, "success")

    def unsay(self) -> None:
        """Show no message any more."""
        self.line.unsay()

    def say_briefly(self, text: str) -> None:
        """Show for a moment which key does what was meant, after a key that does not."""
        self._show_message(text, "success", BRIEF_SECONDS)

    def complain(self, error: ConfnotesError) -> None:
        """Show an error and its hint."""
        self._show_message(in_one_line(error), "error")

    def let_choose(
        self,
        title: str,
        text: str,
        answers: Sequence[Answer],
        then: Callable[[str], object],
        *,
        now: str = "",
        leads: bool = False,
    ) -> None:
        """Let the person choose an answer; `then` is called with its id, unless they cancel."""
        from confnotes.tui.screens.dialog import ChoiceScreen

        def chosen(answer: str | None) -> None:
            if answer is not None:
                then(answer)

        self.app.push_screen(ChoiceScreen(title, text, answers, now=now, leads=leads), chosen)

    # Work beside the screen

    read_beside = read_beside
    write_beside = write_beside
    call_if_wanted = call_if_wanted

    # Commands

    def missing(self, command: Command) -> str:
        """What a command still needs here, as a sentence; "" if it can run."""
        can = command.needs is Need.NOTHING or self.is_gathering or self.has(command.needs)
        return "" if can else command.needs.value

    def has(self, need: Need) -> bool:
        """Whether this screen has what a command needs."""
        if need is Need.PROGRAM:
            return self.has_program
        if need is Need.CONTENT:
            self._has_notes = self._has_notes or self.has_program or bool(self.confnotes.vault.note_paths())
            return self._has_notes
        if need is Need.STEP:
            return self.confnotes.steps.can_undo(self.place)
        rows = getattr(self, "list", None)
        return isinstance(rows, RowList) and rows.chosen is not None

    @property
    def has_program(self) -> bool:
        return self.confnotes.conference is not None or bool(self.confnotes.vault.conferences())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable a key whose command can do nothing, unless the list it needs is still loading."""
        name = str(parameters[0]).partition("(")[0] if action == "perform" else action
        doing = commands.doing(self.where, name)
        can = not doing or any(one.priority or not self.missing(one) for one in doing)
        return can and super().check_action(action, parameters)

    @on(RowList.Moved)
    @on(events.ScreenResume)
    def offer(self) -> None:
        """Show the keys of commands that can run now."""
        self.line.offer(self.missing)

    @on(RowList.RightClicked)
    def _offer_actions(self, event: RowList.RightClicked) -> None:
        """Let the person choose what to do with a row that was clicked with the right button."""
        from confnotes.tui.screens.dialog import Answer

        event.stop()
        of_row = (one for one in commands.commands_of(self.where) if one.needs in (Need.ROW, Need.TALK))
        doing = {one.action: one for one in of_row if not self.missing(one) and one.action != "rate"}
        answers = [Answer(one.id, one.title, commands.format_keys(one)) for one in doing.values()]
        if answers:
            self.let_choose("What to do with this row?", "", answers, self._act)

    def _act(self, command_id: str) -> None:
        command = commands.by_id(command_id)
        if command is not None:
            self.call_later(self.app.run_action, command.textual_action, self)

    def action_keymap(self) -> None:
        from confnotes.tui.screens.dialog import Answer

        answers = [Answer(one, one, _KEYMAPS[one]) for one in KEYMAP.choices]
        self.let_choose("Keys", "", answers, self._take_keymap, now=setting_value(KEYMAP))

    def _take_keymap(self, name: str) -> None:
        with self.confnotes.complaints():
            set_setting(KEYMAP.key, name)
            self.confnotes.read_keys()
            self.say(f"Keys: {name}")

    def everything_saved(self) -> bool:
        """Save all open notes; False after showing an error."""
        self.confnotes.save_everything()
        for unsaved in self.confnotes.left_unsaved:
            self.complain(ConfnotesError(unsaved.message, unsaved.hint("Nothing was changed.")))
            return False
        return True

    def asks_before(self, leave: Callable[[], object]) -> bool:
        """Whether it asks before `leave`, because something would be lost."""
        return False

    # Undo

    @property
    def place(self) -> str:
        """The key of this screen's undo stack."""
        return self.where

    def did(self, step: UndoStep) -> None:
        """Show a message about a step, and add it to the undo stack."""
        self.confnotes.steps.add(self.place, step)
        self.say(f"{step.said} · {self.key_of('undo')} to undo")

    def stepped(self, step: UndoStep) -> None:
        """Update the screen after undoing or redoing a step."""

    def action_undo(self) -> None:
        self._step(self.confnotes.steps.undo, lambda step: step.undone_said, "undo")

    def action_redo(self) -> None:
        self._step(self.confnotes.steps.redo, lambda step: f"Redone · {step.said}", "redo")

    def _step(self, step_by: Callable[[str], UndoStep | None], tell: Callable[[UndoStep], str], nothing: str) -> None:
        with self.confnotes.complaints():
            step = step_by(self.place)
            self.say(tell(step) if step is not None else f"Nothing to {nothing} here.")
            if step is not None:
                self.stepped(step)

    def keep_saying(self, words: Sequence[str]) -> None:
        """Show a banner below the top line until it is called without words."""
        self._wrong = words
        self.tell_damage()

    def tell_damage(self) -> None:
        """Show files that cannot be read in the banner, unless it shows something else."""
        words = self._wrong or (damage_words(self.confnotes.vault.damage.all()) if self.shows_files else [])
        if self._banner is None and words:
            self._banner = Banner()
            with suppress(MountError):
                self.mount(self._banner, after=self.top)
        if self._banner is not None:
            self._banner.words = words

    def mention(self, text: str) -> bool:
        """Show a reminder that a talk is about to start; False while another message is shown."""
        if self.line.message:
            return False
        self._show_message(text, "accent", MENTION_SECONDS)
        return True

    def _show_message(self, text: str, role: str, seconds: float = MESSAGE_SECONDS) -> None:
        if self._unsay is not None:
            self._unsay.stop()
        self.line.say(text, role)
        self._unsay = self.set_timer(seconds, self.line.unsay)

    def indexing(self, news: Indexing) -> None:
        """Show the progress of indexing, on screens that search."""
        if not news.total:
            self.indexed()

    def indexed(self) -> None:
        """React to the complete index."""

    def found_anew(self) -> None:
        """Update results after a note was saved."""

    @property
    def follows_team(self) -> bool:
        """Whether it shows what colleagues do at the moment."""
        return False

    def colleagues_wrote(self) -> None:
        """React to new notes or marks of colleagues."""

    @on(events.ScreenResume)
    def _seen_again(self) -> None:
        self.tell_damage()

    def on_descendant_focus(self) -> None:
        self.line.is_typing = self._types_text
        self.top.tell_hint(self.hint())

    def on_key(self, event: events.Key) -> None:
        """Say what is missing after a key without effect."""
        self.line.unsay()
        command = commands.on_key(self.where, event.key)
        missing = self.missing(command) if command is not None else self.without_command(event)
        if missing:
            self.say(missing)

    def without_command(self, event: events.Key) -> str:
        """What to say after a key that nothing took; "" for nothing."""
        return ""

    async def on_painted_pressed(self, event: TopLine.Pressed) -> None:
        """Run a command that was clicked in the footer or the top line."""
        command = commands.by_id(event.target)
        if command is not None:
            event.stop()
            await self.app.run_action(commands.action_of(command, ("1",)), self)

    async def action_perform(self, what: str) -> None:
        """Run an action of a controller or widget: "links.show_related", "editor.move_lines(1)"."""
        owner, verb, arguments = actions.parse(what)
        done = getattr(attrgetter(owner)(self), verb)(*arguments)
        if isawaitable(done):
            await done

    def on_pane_pressed(self, event: Pane.Pressed) -> None:
        event.stop()
        self.press(event.target)

    def press(self, target: str) -> None:
        """Follow a clicked part of a pane."""
        self.confnotes.follow(target)

    async def action_find(self) -> None:
        """Go to the filter of a list; a screen without one searches everything."""
        await self.app.run_action("app.search", self)

    async def action_filter(self) -> None:
        """Go to the filter of a list, as `action_find` does."""
        await self.action_find()

    def action_centre(self) -> None:
        if isinstance(self.focused, RowList):
            self.focused.centre()

    def action_back(self) -> None:
        """Close this screen, unless there is something to close first."""
        Page.action_leave(self)

    async def action_close_or_quit(self) -> None:
        """Close this screen; the first one ends the program, as a vim user expects of the last window."""
        await self.app.run_action("leave" if len(self.app.screen_stack) > 1 else "app.quit", self)

    async def action_next_match(self, key: str) -> None:
        """Go to the next row that the filter left, as vim's `n` does; without a filter, say what `n` is elsewhere."""
        if any(getattr(one, "value", "") for one in self.query("Filter")):
            await self.app.run_action(f"app.press({key!r})", self)
        else:
            self.say(f"No filter yet · {self.key_of('find')} find · {self.key_of('new')} new note")

    def action_leave(self) -> Awaitable[None] | None:
        """Close this screen, unless it is the first one."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()
        return None


PageT = TypeVar("PageT", bound=Page)


class Controller(Generic[PageT]):
    """One feature of a `page`. Results of threads are passed to methods called on the screen."""

    def __init__(self, page: PageT) -> None:
        self.page = page

    @property
    def app(self) -> Confnotes:
        """The app, with the type that screens use."""
        return self.page.confnotes

    def say(self, text: str) -> None:
        """Show a message about what was done."""
        self.page.say(text)
