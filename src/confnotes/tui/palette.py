"""The command palette: every command of this screen by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import App
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from confnotes.markup.names import fold
from confnotes.tui import commands
from confnotes.tui.commands import Command, Where
from confnotes.tui.widgets.drawing import clean

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes

LEAST_SCORE = 0.01
"""Of a command whose name does not match, but what is said about it."""


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
        matcher = self.matcher(query)
        for command in self._commands():
            for shown, run in self._runs(command):
                score = matcher.match(shown)
                if score > 0:
                    yield Hit(score, matcher.highlight(shown), run, shown, self._help(command))
                elif fold(query) in fold(command.help):
                    yield Hit(LEAST_SCORE, Content(shown), run, shown, self._help(command))

    def _runs(self, command: Command) -> list[tuple[str, Callable[[], object]]]:
        """The command as shown and run; rating once for each rating, refreshing for each conference."""
        if command.action == "rate":
            return [(f"{command.title}: {n}", self._run(f"rate({n})")) for n in range(1, 6)]
        if command.action == "app.refresh":
            app = cast("Confnotes", self.app)
            return [
                (f"Refresh {clean(name)}", partial(app.refresh_conference, name)) for name in app.vault.conferences()
            ]
        return [(command.title, self._run(command.textual_action))]

    def _run(self, action: str) -> Callable[[], object]:
        app: App[object] = self.app
        return partial(app.run_action, action, self.screen)

    def _help(self, command: Command) -> str:
        here = command.where in (Where.EVERYWHERE, getattr(self.screen, "where", Where.NOTE))
        keys = commands.format_keys(command) if here else ""
        return f"{keys}  {command.help}".strip()
