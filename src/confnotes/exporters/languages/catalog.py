"""What a language says in a summary. Every language is one `Catalog`, and a file of the same names beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from confnotes.model.program import Kind, ResourceKind, Role
    from confnotes.model.summary import Grouping, SlotState, Why

LANGUAGES: Final = ("en", "de", "es", "fr", "ja")
"""The languages that there are, by the code of ISO 639-1."""

Counted = tuple[str, str]
"""One and many of something, `{}` where the number stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Headings, labels, dates and counted things. Patterns are for `str.format`.

    `weekdays` begin with Monday. `day` sets weekday, day, month and year; `short_day` the same of short names;
    `one_day`, `days_of_month`, `days_of_year` and `days` set a span of days, `first_...` and `last_...`; `first_day`
    is what stands for the first day of a month. `shown` sets how many of all are shown. `comma` stands between things
    that are listed. `capital_nouns`: nouns have a capital within a sentence, too. `none_is_one`: nothing is counted
    with the words for one. `marks` are those of `model.mark` that a reader of a summary is told.
    """

    code: str
    name: str
    comma: str
    capital_nouns: bool
    none_is_one: bool
    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    first_day: str
    day: str
    short_day: str
    one_day: str
    days_of_month: str
    days_of_year: str
    days: str

    contents: str
    overview: str
    highlights: str
    themes: str
    actions: str
    to_do: str
    to_read: str
    to_write_to: str
    to_ask: str
    posters: str
    missed_and_later: str
    missed: str
    references: str
    people: str
    tags: str
    not_covered: str
    at_a_glance: str

    claim: str
    notes: str
    takeaways: str
    questions: str
    question: str
    answer: str
    view: str
    view_of: str
    see_also: str
    without_notes: str
    looking_back: str
    untitled: str
    more_notes: str
    all_talks: str
    nothing: str
    made_with: str
    on_page: str
    top: str
    skip: str
    private_copy: str
    conference_notes: str
    day_notes: str
    review: str
    search_notes: str
    program: str
    found_for: str
    part_of: str
    by_author: str
    rated: str
    cancelled: str
    done: str
    still_open: str
    and_others: str

    days_as_timeline: str
    about: str
    coverage_by_track: str
    of_all: str
    state_count: str
    others: Counted
    each_dot: str

    slides: str
    previous: str
    next: str
    all_slides: str
    full_screen: str

    search_label: str
    filter_label: str
    day_label: str
    track_label: str
    tag_label: str
    rating_label: str
    all_label: str
    clear: str
    nothing_matches: str
    shown: str
    hits: Counted
    at_least: str
    light_or_dark: str
    links_label: str
    reference: str
    photo: str
    back_to_text: str
    papers_beside: str

    number: str
    title: str
    speakers: str

    talks: Counted
    poster_count: Counted
    missed_count: Counted
    later_count: Counted

    marks: Mapping[str, str]
    links: Mapping[ResourceKind, str]
    web_page: str
    mentioned_in: str
    link: str
    kinds: Mapping[Kind, str]
    roles: Mapping[Role, str]
    without: Mapping[Grouping, str]
    why: Mapping[Why, str]
    states: Mapping[SlotState, str]


@cache
def catalog(code: str) -> Catalog:
    """What one of the LANGUAGES says."""
    text = (files(__package__) / f"{code}.toml").read_text(encoding="utf-8")
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in tomllib.loads(text).items()
    }
    return Catalog(**said)


ENGLISH: Final = catalog("en")
