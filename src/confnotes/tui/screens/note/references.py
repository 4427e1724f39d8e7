"""What the panel shows of the things that a talk and its note refer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from confnotes.markup.canonical import parts
from confnotes.model.program import ResourceKind
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, shorten, wrap

if TYPE_CHECKING:
    from confnotes.model.program import Resource
    from confnotes.services.recordings import Recording

LABEL = 10
OFFER = "titles:"
MOST_LINKS = 14
_TITLE_LINES = 2
_KINDS = {
    ResourceKind.EVENT_PAGE: "Page",
    ResourceKind.VIRTUAL_VENUE: "Venue",
    ResourceKind.REGISTRATION: "Register",
    ResourceKind.OTHER: "Link",
}


@dataclass(frozen=True, slots=True)
class References:
    """What belongs to the talk, each thing once; of how many the title could be fetched if somebody said so; and the
    recording, once it is known when it begins."""

    found: tuple[Resource, ...] = ()
    offer: int = 0
    recording: Recording | None = None


def reference_lines(references: References, width: int) -> list[Line]:
    """A line or two for each thing, by kind as they were named; then the recording, then the offer of titles."""
    lines: list[Line] = []
    for resource in references.found[:MOST_LINKS]:
        lines += _link(resource, width)
    more = len(references.found) - MOST_LINKS
    if more > 0:
        lines.append([Part(f"{'':<{LABEL}}{more} more in this note", "faint")])
    if references.recording is not None:
        begins = f"from {references.recording.begins:%H:%M:%S}"
        lines.append([Part(f"{'Recorded':<{LABEL}}", "faint"), Part(begins, "dim"), Part(" · alt+v plays", "faint")])
    if references.offer:
        words = "Titles can be fetched from the network: ctrl+p, “Fetch titles of references”."
        lines += [[Part(line, "faint", OFFER)] for line in wrap(words, width)]
    return lines


def _link(resource: Resource, width: int) -> list[Line]:
    label = _KINDS.get(resource.kind, clean(resource.kind.value).capitalize())
    title, address, target = clean(resource.title or ""), _address(resource.url), f"url:{resource.url}"
    room = width - LABEL
    if not title or title.lower() == label.lower():
        values: list[Line] = [[Part(address, "link", target)]]
    elif len(title) + len(address) + 2 <= room:
        values = [[Part(title, "link", target), Part(f"  {address}", "faint", target)]]
    else:
        shown = wrap(title, room)
        if len(shown) > _TITLE_LINES:
            shown = [*shown[: _TITLE_LINES - 1], shorten(" ".join(shown[_TITLE_LINES - 1 :]), room)]
        values = [[Part(line, "link", target)] for line in shown]
    return [
        [Part(f"{shorten(label, LABEL - 1) if not index else '':<{LABEL}}", "faint"), *clip(value, room)]
        for index, value in enumerate(values)
    ]


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
    return f"{host} {last}" if host in ("arxiv.org", "openreview.net") and last else clean(host or url)
