"""Names that may be those of one person: proposed to the user, never joined in silence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from confnotes.errors import NotFoundError, UsageError
from confnotes.markup.names import fold
from confnotes.markup.person_names import name_reason, name_words, spelled_out
from confnotes.services.people import PersonCard, people
from confnotes.services.people_groups import UNIVERSAL, exact
from confnotes.vault.people_file import add_decision, read_decisions
from confnotes.vault.vault import Vault

_ORDER = (
    "the same but for accents",
    "umlauts spelled otherwise",
    "the same names in another order",
    "a middle name",
    "initials",
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two people who may be one: `name` is the fuller name. `reason` says why, `shared` what both have in common."""

    name: str
    other: str
    reason: str
    shared: tuple[str, ...] = ()


def proposals(vault: Vault) -> list[Proposal]:
    """Pairs of people who may be one, the likeliest first; raises ConfnotesError.

    Not those who the user said are two, who speak in one talk together, or whose ids say that they are two; nor
    namesakes, whom their names cannot tell apart.
    """
    refused = {frozenset(map(exact, pair)) for pair in read_decisions(vault).different}
    found = []
    seen: set[tuple[str, str]] = set()
    for near in _near([card for card in people(vault) if not card.namesake]):
        for one, other in combinations(near, 2):
            pair = (one.name, other.name)
            if pair in seen or _are_two(one, other, refused):
                continue
            seen.add(pair)
            reason = _reason(one, other)
            if reason:
                fuller, shorter = sorted((one, other), key=_shortness)
                found.append(Proposal(fuller.name, shorter.name, reason, tuple(_shared(one, other))))
    return sorted(found, key=lambda one: (_ORDER.index(one.reason), -len(one.shared), one.name, one.other))


def accept(vault: Vault, name: str, other: str) -> None:
    """Say that two names are one person's, called by the first; raises NotFoundError, UsageError, ConfnotesError."""
    _decide(vault, "same", name, other)


def refuse(vault: Vault, name: str, other: str) -> None:
    """Say that two names are two people's: they are not proposed again; raises as `accept`."""
    _decide(vault, "different", name, other)


def _decide(vault: Vault, key: str, name: str, other: str) -> None:
    everybody = people(vault)
    spelled = {exact(each): each for card in everybody for each in (*card.names, card.name)}
    for each in (name, other):
        if exact(each) not in spelled:
            near = next((known for known in spelled.values() if fold(known) == fold(each)), None)
            hint = f"did you mean {near}?" if near else "see `confnotes list people`"
            raise NotFoundError(f"there is nobody called “{each}” here", hint)
    for card in everybody:
        if card.namesake and {exact(name), exact(other)} & {exact(card.name), *map(exact, card.names)}:
            raise UsageError(
                f"several people are called {card.names[0]}", "their ids tell who they are, not their name"
            )
    if exact(name) == exact(other):
        raise UsageError(f"“{name}” and “{other}” are one name", "give two names")
    add_decision(vault, key, (spelled[exact(name)], spelled[exact(other)]))


def _near(cards: list[PersonCard]) -> list[list[PersonCard]]:
    """People who share a last name and an initial, in either order."""
    found: dict[tuple[str, str], dict[str, PersonCard]] = defaultdict(dict)
    for card in cards:
        for name in card.names:
            for words in {name_words(name), spelled_out(name)}:
                if len(words) > 1:
                    found[words[-1], words[0][0]][card.name] = card
                    found[words[0], words[-1][0]][card.name] = card
                elif words:
                    found[words[0], ""][card.name] = card
    return [list(near.values()) for near in found.values() if len(near) > 1]


def _are_two(one: PersonCard, other: PersonCard, refused: set[frozenset[str]]) -> bool:
    if any(frozenset((exact(a), exact(b))) in refused for a in one.names for b in other.names):
        return True
    if {card.key for card in one.talks} & {card.key for card in other.talks}:
        return True
    for scheme in UNIVERSAL:
        mine, theirs = ({own for own in card.ids if own.startswith(f"{scheme}:")} for card in (one, other))
        if mine and theirs and not mine & theirs:
            return True
    return False


def _reason(one: PersonCard, other: PersonCard) -> str | None:
    reasons = {name_reason(a, b) for a in one.names for b in other.names}
    found = {"the same but for accents" if reason == "the same name" else reason for reason in reasons if reason}
    return min(found, key=_ORDER.index, default=None)


def _shared(one: PersonCard, other: PersonCard) -> list[str]:
    theirs = {fold(affiliation) for affiliation in other.affiliations}
    shared = [affiliation for affiliation in one.affiliations if fold(affiliation) in theirs]
    return [*shared, *(conference for conference in one.conferences if conference in other.conferences)]


def _shortness(card: PersonCard) -> tuple[int, int, str]:
    """A full name sorts before one with initials, a longer before a shorter."""
    initials = sum(len(word.strip(".")) == 1 for word in card.name.split())
    return initials, -len(card.name), card.name
