"""The sections of a Markdown summary outside its parts: title, overview, highlights ... references, indexes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap

from confnotes.exporters import wording
from confnotes.exporters.markdown.book import TO, TO_END, MarkdownBook, ascii_slug, outside
from confnotes.exporters.markdown.notes import NoteContext, line_in_document, note_in_document
from confnotes.exporters.render_options import LinkStyle, RenderOptions
from confnotes.exporters.section_order import (
    Chapter,
    ChapterKind,
    ListedItem,
    SectionOrder,
    others_of,
    told_tracks,
    whom,
)
from confnotes.markup.canonical import is_allowed
from confnotes.markup.markdown_text import address, escape_text, link
from confnotes.model.program import Conference, Kind, Speaker
from confnotes.model.summary import (
    ActionKind,
    SlotState,
    Summary,
    SummaryAction,
    SummaryHighlight,
    SummaryItem,
    SummaryLink,
    SummaryNote,
    SummaryPart,
    SummaryPoint,
    SummaryQuestion,
    SummarySession,
    SummaryTakeaway,
    SummaryTheme,
    SummaryTrack,
)

_MOST_TOPICS = 20
_WIDEST, _NARROWEST = 100, 3
_BARE_BAR = re.compile(r"(?<!\\)\|")


class MarkdownSections:
    """Writes the sections of a summary into the book of `talks`; `bibliography` is the name of the `.bib` file."""

    def __init__(self, summary: Summary, setting: RenderOptions, talks: MarkdownTalks, bibliography: str) -> None:
        self.summary = summary
        self.arrangement = SectionOrder(summary, setting.words)
        self.words = setting.words
        self.terms = setting.words.terms
        self.talks = talks
        self.book = talks.book
        self.contents: list[tuple[str, str]] = []
        self._bibliography = bibliography
        self._titled_elsewhere = bool(setting.front_matter)
        self._glance = list(self._at_a_glance())

    def chapters(self) -> Iterator[Chapter]:
        """The chapters, in order; the bibliography is part of the references."""
        filled = {ChapterKind.AT_A_GLANCE: self._glance, ChapterKind.REFERENCES: self._bibliography}
        return self.arrangement.chapters(*(section for section, there in filled.items() if there))

    def write(self, chapter: Chapter) -> None:
        """Write a section of the table of contents."""
        sections = {
            ChapterKind.AT_A_GLANCE: lambda: self.book.add(*self._glance),
            ChapterKind.OVERVIEW: self._overview,
            ChapterKind.HIGHLIGHTS: self._highlights,
            ChapterKind.DIGEST: self._digest,
            ChapterKind.TEAM: lambda: self._themes(self.summary.team),
            ChapterKind.THEMES: lambda: self._themes(self.summary.themes),
            ChapterKind.ACTIONS: self._actions,
            ChapterKind.POSTERS: self._posters,
            ChapterKind.UNSEEN: self._unseen,
            ChapterKind.REFERENCES: self._references,
            ChapterKind.PEOPLE: self._people,
            ChapterKind.TAGS: self._tags,
        }
        self.book.part(chapter.id)
        self.book.heading(2, chapter.title, chapter.id)
        self.contents.append((chapter.title, chapter.id))
        sections[chapter.section]()

    def title(self) -> None:
        self.book.part("title")
        if not self._titled_elsewhere:
            self.book.heading(1, self.words.title(self.summary), "title")
        lines = [line for one in self.summary.conferences if (line := self._conference(one))]
        lines += filter(None, [escape_text(self.words.authors(self.summary))])
        self.book.add("\\\n".join(lines))
        figures = self.words.coverage(self.summary)
        self.book.add(f"*{' · '.join(figures)}*" if figures else "")
        if self.summary.lead:
            self.book.part("lead")
            self.book.add(self.talks.note(self.summary.lead, 2))

    def _conference(self, conference: Conference) -> str:
        words = [escape_text(fact) for fact in self.words.conference_facts(self.summary, conference)]
        if name := self.words.conference_name(self.summary, conference):
            words.insert(0, f"**{escape_text(name)}**")
        if conference.url and is_allowed(conference.url):
            words.append(link(wording.host(conference.url) or conference.url, conference.url))
        return " · ".join(words)

    def _at_a_glance(self) -> Iterator[str]:
        """The content of the other formats' pictures as text: tables for days and tracks, a list for topics."""
        terms = self.terms
        for title, label, rows in (
            (terms.days_as_timeline, terms.day_label, list(self._days())),
            (terms.coverage_by_track, terms.track_label, list(self._tracks())),
        ):
            if rows:
                yield from (f"**{title}**", _table([label, *self._state_words()], rows))
        topics = [f"{escape_text(topic.name)} ({len(topic.items)})" for topic in self.summary.topics[:_MOST_TOPICS]]
        if topics:
            yield f"**{terms.about}:** {', '.join(topics)}"

    def _state_words(self) -> list[str]:
        return [self.terms.states[state] for state in (SlotState.SEEN, SlotState.STARRED, SlotState.MISSED)]

    def _days(self) -> Iterator[list[str]]:
        if len(self.summary.timeline) < 2:
            return
        several = len(self.summary.conferences) > 1
        for day in self.summary.timeline:
            states = Counter(slot.state for slot in day.slots)
            name = self.words.short_day(day.day) + (f" · {day.conference}" if several else "")
            figures = (states[SlotState.SEEN], states[SlotState.STARRED], states[SlotState.MISSED])
            yield [escape_text(name), *(str(figure or "") for figure in figures)]

    def _tracks(self) -> Iterator[list[str]]:
        told, rest = told_tracks(self.summary)
        if told:
            for track in told:
                yield self._track(escape_text(self.words.track_name(self.summary, track)), [track])
            if rest:
                yield self._track(self.words.counted(len(rest), self.terms.others), rest)

    def _track(self, name: str, tracks: Sequence[SummaryTrack]) -> list[str]:
        seen, talks, starred, missed = (
            sum(getattr(one, figure) for one in tracks) for figure in ("seen", "talks", "starred", "missed")
        )
        return [name, self.terms.of_all.format(seen=seen, all=talks), str(starred or ""), str(missed or "")]

    def _overview(self) -> None:
        self.book.add(self.talks.note(self.summary.overview, 2))

    def _highlights(self) -> None:
        self.book.add("\n".join(map(self._highlight, self.summary.highlights)))

    def _highlight(self, highlight: SummaryHighlight) -> str:
        if highlight.text:
            return f"- {self.talks.line(highlight.text)}{self._source(self.summary.by_id.get(highlight.item))}"
        item = self.summary.by_id[highlight.item]
        by = f" — {escape_text(self.words.authors_words(item))}" if item.speakers else ""
        why = self.words.why(self.summary, highlight)
        links = self.talks.links(self.arrangement.own_links(item))
        facts = "".join(f" · {fact}" for fact in (f"*{escape_text(why)}*" if why else "", links) if fact)
        lines = [f"- **{self.book.to(item.id, escape_text(item.title))}**{by}{facts}"]
        placed = item.id in self.arrangement.placed
        lines += [
            f"  - {self.talks.line(one.text)}{f' {self.talks.arrow(one.id)}' if placed else ''}"
            for one in highlight.takeaways
        ]
        return "\n".join(lines)

    def _source(self, item: SummaryItem | None) -> str:
        """The talk that a sentence is from, with its speakers and links."""
        if item is None:
            return ""
        named = ", ".join(filter(None, (self.talks.to_item(item), escape_text(self.words.authors_words(item)))))
        return f" — {' · '.join(filter(None, (named, self.talks.links(self.arrangement.own_links(item)))))}"

    def _digest(self) -> None:
        for title, lines in self.arrangement.digest():
            self.book.add(f"**{escape_text(title)}**" if title else "", "\n".join(starmap(self._of_digest, lines)))

    def _of_digest(self, item: SummaryItem, point: SummaryPoint) -> str:
        by = f" — {escape_text(self.words.authors_words(item))}" if item.speakers else ""
        marks = f" {sign}" if (sign := self.words.mark(item)[0]) else ""
        links = f" · {links}" if (links := self.talks.links(item)) else ""
        row = f"- **{self.book.to(item.id, escape_text(item.title))}**{by}{marks}: {self.talks.line(point.text)}{links}"
        return "\n".join((row, *(f"  - {self.talks.line(line)}" for line in point.more)))  # to be edited one by one

    def _themes(self, themes: Iterable[SummaryTheme]) -> None:
        for theme in themes:
            self._theme(theme)

    def _theme(self, theme: SummaryTheme) -> None:
        lines = [
            f"- {self.talks.line(point.text)} — "
            + self.book.to(point.place, escape_text(wording.short_title(self.summary.by_id[point.item].title)))
            for point in theme.points
        ]
        others = self.talks.to_items(others_of(theme))
        if lines and others:
            lines.append(f"- {self.terms.see_also}: {others}")
        self.book.add(f"**{escape_text(theme.title)}**", "\n".join(lines) or others)

    def _actions(self) -> None:
        for group in self.arrangement.actions():
            self.book.add(f"**{group.title}**", "\n".join(map(self._action, group.actions)))

    def _action(self, action: SummaryAction) -> str:
        box = "" if action.kind is ActionKind.ASK else "[ ] "
        to = whom(action)
        person = f"**{escape_text(to)}**: " if to else ""
        number = f" {self.talks.number(action.reference)}" if action.reference else ""
        item = self.summary.by_id.get(action.item or "")
        where = f" — {self.talks.to_item(item)}" if item else ""
        return f"- {box}{person}{self.talks.line(action.text)}{number}{where}"

    def _posters(self) -> None:
        """All posters as a table, followed by details of posters that are in no part and do not fit into the table."""
        posters = self.arrangement.posters
        full = [one.item for one in posters if not one.elsewhere and _is_more_than_a_claim(one.item)]
        rows = [self._poster(one.item, linked=one.elsewhere or one.item in full) for one in posters]
        self.book.add(_table([self.terms.number, self.terms.title, self.terms.speakers, self.terms.claim, "★"], rows))
        for item in full:
            self.book.part(item.id)
            self.talks.item(item, SummarySession(self.terms.posters, Kind.POSTER), 3)

    def _poster(self, item: SummaryItem, *, linked: bool) -> list[str]:
        title = escape_text(item.title)
        title = self.book.to(item.id, title) if linked else title + self.book.cell(item.id, "posters")
        return [
            escape_text(item.number or ""),
            " · ".join(filter(None, (title, self.talks.links(item)))),
            escape_text(self.words.authors_words(item)),
            self.talks.line(item.claim),
            self.words.mark(item)[0],
        ]

    def _unseen(self) -> None:
        for unseen in self.arrangement.unseen:
            self.book.add(f"**{unseen.title}**" if unseen.title else "", "\n".join(map(self._one_unseen, unseen.items)))

    def _one_unseen(self, listed: ListedItem) -> str:
        item = listed.item
        if listed.elsewhere:
            return f"- {self.talks.to_item(item)}"
        facts = map(escape_text, self.words.item_facts(self.summary, item, None))
        return f"- {self.talks.short(item, facts)}{self.book.line(item.id)}"

    def _references(self) -> None:
        """The numbered references, and the path of their BibTeX file."""
        lines = []
        for reference in self.summary.references:
            words = escape_text(self.words.reference_sentence(self.summary, reference))
            url = reference.resource.url
            lines.append(
                f"{reference.number}. {words} {link(wording.short_address(url), url)}"
                f"{self.book.line(f'ref-{reference.number}')}"
            )
        self.book.add("\n".join(lines))
        if self._bibliography:
            file = f"[{escape_text(self._bibliography)}]({address(self._bibliography)})"
            self.book.add(self.terms.papers_beside.format(file=file))

    def _people(self) -> None:
        lines = []
        for person in self.summary.people:
            place = f" ({escape_text(person.affiliation)})" if person.affiliation else ""
            roles = f", {self.words.roles(person)}" if person.roles else ""
            talks = f": {self.talks.to_items(person.items)}" if person.items else ""
            lines.append(f"- **{escape_text(person.name)}**{place}{roles}{talks}")
        self.book.add("\n".join(lines))

    def _tags(self) -> None:
        tags = [(escape_text(f"#{tag.name}"), self.talks.to_items(tag.items)) for tag in self.summary.tags]
        self.book.add("\n".join(f"- **{name}**: {talks}" for name, talks in tags))


def _is_more_than_a_claim(item: SummaryItem) -> bool:
    return len(item.notes) > 1 or any(note.text or note.view or note.takeaways or note.questions for note in item.notes)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table without its empty columns; numbers are right-aligned.

    Narrow tables without links are also aligned in the source.
    """
    columns = [
        [title[:1].upper() + title[1:], *(_BARE_BAR.sub(r"\\|", cell) for cell in cells)]
        for title, *cells in zip(head, *rows, strict=True)
        if any(cells)
    ]
    widths = [max(map(len, column)) for column in columns]
    if sum(widths) > _WIDEST or any(TO in cell for column in columns for cell in column):
        widths = [0] * len(columns)
    set_ = [_column(column, width) for column, width in zip(columns, widths, strict=True)]
    return "\n".join(f"| {' | '.join(row)} |" for row in zip(*set_, strict=True))


def _column(cells: Sequence[str], width: int) -> list[str]:
    """A column's title, rule and cells; numbers are right-aligned."""
    title, *others = cells
    if not all(cell[:1].isdigit() or not cell for cell in others):
        return [title.ljust(width), "-" * max(width, _NARROWEST), *(cell.ljust(width) for cell in others)]
    return [title.rjust(width), "-" * (max(width, _NARROWEST) - 1) + ":", *(cell.rjust(width) for cell in others)]


class MarkdownTalks:
    """Writes talks and their notes into a book."""

    def __init__(self, summary: Summary, setting: RenderOptions, book: MarkdownBook, photos: Iterable[str]) -> None:
        self.summary = summary
        self.words = setting.words
        self.terms = setting.words.terms
        self.book = book
        self._links: dict[str, str] = {}
        lines = {one.id for item in summary.by_id.values() for one in item.takeaways}
        self._around = NoteContext(
            inner=self._inner,
            headed=book.headed,
            is_photo=frozenset(photos).__contains__,
            is_line=lines.__contains__,
            footnote=book.footnote,
            apart=book.style is LinkStyle.OBSIDIAN,
        )

    def _inner(self, place: str) -> str | None:
        return f"{TO}{place}{TO_END}" if place in self.summary.by_id else None

    def line(self, text: str) -> str:
        """A line of a note."""
        return line_in_document(outside(text), self._around)

    def note(self, text: str, level: int) -> str:
        """A note's text under a heading of `level`."""
        made = note_in_document(outside(text), level, self._around)
        self.book.know_lines(made)
        return made

    def to_item(self, item: SummaryItem) -> str:
        """A link to an item, by its short title."""
        if item.id not in self._links:
            self._links[item.id] = self.book.to(item.id, escape_text(wording.short_title(item.title)))
        return self._links[item.id]

    def to_items(self, places: Iterable[str]) -> str:
        """Links to several items."""
        return ", ".join(self.to_item(self.summary.by_id[place]) for place in places if place in self.summary.by_id)

    def part(self, part: SummaryPart, place: str, level: int) -> None:
        """Write the sessions and talks of a part, whose heading is already written."""
        for session in part.sessions:
            self._session(session, "-".join((place, *_name_of(session))), level)
        if part.also:
            self.book.part(f"{place}-also")
            self.book.add(f"{self.terms.see_also}: {self.to_items(part.also)}")

    def _session(self, session: SummarySession, place: str, level: int) -> None:
        title = wording.session_title(session)
        listed = [item for item in session.items if not item.noted]
        noted = [item for item in session.items if item.noted]
        if title is not None or listed:
            self.book.part(place)
        if title is not None:
            self.book.heading(level + 1, title, place)
            self.book.add(" · ".join(escape_text(fact) for fact in wording.session_facts(session)))
        if listed and noted:
            self.book.add(f"*{self.terms.without_notes}:*")
        self.book.add("\n".join(self._in_one_line(item, session) for item in listed))
        for item in noted:
            self.book.part(item.id)
            self.item(item, session, level + (1 if title is None else 2))

    def _in_one_line(self, item: SummaryItem, session: SummarySession) -> str:
        facts = [escape_text(fact) for fact in self.words.item_facts(self.summary, item, session)]
        return " · ".join(filter(None, (f"- {self.short(item, facts)}", self.marks(item)))) + self.book.line(item.id)

    def short(self, item: SummaryItem, facts: Iterable[str]) -> str:
        """An item on one line: facts, title, speakers and links."""
        words = [f"**{escape_text(item.title)}**", ", ".join(escape_text(speaker.name) for speaker in item.speakers)]
        parts = [" · ".join(facts), " — ".join(word for word in words if word), self.links(item)]
        return " · ".join(part for part in parts if part)

    def item(self, item: SummaryItem, session: SummarySession, level: int) -> None:
        """Write a full item with its heading."""
        self.book.heading(level, item.title, item.id)
        board = [f"{self.terms.number} {item.number}"] if item.number else []
        facts = [escape_text(fact) for fact in (*board, *self.words.item_facts(self.summary, item, session))]
        first = " · ".join(part for part in [*facts, self.marks(item)] if part)
        speakers = ", ".join(self._speaker(speaker) for speaker in item.speakers)
        about = "\\\n".join(line for line in (first, speakers, self.links(item)) if line)
        self.book.add(about and about + self.book.under(item.id))
        for note in item.notes:
            self._one_note(note, item, level)

    def _one_note(self, note: SummaryNote, item: SummaryItem, level: int) -> None:
        add = self.book.add
        if note.author and note.written:
            add(f"**{escape_text(self.terms.by_author.format(authors=note.author))}**")
        if note.claim:
            add(f"**{self.terms.claim}:** {self.line(note.claim)}")
        apart = [one for one in note.takeaways if not one.in_text]
        if apart:
            add(f"**{self.terms.takeaways}**", "\n".join(map(self._takeaway, apart)))
        if note.text:
            text = self.note(note.text, level)
            if apart and not text.startswith("#"):
                add(f"**{self.terms.notes}**")
            add(text)
        if note.questions:
            add(f"**{self.words.questions(note.questions)}**", "\n".join(self._question(one) for one in note.questions))
        if note.view:
            add(self._view(note, item, level))

    def _takeaway(self, takeaway: SummaryTakeaway) -> str:
        return f"- {self.line(takeaway.text)}{self.book.line(takeaway.id)}"

    def arrow(self, place: str) -> str:
        """A link to a line with the same text."""
        return self.book.to(place, "→")

    def _question(self, question: SummaryQuestion) -> str:
        asked_by = f" — {escape_text(question.asked_by)}" if question.asked_by else ""
        lines = [f"- **{self.terms.question}:** {self.line(question.text)}{asked_by}"]
        lines += [
            f"  **{self.terms.answer}:** {self.line(line)}"
            for line in (question.answer or "").split("\n")
            if line.strip()
        ]
        return "\\\n".join(lines) + self.book.line(question.id)

    def _view(self, note: SummaryNote, item: SummaryItem, level: int) -> str:
        """The author's opinion as a quotation; in Obsidian as a callout."""
        text = self.book.quoted(self.note(note.view, level), item.id)
        words = escape_text(self.words.view(note.author))
        head = f"[!quote] {words}" if self.book.style is LinkStyle.OBSIDIAN else f"**{words}**"
        return "\n".join(f"> {line}".rstrip() for line in f"{head}\n\n{text}".split("\n"))

    def _speaker(self, speaker: Speaker) -> str:
        name = escape_text(speaker.name)
        words = f"**{name}**" if speaker.highlighted else name
        return f"{words} ({escape_text(speaker.affiliation)})" if speaker.affiliation else words

    def marks(self, item: SummaryItem) -> str:
        """Its rating, and whether it is marked as watch later."""
        return " · ".join(self.words.marks(item))

    def links(self, item: SummaryItem) -> str:
        """Its links, with their reference numbers."""
        return " · ".join(self._one_link(one) for one in item.links)

    def _one_link(self, one: SummaryLink) -> str:
        words = link(self.words.link_words(one.resource), one.resource.url)
        return f"{words} {self.number(one.number)}" if one.number else words

    def number(self, number: int) -> str:
        """A link to a reference: `[3]`."""
        return self.book.to(f"ref-{number}", f"\\[{number}\\]")


def _name_of(session: SummarySession) -> Iterator[str]:
    """What makes a session's name unique in its part, even if others are added."""
    if session.start:
        yield f"{session.start:%H%M}"
    yield ascii_slug(session.title or "talks")
