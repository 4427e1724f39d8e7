"""Complete a search: `spe` becomes speaker:, `speaker:be` offers matching people.

Values come from the index; rooms, tracks and sessions from the programs of the latest conferences. The values of a
field are collected on first use, which belongs in a thread; later answers take less than a millisecond.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from confnotes.catalogue.completing.name_index import Shelf, searchable
from confnotes.catalogue.searching.vault_names import names_in_searches
from confnotes.errors import ConfnotesError
from confnotes.markup.link_names import stem_of
from confnotes.markup.names import fold, name_key
from confnotes.model.hit import HitKind
from confnotes.search.document import KINDS, MINUTES_A_DAY
from confnotes.search.parse import FIELDS as NAMES
from confnotes.search.parse import LINKED, STATES
from confnotes.vault.team_state import colleague_vaults
from confnotes.vault.vault import Vault

if TYPE_CHECKING:
    from confnotes.search.data import Data
    from confnotes.search.index import IndexSnapshot

MOST_OFFERS = 7  # rows below the line of a search
_LEAST_OF_A_FIELD = 3  # letters: shorter ones begin words as well
_MOST_WORDS = 5_000  # of one field in the index, read before they are compared
_LATEST_PROGRAMS = 2  # whose rooms, tracks and sessions are offered: reading all takes too long for a key
_TOKEN = re.compile(
    r"""-*(?:(?P<field>[A-Za-z]+):)?
    (?: ["“„](?P<quoted>[^"“”„]*)(?P<closed>["”])?
    | \[\[(?P<linked>[^\[\]]*)(?P<shut>\]\])?
    | (?P<bare>[^\s()"“”„]*) )""",
    re.VERBOSE,
)
_BARE = re.compile(r"[\w./+#=<>-]+(?:\.\.[\w-]*)?")

FIELDS: Mapping[str, str] = {
    "speaker": "speaker of the talk",
    "by": "notes of a colleague in your team",
    "in": "one of your vaults",
    "title": "title",
    "session": "session",
    "track": "track",
    "room": "room",
    "conf": "conference",
    "tag": "tag",
    "kind": "note, talk, keynote, person …",
    "lang": "language",
    "has": "video, slides, paper, notes …",
    "no": "without video, notes …",
    "is": "starred, todo, question …",
    "date": "a day, a year, 2019..2021",
    "after": "after this day",
    "before": "before this day",
    "since": "on this day or later",
    "until": "on this day or earlier",
    "rating": ">=4, 5, 3..4",
    "links": "notes that link to a note",
    "from": "notes a note links to",
    "near": "notes within two links",
}
"""The field names before a colon, in the order in which they are offered."""

_OF_OTHERS = ("by", "in")
_RATINGS = (">=4", "5", "4", ">=3", "3", "<=2")


class QueryOffer(NamedTuple):
    """An offer: its name and details, and the text that replaces `start` to `end` of the query.

    `typed` is the typed part of the name.
    """

    name: str
    hint: str
    text: str
    start: int
    end: int
    typed: str

    @property
    def is_field(self) -> bool:
        """Whether it is a field name, which needs a value."""
        return self.text.endswith(":")


class QueryCompleter:
    """Offers for one vault; `index` returns the current index."""

    def __init__(self, vault: Vault, index: Callable[[], IndexSnapshot]) -> None:
        self._vault = vault
        self._index = index
        self._shelves: dict[str, tuple[int, Shelf, Sequence[tuple[str, int]]]] = {}

    def offers(self, text: str, cursor: int) -> list[QueryOffer]:
        """Offers at the cursor, most likely first; empty after a complete value or word."""
        found = _unfinished(text, cursor)
        if found is None:
            return []
        start, field, typed = found
        if field is None:
            return [
                QueryOffer(f"{name}:", FIELDS[name], f"{name}:", start, cursor, typed) for name in self._fields(typed)
            ]
        field = NAMES.get(field, field)
        offers = [
            QueryOffer(name, f"{count}×" if count else "", f"{_written(name)} ", start, cursor, typed)
            for name, count in self._values(field, typed)
        ]
        finished = len(offers) == 1 and fold(offers[0].name) == fold(typed)
        return [] if finished else offers

    def _fields(self, typed: str) -> list[str]:
        """Fields whose names begin as typed; `by` only in a team, `in` only with other vaults."""
        return [name for name in _fields(typed) if name not in _OF_OTHERS or self._others(name, "")]

    def _others(self, field: str, typed: str) -> list[tuple[str, int]]:
        """The colleagues, or the vaults, whose names begin as typed."""
        names = colleague_vaults(self._vault.root) if field == "by" else names_in_searches(self._vault)
        return [(name, 0) for name in names if fold(name).startswith(fold(typed))]

    def _values(self, field: str, typed: str) -> list[tuple[str, int]]:
        """Matching values of the field with their document counts, 0 if the count is meaningless."""
        match field:
            case "is":
                return _begun(STATES, typed)
            case "rating":
                return _begun(_RATINGS, typed)
            case "date" | "day" | "after" | "before" | "since" | "until":
                return self._dates(typed)
            case "has" | "no":
                known = dict(self._labels("has"))
                known.pop("note", None)
                return _begun(["notes", *known], typed)
            case "title":
                return []
            case "by" | "in":
                return self._others(field, typed)
        if field not in FIELDS:
            return []
        shelf, values = self._shelf(field)
        return [values[found.number] for found in shelf.find(typed, MOST_OFFERS, loosely=False)]

    def _shelf(self, field: str) -> tuple[Shelf, Sequence[tuple[str, int]]]:
        """All values of a field, searchable; collected again when the index has grown."""
        index = self._index()
        known = self._shelves.get(field)
        if known is None or known[0] != index.generation:
            values = list(self._gathered(field, index))
            known = self._shelves[field] = (
                index.generation,
                Shelf([(searchable(name),) for name, _ in values]),
                values,
            )
        return known[1], known[2]

    def _gathered(self, field: str, index: IndexSnapshot) -> Iterator[tuple[str, int]]:
        if field == "speaker":
            yield from _people(index)
        elif field in ("tag", "kind", "lang"):
            yield from self._labels(field)
        elif field in LINKED:
            yield from _notes(index)
        else:
            whole = list(self._whole(field))
            yield from ((name, 0) for name in whole)
            in_names = {word for name in whole for word in searchable(name).split()}
            for word in index.completions(field, "", _MOST_WORDS):
                if word not in in_names and not word.isdecimal():
                    yield word, index.frequency(field, word)

    def _labels(self, field: str) -> Iterator[tuple[str, int]]:
        index = self._index()
        for name in index.completions(field, "", _MOST_WORDS):
            yield name, index.frequency(field, name)

    def _whole(self, field: str) -> Iterator[str]:
        """Full names from the programs of the latest conferences, or all conference names."""
        names = sorted(self._vault.conferences(), key=self._last_day, reverse=True)
        if field == "conf":
            yield from names
            return
        values: Counter[str] = Counter()
        for name in names[:_LATEST_PROGRAMS]:
            try:
                program = self._vault.program(name)
            except ConfnotesError:
                continue
            for session in program.sessions:
                own = {"room": session.room, "track": session.track, "session": session.title}[field]
                values.update([own] if own else [])
                if field != "session":
                    values.update(
                        filter(None, (talk.room if field == "room" else talk.track for talk in session.talks))
                    )
        yield from (name for name, _ in values.most_common())

    def _last_day(self, conference: str) -> date:
        try:
            span = self._vault.span(conference)
        except ConfnotesError:
            return date.min
        return span.last or span.first or date.min

    def _dates(self, typed: str) -> list[tuple[str, int]]:
        """Years with documents; for a typed year its months, for a month its days."""
        days: Counter[date] = Counter()
        for part in self._index().parts:
            days.update(_days(part.data))
        before, dots, typed = typed.rpartition("..")
        length = 4 if len(typed) < 5 else 7 if len(typed) < 8 else 10
        found: Counter[str] = Counter()
        for day, count in days.items():
            found[day.isoformat()[:length]] += count
        if length == 4:
            found.update(dict(self._labels("year")))
        named = [] if dots else [name for name in ("today", "yesterday") if name.startswith(typed.lower())]
        fitting = sorted((text for text in found if text.startswith(typed) and text > before), reverse=True)
        values = [(name, 0) for name in named] + [(f"{before}{dots}{text}", found[text]) for text in fitting]
        return values[:MOST_OFFERS]


def _unfinished(text: str, cursor: int) -> tuple[int, str | None, str] | None:
    """The start of what is being typed, its field (None: a word), and the typed text."""
    if text[cursor : cursor + 1].strip():
        return None
    at = 0
    while at < cursor:
        if text[at] in " \t()":
            at += 1
            continue
        match = _TOKEN.match(text, at, cursor)
        if match is None or match.end() == at:
            return None
        at = match.end()
        if at < cursor or match["closed"] or match["shut"]:
            continue
        field = match["field"]
        for kind, opening in (("quoted", 1), ("linked", 2)):
            if match[kind] is not None:
                return (match.start(kind) - opening, field.lower(), match[kind]) if field else None
        return match.start("bare"), field and field.lower(), match["bare"]
    return None


def _fields(typed: str) -> list[str]:
    """Fields whose names begin with the typed text; for very short texts only exact names."""
    typed = typed.lower()
    return [name for name in FIELDS if name.startswith(typed) and (len(typed) >= _LEAST_OF_A_FIELD or name == typed)]


def _begun(values: Sequence[str], typed: str) -> list[tuple[str, int]]:
    return [(value, 0) for value in values if value.startswith(typed.lower())][:MOST_OFFERS]


def _written(value: str) -> str:
    """A value as written after the colon."""
    return value if _BARE.fullmatch(value) else '"' + re.sub(r'["“”„\[\]]+', " ", value).strip() + '"'


_KNOWN_PEOPLE: WeakKeyDictionary[Data, dict[int, tuple[str, int]]] = WeakKeyDictionary()
_KNOWN_DAYS: WeakKeyDictionary[Data, Counter[date]] = WeakKeyDictionary()


def _people(index: IndexSnapshot) -> list[tuple[str, int]]:
    """All people with the number of programs and notes that mention them, most frequent first."""
    met: Counter[str] = Counter()
    names: dict[str, str] = {}
    for part in index.parts:
        for name, count in _people_of(part.data).values():
            key = names.setdefault(fold(name), name)
            met[key] += count
    return sorted(met.items(), key=lambda one: (-one[1], one[0]))


def _people_of(segment: Data) -> dict[int, tuple[str, int]]:
    known = _KNOWN_PEOPLE.get(segment)
    if known is None:
        person = KINDS.index(HitKind.PERSON)
        met = Counter(group for group, kind in zip(segment.groups, segment.kinds, strict=True) if kind == person)
        firsts = {segment.groups[doc]: doc for doc, kind in enumerate(segment.kinds) if kind == person}
        known = {group: (segment.record(doc).title, met[group]) for group, doc in firsts.items()}
        _KNOWN_PEOPLE[segment] = known
    return known


def _days(segment: Data) -> Counter[date]:
    """The number of documents per day in the segment."""
    known = _KNOWN_DAYS.get(segment)
    if known is None:
        known = Counter()
        for number, count in Counter(minutes // MINUTES_A_DAY for minutes in segment.dates).items():
            if 0 < number <= date.max.toordinal():
                known[date.fromordinal(number)] = count
        _KNOWN_DAYS[segment] = known
    return known


def _notes(index: IndexSnapshot) -> list[tuple[str, int]]:
    """The names of all notes with their number of backlinks, most linked first, then newest."""
    stems = [stem_of(path) for path in index.files() if path.endswith(".md")]
    linked = {name: index.frequency("links", name) for name in index.completions("links", "", _MOST_WORDS)}
    counted = [(stem, linked.get(name_key(stem), 0)) for stem in sorted(stems, reverse=True)]
    return sorted(counted, key=lambda one: -one[1])
