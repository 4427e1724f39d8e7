"""The parts of a Markdown summary: days, tracks and so on with sessions, and full talks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from confnotes.exporters import wording
from confnotes.exporters.markdown.book import TO, TO_END, MarkdownBook, ascii_slug, outside
from confnotes.exporters.markdown.notes import NoteContext, line_in_document, note_in_document
from confnotes.exporters.render_options import LinkStyle, RenderOptions
from confnotes.markup.markdown_text import escape_text, link
from confnotes.model.program import Speaker
from confnotes.model.summary import (
    Summary,
    SummaryItem,
    SummaryLink,
    SummaryNote,
    SummaryPart,
    SummaryQuestion,
    SummarySession,
    SummaryTakeaway,
)


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
            add(f"**{self.terms.questions}**", "\n".join(self._question(one) for one in note.questions))
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
