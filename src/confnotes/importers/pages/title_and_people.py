"""Lines whose form tells people from titles: “*Ada Lind, Bo Ek*, **What bees know**”, “What bees know, A. Lind”."""

from __future__ import annotations

import re
from itertools import groupby

from confnotes.importers.facts.headers import header_meaning
from confnotes.importers.facts.kinds import item_kind, label_kind
from confnotes.importers.facts.names import has_name_shape, is_certain_name, is_likely_name
from confnotes.importers.facts.people import read_person
from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.facts.words import PARTICLES
from confnotes.importers.pages.line_readings import SURELY_PEOPLE, people_score
from confnotes.model.program import Role, Speaker

_NAMES_THEN_TITLE = re.compile(
    r"""
    ([*_])(?=[^\s*_])(?P<who>[^*_\n]{3,300})(?<!\s)\1
    [ \t,.:;–—-]{1,4}
    (\*\*|__)(?=\S)(?P<title>[^*_\n]{4,300})\3\W{0,2}
    """,
    re.VERBOSE,
)
_WORD = r"[^\W\d_a-zß-öø-ÿ][\w'’-]+"
_PARTICLES = "(?:(?i:" + "|".join(map(re.escape, sorted(PARTICLES))) + r")\s+)*"
_WITH_INITIALS = rf"(?:[^\W\d_]\.[\s-]?){{1,3}}{_PARTICLES}{_WORD}"
_INITIALLED = re.compile(rf"(?:^|,\s){_WITH_INITIALS}\s*(?:,|$)")
_BETWEEN = r"\s*(?:,|,?\s(?:and|und|et|y|e|&)\s)\s*"
_TITLE_THEN_INITIALS = re.compile(
    rf"(?P<title>[^\n]{{2,300}}?[^\s,]),\s*(?P<who>{_WITH_INITIALS}"
    rf"(?:(?:{_BETWEEN}{_WORD}\s{_WORD})?{_BETWEEN}{_WITH_INITIALS})*)\W{{0,2}}"
)
_NUMBERED_AUTHORS = re.compile(
    r"#\d{1,3}\s+(?P<who>(?:[^\n]{5,400}?\s(?:and|&)\s)?[^,\n]{4,40}),\s+(?P<title>[^\n]{8,300})"
)
"""A paper in the list of a program committee: “#21 Ada Lind, Bo Ek and Cy Moe, What bees know”."""
_LABEL = re.compile(r"\W*([^\W\d_][\w ]*?)\s*[:–—-]\s*")
_FEWEST_BELOW = 2  # lines with a person each
_LEAST_RUNS = 4  # of words in capitals and others, in several names


def title_and_people(text: str) -> tuple[list[Speaker], str] | None:
    """The people in italics and the title in bold print behind them, nobody if the names run together; or the title and
    the people with initials behind it.
    """
    if (numbered := _NUMBERED_AUTHORS.fullmatch(text.strip())) is not None:
        people = list(split_people(numbered["who"]))
        if all(is_likely_name(person.name) for person in people):
            return people, numbered["title"]
    initialled = _TITLE_THEN_INITIALS.fullmatch(text.strip())
    if initialled is not None and not _names_somebody(initialled["title"]):
        return list(split_people(initialled["who"])), initialled["title"]
    match = _NAMES_THEN_TITLE.fullmatch(text.strip())
    if match is None or item_kind(match["who"]) is not None or label_kind(match["who"]) is not None:
        return None
    names = re.split(r"[\s,]+", match["who"])
    if len(names) < 2 or not all(name[:1].isupper() or name.lower() in PARTICLES for name in names if name.isalpha()):
        return None
    return _by_capitals(match["who"]) or _by_commas(match["who"]), match["title"]


def people_below(text: str) -> tuple[list[Speaker], str]:
    """The people in the lines below a title, one in each with an affiliation or position or as the chair, and the
    title; nobody and the whole text if any line but a last footnote is something else.
    """
    head, *lines = [line for line in text.split("\n") if line.strip(" *_")] or [""]
    if len(lines) < _FEWEST_BELOW or people_score(head, ())[0] >= SURELY_PEOPLE:
        return [], text
    people = [each for line in lines if (each := _person_with_position(line.strip(" ;"))) is not None]
    footnotes = sum(_FOOTNOTE.match(line) is not None for line in lines[len(people) :])
    whole = len(people) >= _FEWEST_BELOW and len(people) + footnotes == len(lines)
    return (people, head) if whole else ([], text)


def _person_with_position(line: str) -> Speaker | None:
    label = _LABEL.match(line)
    chair = label if label and header_meaning(label[1]) == "chair" else None
    said = line[chair.end() :] if chair else _MARK.sub("", line)
    person = read_person(said, Role.CHAIR if chair else Role.SPEAKER)
    is_sure = person is not None and bool(person.affiliation or chair or is_certain_name(person.name))
    return person if is_sure and person is not None and is_likely_name(person.name) else None


_MARK = re.compile(r"^[-*•]\s+")
_FOOTNOTE = re.compile(r"\s*\*+\s")


def _names_somebody(text: str) -> bool:
    """Whether a text is people rather than a title, perhaps with their affiliations between them."""
    return _INITIALLED.search(text) is not None or people_score(text, ())[0] >= SURELY_PEOPLE


def _by_commas(text: str) -> list[Speaker]:
    """The people of a list; nobody if single words show that it is “Lind, Ada Ek, Bo”, with the surnames first."""
    single = [" " not in part.strip() for part in text.split(",")]
    if any(single) and "," in text:
        return list(split_people(text)) if len(single) == 2 and all(single) else []
    sure, people = people_score(text, ())
    return people if sure >= SURELY_PEOPLE or text.count(" ") == 1 else []


def _by_capitals(text: str) -> list[Speaker]:
    """The people of a list without commas whose surnames are in capitals: “Ada LIND Bo Per EK”, “LIND Ada EK Bo”."""
    runs = [" ".join(run) for _, run in groupby(text.split(), str.isupper)]
    pairs = [" ".join(pair) for pair in zip(runs[::2], runs[1::2], strict=False)]
    several = len(runs) >= _LEAST_RUNS and len(runs) % 2 == 0 and "," not in text
    return [Speaker(name) for name in pairs] if several and all(map(has_name_shape, pairs)) else []
