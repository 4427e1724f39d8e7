"""The place and links of an event, from the fields of its front matter; rooms are distinguished from addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from confnotes.importers.facts import inline
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.places import CITIES
from confnotes.importers.facts.rooms import room_of
from confnotes.importers.facts.words import table
from confnotes.importers.pages.builder import Builder, TalkDraft
from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.pages.event_fields import Fields
from confnotes.model.program import Resource, ResourceKind

_ONLINE = r"zoom|online|virtual(?:ly)?|remote|webinar"
_SERVICE = r"(?:ms |microsoft )?teams|google meet|skype|youtube(?:\s(?:live|video|link|stream))*|gather(?:\.?town)?"
_ADDRESS = r"https?://|www\.|/|\.{0,2}/|doi:|arxiv:\s?\d|10\.\d{4}|\d{4}\.\d{4,5}"
_FILE = r"[\w./-]+\.(?:pdf|ics|pptx?|html?|mp4|key|zip)$"
_LINK = re.compile(rf"^(?:{_ADDRESS}|{_FILE}|[\w.-]+\.[a-z]{{2,6}}/)", re.IGNORECASE)
_VIRTUAL_PLACE = re.compile(rf"^\W*(?:{_ONLINE}|{_SERVICE}|hybrid|discord|tba|tbd|オンライン)\W*$", re.IGNORECASE)
_KEYS = table("""
slides: slides slide deck presentation
paper: preprint paper pdf arxiv openreview doi
video: video recording youtube youtube_id youtubeid video_id videoid video_url
code: software code github repo
poster: poster
calendar: icalendar ical ics calendar
virtual-venue: zoom zoom_link meeting_link stream livestream online
registration: registration register registration_link
event-page: old_url event_url event_page url external_url
other: link website supplementary
""")
_LINK_KEYS = {key: ResourceKind(kind) for kind, keys in _KEYS.items() for key in keys.split()}
_YOUTUBE = frozenset(("youtube", "youtubeid", "videoid"))
_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_EDGE = " \t,;:&|/()–—-+"


class EventLinks:
    """Reads the place and links of an event into its item."""

    def __init__(self, document: SourceDocument, fields: Fields, builder: Builder, item: TalkDraft) -> None:
        self.document = document
        self.fields = fields
        self.builder = builder
        self.item = item
        self.venue: str | None = None

    def read(self) -> None:
        """Room, venue and links."""
        self.item.room = self.fields.text("room") or self.first_of(self.fields.first("room"))
        self.joined()
        self.placed()
        self.housed()
        self.linked()

    def first_of(self, value: object) -> str | None:
        """The first text of a map of languages or names."""
        if not isinstance(value, Mapping):
            return None
        return next((str(each).strip() for each in value.values() if isinstance(each, str) and each.strip()), None)

    def joined(self) -> None:
        """Read a field for the link to join; a place in it is the room, with a warning."""
        key, link = self.fields.entry("join")
        if not isinstance(link, str) or not link.strip():
            return
        text = html.unescape(link.strip())
        if re.match(r"https?://|www\.", text):
            self.virtual(text)
        elif not _VIRTUAL_PLACE.match(text):
            self.builder.warn(
                f"{key} holds a place, not a link; “{text}” is read as the room", self.document.front.line(key)
            )
            self.item.room = self.item.room or text

    def virtual(self, url: str) -> None:
        self.item.resources.append(replace(resource(url.strip("<>"), None), kind=ResourceKind.VIRTUAL_VENUE))

    def placed(self) -> None:
        """Read a field for the place: an address, a room, a city, “Zoom”, or several of them."""
        key, place = self.fields.entry("place")
        text = place if isinstance(place, str) else self.first_of(place)
        if text is None or not text.strip():
            return
        text = self.without_urls(html.unescape(text.strip()))
        if not text:
            return
        if _VIRTUAL_PLACE.match(text):
            if not any(each.kind is ResourceKind.VIRTUAL_VENUE for each in self.item.resources):
                self.builder.warn(f"{key} says “{text}” but no link to it is given", self.document.front.line(key))
            return
        self.take_place(text)

    def without_urls(self, text: str) -> str:
        """A place without addresses, which are links to join, and without their introductions."""
        anchors = [anchor for anchor in inline.anchors(text) if anchor.url.startswith(("http", "www."))]
        for anchor in reversed(anchors):
            self.virtual(anchor.url)
            before = re.sub(
                r"(?i)[\s,;:&|/(–—+-]*\b(?:zoom|online|stream|virtual(?:ly)?|and|or|via|on|link|join|at)*\s*[:(]?\s*$",
                "",
                text[: anchor.start],
            )
            text = before.rstrip(_EDGE) + " " + text[anchor.end :].lstrip(_EDGE + ">")
        if not anchors:
            return inline.plain(text)
        rest = inline.plain(text).strip(_EDGE)
        return re.sub(r"(?i)[\s,;&|/+]+(?:and|or|zoom|online)$", "", rest)

    def take_place(self, text: str) -> None:
        head, comma, tail = text.partition(",")
        ends = {part.strip().lower() for part in (head, text.rpartition(",")[2])}
        city = not ends.isdisjoint(CITIES) and room_of(head) is None
        if city:
            self.venue = text
        elif comma and room_of(head):
            self.item.room, self.venue = head.strip(), tail.strip()
        else:
            self.item.room = text

    def housed(self) -> None:
        """Read a field for the venue, which may begin with the room."""
        venue = self.fields.text("venue")
        if venue is None or self.venue is not None:
            return
        venue = inline.plain(html.unescape(self.without_urls(venue)))
        self.venue = venue or None

    def linked(self) -> None:
        self.item.resources += (made for _, made in linked_resources(self.document.front.fields))


def linked_resources(fields: Mapping[str, object]) -> Iterator[tuple[str, Resource]]:
    """Every link under a key for links (`slides`, `url_video`, `links`), with that key."""
    for key, value in fields.items():
        kind = _kind_of(key)
        several = key.lower() in ("links", "resources", "materials", "attachments", "urls", "files")
        if kind is None and not several:
            continue
        if (
            isinstance(value, str)
            and re.sub(r"[\W_]", "", key.lower()) in _YOUTUBE
            and _YOUTUBE_ID.fullmatch(value.strip())
        ):
            value = f"https://www.youtube.com/watch?v={value.strip()}"
        for url, label in _addresses(value):
            if re.match(r"\s*(?:tba|tbd|n/?a|none|false|true)\s*$", url, re.IGNORECASE) or "{{" in url:
                continue
            made = resource(url, label)
            named = _kind_of(label) if label and several else kind
            yield key, replace(made, kind=made.kind if named in (None, ResourceKind.OTHER) else named)


@lru_cache(maxsize=1024)
def _kind_of(key: str) -> ResourceKind | None:
    """The kind of link that a key states: `slides`, `url_slides`, `video_link`."""
    bare = re.sub(r"[\s-]+", "_", key.strip().lower())
    return _LINK_KEYS.get(bare) or _LINK_KEYS.get(re.sub(r"^(?:url|link)_|_?(?:url|link|href|file)$", "", bare))


def _addresses(value: object) -> Iterator[tuple[str, str | None]]:
    """Every address of a value with its title."""
    if isinstance(value, str):
        text = value.strip()
        anchors = [anchor for anchor in inline.anchors(text) if anchor.url] if "](" in text else []
        if anchors:
            yield from ((anchor.url, anchor.label) for anchor in anchors)
            return
        if _LINK.match(text) and " " not in text:
            yield text, None
    elif isinstance(value, list):
        for each in value:
            yield from _addresses(each)
    elif isinstance(value, Mapping):
        keys = ("url", "absolute_url", "href", "link")
        url = next((value[key] for key in keys if isinstance(value.get(key), str)), None)
        if url is None:
            for key, each in value.items():
                yield from ((address, str(key)) for address, _ in _addresses(each))
            return
        label = next((value[key] for key in ("label", "name", "title", "text", "type") if value.get(key)), None)
        yield from ((address, str(label) if label else None) for address, _ in _addresses(url))
