"""Who speaks: how surely a part of a program line names people, and where in it they stand."""

from __future__ import annotations

import re
from collections.abc import Collection

from confnotes.importers.facts.kinds import item_kind, label_kind
from confnotes.importers.facts.names import institution_likeness, name_likeness
from confnotes.importers.facts.people import is_placeholder, read_people
from confnotes.importers.facts.places import CITIES
from confnotes.importers.facts.words import NOT_IN_NAMES
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Speaker

_BY = re.compile(
    r"""
    ^(?:by|presented[ ]by|given[ ]by|speakers?\s*[:：]|presenters?\s*[:：]|with|hosted[ ]by|led[ ]by|moderated[ ]by
    |moderators?\s*[:：]|chairs?\s*[:：]|chaired[ ]by|session[ ]chairs?\s*[:：]|panell?ists?\s*[:：]
    |authors?\s*[:：]|instructors?\s*[:：]|host\s*[:：])\s+  # a noun counts with its colon only
    """,
    re.IGNORECASE | re.VERBOSE,
)
_INNER_BY = re.compile(
    r"^(.*\S)[\s,;(]+(?:by|speakers?\s*[:：]|presented by|given by|presenter\s*[:：]|with)\s+(\S.*?)\)?$", re.IGNORECASE
)
_LED_BY_BRACKETS = re.compile(r"^\(([^()]{3,120})\)\s*[:–—-]\s*(\S.+)$")
_CODE = re.compile(r"^[A-Z]{1,2}\d{1,3}\s?[:.)]?\s+(?=[A-Z])")
_SENTENCE_FIRST = re.compile(r"^([^.?!]{6,300}[.?!])\s+(.{4,600})$")
_SENTENCE_LAST = re.compile(r"^(.{4,600}?[.])\s+([^.?!]{6,300}[.?!]?)$")


def speakers_inside(part: str, known: Collection[str], labelled: bool) -> tuple[str, list[Speaker]] | None:
    """Title and speakers of a part that holds both, divided by “by”, brackets, a colon, a full stop or a comma."""
    stated = _BY.match(part)
    if stated:
        head, mark, tail = part[stated.end() :].partition(": ")
        people = read_people(head)
        return (tail, people) if mark and people else None
    by = _INNER_BY.match(part)
    if by:
        score, people = people_score(by.group(2), known)
        if score >= (0.85 if by.group(2) in part.rpartition(" with ")[2] else 0.5):
            return by.group(1).rstrip(".") if "peaker" in part[by.end(1) :] else by.group(1), people
    if led := _led_by_brackets(part, known):
        return led
    bracket = re.match(r"^(.*\S)\s*[(\[]((?:[^()\[\]]|\([^()]*\)|\[[^\[\]]*\])*)[)\]](?:\s*[.]?|: (.+))$", part)
    if bracket:
        score, people = people_score(bracket.group(2), known)
        if score >= 0.5 and (not bracket.group(3) or label_kind(bracket.group(1)) is not None):
            return bracket.group(3) or bracket.group(1), people
    head, mark, tail = part.partition(": ")
    if mark and tail:
        score, people = people_score(head, known)
        heads = [head] if len(people) < 2 else [person.name for person in people]
        if score >= (0.5 if labelled else 0.75) and (score >= 0.9 or all(name_likeness(each) >= 0.6 for each in heads)):
            return tail, people
        score, people = people_score(tail, known)
        if score >= 0.9 or (score >= 0.5 and item_kind(head) is Kind.REMARKS):
            return head, people
    for sentence in (_SENTENCE_FIRST.match(part), _SENTENCE_LAST.match(part)):
        if sentence is None or sentence.group(1).count("(") != sentence.group(1).count(")"):
            continue
        for title, names in ((sentence.group(1), sentence.group(2)), (sentence.group(2), sentence.group(1))):
            score, people = people_score(names.strip(" ."), known)
            if score >= (0.85 if len(people) > 1 else 0.8):
                return (title if title.endswith(("?", "!")) else title.rstrip(".")), people
    comma = re.match(r"^(.*\S),\s+([^,]{4,60}(?:\([^()]*\))?)$", part)
    if comma:
        score, people = people_score(comma.group(2), known)
        opens = score >= 0.5 and item_kind(comma.group(1)) is Kind.REMARKS
        if opens or (score >= (0.85 if labelled else 0.9) and name_likeness(comma.group(1)) < 0.5):
            return comma.group(1), people
    first = re.match(r"^([^,]{4,50}),\s+(\S.*)$", part)
    if first:
        score, people = people_score(first.group(1), known)
        if score >= 0.8 and len(first.group(2).split()) > 3 and institution_likeness(first.group(2)) < 0.6:
            return first.group(2), people
    return None


def _led_by_brackets(part: str, known: Collection[str]) -> tuple[str, list[Speaker]] | None:
    """`(Ada Lind/Bo Sund): Title`, as it is left behind a label; `(Speaker): Title` names nobody yet."""
    led = _LED_BY_BRACKETS.match(part)
    if led is None:
        return None
    score, people = people_score(led.group(1).replace("/", ", "), known)
    if score >= 0.5:
        return led.group(2), people
    return (led.group(2), []) if is_placeholder(led.group(1)) else None


def people_score(part: str, known: Collection[str]) -> tuple[float, list[Speaker]]:
    """How surely a part names people (0 to 1), and whom."""
    stated = bool(_BY.match(part))
    text = _CODE.sub("", _BY.sub("", part))
    if len(text) > 600 or is_placeholder(text) or ": " in text:
        return 0.0, []
    people = read_people(text)
    if not people:
        return 0.0, []
    if stated or (_CODE.match(part) and name_likeness(people[0].name) >= 0.5):
        return 1.0, people
    if any(fold(person.name) in known for person in people):
        return 1.0, people
    likeness = max(name_likeness(person.name) for person in people)
    if len(people) == 1 and people[0].affiliation and not re.search(r"[(\[]", text):
        affiliation = institution_likeness(people[0].affiliation)
        if affiliation < 0.6:
            return 0.0, []
        return (0.9 if likeness >= 0.6 and affiliation >= 0.9 else 0.6), people
    if len(people) == 1 and _speaks_in_brackets(people[0], likeness):
        return 0.0, []
    if any(person.affiliation for person in people):
        return 0.9, people
    if len(people) > 2 and likeness >= 0.6:
        return 0.85, people
    if len(people) == 2 and all(name_likeness(person.name) >= 0.6 for person in people):
        return max(0.75, 0.85 * (likeness >= 0.9)), people
    return (0.85 if likeness >= 0.9 else 0.6 if likeness >= 0.6 else 0.5), people


def _speaks_in_brackets(person: Speaker, likeness: float) -> bool:
    """Whether this is “Machine Unlearning (Wei Zhang)”: what stands in the brackets is a name, what is before is none.

    A head that may be a name has universities called after people behind it: there only several people are speakers.
    """
    inside = person.affiliation or ""
    if likeness >= 0.9 or not inside or inside.lower() in CITIES or institution_likeness(inside) >= 0.6:
        return False
    named = read_people(inside)
    certain = bool(named) and all(name_likeness(each.name) >= 0.9 for each in named)
    return certain and (likeness < 0.5 or len(named) > 1)


def is_affiliation(part: str) -> bool:
    """Whether a part beside a name says where the person is, rather than what the talk is called."""
    likely = institution_likeness(part)
    words = part.split()
    if any(word.strip(".,:").lower() in NOT_IN_NAMES for word in words) and likely < 1.0:
        return False
    return len(words) <= 8 and not part.endswith("?") and (likely >= 0.9 or (likely >= 0.6 and len(words) <= 3))
