"""Names while they are typed: completion among 10,000, and a poster among 3,000, against rapidfuzz alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from statistics import median

from rapidfuzz import fuzz, process

from bench.measure import Bench, Row, milliseconds
from confnotes.catalogue.completing.name_index import Shelf, searchable
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.posters import Hall
from confnotes.model.program import Kind, Session, Speaker, Talk

_TIMES = 9
_SYLLABLES = ("ka", "lo", "mi", "ru", "te", "san", "vel", "nor", "pi", "qua")
_NAMES = ("k", "kalo", "kalo mi", "qzx", "klaomi", "velnro", "zzzzzzzz", "99")
_POSTERS = ("2", "21", "213", "l", "lea", "learning ro", "person 2999", "atention", "qqqq")


def run(bench: Bench) -> list[Row]:
    """The slowest of some typed letters each, and what rapidfuzz takes to compare them with the same names."""
    titles = [searchable(_title(number)) for number in range(10_000)]
    shelf = Shelf([(title,) for title in titles])
    hall = Hall("bench", tuple(_poster(number) for number in range(3_000)))
    hall.find("ready")
    posters = [searchable(_poster_title(number)) for number in range(3_000)]

    def compared(names: list[str], typed: Iterable[str]) -> float:
        return _slowest(lambda text: process.extract(text, names, scorer=fuzz.WRatio, limit=12), typed)

    completed = _slowest(lambda typed: shelf.find(typed, 12), _NAMES)
    found = _slowest(hall.find, _POSTERS)
    return [
        Row("a name completed, 10,000 names", completed, "rapidfuzz WRatio", compared(titles, _NAMES), 1.0),
        Row("a poster found, 3,000 posters", found, "rapidfuzz WRatio", compared(posters, _POSTERS), 1.0),
    ]


def _slowest(work: Callable[[str], object], texts: Iterable[str]) -> float:
    return max(median(milliseconds(partial(work, text), _TIMES)) for text in texts)


def _title(number: int) -> str:
    words = (_SYLLABLES[(number >> at) % 10] + _SYLLABLES[(number >> at + 2) % 10] for at in (0, 3, 5, 8))
    return f"{' '.join(words)} {number}"


def _poster_title(number: int) -> str:
    return f"Learning {('grids', 'ropes', 'tides')[number % 3]} number {number} with sparse attention"


def _poster(number: int) -> Card:
    title = _poster_title(number)
    speakers = (Speaker(f"Person {number}"),) * 4
    return Card(f"bench/{number}", "bench", Talk(title, str(number), Kind.POSTER, speakers=speakers), Session())
