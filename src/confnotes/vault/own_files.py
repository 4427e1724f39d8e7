"""The files that confnotes itself writes to a vault, each read as far as possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.damage_words import describe_damage, remedy
from confnotes.model.damage import Damage, Fault, Salvaged
from confnotes.model.program import Conference
from confnotes.vault import layout
from confnotes.vault.layout import CHANGES, imported_folder, imported_paths
from confnotes.vault.textfile import read_text
from confnotes.vault.version import TextFile

Read = TypeVar("Read")
Parse = Callable[[str], Salvaged[object]]
_BY_NAME = {f"{name}.yaml": f"{name}_file" for name in ("queries", "presets", "papers", "people", "titles", "photos")}
"""The files in the marker folder of the vault, and the modules that read them."""


def read_own(root: Path, path: str, parse: Callable[[str], Salvaged[Read]], nothing: Read, damages: Damages) -> Read:
    """The readable content of the file; `nothing` if it does not exist or cannot be read. Problems go to `damages`."""
    try:
        file = read_text(root, path)
    except NotFoundError:
        damages.met(path, ())
        return nothing
    except ConfnotesError as error:
        damages.met(path, (Damage(Fault.CLOSED, about=error.reason),))
        return nothing
    found = parse(file.text)
    damages.met(path, damage_of(file, found.damage))
    return found.value


def damages_in(file: TextFile) -> tuple[Damage, ...]:
    """The problems of one of these files; none for any other file."""
    parse = parser_of(file.path)
    return damage_of(file, parse(file.text).damage) if parse is not None else ()


def own_paths(root: Path, conferences: Iterable[str]) -> Iterator[str]:
    """The paths of all these files, whether they exist or not."""
    for conference in conferences:
        yield layout.program_path(conference)
        yield layout.marks_path(conference)
        yield from imported_paths(root, conference)
        yield f"{imported_folder(conference)}/{CHANGES}"
    yield from (f"{layout.MARKER}/{name}" for name in _BY_NAME)


def damage_of(file: TextFile, found: tuple[Damage, ...]) -> tuple[Damage, ...]:
    """The problems of a file, given those that its reader `found`."""
    if lost := lost_content(file):
        return lost
    if not file.read_only:
        return found
    line = file.text.count("\n", 0, max(file.text.find("\ufffd"), 0)) + 1
    return (Damage(Fault.ENCODING, line), *found)


def lost_content(file: TextFile) -> tuple[Damage, ...]:
    """A problem if the file is empty: confnotes never writes an empty file, but a crash can. Notes may be empty."""
    is_empty = not file.text.strip("\0\ufeff \t\r\n") and not file.path.endswith(".md")
    return (Damage(Fault.EMPTY),) if is_empty else ()


def parser_of(path: str) -> Parse | None:
    """The reader of the file at that path; None for other files."""
    folder, _, name = path.rpartition("/")
    if folder == layout.MARKER:
        module = _BY_NAME.get(name)
    elif path.startswith(f"{layout.MARKER}/{layout.IMPORTED}/"):
        module = "changes_file" if name == CHANGES else "imported" if name.endswith(".json") else None
    elif name == layout.PROGRAM and folder and "/" not in folder:
        from confnotes.markup.program_yaml import salvage_program

        return lambda text: salvage_program(text, Conference())
    else:
        module = "marks_file" if name == layout.MARKS and folder and "/" not in folder else None
    if module is None:
        return None
    parse: Parse = import_module(f"confnotes.vault.{module}").parse
    return parse


def is_read_to_be_written(path: str) -> bool:
    """Whether every writer reads the whole file first, so that its problems are already known."""
    return path.endswith((f"/{layout.PROGRAM}", ".json"))


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
