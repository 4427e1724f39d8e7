"""The words of a language. Every language is a `Catalog`, read from the file of its name in this folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from confnotes.model.fast_dataclass import fast_dataclass

if TYPE_CHECKING:
    from confnotes.model.program import Kind, ResourceKind, Role
    from confnotes.model.summary import Grouping, SlotState

LANGUAGES: Final = ("en", "de", "es", "fr", "ja")
"""The available languages by ISO 639-1 code."""

Counted = tuple[str, str]
"""Singular and plural, with `{}` for the number."""


@fast_dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Headings, labels, dates and counts. Patterns are for `str.format`.

    `weekdays` begin with Monday. `day` is a date with weekday; `short_day` the same with short names; `one_day`,
    `days_of_month`, `days_of_year` and `days` are date ranges with `first_...` and `last_...`; `first_day` is the first
    day of a month. `shown` is a count out of a total. `comma` separates list items, `last_of_list` adds the last one.
    `capital_nouns`: nouns are capitalized within sentences. `none_is_one`: zero takes the singular. `marks` are the
    marks of `model.mark` that summaries show.
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
    digest: str
    highlights: str
    draft_highlights: str
    partly_drafted: str
    team: str
    different_ratings: str
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

    subjects: str
    last_of_list: str
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

    search_all: str
    conferences: str
    papers: str
    linked_from: str
    before: str
    after: str

    number: str
    title: str
    speakers: str

    talks: Counted
    poster_count: Counted
    missed_count: Counted
    later_count: Counted
    more: Counted

    marks: Mapping[str, str]
    links: Mapping[ResourceKind, str]
    web_page: str
    mentioned_in: str
    link: str
    kinds: Mapping[Kind, str]
    roles: Mapping[Role, str]
    without: Mapping[Grouping, str]
    states: Mapping[SlotState, str]


@cache
def catalog(code: str) -> Catalog:
    """The words of one of the LANGUAGES."""
    text = (files(__package__) / f"{code}.toml").read_text(encoding="utf-8")
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in tomllib.loads(text).items()
    }
    return Catalog(**said)


ENGLISH: Final = catalog("en")
