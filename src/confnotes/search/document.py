"""What the index stores of a searchable thing: a note, a talk, a person, a paper, a task or a question."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.hit import HitKind
from confnotes.search.languages import ENGLISH

KINDS = (HitKind.NOTE, HitKind.TALK, HitKind.PERSON, HitKind.PAPER, HitKind.TASK, HitKind.QUESTION)
"""The kinds in the order of their numbers in the index."""

TEXT = "text"
"""The field with all words of a document; other fields of words repeat some of them."""

TITLE = "title"

FIELDS = (TEXT, TITLE, "speaker", "session", "track", "room", "conf")
"""The fields of words, which are analysed."""

LABELS = ("kind", "lang", "has", "is", "tag", "talk", "called", "known", "who", "paper", "beside", "year")
"""The fields of exact values, folded.

`called` are all names of a note, `known` those of people and of notes to be created. `who`, `paper` and `beside` are
the people and papers of a note, and the session of its talk. `year` is known of some things without a date.
"""

LINK_LABELS = ("links", "within", "front", "name", "alias")
"""The fields of exact values that are not folded, in the spelling of `markup.link_names`: a note's links, `front` if
only its front matter has them and `within` if that only names its conference; and the targets that mean the note, by
path and by alias.
"""

KEPT_LABELS = ("tag", "known", "who", "paper", "beside", "links", "within", "front", "alias")
"""The fields whose labels are stored per document."""

MINUTES_A_DAY = 24 * 60  # times are whole minutes since day 1

MET_IN_MANY_FILES = frozenset((HitKind.PERSON, HitKind.PAPER))
"""Kinds of which documents with the same id are the same thing."""

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_IN_FILES = frozenset((HitKind.NOTE, HitKind.TASK, HitKind.QUESTION))


@fast_dataclass(frozen=True, slots=True)
class IndexDocument:
    """A searchable thing.

    `id` is the argument of `confnotes show`; of documents with the same kind and id, one is shown. `talk` is the key of
    the talk that a note is about, or the talk's own: a talk with a note is not shown itself. `line` is the line of a
    task or question in its file, from 1. `body` is searched and not stored; `abstract` is stored, for the snippet of
    things without a file. `text` repeats no field: the words of all fields are added to it anyway. `language` is one of
    `languages`.
    """

    kind: HitKind
    id: str
    title: str
    conference: str | None = None
    path: str | None = None
    line: int | None = None
    date: datetime | None = None
    speakers: tuple[str, ...] = ()
    talk: str | None = None
    rating: int | None = None
    body: str = ""
    abstract: str = ""
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    language: str = ENGLISH

    def record(self) -> bytes:
        """What a hit shows, as JSON, except what the index knows otherwise."""
        own_id = None if self.id == _usual_id(self.kind, self.path, self.line, self.title) else self.id
        shown = [own_id, self.title, self.conference, self.line, self.speakers, self.talk, self.abstract]
        while not shown[-1]:
            shown.pop()
        return _encoded(shown).encode("utf-8", "replace")

    @classmethod
    def read(cls, data: bytes, kind: HitKind, source: str, minute: int) -> IndexDocument:
        """The parts of a document that a hit shows. `source` is its file, `minute` its date. Raises ValueError if the
        data are not a record.
        """
        shown = json.loads(data)
        own_id, title, conference, line, speakers, talk, abstract = shown + [None] * (7 - len(shown))
        path = source if kind in _IN_FILES else None
        date = datetime.min + timedelta(minutes=minute - MINUTES_A_DAY) if minute >= MINUTES_A_DAY else None
        id_ = own_id if own_id is not None else _usual_id(kind, path, line, title)
        return cls(kind, id_, title, conference, path, line, date, tuple(speakers or ()), talk, abstract=abstract or "")


def _usual_id(kind: HitKind, path: str | None, line: int | None, title: str) -> str:
    """The argument of `confnotes show` for things in a file, and for people."""
    if kind in _IN_FILES and path is not None:
        return path if line is None else f"{path}:{line}"
    return title


def minutes(moment: datetime) -> int:
    """A local time as the index compares it: minutes since the beginning of year 1, in 32 bits and not 0."""
    return max(1, min(moment.toordinal() * MINUTES_A_DAY + moment.hour * 60 + moment.minute, 0xFFFF_FFFF))
