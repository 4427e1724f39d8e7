"""Links of a note: the one at a place of its text, all of them, and their targets in the vault."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from confnotes.errors import ConfnotesError
from confnotes.markup import headings, links, mentions, references
from confnotes.markup.headings import anchor_of
from confnotes.markup.link_names import LinkNames
from confnotes.markup.names import fold
from confnotes.model.note import Note
from confnotes.model.program import Resource, ResourceKind
from confnotes.vault.scan import other_files
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class ToNote:
    """A link to a note or another file of the vault; an empty target is the note itself."""

    target: str
    heading: str | None = None
    block: str | None = None


@dataclass(frozen=True, slots=True)
class ToPerson:
    """A person named in the note."""

    name: str


@dataclass(frozen=True, slots=True)
class ToResource:
    """A web page, paper, video or mail address."""

    resource: Resource


Lead = ToNote | ToPerson | ToResource


@dataclass(frozen=True, slots=True)
class NoteTarget:
    """A note of the vault and a line of its file, from 1; None for where it opens. `is_top`: no link chose the line."""

    path: str
    line: int | None = None
    is_top: bool = False


def lead_at(line: str, column: int) -> Lead | None:
    """The link at that column of the line, or ending there; None when there is no link."""
    for name_start, name_end, name in mentions.find(line):
        if name_start <= column <= name_end:
            return ToPerson(name)
    for link in links.find(line):
        if link.start <= column <= link.end:
            return ToNote(link.target, link.heading, link.block)
    for found in references.find(line):
        if found.start <= column <= found.end:
            return ToResource(found.resource)
    return None


def leads_in(lines: list[str]) -> list[Lead]:
    """All links in the lines, each once, in order."""
    found: dict[Lead, None] = {}
    for line in lines:
        found.update({ToNote(link.target, link.heading, link.block): None for link in links.find(line)})
        found.update({ToPerson(name): None for _, _, name in mentions.find(line)})
        found.update({ToResource(one): None for one in references.find_references(line)})
    return list(found)


def places(vault: Vault, lead: ToNote, source: str) -> list[NoteTarget]:
    """The targets of a wikilink in the note `source`: one, none, or several if it is ambiguous."""
    from confnotes.catalogue.links.backlinks import resolve

    return [NoteTarget(path, _line_of(vault.note(path), lead)) for path in resolve(vault, lead.target, source)]


def top_unless_on(vault: Vault, place: NoteTarget, wall: datetime) -> NoteTarget:
    """The place, or the top of its note if it has no line; the note of a talk that is on at `wall` opens at its end."""
    from confnotes.catalogue.program.talks import find_talk

    if place.line is not None:
        return place
    key = vault.note(place.path).fields.get("talk")
    with suppress(ConfnotesError):
        card = find_talk(vault, key) if isinstance(key, str) else None
        if card and card.start and isinstance(card.ends, datetime) and card.start <= wall <= card.ends:
            return place
    return NoteTarget(place.path, 1, is_top=True)


def other_file(vault: Vault, target: str, source: str) -> str | None:
    """The path of the file, no note, that a link of the note `source` means."""
    return next(iter(LinkNames(other_files(vault.root)).resolve(target, source)), None)


def kind_of(resource: Resource) -> str:
    """What the resource is, in a word."""
    return "link" if resource.kind is ResourceKind.OTHER else resource.kind.value


def is_picture(name: str) -> bool:
    """Whether a file of that name can only be looked at."""
    from confnotes.markup.embeds import picture_words

    return picture_words(name) is not None


def _line_of(note: Note, lead: ToNote) -> int | None:
    if lead.block:
        lines = note.body.split("\n")
        return next((number for number, line in enumerate(lines, note.body_line) if _ends_with(line, lead.block)), None)
    if lead.heading:
        wanted = fold(anchor_of(lead.heading.rpartition("#")[2]))
        return next((one.line for one in note.headings if fold(anchor_of(one.text)) == wanted), None)
    return None


def row_in(lines: list[str], lead: ToNote) -> int | None:
    """The row of a heading or block in these lines of the note itself."""
    wanted = fold(anchor_of(lead.heading or ""))
    for row, line in enumerate(lines):
        if lead.block and _ends_with(line, lead.block):
            return row
        if lead.heading and (heading := headings.find(line)) and fold(anchor_of(heading[1])) == wanted:
            return row
    return None


def _ends_with(line: str, block: str) -> bool:
    return line.rstrip().endswith(f"^{block}")
