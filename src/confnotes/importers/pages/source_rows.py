"""The rows of a page next to what was read from them, with doubts, and corrections by the user.

A row is the page's text about one item: a row of a table, a cell if items are parallel, or a line with those below it.
Corrections are applied after reading, before times are completed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_weekday
from confnotes.importers.facts.kinds import item_kind, label_kind
from confnotes.importers.facts.lengths import LONGEST_TITLE
from confnotes.importers.facts.names import (
    is_certain_institution,
    is_certain_name,
    is_likely_institution,
    name_likeness,
)
from confnotes.importers.facts.people import is_placeholder, read_people
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.builder import Builder, SessionDraft, TalkDraft
from confnotes.importers.pages.columns import Columns
from confnotes.importers.pages.page import ParsedPage
from confnotes.importers.pages.schedule_days import AFTER_TIME, states_day, times_alone
from confnotes.importers.pages.schedule_lines import begins_with_time, is_no_event, strip_emphasis
from confnotes.importers.pages.sections import Topic
from confnotes.importers.pages.table_grid import TableGrid
from confnotes.markup.clock_times import TimeRange, find_times, leading_time
from confnotes.markup.names import fold
from confnotes.model.correction import Correction, CorrectionKind, RowDoubt, RowPart, SourceRow, text_of
from confnotes.model.program import Kind, Role, Speaker

_MOST_BLOCKS = 8
_MOST_LINES = 8
_LONGEST_RUN = 30  # parts
_NAMED = 300
_PIECES = re.compile(r"(\s+[–—|-]+\s+|:\s+|\s*[()\[\]|“”„«»\"]+\s*|\t+|\s{3,}|[,;]\s+|\n)")
_DIGIT = re.compile(r"\d|noon|midnight", re.IGNORECASE)
_EDGE = " \t,;:–—-|()[]"
_WHEN = ("time", "end", "zone", "day", "duration", "number")
_ASIDE = (Kind.BREAK, Kind.SOCIAL, Kind.REMARKS, Kind.POSTER)


@dataclass(slots=True)
class _Row:
    """A row while its page is read; without a draft it became no item. `name` identifies it in corrections."""

    block: Block
    parts: tuple[RowPart, ...]
    draft: TalkDraft | None
    session: SessionDraft | None = None
    stop: int = 0
    is_one: bool = True
    corrections: list[Correction] = field(default_factory=list)
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = row_name(text_of([part for part in self.parts if part.meaning not in _WHEN] or self.parts))

    def part(self, wanted: str) -> str | None:
        """The part, or the run of parts, that a correction names."""
        for first in range(len(self.parts)):
            for last in range(first, min(len(self.parts), first + _LONGEST_RUN)):
                if fold(text := text_of(self.parts[first : last + 1])) == wanted:
                    return text
        return None


def row_name(text: str) -> str:
    """The name of a row in corrections: its words without times, which change between versions."""
    rest, at = "", 0
    for times in find_times(text) if _DIGIT.search(text) else ():
        rest += text[at : times.begin] + " "
        at = times.stop
    words = re.findall(r"\w+", fold(rest + text[at:])) or re.findall(r"\w+", fold(text))
    return " ".join(words)[:_NAMED]


class SourceRows:
    """The rows of a page, in its order."""

    def __init__(self, page: ParsedPage, builder: Builder) -> None:
        self._page, self._builder = page, builder
        self._index = {id(block): at for at, block in enumerate(page.blocks)}
        self._at_line: dict[int, int] = {}
        for at, block in enumerate(page.blocks):
            if block.kind is not BlockKind.BLANK:
                self._at_line.setdefault(block.line, at)
        self._in_table = {
            id(block): (grid, columns, number)
            for grid, columns in builder.tables
            for number, block in enumerate(grid.blocks)
        }
        self._lines = {each.line for each in builder.sessions} | {each.line for each in builder.items()}
        self._starts = sorted(self._at_line[line] for line in self._lines if line in self._at_line)
        self._rows = [self._of(item, session) for session in builder.sessions for item in session.items]
        self._rows += self._missed()
        self._rows.sort(key=lambda row: row.block.line)
        self._at_block: dict[int, list[_Row]] = defaultdict(list)
        for row in self._rows:
            self._at_block[id(row.block)].append(row)

    # Rows

    def _of(self, item: TalkDraft, session: SessionDraft) -> _Row:
        at = self._at_line.get(item.line)
        block = item.block or (self._page.blocks[at] if at is not None else Block(BlockKind.TEXT, item.line))
        if id(block) in self._in_table:
            return self._of_table(block, item, session)
        at = self._index.get(id(block), at)
        if at is None or self._page.blocks[at].kind is BlockKind.ROW:
            texts, stop = [block.text], block.line
        else:
            texts, stop = self._below(at, item)
        return _Row(block, _pieces("\n".join(texts)), item, session, stop)

    def _below(self, at: int, item: TalkDraft) -> tuple[list[str], int]:
        """The lines from the start of an item to the end of everything read from it, and the number of the last one."""
        following = bisect_right(self._starts, at)
        end = self._starts[following] if following < len(self._starts) else len(self._page.blocks)
        wanted = [fold(each) for each in (item.title, *(speaker.name for speaker in item.speakers)) if each]
        texts: list[str] = []
        stop = self._page.blocks[at].line
        for block in self._page.blocks[at : min(end, at + _MOST_BLOCKS)]:
            said = fold(inline.plain("\n".join(texts))) if texts else ""
            complete = bool(texts) and all(each in said for each in wanted) and times_alone(texts[-1]) is None
            if block.kind is BlockKind.INCLUDE or (complete and block.kind in (BlockKind.BLANK, BlockKind.HEADING)):
                break
            if block.kind is not BlockKind.BLANK and (not texts or len(block.text) <= LONGEST_TITLE):
                texts.append(block.text)
                stop = block.line + block.text.count("\n")
        return texts, stop

    def _of_table(self, block: Block, item: TalkDraft | None, session: SessionDraft | None) -> _Row:
        grid, columns, number = self._in_table[id(block)]
        cells = grid.row(number)
        if item is not None and columns.parallel:
            named = [fold(each) for each in (item.title, *(person.name for person in item.speakers)) if each]
            for cell in cells:
                if any(each in fold(inline.plain(cell.text)) for each in named):
                    return _Row(block, _pieces(cell.text), item, session, block.line)
        parts: list[RowPart] = []
        for cell in cells:
            if cell.column < len(columns.heads):
                meaning, column = columns.meanings[cell.column], "" if columns.parallel else columns.key(cell.column)
                pieces = (RowPart(inline.plain(cell.text)),) if meaning in _WHEN else _pieces(cell.text)
                for at, piece in enumerate(pieces):
                    before, meant = piece.before if at else " ", meaning or piece.meaning
                    parts.append(RowPart(piece.text, before, meant, fold(columns.header_text), column))
        return _Row(block, tuple(parts), item, session, block.line)

    def _missed(self) -> Iterator[_Row]:
        """Rows of tables and timed lines of the timetable that became no item."""
        for grid, columns in self._builder.tables:
            for number in range(columns.header, len(grid.rows)):
                block, cells = grid.blocks[number], grid.row(number)
                timed = block.line not in self._lines and len(cells) > 1 and columns.times(grid, number) is not None
                if timed and not all(_says_nothing(inline.plain(cell.text)) for cell in cells):
                    yield self._of_table(block, None, None)
        for section in self._page.sections:
            for block in section.blocks if section.section.topic is Topic.SCHEDULE else ():
                unread = block.kind in (BlockKind.ITEM, BlockKind.TEXT) and block.line not in self._lines
                if unread and begins_with_time(block) and not _says_nothing(inline.plain(block.text)):
                    yield _Row(block, _pieces(block.text), None, None, block.line)

    # Corrections

    def apply_corrections(self) -> None:
        """Apply the corrections of rows."""
        of_rows: dict[str, list[Correction]] = {}
        for each in self._builder.corrections:
            if not each.column:
                of_rows.setdefault(each.row, []).append(each)
        for row in self._rows if of_rows else ():
            for each in of_rows.get(row.name, ()):
                if self._apply(row, each):
                    row.corrections.append(each)
                    self._builder.applied.add(each)
        titles = dict.fromkeys(each.title for each in self._builder.corrections if each.kind is CorrectionKind.SESSION)
        for title in titles:
            self._one_session(title)

    def _apply(self, row: _Row, said: Correction) -> bool:
        """Apply a correction; False if the row has no such part."""
        if said.kind is CorrectionKind.NO_TALK:
            if row.draft is not None and row.session is not None:
                row.session.items[:] = [each for each in row.session.items if each is not row.draft]
            return True
        if said.kind in (CorrectionKind.RIGHT, CorrectionKind.SESSION):
            return said.kind is CorrectionKind.RIGHT or row.draft is not None
        text = row.part(said.part)
        if text is None or said.kind not in (CorrectionKind.TITLE, CorrectionKind.SPEAKER):
            return False
        item = row.draft or self._new_item(row)
        if said.kind is CorrectionKind.TITLE:
            item.speakers = [each for each in item.speakers if fold(each.name) not in fold(text)]
            item.title, item.label = text.strip(" ,;:–—-|"), None
            return True
        people = read_people(text, certain=True) or [Speaker(text.strip(_EDGE))]
        item.speakers = [_in_role(each, item.kind) for each in people]
        if item.title and fold(text) in fold(item.title):
            at = fold(item.title).index(fold(text))
            item.title = (item.title[:at] + item.title[at + len(text) :]).strip(_EDGE) or None
        return True

    def _new_item(self, row: _Row) -> TalkDraft:
        """A new item for a row without one, after the item above it."""
        before = [each for each in self._rows if each.session is not None and each.block.line < row.block.line]
        if before:
            place, above = before[-1].session, before[-1].draft
        else:
            place, above = SessionDraft(row.block.line), None
            self._builder.sessions.append(place)
        assert place is not None
        item = row.draft = TalkDraft(row.block.line, times=self._times(row.block), block=row.block)
        if above is not None:
            item.day, item.day_label = above.day, above.day_label
        at = next((at for at, each in enumerate(place.items) if each is above), len(place.items) - 1)
        place.items.insert(at + 1, item)
        row.session = place
        return item

    def _times(self, block: Block) -> TimeRange | None:
        if id(block) in self._in_table:
            grid, columns, number = self._in_table[id(block)]
            return columns.times(grid, number)
        return leading_time(strip_emphasis(block.text))

    def _one_session(self, title: str) -> None:
        """Group the rows that the user assigned to a session with this title; a row with that title is its heading."""
        rows = [row for row in self._rows if any(each.title == title for each in row.corrections)]
        items = [(row, row.draft, row.session) for row in rows if row.draft is not None and row.session is not None]
        if not items:
            return
        first, draft, place = items[0]
        headed = fold(draft.title or draft.label or "") == fold(title)
        session = SessionDraft(first.block.line, title, day=draft.day, day_label=draft.day_label, track=draft.track)
        if headed:
            session.kind, session.times, session.room = draft.kind, draft.times, draft.room
        for row, item, old in items:
            old.items[:] = [each for each in old.items if each is not item]
            row.session = session
        session.items = [item for _, item, _ in items[headed:]]
        at = next(at for at, each in enumerate(self._builder.sessions) if each is place)
        self._builder.sessions.insert(at + 1, session)

    # Results

    def source_rows(self) -> Iterator[SourceRow]:
        """The rows as read; call it after times are completed."""
        rows_of_titles: dict[str, set[str]] = {}
        for row in self._rows:
            if row.draft and row.draft.title:
                rows_of_titles.setdefault(fold(row.draft.title), set()).add(row.name)
        alike = {title for title, rows in rows_of_titles.items() if len(rows) >= _ALIKE}
        timed = sum(row.draft is not None and row.draft.times is not None for row in self._rows)
        most_are_timed = timed >= 3 and timed * 3 >= len(self._rows) * 2
        weak = {id(grid.blocks[columns.header]) for grid, columns in self._builder.tables if _is_weak(grid, columns)}
        for row in self._rows:
            said = self._said_of_columns(row)
            is_left_out = any(each.kind is CorrectionKind.NO_TALK for each in row.corrections)
            draft = None if is_left_out else row.draft
            doubts: list[RowDoubt] = []
            if not row.corrections:
                doubts += _doubts(row, alike, most_are_timed=most_are_timed)
                if draft and _may_lose_cell(row, draft) and _loses_cell(row, self._words_at(row)):
                    doubts.append(RowDoubt.LOST_CELL)
                if id(row.block) in weak and not said:
                    doubts.append(RowDoubt.GUESSED_COLUMN)
            last = min(max(row.stop, row.block.line), row.block.line + _MOST_LINES)
            yield SourceRow(
                row.block.line,
                row.name,
                row.parts,
                tuple(self._page.lines[row.block.line - 1 : last]),
                draft.day if draft else None,
                _hours(draft) if draft else "",
                draft.title or (None if draft.speakers else draft.label) if draft else None,
                tuple(each.name for each in draft.speakers) if draft else (),
                (row.session.title or "") if row.session is not None else "",
                tuple(doubts),
                (*said, *row.corrections),
            )

    def _words_at(self, row: _Row) -> set[str]:
        """All words read for the items of a row of a table."""
        return set().union(*map(_words_of, self._at_block[id(row.block)]))

    def _said_of_columns(self, row: _Row) -> list[Correction]:
        if not self._builder.corrections:
            return []
        columns = {(part.header, part.column) for part in row.parts if part.column}
        return [each for each in self._builder.corrections if each.column and (each.row, each.part) in columns]


def _pieces(text: str) -> tuple[RowPart, ...]:
    """The parts of some lines, starting with a leading time."""
    parts: list[RowPart] = []
    before = ""
    for line in map(inline.plain, text.split("\n")):
        times = leading_time(line)
        if times is not None:
            parts.append(RowPart(line[: times.stop].strip(" *_`"), before, "time"))
            line, before = line[times.stop :], " "
        for at, piece in enumerate(_PIECES.split(line)):
            if at % 2 or not re.search(r"\w", piece):
                before += piece
                continue
            parts.append(RowPart(piece.strip(" *_`"), before, "time" if times_alone(piece) is not None else ""))
            before = ""
        before += "\n"
    return tuple(parts)


def _in_role(person: Speaker, kind: Kind | None) -> Speaker:
    role = {Kind.KEYNOTE: Role.KEYNOTE, Kind.PANEL: Role.PANELIST}.get(kind or Kind.TALK, person.role)
    return Speaker(person.name, person.affiliation, person.url, role, person.highlighted, person.id)


def _says_nothing(text: str) -> bool:
    """Whether a line or cell is a time, a day or a placeholder, or says that nothing takes place."""
    times = leading_time(text)
    rest = text[times.stop :].strip(AFTER_TIME) if times else text
    return not re.search(r"\w", rest) or is_placeholder(rest) or is_no_event(rest) or states_day(rest)


def _hours(draft: TalkDraft) -> str:
    """09:00–09:30, as far as known; after “Mon”, “Day 1” or “Nov. 8” if the day is not known."""
    label = "" if draft.day else draft.day_label or ""
    day = label[: 3 if find_weekday(label) is not None else 6].strip()
    times = draft.times
    if times is None:
        return day
    end = f"–{times.end.time:%H:%M}" if times.end else ""
    return f"{day} {times.start.time:%H:%M}{end}".strip()


_CLOCK = re.compile(r"(?<![\d.:])\d{1,2}(?:[:h]\d\d\b|[.]\d\d(?=\s*[-–]\s*\d)|\s?[ap]\.?m\b)", re.IGNORECASE)
_MARKUP = re.compile(r"\*\*|__|\]\(|</?[a-z]+[ >/]|\{[{%]|&[a-z]{2,6};|https?://|\|", re.IGNORECASE)
_CUT = re.compile(r"^[,;:)\]–—&]|[,(\[–—&]$|^(?:and|und|et|by|with|y|at)\s|\s(?:and|und|by|of|the|with)$")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))
_ALIKE = 3  # rows with one title that differ otherwise are suspicious from this number on
_NAMES = 0.75  # of the cells of a speaker column in a table whose header does not name it


def _doubts(row: _Row, alike: Collection[str], *, most_are_timed: bool) -> Iterator[RowDoubt]:
    """The doubts about a row; `alike` are folded titles that many rows have."""
    draft = row.draft
    if draft is None:
        yield RowDoubt.NO_TALK
        return
    title = draft.title or (None if draft.speakers else draft.label)
    aside = (draft.kind or item_kind(title or "")) in _ASIDE
    if title:
        yield from _doubts_of_title(title, draft)
        if fold(title) in alike and not aside:
            yield RowDoubt.SAME_TITLE
    elif _says_more(row, draft) if draft.speakers else not _says_nothing(text_of(row.parts)):
        yield RowDoubt.NO_TITLE
    if not aside and not all(_may_be_person(each.name) for each in draft.speakers):
        yield RowDoubt.NO_PERSON
    nested = row.session is not None and row.session.times is not None
    if draft.times is None and most_are_timed and not nested:
        yield RowDoubt.NO_START


def _words(*texts: str | None) -> set[str]:
    return set(re.findall(r"\w+", fold(" ".join(filter(None, texts)))))


def _words_of(row: _Row) -> set[str]:
    """All words read for the item of a row."""
    draft, session = row.draft, row.session
    if draft is None:
        return set()
    people = [each for one in draft.speakers for each in (one.name, one.affiliation)]
    place = (draft.room, draft.track, session.title if session else None)
    return _words(draft.title, draft.label, *place, *people, *map(inline.plain, draft.abstract))


def _may_lose_cell(row: _Row, draft: TalkDraft) -> bool:
    """Whether the cells of titles and speakers seem to differ from what was read."""
    if (draft.kind or item_kind(draft.title or "")) in _ASIDE:
        return False
    read = {draft.title, *(each.name for each in draft.speakers)}
    return any(part.meaning in ("title", "speaker") and part.column and part.text not in read for part in row.parts)


def _loses_cell(row: _Row, words: Collection[str]) -> bool:
    """Whether a cell of titles or speakers has only words that were not read."""
    for meaning in ("title", "speaker"):
        text = text_of([part for part in row.parts if part.meaning == meaning and part.column])
        if len(said := _words(text)) > 1 and said.isdisjoint(words) and not is_placeholder(text):
            return True
    return False


def _says_more(row: _Row, draft: TalkDraft) -> bool:
    """Whether a row without a title has more than time, speakers, affiliations and kind."""
    named = [each.name for each in draft.speakers]
    places = [each.affiliation for each in draft.speakers if is_likely_institution(each.affiliation or "")]
    said = fold(" ".join([*named, *filter(None, places)])).split()
    for part in row.parts:
        words = [word for word in re.findall(r"\w+", fold(part.text)) if word not in said]
        told = len(words) <= 2 or part.meaning == "time" or label_kind(part.text) is not None
        if not told and not is_likely_institution(part.text):
            return True
    return False


def _doubts_of_title(title: str, draft: TalkDraft) -> Iterator[RowDoubt]:
    if _CLOCK.search(title):
        yield RowDoubt.CLOCK_IN_TITLE
    if _MARKUP.search(title):
        yield RowDoubt.MARKUP_IN_TITLE
    elif _CUT.search(title) or any(title.count(one) != title.count(other) for one, other in _PAIRS):
        yield RowDoubt.CUT_TITLE
    if not draft.speakers and is_certain_name(title) and label_kind(title) is None:
        yield RowDoubt.NO_TITLE


def _may_be_person(name: str) -> bool:
    """Whether a name may be a person's, rather than a title, an institution or a kind of item."""
    likely = name_likeness(name)
    if likely >= 0.6:
        return item_kind(name) is None
    words = name.split()
    return len(words) <= 2 and not is_certain_institution(name) and item_kind(name) is None and likely > 0


def _is_weak(grid: TableGrid, columns: Columns) -> bool:
    """Whether a column was read as speakers without a matching header and with other cells, too."""
    at = columns.column("speaker")
    if at is None or "speaker" in columns.stated or columns.header >= len(grid.blocks):
        return False
    cells: Sequence[str] = [inline.plain(cell.text) for cell in grid.column(at, range(columns.header, len(grid.rows)))]
    return sum(bool(read_people(cell)) for cell in cells) < len(cells) * _NAMES
