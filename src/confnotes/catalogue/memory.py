"""Earlier notes related to the current talk, while its note is written: found in the search index, so that typing is
never slowed down.

`find` answers a query (`catalogue.searching.find`); while the index is being built, it finds less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from confnotes.catalogue.program.cards import timetables
from confnotes.markup import mentions, references, wikilinks
from confnotes.markup.names import fold
from confnotes.model.program import Speaker
from confnotes.vault.vault import Vault

if TYPE_CHECKING:
    from confnotes.model.hit import Hit, Hits

Find = Callable[[str, int, str], "Hits"]
"""Search by query, maximum number of hits, and "relevance" or "date"."""

MOST_SPEAKERS = 12  # of one talk: all of a panel, not all authors of a large paper
MOST_NOTES = 6  # shown in the panel of a note
MOST_LINKS = 100  # of one note
_SPARE = 12  # hits more than are shown, since the note itself and its copies are left out
_MOST_WORDS = 8  # of a title, the longest: they say most
_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")
_SMALL_WORD_TEXT = (
    "about after also and are based between beyond but can demo for from have how into its keynote more not our over "
    "panel part poster session some spotlight talk talks than that the their them then these this those through "
    "toward towards tutorial under using via was what when where which who why will with without workshop your"
)
_SMALL_WORDS = frozenset(_SMALL_WORD_TEXT.split())
_IDENTIFIER = re.compile(r"(?<![\d.])\d{4}\.\d{4,5}(?!\d)|10\.\d{4,9}/[^\s?#]+")


@dataclass(frozen=True, slots=True)
class RememberedLine:
    """A line (from 1) of another note to show now; `text` is its content."""

    path: str
    line: int
    title: str
    conference: str
    text: str


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A person, note, talk or paper named in a line; papers by title or address."""

    name: str
    query: str


def on_speakers(find: Find, names: Sequence[str], path: str) -> tuple[RememberedLine, ...]:
    """Notes on these people, newest first, except the note at `path`."""
    wanted = " OR ".join(f'speaker:"{_plain(name)}"' for name in names[:MOST_SPEAKERS] if _plain(name))
    noted = _noted(find(f"has:note ({wanted})", MOST_NOTES + _SPARE, "date").hits, path) if wanted else ()
    return tuple(replace(note, text="") if note.text in names else note for note in noted)


def on_words(find: Find, titles: Iterable[str], conference: str, path: str) -> tuple[RememberedLine, ...]:
    """Notes with words of the talk's and session's titles, other conferences first.

    A note must contain at least two of the words, if there are two.
    """
    words = distinctive_words(titles)
    if not words:
        return ()
    pairs = [f"({one} {two})" for one, two in combinations(words, 2)] or words
    noted = _noted(find(f"has:note ({' OR '.join(pairs)})", 4 * MOST_NOTES, "relevance").hits, path, 4 * MOST_NOTES)
    return tuple(sorted(noted, key=lambda note: note.conference == conference)[:MOST_NOTES])


def on_mention(find: Find, mention: NamedThing, path: str) -> tuple[RememberedLine, ...]:
    """Notes on the person or thing just named, newest first."""
    return _noted(find(f"has:note {mention.query}", MOST_NOTES + _SPARE, "date").hits, path)


def mention_in(line: str, column: int) -> NamedThing | None:
    """The last thing named before a column of the line, else the first one after it, or None."""
    found = sorted(_named_in(line), key=lambda each: each[0])
    before = [mention for end, mention in found if end <= column]
    return before[-1] if before else found[0][1] if found else None


def _named_in(line: str) -> Iterator[tuple[int, NamedThing]]:
    """Everything named in a line, with the column where it ends."""
    for _, end, name in mentions.find(line):
        yield end, NamedThing(name, f'speaker:"{_plain(name)}"')
    for link in wikilinks.find(line):
        if name := _plain(link.target.rpartition("/")[2]):
            yield link.end, NamedThing(link.alias or name, f'(links:"{name}" OR "{name}")')
    for reference in references.find(line):
        if identifier := _IDENTIFIER.search(reference.resource.url):
            yield reference.end, NamedThing(identifier[0], f'"{_plain(identifier[0])}"')


def other_talks(vault: Vault, speakers: Sequence[Speaker], key: str) -> dict[str, int]:
    """The number of other talks of each speaker; namesakes are separated if sources give ids."""
    wanted = {fold(speaker.name): speaker for speaker in speakers[:MOST_SPEAKERS]}
    counted: dict[str, int] = dict.fromkeys((speaker.name for speaker in wanted.values()), 0)
    for table in timetables(vault):
        for card in table.all():
            for who in card.talk.speakers if card.key != key else ():
                speaker = wanted.get(fold(who.name))
                if speaker is not None and (not who.id or not speaker.id or who.id == speaker.id):
                    counted[speaker.name] += 1
    return counted


def distinctive_words(titles: Iterable[str]) -> list[str]:
    """The meaningful words of titles, each once, longest first."""
    words = {fold(word): word for title in titles for word in _WORD.findall(title)}
    telling = [
        word
        for folded, word in words.items()
        if folded not in _SMALL_WORDS
        and not word.isdigit()
        and (len(word) > 3 or (len(word) > 1 and (word.isupper() or not word.isascii())))
    ]
    return sorted(telling, key=len, reverse=True)[:_MOST_WORDS]


def _noted(hits: Iterable[Hit], path: str, most: int = MOST_NOTES) -> tuple[RememberedLine, ...]:
    """The notes among the hits, except the note at `path` and conference notes."""
    found: dict[str, RememberedLine] = {}
    for hit in hits:
        if hit.path is None or hit.path == path or hit.kind != "note":
            continue
        folder, _, name = hit.path.rpartition("/")
        if folder != name.removesuffix(".md"):
            conference = hit.conference or folder
            found.setdefault(hit.path, RememberedLine(hit.path, hit.line or 1, hit.title, conference, hit.snippet))
    return tuple(found.values())[:most]


def _plain(text: str) -> str:
    """A text that is safe between quotes in a query."""
    return " ".join(text.replace('"', " ").split())
