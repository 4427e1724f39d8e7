"""A paper: one entry for everything that programs, notes and bibliographies say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from confnotes.model.fast_dataclass import fast_dataclass


class Reading(StrEnum):
    """What a person said about reading it; nothing is said of most papers."""

    TO_READ = "to-read"
    READ = "read"


@fast_dataclass(frozen=True, slots=True)
class PaperId:
    """An identifier: `kind` is arxiv, doi, openreview, acl, pmlr, neurips, ..., or url where there is only an address.

    `address` is the one address for it.
    """

    kind: str
    value: str
    address: str


@fast_dataclass(frozen=True, slots=True)
class Presented:
    """A talk that presented the paper; `talk` is its key, `note` the path of its note, `day` wall-clock there.

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
    """A line of a note that names the paper; `line` counts from 1 at the top of the file, `title` is the note's."""

    path: str
    line: int
    title: str
    day: date | None = None


@fast_dataclass(frozen=True, slots=True)
class PaperEntry:
    """What a bibliography says of a paper: its citekey, its type, its fields as LaTeX by lower-case names, and itself.

    `text` is the entry as it stands in the file, "" where it would say something else by itself.
    """

    key: str
    kind: str
    fields: tuple[tuple[str, str], ...]
    text: str

    def field(self, name: str) -> str:
        """A field, "" where the entry does not have it."""
        return next((value for own, value in self.fields if own == name), "")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper.

    `key` is its best address, else the path of its note, else `@` and its citekey. `is_titled`: somebody says what it
    is called; else `title` is its identifier. `urls` are addresses as they were written. `citekey_is_given`: a person
    or a bibliography chose it. `venue` is where it appeared. `status_is_said`: a person said so, not only a task.
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
        """Everything that it may be called by: addresses, citekey, the path of its note."""
        own = (self.note,) if self.note else ()
        return (self.key, *(one.address for one in self.ids), f"@{self.citekey}", *own)

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which it was presented or noted."""
        given = [one.day for one in self.presented] + [one.day for one in self.noted]
        return tuple(day for day in given if day)
