"""The importers that are installed: ours and other people's, found through one entry-point group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from confnotes.importers.importer import Importer

GROUP = "confnotes.importers"


@dataclass(frozen=True)
class Installed:
    """An importer under the name of its entry point; `ours` where it came with confnotes."""

    name: str
    importer: Importer
    ours: bool = False


@cache
def installed() -> tuple[tuple[Installed, ...], tuple[str, ...]]:
    """The importers in the order of their names, and one line for each that could not be loaded."""
    found: list[Installed] = []
    failed: list[str] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        try:
            found.append(Installed(entry.name, _loaded(entry), entry.module.startswith("confnotes.")))
        except (Exception, SystemExit) as error:
            failed.append(f"the importer “{entry.name}” cannot be loaded and was passed over: {_reason(error)}")
    return tuple(found), tuple(failed)


def _loaded(entry: EntryPoint) -> Importer:
    importer: Importer = entry.load()()
    if not (_names(importer.formats) and callable(importer.sniff) and callable(importer.read)):
        raise TypeError("it has no formats, sniff and read as an importer has")
    return importer


def _names(formats: object) -> bool:
    return isinstance(formats, tuple) and bool(formats) and all(isinstance(name, str) and name for name in formats)


def _reason(error: BaseException) -> str:
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said[:200]}" if said else type(error).__name__
