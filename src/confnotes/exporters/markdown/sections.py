"""What stands around the parts of a Markdown summary: title, overview, highlights ... references, indexes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence

from confnotes.exporters import wording
from confnotes.exporters.addresses import is_allowed
from confnotes.exporters.markdown.book import TO
from confnotes.exporters.markdown.talks import Talks
from confnotes.exporters.markdown.text import address, escaped, link
from confnotes.exporters.setting import Setting
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
    SummaryTrack,
)

_MOST_TOPICS = 20
_WIDEST, _NARROWEST = 100, 3
_BARE_BAR = re.compile(r"(?<!\\)\|")
_NO_SESSION = SummarySession()


class Sections:
    """Writes the sections of a summary into the book of `talks`, each only where there is something to say."""

    def __init__(self, summary: Summary, setting: Setting, talks: Talks) -> None:
        self.summary = summary
        self.words = setting.words
        self.terms = setting.words.terms
        self.talks = talks
        self.book = talks.book
        self.contents: list[tuple[str, str]] = []

    def section(self, name: str, title: str) -> None:
        """Begin a section that the contents name."""
        self.book.part(name)
        self.book.heading(2, title, name)
        self.contents.append((title, name))

    def title(self) -> None:
        self.book.part("title")
        self.book.heading(1, self.words.title(self.summary), "title")
        lines = [line for one in self.summary.conferences if (line := self._conference(one))]
        lines += filter(None, [escaped(self.words.authors(self.summary))])
        self.book.add("\\\n".join(lines))
        figures = self.words.coverage(self.summary)
        self.book.add(f"*{' · '.join(figures)}*" if figures else "")

    def _conference(self, conference: Conference) -> str:
        words = [escaped(fact) for fact in self.words.conference_facts(self.summary, conference)]
        if len(self.summary.conferences) > 1 or (conference.name and conference.name != self.summary.title):
            words.insert(0, f"**{escaped(conference.name or '')}**")
        if conference.url and is_allowed(conference.url):
            words.append(link(wording.host(conference.url) or conference.url, conference.url))
        return " · ".join(words)

    def at_a_glance(self) -> None:
        """The pictures of other forms in words: days and tracks as tables, topics in a row."""
        days, tracks = list(self._days()), list(self._tracks())
        topics = [f"{escaped(topic.name)} ({len(topic.items)})" for topic in self.summary.topics[:_MOST_TOPICS]]
        if not (days or tracks or topics):
            return
        self.section("at-a-glance", self.terms.at_a_glance)
        if days:
            table = _table([self.terms.day_label, *self._state_words()], days)
            self.book.add(f"**{self.terms.days_as_timeline}**", table)
        if tracks:
            table = _table([self.terms.track_label, *self._state_words()], tracks)
            self.book.add(f"**{self.terms.coverage_by_track}**", table)
        if topics:
            self.book.add(f"**{self.terms.about}:** {', '.join(topics)}")

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
            yield [escaped(name), *(str(figure or "") for figure in figures)]

    def _tracks(self) -> Iterator[list[str]]:
        if len(self.summary.tracks) < 2:
            return
        for track in self.summary.tracks:
            if track.seen or track.starred or track.missed:
                seen = self.terms.of_all.format(seen=track.seen, all=track.talks)
                yield [self._track(track), seen, str(track.starred or ""), str(track.missed or "")]

    def _track(self, track: SummaryTrack) -> str:
        several = track.conference and len(self.summary.conferences) > 1
        return escaped(f"{track.conference} · {track.name}" if several else track.name)

    def overview(self) -> None:
        if self.summary.overview:
            self.section("overview", self.terms.overview)
            self.book.add(self.talks.note(self.summary.overview, 2))

    def highlights(self) -> None:
        if self.summary.highlights:
            self.section("highlights", self.terms.highlights)
            self.book.add("\n".join(self._highlight(one) for one in self.summary.highlights))

    def _highlight(self, highlight: SummaryHighlight) -> str:
        item = self.summary.by_id[highlight.item]
        by = f" — {escaped(self.words.authors_words(item))}" if item.speakers else ""
        why = self.words.why(self.summary, highlight)
        lines = [f"- **{self.book.to(item.id, escaped(item.title))}**{by}{f' · *{escaped(why)}*' if why else ''}"]
        lines += [f"  - {self.talks.line(one.text)} {self.talks.arrow(one.id)}" for one in highlight.takeaways]
        return "\n".join(lines)

    def themes(self) -> None:
        if self.summary.themes:
            self.section("themes", self.terms.themes)
            for theme in self.summary.themes:
                self._theme(theme)

    def _theme(self, theme: SummaryTheme) -> None:
        lines = [
            f"- {self.talks.line(point.text)} — "
            + self.book.to(point.place, escaped(wording.short_title(self.summary.by_id[point.item].title)))
            for point in theme.points
        ]
        others = [item for item in theme.items if all(point.item != item for point in theme.points)]
        if others:
            lines.append(f"- {self.terms.see_also}: {self.talks.to_items(others)}" if lines else "")
        self.book.add(f"**{escaped(theme.title)}**", "\n".join(filter(None, lines)) or self.talks.to_items(others))

    def actions(self) -> None:
        if not self.summary.actions:
            return
        self.section("actions", self.terms.actions)
        titles = {
            ActionKind.DO: self.terms.to_do,
            ActionKind.READ: self.terms.to_read,
            ActionKind.WRITE: self.terms.to_write_to,
            ActionKind.ASK: self.terms.to_ask,
        }
        for kind, title in titles.items():
            found = [action for action in self.summary.actions if action.kind is kind]
            if found:
                self.book.add(f"**{title}**", "\n".join(self._action(action) for action in found))

    def _action(self, action: SummaryAction) -> str:
        box = "" if action.kind is ActionKind.ASK else "[x] " if action.done else "[ ] "
        person = f"**{escaped(action.person)}**: " if action.person else ""
        number = f" {self.talks.number(action.reference)}" if action.reference else ""
        item = self.summary.by_id.get(action.item or "")
        where = f" — {self.talks.to_item(item)}" if item else ""
        return f"- {box}{person}{self.talks.line(action.text)}{number}{where}"

    def posters(self) -> None:
        """All posters as a table; those that stand nowhere else, and have more to tell than fits there, below it."""
        posters = [self.summary.by_id[one] for one in self.summary.posters if one in self.summary.by_id]
        if not posters:
            return
        self.section("posters", self.terms.posters)
        told = {item.id for item in self.summary.items()}
        full = {item.id for item in posters if item.id not in told and _is_more_than_a_claim(item)}
        rows = [self._poster(item, linked=item.id in told | full) for item in posters]
        self.book.add(_table([self.terms.number, self.terms.title, self.terms.speakers, self.terms.claim, "★"], rows))
        for item in posters:
            if item.id in full:
                self.book.part(item.id)
                self.talks.item(item, SummarySession(self.terms.posters, Kind.POSTER), 3)

    def _poster(self, item: SummaryItem, *, linked: bool) -> list[str]:
        title = escaped(item.title)
        title = self.book.to(item.id, title) if linked else title + self.book.cell(item.id, "posters")
        return [
            escaped(item.number or ""),
            " · ".join(filter(None, (title, self.talks.links(item)))),
            escaped(self.words.authors_words(item)),
            self.talks.line(item.claim),
            wording.stars(item.rating) if item.rating else "★" if item.starred else "",
        ]

    def missed_and_later(self) -> None:
        missed, later = self.summary.missed, self.summary.later
        if not (missed or later):
            return
        both = missed and later
        told = {item.id for item in self.summary.items()}
        title = self.terms.missed_and_later if both else self.terms.missed if missed else self.terms.later
        self.section("missed-and-later", title)
        self._unseen(self.terms.missed if both else "", missed, told)
        self._unseen(self.terms.later if both else "", later, told | set(missed))

    def _unseen(self, title: str, places: Iterable[str], told: Container[str]) -> None:
        lines = []
        for place in places:
            item = self.summary.by_id[place]
            if place in told:
                lines.append(f"- {self.talks.to_item(item)}")
                continue
            day = [self.words.short_day(item.day)] if item.day else []
            facts = [*day, *self.words.item_facts(self.summary, item, _NO_SESSION)]
            lines.append(f"- {self.talks.short(item, map(escaped, dict.fromkeys(facts)))}{self.book.line(place)}")
        if lines:
            self.book.add(f"**{title}**" if title else "", "\n".join(lines))

    def references(self, bibliography: str) -> None:
        """The numbered references, and where their BibTeX lies."""
        if not self.summary.references and not bibliography:
            return
        self.section("references", self.terms.references)
        lines = []
        for reference in self.summary.references:
            words = escaped(self.words.reference_words(self.summary, reference)).rstrip(".")
            url = reference.resource.url
            lines.append(
                f"{reference.number}. {words}. {link(wording.shown_address(url), url)}"
                f"{self.book.line(f'ref-{reference.number}')}"
            )
        self.book.add("\n".join(lines))
        if bibliography:
            file = f"[{escaped(bibliography)}]({address(bibliography)})"
            self.book.add(self.terms.papers_beside.format(file=file))

    def people(self) -> None:
        if not self.summary.people:
            return
        self.section("people", self.terms.people)
        lines = []
        for person in self.summary.people:
            place = f" ({escaped(person.affiliation)})" if person.affiliation else ""
            roles = f", {self.words.roles(person)}" if person.roles else ""
            talks = f": {self.talks.to_items(person.items)}" if person.items else ""
            lines.append(f"- **{escaped(person.name)}**{place}{roles}{talks}")
        self.book.add("\n".join(lines))

    def tags(self) -> None:
        if self.summary.tags:
            self.section("tags", self.terms.tags)
            tags = [(escaped(f"#{tag.name}"), self.talks.to_items(tag.items)) for tag in self.summary.tags]
            self.book.add("\n".join(f"- **{name}**: {talks}" for name, talks in tags))

    def not_covered(self) -> None:
        untold = self.summary.untold()
        if untold:
            self.section("not-covered", self.terms.not_covered)
            tracks = ((self._track(track), self.words.counted(track.talks, self.terms.talks)) for track in untold)
            self.book.add("\n".join(f"- {name} ({talks})" for name, talks in tracks))


def _is_more_than_a_claim(item: SummaryItem) -> bool:
    return len(item.notes) > 1 or any(note.text or note.view or note.takeaways or note.questions for note in item.notes)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table without the columns in which nothing stands; those of figures are set to the right.

    The columns of a narrow one without links stand under each other in the source too.
    """
    kept = [at for at in range(len(head)) if any(row[at] for row in rows)]
    cells = [[head[at][:1].upper() + head[at][1:] for at in kept]]
    cells += [[_BARE_BAR.sub(r"\\|", row[at]) for at in kept] for row in rows]
    widths = [max(len(row[at]) for row in cells) for at in range(len(kept))]
    if sum(widths) > _WIDEST or any(TO in cell for row in cells for cell in row):
        widths = [0] * len(kept)
    right = [all(row[at][:1].isdigit() or not row[at] for row in rows) for at in kept]
    lines = [
        [
            cell.rjust(width) if figures else cell.ljust(width)
            for cell, width, figures in zip(row, widths, right, strict=True)
        ]
        for row in cells
    ]
    rule = [
        "-" * (max(width, _NARROWEST) - figures) + ":" * figures for width, figures in zip(widths, right, strict=True)
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (lines[0], rule, *lines[1:]))
