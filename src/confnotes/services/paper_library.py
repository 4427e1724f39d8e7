"""The bibliography of a vault, `.confnotes/papers.bib`: what bibliographies and the network said of its papers.

Plain BibTeX, which a person and other programs may edit: entries keep their bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from confnotes.errors import NotFoundError
from confnotes.exporters.bibtex import written
from confnotes.importers.bibtex.paper_entries import read_bibliography
from confnotes.model.paper import PaperEntry
from confnotes.vault.vault import Vault

PATH = ".confnotes/papers.bib"
_HEAD = (
    "% What is known of papers: from your bibliographies and from the network. confnotes keeps what you edit here.\n"
)


def library(vault: Vault) -> tuple[PaperEntry, ...]:
    """The entries, in their order; none where there is no file. Raises ConfnotesError when it cannot be read."""
    try:
        return _read(vault.read(PATH).text)
    except NotFoundError:
        return ()


def keep(vault: Vault, entries: Iterable[PaperEntry]) -> bool:
    """Write entries down, each in place of the one with its citekey; False when nothing changed.

    Raises ConfnotesError when the file cannot be written.
    """
    wanted = list(entries)
    return bool(wanted) and vault.change(PATH, lambda text: _with_entries(text, wanted), new="")


def joined(old: PaperEntry, new: PaperEntry) -> PaperEntry:
    """The new entry under the key of the old one, with the fields that only the old one has."""
    known = {name for name, _ in new.fields}
    more = tuple((name, value) for name, value in old.fields if name not in known)
    if not more and old.key == new.key:
        return old if old.fields == new.fields and old.kind == new.kind else new
    if {**dict(old.fields), **dict(new.fields)} == dict(old.fields) and old.kind == new.kind:
        return old
    return PaperEntry(old.key, new.kind, (*new.fields, *more), "")


@lru_cache(maxsize=2)
def _read(text: str) -> tuple[PaperEntry, ...]:
    return tuple(read_bibliography(text)[0])


def _with_entries(text: str, entries: list[PaperEntry]) -> str:
    own = {entry.key: entry for entry in _read(text)}
    for entry in entries:
        there = own.get(entry.key)
        if there is not None and there.text and there.text in text:
            text = text.replace(there.text, written(entry), 1)
        elif there is None:
            text = f"{text or _HEAD}{'' if not text or text.endswith(chr(10)) else chr(10)}\n{written(entry)}\n"
    return text
