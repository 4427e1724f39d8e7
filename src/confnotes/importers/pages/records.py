"""Repeated structures of a page as rows of a table: cards, definition lists, headings with the same lines below each.

A record is what belongs to one time: the element around it that holds no other time or, where times and texts follow
each other, the lines from one time to the next. The lines of all records with the same place in them are a column, as
in the induction of wrappers; a class such as “speaker” or a label such as “Room:” is its header.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.headers import header_meaning, word_meaning
from confnotes.importers.facts.kinds import item_kind, label_kind
from confnotes.importers.facts.lengths import LONGEST_LABEL
from confnotes.importers.facts.people import read_people
from confnotes.importers.facts.rooms import room_of
from confnotes.importers.pages.entries import is_resource_label
from confnotes.importers.pages.html_lines import Fragment, OpenElement
from confnotes.importers.pages.labels import split_label
from confnotes.importers.pages.line_readings import is_affiliation
from confnotes.importers.pages.markdown_blocks import blocks
from confnotes.importers.pages.schedule_days import states_day, times_alone
from confnotes.importers.pages.schedule_lines import describes, list_talks, strip_emphasis, titles_above_people
from confnotes.markup.clock_times import leading_time

_FEWEST = 3  # records: two may look alike by coincidence
_MARKS = re.compile(r"^\s*(?:#{1,6}\s+|[-*+]\s+|\d{1,2}\.\s+)?")
_AT = re.compile(r"^\W*(?:(?:um|at|om|kl|à|alle|a las|às|klo)\b\W*)?")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,2}\.)\s+")
_MOST_OF_TALK = 600  # characters of a talk with a long list of authors
_RARE = 0.25
_MOST_COLUMNS = 8  # more are several items beside each other
_MOST_ITEMS = 4  # of a list below a title: the facts of a talk, and not the talks of a session
_MOST_ABOVE = 3  # lines
_MOST_LINES = 60  # of a record
_HEADED = {"time", "end", "title", "speaker", "author", "room", "affiliation", "abstract", "chair", "track", "kind"}
_LABELLED = {"speaker", "author", "title", "abstract", "room", "chair", "affiliation", "track"}
_TITLED = re.compile(r"tit(?:le|el|re|ulo)|topic|subject|headline", re.IGNORECASE)
_CLASS_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class RecordLine:
    """A line of a record: the place that it shares with those of other records, its column's header, its text."""

    place: str
    head: str
    text: str


@dataclass(slots=True)
class Record:
    """The time and the fields of a record, and the numbers of the first and last line."""

    time: str
    fields: list[RecordLine] = field(default_factory=list)
    first: int = 0
    last: int = 0


def as_rows(lines: Sequence[Fragment]) -> Sequence[Fragment]:
    """The lines of a page with repeated records as rows of a table."""
    hours = [number for number, line in enumerate(lines) if line.text and begins_with_hour(line.text)]
    hours = [each for at, each in enumerate(hours) if not at or not _ends_range(lines, hours[at - 1], each)]
    if len(hours) < _FEWEST:
        return lines
    alone = [number for number in hours if _is_apart(lines[number].text)]
    apart = len(alone) >= _FEWEST and len(alone) * 2 >= len(hours)
    records = in_elements(lines, hours) or (in_sequence(lines, alone) if apart else [])
    records = [each for each in records if each.time]
    return replaced(lines, records) if len(records) >= _FEWEST else lines


def begins_with_hour(text: str) -> bool:
    """Whether a line begins with a time, or is a day with its time."""
    plain = unmarked(text)
    return leading_time(plain) is not None or _day_and_time(plain) is not None


def _day_and_time(plain: str) -> tuple[str, str] | None:
    """The parts of a line that consists of a day and its time: “Friday, May 3, 10:00 - 11:00”; None for others."""
    days = find_dates(plain) if len(plain) <= LONGEST_LABEL * 2 else []
    if not days or re.search(r"[^\W\d_]{3}", plain[: days[0].begin]):
        return None
    behind = plain[days[0].stop :]
    times = _AT.sub("", behind)
    return (plain[: days[0].stop].strip(), times) if times_alone(times) is not None and len(days) == 1 else None


def unmarked(text: str) -> str:
    """A line without the marks of its heading or item, its label, and the emphasis of its time."""
    text = _MARKS.sub("", text)
    label = split_label(text) if ":" in text[:20] else None
    return inline.plain(strip_emphasis(label[1] if label and label[0] in ("time", "date") else text))


def _ends_range(lines: Sequence[Fragment], before: int, number: int) -> bool:
    """Whether a line ends the range that the previous line begins."""
    start, end = times_alone(unmarked(lines[before].text)), times_alone(unmarked(lines[number].text))
    near = not any(line.text for line in lines[before + 1 : number])
    return near and start is not None and end is not None and start.end is None and end.end is None


# Records in elements of their own


def in_elements(lines: Sequence[Fragment], hours: Sequence[int]) -> list[Record]:
    """The records of elements that each hold one of these lines: one time, or the people of one talk."""
    count = Counter(scope for number in hours for scope in _around(lines[number]))
    with_rows = {scope for line in lines if line.cells for scope in _around(line)}
    outer: list[OpenElement] = []
    for number in hours:
        alone = [each for each in _around(lines[number]) if count[each] == 1 and each not in with_rows]
        outer += alone[-1:]
    kinds = Counter(scope.kind for scope in outer)
    if not kinds:
        return []
    kind, _ = max(kinds.items(), key=lambda pair: pair[1])
    held: dict[OpenElement, list[int]] = {}
    for number, line in enumerate(lines):
        for scope in _around(line):
            if scope.kind == kind and count[scope] == 1 and scope not in with_rows:
                held.setdefault(scope, []).append(number)
    sessions = {scope: first for scope, numbers in held.items() if (first := _first_talk(lines, numbers))}
    if len(sessions) * 2 > len(held):
        return []
    for scope, first in sessions.items():
        held[scope] = [number for number in held[scope] if number < first]
    records = [_record_of(lines, numbers, scope) for scope, numbers in held.items()]
    whole = [each for each in records if each.fields]
    lists = sum(sum(lines[number].text.lstrip().startswith("- ") for number in each) > 2 for each in held.values())
    is_long = any(len(each) > _MOST_LINES for each in held.values())
    bare = sum(len(each) < 2 and len(lines[each[0]].parts) < 2 for each in held.values())
    too_few = len(whole) * 3 < len(held) * 2 or len(whole) * 2 < len(hours)
    return [] if bare * 2 > len(held) or too_few or lists * 3 > len(held) or is_long else whole


def _first_talk(lines: Sequence[Fragment], numbers: Sequence[int]) -> int | None:
    """The number of the first line of a list of talks with their speakers: the lines are a session, and no talk."""
    items = [number for number in numbers[1:] if _ITEM.match(lines[number].text)]
    if 1 < len(items) < _MOST_LINES:
        texts = [_ITEM.sub("", lines[number].text) for number in items]
        if list_talks([text for text in texts if len(text) < _MOST_OF_TALK and split_label(text) is None]):
            return items[0]
    headed = titles_above_people(blocks([lines[number] for number in numbers]))
    return next((number for number in numbers if lines[number].line in headed), None)


def _around(line: Fragment) -> Iterator[OpenElement]:
    scope = line.scope
    while scope is not None:
        yield scope
        scope = scope.parent


def _record_of(lines: Sequence[Fragment], numbers: Sequence[int], scope: OpenElement) -> Record:
    record = Record("", first=numbers[0], last=numbers[-1])
    for number in numbers:
        line = lines[number]
        parts = line.parts if len(line.parts) > 1 else [("", text) for text in line.text.split("\n")]
        for classes, text in parts:
            if inline.plain(text).strip("*_ "):
                _take(record, text, classes or _class_of(line, scope), _tag_of(line))
    return record


def _class_of(line: Fragment, container: OpenElement) -> str:
    """The classes of the innermost element with any, inside the record."""
    for scope in _around(line):
        if scope is container:
            break
        if scope.classes:
            return scope.classes
    return ""


def _tag_of(line: Fragment) -> str:
    return line.scope.tag if line.scope else ""


def _take(record: Record, text: str, classes: str, tag: str) -> None:
    """Add a line to a record: its time, or a field."""
    plain = unmarked(text)
    if not record.time and (dated := _day_and_time(plain)) is not None:
        record.fields.append(RecordLine("day", "day", dated[0]))
        plain = text = dated[1]
    times = leading_time(plain)
    if times is not None and (not record.time or times_alone(plain) is not None):
        rest = plain[times.stop :].strip(" :–—-|,)")
        if not record.time or times_alone(plain):
            record.time = f"{record.time} - {plain}" if record.time else plain if not rest else plain[: times.stop]
        if rest and times_alone(plain) is None:
            kept = strip_emphasis(_MARKS.sub("", text))
            own = leading_time(kept)
            record.fields.append(RecordLine(f"{tag} after", "", kept[own.stop :].lstrip(" :–—-|,)") if own else rest))
        return
    text = _MARKS.sub("", text)
    label = split_label(text)
    if label is not None and label[0] in _LABELLED:
        record.fields.append(RecordLine(label[0], label[0], label[1]))
        return
    only = inline.sole_anchor(text)
    if only is not None and is_resource_label(only.label):
        record.fields.append(RecordLine("link", "link", text))
    elif not _style(text) and describes(inline.plain(text)):
        record.fields.append(RecordLine("abstract", "abstract", text))
    elif states_day(text) and len(inline.plain(text)) <= LONGEST_LABEL:
        record.fields.append(RecordLine("day", "day", text))
    else:
        record.fields.append(RecordLine(f"{tag} {_style(text)} {classes}", _meaning(classes), text))


def _style(text: str) -> str:
    stripped = text.strip()
    return "*" * (len(stripped) - len(stripped.lstrip("*_")))


def _meaning(classes: str) -> str:
    """The meaning of a column by the class of its elements."""
    for name in classes.split():
        said = _CLASS_WORDS.findall(name.lower())
        meaning = (word_meaning(said[-1]) if said else "") or header_meaning(" ".join(said))
        if meaning in _HEADED and (meaning != "title" or _TITLED.search(name)):
            return meaning
    return ""


# Records one after another


def in_sequence(lines: Sequence[Fragment], alone: Sequence[int]) -> list[Record]:
    """The records of lines that follow each other: from each time, or from the title above it, to the next."""
    said = [number for number, line in enumerate(lines) if line.text.strip() or line.cells or line.include]
    starts = _starts(lines, said, alone)
    if not starts:
        return []
    bodies = [said[start:stop] for start, stop in pairwise([*starts, len(said)])]
    seen = [{_place(lines[number]) for number in body} for body in bodies]
    often = Counter(place for places in seen for place in places)
    usual = {place for place, count in often.items() if count * 2 > len(bodies)}
    bodies = [_cut(lines, body, number, usual) for body, number in zip(bodies, alone, strict=True)]
    kinds = {kind_of(lines[number]) for body in bodies[:-1] for number in body}
    bodies[-1] = list(takewhile(lambda number: kind_of(lines[number]) in kinds, bodies[-1]))
    longest = max(map(len, bodies[:-1]))
    bodies[-1] = bodies[-1][:longest]
    lists = sum(sum(lines[each].text.lstrip().startswith("- ") for each in body) > _MOST_ITEMS for body in bodies)
    if lists * 4 > len(bodies) or longest > _MOST_LINES or sum(len(body) > 1 for body in bodies) * 2 < len(bodies):
        return []
    if any(_first_talk(lines, body) for body in bodies):
        return []
    records = [_sequence_of(lines, body) for body in bodies if body]
    return [each for each in records if each.fields]


def _is_apart(text: str) -> bool:
    """Whether a line is a time with at most a place beside it."""
    plain = unmarked(text)
    if times_alone(plain) is not None or _day_and_time(plain) is not None:
        return True
    times = leading_time(plain)
    return times is not None and plain[times.stop :].lstrip().startswith((",", "@", "|", "in ", "at "))


def _starts(lines: Sequence[Fragment], said: Sequence[int], hours: Sequence[int]) -> list[int]:
    """Where the records begin, as positions in the lines with text: at their times or, if a heading or bold line of one
    kind is above each time and not below the last, at that; none if neither is sure.
    """
    at = {number: place for place, number in enumerate(said)}
    ends = [at[number] for number in hours]
    gaps = [range(before + 1, end) for before, end in pairwise([max(-1, ends[0] - _MOST_ABOVE - 1), *ends])]
    titles = Counter(place for gap in gaps for place in {_place(lines[said[each]]) for each in gap})
    below = {_place(lines[number]) for number in said[ends[-1] + 1 : ends[-1] + 1 + _MOST_ABOVE]}
    first = {_place(lines[said[each]]) for each in gaps[0]}
    for place, count in titles.most_common():
        if _prominence(place) and count * 5 >= len(gaps) * 4 and place in first - below:
            found = [[each for each in gap if _place(lines[said[each]]) == place] for gap in gaps]
            return [inside[-1] if inside else end for inside, end in zip(found, ends, strict=True)]
    return ends if all(lines[number].scope for number in hours) else []


def kind_of(line: Fragment) -> int:
    return line.scope.kind if line.scope else 0


def _place(line: Fragment) -> str:
    """What a line shares with those of other records: its tag or mark, its emphasis, its class."""
    mark = _MARKS.match(line.text)
    heading = (mark.group(0).strip() if mark else "").count("#")
    tag = f"h{heading}" if heading else "li" if mark and mark.group(0).strip() else _tag_of(line)
    return f"{tag} {_style(line.text[mark.end() if mark else 0 :])} {line.scope.classes if line.scope else ''}"


def _cut(lines: Sequence[Fragment], body: Sequence[int], hour: int, usual: Container[str]) -> list[int]:
    """The lines of a record without a following day, heading or table."""
    for at, number in enumerate(body):
        line = lines[number]
        foreign = line.text.lstrip().startswith("#") or states_day(line.text)
        if number > hour and (line.cells or line.include or (foreign and _place(line) not in usual)):
            return list(body[:at])
    return list(body)


def _sequence_of(lines: Sequence[Fragment], body: Sequence[int]) -> Record:
    record = Record("", first=body[0], last=body[-1])
    for number in body:
        tag, scope = _place(lines[number]).partition(" ")[0], lines[number].scope
        for text in lines[number].text.split("\n"):
            if inline.plain(text).strip("*_ "):
                _take(record, text, scope.classes if scope else "", tag)
    return record


# Rows


def replaced(lines: Sequence[Fragment], records: Sequence[Record]) -> list[Fragment]:
    """The lines with each record as a row, under a header where columns are named."""
    _number_places(records)
    _join_places(records)
    columns = _columns_of(records)
    if len(columns) > _MOST_COLUMNS:
        return list(lines)
    rows = [_cells(record, columns) for record in records]
    timed = any(each.time for each in records)
    header = ("Time",) * timed + tuple(_heads_of(records, columns, rows))
    out: list[Fragment] = []
    at = 0
    in_table = False
    for record, cells in sorted(zip(records, rows, strict=True), key=lambda pair: pair[0].first):
        between = lines[at : record.first]
        if in_table and not any(each.text or each.cells or each.include for each in between):
            between = []
        out += between
        line = lines[record.first].line
        if between or not in_table:
            out.append(Fragment(line, "", header, header=True))
        out.append(Fragment(line, "", (record.time,) * timed + tuple(cells)))
        at, in_table = record.last + 1, True
    return [*out, *lines[at:]]


def _number_places(records: Sequence[Record]) -> None:
    """Tell apart lines that look the same where most records have the same number of them: a name, then a title."""
    counts: dict[str, Counter[int]] = {}
    for record in records:
        for place, count in Counter(each.place for each in record.fields if not each.head).items():
            counts.setdefault(place, Counter())[count] += 1
    split = {place for place, seen in counts.items() if seen[1] * 2 < seen.total() and len(seen) <= _FEWEST}
    for record in records:
        seen: Counter[str] = Counter()
        for each in record.fields:
            seen[each.place] += 1
            if each.place in split:
                each.place = f"{each.place} {seen[each.place]}"


def _join_places(records: Sequence[Record]) -> None:
    """Make one place of those that differ in emphasis only and are in no record together: titles and breaks."""
    found = [{each.place for each in record.fields} for record in records]
    plain = {place: " ".join(place.replace("*", "").split()) for place in set().union(*found)}
    alike: dict[str, set[str]] = {}
    for place, name in plain.items():
        alike.setdefault(name, set()).add(place)
    for places in alike.values():
        if len(places) > 1 and all(len(places & inside) < 2 for inside in found):
            kept = max(places, key=_prominence)
            for record in records:
                for each in record.fields:
                    each.place = kept if each.place in places else each.place


def _columns_of(records: Sequence[Record]) -> list[str]:
    """The places of fields that are columns, in the order of the page."""
    often = Counter(place for record in records for place in {each.place for each in record.fields})
    order: dict[str, list[float]] = {}
    for record in records:
        for number, each in enumerate(record.fields):
            order.setdefault(each.place, []).append(number)
    kept = [place for place, count in often.items() if count >= max(2, len(records) * _RARE) or _only(place, records)]
    return sorted(kept, key=lambda place: sum(order[place]) / len(order[place]))


def _only(place: str, records: Iterable[Record]) -> bool:
    """Whether fields of a rare place have nothing before them to which they could be added."""
    return any(record.fields[0].place == place for record in records) or place in ("abstract", "day", "link")


def _cells(record: Record, columns: Sequence[str]) -> list[str]:
    cells = dict.fromkeys(columns, "")
    last = columns[0]
    for each in record.fields:
        last = each.place if each.place in cells else last
        cells[last] = f"{cells[last]}\n{each.text}" if cells[last] else each.text
    return list(cells.values())


def _heads_of(records: Sequence[Record], columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The headers of the columns: those that classes and labels state, then by most of their cells."""
    stated = {each.place: each.head for record in records for each in record.fields}
    heads = [stated[place] for place in columns]
    cells = [[inline.plain(row[at]) for row in rows if row[at].strip()] for at in range(len(columns))]
    timed = [share(said, leading_time) > _MOSTLY for said in cells]  # “schedule_desc” is no time
    heads = ["" if head in ("time", "end") and not timed[at] else head for at, head in enumerate(heads)]
    heads = ["" if head in heads[:at] and head != "title" else head for at, head in enumerate(heads)]
    for head, fits in _EVIDENCE:
        if head == "affiliation" and "speaker" not in heads:
            continue
        shares = [share(cells[at], fits) if not heads[at] else 0.0 for at in range(len(columns))]
        best = max(shares, default=0.0)
        if best > _MOSTLY and head not in heads and heads.count("") > 1:
            heads[shares.index(best)] = head
        if head == "speaker" and "kind" not in heads and not any(each.time for each in records):
            labels = [at for at, said in enumerate(cells) if not heads[at] and _are_labels(said, len(rows))]
            heads = ["kind" if at in labels[:1] else head for at, head in enumerate(heads)]
    open_ones = [at for at, head in enumerate(heads) if not head]
    if "title" not in heads and open_ones:
        strong = {at: len(cells[at]) + len(rows) * _prominence(columns[at]) for at in open_ones}
        heads[max(open_ones, key=lambda at: strong[at])] = "title"
        heads = [head or ("abstract" if _prominence(columns[heads.index("title")]) else "") for head in heads]
    return [head.capitalize() for head in heads]


def _are_labels(cells: Sequence[str], rows: int) -> bool:
    """Whether nearly all of a column’s rows have one of a few words, most of them several times, and no rooms."""
    often = Counter(cells)
    repeated = sum(count for count in often.values() if count > 1)
    is_short = all(len(cell) <= LONGEST_LABEL and room_of(cell) is None for cell in often)
    return is_short and len(cells) * 5 >= rows * 4 and repeated > len(cells) * _MOSTLY and len(often) > 1


def _prominence(place: str) -> float:
    tag, _, rest = place.partition(" ")
    return 0.5 if tag in _HEADINGS else 0.4 if "*" in rest else 0.0


def share(cells: Sequence[str], fits: Callable[[str], object]) -> float:
    """The share of cells that fit; a row with a single cell may have a break in any column.

    The same words in all cells are a button, and nobody's name.
    """
    if fits in (read_people, is_affiliation):
        cells = [cell for cell in cells if item_kind(cell) is None and label_kind(cell) is None]
    said = len(set(cells)) if fits is read_people else len(cells)
    return sum(bool(fits(cell)) for cell in cells) / len(cells) if said > 1 else 0.0


_MOSTLY = 0.6
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_EVIDENCE: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("kind", lambda cell: len(cell) <= LONGEST_LABEL and (label_kind(cell) or item_kind(cell))),
    ("speaker", read_people),
    ("affiliation", is_affiliation),
    ("room", lambda cell: room_of(cell)),
)
