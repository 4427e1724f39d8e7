"""The panel beside a note: who speaks, what there is to open, what was noted before, who links here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confnotes.markup.canonical import parts
from confnotes.model.program import ResourceKind
from confnotes.tui.screens.note.memory import Memory
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, shorten, width_of, wrap
from confnotes.tui.widgets.pane import Draw

if TYPE_CHECKING:
    from confnotes.model.program import Resource

LABEL = 10
_KINDS = {
    ResourceKind.EVENT_PAGE: "Page",
    ResourceKind.VIRTUAL_VENUE: "Venue",
    ResourceKind.REGISTRATION: "Register",
    ResourceKind.OTHER: "Link",
}


def panel_lines(memory: Memory, fields: Line, loading: bool) -> Draw:
    """The panel: who speaks, what there is to open, what was noted before, who links here, the abstract."""

    def draw(width: int) -> list[Line]:
        lines: list[Line] = []
        inner = width - 2
        card = memory.card
        if card is not None:
            lines += _speakers(memory, inner)
            lines += _links([*card.talk.resources, *card.session.resources], inner)
            if card.rating:
                lines += _row("Rating", [[Part("●" * card.rating + "○" * (5 - card.rating), "accent")]])
            if card.session.title and card.talk.title:
                lines += _row(
                    "Session", [[Part(text, "dim")] for text in wrap(clean(card.session.title), inner - LABEL)]
                )
        elif fields:
            lines += [fields]
        lines += _earlier(memory, inner) + _backlinks(memory, inner)
        if card is not None and card.talk.abstract:
            lines += _heading("Abstract")
            for paragraph in card.talk.abstract.split("\n"):
                lines += [[Part(line, "dim")] for line in wrap(clean(paragraph), inner)]
        if not lines and not loading:
            lines = [
                [Part(text, "faint")] for text in wrap("Nothing links here yet. [[Title]] links to a note.", inner)
            ]
        return [[Part(" "), *line] for line in lines]

    return draw


def _row(label: str, values: list[Line]) -> list[Line]:
    return [[Part(f"{label if not index else '':<{LABEL}}", "faint"), *value] for index, value in enumerate(values)]


def _heading(text: str) -> list[Line]:
    return [[], [Part(text, "faint")]]


def _speakers(memory: Memory, width: int) -> list[Line]:
    assert memory.card is not None
    values: list[Line] = []
    for speaker in memory.card.talk.speakers:
        name = clean(speaker.name)
        target = f"person:{speaker.name}"
        value = [Part("★ ", "accent", target)] if speaker.highlighted else []
        value.append(Part(name, "text", target))
        others = memory.others.get(speaker.name, 0)
        if others:
            value.append(Part(f"  +{others} talk{'s' if others > 1 else ''}", "faint", target))
        values.append(clip(value, width - LABEL))
    return _row("Speakers" if len(values) > 1 else "Speaker", values)


def _links(resources: list[Resource], width: int) -> list[Line]:
    lines: list[Line] = []
    for resource in dict.fromkeys(resources):
        label = _KINDS.get(resource.kind, clean(resource.kind.value).capitalize())
        shown = clean(resource.title or "")
        address = _address(resource.url)
        text = shown if shown and shown.lower() != label.lower() else address
        value = [Part(text, "link", f"url:{resource.url}")]
        if text != address:
            value.append(Part(f"  {address}", "faint"))
        lines += _row(shorten(label, LABEL - 1), [clip(value, width - LABEL)])
    return lines


def _address(url: str) -> str:
    """An address as short as it can be told from others: its host and, for a known one, its identifier."""
    scheme, host, path, _ = parts(url)
    if scheme == "mailto":
        return clean(path)
    if host in ("github.com", "gitlab.com") and path.strip("/"):
        return clean(path.strip("/"))
    last = clean(path.rstrip("/").rpartition("/")[2])
    return f"{host} {last}" if host in ("arxiv.org", "doi.org", "openreview.net") and last else clean(host or url)


def _earlier(memory: Memory, width: int) -> list[Line]:
    lines: list[Line] = []
    for note in memory.earlier:
        target = f"note:{note.path}"
        lines.append(clip([Part(clean(note.title), "link", target)], width))
        where = Part(f"  {clean(note.conference)}", "faint", target)
        quote = Part(f"  “{clean(note.begins)}”", "dim", target)
        lines.append(clip([where, quote] if note.begins else [where], width))
    return [*_heading("You noted before"), *lines] if lines else []


def _backlinks(memory: Memory, width: int) -> list[Line]:
    lines: list[Line] = []
    for link in memory.backlinks:
        target = f"line:{link.line}:{link.path}"
        where = Part(f"  line {link.line}", "faint", target)
        lines.append([*clip([Part(clean(link.title), "link", target)], width - width_of([where])), where])
    return [*_heading("Linked from"), *lines] if lines else []
