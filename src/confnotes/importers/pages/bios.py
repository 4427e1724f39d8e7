"""A person's paragraph: `X is a Professor at Y and Scientist at Z.` gives the name and, where clear, where they are."""

from __future__ import annotations

import re

from confnotes.importers.facts import inline
from confnotes.importers.facts.names import institution_likeness, name_likeness, without_asides
from confnotes.model.program import Role, Speaker

_SUBJECT = re.compile(
    r"^(?P<name>[^,.:;()]{3,60}?(?:\b[A-Z]\.[^,.:;()]{0,40}?){0,3})\s*(?:\([^()]{1,60}\))?,?\s+"
    r"(?:is\b|works\b|leads\b|holds\b|heads\b|joined\b|serves\b|received\b|obtained\b|was\b|has\b|"
    r"co-?founded\b|currently\b)"
)
_PRESENT = re.compile(r"\bis\b|\bworks\b|\bleads\b|\bheads\b|\bholds\b|\bserves\b|\bcurrently\b")
_PLACE = re.compile(
    r"\b(?:at|in|with|of|for)\s+(?:the\s+)?"
    r"(?P<place>[A-Z][\w.&'’-]*(?:(?:,?\s(?:of|de|for|and|in|the|di|&|at)){0,2},?\s(?:[A-Z][\w.&'’-]*)){0,9})"
)
_POSITION = re.compile(
    r"\b(?:professor|lecturer|scientist|researcher|engineer|director|head|lead|leader|fellow|student|"
    r"postdoc\w*|candidate|chair|ceo|cto|founder|"
    r"co-?founder|manager|chief \w+|president|dean|reader|faculty|member|developer|associate|"
    r"principal \w+|works?|working|affiliated)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    (
        r"^(?:department|dept|faculty|school|machine learning dep\w*|\w+ department|institute for|lab\b|"
        r"division|group)\b|\bdep\w*tment\b"
    ),
    re.IGNORECASE,
)
_FIELD = re.compile(
    (
        r"^(?:machine learning|computer science|artificial intelligence|ai|mathematics|statistics|physics|"
        r"engineering|data science)\b(?!.*\b(?:at|university)\b)"
    ),
    re.IGNORECASE,
)


def read_bio(text: str, role: Role = Role.SPEAKER) -> Speaker | None:
    """The person whose biography this paragraph is; None where it does not begin with a name and a verb."""
    visible = without_asides(inline.plain(text[:3000]))
    match = _SUBJECT.match(visible)
    if match is None or name_likeness(match.group("name")) < 0.5:
        return None
    name = match.group("name").strip()
    url = next((anchor.url for anchor in inline.anchors(text) if anchor.label and anchor.label in name), None)
    return Speaker(name, affiliation_in_bio(visible[match.end("name") :]), url, role)


def affiliation_in_bio(sentence: str) -> str | None:
    """The institutions of the first sentence's present positions, in order; None where it names none clearly."""
    first = _first_sentence(sentence)
    if not _PRESENT.search(first[:80]):
        return None
    first = re.split(
        (
            r"\b(?:where|who|whose|previously|formerly|before|prior|after|affiliated with the Dep|supervised|"
            r"advised|working on)\b"
        ),
        first,
    )[0]
    places: list[str] = []
    for clause in re.split(r",?\s+and\s+(?=(?:a|an|the|[A-Z][a-z]+)?\s?(?:[\w-]+\s){0,4}?(?:at|of)\b)|;\s", first):
        if not _POSITION.search(clause):
            continue
        found = [match.group("place").strip(" ,.") for match in _PLACE.finditer(clause)]
        place = _institution(found)
        if place and place not in places:
            places.append(place)
    return ", ".join(places) or None


def _institution(found: list[str]) -> str | None:
    """The employer among the places of one clause: not the department, not the field of study."""
    whole = [place.split(" at ")[-1].removeprefix("the ") for place in found]
    whole = [place for place in whole if not _FIELD.match(place)]
    outer = [place for place in whole if not _BODY.search(place)]
    for candidates in (outer, whole):
        likely = [place for place in candidates if institution_likeness(place) >= 0.6 or len(candidates) == 1]
        if likely:
            return likely[-1] if candidates is outer and len(likely) > 1 and _is_part(likely[0]) else likely[0]
    return None


def _is_part(place: str) -> bool:
    return (
        bool(
            re.search(r"\b(?:Lab|Laboratory|Group|Center|Centre|Department|School|Faculty|Division|Institute)\b", place)
        )
        and "University" not in place
    )


def _first_sentence(text: str) -> str:
    match = re.search(r"(?<![A-Z])(?<!\bDr)(?<!\bProf)(?<!\bSt)\.(?:\s+[A-Z\[]|\s*$)", text[:1200])
    return text[: match.start()] if match else text[:600]
