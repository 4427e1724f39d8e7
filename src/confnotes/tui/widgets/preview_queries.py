"""How a search that stands in a note is shown in its preview: what it asks, and a line for each hit, to be followed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from confnotes.model.hit import Hit, HitKind
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, spread

if TYPE_CHECKING:
    from confnotes.catalogue.audience.query_blocks import Answered
    from confnotes.catalogue.searching.shown_hits import ShownHit


def lines_of(answered: Answered, shown: Mapping[Hit, ShownHit | None], width: int) -> list[Line]:
    """The lines of a block; one that is wrong or finds nothing is told in one."""
    block = answered.block
    if answered.fault:
        return [clip([Part("/ ", "accent"), Part(clean(answered.fault), "warning")], width)]
    name = block.saved or answered.query
    count = f"{answered.total:,} found" if answered.total else "nothing found"
    lines = [spread([Part("/ ", "accent"), Part(clean(name), "dim")], [Part(count, "faint")], width)]
    lines += [_line(hit, shown.get(hit), width) for hit in answered.hits]
    if answered.total > len(answered.hits):
        lines.append([Part(f"  … {answered.total - len(answered.hits):,} more", "faint")])
    return lines


def target_of(hit: Hit) -> str:
    """Where a hit leads, as a press of the mouse names it."""
    if hit.path is not None:
        return f"line:{hit.line or 1}:{hit.path}"
    return f"{hit.kind.value}:{hit.id}"


def _line(hit: Hit, place: ShownHit | None, width: int) -> Line:
    mark = "• "
    if hit.kind is HitKind.QUESTION:
        mark = "? "
    elif hit.kind is HitKind.TASK:
        mark = "☑ " if place and place.done else "☐ "
    about = [hit.conference or "", f"{hit.date:%-d %b %Y}" if hit.date else ""]
    right = [Part("  ".join(clean(one) for one in about if one), "faint")]
    return spread([Part("  "), Part(mark, "faint"), Part(clean(hit.title), "link", target_of(hit))], right, width)
