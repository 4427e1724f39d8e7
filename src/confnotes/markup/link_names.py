"""The names under which notes can be linked, and how link targets are resolved: defined only here.

A target is resolved as in Obsidian: it is the path of a note with or without `.md`, the end of a path, a stem, in any
case, or a path that begins with `./` or `../`; otherwise an alias, if no file has this name. Of several matches,
those in the folder of the linking note go first, then those with the shortest path. If that leaves several, the link is
ambiguous, and leads to the first of them.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from confnotes.markup.names import name_key
from confnotes.markup.wikilinks import FoundLink, target_of

if TYPE_CHECKING:
    from confnotes.model.note import Outline

_DATE_IN_FRONT = re.compile(r"\d{4}-\d\d-\d\d(?: \d{4})? (?=\S)")


def stem_of(path: str) -> str:
    """The name of a note in wikilinks, from its path."""
    return path.rpartition("/")[2].removesuffix(".md")


def name_of(path: str) -> str:
    """The readable name of a note, from its path: its stem without a leading date."""
    return _DATE_IN_FRONT.sub("", stem_of(path))


def link_words(link: FoundLink) -> str:
    """What a link without an alias reads as: the note's readable name, the heading, or both."""
    name = name_of(link.target)
    return f"{name} › {link.heading}" if name and link.heading else name or link.heading or ""


def link_key(target: str, source: str = "") -> str:
    """A link's target for comparison; "" for the note itself.

    `Notes/Flow.md` becomes `notes/flow`. A path from the root of the vault, or with `./` or `../` from the folder of
    the note `source`, becomes a key that begins with "/" and means exactly that note.
    """
    wanted = target.strip()
    if wanted.startswith(("./", "../")):
        wanted = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), wanted))  # never above the vault
    key = name_key(wanted.removesuffix(".md"))
    return "" if key == "/" else key


def path_keys(path: str) -> list[str]:
    """The targets that mean a note: its whole path, also with a leading "/", every end of it, and its stem."""
    key = name_key(path.removesuffix(".md"))
    parts = key.split("/")
    return [f"/{key}", *("/".join(parts[begin:]) for begin in range(1, len(parts) - 1)), parts[-1]]


def aliases(fields: Mapping[str, object]) -> list[str]:
    """The aliases that front matter gives a note."""
    value = fields.get("aliases") or fields.get("alias")
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return [str(item) for item in value if item is not None] if isinstance(value, list) else []


class LinkNames:
    """The names under which the notes at `paths` can be linked; with their aliases after `add_aliases`.

    A hundred thousand paths take a fifth of a second, since sorting is deferred.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        self._by_alias: dict[str, list[str]] = defaultdict(list)
        self._sorted: set[str] = set()
        for path in paths:
            self._by_stem[name_key(stem_of(path))].append(path)

    @classmethod
    def of(cls, outlines: Iterable[Outline]) -> LinkNames:
        """The names and aliases of these notes."""
        notes = list(outlines)
        names = cls(str(note.path) for note in notes)
        for note in notes:
            names.add_aliases(note)
        return names

    def add_aliases(self, note: Outline) -> None:
        """Add a note's aliases."""
        for alias in aliases(note.fields):
            self._by_alias[name_key(alias)].append(str(note.path))

    def resolve(self, target: str, source: str = "") -> list[str]:
        """The paths that a target means: none, one, or several if it is ambiguous; the intended one first.

        `source` is the path of the note with the link.
        """
        whole = link_key(target, source)
        below = whole.removeprefix("/")
        if not below:
            return []
        found = self._called(below.rpartition("/")[2])
        if "/" in whole:
            exact = [path for path in found if name_key(path.removesuffix(".md")) == below]
            if exact or whole.startswith("/"):
                return exact
            found = [path for path in found if name_key(path.removesuffix(".md")).endswith(f"/{below}")]
        elif not found:
            found = sorted(dict.fromkeys(self._by_alias.get(below, [])), key=_shortest)
        return found if len(found) < 2 else nearest(found, source)

    def _called(self, stem: str) -> list[str]:
        """The notes of that name, the shortest path first; sorted once, since hundreds may have the name README."""
        found = self._by_stem.get(stem, [])
        if len(found) > 1 and stem not in self._sorted:
            found = self._by_stem[stem] = sorted(found, key=_shortest)
            self._sorted.add(stem)
        return found


def _shortest(path: str) -> tuple[int, int, str]:
    return path.count("/"), len(path), path


def nearest(paths: Iterable[str], source: str) -> list[str]:
    """Of several notes with the same name, those that a link in the note `source` may mean, the intended one first."""
    shortest = sorted(paths, key=_shortest)
    if not source:
        return shortest
    folder = source.rpartition("/")[0]
    beside = [path for path in shortest if (path.startswith(f"{folder}/") if folder else "/" not in path)]
    meant = beside or shortest
    if len(meant) == 1 or meant[0].count("/") < meant[1].count("/"):
        return meant[:1]
    return [*beside, *(path for path in shortest if path not in beside)]


def link_labels(note: Outline) -> dict[str, list[str]]:
    """A note's links, and its link names, as labels for the index."""
    path = str(note.path)
    links = Counter(link_key(link.target, path) for link in note.links)
    own = link_key(target_of(note.fields.get("conference")) or "", path)
    others = aliases(note.fields)
    body = note.body_line
    return {
        "links": sorted(links),
        "within": [own] if links[own] == 1 else [],
        "front": sorted(links.keys() - {link_key(link.target, path) for link in note.links if link.line >= body}),
        "name": path_keys(path),
        "alias": [name_key(alias) for alias in others],
        "called": [note.stem, note.title, *others],
    }
