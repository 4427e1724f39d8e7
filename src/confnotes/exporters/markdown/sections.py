"""The sections of a Markdown summary outside its parts: title, overview, highlights ... references, indexes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from confnotes.exporters import wording
from confnotes.exporters.markdown.book import TO
from confnotes.exporters.markdown.talks import MarkdownTalks
from confnotes.exporters.render_options import RenderOptions
from confnotes.exporters.section_order import Chapter, ChapterKind, ListedItem, SectionOrder, others_of, whom
from confnotes.markup.canonical import is_allowed
from confnotes.markup.markdown_text import address, escape_text, link
from confnotes.model.program import Conference, Kind
from confnotes.model.summary import (
    ActionKind,
    SlotState,
    Summary,
    SummaryAction,
    SummaryHighlight,
    SummaryItem,
    SummarySession,
    SummaryTheme,
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
            ChapterKind.THEMES: self._themes,
            ChapterKind.ACTIONS: self._actions,
            ChapterKind.POSTERS: self._posters,
            ChapterKind.UNSEEN: self._unseen,
            ChapterKind.REFERENCES: self._references,
            ChapterKind.PEOPLE: self._people,
            ChapterKind.TAGS: self._tags,
            ChapterKind.NOT_COVERED: self._not_covered,
        }
        self.book.part(chapter.id)
        self.book.heading(2, chapter.title, chapter.id)
        self.contents.append((chapter.title, chapter.id))
        sections[chapter.section]()

    def title(self) -> None:
        self.book.part("title")
        self.book.heading(1, self.words.title(self.summary), "title")
        lines = [line for one in self.summary.conferences if (line := self._conference(one))]
        lines += filter(None, [escape_text(self.words.authors(self.summary))])
        self.book.add("\\\n".join(lines))
        figures = self.words.coverage(self.summary)
        self.book.add(f"*{' · '.join(figures)}*" if figures else "")

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
        if len(self.summary.tracks) < 2:
            return
        for track in self.summary.tracks:
            if track.seen or track.starred or track.missed:
                seen = self.terms.of_all.format(seen=track.seen, all=track.talks)
                yield [
                    escape_text(self.words.track_name(self.summary, track)),
                    seen,
                    str(track.starred or ""),
                    str(track.missed or ""),
                ]

    def _overview(self) -> None:
        self.book.add(self.talks.note(self.summary.overview, 2))

    def _highlights(self) -> None:
        self.book.add("\n".join(map(self._highlight, self.summary.highlights)))

    def _highlight(self, highlight: SummaryHighlight) -> str:
        item = self.summary.by_id[highlight.item]
        by = f" — {escape_text(self.words.authors_words(item))}" if item.speakers else ""
        why = self.words.why(self.summary, highlight)
        lines = [
            f"- **{self.book.to(item.id, escape_text(item.title))}**{by}{f' · *{escape_text(why)}*' if why else ''}"
        ]
        lines += [f"  - {self.talks.line(one.text)} {self.talks.arrow(one.id)}" for one in highlight.takeaways]
        return "\n".join(lines)

    def _themes(self) -> None:
        for theme in self.summary.themes:
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
        box = "" if action.kind is ActionKind.ASK else "[x] " if action.done else "[ ] "
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
            words = escape_text(self.words.reference_words(self.summary, reference)).rstrip(".")
            url = reference.resource.url
            lines.append(
                f"{reference.number}. {words}. {link(wording.short_address(url), url)}"
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

    def _not_covered(self) -> None:
        untold = self.words.untold(self.summary)
        self.book.add("\n".join(f"- {escape_text(name)} ({talks})" for name, talks in untold))


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
