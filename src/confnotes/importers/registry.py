"""The installed importers, ours and plugins, found through one entry-point group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib.metadata import EntryPoint, entry_points

from confnotes.importers.importer import Importer

GROUP = "confnotes.importers"


@dataclass(frozen=True)
class Installed:
    """An importer with the name of its entry point; `ours` if it is part of confnotes.

    `make` loads it; since it may be a plugin, `importer` may raise anything.
    """

    name: str
    make: Callable[[], Importer]
    ours: bool = False

    @cached_property
    def importer(self) -> Importer:
        """The importer, loaded on first use."""
        importer = self.make()
        if not (_names(importer.formats) and callable(importer.sniff) and callable(importer.read)):
            raise TypeError("it has no formats, sniff and read as an importer has")
        return importer


@cache
def installed_importers() -> tuple[Installed, ...]:
    """The importers ordered by name; none is loaded yet."""
    entries = sorted(entry_points(group=GROUP), key=lambda each: each.name)
    return tuple(Installed(one.name, partial(_made, one), one.module.startswith("confnotes.")) for one in entries)


def _made(entry: EntryPoint) -> Importer:
    importer: Importer = entry.load()()
    return importer


def _names(formats: object) -> bool:
    return isinstance(formats, tuple) and bool(formats) and all(isinstance(name, str) and name for name in formats)
