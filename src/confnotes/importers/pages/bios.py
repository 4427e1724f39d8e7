"""A person's paragraph: `X is a Professor at Y and Scientist at Z.` gives the name and, where clear, where they are."""

from __future__ import annotations

import re

from confnotes.importers.facts import inline
from confnotes.importers.facts.names import institution_likeness, name_likeness, without_asides
from confnotes.model.program import Role, Speaker

_FULL_NAME = r"(?P<name>[^,.:;()]{3,60}?(?:\b[A-Z]\.[^,.:;()]{0,40}?){0,3})"
_DOES = r"is\b|works\b|leads\b|holds\b|heads\b|joined\b|serves\b"
_DID = r"received\b|obtained\b|was\b|has\b|co-?founded\b|currently\b"
_SUBJECT = re.compile(rf"^{_FULL_NAME}\s*(?:\([^()]{{1,60}}\))?,?\s+(?:{_DOES}|{_DID})")
_PRESENT = re.compile(r"\bis\b|\bworks\b|\bleads\b|\bheads\b|\bholds\b|\bserves\b|\bcurrently\b")
_CAPITALISED = "[A-Z][\\w.&'’-]*"
_LITTLE = r"(?:,?\s(?:of|de|for|and|in|the|di|&|at)){0,2}"
_PLACE = re.compile(
    rf"\b(?:at|in|with|of|for)\s+(?:the\s+)?(?P<place>{_CAPITALISED}(?:{_LITTLE},?\s(?:{_CAPITALISED})){{0,9}})"
)
_SCHOLAR = r"professor|lecturer|scientist|researcher|engineer|director|head|lead|leader|fellow|student|postdoc\w*"
_OFFICE = r"candidate|chair|ceo|cto|founder|co-?founder|manager|chief \w+|president|dean|reader"
_EMPLOYED = r"faculty|member|developer|associate|principal \w+|works?|working|affiliated"
_POSITION = re.compile(rf"\b(?:{_SCHOLAR}|{_OFFICE}|{_EMPLOYED})\b", re.IGNORECASE)
_DEPARTMENT = r"department|dept|faculty|school|machine learning dep\w*|\w+ department"
_BODY = re.compile(rf"^(?:{_DEPARTMENT}|institute for|lab\b|division|group)\b|\bdep\w*tment\b", re.IGNORECASE)
_COMPUTING = "machine learning|computer science|artificial intelligence|ai"
_SCIENCE = "mathematics|statistics|physics|engineering|data science"
_EARLIER = "where|who|whose|previously|formerly|before|prior|after"
_ANOTHER = re.compile(rf"\b(?:{_EARLIER}|affiliated with the Dep|supervised|advised|working on)\b")
_FIELD = re.compile(rf"^(?:{_COMPUTING}|{_SCIENCE})\b(?!.*\b(?:at|university)\b)", re.IGNORECASE)


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
    first = _ANOTHER.split(first)[0]
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
