"""Find duplicate people: suggested to the user, never merged without asking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

from confnotes.catalogue.people.everybody import UNIVERSAL, PersonDraft, everybody, label
from confnotes.catalogue.people.people import SeveralPeopleError, everyone_met, find_person
from confnotes.errors import NotFoundError, UsageError
from confnotes.markup.frontmatter import set_fields
from confnotes.markup.link_names import aliases
from confnotes.markup.names import exact, fold
from confnotes.markup.person_names import NameReason, expand_umlauts, name_reason, name_words
from confnotes.vault.people_file import add_decision, read_decisions, remove_decision
from confnotes.vault.vault import Vault

_LIKELIEST_FIRST = tuple(NameReason)

_LONG_FAMILY_NAMES = frozenset({"欧阳", "司马", "上官", "诸葛", "司徒", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯"})
_ALIKE = 60
"""Minimum similarity, in percent, of two spellings of one affiliation."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two possibly identical people: `name` is the fuller name, `reason` why, `shared` what they have in common."""

    name: str
    other: str
    reason: NameReason
    shared: tuple[str, ...] = ()


def proposals(vault: Vault) -> list[Proposal]:
    """Pairs of possible duplicates, most likely first; raises ConfnotesError.

    Excludes people that the user kept apart, who share a talk, or whose ORCID or OpenReview ids differ. Namesakes are
    only compared with the first of them, since names cannot tell them apart.
    """
    return _proposals(vault, (list(near.values()) for near in _near(_everyone(vault)).values()))


def proposals_for(vault: Vault, name: str) -> list[Proposal]:
    """Duplicates of one person, among all people in programs and “People/”; raises what `people.person` raises."""
    person = find_person(vault, name, in_part=False)[1]
    others = _near([one for one in everybody(vault) if one is not person])
    return _proposals(vault, ([person, *others[key].values()] for key in _keys(person) if key in others), person)


def merged_names(vault: Vault, name: str) -> list[str]:
    """Names that the user merged into this person, which can be separated again."""
    card, person, _ = find_person(vault, name, in_part=False)
    own = set(map(exact, person.called))
    said = [names for names in read_decisions(vault).same if own & set(map(exact, names))]
    said += [tuple(aliases(vault.note(card.note).fields))] if card.note else []
    return list(dict.fromkeys(one for names in said for one in names if exact(one) != exact(card.name)))


def _proposals(vault: Vault, groups: Iterable[list[PersonDraft]], only: PersonDraft | None = None) -> list[Proposal]:
    refused = {frozenset(map(exact, pair)) for pair in read_decisions(vault).different}
    found = []
    seen: set[tuple[str, str]] = set()
    for near in groups:
        pairwise = only is None and not near[0].namesake
        for one, other in combinations(near, 2) if pairwise else product(near[:1], near[1:]):
            if (pair := (one.name, other.name)) in seen or _are_two(one, other, refused):
                continue
            seen.add(pair)
            reason = _reason(one, other)
            if reason:
                fuller, shorter = sorted((one, other), key=_shortness)
                found.append(Proposal(fuller.name, shorter.name, reason, tuple(_shared(one, other))))
    return sorted(found, key=lambda one: (_LIKELIEST_FIRST.index(one.reason), -len(one.shared), one.name, one.other))


def _everyone(vault: Vault) -> list[PersonDraft]:
    every, met = everyone_met(vault)
    return [*every, *met.others.values()]


def accept(vault: Vault, name: str, other: str) -> None:
    """Merge two names into one person, displayed under the first.

    Raises NotFoundError, UsageError, also if they are merged already, and ConfnotesError.
    """
    if exact(name) != exact(other) and any(
        {exact(name), exact(other)} <= set(map(exact, row)) for row in read_decisions(vault).same
    ):
        hint = "To show the other name, undo the merge and give that name first."
        raise UsageError(f"{name} and {other} are merged already", hint)
    _decide(vault, "same", name, other)


def last_merge(vault: Vault, name: str = "") -> tuple[str, str]:
    """The two names of the last merge, or of the last one with this name, for `separate`; raises NotFoundError."""
    rows = (row for row in read_decisions(vault).same if not name or exact(name) in map(exact, row))
    first, *others = next(rows, ("",))
    if not others:
        raise NotFoundError(f"{name} was not merged" if name else "no merge to undo", "See `confnotes list people`.")
    return first, next((each for each in others if exact(each) == exact(name)), others[-1])


def refuse(vault: Vault, name: str, other: str) -> None:
    """Record that two names are different people, so they are not suggested again; raises what `accept` raises."""
    _decide(vault, "different", name, other)


def separate(vault: Vault, name: str, other: str) -> None:
    """Undo a merge of two names; raises NotFoundError if the user did not merge them, ConfnotesError."""
    others = [each for each in everybody(vault).other_names(name) if exact(each) not in (exact(name), exact(other))]
    taken_back = any(remove_decision(vault, "same", each, other) for each in (name, *others))
    about = everybody(vault).known(name)
    if about is not None and about.note is not None:
        kept = aliases(vault.note(about.note).fields)
        rest = [each for each in kept if exact(each) != exact(other)]
        if rest != kept:
            taken_back = vault.change(about.note, lambda text: set_fields(text, {"aliases": rest or None}))
    if not taken_back:
        raise NotFoundError(f"{name} and {other} were not merged by you", "Their ids or names make them one person.")


def propose_again(vault: Vault, name: str, other: str) -> None:
    """Undo `refuse`; raises NotFoundError if the two names were not kept apart, ConfnotesError."""
    if not remove_decision(vault, "different", name, other):
        raise NotFoundError(f"{name} and {other} were not kept apart by you", "See `confnotes merge-people`.")


def split(vault: Vault, name: str) -> tuple[str, ...]:
    """Record that several people share a name; returns their new display names, by affiliation or id.

    Raises NotFoundError, UsageError if nothing tells them apart, and ConfnotesError.
    """
    person = find_person(vault, name, in_part=False)[1]
    if len(person.stays) + len(person.ids) < 2:
        raise UsageError(f"cannot split {name}", "Their talks need affiliations or ids that differ.")
    spelled = next(each for each in person.names if exact(each) == exact(name))
    add_decision(vault, "different", (spelled, spelled))
    return tuple(sorted(one.name for one in everybody(vault).named(spelled)))


def join_again(vault: Vault, name: str) -> None:
    """Undo `split`; raises NotFoundError if the name was not split, ConfnotesError."""
    if not remove_decision(vault, "different", name, name):
        raise NotFoundError(f"{name} was not split", "See `confnotes merge-people`.")


def possible_namesakes(vault: Vault, conference: str | None = None) -> list[tuple[str, tuple[str, ...]]]:
    """Names that several people may share, with their affiliations, which are dissimilar within one conference."""
    from rapidfuzz import fuzz, utils

    found = []
    for person in everybody(vault):
        by_conference: dict[str, list[str]] = defaultdict(list)
        for spelled, conferences in person.stays.values():
            for one in conferences:
                by_conference[one].append(spelled)
        apart = {
            each
            for one, spelled in by_conference.items()
            if conference in (None, one)
            for pair in combinations(spelled, 2)
            if fuzz.token_set_ratio(*pair, processor=utils.default_process) < _ALIKE
            for each in pair
        }
        if apart and not person.namesake and not any(own.startswith(f"{UNIVERSAL[0]}:") for own in person.ids):
            found.append((person.name, tuple(each for each in person.affiliations if each in apart)))
    return sorted(found)


def _decide(vault: Vault, key: str, name: str, other: str) -> None:
    everyone, is_one = _everyone(vault), exact(name) == exact(other)
    first, second = (_as_written(everyone, each, is_one=is_one) for each in (name, other))
    if is_one and (key != "same" or not any(card.namesake and first in card.names for card in everyone)):
        raise UsageError(f"“{name}” and “{other}” are the same name", "Give two different names.")
    remove_decision(vault, "different" if key == "same" else "same", first, second)
    add_decision(vault, key, (first, second))


def _as_written(everyone: list[PersonDraft], name: str, *, is_one: bool) -> str:
    """The name as programs or, for one of several people with it, the file of decisions write it.

    `is_one`: a name of several people means all of them.
    """
    found = [(card, each) for card in everyone for each in (*card.names, *card.called) if exact(each) == exact(name)]
    if not found:
        near = next((each for card in everyone for each in (*card.names, card.name) if fold(each) == fold(name)), None)
        hint = f"Did you mean {near}?" if near else "List people with `confnotes list people`."
        raise NotFoundError(f"person not found: “{name}”", hint)
    card, spelled = found[0]
    if not card.namesake:
        return spelled
    if spelled not in card.names:
        return label(next(iter(card.names)), next(iter((*card.ids, *card.affiliations))))
    if not is_one:
        raise SeveralPeopleError(name, sorted({each.name for each, _ in found}), is_whole=True)
    return spelled


def _near(people: Iterable[PersonDraft]) -> dict[tuple[str, str], dict[str, PersonDraft]]:
    """Group people by last name and initial, in either order; namesakes by their name."""
    found: dict[tuple[str, str], dict[str, PersonDraft]] = defaultdict(dict)
    for person in people:
        for key in _keys(person):
            found[key][person.name] = person
    return found


def _keys(person: PersonDraft) -> set[tuple[str, str]]:
    if person.namesake:
        return {("", exact(name)) for name in person.names}
    keys: set[tuple[str, str]] = set()
    for name in person.names:
        for words in {name_words(name), expand_umlauts(name), latin_words(name)}:
            if len(words) > 1:
                keys |= {(words[-1], words[0][0]), (words[0], words[-1][0])}
            elif words:
                keys.add((words[0], ""))
    return keys


def _are_two(one: PersonDraft, other: PersonDraft, refused: set[frozenset[str]]) -> bool:
    if any(frozenset((exact(a), exact(b))) in refused for a in one.called for b in other.called):
        return True
    if one.talks.keys() & other.talks.keys() and not one.namesake:
        return True
    for scheme in UNIVERSAL:
        mine, theirs = ({own for own in card.ids if own.startswith(f"{scheme}:")} for card in (one, other))
        if mine and theirs and not mine & theirs:
            return True
    return False


def _reason(one: PersonDraft, other: PersonDraft) -> NameReason | None:
    reasons = {name_reason(a, b) or _in_latin_letters(a, b) for a in one.names for b in other.names}
    return min(filter(None, reasons), key=_LIKELIEST_FIRST.index, default=None)


def _in_latin_letters(one: str, other: str) -> NameReason | None:
    same = {tuple(sorted(latin_words(name))) for name in (one, other)}
    is_same = len(same) == 1 and any(same) and not (one + other).isascii()
    return NameReason.LATIN_LETTERS if is_same else None


@lru_cache(maxsize=65536)
def latin_words(name: str) -> tuple[str, ...]:
    """The words of a Chinese name in Latin letters, given name first; of any other name its words.

    Empty if it cannot be transliterated, which needs the extra `pinyin`.
    """
    characters = name.replace(" ", "")
    if characters.isascii() or not all("\u4e00" <= one <= "\u9fff" for one in characters):
        return name_words(name)
    try:
        from pypinyin import lazy_pinyin
    except ImportError:
        return ()
    family = 2 if characters[:2] in _LONG_FAMILY_NAMES and len(characters) > 2 else 1
    return "".join(lazy_pinyin(characters[family:])), "".join(lazy_pinyin(characters[:family]))


def _shared(one: PersonDraft, other: PersonDraft) -> list[str]:
    theirs = {fold(affiliation) for affiliation in other.affiliations}
    shared = [affiliation for affiliation in one.affiliations if fold(affiliation) in theirs]
    return [*shared, *(conference for conference in one.conferences if conference in other.conferences)]


def _shortness(card: PersonDraft) -> tuple[int, int, str]:
    """Sort key: full names before initials, longer names before shorter ones."""
    initials = sum(len(word.strip(".")) == 1 for word in card.name.split())
    return initials, -len(card.name), card.name
