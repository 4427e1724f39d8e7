"""What the panel shows of the things that a talk and its note refer to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confnotes.markup.canonical import parts
from confnotes.model.program import ResourceKind
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, shorten, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from confnotes.catalogue.recordings import Recording
    from confnotes.model.program import Resource

LABEL = 10
OFFER = "titles:"
MOST_LINKS = 14
_FILE = re.compile(r"\.(?:pdf|pptx?|odp|key|ipynb|mp4|webm|mp3|ps)\Z", re.IGNORECASE)
_ORDER = {kind: number for number, kind in enumerate(ResourceKind)}
_MENTIONED = "Mentions"
_KINDS = {
    ResourceKind.EVENT_PAGE: "Page",
    ResourceKind.VIRTUAL_VENUE: "Venue",
    ResourceKind.REGISTRATION: "Register",
    ResourceKind.OTHER: "Link",
}


@dataclass(frozen=True, slots=True)
class References:
    """What belongs to the talk and what else its note mentions, each thing once; of how many the title could be fetched
    if somebody said so; and the recording, once it is known when it begins."""

    found: tuple[Resource, ...] = ()
    mentioned: tuple[Resource, ...] = ()
    offer: int = 0
    recording: Recording | None = None


def reference_lines(references: References, width: int) -> list[Line]:
    """A line or two for each thing, one kind after the other, what is only mentioned last; then the recording."""
    lines: list[Line] = []
    label = ""
    told = [(one, _KINDS.get(one.kind, clean(one.kind.value).capitalize())) for one in _by_kind(references.found)]
    told += [(one, _MENTIONED) for one in _by_kind(references.mentioned)]
    for resource, now in told[:MOST_LINKS]:
        before, label = label, now
        for value in _values(resource, label, width - LABEL):
            shown = shorten(label, LABEL - 1) if label != before else ""
            before = label
            lines.append([Part(f"{shown:<{LABEL}}", "faint"), *clip(value, width - LABEL)])
    more = len(told) - MOST_LINKS
    if more > 0:
        lines.append([Part(f"{'':<{LABEL}}{more} more: ctrl+o", "faint")])
    if references.recording is not None:
        begins = f"from {references.recording.begins:%H:%M:%S}"
        hint = "  alt+v plays" if references.recording.video else "  alt+r: where"
        fits = len(begins) + len(hint) <= width - LABEL
        lines.append(
            [Part(f"{'Recorded':<{LABEL}}", "faint"), Part(begins, "dim"), Part(hint if fits else "", "faint")]
        )
    return lines


def _by_kind(resources: Iterable[Resource]) -> list[Resource]:
    return sorted(resources, key=lambda resource: _ORDER[resource.kind])


def offer_lines(references: References, width: int) -> list[Line]:
    """The offer to fetch titles, to nobody who has answered it."""
    if not references.offer:
        return []
    words = "Titles can be fetched from the network: ctrl+p, “Fetch titles of references”"
    return [[], *([Part(line, "faint", OFFER)] for line in wrap(words, width))]


def _values(resource: Resource, label: str, room: int) -> list[Line]:
    """What stands behind the label: the address, the title and the address, or a longer title alone."""
    title, address, target = clean(resource.title or ""), _address(resource.url), f"url:{resource.url}"
    if not title or title.lower() == label.lower():
        return [[Part(address, "link", target)]]
    if len(title) + len(address) + 2 <= room:
        return [[Part(title, "link", target), Part(f"  {address}", "faint", target)]]
    first, *rest = wrap(title, room)
    values: list[Line] = [[Part(first, "link", target)]]
    if rest:
        values.append([Part(f"  {shorten(' '.join(rest), room - 2)}", "link", target)])
    return values


def _address(url: str) -> str:
    """An address as short as it can be told from others: its host and, for a known one, its identifier."""
    scheme, host, path, _ = parts(url)
    if scheme == "mailto":
        return clean(path)
    if host in ("github.com", "gitlab.com") and path.strip("/"):
        return clean(path.strip("/"))
    if host == "doi.org":
        return clean(f"doi {path.strip('/')}")
    last = clean(path.rstrip("/").rpartition("/")[2])
    if _FILE.search(last):
        return last
    return f"{host} {last}" if host in ("arxiv.org", "openreview.net") and last else clean(host or url)
