"""How a paper is drawn: as a row, as rows of its page, and in the pane beside the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from confnotes.markup.paper_ids import format_id
from confnotes.markup.person_names import family_name
from confnotes.markup.plain import plain_text
from confnotes.markup.stamps import without_stamp
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.paper import Noted, Paper, Presented, Reading
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.widgets.drawing import SHARE, Line, Part, arrow, clean, shorten, spread, width_of, wrap
from confnotes.tui.widgets.pane import Draw
from confnotes.tui.widgets.rows import LinkRow, Row, heading, remark

MOST_AUTHORS = 6  # rows: some papers have hundreds


_MARKS = {Reading.TO_READ: Part("○ ", "accent"), Reading.READ: Part("✓ ", "success"), None: Part("  ")}
_WORDS = {Reading.TO_READ: "○ to read", Reading.READ: "✓ read", None: ""}


def reading_of(paper: Paper) -> Part:
    """The reading status in words."""
    role = "accent" if paper.status is Reading.TO_READ else "success"
    return Part(_WORDS[paper.status], role)


def by_whom(paper: Paper) -> str:
    """The authors in short: “Ernoult et al.”; “Scellier, Bengio”."""
    names = [family_name(name).family for name in paper.authors]
    return f"{names[0]} et al." if len(names) > 2 else ", ".join(names)


def where(paper: Paper) -> str:
    """The venue, with the year unless the venue contains it."""
    venue = paper.venue or (paper.presented[0].conference if paper.presented else "")
    year = str(paper.year or "")
    return " ".join(part for part in (venue, "" if year in venue else year) if part)


def times_noted(paper: Paper) -> int:
    """The number of lines that mention the paper, plus notes of its talks."""
    return len(paper.noted) + sum(talk.note is not None for talk in paper.presented)


@fast_dataclass(frozen=True, slots=True)
class PaperRow(Row):
    """A paper: reading status, title, authors, year and number of notes."""

    paper: Paper

    def lines(self, width: int, chosen: bool) -> list[Line]:
        paper = self.paper
        lines = times_noted(paper)
        starred = any(talk.starred for talk in paper.presented)
        left = [
            *arrow(chosen),
            _MARKS[paper.status],
            Part(clean(paper.title), "strong" if chosen else "text" if paper.is_titled else "dim"),
        ]
        year = f" {paper.year}" if paper.year else ""
        marks = [
            Part(year, "faint"),
            Part(" ★" if starred else "  ", "accent"),
            Part(f" ✎{lines:<2}" if lines else "    ", "dim"),
            Part(" "),
        ]
        room = width - width_of(marks)
        return [[*spread(left, [Part(clean(by_whom(paper)), "faint")], room, SHARE), *marks]]


def _talk_row(talk: Presented) -> LinkRow:
    marks = "  ".join(mark for mark, is_so in (("★", talk.starred), ("✎", talk.note)) if is_so)
    right = "  ".join(part for part in (marks, talk.conference) if part)
    return LinkRow(f"talk:{talk.talk}", talk.title, right, f"talk:{talk.talk}")


def line_key(noted: Noted) -> str:
    """The key of the row for a line that mentions the paper."""
    return f"line:{noted.path}:{noted.line}"


def _line_row(noted: Noted, text: str) -> LinkRow:
    said = plain_text(without_stamp(text)).strip() or noted.title
    right = noted.day.isoformat() if noted.day else noted.title
    return LinkRow(line_key(noted), said, right, f"note:{noted.path}")


def rows_of(paper: Paper, texts: Mapping[tuple[str, int], str], bibtex: str, width: int) -> list[Row]:
    """The rows of a paper's page: authors, venue, talks, notes, links and BibTeX."""
    about = [clean(", ".join(paper.authors)) or f"Authors unknown. Press {key_of('fetch')} to fetch them from the web."]
    about += [" · ".join(part for part in (clean(where(paper)), f"@{clean(paper.citekey)}") if part)]
    room = max(width - 4, 20)
    rows: list[Row] = []
    if len(paper.title) > room - 16:
        rows.append(remark(*wrap(clean(paper.title), room), role="strong"))
    rows.append(remark(*(line for part in about for line in wrap(part, room))))
    if paper.presented:
        rows.append(heading("PRESENTED"))
        rows += [_talk_row(talk) for talk in paper.presented]
    if paper.note or paper.noted:
        rows.append(heading("YOUR NOTES"))
        if paper.note:
            rows.append(LinkRow(paper.note, "Note about this paper", paper.note, f"note:{paper.note}"))
        rows += [_line_row(one, texts.get((one.path, one.line), "")) for one in paper.noted]
    if paper.ids:
        rows.append(heading("LINKS"))
        rows += [LinkRow(one.address, format_id(one), "", f"url:{one.address}") for one in paper.ids]
    if paper.authors:
        rows.append(heading("AUTHORS", more(paper.authors)))
        rows += [LinkRow(f"person:{name}", name, "", f"person:{name}") for name in paper.authors[:MOST_AUTHORS]]
    return [*rows, heading("BIBTEX"), remark(*_indented(bibtex, room), role="faint")]


def _indented(text: str, width: int) -> Iterator[str]:
    """The lines of a text with their indentation, wrapped to `width`."""
    for line in text.split("\n"):
        indent = " " * min(len(line) - len(line.lstrip()), 8)
        for number, part in enumerate(wrap(clean(line), width - len(indent) - 2)):
            yield f"{indent}{'  ' if number else ''}{part}"


def more(authors: Sequence[str]) -> str:
    """The number of authors that are not listed, in words."""
    left = len(authors) - MOST_AUTHORS
    return f"{left} more" if left > 0 else ""


def page_of(paper: Paper) -> Draw:
    """The paper in a pane beside the list."""

    def lines(width: int) -> Iterator[Line]:
        for line in wrap(clean(paper.title), width - 2):
            yield [Part(" "), Part(line, "strong")]
        for line in wrap(clean(", ".join(paper.authors)), width - 2):
            yield [Part(" "), Part(line, "dim")]
        if where(paper) or paper.status:
            yield spread([Part(" "), Part(clean(where(paper)), "faint")], [reading_of(paper), Part(" ")], width)
        if paper.presented:
            yield []
        for talk in paper.presented:
            star = [Part("★ ", "accent")] if talk.starred else []
            name = Part(clean(talk.title), "text", f"talk:{talk.talk}")
            yield spread([Part(" "), Part(clean(talk.conference), "faint"), Part("  "), name], star, width)
        if paper.noted or paper.note:
            yield []
            yield [Part(" "), Part("Your notes", "heading")]
        if paper.note:
            yield [Part(" "), Part(shorten(clean(paper.note), width - 2), "text", f"note:{paper.note}")]
        for one in paper.noted:
            day = one.day.isoformat() if one.day else ""
            line_of = Part(clean(one.title), "text", f"note:{one.path}")
            yield spread([Part(" "), line_of], [Part(f"{day} ", "faint")], width)
        yield []
        for identifier in paper.ids:
            yield [Part(" "), Part(shorten(format_id(identifier), width - 2), "link", f"url:{identifier.address}")]
        yield [Part(" "), Part(shorten(f"@{clean(paper.citekey)}", width - 2), "faint")]

    return lambda width: list(lines(width))
