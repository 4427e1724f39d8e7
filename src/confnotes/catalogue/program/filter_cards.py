"""Filter talks by words and fields, ignoring case and accents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from confnotes.catalogue.program.cards import Card
from confnotes.errors import NotFoundError
from confnotes.markup.find_by_name import matching, nearest
from confnotes.markup.names import fold

_NEAR = 60  # of 100: minimum similarity of a name that is suggested
_SHOWN = 8  # tracks or rooms named in one line
_SHORT = 2  # letters, which are in too many words, as “go” is in “algorithm”; one letter is hardly typed yet
_NO_WORD = re.compile(r"\W+")


def filter_text(card: Card) -> str:
    """What words are looked for in, folded: title, speakers, room, session and track."""
    speakers = ", ".join(speaker.name for speaker in card.talk.speakers)
    return fold(" ".join((card.title, speakers, card.room or "", card.session.title or "", card.track or "")))


def with_words(cards: Iterable[Card], text: str) -> list[Card]:
    """The talks that match the words and fields of the text; all talks for an empty text."""
    wanted = CardFilter(text)
    return [card for card in cards if wanted.matches(card, filter_text(card))]


_PIECE = re.compile(r"""(?P<minus>-?)(?:(?P<field>[a-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))""", re.IGNORECASE)
_FIELDS: Final[Mapping[str, Callable[[Card], str]]] = {
    "track": lambda card: card.track or "",
    "room": lambda card: card.room or "",
    "session": lambda card: card.session.title or "",
    "speaker": lambda card: ", ".join(speaker.name for speaker in card.talk.speakers),
    "title": lambda card: card.title,
    "kind": lambda card: card.talk.kind,
    "lang": lambda card: card.talk.language or "",
    "day": lambda card: f"{card.day:%A} {card.day.day} {card.day:%B %Y-%m-%d}" if card.day else "",
    "is": lambda card: " ".join(card.marks),
    "conf": lambda card: card.conference,
}
_OTHER_NAMES = {
    "language": "lang",
    "type": "kind",
    "date": "day",
    "conference": "conf",
    **dict.fromkeys(("author", "authors", "speakers", "person"), "speaker"),
}
_ONLY_IN_SEARCH = frozenset(
    ("tag", "tags", "has", "no", "rating", "after", "before", "links", "from", "near")
)  # the other fields of the search language, which need the index


def is_begun(word: str) -> bool:
    """Whether it is the name of a field, of which the value is not typed yet."""
    name = word.lower().removeprefix("-").removesuffix(":")
    return word.endswith(":") and _OTHER_NAMES.get(name, name) in _FIELDS


class CardFilter:
    """A filter of talks: words, and fields as in the search language (`track:rust -room:"K.1.105" is:starred`).

    A word may be part of a word of the talk, but two letters begin one, as do those of a field, and a phrase of a field
    ends one, too. Things
    that are not talks, such as people, are filtered by their own text and the fields of their talks. `refused` says
    which field is none of a talk, in one line; then nothing matches.
    """

    def __init__(self, text: str) -> None:
        self.refused = ""
        self._words: list[tuple[str, bool]] = []
        self._fields: list[tuple[Callable[[Card], str], list[str], bool]] = []
        for piece in _PIECE.finditer(text):
            name, no = (piece["field"] or "").lower(), bool(piece["minus"])
            value = _FIELDS.get(_OTHER_NAMES.get(name, name))
            if is_begun(piece[0]):
                continue
            if name in _ONLY_IN_SEARCH:
                self.refused = f"“{name}:” works only in Search. Here: {' '.join(f'{one}:' for one in _FIELDS)}"
            if piece["phrase"] is None:
                wanted = fold(piece["word"] if value else piece[0].removeprefix("-" * no)).split()
            else:
                wanted = [fold(piece["phrase"]) + " " * piece[0].endswith('"')]
            if value is not None:
                self._fields.append((_remembered(value), wanted, no))
            else:
                self._words += [(word.strip(), no) for word in wanted]

    @property
    def words(self) -> list[str]:
        """The words that must be somewhere in a talk."""
        return [word for word, no in self._words if not no]

    @property
    def has_fields(self) -> bool:
        """Whether it asks for fields of talks."""
        return bool(self._fields)

    def matches(self, card: Card, folded: str) -> bool:
        """Whether it matches a talk with that `filter_text`."""
        return self.fits(folded, (card,))

    def fits(self, folded: str, cards: Iterable[Card]) -> bool:
        """Whether the words are in that text, and the fields fit one of these talks."""
        return (
            not self.refused
            and all(_is_in(word, folded) is not no for word, no in self._words)
            and (not self._fields or any(map(self._has_fields, cards)))
        )

    def _has_fields(self, card: Card) -> bool:
        return all(all(f" {word}" in value(card) for word in wanted) is not no for value, wanted, no in self._fields)


def _is_in(word: str, folded: str) -> bool:
    return word in folded and (len(word) != _SHORT or bool(re.search(rf"(?<!\w){re.escape(word)}", folded)))


def _remembered(value: Callable[[Card], str]) -> Callable[[Card], str]:
    """The value, folded with a space before each word; few values are different."""
    known: dict[str, str] = {}

    def folded(card: Card) -> str:
        text = value(card)
        if text not in known:
            known[text] = f" {fold(text)}  {_NO_WORD.sub(' ', fold(text))} "
        return known[text]

    return folded


def in_rooms(cards: Sequence[Card], names: Sequence[str]) -> list[Card]:
    """The talks in any of these rooms; all talks without names. Raises NotFoundError for an unknown room."""
    return _where(cards, "room", names, lambda card: card.room)


def in_tracks(cards: Sequence[Card], names: Sequence[str]) -> list[Card]:
    """The talks of any of these tracks; all talks without names. Raises NotFoundError for an unknown track."""
    return _where(cards, "track", names, lambda card: card.track)


def _where(cards: Sequence[Card], kind: str, names: Sequence[str], value: Callable[[Card], str | None]) -> list[Card]:
    if not names:
        return list(cards)
    known = list(dict.fromkeys(found for card in cards if (found := value(card))))
    chosen = {one for name in names for one in _meant(known, kind, name)}
    return [card for card in cards if value(card) in chosen]


def _meant(known: list[str], kind: str, name: str) -> list[str]:
    """The names that are equal to `name`, else those that match it."""
    if found := matching(known, name, lambda one: (one,)):
        return found
    near = [known[at] for at, _ in nearest(fold(name), map(fold, known), _SHOWN, _NEAR)]
    shown = near or known[:_SHOWN]
    more = f" and {len(known) - _SHOWN} more" if not near and len(known) > _SHOWN else ""
    listed = f"{'Did you mean' if near else f'{kind.title()}s'}: {', '.join(shown)}{more}"
    raise NotFoundError(f"{kind} not found: “{name}”", listed if known else f"The program states no {kind}s.")
