"""Stars from and for other programs: matched by id, code or address of a talk, never by its title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from confnotes.actions.program.mark_talk import mark_talk
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.talks import by_key
from confnotes.catalogue.program.whats_on import agenda
from confnotes.errors import NotFoundError
from confnotes.exporters.data.star_list import StarredTalk, write_stars
from confnotes.importers.star_list import StarredItem
from confnotes.markup.canonical import canonical, is_web
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.mark import Mark
from confnotes.model.program import ResourceKind
from confnotes.vault.imported import Imported
from confnotes.vault.layout import OWN_SESSION
from confnotes.vault.private_file import load_state, store_state
from confnotes.vault.vault import Vault

NO_GUIDS: Final[Mapping[str, str]] = {}
_STATE = "stars"
_PAGES = (ResourceKind.EVENT_PAGE, ResourceKind.OTHER)


@fast_dataclass(frozen=True, slots=True)
class StarPlan:
    """What a list would do: talks to star, those that are starred already, and what no talk has, as in the list."""

    conference: str
    new: tuple[Card, ...]
    known: tuple[Card, ...]
    missing: tuple[str, ...]


def plan_stars(
    vault: Vault, conference: str, items: Iterable[StarredItem], guids: Mapping[str, str] = NO_GUIDS
) -> StarPlan:
    """Find the talks of a list in the program of a conference; `guids` are those of numbers in its schedule.

    Raises NotFoundError for an unknown conference.
    """
    cards = agenda(vault, conference)
    named: defaultdict[str, dict[str, Card]] = defaultdict(dict)
    for card in cards:
        for name in _names(card):
            named[name.casefold()].setdefault(card.talk.title or card.key, card)
    found: dict[str, Card] = {}
    missing: list[str] = []
    for item in items:
        names = (guids.get(name, name).casefold() for name in _names_of(item))
        one = next(filter(None, (_only(named.get(name)) for name in names)), None)
        if one is None:
            missing.append(str(item))
        else:
            found[one.key] = one
    new = tuple(card for card in found.values() if not card.starred)
    return StarPlan(conference, new, tuple(card for card in found.values() if card.starred), tuple(missing))


def _names(card: Card) -> Iterator[str]:
    """What may name a talk: its id, its key, the address of its page, and what that ends with."""
    if card.talk.id:
        yield card.talk.id
    yield card.key
    for url in _pages(card):
        yield canonical(url)
        if last := PurePosixPath(urlsplit(url).path).stem:
            yield last


def _pages(card: Card) -> list[str]:
    resources = card.talk.resources
    return [one.url for kind in _PAGES for one in resources if one.kind is kind and is_web(one.url)]


def _names_of(item: StarredItem) -> Iterator[str]:
    yield from item.names
    if item.url:
        yield canonical(item.url)


def _only(cards: dict[str, Card] | None) -> Card | None:
    """The talk of a name; None if several talks have it. The slots of one talk are one."""
    return next(iter(cards.values())) if cards and len(cards) == 1 else None


def add_stars(vault: Vault, plan: StarPlan) -> None:
    """Star the new talks of a plan. Raises ConfnotesError."""
    if plan.new:  # before the stars: undoing removes only those that are there
        store_state(vault.root, _STATE, [card.key for card in plan.new])
    for card in plan.new:
        mark_talk(vault, card.key, Mark.STAR, True)


def undo_stars(vault: Vault) -> int:
    """Remove the stars that the last list added, where they still are; returns their number. Raises NotFoundError."""
    keys = load_state(vault.root, _STATE)
    if not isinstance(keys, list) or not keys:
        raise NotFoundError("no import of stars to undo", "The last one is already undone.")
    removed = 0
    for key in keys:
        try:
            if Mark.STAR in _marks(vault, str(key)):
                mark_talk(vault, str(key), Mark.STAR, False)
                removed += 1
        except NotFoundError:
            continue  # the talk is gone
    store_state(vault.root, _STATE, [])
    return removed


def _marks(vault: Vault, key: str) -> frozenset[Mark]:
    found = by_key(vault, key)
    return vault.marks(found.conference).of(found.talk.id or "")


def starred_cards(vault: Vault, conference: str) -> list[Card]:
    """The starred talks of a conference in the order of the program, without one's own meetings.

    Raises NotFoundError if none exists.
    """
    cards = [card for card in agenda(vault, conference) if card.starred and card.session.id != OWN_SESSION]
    if not cards:
        raise NotFoundError(f"no starred talks at {conference}", "Star talks with `confnotes star`.")
    return cards


def starred_list(vault: Vault, conference: str, form: str, address: str = "") -> str:
    """The starred talks of a conference in a format of `star_list`, in the order of the program.

    `address` is that of the whole program, by default where it was imported from. Raises NotFoundError without stars.
    """
    talks = list(dict.fromkeys(map(_talk, starred_cards(vault, conference))))
    return write_stars(form, talks, address or _imported_from(vault, conference))


def _talk(card: Card) -> StarredTalk:
    url = next(iter(_pages(card)), "")
    parts = PurePosixPath(urlsplit(url).path).parts if url else ()
    code = parts[-1] if parts[-2:-1] == ("talk",) else ""
    start = card.talk.start.isoformat() if card.talk.start else ""
    return StarredTalk(card.talk.id or card.key, code, card.title, start, card.talk.room or "", url)


def _imported_from(vault: Vault, conference: str) -> str:
    """The first web address among the sources of the program, "" if it has none."""
    return next(filter(is_web, Imported(vault, conference).origins()), "")
