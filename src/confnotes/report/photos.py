"""Photos in the notes of a summary: embeds of files in the vault become `![words](photo:id)`.

Only text that the audience may read is searched. Pictures from elsewhere, or in unsupported formats, stay text or
links.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from confnotes import system
from confnotes.markup import wikilinks
from confnotes.markup.code import blank_code
from confnotes.markup.embeds import time_caption
from confnotes.markup.link_names import LinkNames
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import slug
from confnotes.markup.safe import safe_text
from confnotes.model.note import Note
from confnotes.model.summary import SummaryItem, SummaryNote, SummaryOrder, SummaryPhoto
from confnotes.report.other_vaults import place_of
from confnotes.vault.scan import other_files
from confnotes.vault.vault import Vault

ENDINGS: Final = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".heic", ".heif", ".avif"}
)
_IMAGE = re.compile(
    r"""!\[(?P<words>(?:[^\[\]\n\\]|\\.){0,500})\]
        \([ \t]*(?:<(?P<framed>[^<>\n]{1,500})>|(?P<bare>[^\s()<>]{1,500}))
        (?:[ \t]+"[^"\n]{0,300}")?  # a title
        [ \t]*\)""",
    re.VERBOSE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_SIZE = re.compile(r"\d{1,5}(?:x\d{1,5})?")
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_SHOWN = re.compile(r"\(photo:([a-z][a-z0-9-]*)\)")


@dataclass(frozen=True, slots=True)
class _Embed:
    """An embedded picture in a text at `[start, end)`."""

    start: int
    end: int
    target: str
    words: str


class PhotoFinder:
    """Finds the photos of a summary and assigns ids; the vaults are those of `vaults_of`."""

    def __init__(self, vaults: Mapping[int, tuple[str | None, Vault]]) -> None:
        self._vaults = vaults
        self._found: dict[tuple[int, str], SummaryPhoto] = {}
        self._taken: set[str] = set()
        self._pictures: dict[int, LinkNames] = {}

    def in_note(self, note: Note) -> Note:
        """The note with each picture file of its vault as `![words](photo:id)`."""
        if "![" not in note.body:
            return note
        text = note.body
        parts: list[str] = []
        at = 0
        for embed in _embeds(text):
            photo = self._photo(str(note.path), embed.target)
            if photo is None or embed.start < at:
                continue
            words = escape_text(embed.words or time_caption(photo.name) or "")
            parts += [text[at : embed.start], f"![{words}](photo:{photo.id})"]
            at = embed.end
        return replace(note, body="".join([*parts, text[at:]])) if parts else note

    def shown_in(self, items: Iterable[SummaryItem], overview: str = "") -> tuple[SummaryPhoto, ...]:
        """The photos in these items, in order of appearance."""
        by_id = {photo.id: photo for photo in self._found.values()}
        texts = chain((overview,), *(_texts(note) for item in items for note in item.notes))
        met = dict.fromkeys(found for text in texts if "(photo:" in text for found in _SHOWN.findall(text))
        return tuple(by_id[one] for one in met if one in by_id)

    def path_of(self, identifier: str) -> str | None:
        """The path in its vault of a photo that was found, by its id."""
        return next((photo.path for photo in self._found.values() if photo.id == identifier), None)

    def _photo(self, note: str, target: str) -> SummaryPhoto | None:
        number, inside = place_of(note)
        path = self._path(number, inside, target)
        if path is None:
            return None
        known = self._found.get((number, path))
        if known is None:
            name = safe_text(posixpath.basename(path), lines=False)
            known = SummaryPhoto(self._identifier(name), name, path, self._vaults[number][0])
            self._found[number, path] = known
        return known

    def _path(self, number: int, note: str, target: str) -> str | None:
        """The picture that a link in a note means, found like notes: by path, or by name alone."""
        if number not in self._vaults or PurePosixPath(target).suffix.lower() not in ENDINGS:
            return None
        if number not in self._pictures:
            files = other_files(self._vaults[number][1].root)
            self._pictures[number] = LinkNames(one for one in files if PurePosixPath(one).suffix.lower() in ENDINGS)
        return next(iter(self._pictures[number].resolve(target.replace("\\", "/"), note)), None)

    def _identifier(self, name: str) -> str:
        words = _NOT_IN_IDS.sub("-", slug(PurePosixPath(name).stem)[:60]).strip("-")
        base = f"photo-{words}" if words else "photo"
        identifier, number = base, 2
        while identifier in self._taken:
            identifier, number = f"{base}-{number}", number + 1
        self._taken.add(identifier)
        return identifier


def vaults_of(vault: Vault, order: SummaryOrder) -> dict[int, tuple[str | None, Vault]]:
    """The vaults of a summary's notes, by the number in their paths, with names for others' vaults."""
    others = {
        number: (" ".join(name.split()), Vault.open(system.user_path(place)))
        for number, (name, place) in enumerate(order.others, start=1)
    }
    return {0: (None, vault), **others}


def _texts(note: SummaryNote) -> Iterator[str]:
    yield from (note.claim, note.text, note.view)
    yield from (takeaway.text for takeaway in note.takeaways)
    yield from (text for question in note.questions for text in (question.text, question.answer) if text)


def _embeds(text: str) -> list[_Embed]:
    """The pictures embedded in a text outside code, in order."""
    visible = blank_code(text)
    found = []
    for match in wikilinks.WIKILINK.finditer(visible):
        link = wikilinks.read(match)
        if link is not None and link.embed and link.target:
            found.append(_Embed(link.start, link.end, link.target, _caption(link.alias or "")))
    for image in _IMAGE.finditer(visible):
        target = image["framed"] or image["bare"]
        if not _SCHEME.match(target):
            found.append(_Embed(image.start(), image.end(), unquote(target), _caption(image["words"])))
    return sorted(found, key=lambda embed: embed.start)


def _caption(words: str) -> str:
    """A picture's caption, without the size that Obsidian allows after `|`."""
    parts = [part.strip() for part in words.split("|")]
    return " ".join(part for part in parts if part and not _SIZE.fullmatch(part))
