"""The speakers of a pretalx event: by their codes, with what their answers say about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from confnotes.importers.facts.records import Record, addresses, first_said, records, said
from confnotes.model.program import Role, Speaker

_EMPLOYER = re.compile(r"\b(?:affiliation|company|organi[sz]ation|employer|institut\w*|firma|universit\w*)\b", re.I)
_HOMEPAGE = re.compile(r"\b(?:home ?page|web ?site|personal page|blog)\b", re.IGNORECASE)
_ORCID = re.compile(r"\b(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\b")
_CODE = re.compile(r"[A-Z0-9]{5,12}")


def people_by_code(speakers: Iterable[Record], asked: Callable[[Record], str | None]) -> dict[str, Speaker]:
    """The speakers that have a name, by code; `asked` gives the question of an answer."""
    found: dict[str, Speaker] = {}
    for record in speakers:
        code, speaker = said(record.get("code")), speaker_of(record, asked)
        if code is not None and speaker is not None:
            found.setdefault(code, speaker)
    return found


def speaker_of(record: Record, asked: Callable[[Record], str | None]) -> Speaker | None:
    """The person of a record with name and code; None where there is no name."""
    name = first_said(record, "name", "public_name")
    if name is None:
        return None
    code = said(record.get("code"))
    own = f"pretalx:{code}" if code is not None else None
    affiliation, url = first_said(record, "affiliation", "company"), first_said(record, "homepage", "website_url")
    for answer in records(record.get("answers")):
        question, text = asked(answer) or "", said(answer.get("answer"))
        if text is None or len(question) > 120:
            continue
        if "orcid" in question.lower() and (match := _ORCID.search(text)):
            own = f"orcid:{match[1]}"
        elif affiliation is None and _EMPLOYER.search(question):
            affiliation = text.partition("\n")[0]
        elif url is None and _HOMEPAGE.search(question):
            url = next(iter(addresses(text)), None)
    return Speaker(" ".join(name.split()), affiliation, url, id=own)


def speakers_of(
    mentions: object, people: dict[str, Speaker], asked: Callable[[Record], str | None], role: Role
) -> tuple[list[Speaker], list[str]]:
    """Whom codes, records or names mean, each with `role`, and the codes that nobody has.

    Whoever a record names is kept among `people`: every talk of theirs has the same record.
    """
    found: dict[Speaker, None] = {}
    unknown: list[str] = []
    for mention in mentions if isinstance(mentions, list) else ():
        code = said(mention.get("code") if isinstance(mention, dict) else mention)
        speaker = people.get(code or "")
        if speaker is None and isinstance(mention, dict):
            speaker = speaker_of(mention, asked)
            if speaker is not None and code is not None:
                people[code] = speaker
        elif speaker is None and code is not None and not _CODE.fullmatch(code):
            speaker = Speaker(code)
        if speaker is not None:
            found[speaker if speaker.role is role else replace(speaker, role=role)] = None
        elif code is not None:
            unknown.append(code)
    return list(found), unknown
