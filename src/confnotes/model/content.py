"""The parts that a summary can be made of, by the names that users type."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class SummaryContent(StrEnum):
    """A part of a summary, in order; the values are the names that options and presets use."""

    HIGHLIGHTS = "highlights"
    OVERVIEW = "overview"
    DIGEST = "digest"
    TIMELINE = "timeline"
    TOPICS = "topics"
    COVERAGE = "coverage"
    TEAM = "team"
    THEMES = "themes"
    ACTIONS = "actions"
    TALKS = "talks"
    POSTERS = "posters"
    MISSED = "missed"
    REFERENCES = "references"
    PEOPLE = "people"
    TAGS = "tags"


FULL: Final = frozenset(SummaryContent)
