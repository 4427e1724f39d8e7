"""Which code reads and merges programs: ours, and that of every importer that is installed beside it.

Looked at as files, because loading the importers, or only the list of what is installed, takes longer than the answer
may take.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import confnotes
from confnotes.vault.version import digest_of

_PACKAGE = Path(confnotes.__file__).parent
_READING = ("actions/importing", "importers", "markup", "merge", "model", "vault")
"""Where our own code is that reads and merges programs."""

_IMPORTERS = "confnotes.importers"
_INSTALLED = (".dist-info", ".egg-info", ".egg-link", ".pth")


def code_version(plugins: Sequence[str]) -> str:
    """A digest that changes with our code, with what is installed, and with these files or folders of plugins."""
    facts = [_own_code(), *_installed(), *_files_of(map(Path, plugins))]
    return digest_of("\n".join(facts).encode("utf-8", "replace"))


@cache
def plugin_places() -> tuple[str, ...]:
    """Where the code of the importers lies that did not come with confnotes; none of it is run."""
    from importlib.metadata import entry_points

    modules = {entry.module.partition(".")[0] for entry in entry_points(group=_IMPORTERS)} - {_PACKAGE.name}
    return tuple(sorted({place for module in modules for place in _places_of(module)}))


def _places_of(module: str) -> Iterator[str]:
    import importlib.util

    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError, AttributeError):
        return
    if spec and spec.submodule_search_locations:
        yield from spec.submodule_search_locations
    elif spec and spec.origin:
        yield spec.origin


@cache
def _own_code() -> str:
    return "\n".join([sys.version, *_files_of(_PACKAGE / folder for folder in _READING)])


def _installed() -> Iterator[str]:
    """The marks of installed packages in the folders that modules are found in."""
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                yield from sorted(
                    f"{entry.path} {entry.stat().st_mtime_ns}" for entry in entries if entry.name.endswith(_INSTALLED)
                )
        except OSError:
            continue


def _files_of(places: Iterable[Path]) -> Iterator[str]:
    """Name, size and time of every Python file there."""
    for place in places:
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            try:
                facts = file.stat()
            except OSError:
                yield f"{file} is gone"
            else:
                yield f"{file} {facts.st_size} {facts.st_mtime_ns}"
