"""One call of the program: the options of all verbs, and the simplest call, read without click.

Importing click takes a tenth of the start-up time of the screens, so the call that opens them avoids it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from confnotes.config import NOW_VARIABLE, now, parse_moment
from confnotes.errors import ConfnotesError
from confnotes.model.fast_dataclass import fast_dataclass

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


class OpenScreens(Protocol):
    """Runs the screens on a vault, by a clock that may be set; `wrap` is a conference and the day to review."""

    def __call__(
        self, vault: Vault | None, at: datetime | None, wrap: tuple[str, date] | None = None, message: str = "", /
    ) -> None:
        """Return when the user leaves the screens. Without a vault they begin with the welcome and a message."""


class ScreenCommand(NamedTuple):
    """A command of the screens for `confnotes help`: its keys, what it does, other words for it, and where it works."""

    keys: str
    title: str
    help: str
    words: str
    screen: str


COMPLETE_VARIABLE = "_CONFNOTES_COMPLETE"


@fast_dataclass(frozen=False, slots=True)
class Invocation:
    """The options of all verbs, and the way to open the screens.

    `told_damage`: the verb reports damaged files of the vault itself.
    """

    vault: str | None = None
    debug: bool = False
    at: datetime | None = None
    open_screens: OpenScreens | None = None
    screen_commands: Callable[[], Iterable[ScreenCommand]] = tuple
    key_problems: Callable[[], Iterable[ConfnotesError]] = tuple
    opened: Vault | None = None
    told_damage: bool = False

    def moment(self) -> datetime:
        """The current time: as given before the verb, else by $CONFNOTES_NOW, the vault's clock or the system's."""
        if self.at is None and self.opened is None and NOW_VARIABLE not in os.environ:
            from confnotes.catalogue.open_vault import use_clock_of

            use_clock_of(self.vault)
        return self.at or now()

    def open_vault(self) -> Vault:
        """The vault of this call; raises NotFoundError if none is found."""
        from confnotes.catalogue.open_vault import find_vault

        self.opened = find_vault(self.vault)
        return self.opened

    def call(self, verb: str, path: str) -> str:
        """A command about a file of the same vault, for users to copy into a shell."""
        from confnotes.markup.safe import shell_word

        vault = f" --vault {shell_word(self.vault)}" if self.vault else ""
        return f"confnotes {verb}{vault} {'-- ' if path.startswith('-') else ''}{shell_word(path)}"


def read_plain_call(arguments: Sequence[str], invocation: Invocation) -> bool:
    """Fill in the invocation if the call is `confnotes [--vault DIR] [--at TIME]`; False leaves it to click.

    Raises UsageError for an invalid time.
    """
    names, values = arguments[::2], arguments[1::2]
    said = dict(zip(names, values, strict=False))
    if len(said) * 2 != len(arguments) or not said.keys() <= {"--vault", "--at"} or COMPLETE_VARIABLE in os.environ:
        return False
    if any(value.startswith("-") for value in values):
        return False
    invocation.vault = said.get("--vault")
    invocation.at = parse_moment(said["--at"]) if "--at" in said else None
    return True
