"""What a person starred, attended and rated: `marks.yaml`, one line a talk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Marks:
    """Talk ids that are starred and attended, and ratings from 1 to 5."""

    starred: frozenset[str] = frozenset()
    attended: frozenset[str] = frozenset()
    ratings: Mapping[str, int] = field(default_factory=dict)
