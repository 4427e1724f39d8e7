"""Filter talks by words, rooms and tracks, ignoring case and accents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from confnotes.catalogue.program.cards import Card
from confnotes.errors import NotFoundError
from confnotes.markup.find_by_name import first_fitting, nearest
from confnotes.markup.names import fold

_NEAR = 60  # of 100: minimum similarity of a name that is suggested
_SHOWN = 8


def filter_text(card: Card) -> str:
    """What words are looked for in, folded: title, speakers, room, session and track."""
    speakers = ", ".join(speaker.name for speaker in card.talk.speakers)
    return fold(" ".join((card.title, speakers, card.room or "", card.session.title or "", card.track or "")))


def with_words(cards: Iterable[Card], text: str) -> list[Card]:
    """The talks with all words of the text; all talks for an empty text."""
    words = fold(text).split()
    return [card for card in cards if not words or _has(filter_text(card), words)]


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
    """The names that are equal to `name`, else those that contain all its words."""
    words = fold(name).split()
    found = first_fitting(
        known if words else (),
        lambda one: fold(one) == fold(name),
        lambda one: set(words) <= set(fold(one).split()),
        lambda one: _has(fold(one), words),
    )
    if found:
        return found
    near = [known[at] for at, _ in nearest(fold(name), map(fold, known), _SHOWN, _NEAR)]
    shown = near or known[:_SHOWN]
    more = f" and {len(known) - _SHOWN} more" if not near and len(known) > _SHOWN else ""
    listed = f"{'Did you mean' if near else f'{kind.title()}s'}: {', '.join(shown)}{more}"
    raise NotFoundError(f"{kind} not found: “{name}”", listed if known else f"The program states no {kind}s.")


def _has(folded: str, words: Iterable[str]) -> bool:
    return all(word in folded for word in words)
