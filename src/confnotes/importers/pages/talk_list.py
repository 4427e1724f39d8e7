"""Sections of talks or papers without times: titles with authors, by item, heading or bold line, and abstracts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from confnotes.importers.facts import inline
from confnotes.importers.facts.kinds import label_kind
from confnotes.importers.facts.lengths import LONGEST_LINE, LONGEST_NAME
from confnotes.importers.facts.numbered_days import is_numbered_day
from confnotes.importers.facts.people import in_role, is_placeholder, read_people, read_person
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.builder import Builder, SessionDraft, TalkDraft
from confnotes.importers.pages.entries import read_entry, read_layout
from confnotes.importers.pages.labels import split_label, take_label
from confnotes.importers.pages.line_readings import Layout, people_score
from confnotes.importers.pages.page import OF_ITEM, PageSection
from confnotes.importers.pages.people_lines import talk_behind
from confnotes.importers.pages.people_section import PeopleReader
from confnotes.importers.pages.schedule import ScheduleReader, runs
from confnotes.importers.pages.schedule_days import EventDays
from confnotes.importers.pages.sections import Topic
from confnotes.markup.names import fold
from confnotes.model.program import IDLE_KINDS, Kind, Role, Speaker

_LONGEST = 700
_FEWEST = 4  # paragraphs that are talks
_ALIKE = 65  # of 100: “Cats in trees” in the timetable, “Cats in high trees” above its abstract


def read_talks(builder: Builder, section: PageSection) -> None:
    """Read the section; talks of the timetable are completed with its facts."""
    papers = section.section.topic is Topic.PAPERS
    role = Role.AUTHOR if papers else Role.KEYNOTE if section.section.kind is Kind.KEYNOTE else Role.SPEAKER
    items: list[TalkDraft] = []
    known = builder.people.keys()
    blocks = _with_items(section.blocks)
    paragraphs = _paragraphs(blocks)
    heads = [each.text for each in blocks if _opens(each, gap=True) and len(each.text) < _LONGEST]
    layout = read_layout([*heads, *paragraphs], known)
    talks = _in_one_form(paragraphs, layout) if len(heads) * _FEWEST <= len(paragraphs) else set()
    headings = {each.line for each in blocks if each.kind is BlockKind.HEADING}
    conference, day = builder.conference, None
    days = EventDays(conference.start_date, conference.end_date, conference.year)
    gap = True
    kind: Kind | None = None
    for run in runs(blocks):
        block = run[0]
        if block.kind is BlockKind.BLANK:
            gap = True
            continue
        described = bool(items) and items[-1].line in headings and bool(items[-1].abstract)
        if described and block.kind is BlockKind.ITEM and not read_entry(block.text, known, layout).speakers:
            items[-1].describe(f"- {block.text}", gap)  # a list in the abstract of a talk with a heading of its own
            continue
        if block.kind is BlockKind.INCLUDE:
            continue
        if block.kind is BlockKind.HEADING and is_numbered_day(inline.plain(block.text)):
            day, kind, gap = days.opened_by(block.text)[0], None, True
            continue
        label = (
            label_kind(inline.plain(block.text))
            if block.kind is BlockKind.HEADING or inline.is_bold(block.text)
            else None
        )
        if label is not None or (items and block.kind is BlockKind.HEADING and OF_ITEM.fullmatch(block.text)):
            kind, gap = label or kind, True
            continue
        count = len(items)
        if (found := days.opened_by(block.text)[0]) is not None and talks:
            day = found
        elif block.kind is BlockKind.ROW:
            items += _of_table(run, builder)
        elif block.text in talks:
            _line(items, replace(block, kind=BlockKind.ITEM), known, layout, papers=papers, gap=gap)
        elif not talks or not gap:
            _line(items, block, known, layout, papers=papers, gap=gap)
        for item in items[count:]:
            item.kind, item.day = item.kind or kind, day
        gap = False
    _file(builder, section, [item for item in items if item.title or item.speakers], role)


def _with_items(blocks: list[Block]) -> list[Block]:
    """The blocks with the rows of tables as items, if each has only one cell."""
    rows = [block for block in blocks if block.kind is BlockKind.ROW]
    if any(len(row.cells) != 1 for row in rows):
        return blocks
    return [Block(BlockKind.ITEM, each.line, each.cells[0]) if each.cells else each for each in blocks]


def _paragraphs(blocks: list[Block]) -> list[str]:
    """The paragraphs of one line."""
    lines = [Block(BlockKind.BLANK, 0), *blocks, Block(BlockKind.BLANK, 0)]
    return [
        block.text
        for before, block, below in zip(lines, lines[1:], lines[2:], strict=False)
        if block.kind is BlockKind.TEXT and before.kind is below.kind is BlockKind.BLANK and len(block.text) < _LONGEST
    ]


def _in_one_form(texts: list[str], layout: Layout) -> set[str]:
    """The lines that are talks with their people, read alike, if most are."""
    entries = {text: read_entry(text, (), layout) for text in texts}
    whole = {text for text, entry in entries.items() if entry.title and entry.speakers}
    return whole if len(whole) >= _FEWEST and len(whole) * 4 >= len(entries) * 3 else set()


def add_details(builder: Builder, section: PageSection) -> None:
    """Add titles and abstracts in a section of speakers to their talks."""
    person: Speaker | None = None
    item: TalkDraft | None = None
    for block in section.blocks:
        if block.kind in (BlockKind.BLANK, BlockKind.ROW, BlockKind.INCLUDE):
            continue
        for text in block.text.split("\n"):
            label, value = split_label(text) or (None, text)
            if label in ("title", "abstract"):
                item = (
                    item if item is not None else _talk_of(builder, person, value if label == "title" else None, block)
                )
                _detail(item, label, value)
                continue
            if label is not None or len(text) > LONGEST_LINE:
                continue
            text, title = talk_behind(text)
            named = [each for each in read_people(text) if fold(each.name) in builder.people]
            if len(named) == 1:
                person, item = named[0], None
                if title is not None:
                    _detail(_talk_of(builder, person, title, block), "title", title)


def _talk_of(builder: Builder, person: Speaker | None, title: str | None, block: Block) -> TalkDraft | None:
    """The only talk of a person; a new one if the program has none and a title is stated."""
    if person is None:
        return None
    name = fold(person.name)
    theirs = [each for each in builder.items() if [fold(speaker.name) for speaker in each.speakers] == [name]]
    if len(theirs) == 1:
        return theirs[0]
    if theirs or title is None or is_placeholder(title):
        return None
    role = builder.people[name].roles
    kind = Kind.KEYNOTE if Role.KEYNOTE in role else None
    made = TalkDraft(block.line, kind=kind, speakers=[replace(person, role=Role.KEYNOTE if kind else Role.SPEAKER)])
    place = next((each for each in builder.sessions if each.title is None), None)
    if place is None:
        place = SessionDraft(block.line)
        builder.sessions.append(place)
    place.items.append(made)
    return made


def _detail(item: TalkDraft | None, label: str, value: str) -> None:
    text = inline.plain(value).strip('“”"')
    if item is None or not text or is_placeholder(text):
        return
    if label == "title":
        item.title = item.title or text
    elif not item.abstract:
        item.abstract.append(value)


def _of_table(rows: list[Block], builder: Builder) -> list[TalkDraft]:
    """The talks of a table without times."""
    aside = replace(builder, sessions=[])
    ScheduleReader(aside, (None, None), builder.year).read(rows)
    return aside.items()


def _opens(block: Block, *, gap: bool) -> bool:
    """Whether a line begins a talk: a heading, an item that is not nested, or a bold line after a gap."""
    return (
        block.kind is BlockKind.HEADING
        or (block.kind is BlockKind.ITEM and not block.level)
        or (gap and inline.is_bold(block.text))
    )


def _line(
    items: list[TalkDraft], block: Block, known: Collection[str], layout: Layout, *, papers: bool, gap: bool
) -> None:
    text = block.text.strip().removesuffix("\\").strip()
    last = items[-1] if items else None
    label, value = split_label(text) or (None, "")
    if label == "title":
        if last is None or (last.title and not _names_only(last)):
            items.append(TalkDraft(block.line, inline.plain(value)))
            return
    elif label is not None and last is not None and take_label(last, label, value, known):
        return
    if block.kind is BlockKind.TEXT and gap and inline.is_bold(text) and last is not None and _names_only(last):
        last.title = read_entry(text, known).title
    elif _opens(block, gap=gap) and len(text) < _LONGEST:
        entry = read_entry(text, known, layout)
        item = TalkDraft(block.line, entry.title, kind=entry.kind, speakers=entry.speakers, resources=entry.resources)
        item.room = entry.room
        items.append(item)
    elif last is not None and not take_label(last, None, text, known):
        _below(last, text, known, papers=papers, gap=gap)


def _names_only(item: TalkDraft) -> bool:
    """Whether a talk is only its speaker so far; a name in place of its title becomes that."""
    if item.title and not item.speakers and not item.abstract and (person := read_person(item.title)):
        item.title, item.speakers = None, [person]
    return item.title is None and bool(item.speakers) and not item.abstract


def _below(item: TalkDraft, text: str, known: Collection[str], *, papers: bool, gap: bool) -> None:
    """Read a line under a talk: its speakers, its title or its abstract."""
    score, people = people_score(text, known)
    if people and score >= 0.5 and not item.speakers:
        item.speakers = people
    elif item.title is None and len(text) <= LONGEST_LINE and not item.abstract:
        item.title = read_entry(text, known).title
    elif not papers or len(text) > LONGEST_NAME:
        item.describe(text, gap)


def _file(builder: Builder, section: PageSection, items: list[TalkDraft], role: Role) -> None:
    if not items:
        PeopleReader(builder, role).read(section.blocks)
        return
    if all(item.title is None for item in items):
        for item in items:
            for person in item.speakers:
                builder.add_listed(replace(person, role=role), (role,))
        return
    draft = SessionDraft(
        section.heading.line if section.heading else 1, section.title or None, kind=section.section.kind
    )
    program = _Program(builder.items())
    for item in items:
        known = program.same(item)
        item.speakers = in_role(item.speakers, role)
        if known is not None:
            _join(builder, known, item, role)
        elif item.title is None:
            for person in item.speakers:
                builder.add_listed(person, (role,))
        else:
            item.kind = item.kind or section.section.kind
            draft.items.append(item)
    if draft.items:
        builder.sessions.append(draft)


def _join(builder: Builder, known: TalkDraft, item: TalkDraft, role: Role) -> None:
    """Complete a talk of the timetable with the facts of the section."""
    for person in item.speakers:
        if person.affiliation or person.url:
            builder.add_listed(person, ())
    if not known.title or fold(known.title) in map(fold, (*_after_surnames(item), *_surnames(item))):
        known.title = item.title
    known.abstract = known.abstract or item.abstract
    if role is Role.AUTHOR:
        known.speakers = _with_authors(known.speakers, item.speakers)
    elif all(
        any(fold(whole.name).endswith(fold(f" {each.name}")) for whole in item.speakers) for each in known.speakers
    ):
        known.speakers = item.speakers or known.speakers
    known.resources += [each for each in item.resources if each not in known.resources]


def _with_authors(speakers: list[Speaker], authors: list[Speaker]) -> list[Speaker]:
    """The speakers of a talk in the timetable, and further authors of its paper; equal surnames are the same person."""
    surnames = {fold(each.name).split()[-1] for each in speakers}
    return [*speakers, *(each for each in authors if fold(each.name).split()[-1] not in surnames)]


def _after_surnames(item: TalkDraft) -> Iterator[str]:
    """The title behind the surname of each speaker, as a timetable may have them: “Lind What bees know”."""
    yield from (f"{surname} {item.title}" for surname in _surnames(item))


def _surnames(item: TalkDraft) -> Iterator[str]:
    """What may be the surnames of the speakers: “den Berg” and “Berg” of “Ada den Berg”."""
    for each in item.speakers:
        words = each.name.split()
        yield from (" ".join(words[count:]) for count in range(1, len(words)))


class _Program:
    """The items of a timetable, found by title or speakers."""

    def __init__(self, items: list[TalkDraft]) -> None:
        self.by_title = {fold(item.title): item for item in items if item.title}
        self.said = Counter(fold(item.title) for item in items if item.title)
        self.by_people: dict[frozenset[str], list[TalkDraft]] = {}
        for item in items:
            if item.speakers:
                self.by_people.setdefault(frozenset(fold(each.name) for each in item.speakers), []).append(item)

    def same(self, item: TalkDraft) -> TalkDraft | None:
        """The item for this talk: with the same title, its surname, or the same only speakers and no other title."""
        for title in (item.title, *_after_surnames(item)) if item.title else ():
            if (found := self.by_title.get(fold(title))) is not None:
                return found
        for surname in map(fold, _surnames(item)):
            found = self.by_title.get(surname)
            if found and not found.speakers and found.kind not in IDLE_KINDS and self.said[surname] == 1:
                return found
        mates = self.by_people.get(frozenset(fold(person.name) for person in item.speakers), [])
        if len(mates) != 1:
            return None
        alike = fuzz.token_set_ratio(fold(mates[0].title or ""), fold(item.title or "")) >= _ALIKE
        return mates[0] if mates[0].title is None or item.title is None or alike else None
