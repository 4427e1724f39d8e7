"""The parts of a summary as pandoc's tree: sessions and talks with their notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from confnotes.exporters.pandoc import ast
from confnotes.exporters.pandoc.ast import Blocks, Element, Inlines
from confnotes.exporters.pandoc.notes import NoteBlocks
from confnotes.exporters.pandoc.pictures import DocumentPictures
from confnotes.exporters.render_options import RenderOptions
from confnotes.exporters.wording import session_facts, session_title, short_title
from confnotes.markup.canonical import is_allowed
from confnotes.model.program import Speaker
from confnotes.model.summary import Summary, SummaryItem, SummaryLink, SummaryNote, SummaryPart, SummarySession

View = Callable[[Inlines, Blocks], Blocks]
"""Sets off an author's opinion, given its label and text."""


class PandocTalks:
    """Renders parts and the links to their items."""

    def __init__(self, summary: Summary, setting: RenderOptions, shown: DocumentPictures, view: View) -> None:
        self.summary = summary
        self.words = setting.words
        self.terms = setting.words.terms
        self.notes = NoteBlocks(summary.by_id, summary.line_ids(), shown.photo, self.terms)
        self._view = view

    def part(self, part: SummaryPart) -> Blocks:
        """The sessions of a day, track, theme or person, with its heading."""
        made: Blocks = []
        for session in part.sessions:
            made += self._session(session)
        if part.also:
            made.append(ast.para([*ast.text(f"{self.terms.see_also}: "), *self.to_all(part.also)]))
        return made

    def _session(self, session: SummarySession) -> Blocks:
        title = session_title(session)
        made: Blocks = []
        if title is not None:
            made.append(ast.header(2, ast.text(title)))
            facts = [ast.text(fact) for fact in session_facts(session)]
            made += [ast.para([ast.emph(ast.join(facts))])] if facts else []
        listed = [item for item in session.items if not item.noted]
        noted = [item for item in session.items if item.noted]
        for item in noted:
            made += self._talk(item, session, 2 if title is None else 3)
        if listed and noted:
            made.append(ast.para([ast.emph(ast.text(f"{self.terms.without_notes}:"))]))
        if listed:
            made.append(ast.bullets([self.in_a_list(item, session) for item in listed]))
        return made

    def in_a_list(self, item: SummaryItem, session: SummarySession | None = None) -> Blocks:
        """A talk on one line."""
        facts = self.words.item_facts(self.summary, item, session)
        speakers = ", ".join(speaker.name for speaker in item.speakers)
        title = self.listed_title(item)
        named = [*title, *ast.text(f" — {speakers}")] if speakers else title
        return [ast.plain(ast.join([ast.text(", ".join(facts)), named, self._links(item), *([self.marks(item)])]))]

    def listed_title(self, item: SummaryItem) -> Inlines:
        """A talk's title in a list: the anchor itself, or a link to its place."""
        anchor = self.notes.anchor(item.id)
        if not anchor:
            return [self.to(item, short=False)]
        return [*anchor, ast.strong(ast.text(item.title))]

    def to(self, item: SummaryItem, place: str | None = None, *, short: bool = True) -> Element:
        """A link to a talk or one of its lines, by its title."""
        title = item.title
        return ast.link(ast.text(short_title(title) if short else title), f"#{place or item.id}")

    def to_all(self, places: Iterable[str]) -> Inlines:
        """Links to several talks."""
        return ast.join([[self.to(self.summary.by_id[place])] for place in places], ", ")

    def numbered(self, reference: int) -> Element:
        """A link to a reference."""
        return ast.link(ast.text(f"[{reference}]"), f"#ref-{reference}")

    def marks(self, item: SummaryItem) -> Inlines:
        """Stars and watch later, in a list or a line of facts."""
        return ast.join(map(ast.text, self.words.marks(item)))

    def _talk(self, item: SummaryItem, session: SummarySession, level: int) -> Blocks:
        self.notes.anchor(item.id)
        facts = [ast.text(fact) for fact in self.words.item_facts(self.summary, item, session)]
        facts.append(self.marks(item))
        lines = [ast.join(facts), ast.join(map(_speaker, item.speakers), ", "), self._links(item)]
        below = ast.join_lines(lines)
        made = [ast.header(level, ast.text(item.title), item.id)]
        made += [ast.div([ast.para(below)], classes=["facts"], more={"custom-style": "Talk Facts"})] if below else []
        for note in item.notes:
            made += self._note(note, level)
        return made

    def _note(self, note: SummaryNote, level: int) -> Blocks:
        made: Blocks = []
        if note.author and note.written:
            made.append(ast.para([ast.strong(ast.text(note.author))]))
        if note.claim.strip():
            label = ast.strong(ast.text(f"{self.terms.claim}:"))
            made.append(ast.para([label, ast.SPACE, *self.notes.lines(note.claim)]))
        taken = [one for one in note.takeaways if not one.in_text]
        if taken:
            made.append(ast.para([ast.strong(ast.text(self.terms.takeaways))]))
            made.append(ast.bullets([[ast.plain(self._placed(one.id, one.text))] for one in taken]))
        made += self.notes.note(note.text, level) if note.text.strip() else []
        made += self._questions(note)
        if note.view.strip():
            label_words = ast.text(self.words.view(note.author))
            made += self._view(label_words, self.notes.note(note.view, level))
        return made

    def _questions(self, note: SummaryNote) -> Blocks:
        """Questions that are not in the text."""
        apart = [one for one in note.questions if f"^{one.id}" not in note.text and one.text not in note.text]
        items: list[Blocks] = []
        for one in apart:
            asked = [ast.strong(ast.text(f"{self.terms.question}:")), ast.SPACE, *self._placed(one.id, one.text)]
            if one.answer:
                asked += [ast.BREAK, ast.strong(ast.text(f"{self.terms.answer}:")), ast.SPACE]
                asked += self.notes.lines(one.answer)
            items.append([ast.plain(asked)])
        return [ast.para([ast.strong(ast.text(self.terms.questions))]), ast.bullets(items)] if items else []

    def _placed(self, place: str, text: str) -> Inlines:
        return [*self.notes.anchor(place), *self.notes.line(text)]

    def _links(self, item: SummaryItem) -> Inlines:
        return ast.join([self._link(one) for one in item.links])

    def _link(self, one: SummaryLink) -> Inlines:
        words = ast.text(self.words.link_words(one.resource))
        made = [ast.link(words, one.resource.url)] if is_allowed(one.resource.url) else words
        return [*made, ast.SPACE, self.numbered(one.number)] if one.number else made


def _speaker(speaker: Speaker) -> Inlines:
    name = ast.text(speaker.name)
    place = ast.text(f" ({speaker.affiliation})") if speaker.affiliation else []
    return [*([ast.strong(name)] if speaker.highlighted else name), *place]
