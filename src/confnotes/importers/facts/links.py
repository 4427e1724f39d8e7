"""Links of a page as resources: the kind by the link's text, its context and its address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urljoin

from confnotes.importers.facts import inline
from confnotes.importers.facts.names import is_certain_name
from confnotes.markup.references import resource_of
from confnotes.model.program import Resource, ResourceKind

_BARE_EMAIL = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")
_OUR = "this|the|our|main|conference|official|main conference"
_PAGE = r"here|link|web\s?site|web\s?page|page|site|this|form|portal|click here|https?://\S+|www\.\S+"
_NAMELESS = re.compile(rf"^\W*(?:(?:{_OUR})\s+)*(?:{_PAGE})?\W*$", re.IGNORECASE)
_REGISTRATION = re.compile(r"\bregist(?:er|ration)\b|\btickets?\b|\bsign[- ]?up\b", re.IGNORECASE)
_JOIN = r"\bjoin (?:us )?(?:virtually|online|remotely)\b"
_MEETING = r"\bzoom\b|\bgather\.?\s?town\b|\blive\s?stream\b"
_VIRTUAL = re.compile(rf"{_JOIN}|{_MEETING}|\bvirtual (?:site|venue|room|platform)\b|\bwebinar\b", re.IGNORECASE)
_CALLS = r"zoom\.us|zoom\.com|gather\.town|meet\.google\.com|teams\.microsoft\.com|teams\.live\.com|whova\.com"
_STAGES = r"underline\.io|discord\.gg|webex\.com|rocket\.chat|bluejeans\.com|jitsi\.org|airmeet\.com|hopin\.com"
_VIRTUAL_HOSTS = re.compile(rf"//(?:[\w-]+\.)*(?:{_CALLS}|{_STAGES})\b", re.IGNORECASE)
_SERIES = r"neurips\.cc|nips\.cc|icml\.cc|iclr\.cc|cvpr\.thecvf\.com|thecvf\.com|aaai\.org|ijcai\.org"
_EVENTS = r"eventbrite\.\w+|meetup\.com|lu\.ma|indico\.\w+"
_EVENT_HOSTS = re.compile(rf"//(?:[\w-]+\.)*(?:{_SERIES}|{_EVENTS})\b", re.IGNORECASE)
_ONLY_LINKS = re.compile(r"[(\[]\s*(?:\[[^\[\]\n]{1,40}\]\([^()\s]+\)[\s,;|/&·•–-]*)+[)\]]")
"""Brackets around links with short labels: `[[Preliminary PDF](a.pdf), [Slides](b.pdf)]`."""
_OF_A_TALK = re.compile(
    r"\b(?:demo(?: \d+)?|src|sources?|code|(?:lecture )?notes|exercises|examples|materials?|handouts?)$", re.IGNORECASE
)


def resource(url: str, label: str | None, context: str = "", *, own_page: bool = False) -> Resource:
    """A link as a resource; `context` is its line, `own_page` a talk whose title is the link."""
    url = url.strip()
    address = url.removeprefix("mailto:")
    if _BARE_EMAIL.match(address):
        return Resource(ResourceKind.EMAIL, f"mailto:{address}", None if label in (address, url) or own_page else label)
    if url.startswith("www."):
        url = "https://" + url
    said = label.strip("[]() ") if label and label != url else None
    made = resource_of(url, said)
    local = re.match(r"^(?:\.{0,2}/(?!/)|[\w./-]+\.(?:pdf|html?|pptx?|key|ics|md|mp4|zip|png|jpe?g|ipynb|txt)$)", url)
    made = replace(made, url=url if local else made.url or url, title=None if own_page else said)
    if made.kind not in (ResourceKind.OTHER, ResourceKind.EVENT_PAGE):
        return made
    kind = ResourceKind.EVENT_PAGE if own_page else _kind_of_page(url, label or "", context)
    return replace(made, kind=kind) if kind is not None else made


def _kind_of_page(url: str, label: str, context: str) -> ResourceKind | None:
    """The kind of a page by its address and label, or by the line around a label that says nothing."""
    if _VIRTUAL_HOSTS.search(url):
        return ResourceKind.VIRTUAL_VENUE
    nameless = _NAMELESS.match(label) and not re.search(r"\bsubmi|\bform\b", f"{label} {context}", re.IGNORECASE)
    if _REGISTRATION.search(label) or (nameless and _REGISTRATION.search(context)):
        return ResourceKind.REGISTRATION
    if _VIRTUAL.search(label):
        return ResourceKind.VIRTUAL_VENUE
    return ResourceKind.EVENT_PAGE if _EVENT_HOSTS.search(url) else None


def bracketed_apart(text: str) -> tuple[str, list[Resource]]:
    """A line without the brackets behind its text that hold nothing but links, and these links."""
    found: list[Resource] = []
    for match in reversed(list(_ONLY_LINKS.finditer(text))):
        linked, before = inline.anchors(match[0][1:]), text[: match.start()].rstrip()
        made = [resource(each.url, each.label) for each in linked]
        sure = match[0].startswith("[") or any(map(_is_of_a_talk, made))  # no affiliation with a link
        if before and sure and not any(is_certain_name(each.label) for each in linked):
            text, found = before + text[match.end() :], made + found
    return text, found


def _is_of_a_talk(made: Resource) -> bool:
    """Whether a link says that it is slides, code or the like."""
    page = (ResourceKind.OTHER, ResourceKind.EVENT_PAGE, ResourceKind.EMAIL)
    return made.kind not in page or _OF_A_TALK.search(made.title or "") is not None


def join_url(base: str, address: str) -> str:
    """An address resolved against the page `base`; unchanged if either is invalid."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def each_once(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    """The first resource with each address."""
    found: dict[str, Resource] = {}
    for each in resources:
        found.setdefault(each.url, each)
    return tuple(found.values())


def resources_in(text: str) -> list[Resource]:
    """The resources linked in a line of prose; links within the page are left out."""
    found = []
    for anchor in inline.anchors(text):
        if not anchor.url or anchor.url.startswith(("#", "javascript:", "data:")) or "{{" in anchor.url:
            continue
        around = text[max(0, anchor.start - 120) : anchor.end + 80]
        sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z\[])", around)
        near = next((part for part in sentence if anchor.url in part), around)
        found.append(resource(anchor.url, anchor.label, near))
    return found
