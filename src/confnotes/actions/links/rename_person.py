"""Rename a person: their note, every link and mention, and the speakers in notes.

Programs keep the names of their sources; `people.yaml` records that both names belong to one person, displayed under
the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from confnotes.actions.links.rewrite import Progress, Renaming, Rewriting, collect, leads_to, link_edits, must_be_free
from confnotes.catalogue.people.people import PersonCard, find_person
from confnotes.catalogue.searching.find import outlines
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.markup import frontmatter, mentions
from confnotes.markup.code import blank_code
from confnotes.markup.edits import Edit
from confnotes.markup.link_names import LinkNames, aliases, stem_of
from confnotes.markup.link_targets import LinkTarget
from confnotes.markup.names import exact, file_stem
from confnotes.vault.people_file import EMPTY, PEOPLE_FILE, with_called
from confnotes.vault.vault import Vault
from confnotes.vault.version import version_of

_SPEAKERS = ("speakers", "speaker")


def plan_person(vault: Vault, old: str, new: str, progress: Progress | None = None) -> Renaming:
    """Plan renaming the person; nothing is written.

    Raises NotFoundError for an unknown person, UsageError for an invalid name, ConfnotesError if a file that names them
    cannot be changed.
    """
    card = find_person(vault, old.strip(), in_part=False)[0]
    name = " ".join(new.split())
    stem = file_stem(name)
    _must_be_possible(vault, card, name, stem)
    means = _person_meant(vault, card)

    def change(path: str, text: str) -> Iterator[Edit]:
        yield from link_edits(text, lambda target: means(target, path), stem)
        yield from _mention_edits(text, card.name, name)

    files = {file.path: file for file in collect(vault, change, progress)}
    for path in _with_speakers(vault, card.name) if card.name else ():
        file = files.get(path) or Rewriting.of(vault.read(path))
        files[path] = replace(file, after=_speakers_renamed(file.after, card.name, name))
    if card.note:
        file = files.get(card.note) or Rewriting.of(vault.read(card.note))
        files[card.note] = replace(file, after=_about_renamed(file.after, card.name, name))
    new_path = f"{card.note.rpartition('/')[0]}/{stem}.md" if card.note else ""
    return Renaming(card.note or "", new_path, (*files.values(), _decision(vault, name, card.name)))


def _must_be_possible(vault: Vault, card: PersonCard, name: str, stem: str) -> None:
    if card.namesake:
        raise UsageError(
            f"several people have the name {card.names[-1]}", "Their ids tell them apart. Rename them in the program."
        )
    if not any(letter.isalpha() for letter in name):
        raise UsageError("missing new name", "Use letters.")
    if name == card.name:
        raise UsageError(f"the person already has the name “{name}”", "Nothing was changed.")
    must_be_free(vault, stem, card.note)
    with suppress(NotFoundError):
        if find_person(vault, name, in_part=False)[0].name != card.name:
            raise UsageError(
                f"another person has the name “{name}”",
                f'To merge them, run: confnotes merge-people "{card.name}" "{name}"',
            )


def _person_meant(vault: Vault, card: PersonCard) -> Callable[[LinkTarget, str], bool]:
    """Whether a link in the note at a path refers to the person by the old name."""
    names = LinkNames(vault.note_paths())
    lost = {exact(card.name), *([exact(stem_of(card.note))] if card.note else [])}

    def means(target: LinkTarget, path: str) -> bool:
        if exact(target.target.rpartition("/")[2].removesuffix(".md")) not in lost:
            return False
        return leads_to(names, target, path) == card.note

    return means


def _mention_edits(text: str, old: str, new: str) -> Iterator[Edit]:
    """The `@Name` mentions in a note's text; those in brackets are links."""
    if f"@{old.partition(' ')[0].casefold()}" not in text.casefold():
        return
    front = frontmatter.split(text)
    at = len(front.head)
    for line in blank_code(front.body).split("\n"):
        for start, end, name in mentions.find(line):
            if exact(name) == exact(old) and not line.startswith("[[", start + 1):
                written = mentions.format_mention(new, line[end:])
                if written is None:
                    raise ConfnotesError(f"a mention cannot contain “{new}”", "Leave out the part in brackets.")
                yield Edit(at + start, at + end, written)
        at += len(line) + 1


def _with_speakers(vault: Vault, old: str) -> list[str]:
    """Notes whose front matter lists the person as a speaker in plain text."""
    return [
        str(note.path)
        for note in outlines(vault)
        if any(_is_plain(one, old) for one in frontmatter.texts_in(note.fields, *_SPEAKERS))
    ]


def _is_plain(value: object, old: str) -> bool:
    return isinstance(value, str) and exact(value) == exact(old)


def _speakers_renamed(text: str, old: str, new: str) -> str:
    fields = frontmatter.split(text).fields
    changed: dict[str, object] = {}
    for key in _SPEAKERS:
        value = fields.get(key)
        if isinstance(value, list):
            changed[key] = [new if _is_plain(one, old) else one for one in value]
        elif _is_plain(value, old):
            changed[key] = new
    return frontmatter.set_fields(text, changed)


def _about_renamed(text: str, old: str, new: str) -> str:
    """The note about the person with the new name as title and the old one as alias."""
    fields = frontmatter.split(text).fields
    others = [one for one in aliases(fields) if exact(one) not in (exact(new), exact(old))]
    return frontmatter.set_fields(text, {"title": new, "aliases": [*others, old]})


def _decision(vault: Vault, new: str, old: str) -> Rewriting:
    try:
        file = vault.read(PEOPLE_FILE)
    except NotFoundError:
        return Rewriting(PEOPLE_FILE, EMPTY, with_called(EMPTY, new, old), version_of(EMPTY.encode()))
    return Rewriting(PEOPLE_FILE, file.text, with_called(file.text, new, old), file.version)
