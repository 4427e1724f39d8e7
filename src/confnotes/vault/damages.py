"""Files of confnotes in a vault that are partly unreadable: reported in place of their content, and not written to
until somebody repairs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from confnotes.errors import ConfnotesError
from confnotes.markup.damage_words import describe_damage, remedy
from confnotes.model.damage import Damage


class DamagedFileError(ConfnotesError):
    """The file cannot be read as a whole, so it is not written: what cannot be read would be lost."""

    def __init__(self, path: str, damages: tuple[Damage, ...]) -> None:
        self.path = path
        super().__init__(
            describe_damage(path, damages), f"nothing was written; {remedy(path, damages[0])} (see `confnotes doctor`)"
        )


class Damages:
    """Problems found while reading files. Thread-safe."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[Damage, ...]] = {}
        self.on_change: Callable[[], object] = lambda: None
        """Called, in any thread, when the problems change."""

    def met(self, path: str, damages: tuple[Damage, ...]) -> None:
        """Set the problems of a file as it was read last; none if it was read as a whole."""
        if self._found.get(path, ()) == damages:
            return
        if damages:
            self._found[path] = damages
        else:
            self._found.pop(path, None)
        self.on_change()

    def of(self, path: str) -> tuple[Damage, ...]:
        """The problems of one file."""
        return self._found.get(path, ())

    def all(self) -> Mapping[str, tuple[Damage, ...]]:
        """The problems of every damaged file that was read, by path."""
        return dict(sorted(self._found.items()))
