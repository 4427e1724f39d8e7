"""A paper: one entry for everything in programs, notes and bibliographies about it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from confnotes.model.fast_dataclass import fast_dataclass


class Reading(StrEnum):
    """The user's reading status of a paper; most have none."""

    TO_READ = "to-read"
    READ = "read"


@fast_dataclass(frozen=True, slots=True)
class PaperId:
    """An identifier: `kind` is arxiv, doi, openreview, acl, pmlr, neurips, ..., or url if only an address is known.

    `address` is its canonical address.
    """

    kind: str
    value: str
    address: str


@fast_dataclass(frozen=True, slots=True)
class Presented:
    """A talk that presented the paper; `talk` is its key, `note` its note's path, `day` the local day.

    `published`: it is one of the conference's papers, and its speakers are the authors.
    """

    talk: str
    title: str
    conference: str
    speakers: tuple[str, ...] = ()
    day: date | None = None
    note: str | None = None
    starred: bool = False
    attended: bool = False
    published: bool = False


@fast_dataclass(frozen=True, slots=True)
class Noted:
    """A line of a note that mentions the paper; `line` counts from 1 at the top of the file, `title` is the note's."""

    path: str
    line: int
    title: str
    day: date | None = None


@fast_dataclass(frozen=True, slots=True)
class PaperEntry:
    """A bibliography entry of a paper: citation key, type, fields as LaTeX by lower-case name.

    `text` is the entry as in the file, "" if it depends on other entries.
    """

    key: str
    kind: str
    fields: tuple[tuple[str, str], ...]
    text: str

    def field(self, name: str) -> str:
        """A field of the entry, or ""."""
        return next((value for own, value in self.fields if own == name), "")


@fast_dataclass(frozen=True, slots=True)
class Paper:
    """One paper.

    `key` is its best address, else the path of its note, else `@` and its citation key. `is_titled`: the title is
    known; else `title` is an identifier. `urls` are addresses as written. `citekey_is_given`: chosen by the user or a
    bibliography. `venue` is where it appeared. `status_is_said`: set by the user, not derived from a task.
    """

    key: str
    title: str
    is_titled: bool
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    ids: tuple[PaperId, ...] = ()
    urls: tuple[str, ...] = ()
    citekey: str = ""
    citekey_is_given: bool = False
    presented: tuple[Presented, ...] = ()
    noted: tuple[Noted, ...] = ()
    status: Reading | None = None
    status_is_said: bool = False
    entry: PaperEntry | None = None
    note: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it can be referred to by: addresses, citation key, path of its note, its talks."""
        own = (self.note,) if self.note else ()
        talks = (one.talk for one in self.presented if one.published)
        return (self.key, *(one.address for one in self.ids), f"@{self.citekey}", *own, *talks)

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which it was presented or noted."""
        given = [one.day for one in self.presented] + [one.day for one in self.noted]
        return tuple(day for day in given if day)
