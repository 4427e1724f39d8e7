"""Links of a schedule's event as resources, without those that are not content of a talk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from confnotes.importers.facts.links import join_url
from confnotes.importers.facts.prose import plain_title
from confnotes.markup.reference_kinds import kind_of
from confnotes.markup.references import resource_of
from confnotes.model.program import Resource, ResourceKind

_FEEDBACK = r"(?:(?:submit|send|give|leave|provide|your|event|session|talk)\s+)*feedback(?:\s+(?:form|here|page))?\W*"
_CHAT = r"(?:[\w-]+\s+)?chat(?:\s?room)?(?:\s?\(?\w+\)?)?\W*"
_TALK_THERE = r"(?:join|enter)\s+(?:the\s+)?(?:chat|conversation|discussion)\b.*"
_CHANNEL = r"(?:matrix|irc|xmpp|rocket\.?chat|mattermost)(?:\s+(?:room|channel))?\W*"
_CALENDAR = r"add\s+to\s+(?:my\s+|your\s+)?(?:calendar|schedule)\W*"
_NO_CONTENT = re.compile(
    rf"{_FEEDBACK}|{_CHAT}|{_TALK_THERE}|{_CHANNEL}|{_CALENDAR}|(?:log|sign)[ -]?in\W*|i?cal(?:endar)?\W*",
    re.IGNORECASE,
)
_FEEDBACK_PATH = r"/feedback(?:/?\Z|/?[?#]|/\w+(?:\.php)?/?\Z)"
_NO_CONTENT_URL = re.compile(
    rf"https?://(?:chat\.|matrix\.to/)|{_FEEDBACK_PATH}|\Aircs?:|\Axmpp:|/#/room/", re.IGNORECASE
)
_NO_CONTENT_WORDS = "feedback chat matrix irc xmpp mattermost cal log sign join enter room"
_NO_CONTENT_SIGNS = tuple(_NO_CONTENT_WORDS.split())
_ADDRESS = re.compile(r"(?:https?://|mailto:|ftp://|www\.)\S+|[^\s:]+@[^\s:]+\.\w+|/(?!/)\S*|[\w./%-]+", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^()]*\)\s*\Z")
_KINDS = {
    **dict.fromkeys(("slides", "slide", "presentation"), ResourceKind.SLIDES),
    **dict.fromkeys(("video", "recording"), ResourceKind.VIDEO),
    **dict.fromkeys(("page", "origin"), ResourceKind.EVENT_PAGE),
    "paper": ResourceKind.PAPER,
    "poster": ResourceKind.POSTER,
    "code": ResourceKind.CODE,
}


@dataclass(slots=True)
class EventLink:
    """A link as in the source; `type` is the source's name for its kind, or `page` for the event's own page."""

    url: str
    label: str = ""
    type: str = ""


def resources_of(links: Iterable[EventLink], base_url: str) -> tuple[Resource, ...]:
    """Each address once, with its first label; forms for feedback, chat rooms and the like are left out."""
    found: dict[str, Resource] = {}
    for link in links:
        label = plain_title(link.label) or ""
        url = link.url.strip()
        if not url and "://" in label and " " not in label:
            url, label = label, ""
        type_ = link.type.lower()
        if not url or type_ == "feedback" or not (url.startswith("http") or _ADDRESS.fullmatch(url)):
            continue
        if _is_no_content(url, label):
            continue
        url = _whole(url, base_url)
        kind = kind_of(url, _ASIDE.sub("", label) if label.endswith(")") else label)
        if kind in (ResourceKind.OTHER, ResourceKind.EVENT_PAGE, ResourceKind.PAPER):
            kind = _KINDS.get(type_, kind)
        known = found.get(url)
        if known is None or (known.title is None and label):
            found[url] = Resource(kind, url, label or None)
    return tuple(found.values())


def _whole(url: str, base_url: str) -> str:
    if "://" not in url and not url.startswith(("mailto:", "www.")) and base_url.startswith("http"):
        url = join_url(base_url, url)
    return url if url.startswith(("http://", "https://")) else resource_of(url).url


def _is_no_content(url: str, label: str) -> bool:
    said = f"{label} {url}".lower()
    if not any(sign in said for sign in _NO_CONTENT_SIGNS):
        return False
    return _NO_CONTENT.fullmatch(label) is not None or _NO_CONTENT_URL.search(url) is not None
