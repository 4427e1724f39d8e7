"""How a paper stands in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confnotes.markup.person_names import family_name
from confnotes.model.paper import Reading
from confnotes.model.record import record
from confnotes.tui.widgets.drawing import Line, Part, clean, shorten, spread
from confnotes.tui.widgets.rows import Row

if TYPE_CHECKING:
    from confnotes.model.paper import Paper

_MARKS = {Reading.TO_READ: Part("○ ", "accent"), Reading.READ: Part("✓ ", "success"), None: Part("  ")}
_WORDS = {Reading.TO_READ: "○ to read", Reading.READ: "✓ read", None: ""}


def reading_of(paper: Paper) -> Part:
    """Whether it is read, in words."""
    role = "accent" if paper.status is Reading.TO_READ else "success"
    return Part(_WORDS[paper.status], role)


def by_whom(paper: Paper) -> str:
    """Ernoult et al.; “Scellier, Bengio”."""
    names = [family_name(name).family for name in paper.authors]
    return f"{names[0]} et al." if len(names) > 2 else ", ".join(names)


def where(paper: Paper) -> str:
    """Where it appeared, with the year unless that says it."""
    venue = paper.venue or (paper.presented[0].conference if paper.presented else "")
    year = str(paper.year or "")
    return " ".join(part for part in (venue, "" if year in venue else year) if part)


def times_noted(paper: Paper) -> int:
    """How many lines name it, with the notes about its talks."""
    return len(paper.noted) + sum(talk.note is not None for talk in paper.presented)


@record(frozen=True, slots=True)
class PaperRow(Row):
    """A paper: whether it is read, what it is called, by whom and when, and how often it was noted."""

    paper: Paper | None = None

    def lines(self, width: int, chosen: bool) -> list[Line]:
        paper = self.paper
        assert paper is not None
        lines = times_noted(paper)
        starred = any(talk.starred for talk in paper.presented)
        left = [
            Part("  "),
            Part("▸ " if chosen else "  ", "accent"),
            _MARKS[paper.status],
            Part(clean(paper.title), "strong" if chosen else "text" if paper.is_titled else "dim"),
        ]
        year = f" {paper.year}" if paper.year else ""
        right = [
            Part(f"{shorten(clean(by_whom(paper)), width // 3 - len(year))}{year}", "faint"),
            Part(" ★" if starred else "  ", "accent"),
            Part(f" ✎{lines:<2}" if lines else "    ", "dim"),
            Part(" "),
        ]
        return [spread(left, right, width)]
