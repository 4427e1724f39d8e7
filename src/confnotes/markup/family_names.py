"""Names taken apart as bibliographies want them: what is given, the family's with its small words, and “Jr.”."""

from __future__ import annotations

from typing import NamedTuple

_PARTICLE_TEXT = "van von der den de da di du del della dos das la le el al bin ibn ten ter zu zur"
_PARTICLES = frozenset(_PARTICLE_TEXT.split())
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


class FamilyName(NamedTuple):
    """“Rianne”, “van den Berg” and what stands behind it."""

    given: str
    family: str
    suffix: str = ""


def family_name(name: str) -> FamilyName:
    """The parts of a name in reading order, or of one with its family name before a comma."""
    before, comma, behind = name.partition(",")
    if comma:
        return FamilyName(behind.strip(), before.strip())
    words = name.split()
    suffix = ""
    if len(words) > 2 and words[-1].lower().strip(".") in _SUFFIXES:
        suffix = words.pop()
    first = max(len(words) - 1, 0)
    while first > 1 and words[first - 1] in _PARTICLES:
        first -= 1
    return FamilyName(" ".join(words[:first]), " ".join(words[first:]), suffix)
