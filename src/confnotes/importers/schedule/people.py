"""The people of an event of a schedule, with the ids that tell them from others of their name."""

from __future__ import annotations

import re

from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.facts.prose import plain_title
from confnotes.model.program import Role, Speaker

_CODE = re.compile(r"[A-Z0-9]{4,16}")
_NO_ID = frozenset(("", "0", "none", "null"))
_ROLES = {
    "moderator": Role.CHAIR,
    "chair": Role.CHAIR,
    "host": Role.CHAIR,
    "session chair": Role.CHAIR,
    "panelist": Role.PANELIST,
    "panellist": Role.PANELIST,
    "keynote": Role.KEYNOTE,
    "keynote speaker": Role.KEYNOTE,
    "author": Role.AUTHOR,
    "presenter": Role.PRESENTER,
    "organizer": Role.ORGANIZER,
    "coordinator": Role.ORGANIZER,
}


def is_code(text: str) -> bool:
    """Whether this can be a code that pretalx gives to a person."""
    return _CODE.fullmatch(text) is not None


def speaker_of(
    name: str,
    *,
    code: str = "",
    guid: str = "",
    number: str = "",
    role: str = "",
    affiliation: str = "",
    url: str = "",
) -> Speaker | None:
    """A person of an event; None without a name.

    The id is pretalx's code, which it gives to nobody else, else the guid or number that the schedule tells people by.
    """
    said = plain_title(name)
    if said is None:
        return None
    number = guid or number
    own = f"frab:{number}" if number.lower() not in _NO_ID else None
    if code and is_code(code):
        own = f"pretalx:{code}"
    return Speaker(
        name=said,
        affiliation=plain_title(affiliation) if affiliation else None,
        url=url if url.startswith(("http://", "https://")) else None,
        role=_ROLES.get(role.lower().replace("_", " "), Role.SPEAKER) if role else Role.SPEAKER,
        id=own,
    )


def speakers_named(text: str) -> tuple[Speaker, ...]:
    """The people whom a text without any id names: one as it stands there, several each for themselves."""
    found = split_people(text)
    if len(found) != 1:
        return found
    whole = speaker_of(text)
    return (whole,) if whole else ()
