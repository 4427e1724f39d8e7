"""Read the rows of a timetable's tables into its sessions and items."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates, find_weekday
from confnotes.importers.facts.kinds import PREFIX, item_kind, label_kind, word_kind
from confnotes.importers.facts.links import resource, resources_in
from confnotes.importers.facts.names import LIKELY
from confnotes.importers.facts.people import in_role, is_placeholder, read_people, role_at
from confnotes.importers.facts.zones import find_zone
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.builder import SessionDraft, TalkDraft
from confnotes.importers.pages.cell_texts import (
    bulleted,
    cells_of_items,
    has_no_item,
    own_time,
    paragraphs,
    settle_kind,
    settle_lines,
    speakers_in,
    texts_of,
    timed_lines,
    without_prose,
)
from confnotes.importers.pages.columns import TEMPLATE, Columns, columns_of, place_in, repeated_texts, set_columns
from confnotes.importers.pages.entries import NOBODY_SPEAKS, PLURAL, ProgramEntry, chairs_apart, read_entry, read_layout
from confnotes.importers.pages.labels import split_label, take_label
from confnotes.importers.pages.line_readings import SURELY_PEOPLE, Layout, people_score
from confnotes.importers.pages.nested_talks import add_papers_below, begin_at, opens_session
from confnotes.importers.pages.schedule_days import states_day, times_alone
from confnotes.importers.pages.schedule_lines import is_no_event, strip_emphasis
from confnotes.importers.pages.schedule_state import SESSION_WORD, OpenTimetable, heads_session
from confnotes.importers.pages.table_grid import Cell, TableGrid
from confnotes.markup.clock_times import TimeRange, find_times, leading_time
from confnotes.markup.durations import duration_of
from confnotes.markup.names import fold
from confnotes.model.program import Kind, ResourceKind, Role

_LINK = re.compile(r"\[[^\[\]]*\]\([^()\s]*\)")
_NOTHING = re.compile(r"[\W_]*")
_TITLE_FIRST = re.compile(r"(?:[-*+] )?\[?(\*\*|__|\*|_)(?=\S).{3,}?(?<=\S)\1\s*\S")
_PROSE = 200  # characters from which a cell alone in its row is an abstract


@dataclass(slots=True)
class RowItem:
    """The contents of a row about one item."""

    entry: ProgramEntry
    times: TimeRange | None = None
    day: date | None = None
    day_label: str | None = None
    room: str | None = None
    track: str | None = None
    kind_text: str | None = None
    abstract: str | None = None
    is_open: bool = False
    several: tuple[RowItem, ...] = ()


@dataclass(slots=True)
class Rows:
    """Reads the tables of a timetable; `line` reads separate lines, such as a day, or a timed line of a cell.

    `hour` is the time of a row of its own for those below; `columns` are those of the last table with a header, for
    tables that continue it; `repeated` are no titles.
    """

    timetable: OpenTimetable
    line: Callable[[Block], None]
    hour: TimeRange | None = None
    columns: Columns | None = None
    layout: Layout = field(default_factory=dict)
    repeated: Collection[str] = ()
    seated: TalkDraft | None = None  # the item whose speakers are in rows below it
    detailed: bool = False  # whether rows without a time are about the item above them

    def read(self, blocks: Sequence[Block]) -> None:
        """Read the rows of one table."""
        while len(blocks) > 1 and self._is_caption(blocks[0], blocks[1]):
            self.line(Block(BlockKind.HEADING, blocks[0].line, "".join(blocks[0].cells).strip(), 6))
            blocks = blocks[1:]
        grid = TableGrid(blocks)
        columns = columns_of(grid)
        if columns.header:
            corner = columns.heads[at] if (at := columns.column("time")) is not None else ""
            if states_day(corner):  # “Tuesday 25 April | Hall | Attic”
                self.line(Block(BlockKind.HEADING, blocks[0].line, corner, 6))
            self.timetable.take_zone(columns.header_text, blocks[0].line)
            self.columns = columns
        elif self.columns is not None and len(self.columns.meanings) == grid.width:
            columns = replace(self.columns, header=0)
        elif "kind" in columns.meanings:
            self.columns = columns
        self.timetable.builder.applied |= set_columns(columns, self.timetable.builder.corrections)
        if _is_timetable(grid, columns):
            self.read_grid(grid, columns)

    def read_grid(self, grid: TableGrid, columns: Columns) -> None:
        """Read the rows of a table whose columns are known."""
        self.timetable.builder.tables.append((grid, columns))
        self.hour = None
        self.layout = read_layout(cells_of_items(grid, columns), self.timetable.known)
        self.repeated = repeated_texts(grid, columns)
        self.detailed = self._has_details(grid, columns)
        for number in range(columns.header, len(grid.rows)):
            if not any(TEMPLATE.search(cell.text) for cell in grid.row(number)):
                self._row(grid, columns, number)

    def _is_caption(self, block: Block, below: Block) -> bool:
        """Whether the first row is a single cell over all columns with a day or the table's title."""
        said = [cell for cell in block.cells if inline.plain(cell)]
        if len(said) != 1 or leading_time(inline.plain(said[0])) is not None:
            return False
        wide = bool(block.spans) and block.spans[block.cells.index(said[0])][0] > 1
        return states_day(said[0]) or (wide and block.header and below.header)

    def _row(self, grid: TableGrid, columns: Columns, number: int) -> None:
        cells = grid.row(number)
        if has_no_item(cells):
            return
        whole = " ".join(inline.plain(cell.text) for cell in cells)
        rest = [(whole[: found.begin] + whole[found.stop :]).strip(" ,") for found in find_dates(whole)[:1]]
        if len(cells) > 1 and rest and (not rest[0] or (" " not in rest[0] and find_weekday(rest[0]) is not None)):
            self.line(Block(BlockKind.HEADING, grid.blocks[number].line, whole, 6))  # “3 | May 2031 | Monday”
            return
        if (len(cells) == 1 and self._alone(grid, columns, cells[0])) or self._timed_lines(grid, columns, number):
            return
        times = columns.times(grid, number) or self.hour
        if times is None and columns.parallel and all(SESSION_WORD.match(inline.plain(cell.text)) for cell in cells):
            columns.parallel.update((cell.column, inline.plain(cell.text)) for cell in cells)  # of what is below them
            return
        held = [cell for cell in cells if self._papers(grid.blocks[number], cell, columns, times)]
        if held and not columns.parallel:
            return
        for item in self._items(grid, columns, number, times, held):
            self._add(grid.blocks[number], item, beside=bool(columns.parallel))

    def _alone(self, grid: TableGrid, columns: Columns, cell: Cell) -> bool:
        """Whether the only cell of a row is a separate line: a time, a day, a session or an abstract."""
        block, text = grid.blocks[cell.row], inline.plain(cell.text)
        if columns.times(grid, cell.row) is not None and cell.column != columns.column("time"):
            return False
        if (hour := times_alone(cell.text)) is not None:
            self.hour = hour
            return True
        item = self.timetable.item
        if add_papers_below(self.timetable, block, cell.text):
            return True
        if len(text) >= _PROSE and item is not None and item.times is not None:
            item.abstract.append(cell.text)
            return True
        if columns.column("time") not in (None, cell.column) and (self.detailed or _is_listed(grid, cell)):
            return item is not None and self._belongs(item, cell)
        self.line(Block(BlockKind.HEADING, block.line, cell.text.replace("\n", " "), 6))
        return True

    def _has_details(self, grid: TableGrid, columns: Columns) -> bool:
        """Whether most rows with one cell that are right below a time list people: the speakers of the row above."""
        at, rows = columns.column("time"), range(columns.header + 1, len(grid.rows))
        below = [row for number in rows if len(row := grid.row(number)) == 1 and columns.times(grid, number - 1)]
        texts = [inline.plain(row[0].text) for row in below if at not in (None, row[0].column)]
        named = sum(people_score(text, self.timetable.known)[0] >= SURELY_PEOPLE for text in texts)
        return named > 1 and named * 2 >= len(texts)

    def _belongs(self, item: TalkDraft, cell: Cell) -> bool:
        """Whether a cell below a talk is one of its facts: a labelled line, speakers, a detail; adds them."""
        label, value = split_label(cell.text.strip("*_ ")) or (None, "")
        if label is not None:
            if label == "title" and item.title and label_kind(item.title) is not None:
                item.title = None
            return take_label(item, label, value, self.timetable.known)
        sure, people = people_score(inline.plain(cell.text), self.timetable.known)
        if sure < SURELY_PEOPLE or item.title is None or (item.speakers and item is not self.seated):
            detail = self.detailed and not inline.is_bold(cell.text)
            item.abstract += [cell.text] * detail
            return detail
        item.speakers += in_role(people, role_at(item.kind))
        self.seated = item
        return True

    def _timed_lines(self, grid: TableGrid, columns: Columns, number: int) -> bool:
        """Whether a cell of the row consists of timed lines; they are then read as such, on the day of the row."""
        runs = [
            (cell, lines)
            for cell in grid.row(number)
            if cell.column != columns.column("time") and len(lines := timed_lines(cell.text)) >= 2
        ]
        if not runs:
            return False
        for cell in grid.row(number):
            if cell not in [run for run, _ in runs]:
                self.timetable.day = self.timetable.day_of(inline.plain(cell.text))[0] or self.timetable.day
        for _, lines in runs:
            for text in lines:
                self.line(Block(BlockKind.ITEM, grid.blocks[number].line, text))
        return True

    def _items(
        self, grid: TableGrid, columns: Columns, number: int, times: TimeRange | None, held: Sequence[Cell]
    ) -> Iterator[RowItem]:
        if columns.parallel:
            yield from self._side_by_side(grid, columns, number, times, held)
            return
        item = self._across(grid, columns, number)
        if item.times is None:
            item.times = times
        yield item if len(item.several) < 2 else replace(item, entry=item.several[0].entry)
        for each in item.several[1:]:
            yield replace(each, day=item.day, room=item.room, track=item.track)

    def _across(self, grid: TableGrid, columns: Columns, number: int) -> RowItem:
        """The item of a row whose columns are its fields."""
        cells = [cell for cell in dict.fromkeys(grid.rows[number]) if cell and cell.text]
        texts = texts_of(cells, columns)
        day, at = self._day_in(texts.pop("day")) if "day" in texts else (None, None)
        if "kind" in texts and inline.plain(texts.get("title", "")) in self.repeated:
            texts["link"], texts["title"] = texts["title"], texts.pop("kind")
        settle_kind(texts)
        if texts.keys() == {"affiliation"}:  # “Coffee break” below the universities
            texts["title"] = texts.pop("affiliation")
        beside = self._after_time(grid, columns, number)
        if beside:
            texts["title"] = f"{beside}\n{texts['title']}" if "title" in texts else beside
        settle_lines(texts)
        stated = columns.times(grid, number)
        own = own_time(texts, stated) or (at if stated is None else None)
        texts["title"], prose = without_prose(texts.get("title", ""))
        entry = self._entry(texts, columns)
        said = "\n".join(text for text in (texts.get("abstract", ""), prose) if text) or None
        if said and (linked := [each for each in resources_in(said) if "://" in each.url]):
            entry.resources += linked
            said = None if not _LINK.sub("", said).strip(" ,;|/·()") else said
        return RowItem(
            entry,
            own,
            day,
            room=_plain(texts, "room"),
            track=_plain(texts, "track"),
            kind_text=inline.plain(texts["kind"].split("\n")[0]) if "kind" in texts else None,
            abstract=said,
            is_open=any(is_placeholder(cell.text) for cell in cells),
            several=() if texts.keys() & {"speaker", "author"} else self._several(texts["title"]),
        )

    def _papers(self, block: Block, cell: Cell, columns: Columns, times: TimeRange | None) -> bool:
        """Whether a cell contains a session, its chair and its talks; they are then added."""
        chairs, text = chairs_apart(cell.text)
        parts = paragraphs(text)
        at = next((number for number, part in enumerate(parts[:2]) if heads_session(part.partition("\n")[0])), None)
        if at is None and len(parts) > 1 and "\n" not in parts[0]:
            at = 0 if self._listed("\n".join(parts[1:])) else None
        if at is None:
            return False
        head, _, rest = "\n\n".join(parts[at:]).partition("\n")
        talks = self._several(rest) or self._listed(rest)
        if not talks:
            return False
        timetable, above = self.timetable, columns.parallel.get(cell.column, "")
        day = self._day_above(columns, cell.column) if states_day(above) else None
        timetable.day = day or timetable.day
        for part in parts[:at]:
            self._add(block, RowItem(self._read(part), times))
        session = timetable.open_session(block, head, times)
        if states_day(above):
            session.day_label = session.day_label or (above if day is None else None)
        else:
            session.room = session.room or place_in(above)[1]
        for each in chairs:
            timetable.builder.add_listed(each, (Role.CHAIR,))
        for talk in talks:
            item = timetable.item_of(talk.entry, block, talk.times or (times if len(talks) == 1 else None))
            item.kind = item.kind or (session.kind if session.kind is Kind.KEYNOTE else None)
            item.depth = -1
            session.items.append(item)
        timetable.session = None
        return True

    def _several(self, text: str) -> tuple[RowItem, ...]:
        """The talks of a cell with several, between blank lines or behind bullets; empty if any is incomplete."""
        return self._complete(self._paired(paragraphs(text))) or (self._listed(text) if bulleted(text)[1:] else ())

    def _paired(self, parts: Sequence[str]) -> Sequence[str]:
        """Paragraphs by talk: each with the next if every second one has people, and no other."""
        named = [people_score(inline.plain(part), self.timetable.known)[0] >= LIKELY for part in parts]
        if len(parts) < 4 or any(named[::2]) or not all(named[1::2]) or len(parts) % 2:
            return parts
        return [f"{title.strip()}\n{who.strip()}" for title, who in zip(parts[::2], parts[1::2], strict=True)]

    def _listed(self, text: str) -> tuple[RowItem, ...]:
        """The talks of a cell with one in each line: an emphasised title, then its speakers; or with bullets."""
        lines = [line.strip() for line in text.split("\n") if inline.plain(line)]
        talks = self._complete(lines) if all(_TITLE_FIRST.match(line) for line in lines) else ()
        talks = talks or tuple(RowItem(self._read(line)) for line in bulleted(text))
        told = sum(bool(talk.entry.speakers or talk.entry.kind) for talk in talks)
        return talks if told * 2 >= len(talks) and all(talk.entry.title or talk.entry.kind for talk in talks) else ()

    def _complete(self, texts: Iterable[str]) -> tuple[RowItem, ...]:
        """The talks of the parts of a cell; empty if any is incomplete."""
        parts = [{"title": part} for part in texts if inline.plain(part)]
        if len(parts) < 2:
            return ()
        hours = [own_time(part) for part in parts]
        talks = tuple(RowItem(self._read(part["title"]), own) for part, own in zip(parts, hours, strict=True))
        untitled = [is_placeholder(part["title"].partition("\n")[0]) for part in parts]  # “TBC”, by Ada Lind
        titled = (talk.entry.title or talk.entry.kind or later for talk, later in zip(talks, untitled, strict=True))
        spoken = (talk.entry.speakers or talk.entry.kind in (Kind.REMARKS, *NOBODY_SPEAKS) for talk in talks)
        return talks if all(titled) and all(spoken) else ()

    def _after_time(self, grid: TableGrid, columns: Columns, number: int) -> str:
        """The text after the time in the time's own cell."""
        at = columns.column("time")
        cell = grid.at(number, at) if at is not None else None
        text = inline.plain(cell.text) if cell else ""
        if (times := leading_time(text)) is None or times_alone(text) is not None:
            return ""
        rest = text[times.stop :].strip(" :–—-|,")
        return rest if len(rest) > 5 and find_zone(rest) is None else ""

    def _read(self, text: str) -> ProgramEntry:
        """The contents of a cell, read like the other cells of its table, or like the lines of the timetable."""
        known, layout = self.timetable.known, {**self.timetable.layout, **self.layout}
        return read_entry("\n".join(bulleted(text)) or text, known, layout)

    def _entry(self, texts: dict[str, str], columns: Columns) -> ProgramEntry:
        speaker = texts.get("speaker") or texts.get("author") or ""
        title = texts.get("title", "")
        if is_placeholder(speaker) or not inline.plain(speaker):
            more = "\n".join(text for text in (title, texts.get("more", "")) if text)
            entry = self._read(more)
        else:
            entry = self._with_speakers(title, speaker, texts)
        for anchor in inline.anchors(texts.get("link", "")):
            if anchor.url:
                made = resource(anchor.url, None if anchor.label == anchor.url else anchor.label)
                if made.kind is ResourceKind.OTHER and columns.link_label:
                    made = replace(made, kind=resource(anchor.url, columns.link_label).kind)
                entry.resources.append(made)
        if "chair" in texts:
            entry.chairs += read_people(texts["chair"], Role.CHAIR)
        return entry

    def _with_speakers(self, title: str, speaker: str, texts: dict[str, str]) -> ProgramEntry:
        """The entry of a row with a cell for speakers."""
        known = self.timetable.known
        if item_kind(inline.plain(speaker)) in NOBODY_SPEAKS and item_kind(inline.plain(title)) is None:
            return read_entry(f"{speaker}\n{title}" if title else speaker, known)
        same = inline.plain(title) == inline.plain(speaker)
        entry = read_entry(title, known) if title and not same else ProgramEntry()
        listed = speakers_in(speaker, texts)
        if not listed:
            return entry if entry.title else read_entry(speaker, known)
        are_authors = "author" in texts and "speaker" not in texts
        listed = in_role(listed, Role.AUTHOR if are_authors else role_at(entry.kind))
        if entry.speakers and entry.title is None and not is_placeholder(title):
            label, _, rest = inline.plain(title).partition(":")
            entry.title = rest.strip() or label.strip()
        elif entry.speakers and not {fold(each.name) for each in entry.speakers} & {fold(each.name) for each in listed}:
            whole = inline.plain(title)  # nobody is in the title
            prefix = PREFIX.match(whole)
            entry.title = whole[prefix.end() :] if prefix and label_kind(prefix.group("label")) else whole
        entry.speakers = listed
        return entry

    def _side_by_side(
        self, grid: TableGrid, columns: Columns, number: int, times: TimeRange | None, held: Sequence[Cell]
    ) -> Iterator[RowItem]:
        """The items of a row whose columns are rooms, tracks or days."""
        cells = [cell for cell in grid.row(number) if _columns_of(cell) & columns.parallel.keys() and cell not in held]
        cells = [cell for cell in cells if not _NOTHING.fullmatch(inline.plain(cell.text))]
        everywhere = len({inline.plain(cell.text) for cell in cells}) == 1 and len(cells) > 1
        are_days = any(map(states_day, columns.parallel.values()))
        for cell in cells[:1] if everywhere and not are_days else cells:
            above = [each for each in columns.parallel if each in _columns_of(cell)]
            texts = {"title": cell.text}
            settle_lines(texts)
            own = own_time(texts, columns.times(grid, number))
            label, who = split_label(texts["title"]) or ("", "")
            if label == "chair":
                for chair in read_people(who, Role.CHAIR):
                    self.timetable.builder.add_listed(chair, (Role.CHAIR,))
                continue
            said, prose = without_prose(texts["title"])
            whole = RowItem(self._entry(texts, columns) if "speaker" in texts else self._read(said))
            for item in self._several(texts["title"]) or (whole,):
                item.times = item.times or own or _until(grid, columns, cell, times)
                item.abstract = texts.get("abstract", prose if item is whole else "") or None
                if are_days:
                    days = ((each, self._day_above(columns, each)) for each in above)
                    yield from (replace(item, day=day, day_label=columns.parallel[each]) for each, day in days)
                    continue
                aside = item.entry.kind in (Kind.BREAK, Kind.REMARKS, Kind.SOCIAL)
                if len(above) < len(columns.parallel) and not everywhere and not (len(cells) == 1 and aside):
                    places = dict.fromkeys(place_in(columns.parallel[each]) for each in above)
                    item.track, item.room = (", ".join(filter(None, at)) or None for at in zip(*places, strict=True))
                item.room = texts.get("room", item.room)
                yield item

    def _day_above(self, columns: Columns, column: int) -> date | None:
        header = columns.parallel[column]
        found = find_dates(header)
        return self.timetable.dated(found[0]) if found else self.timetable.day_of(header)[0]

    def _day_in(self, text: str) -> tuple[date | None, TimeRange | None]:
        """The day that a cell states, and the hours behind it."""
        plain = inline.plain(text)
        found = next(iter(find_dates(plain)), None)
        hours = find_times(plain[found.stop :] if found else "")
        return (found and self.timetable.dated(found)) or self.timetable.day_of(text)[0], next(iter(hours), None)

    def _add(self, block: Block, read: RowItem, *, beside: bool = False) -> None:
        timetable, entry = self.timetable, read.entry
        timetable.day = read.day or timetable.day
        for chair in entry.chairs:
            timetable.builder.add_listed(chair, (Role.CHAIR,))
        says = entry.title or entry.speakers or read.kind_text or entry.kind or (read.is_open and read.times)
        if not says or (entry.title is not None and is_no_event(entry.title)):
            return
        item = _draft(timetable, block, read)
        item.speakers += entry.chairs if item.kind is Kind.PANEL else []
        if item.times is not None:
            begin_at(timetable, item, item.times, beside=beside)
        elif not beside and opens_session(timetable, block, item, chaired=bool(entry.chairs)):
            return
        place = self._of_day(block, read.day_label) if read.day_label and item.day is None else timetable.place()
        place.items.append(item)
        timetable.item = item

    def _of_day(self, block: Block, label: str) -> SessionDraft:
        """The session of a day with only a name."""
        sessions = self.timetable.builder.sessions
        found = next((each for each in sessions if each.title == label), None)
        if found is None:
            found = SessionDraft(block.line, label, day_label=label)
            sessions.append(found)
        return found


def _is_timetable(grid: TableGrid, columns: Columns) -> bool:
    """Whether a table has times, or a header with titles, people or days, unlike other lists and a row of buttons."""
    if len(grid.rows) == 1 and all(inline.sole_anchor(cell.text) for cell in grid.row(0)):
        return False
    if not columns.header or columns.parallel or not columns.stated.isdisjoint(("title", "speaker", "author", "day")):
        return True
    rows = range(columns.header, len(grid.rows))
    return any(leading_time(inline.plain(strip_emphasis(cell.text))) for row in rows for cell in grid.row(row))


def _draft(timetable: OpenTimetable, block: Block, read: RowItem) -> TalkDraft:
    item = timetable.item_of(read.entry, block, read.times)
    item.depth = -1
    item.room, item.track = item.room or read.room, read.track
    if read.kind_text:
        said = word_kind(read.kind_text) or (item_kind(read.kind_text) if item.title is None else None)
        item.kind = said or item.kind
        if item.title is None and not (said is None and item.speakers):
            item.title = read.kind_text
            several = len(item.speakers) > 1 and PLURAL.search(read.kind_text)
            if said not in (None, Kind.PANEL) and item.speakers and label_kind(read.kind_text) and not several:
                item.title, item.label = None, read.kind_text
    if read.abstract and not is_placeholder(read.abstract) and duration_of(read.abstract) is None:
        item.abstract.append(read.abstract)
    return item


def _is_listed(grid: TableGrid, cell: Cell) -> bool:
    """Whether the only cell of a row is in a list: the row above or below has only a cell in its place, too."""
    if cell.columns > 1 or heads_session(cell.text.partition("\n")[0]) or states_day(cell.text):
        return False
    beside = (grid.row(number) for number in (cell.row - 1, cell.row + 1) if 0 <= number < len(grid.rows))
    return any(
        len(row) == 1 and (row[0].column, row[0].columns) == (cell.column, 1) and times_alone(row[0].text) is None
        for row in beside
    )


def _plain(texts: dict[str, str], meaning: str) -> str | None:
    return inline.plain(texts[meaning]) if meaning in texts else None


def _columns_of(cell: Cell) -> set[int]:
    return set(range(cell.column, cell.column + cell.columns))


def _until(grid: TableGrid, columns: Columns, cell: Cell, times: TimeRange | None) -> TimeRange | None:
    """The time of a cell over several rows: until the end of the last one."""
    if times is None or cell.rows == 1:
        return times
    last = columns.times(grid, cell.row + cell.rows - 1)
    if last is None or last.start.time <= times.start.time or last.end is None:
        return replace(times, end=None)
    return replace(times, end=last.end)
