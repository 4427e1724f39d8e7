"""Query blocks as lines of parts: the query, and a line for each hit that can be clicked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from confnotes.model.hit import Hit, HitKind
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, plural, spread

if TYPE_CHECKING:
    from confnotes.catalogue.audience.query_blocks import Answered
    from confnotes.catalogue.searching.shown_hits import ShownHit

    AnswersOf = Callable[[str], Sequence[tuple[Answered, Mapping[Hit, ShownHit | None]]]]


def lines_of(answered: Answered, shown: Mapping[Hit, ShownHit | None], width: int) -> list[Line]:
    """The lines of a query block; a single line for an error or no matches."""
    block = answered.block
    if answered.fault:
        return [clip([Part("/ ", "accent"), Part(clean(answered.fault), "warning")], width)]
    name = block.saved or answered.query
    count = plural(answered.total, "match", "matches") if answered.total else "no matches"
    lines = [spread([Part("/ ", "accent"), Part(clean(name), "dim")], [Part(count, "faint")], width)]
    lines += [_line(hit, shown.get(hit), width) for hit in answered.hits]
    if answered.total > len(answered.hits):
        lines.append([Part(f"  … {answered.total - len(answered.hits):,} more", "faint")])
    return lines


def target_of(hit: Hit) -> str:
    if hit.path is not None:
        return f"line:{hit.line or 1}:{hit.path}"
    return f"{hit.kind.value}:{hit.id}"


def _line(hit: Hit, place: ShownHit | None, width: int) -> Line:
    mark = "• "
    if hit.kind is HitKind.QUESTION:
        mark = "? "
    elif hit.kind is HitKind.TASK:
        mark = "☑ " if place and place.done else "☐ "
    about = [hit.conference or "", f"{hit.date.day} {hit.date:%b %Y}" if hit.date else ""]
    right = [Part("  ".join(clean(one) for one in about if one), "faint")]
    return spread([Part("  "), Part(mark, "faint"), Part(clean(hit.title), "link", target_of(hit))], right, width)
