"""Who links here."""

from __future__ import annotations

from dataclasses import dataclass

from confnotes.errors import ConfnotesError
from confnotes.markup.link_names import aliases
from confnotes.markup.names import name_key
from confnotes.services.link_names import LinkNames, stem_of
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Backlink:
    """A line of another note that links here; `path` and `title` are that note's."""

    path: str
    title: str
    line: int
    text: str


def backlinks(vault: Vault, path: str) -> list[Backlink]:
    """Every line in the vault that links to the note at `path`, by path and line."""
    paths = vault.note_paths()
    names = LinkNames(paths)
    own: list[str] = [stem_of(path)]
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
        for number in sorted({link.line for link in note.links if path in names.resolve(link.target, other)}):
            text = lines[number - 1].strip() if number <= len(lines) else ""
            found.append(Backlink(other, note.title, number, text))
    return found


def resolve(vault: Vault, target: str) -> list[str]:
    """The paths that a wikilink's target means; notes are parsed for aliases only when no stem fits."""
    paths = vault.note_paths()
    names = LinkNames(paths)
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


def _mentions(text: str, spelled: list[str]) -> bool:
    folded = name_key(text)
    return any(name in folded for name in spelled)
