"""What the page for phones asks of a vault, and the answers as JSON data."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote

from confnotes.actions.exporting.note_page import note_page, note_picture
from confnotes.actions.notes.line_target import line_target
from confnotes.actions.photos.add_photo import add_photo
from confnotes.actions.program.mark_talk import mark_talk
from confnotes.catalogue.program.current_room import seat_at, sit_down
from confnotes.catalogue.program.talks import by_key, card
from confnotes.catalogue.program.whats_on import agenda, current_conference, whats_on
from confnotes.catalogue.searching.find import find
from confnotes.clock import AppClock
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.exporters.render_options import Picture
from confnotes.model.mark import Mark
from confnotes.serve.received import ReceivedLines
from confnotes.serve.rows import one_line, readable, row_object, talk_object
from confnotes.vault.vault import Vault

Answer = dict[str, Any]

MOST_LETTERS: Final = 20_000
"""Maximum length of a line that a phone sends: longer than any that somebody types."""
_VERSION: Final = 16
_NOTES: Final = 60
_HITS: Final = 40
_MOST_DAYS: Final = 31
_LONGEST_WAIT: Final = timedelta(days=60)
"""A line that waited longer on a phone is stamped as if it had waited this long."""


class PhoneAnswers:
    """Answers about one vault; called in one thread, one call after the other."""

    def __init__(self, vault: Vault, clock: AppClock) -> None:
        self._vault = vault
        self._clock = clock
        self._received = ReceivedLines(vault)

    def now(self, known: str = "") -> Answer:
        """What is on now and next, and where a line goes that names no talk; with the day's program, unless the phone
        has it: `known` is the `version` of its own.
        """
        at = self._clock.now()
        told = whats_on(self._vault, at)
        name = told.conference_name
        cards = agenda(self._vault, name, told.moment.date(), hidden=False) if name else []
        day = [talk_object(one) for one in cards]
        version = sha256(json.dumps(day).encode()).hexdigest()[:_VERSION]
        listed = {one.key: one for one in (*told.on, *told.next, *told.later_starred)}
        return {
            "conference": one_line(name),
            "moment": told.moment.isoformat(timespec="seconds"),
            "talks": [talk_object(one) for one in listed.values()],
            "version": version,
            "day": None if version == known else day,
            "on": [one.key for one in told.on],
            "next": [one.key for one in told.next],
            "later": [one.key for one in told.later_starred],
            "target": self._target(at),
        }

    def program(self, day: str) -> Answer:
        """The talks of a day, 2019-12-10, by default today, and all days of the conference."""
        at = self._clock.now()
        name = current_conference(self._vault, at)
        if name is None:
            return {"conference": "", "day": "", "days": [], "talks": []}
        span = self._vault.span(name)
        today = whats_on(self._vault, at, name).moment.date()
        first, last = span.first or today, span.last or today
        days = [first + timedelta(days=number) for number in range(min((last - first).days + 1, _MOST_DAYS))]
        wanted = _day(day) if day else today if today in days else first
        cards = agenda(self._vault, name, wanted, hidden=False)
        return {
            "conference": one_line(name),
            "day": wanted.isoformat(),
            "days": [one.isoformat() for one in days],
            "talks": [talk_object(one) for one in cards],
        }

    def talk(self, key: str) -> Answer:
        """A talk with its abstract and its note. Raises NotFoundError."""
        found = card(self._vault, self._known(key))
        note = self.note(found.note) if found.note else None
        return {"talk": talk_object(found), "abstract": readable(found.talk.abstract or ""), "note": note}

    def note(self, path: str) -> Answer:
        """A note as HTML. Raises MissingError, ConfnotesError."""
        page = note_page(self._vault, path, _note_address, lambda photo: _picture_address(path, photo))
        key = self._vault.note(path).talk_key
        with suppress(ConfnotesError):
            if key is not None:
                by_key(self._vault, key)
                return {"path": page.path, "title": one_line(page.title), "html": page.html, "talk": key}
        return {"path": page.path, "title": one_line(page.title), "html": page.html, "talk": None}

    def picture(self, path: str, identifier: str) -> Picture:
        """A picture of a note. Raises MissingError, ConfnotesError."""
        return note_picture(self._vault, path, identifier)

    def notes(self, words: str) -> Answer:
        """The notes that were written last, or what a search finds."""
        if words.strip():
            hits = find(self._vault, words, limit=_HITS, at=self._clock.now())
            return {
                "notes": [row_object(one.title, one.path, one.id, one.conference, one.snippet) for one in hits.hits]
            }
        rows = []
        for path in self._vault.latest_notes(_NOTES):
            with suppress(ConfnotesError):
                rows.append(row_object(self._vault.note(path).title, path, None, path.rpartition("/")[0], ""))
        return {"notes": rows}

    def star(self, key: str, on: bool) -> Answer:
        """Star a talk, or remove its star. Raises NotFoundError, ConfnotesError."""
        return {"starred": mark_talk(self._vault, self._known(key), Mark.STAR, on)}

    def add(self, identifier: str, text: str, to: str | None, age: float) -> Answer:
        """Add a line that was typed `age` seconds ago, once for each id. Raises what `add_line` raises."""
        if len(text) > MOST_LETTERS:
            raise UsageError("the line is too long", f"Send at most {MOST_LETTERS} characters at once.")
        at = self._moment(age)
        path = self._received.add(identifier, text, self._checked(to), at)
        self._sit_down(to, at)
        return {"path": path}

    def add_photo(self, data: bytes, to: str | None, age: float) -> Answer:
        """Place a photo that was taken `age` seconds ago. Raises what `actions.photos.add_photo` raises."""
        placed = add_photo(self._vault, data, self._checked(to), self._moment(age))
        return {"path": placed.note, "name": placed.name}

    def _checked(self, to: str | None) -> str | None:
        """The key of a talk or the path of a note that the vault has: nothing else is looked for, also not by name."""
        if to is None or to in self._vault.note_paths():
            return to
        return self._known(to)

    def _known(self, key: str) -> str:
        """The key of a talk that the vault has. Raises NotFoundError."""
        try:
            return by_key(self._vault, key).key
        except NotFoundError:
            raise NotFoundError("this talk is not in the program any more", "Choose another talk or a note.") from None

    def _moment(self, age: float) -> datetime:
        return self._clock.now() - min(max(timedelta(seconds=age), timedelta()), _LONGEST_WAIT)

    def _sit_down(self, to: str | None, at: datetime) -> None:
        """Remember the room of somebody who writes about a talk while it is on, as the screens do."""
        if to is None:
            return
        told = whats_on(self._vault, at)
        here = next((one for one in told.on if one.key == to), None)
        if here is not None:
            sit_down(self._vault, seat_at(here, told.moment))

    def _target(self, at: datetime) -> Answer | None:
        """Where a line goes that names no talk; None if the phone has to ask."""
        try:
            meant = line_target(self._vault, None, at)
        except ConfnotesError:
            return None
        if isinstance(meant, str):
            return {"to": meant, "title": one_line(self._vault.note(meant).title)}
        return {"to": meant.key, "title": one_line(meant.title)}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("not a day", "Write it as 2019-12-10.") from None


def _note_address(path: str) -> str:
    return f"#/note/{quote(path, safe='')}"


def _picture_address(path: str, photo: str) -> str:
    return f"/api/picture?note={quote(path, safe='')}&photo={quote(photo, safe='')}"
