"""One session of a Sessionize event as a talk: what its categories, answers and addresses mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from confnotes.importers.counted import Counted
from confnotes.importers.facts.languages import language_of
from confnotes.importers.facts.links import each_once, resource
from confnotes.importers.facts.moments import moment_of
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.facts.records import Record, addresses, first_said, records, said
from confnotes.importers.facts.talk_kinds import talk_kind
from confnotes.importers.sessionize.people import Cast, with_role
from confnotes.importers.sessionize.views import Placed
from confnotes.model.program import Kind, Resource, ResourceKind, Role, Speaker, Talk

_ASPECTS = {
    "track": re.compile(r"\btracks?\b|\bstream\b|\bthemen?(?:bereich)?\b|\btrilha\b", re.IGNORECASE),
    "topic": re.compile(r"\b(?:topic|theme|category|categories|subject|area|kategorie|catégorie)s?\b", re.IGNORECASE),
    "format": re.compile(r"\bformats?\b|\b(?:session|talk|presentation) type\b|\btype\b|\bformato\b", re.IGNORECASE),
    "language": re.compile(r"\b(?:language|sprache|langue|idioma|lingua|taal|språk)\b|言語", re.IGNORECASE),
}
_NO_CONTENT = re.compile(
    r"feedback|survey|\bvot(?:e|ing)|\bchat\b|slack|discord|calendar|linkedin|twitter|previous|other talk",
    re.IGNORECASE,
)
_REFUSED = frozenset(("declined", "decline_queue", "withdrawn", "rejected"))
_CANCELLED = frozenset(("cancelled", "canceled"))
_CANCELLED_TITLE = re.compile(r"\W{0,3}(?:cancell?ed|abgesagt|annulé)\b\W", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tag:
    """An item of a category, and what the category is about: “track”, “topic”, “format”, “language”."""

    aspects: frozenset[str]
    name: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the ids in a session stand for: people, rooms, questions, and what organisers file sessions under."""

    cast: Cast
    rooms: Mapping[str, Record]
    questions: Mapping[str, Record]
    items: Mapping[str, Tag]
    counted: Counted


def items_of(categories: list[Record]) -> dict[str, Tag]:
    """The items of the event's categories, by their ids."""
    found: dict[str, Tag] = {}
    for category in categories:
        aspects = _aspects(first_said(category, "title", "name") or "")
        for item in records(category.get("items")):
            own, name = said(item.get("id")), said(item.get("name"))
            if own is not None and name is not None:
                found[own] = Tag(aspects, name)
    return found


@lru_cache(maxsize=256)
def _aspects(title: str) -> frozenset[str]:
    return frozenset(aspect for aspect, pattern in _ASPECTS.items() if pattern.search(title[:200]))


def talk_of(placed: Placed, lookup: Lookup) -> Talk | None:
    """The session as a talk; None, and counted, where it has no title or was refused."""
    session, tell = placed.session, lookup.counted.tell
    title = plain_title(first_said(session, "title", "name"))
    status = (said(session.get("status")) or "").lower()
    if title is None:
        tell("a session has no title and was passed over", placed.id)
        return None
    if status in _REFUSED:
        tell("a session was declined or withdrawn and was passed over", placed.id)
        return None
    tags = list(_tags(session, lookup))
    kind = talk_kind(title, _tagged(tags, "format"), is_service=session.get("isServiceSession") is True)
    start, end = _times(placed, lookup)
    group = placed.group if placed.group not in (None, "All", *(tag.name for tag in tags)) else None
    return Talk(
        title,
        id=placed.id,
        kind=kind,
        start=start,
        end=end,
        room=_room(placed, lookup),
        track=_tagged(tags, "track") or _tagged(tags, "topic") or group,
        language=_language(session, tags),
        abstract=prose(first_said(session, "description")),
        speakers=_speakers(placed, kind, lookup),
        resources=each_once(_resources(session, lookup)),
        cancelled=(status in _CANCELLED or session.get("noShow") is True or _CANCELLED_TITLE.match(title) is not None),
    )


def _tags(session: Record, lookup: Lookup) -> Iterator[Tag]:
    """The items of categories that a session has: by id, or written out."""
    listed = session.get("categoryItems")
    for item in (*(listed if isinstance(listed, list) else ()), session.get("sessionCategoryItemId")):
        found = lookup.items.get(said(item) or "")
        if found is not None:
            yield found
    for category in records(session.get("categories")):
        aspects = _aspects(first_said(category, "name", "title") or "")
        for item in records(category.get("categoryItems")):
            name = said(item.get("name"))
            if name is not None:
                yield Tag(aspects, name)


def _tagged(tags: list[Tag], aspect: str) -> str | None:
    return ", ".join(dict.fromkeys(tag.name for tag in tags if aspect in tag.aspects)) or None


def _language(session: Record, tags: list[Tag]) -> str | None:
    """The language that is spoken: of the categories that are about one, the first that names one."""
    names = [tag.name for tag in tags if "language" in tag.aspects]
    return next((code for name in (*names, said(session.get("language"))) if (code := language_of(name))), None)


def _times(placed: Placed, lookup: Lookup) -> tuple[datetime | None, datetime | None]:
    start, end = _moment(placed, "startsAt", lookup), _moment(placed, "endsAt", lookup)
    if start is None and placed.start is not None:
        start = moment_of(placed.start)
    if start is not None and end is not None and (start.tzinfo is None) == (end.tzinfo is None) and end < start:
        lookup.counted.tell("a session ends before it begins: its end was left out", placed.id)
        end = None
    return start, end


def _moment(placed: Placed, key: str, lookup: Lookup) -> datetime | None:
    text = said(placed.session.get(key))
    moment = moment_of(text) if text is not None else None
    if text is not None and moment is None:
        lookup.counted.tell(f"“{text[:40]}” is no time and was left out", placed.id)
    return moment


def _room(placed: Placed, lookup: Lookup) -> str | None:
    session = placed.session
    own = said(session.get("roomId"))
    named = said(session.get("room")) or (said(lookup.rooms.get(own, {}).get("name")) if own is not None else None)
    if named is not None or (session.get("isPlenumSession") is True and "room" in session):
        return named
    if own is not None and placed.room is None and lookup.rooms:
        lookup.counted.tell("a session is in a room that is not listed", own)
    return placed.room


def _speakers(placed: Placed, kind: Kind, lookup: Lookup) -> tuple[Speaker, ...]:
    listed = placed.session.get("speakers")
    mentions = listed if isinstance(listed, list) else []
    if not mentions and placed.id is not None:
        mentions = list(lookup.cast.by_session.get(placed.id, ()))
    found = []
    for mention in mentions:
        speaker = lookup.cast.speaker(mention)
        if speaker is None:
            lookup.counted.tell("a speaker is not listed and was left out", placed.id)
        else:
            found.append(with_role(speaker, Role.KEYNOTE) if kind is Kind.KEYNOTE else speaker)
    return tuple(dict.fromkeys(found))


def _resources(session: Record, lookup: Lookup) -> Iterator[Resource]:
    """The recording, the stream, and the addresses that answers to the organisers' questions give."""
    asset = session.get("asset")
    assets = asset if isinstance(asset, dict) else {}
    for text in (said(session.get("recordingUrl")), said(assets.get("videoUrl"))):
        for url in addresses(text):
            yield Resource(ResourceKind.VIDEO, url)
    for url in addresses(said(assets.get("slideUrl"))):
        yield Resource(ResourceKind.SLIDES, url)
    for url in addresses(said(session.get("liveUrl"))):
        made = resource(url, None)
        yield made if made.kind is ResourceKind.VIDEO else replace(made, kind=ResourceKind.VIRTUAL_VENUE)
    for answer in records(session.get("questionAnswers")):
        text = first_said(answer, "answerValue", "answer")
        asked = lookup.questions.get(said(answer.get("questionId")) or "", {})
        label = first_said(answer, "question") or said(asked.get("question"))
        if label is None or not _NO_CONTENT.search(label):
            for url in addresses(text):
                yield resource(url, label if label is not None and len(label) <= 60 else None)
