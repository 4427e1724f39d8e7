"""The command palette: every command of this screen by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import App
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input
from textual.worker import WorkerError

from confnotes.markup.names import fold
from confnotes.tui import commands
from confnotes.tui.command import Command, Where
from confnotes.tui.textual_private import SteadyScreen
from confnotes.tui.widgets.drawing import clean

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes

LEAST_SCORE = 0.01
"""Of a command that is not called so, but of which that is said, or whose name in code it is."""


_WORD = re.compile(r"[^\W_]+")


def _begins_words(wanted: Sequence[str], text: str) -> bool:
    """Whether a word of the text begins with each of them."""
    words = _WORD.findall(fold(text))
    return all(any(word.startswith(one) for word in words) for one in wanted)


class Palette(SteadyScreen, CommandPalette):
    """The list of all commands."""

    def __init__(self) -> None:
        super().__init__([CommandsProvider], id="--command-palette")

    @on(Input.Submitted)
    async def _find_all_that_was_typed(self) -> None:
        """Enter that comes quicker than what is found means no command of the letters before."""
        for worker in [worker for worker in self.workers if worker.node is self]:
            with suppress(WorkerError):
                await worker.wait()


class CommandsProvider(Provider):
    """Commands of the screen that the palette was opened on, those that work everywhere, and the other screens."""

    def _commands(self) -> list[Command]:
        where = getattr(self.screen, "where", Where.NOTE)
        here = [command for command in commands.of(where) if command.id != "app.command_palette"]
        there = {command.action for command in here}
        elsewhere = {
            one.action: one
            for one in commands.all_commands()
            if one.action.startswith("app.") and one.action not in there and one.id != "app.command_palette"
        }
        return [*here, *elsewhere.values()]

    async def discover(self) -> Hits:
        for command in self._commands():
            for shown, run in self._runs(command):
                yield DiscoveryHit(Content(shown), run, shown, self._help(command))

    async def search(self, query: str) -> Hits:
        """Letters that only stand somewhere in a name are no hit: enter would do what nobody meant."""
        matcher = self.matcher(query)
        wanted = fold(query).split()
        for command in self._commands():
            for shown, run in self._runs(command):
                if _begins_words(wanted, shown):
                    score = max(matcher.match(shown), 2 * LEAST_SCORE)
                    yield Hit(score, matcher.highlight(shown), run, shown, self._help(command))
                elif _begins_words(wanted, f"{shown} {command.help} {command.id}"):
                    yield Hit(LEAST_SCORE, Content(shown), run, shown, self._help(command))

    def _runs(self, command: Command) -> list[tuple[str, Callable[[], object]]]:
        """The command as shown and run; rating once for each rating, refreshing for each conference."""
        if command.action == "rate":
            return [(f"{command.title}: {n}", self._run(f"rate({n})")) for n in range(1, 6)]
        if command.action == "app.refresh":
            app = cast("Confnotes", self.app)
            refresh = partial(app.show, "import_.ImportScreen")
            return [(f"Refresh {clean(name)}", partial(refresh, refreshing=name)) for name in app.vault.conferences()]
        return [(command.title, self._run(command.textual_action))]

    def _run(self, action: str) -> Callable[[], object]:
        app: App[object] = self.app
        return partial(app.run_action, action, self.screen)

    def _help(self, command: Command) -> str:
        here = command.where in (Where.EVERYWHERE, getattr(self.screen, "where", Where.NOTE))
        keys = commands.format_keys(command) if here else ""
        return f"{keys}  {command.help}".strip()
