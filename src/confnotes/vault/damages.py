"""Which of a vault's own files cannot be read whole, as far as it is known: told where their content would have been,
and written by nobody until they are mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from confnotes.errors import ConfnotesError
from confnotes.markup.damage_words import describe_damage, remedy
from confnotes.model.damage import Damage


class DamagedFileError(ConfnotesError):
    """Nothing is written to a file that cannot be read whole: what is not understood could be lost."""

    def __init__(self, path: str, damages: tuple[Damage, ...]) -> None:
        self.path = path
        super().__init__(
            describe_damage(path, damages), f"nothing was written; {remedy(path, damages[0])} (see `confnotes doctor`)"
        )


class Damages:
    """What was met while files were read; any thread may add to it."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[Damage, ...]] = {}
        self.on_change: Callable[[], object] = lambda: None
        """Called, in any thread, when there is more or less of it."""

    def met(self, path: str, damages: tuple[Damage, ...]) -> None:
        """Keep what is wrong with a file as it was read last; nothing when it was read whole."""
        if self._found.get(path, ()) == damages:
            return
        if damages:
            self._found[path] = damages
        else:
            self._found.pop(path, None)
        self.on_change()

    def of(self, path: str) -> tuple[Damage, ...]:
        """What is wrong with one file."""
        return self._found.get(path, ())

    def all(self) -> Mapping[str, tuple[Damage, ...]]:
        """Every damaged file that was read, by its path."""
        return dict(sorted(self._found.items()))
