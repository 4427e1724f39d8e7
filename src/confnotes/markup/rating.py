"""The rating that a note's front matter states: a whole number from 1 to 5."""

from __future__ import annotations

from collections.abc import Mapping

FIELD = "rating"


def is_rating(value: object) -> bool:
    """Whether it is a number from 1 to 5."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5


def stated_rating(fields: Mapping[str, object]) -> int | None:
    """What the fields state, as their author wrote it; None for nothing, or nothing that is a rating."""
    value = fields.get(FIELD)
    return value if isinstance(value, int) and is_rating(value) else None
