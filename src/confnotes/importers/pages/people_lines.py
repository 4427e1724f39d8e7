"""Lines of a list of people: names, people with their affiliations, or affiliations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from confnotes.importers.facts import inline
from confnotes.importers.facts.lengths import LONGEST_NAME
from confnotes.importers.facts.names import (
    CERTAIN,
    has_name_shape,
    institution_likeness,
    is_certain_name,
    is_likely_institution,
    is_likely_name,
    name_likeness,
    without_asides,
)
from confnotes.importers.facts.people import read_people, read_person
from confnotes.importers.facts.words import NOT_IN_NAMES, OCCUPATIONS
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.html_lines import Fragment
from confnotes.model.program import Speaker

_PAGE = r"web\s?(?:site|page)|home\s?page|profile|link|bio|google scholar|linkedin|twitter|email"
HOMEPAGE = re.compile(rf"\W*(?:personal\s+|my\s+)?(?:{_PAGE})\W*", re.IGNORECASE)
_NO_ABBREVIATION = r"(?<!\bSt)(?<!\bDr)(?<!Univ)(?<!Dept)(?<!Inc)(?<!Inst)(?<!Tech)(?<!\b[A-Z])"
_PROSE = re.compile(rf"{_NO_ABBREVIATION}[.!?](?:\s|$)|\b(?:is|are|will|have|has|we|our|please|contact)\b")
_FOR = re.compile(r"\bfor\b")


def is_prose(text: str) -> bool:
    """Whether a line is a sentence; the “for” in an institution's name is not evidence."""
    return _PROSE.search(text) is not None or (_FOR.search(text) is not None and institution_likeness(text) < CERTAIN)


_TALK_BEHIND = re.compile(
    r"^(.{6,160}?)\s*[.,:;–—-]\s*(?:\*([^*]{4,200})\*|_([^_]{4,200})_|[“\"]([^”\"]{4,200})[”\"])\s*\.?$"
)


def talk_behind(text: str) -> tuple[str, str | None]:
    """`Name, Affiliation. *Title*`: the text that names the person, and the title of their talk."""
    match = _TALK_BEHIND.match(text.strip())
    person = read_person(match.group(1)) if match is not None and "\n" not in text else None
    if match is None or person is None:
        return text, None
    title = next(group for group in match.groups()[1:] if group)
    works_there = person.affiliation is None and is_likely_institution(title)
    return (text, None) if works_there else (match.group(1), title)


def names_one_a_line(texts: list[str]) -> bool:
    """Whether the lines of a list are each `Name, Affiliation`, rather than several people or something else."""
    complete = several = 0
    for text in texts:
        first = text.split("\n")[0]
        if is_prose(inline.plain(first)):
            continue
        person = read_person(first)
        if person is None or person.affiliation is None or not is_likely_name(person.name):
            continue
        pieces = [piece.strip() for piece in person.affiliation.split(",")]
        sure = [piece for piece in pieces if is_certain_name(piece)]
        complete += not sure
        several += bool(sure)
    return complete > several


def lead_name(text: str) -> Speaker | None:
    """`**Name** and then prose`, `[Name](url) works on ...`."""
    match = re.match(r"^\s*(?:\*\*|__)(.+?)(?:\*\*|__)\s*[:,.–—-]?\s*", text) or re.match(
        r"^\s*(\[[^\]]+\]\([^)]+\))\s*[:,.–—-]?\s*", text
    )
    if match is None or not is_likely_name(inline.plain(match.group(1))):
        return None
    return read_person(match.group(1))


_NUMBERS = re.compile(r"(?<=[^\W\d_])\s?(\d(?:,\s?\d)*)(?=\s*(?:[,;*]|and\b|&|$))")
_NUMBERED = re.compile(r"(?:^|[,;]\s+)(\d)\s?(?=[^\W\d_])")


def with_places(lines: Sequence[Fragment]) -> Sequence[Fragment]:
    """The lines with “Ada Lind1, Bo Ek1,2” above “1KTH, 2NUS” as “Ada Lind (KTH), Bo Ek (KTH, NUS)”."""
    out = list(lines)
    for at, below in pairwise(number for number, line in enumerate(lines) if line.text.strip()):
        first, *numbered = _NUMBERED.split(lines[below].text.strip()) if lines[below].text.strip()[0] == "1" else ("",)
        places, named = dict(zip(numbered[::2], numbered[1::2], strict=True)), _NUMBERS.split(lines[at].text.strip())
        who = [[places.get(each.strip()) for each in numbers.split(",")] for numbers in named[1::2]]
        if not first and who and all(map(all, who)):
            ends = [*(f" ({', '.join(filter(None, each))})" for each in who), ""]
            text = "".join(name + end for name, end in zip(named[::2], ends, strict=True))
            out[at], out[below] = replace(lines[at], text=text, parts=()), replace(lines[below], text="", parts=())
    return out


def gaps_before(run: list[Block]) -> list[bool]:
    """For each line, whether a blank line precedes it."""
    gaps, blank = [], True
    for block in run:
        if block.kind is BlockKind.BLANK:
            blank = True
        else:
            gaps.append(blank)
            blank = False
    return gaps


def label_lines(lines: list[Block], judged: list[dict[str, float]], gaps: list[bool], *, after_name: bool) -> list[str]:
    """The likeliest sequence of names, affiliations and other lines (Viterbi over two neighbours)."""
    states = ("name", "person", "affiliation", "other")
    scores: list[dict[str, float]] = []
    back: list[dict[str, str]] = []
    carded = any(block.kind is BlockKind.HEADING for block in lines)
    start_of_group = sum(gaps) < len(gaps)
    for number, block in enumerate(lines):
        own = judged[number]
        if carded and block.kind is not BlockKind.HEADING:
            own["name"] -= 0.5
            own["person"] -= 0.5
        if gaps[number] and start_of_group and number:
            own["name"] += 0.3
            own["person"] += 0.3
        row: dict[str, float] = {}
        came: dict[str, str] = {}
        for state in states:
            if number == 0:
                before = 0.0 if state != "affiliation" or after_name else -2.0
                row[state], came[state] = own[state] + before, ""
                continue
            ends_open = inline.plain(lines[number - 1].text).endswith((",", "&", " and", "/"))
            options = {
                previous: scores[-1][previous] + _transition(previous, state, ends_open=ends_open)
                for previous in states
            }
            best = max(options, key=lambda key: options[key])
            row[state], came[state] = own[state] + options[best], best
        scores.append(row)
        back.append(came)
    state = max(scores[-1], key=lambda key: scores[-1][key])
    out = [state]
    for number in range(len(lines) - 1, 0, -1):
        state = back[number][state]
        out.append(state)
    return ["name" if state == "person" else state for state in out[::-1]]


def _transition(previous: str, state: str, *, ends_open: bool) -> float:
    if ends_open and previous in ("affiliation", "person"):
        return 0.6 if state == "affiliation" else -0.8
    table = {
        ("name", "affiliation"): 0.3, ("affiliation", "name"): 0.2, ("name", "name"): 0.0,
        ("affiliation", "affiliation"): -0.15, ("other", "affiliation"): -2.0,
        ("person", "affiliation"): -0.6, ("person", "person"): 0.1,
    }  # fmt: skip
    return table.get((previous, state), 0.0)


def line_scores(block: Block, people: list[Speaker]) -> dict[str, float]:
    """How well a line fits as a name, a person with their affiliation, an affiliation, or something else."""
    text = without_asides(inline.plain(block.text)).strip()
    if is_prose(text) and not read_people(block.text):
        short = len(text) <= LONGEST_NAME and not re.search(r"[.!?]\s", text)
        return {"name": -2.0, "person": -2.0, "affiliation": -0.6 if short else -2.0, "other": 0.6}
    if not text or text.split()[0].lower().strip(".,") in OCCUPATIONS or HOMEPAGE.fullmatch(text):
        return {"name": -2.0, "person": -2.0, "affiliation": 0.5 if text else -2.0, "other": 0.25}
    return _person_scores(block, text, people)


def _person_scores(block: Block, text: str, people: list[Speaker]) -> dict[str, float]:
    likeness = max((name_likeness(person.name) for person in people), default=0.0)
    whole = bool(people) and (len(people) > 1 or people[0].affiliation is not None)
    likeness = max(likeness, 0.9) if whole else likeness
    institution = institution_likeness(text)
    common = any(word.strip(".,:()").lower() in NOT_IN_NAMES for word in text.split())
    name = likeness if likeness else (0.15 if has_name_shape(text) and institution < 0.6 and not common else -1.0)
    if block.kind is BlockKind.HEADING or inline.is_bold(block.text):
        name += 0.3
    return {
        "name": name - 0.2 if whole else name,
        "person": name if whole else -2.0,
        "affiliation": institution if likeness < 0.9 else institution - 0.5,
        "other": 0.25,
    }
