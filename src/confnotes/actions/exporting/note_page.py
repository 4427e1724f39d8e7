"""One note as safe HTML for a web page: its links lead to other notes, its pictures are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from confnotes.actions.exporting.photo_pictures import shrunk
from confnotes.catalogue.searching.find import outlines
from confnotes.errors import MissingError
from confnotes.exporters.html.notes import NoteSetter, PageContext
from confnotes.exporters.render_options import Picture
from confnotes.markup.link_names import LinkNames
from confnotes.markup.names import fold
from confnotes.model.document import PhotoShown
from confnotes.model.note import Note
from confnotes.report.photos import PhotoFinder
from confnotes.report.readable_text import readable_text
from confnotes.vault.vault import Vault

_SIDE = 1600  # pixels: enough for a slide on any phone


@dataclass(frozen=True, slots=True)
class WebNote:
    """A note to read: `html` has no raw HTML of the note, no scripts, and only http, https and mailto links."""

    path: str
    title: str
    html: str


def _note_of(vault: Vault, path: str) -> Note:
    """The note, if a scan of the vault lists this very path: nothing else is opened, whatever the path says."""
    if path not in vault.note_paths():
        raise MissingError("note not found", "It was renamed or deleted.")
    return vault.note(path)


def note_page(vault: Vault, path: str, address: Callable[[str], str], picture_address: Callable[[str], str]) -> WebNote:
    """The note at that path of the vault; the addresses are those of notes by path and of its pictures by id.

    Raises MissingError for anything but a note of the vault, ConfnotesError if it cannot be read.
    """
    note = _note_of(vault, path)
    targets: dict[str, str] = {}
    names = LinkNames.of(outlines(vault)) if "[[" in note.body else LinkNames(())

    def number_of(target: str) -> str | None:
        meant = names.resolve(target, path)
        if len(meant) != 1:
            return None
        link = f"note-{len(targets)}"
        targets[link] = meant[0]
        return link

    def address_of(link: str) -> str | None:
        return address(targets[link]) if link in targets else None

    def figure(photo: PhotoShown) -> str | None:
        words = escape(photo.words)
        caption = f"<figcaption>{words}</figcaption>" if words else ""
        return (
            f'<figure class="photo"><img src="{escape(picture_address(photo.id))}" loading="lazy"'
            f' alt="{words or "Photo"}">{caption}</figure>'
        )

    shown = PhotoFinder({0: (None, vault)}).in_note(note)
    text = readable_text(shown, {fold(note.title)}, number_of)
    html = NoteSetter(PageContext(address_of, figure=figure)).note(text, 2)
    return WebNote(path, note.title, html)


def note_picture(vault: Vault, path: str, identifier: str) -> Picture:
    """The picture of a note by its id, reduced and without camera metadata. Raises MissingError, ConfnotesError."""
    finder = PhotoFinder({0: (None, vault)})
    finder.in_note(_note_of(vault, path))
    found = finder.path_of(identifier)
    picture = shrunk(vault.read_bytes(found), _SIDE) if found is not None else None
    if picture is None:
        raise MissingError("picture not found", "It was renamed or deleted, or its format is not supported.")
    return picture
