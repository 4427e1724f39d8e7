"""Settings: each with its value and help, changed by keys and saved at once; and where files are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from confnotes import config
from confnotes.errors import ConfnotesError
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui import themes
from confnotes.tui.command import Command, Where
from confnotes.tui.keymap.keymap import key_problems
from confnotes.tui.screens.dialog import Answer, AnswerScreen
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.page import in_one_line
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, pad, shorten, spread
from confnotes.tui.widgets.rows import Row, heading, remark
from confnotes.vault.settings import (
    THEME,
    SettingSource,
    SettingState,
    all_settings,
    set_setting,
    unknown_settings,
    unset_setting,
)

LABEL = 22  # cells


@fast_dataclass(frozen=True, slots=True)
class SettingRow(Row):
    """A setting: its name, value and source; below it, its help or what is wrong."""

    state: SettingState[Any]

    @property
    def name(self) -> str:
        """Its key, as shown to people."""
        return self.key.replace("_", " ").capitalize()

    @property
    def value(self) -> str:
        """Its value as typed, "" for none."""
        value = self.state.value
        return "" if value is None else ", ".join(value) if isinstance(value, list) else str(value)

    @property
    def source(self) -> str:
        """The source of the value, unless it is the settings file."""
        if self.state.source is SettingSource.ENVIRONMENT:
            return f"set by ${self.state.setting.variable}"
        return "default" if self.state.source is SettingSource.DEFAULT else ""

    def lines(self, width: int, chosen: bool) -> list[Line]:
        right = [Part(f"{self.source} ", "faint")]
        value = shorten(clean(self.value) or "not set", width - LABEL - 8 - len(self.source))
        role = "dim" if self.source == "default" else "accent"
        left = [*arrow(chosen), Part(pad(self.name, LABEL), "strong" if chosen else "text"), Part(value, role)]
        problem = self.state.problem
        below = Part(clean(problem.message), "warning") if problem else Part(self.state.setting.help, "faint")
        return [spread(left, right, width), spread([Part("    "), below], [], width)]


class SettingsScreen(ListScreen[Sequence[Row]]):
    """The list of settings. Changes apply at once and can be undone."""

    where: ClassVar[Where] = Where.SETTINGS
    gathering: ClassVar[str] = "Reading the settings …"

    def gather(self) -> Iterator[Sequence[Row]]:
        settings = [
            row for state in all_settings() for row in (remark(""), SettingRow(state.setting.key, state, height=2))
        ]
        unknown = [
            remark("", f"  {clean(error.message)}", role="warning") for error in (*unknown_settings(), *key_problems())
        ]
        folders = {
            "Vault": self.confnotes.vault.root.absolute(),
            "Settings file": config.settings_file(),
            "Earlier versions": config.state_folder(),
            "Search index": config.cache_folder(),
        }
        lines = [f"  {pad(name, LABEL)}{clean(str(folder))}" for name, folder in folders.items()]
        yield [*settings, *unknown, heading("WHERE YOUR FILES ARE"), remark(*lines)]

    def rows(self, found: Sequence[Row]) -> Sequence[Row]:
        return found

    def tell(self) -> None:
        self.top.tell([Part("Settings", "strong")], self.hint())

    def missing(self, command: Command) -> str:
        row = self.list.chosen_as(SettingRow)
        name = command.action.partition("(")[0]
        if row is not None and name in ("open", "turn", "reset"):
            if row.state.source is SettingSource.ENVIRONMENT:
                return f"${row.state.setting.variable} decides this setting. Unset it first."
            if name == "turn" and not row.state.setting.choices:
                return "Press enter to change this setting."
            if name == "reset" and row.state.source is SettingSource.DEFAULT and row.state.problem is None:
                return "This setting has its default value."
        return super().missing(command)

    # Changing one

    def action_open(self) -> None:
        row = self.list.chosen_as(SettingRow)
        if row is None:
            return
        setting = row.state.setting
        if setting.choices:
            choices = themes.theme_names(self.app) if setting is THEME else setting.choices
            answers = [Answer(choice, choice) for choice in choices]
            self.let_choose(row.name, setting.help, answers, lambda value: self._set(row, value), now=row.value)
        else:
            ask = AnswerScreen(row.name, setting.help, example=setting.expected, take=self._take, given=row.value)
            self.app.push_screen(ask)

    def action_turn(self, step: int) -> None:
        row = self.list.chosen_as(SettingRow)
        if row is not None and row.state.setting.choices:
            choices = row.state.setting.choices
            at = choices.index(row.value) if row.value in choices else -max(step, 0)
            self._set(row, choices[(at + step) % len(choices)])

    def action_reset(self) -> None:
        row = self.list.chosen_as(SettingRow)
        if row is not None:
            self._set(row, None)

    def _take(self, typed: str) -> str | None:
        row = self.list.chosen_as(SettingRow)
        try:
            if row is not None:
                self._change(row, typed)
        except (ConfnotesError, OSError) as error:
            return in_one_line(error)
        return None

    def _set(self, row: SettingRow, value: str | None) -> None:
        with self.confnotes.complaints():
            self._change(row, value)

    def _change(self, row: SettingRow, value: str | None) -> None:
        """Save a value, None for the default; raises SettingsError."""
        before = row.state.value if row.state.source is SettingSource.FILE else None
        _save(row.key, value)
        self.did(
            UndoStep(
                f"{row.name}: {'default' if value is None else value}",
                lambda: _save(row.key, before),
                lambda: _save(row.key, value),
                key=row.key,
                undone=f"{row.name}: {'default' if before is None else before}",
            )
        )
        self._apply()

    def stepped(self, step: UndoStep) -> None:
        super().stepped(step)
        self._apply()

    def _apply(self) -> None:
        self.app.theme = themes.preferred_theme(self.app.available_themes)
        self.confnotes.read_keys()
        self.load()


def _save(key: str, value: object) -> None:
    if value is None:
        unset_setting(key)
    else:
        set_setting(key, str(value) if isinstance(value, Path) else value)
