"""Rename a note, a heading or a person, with every link to it; reads all files, not the index.

For a note: its file, its title if both are the same, and every link. Links by an alias keep working and are unchanged.
`rename_person.py` renames people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from confnotes.actions.links.rename_person import plan_person
from confnotes.actions.links.rewrite import (
    LeftAlone,
    Progress,
    Renaming,
    Rewriting,
    collect,
    leads_to,
    line_of,
    link_edits,
    must_be_free,
)
from confnotes.catalogue.find_note import find_note
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.markup import frontmatter
from confnotes.markup.edits import Edit, line_start
from confnotes.markup.headings import anchor_of
from confnotes.markup.link_names import LinkNames, aliases, stem_of
from confnotes.markup.link_targets import LinkTarget
from confnotes.markup.names import file_stem, fold, name_key
from confnotes.model.note import Heading, Note
from confnotes.vault.layout import PEOPLE, conference_path
from confnotes.vault.photos_file import PATH as PHOTOS
from confnotes.vault.vault import Vault


def plan_named(vault: Vault, old: str, new: str, progress: Progress | None = None) -> Renaming:
    """Plan renaming a note, a heading or a person; a note about a person stands for the person.

    A heading is given as `NOTE#HEADING`. Raises what `find_note`, `plan_note`, `plan_heading` and `plan_person` raise.
    """
    if "#" in old and old not in vault.note_paths():
        note, _, heading = old.partition("#")
        path, wanted = find_note(vault, note.strip(), in_part=False), fold(anchor_of(heading))
        line = next((one.line for one in vault.note(path).headings if fold(anchor_of(one.text)) == wanted), None)
        if line is None:
            raise NotFoundError(f"heading not found in {path}: “{heading.strip()}”", "Nothing was changed.")
        return plan_heading(vault, path, line, new, progress)
    try:
        path = find_note(vault, old.strip(), in_part=False)
    except NotFoundError:
        try:
            return plan_person(vault, old, new, progress)
        except NotFoundError as error:
            raise NotFoundError(
                f"no note or person found: “{old}”", "List notes with `confnotes list notes`."
            ) from error
    if path.startswith(f"{PEOPLE}/"):
        return plan_person(vault, stem_of(path), new, progress)
    return plan_note(vault, path, new, progress)


_QUERIES = ".confnotes/queries.yaml"
_ASKS = re.compile(r"\b(?:links|from|near):", re.IGNORECASE)


def plan_note(vault: Vault, path: str, name: str, progress: Progress | None = None) -> Renaming:
    """Plan renaming the note; nothing is written.

    Raises NotFoundError for an unknown note, UsageError for an invalid name, ConfnotesError if a file with a link to it
    cannot be changed.
    """
    new = _path_named(vault, path, name)
    heading = _title_heading(vault.note(path), name)
    names = LinkNames(vault.note_paths())
    stem, old_key = stem_of(new), name_key(stem_of(path))
    left: list[LeftAlone] = []

    def change(other: str, text: str) -> Iterator[Edit]:
        folded = name_key(text)
        if other != path and "alias" in text and name_key(stem) in folded:
            _must_not_be_called(other, text, stem)
        if other == path and heading is not None:
            yield _heading_edit(text, *heading)
        if old_key not in folded and "](" not in text:
            return
        left.extend(_asking(other, text, old_key))

        def leave(target: LinkTarget) -> None:
            left.append(LeftAlone(other, *line_of(text, target.start), "front matter that cannot be read"))

        said = (heading[0].text, heading[1]) if heading is not None else None
        yield from link_edits(text, _note_meant(names, path, other), stem, said, leave)

    files = _with_title(vault, path, name, collect(vault, change, progress))
    return Renaming(path, new, (*files, *_photos(vault, path, new)), (*left, *_saved_queries(vault, old_key)))


def plan_heading(vault: Vault, path: str, line: int, text: str, progress: Progress | None = None) -> Renaming:
    """Plan renaming the heading in this line of the note, including links to it.

    Raises NotFoundError if the line is not a heading, UsageError for invalid text, ConfnotesError.
    """
    note = vault.note(path)
    found = next((one for one in note.headings if one.line == line), None)
    words = " ".join(text.split())
    if found is None:
        raise NotFoundError(f"not a heading: line {line} of {path}", "Nothing was changed.")
    if not anchor_of(words) or words == found.text:
        raise UsageError("this is the current heading", "Nothing was changed.")
    if any(fold(anchor_of(one.text)) == fold(anchor_of(words)) for one in note.headings if one is not found):
        raise UsageError(f"heading exists in this note: “{words}”", "Choose another heading.")
    names = LinkNames(vault.note_paths())
    known = {name_key(name) for name in (stem_of(path), *aliases(note.fields))}

    def change(other: str, other_text: str) -> Iterator[Edit]:
        if other == path:
            yield _heading_edit(other_text, found, words)
        elif "](" not in other_text and not any(name in name_key(other_text) for name in known):
            return
        yield from link_edits(other_text, _note_meant(names, path, other), None, (found.text, words))

    names.add_aliases(note)
    return Renaming(path, path, tuple(collect(vault, change, progress)))


def _path_named(vault: Vault, path: str, name: str) -> str:
    """The note's path with the new name."""
    if not vault.read(path).path.endswith(".md"):
        raise UsageError(f"not a note: {path}", "Give the name or path of a note.")
    folder, separator, _ = path.rpartition("/")
    if path == conference_path(folder):
        hint = "Change the title in its note, which lists and exports show. The folder and links keep their name."
        raise UsageError(f"a conference cannot be renamed: {folder}", hint)
    if not any(letter.isalnum() for letter in name):
        raise UsageError("missing new name", "Use letters or digits.")
    stem = file_stem(name.strip().removesuffix(".md"))
    if stem == stem_of(path):
        raise UsageError(f"the note already has the name “{stem}”", "Nothing was changed.")
    must_be_free(vault, stem, path)
    return f"{folder}{separator}{stem}.md"


def _note_meant(names: LinkNames, path: str, other: str) -> Callable[[LinkTarget], bool]:
    """Whether a link in the note `other` leads to the note at `path`."""

    def means(target: LinkTarget) -> bool:
        if not target.target:
            return other == path
        return leads_to(names, target, other) == path

    return means


def _must_not_be_called(path: str, text: str, stem: str) -> None:
    front = frontmatter.split(text)
    if any(name_key(alias) == name_key(stem) for alias in aliases(front.fields)):
        raise UsageError(f"“{stem}” is an alias of {path}", "Choose another name, or links to the alias would change.")


def _is_named_after_file(note: Note) -> bool:
    return name_key(file_stem(note.title)) == name_key(note.stem)


def _words(name: str) -> str:
    return " ".join(name.split()).removesuffix(".md")


def _with_title(vault: Vault, path: str, name: str, files: list[Rewriting]) -> list[Rewriting]:
    """Also change the note's title if its front matter repeats the file name."""
    note = vault.note(path)
    if note.fields.get("title") is None or not _is_named_after_file(note):
        return files
    own = next((file for file in files if file.path == path), None) or Rewriting.of(vault.read(path))
    titled = replace(own, after=frontmatter.set_fields(own.after, {"title": _words(name)}))
    return [*(file for file in files if file is not own), titled]


def _title_heading(note: Note, name: str) -> tuple[Heading, str] | None:
    """The first heading and its new text, if it repeats both the note's title and the file name.

    A heading that is a link is rewritten like other links.
    """
    if note.lead is None or note.fields.get("title") is not None:
        return None
    first = note.headings[0]
    return (first, _words(name)) if "[[" not in first.text and _is_named_after_file(note) else None


def _heading_edit(text: str, heading: Heading, words: str) -> Edit:
    start = text.index(heading.text, line_start(text, heading.line))
    return Edit(start, start + len(heading.text), words)


def _asking(path: str, text: str, key: str) -> Iterator[LeftAlone]:
    """Lines with queries for links to the note, which the user has to change."""
    if not _ASKS.search(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if any(key in name_key(line[match.end() :]) for match in _ASKS.finditer(line)):
            yield LeftAlone(path, number, line.rstrip("\r"), "a query")


def _saved_queries(vault: Vault, key: str) -> list[LeftAlone]:
    try:
        return list(_asking(_QUERIES, vault.read(_QUERIES).text, key))
    except ConfnotesError:
        return []


def _photos(vault: Vault, old: str, new: str) -> list[Rewriting]:
    """The list of placed photos, with the renamed path of their note."""
    try:
        file = vault.read(PHOTOS)
    except ConfnotesError:
        return []
    before, after = (f"note: {json.dumps(path, ensure_ascii=False)}}}" for path in (old, new))
    text = file.text.replace(before, after)
    return [Rewriting(PHOTOS, file.text, text, file.version)] if text != file.text and not file.read_only else []
