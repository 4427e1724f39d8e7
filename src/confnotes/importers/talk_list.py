"""Sections of talks or papers without times: titles with authors, by item, heading or bold line, and abstracts."""

from __future__ import annotations

from dataclasses import replace

from confnotes.importers import inline
from confnotes.importers.blocks import Block, BlockKind
from confnotes.importers.builder import Builder, Item, SessionDraft
from confnotes.importers.entries import read_entry
from confnotes.importers.entry_speakers import people_score
from confnotes.importers.kinds import label_kind
from confnotes.importers.labels import split_label, take_label
from confnotes.importers.names import fold
from confnotes.importers.page import PageSection
from confnotes.importers.people_section import PeopleReader
from confnotes.importers.sections import Topic
from confnotes.model.program import Kind, Role


def read_talks(builder: Builder, section: PageSection) -> None:
    """Read the section; a talk that the timetable holds already gains what is said here."""
    papers = section.section.topic is Topic.PAPERS
    role = Role.AUTHOR if papers else Role.KEYNOTE if section.section.kind is Kind.KEYNOTE else Role.SPEAKER
    items: list[Item] = []
    gap = True
    kind: Kind | None = None
    for block in section.blocks:
        if block.kind is BlockKind.BLANK:
            gap = True
            continue
        if block.kind is BlockKind.INCLUDE:
            continue
        label = (
            label_kind(inline.plain(block.text))
            if block.kind is BlockKind.HEADING or inline.is_bold(block.text)
            else None
        )
        if label is not None:
            kind, gap = label, True
            continue
        count = len(items)
        if block.kind is BlockKind.ROW:
            _row(items, block, builder)
        else:
            _line(items, block, builder, papers=papers, gap=gap)
        for item in items[count:]:
            item.kind = item.kind or kind
        gap = False
    _file(builder, section, [item for item in items if item.title or item.speakers], role)


def _row(items: list[Item], block: Block, builder: Builder) -> None:
    if block.header:
        return
    entry = read_entry("\n".join(cell for cell in block.cells if inline.plain(cell)), set(builder.people))
    if entry.title:
        items.append(Item(block.line, entry.title, kind=entry.kind, speakers=entry.speakers, resources=entry.resources))


def _line(items: list[Item], block: Block, builder: Builder, *, papers: bool, gap: bool) -> None:
    text = block.text.strip().removesuffix("\\").strip()
    known = set(builder.people)
    last = items[-1] if items else None
    labelled = split_label(text)
    if (
        labelled
        and labelled[0] not in ("title",)
        and last is not None
        and take_label(last, labelled[0], labelled[1], known)
    ):
        return
    opens = (
        block.kind is BlockKind.HEADING
        or (block.kind is BlockKind.ITEM and not block.level)
        or (gap and inline.is_bold(text))
    )
    if labelled and labelled[0] == "title" and (last is None or last.title):
        items.append(Item(block.line, inline.plain(labelled[1])))
        return
    if opens and len(text) < 700:
        items.append(_item(block, text, known))
        return
    if last is None:
        return
    if take_label(last, None, text, known):
        return
    score, people = people_score(text, known)
    if people and score >= 0.5 and not last.speakers:
        last.speakers = people
    elif last.title is None and len(text) < 250 and not last.abstract:
        last.title = read_entry(text, known).title
    elif not papers or len(text) > 80:
        last.abstract.append(("\n" if gap and last.abstract else "") + text)


def _item(block: Block, text: str, known: set[str]) -> Item:
    entry = read_entry(text, known)
    return Item(
        block.line,
        entry.title,
        kind=entry.kind,
        speakers=list(entry.speakers),
        resources=entry.resources,
        room=entry.room,
    )


def _file(builder: Builder, section: PageSection, items: list[Item], role: Role) -> None:
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
    for item in items:
        known = _same(builder, item)
        item.speakers = [replace(each, role=role) if each.role is Role.SPEAKER else each for each in item.speakers]
        if known is not None:
            known.title = known.title or item.title
            known.abstract = known.abstract or item.abstract
            known.speakers = known.speakers or item.speakers
            known.resources += [each for each in item.resources if each not in known.resources]
            continue
        if item.title is None:
            for person in item.speakers:
                builder.add_listed(person, (role,))
            continue
        item.kind = item.kind or section.section.kind
        draft.items.append(item)
    if draft.items:
        builder.sessions.append(draft)


def _same(builder: Builder, item: Item) -> Item | None:
    """The item of the timetable that is this talk: the same title, or its only speaker where it has no title."""
    titles = {fold(other.title): other for other in builder.items() if other.title}
    if item.title and fold(item.title) in titles:
        return titles[fold(item.title)]
    names = {fold(person.name) for person in item.speakers}
    mates = [other for other in builder.items() if names and names == {fold(person.name) for person in other.speakers}]
    if len(mates) == 1 and (mates[0].title is None or item.title is None):
        return mates[0]
    return None
