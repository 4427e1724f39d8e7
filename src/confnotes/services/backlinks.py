"""Who links here, and what a wikilink means.

A wikilink is resolved as Obsidian does: its target is the path of a note with or without `.md`, the end of a path, a
stem or an alias, in any case. Of several notes with the same stem the one with the shortest path is meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from confnotes.errors import ConfnotesError
from confnotes.markup.names import name_key
from confnotes.model.note import Note
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Backlink:
    """A line of another note that links here; `path` and `title` are that note's."""

    path: str
    title: str
    line: int
    text: str


class Names:
    """The names under which notes can be linked to. Aliases are known of the notes given to `add_aliases` only."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_path: dict[str, str] = {}
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        self._by_alias: dict[str, list[str]] = defaultdict(list)
        for path in sorted(paths, key=lambda path: (path.count("/"), len(path), path)):
            self._by_path[name_key(path.removesuffix(".md"))] = path
            self._by_stem[name_key(path.rpartition("/")[2].removesuffix(".md"))].append(path)

    def add_aliases(self, note: Note) -> None:
        """Make the note known by its aliases."""
        for alias in aliases(note.fields):
            self._by_alias[name_key(alias)].append(str(note.path))

    def resolve(self, target: str) -> list[str]:
        """The paths that a target means: none, one, or several when it is ambiguous; the likeliest first."""
        wanted = name_key(target.strip().removeprefix("/").removesuffix(".md"))
        if not wanted:
            return []
        if "/" in wanted:
            exact = self._by_path.get(wanted)
            if exact:
                return [exact]
            stem = wanted.rpartition("/")[2]
            return [path for path in self._by_stem.get(stem, []) if name_key(path[:-3]).endswith(f"/{wanted}")]
        return list(self._by_stem.get(wanted, [])) or list(dict.fromkeys(self._by_alias.get(wanted, [])))


def backlinks(vault: Vault, path: str) -> list[Backlink]:
    """Every line in the vault that links to the note at `path`, by path and line."""
    paths = vault.note_paths()
    names = Names(paths)
    own: list[str] = [path.rpartition("/")[2].removesuffix(".md")]
    try:
        here = vault.note(path)
        names.add_aliases(here)
        own += aliases(here.fields)
    except ConfnotesError:
        pass
    spelled = [name_key(name) for name in own]
    found: list[Backlink] = []
    for other in paths:
        if other == path:
            continue
        try:
            file = vault.read(other)
            if "[[" not in file.text or not _mentions(file.text, spelled):
                continue
            note = vault.note(other)
        except ConfnotesError:
            continue
        lines = file.text.split("\n")
        for number in sorted({link.line for link in note.links if path in names.resolve(link.target)}):
            text = lines[number - 1].strip() if number <= len(lines) else ""
            found.append(Backlink(other, note.title, number, text))
    return found


def resolve(vault: Vault, target: str) -> list[str]:
    """The paths that a wikilink's target means; notes are parsed for aliases only when no stem fits."""
    paths = vault.note_paths()
    names = Names(paths)
    found = names.resolve(target)
    if found or not target.strip():
        return found
    wanted = name_key(target)
    for path in paths:
        try:
            file = vault.read(path)
            if "alias" in file.text and wanted in name_key(file.text):
                names.add_aliases(vault.note(path))
        except ConfnotesError:
            continue
    return names.resolve(target)


def aliases(fields: Mapping[str, object]) -> list[str]:
    """The aliases that front matter gives a note."""
    value = fields.get("aliases") or fields.get("alias")
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return [str(item) for item in value if item is not None] if isinstance(value, list) else []


def _mentions(text: str, spelled: list[str]) -> bool:
    folded = name_key(text)
    return any(name in folded for name in spelled)
