"""The fields of an event's front matter by meaning, under any of their usual names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.names import is_likely_name
from confnotes.importers.facts.words import table
from confnotes.markup.frontmatter import render

# Each meaning and its keys, the most reliable first.
_KEYS = table("""
title: speaker_talk_title title talk_title event_title name
topic: topic talk subject activity what session
event: event item description
speaker: speaker speakers speaker_name presenter presenters speaker_names lecturer author authors persons who
affiliation: affiliation affiliations speaker_affiliation institution organization organisation company university
    speaker_institution from
speaker_url: speaker_url speaker_link speaker_website homepage speaker_page website_speaker
start: event_start_time event_start start_time start start_at starts_at start_datetime event_datetime talk_datetime
    session_time event_date talk_date datetime date_start starts startdate start_date begin when date day
duration: duration duration_minutes length event_duration
end: event_end_time event_end end_at ends_at end_datetime end_time end date_end ends enddate end_date finish time_end
    until
time: time event_time hour start_hour time_start talk_time
date: event_date talk_date date day start_date
timezone: timezone time_zone tz
room: room event_room session_room classroom
place: location place where event_location
venue: venue building
join: join_link join join_url meeting_link meeting_url zoom_url stream_url online_link
abstract: abstract summary event_abstract talk_abstract description desc excerpt
conference: conference container-title booktitle event_series series_title seminar_series seminar event event_name
    conference_name meetup event_title series
series: series categories category
kind: kind talk_type event_type session_type format
layout: layout
type: type
track: track session_track
language: language lang
id: id slug guid uid
name: name public_name display_name fullname full_name title
given: given first first_name firstname
family: family last last_name lastname
website: website url homepage link web
""")
KEYS: Mapping[str, tuple[str, ...]] = {meaning: tuple(keys.split()) for meaning, keys in _KEYS.items()}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TALK_OF_SPEAKER = ("talk", "talk_title", "talktitle", "presentation")
_KNOWN = {"title", *(key for keys in KEYS.values() for key in keys)}
CREATED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:(?!00)\d\d")  # to the second: when a tool made the page
_PUBLISHING_SERIES = ("Proceedings of Machine Learning Research",)


def own_front_matter(values: Mapping[str, object]) -> str:
    """The front matter that is not about a talk or conference, and stays with the note: tags, a mood; "" if none."""
    own = {key: value for key, value in values.items() if value not in (None, "", []) and _known_as(key) not in _KNOWN}
    return render(own) if own else ""


def _known_as(key: str) -> str:
    """A key in lower case with its words apart, `start_time` for `startTime`; the key of citations as it is."""
    return key if key == "container-title" else _CAMEL.sub("_", key).lower().replace("-", "_")


def with_talk_of_speaker(values: Mapping[str, object]) -> Mapping[str, object]:
    """The front matter of a speaker's page as that of the talk it names: `name: Ada Lind`, `talk: What bees know`.

    If the title is only a day, the subtitle is the title.
    """
    own = Fields(values)
    said = {key: value for key, (_, value) in own.values.items() if isinstance(value, str)}
    if (below := said.get("subtitle")) and any(
        each.stop - each.begin == len(said["title"]) for each in find_dates(said.get("title", ""))
    ):
        return {
            "date": said["title"],
            **{key: each for key, each in values.items() if key != "subtitle"},
            "title": below,
        }
    talk = next((said[key] for key in _TALK_OF_SPEAKER if " " in said.get(key, "").strip()), None)
    name = said.get("name") or said.get("title") or ""
    if talk is None or own.first("speaker") is not None or not is_likely_name(name):
        return values
    about = {key: own.text(key) or "" for key in ("affiliation", "website")}
    others = {written: value for written, value in own.values.values() if value not in (name, *about.values())}
    return {**others, "title": talk, "speaker": {"name": name, **about}}


class Fields:
    """Front matter, accessed by meaning."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self.values = {_known_as(key): (key, value) for key, value in values.items()}

    def entry(self, meaning: str) -> tuple[str | None, object]:
        """The key as written and the value of the first non-empty field with this meaning."""
        for key in KEYS[meaning]:
            if key in self.values:
                written, value = self.values[key]
                if value not in (None, "", []) and not (meaning == "start" and CREATED.match(str(value))):
                    return written, value
        return None, None

    def first(self, meaning: str) -> object:
        """The value of a meaning, or None."""
        return self.entry(meaning)[1]

    def text(self, meaning: str) -> str | None:
        """The value as text; None for lists and maps."""
        value = self.first(meaning)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        text = str(value).strip()
        return None if not text or text in _PUBLISHING_SERIES or "{{" in text else text
