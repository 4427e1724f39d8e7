"""Folders of notes that are named after a conference, as in a vault of Obsidian, and what makes each a conference: a
note with its name. Other notes are only read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from confnotes.actions.importing.import_record import recorded
from confnotes.errors import ConfnotesError
from confnotes.markup.frontmatter import render, split
from confnotes.markup.names import slug
from confnotes.markup.wikilinks import target_of
from confnotes.vault.layout import FREE_NOTES, PAPERS, PEOPLE, conference_path
from confnotes.vault.program_save import PlannedFile
from confnotes.vault.scan import folder_names, scan_folder
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault

HOW_BY_HAND = "A folder is a conference if it contains a note with its own name that says type: conference"

_YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20\d)\d(?!\d)")
_MOST_READ = 20  # notes of a folder: they are alike
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+)", re.MULTILINE)
_OF_TALKS = frozenset({"speaker", "speakers", "presenter", "talk"})


@dataclass(frozen=True, slots=True)
class ConferenceFolder:
    """A folder of the vault with the notes of a conference: its name and year, and how many notes."""

    folder: str
    name: str
    year: int | None
    notes: int


def conference_folders(vault: Vault) -> list[ConferenceFolder]:
    """The folders with notes of a conference that aren't one yet: most notes name the conference, or the folder does.

    A folder names one if its name has a year, and a word for conferences or a known series, or a note with a speaker.
    """
    known = {*vault.conferences(), FREE_NOTES, PAPERS, PEOPLE}
    return [found for name in folder_names(vault.root) if name not in known and (found := _of_conference(vault, name))]


def begin_conferences(vault: Vault, folders: Sequence[ConferenceFolder]) -> list[str]:
    """Write the note of each conference, all or none, and keep how to undo it like an import; returns their paths."""
    with recorded(vault) as record, Transaction(vault, "conferences", record.note) as transaction:
        for one in folders:
            record.of_conference(one.folder)
            stated = {"title": one.name, "type": "conference", "year": one.year}
            text = render({key: value for key, value in stated.items() if value is not None})
            transaction.save(PlannedFile(conference_path(one.folder), text, None))
    return [conference_path(one.folder) for one in folders]


def _of_conference(vault: Vault, folder: str) -> ConferenceFolder | None:
    paths = sorted(scan_folder(vault.root, folder))
    texts = [*_texts(vault, paths[:_MOST_READ])]
    stated = Counter(filter(None, map(_stated, texts)))
    name, count = stated.most_common(1)[0] if stated else ("", 0)
    if count * 2 <= len(texts):
        if not (texts and _YEAR.search(folder) and _is_called_so(folder, texts)):
            return None
        name = folder
    years = _YEAR.findall(name) or _YEAR.findall(folder)
    name = folder if slug(name) == slug(folder) else name
    return ConferenceFolder(folder, name, int(years[-1]) if years else None, len(paths))


def _is_called_so(folder: str, texts: Sequence[str]) -> bool:
    from confnotes.importers.notes.name import is_called_conference, names_conference

    words = re.sub(r"[-_]+", " ", folder)
    return names_conference(words) and (is_called_conference(words) or any(map(_names_speaker, texts)))


def _texts(vault: Vault, paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        with suppress(ConfnotesError):
            yield vault.read(path).text


def _stated(text: str) -> str | None:
    """The conference in a note's front matter."""
    value = split(text).fields.get("conference") if "\nconference:" in text else None
    return target_of(value) or (value.strip() if isinstance(value, str) else None)


def _names_speaker(text: str) -> bool:
    """Whether a note's front matter or its first heading names a speaker."""
    from confnotes.importers.notes.headings import read_headings

    front = split(text)
    heading = _HEADING.search(front.body)
    (read,) = read_headings([heading[1] if heading else ""])
    return bool(_OF_TALKS & front.fields.keys()) or (read is not None and bool(read.speakers))
