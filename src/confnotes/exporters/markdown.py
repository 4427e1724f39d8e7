"""A summary as one Markdown file that reads well on GitHub.

Inner links go to the anchors which GitHub gives to headings. An item that has no heading of its own (a talk without
notes) is reached through the heading it stands under.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from confnotes.exporters import wording
from confnotes.exporters.addresses import is_allowed
from confnotes.exporters.markdown_notes import line_in_document, note_in_document
from confnotes.exporters.markdown_text import Anchors, escaped, link
from confnotes.exporters.setting import Output, Setting
from confnotes.markup.plain import safe_text
from confnotes.model.program import Speaker
from confnotes.model.summary import Summary, SummaryItem, SummaryLink, SummaryPart, SummaryQuestion, SummarySession

_OPEN, _CLOSE = "\ue000", "\ue001"  # around an id until the anchors are known; taken out of everything else
_PLACE = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")


def render(summary: Summary, setting: Setting) -> Output:
    """The Markdown file, ending in one newline; the same summary gives the same bytes."""
    return Output(_Document(summary, setting.words).text().encode("utf-8", "replace"))


class _Document:
    def __init__(self, summary: Summary, words: wording.Wording) -> None:
        self.summary = summary
        self.words = words
        self.terms = words.terms
        self.blocks: list[str] = []
        self.anchors = Anchors()
        self.places: dict[str, str] = {}
        self.contents: list[tuple[int, str, str]] = []
        self.anything_noted = bool(summary.noted())

    def text(self) -> str:
        self.title_block()
        before_contents = len(self.blocks)
        self.heading(2, self.terms.contents, "contents")
        self.overview()
        self.highlights()
        for number, part in enumerate(self.summary.parts, start=1):
            self.part(part, f"part-{number}")
        self.questions()
        self.tasks()
        self.people()
        self.tags()
        self.references()
        if self.contents:
            self.blocks.insert(before_contents + 1, self.table_of_contents())
        else:
            self.blocks[before_contents:] = [self.terms.nothing]
        made = _PLACE.sub(lambda match: self.places.get(match[1], "contents"), "\n\n".join(self.blocks))
        return safe_text(made).strip("\n") + "\n"

    def heading(self, level: int, words: str, place: str, *, listed: bool = False) -> None:
        self.blocks.append(f"{'#' * level} {escaped(words)}")
        self.places[place] = self.anchors.take(words)
        if listed:
            self.contents.append((level, words, place))

    def add(self, block: str) -> None:
        if block:
            self.blocks.append(block)

    def inner(self, place: str) -> str | None:
        return f"{_OPEN}{place}{_CLOSE}" if place in self.summary.by_id else None

    def line(self, text: str) -> str:
        return line_in_document(_MARKS.sub("", safe_text(text)), self.inner)

    def note(self, text: str, level: int) -> str:
        return note_in_document(_MARKS.sub("", safe_text(text)), level, self.inner, self.anchors.take)

    def to(self, place: str, words: str) -> str:
        return f"[{escaped(words)}](#{_OPEN}{place}{_CLOSE})"

    def to_items(self, places: Iterable[str]) -> str:
        return ", ".join(self.to_item(self.summary.by_id[place]) for place in places)

    def to_item(self, item: SummaryItem) -> str:
        return self.to(item.id, wording.short_title(item.title))

    def title_block(self) -> None:
        self.heading(1, self.words.title(self.summary), "top")
        facts: list[str] = []
        for conference in self.summary.conferences:
            words = [escaped(fact) for fact in self.words.conference_facts(self.summary, conference)]
            if len(self.summary.conferences) > 1 or (conference.name and conference.name != self.summary.title):
                words.insert(0, f"**{escaped(conference.name or '')}**")
            if conference.url and is_allowed(conference.url):
                words.append(link(wording.host(conference.url) or conference.url, conference.url))
            if words:
                facts.append(" · ".join(words))
        self.add("\\\n".join(facts))
        figures = self.words.coverage(self.summary)
        self.add(f"*{' · '.join(figures)}*" if figures else "")

    def table_of_contents(self) -> str:
        return "\n".join(f"{'  ' * (level - 2)}- {self.to(place, words)}" for level, words, place in self.contents)

    def overview(self) -> None:
        if self.summary.overview:
            self.heading(2, self.terms.overview, "overview", listed=True)
            self.add(self.note(self.summary.overview, 2))

    def highlights(self) -> None:
        if not self.summary.highlights:
            return
        self.heading(2, self.terms.highlights, "highlights", listed=True)
        lines = []
        for highlight in self.summary.highlights:
            item = self.summary.by_id[highlight.item]
            place = item.id
            rating = f" {wording.stars(item.rating)}" if item.rating else ""
            by = f" — {escaped(self.words.authors_words(item))}" if item.speakers else ""
            lines.append(f"- **{self.to(place, item.title)}**{by}{rating}")
            lines += [f"  - {self.line(takeaway.text)}" for takeaway in highlight.takeaways]
        self.add("\n".join(lines))

    def part(self, part: SummaryPart, place: str) -> None:
        self.heading(2, self.words.part_title(self.summary, part), place, listed=True)
        for number, session in enumerate(part.sessions, start=1):
            self.session(session, f"{place}-{number}", place)
        if part.also:
            self.add(f"{self.terms.see_also}: {self.to_items(part.also)}")

    def session(self, session: SummarySession, place: str, under: str) -> None:
        title = wording.session_title(session)
        if title is not None:
            anything = not self.anything_noted or any(item.noted for item in session.items)
            self.heading(3, title, place, listed=anything)
            self.add(" · ".join(escaped(fact) for fact in wording.session_facts(session)))
            under = place
        listed = [item for item in session.items if not item.noted]
        noted = [item for item in session.items if item.noted]
        if listed and noted:
            self.add(f"*{self.terms.without_notes}:*")
        self.add("\n".join(self.in_one_line(item, session) for item in listed))
        self.places.update({item.id: self.places[under] for item in listed})
        for item in noted:
            self.item(item, session, 3 if title is None else 4)

    def in_one_line(self, item: SummaryItem, session: SummarySession) -> str:
        facts = [escaped(fact) for fact in self.words.item_facts(self.summary, item, session)]
        words = [f"**{escaped(item.title)}**", ", ".join(escaped(speaker.name) for speaker in item.speakers)]
        parts = [" · ".join(facts), " — ".join(word for word in words if word), self.links(item), self.marks(item)]
        return "- " + " · ".join(part for part in parts if part)

    def item(self, item: SummaryItem, session: SummarySession, level: int) -> None:
        self.heading(level, item.title, item.id, listed=True)
        facts = [escaped(fact) for fact in self.words.item_facts(self.summary, item, session)]
        first = " · ".join(part for part in [*facts, self.marks(item)] if part)
        speakers = ", ".join(self.speaker(speaker) for speaker in item.speakers)
        self.add("\\\n".join(line for line in (first, speakers, self.links(item)) if line))
        if item.takeaways:
            takeaways = "\n".join(f"> - {self.line(takeaway.text)}" for takeaway in item.takeaways)
            self.add(f"> **{self.terms.takeaways}**\n>\n{takeaways}")
        for note in item.notes:
            self.add(self.note(note.text, level))

    def speaker(self, speaker: Speaker) -> str:
        name = escaped(speaker.name)
        words = f"**{name}**" if speaker.highlighted else name
        return f"{words} ({escaped(speaker.affiliation)})" if speaker.affiliation else words

    def marks(self, item: SummaryItem) -> str:
        best = wording.stars(item.rating) if item.rating else "★ starred" if item.starred else ""
        return " · ".join(filter(None, (best, self.terms.later if item.later else "")))

    def links(self, item: SummaryItem) -> str:
        return " · ".join(self.one_link(one) for one in item.links)

    def one_link(self, one: SummaryLink) -> str:
        words = link(self.words.link_words(one.resource), one.resource.url)
        return f"{words} {self.to('references', f'[{one.number}]')}" if one.number else words

    def questions(self) -> None:
        asked = [(item, question) for item in self.summary.items() for question in item.questions]
        answered = [one for one in asked if one[1].answer is not None]
        still_open = [one for one in asked if one[1].answer is None]
        if answered:
            self.heading(2, self.terms.questions, "answers", listed=True)
            self.add("\n".join(f"{self.question(*one)}\\\n  {self.answer(one[1])}" for one in answered))
        if still_open:
            self.heading(2, self.terms.to_ask, "questions", listed=True)
            self.add("\n".join(self.question(*one) for one in still_open))

    def question(self, item: SummaryItem, question: SummaryQuestion) -> str:
        return f"- {self.line(question.text)} — {self.to_item(item)}"

    def answer(self, question: SummaryQuestion) -> str:
        return f"**A:** {self.line(' '.join((question.answer or '').split()))}"

    def tasks(self) -> None:
        tasks = [(item, task) for item in self.summary.items() for task in item.tasks]
        if tasks:
            self.heading(2, self.terms.to_do, "tasks", listed=True)
            tasks.sort(key=lambda pair: pair[1].done)
            self.add(
                "\n".join(
                    f"- [{'x' if task.done else ' '}] {self.line(task.text)} — {self.to_item(item)}"
                    for item, task in tasks
                )
            )

    def people(self) -> None:
        if self.summary.people:
            self.heading(2, self.terms.people, "people", listed=True)
            lines = []
            for person in self.summary.people:
                place = f" ({escaped(person.affiliation)})" if person.affiliation else ""
                roles = f", {self.words.roles(person)}" if person.roles else ""
                talks = f": {self.to_items(person.items)}" if person.items else ""
                lines.append(f"- **{escaped(person.name)}**{place}{roles}{talks}")
            self.add("\n".join(lines))

    def tags(self) -> None:
        if self.summary.tags:
            self.heading(2, self.terms.tags, "tags", listed=True)
            self.add(
                "\n".join(f"- **{escaped(f'#{tag.name}')}**: {self.to_items(tag.items)}" for tag in self.summary.tags)
            )

    def references(self) -> None:
        if self.summary.references:
            self.heading(2, self.terms.references, "references", listed=True)
            lines = []
            for reference in self.summary.references:
                words = escaped(self.words.reference_words(self.summary, reference))
                url = reference.resource.url
                lines.append(f"{reference.number}. {words}. {link(wording.shown_address(url), url)}")
            self.add("\n".join(lines))
