"""The user's last export settings per conference: one small file per vault in the state folder.

They are a convenience: a missing, damaged or read-only file is not an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from confnotes.catalogue.searching.find import outlines
from confnotes.catalogue.searching.saved_queries import SavedQuery, saved_queries
from confnotes.errors import ConfnotesError
from confnotes.model.summary import Audience, Own
from confnotes.model.timetable import local_day
from confnotes.vault.private_file import load_state, store_state
from confnotes.vault.settings import AUTHOR, setting_value
from confnotes.vault.vault import Vault

_MOST = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """Export settings of a conference. `what` is a search, or empty for everything; `parts` is a preset or parts as the
    Export screen has them, empty for all; `place` is the target folder.
    """

    what: str = ""
    form: str = "html"
    folder: bool = False
    audience: str = "team"
    parts: str = ""
    include: str = ""
    by: str = "day"
    language: str = "en"
    theme: str = "paper"
    short_names: bool = False
    author: str = ""
    others: tuple[tuple[str, str], ...] = ()
    place: str = ""


def load_choice(vault: Vault, conference: str) -> Choice | None:
    """The last export settings of the conference, or None."""
    return _choice(_all(vault).get(conference))


def first_choice(vault: Vault) -> Choice:
    """Default settings for a conference that was not exported yet: author, language, theme and folder of the last
    export.
    """
    last = next((choice for one in reversed(_all(vault).values()) if (choice := _choice(one))), None)
    if last is None:
        return Choice(author=setting_value(AUTHOR))
    return Choice(author=last.author, language=last.language, theme=last.theme, place=last.place)


def remember(vault: Vault, conference: str, choice: Choice) -> None:
    """Store the settings for the next export; the least recently used ones are dropped if there are too many."""
    known = {name: one for name, one in _all(vault).items() if name != conference}
    kept = dict([*known.items(), (conference, asdict(choice))][-_MOST:])
    store_state(vault.root, "exports", kept)


def _all(vault: Vault) -> dict[str, Any]:
    known = load_state(vault.root, "exports")
    return known if isinstance(known, dict) else {}


def _choice(stored: Any) -> Choice | None:
    """A stored choice if every field has the right type, else None; ignores fields of newer versions."""
    if not isinstance(stored, dict):
        return None
    values = {field.name: stored[field.name] for field in fields(Choice) if field.name in stored}
    others = values.pop("others", [])
    if any(type(value) is not type(getattr(Choice(), name)) for name, value in values.items()):
        return None
    if not isinstance(others, list) or not all(_is_pair(one) for one in others):
        return None
    if values.get("audience", Audience.TEAM) not in set(Audience) or not set(values.get("include", "").split()) <= {
        *Own
    }:
        return None
    return Choice(**values, others=tuple((name, folder) for name, folder in others))


def _is_pair(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 2 and all(isinstance(text, str) for text in one)


@dataclass(frozen=True, slots=True)
class Offers:
    """The days, tracks and so on that an export can be limited to, with the number of talks or notes of each.

    Days are in order, the rest sorted by number.
    """

    days: tuple[tuple[date, int], ...] = ()
    tracks: tuple[tuple[str, int], ...] = ()
    tags: tuple[tuple[str, int], ...] = ()
    searches: tuple[SavedQuery, ...] = ()


def offers_of(vault: Vault, conference: str) -> Offers:
    """What an export of the conference can be limited to; raises ConfnotesError if its program cannot be read."""
    program = vault.program(conference)
    zone = program.conference.timezone
    days: Counter[date] = Counter()
    tracks: Counter[str] = Counter()
    for session, talk in program.sessions_and_talks():
        if day := local_day(talk, zone):
            days[day] += 1
        track = talk.track or session.track
        if track:
            tracks[track] += 1
    tags = Counter(tag for note in outlines(vault, conference) for tag in {tag.name for tag in note.tags})
    return Offers(
        tuple(sorted(days.items())), tuple(_by_number(tracks)), tuple(_by_number(tags)), tuple(saved_queries(vault))
    )


def years_of(vault: Vault, conferences: list[str]) -> list[tuple[int, int]]:
    """Years with several conferences and their number, newest first."""
    years: Counter[int] = Counter()
    for name in conferences:
        try:
            first = vault.span(name).first
        except ConfnotesError:
            continue
        if first is not None:
            years[first.year] += 1
    return sorted(((year, number) for year, number in years.items() if number > 1), reverse=True)


def _by_number(counted: Counter[str]) -> Iterator[tuple[str, int]]:
    return iter(sorted(counted.items(), key=lambda one: (-one[1], one[0].casefold())))
