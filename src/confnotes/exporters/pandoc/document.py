"""A summary as pandoc's tree, in the usual section order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from confnotes.exporters.pandoc import ast
from confnotes.exporters.pandoc.ast import Blocks, Element, Inlines
from confnotes.exporters.pandoc.notes import NoteBlocks
from confnotes.exporters.pandoc.pictures import DocumentPictures
from confnotes.exporters.render_options import RenderOptions
from confnotes.exporters.section_order import PAGE_ONE, ChapterKind, SectionOrder, others_of, whom
from confnotes.exporters.wording import host, session_facts, session_title, short_address, short_title
from confnotes.markup.canonical import is_allowed
from confnotes.model.program import Speaker
from confnotes.model.summary import (
    ActionKind,
    Summary,
    SummaryAction,
    SummaryHighlight,
    SummaryItem,
    SummaryLink,
    SummaryNote,
    SummaryPart,
    SummaryPoint,
    SummaryReference,
    SummarySession,
    SummaryTheme,
)

FEW_TALKS = 20
"""Documents with up to this many talks list no talks in their contents."""

_WITH_PLACE = {"Header": 1, "Div": 0, "Span": 0}


class PandocDocument:
    """The blocks of a document; formats differ in `view`, `shown` and `cited`."""

    def __init__(self, summary: Summary, setting: RenderOptions, shown: DocumentPictures, view: View) -> None:
        self.summary = summary
        self.setting = setting
        self.words = setting.words
        self.terms = setting.words.terms
        self.arrangement = SectionOrder(summary, setting.words)
        self.talks = PandocTalks(summary, setting, shown, view)
        self._shown = shown

    def blocks(self, *, with_contents: bool = False) -> Blocks:
        """Everything after the front matter."""
        glance = self._shown.pictures()
        sections = {
            ChapterKind.AT_A_GLANCE: lambda: glance,
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
        body: Blocks = []
        for chapter in self.arrangement.chapters(*([ChapterKind.AT_A_GLANCE] if glance else ())):
            body.append(ast.header(1, ast.text(chapter.title), chapter.id))
            body += self.talks.part(chapter.part) if chapter.part else sections[chapter.section]()
        if not body and not self.summary.by_id:
            body = [ast.para(ast.text(self.terms.nothing))]
        if with_contents and self.summary.parts:
            at = _behind_page_one(body)
            body[at:at] = self._table_of_contents(body)
        return close_links(body, self._instead())

    def cited(self, _reference: SummaryReference, said: Inlines) -> Inlines:
        """The text of a reference; formats with bibliographies override it."""
        return said

    def shown_address(self, url: str) -> str:
        """An address as displayed."""
        return short_address(url)

    def _section(self, title: str) -> Blocks:
        return [ast.header(2, ast.text(title))]

    def _instead(self) -> dict[str, str]:
        """Fallback targets for links to lines without an anchor: their items."""
        return {line: item.id for item in self.summary.by_id.values() for line in item.line_ids}

    def front(self) -> Blocks:
        """The text below the title: place and coverage; the dates of a single conference are in the metadata."""
        made: Blocks = []
        several = len(self.summary.conferences) > 1
        for conference in self.summary.conferences:
            days = self.words.days_words(conference.start_date, conference.end_date)
            told = [fact for fact in self.words.conference_facts(self.summary, conference) if several or fact != days]
            facts = [ast.text(fact) for fact in told]
            name = self.words.conference_name(self.summary, conference)
            if name:
                facts.insert(0, [ast.strong(ast.text(name))])
            if conference.url and is_allowed(conference.url):
                facts.append([ast.link(ast.text(host(conference.url) or conference.url), conference.url)])
            if facts:
                made.append(ast.para(ast.join(facts)))
        figures = self.words.coverage(self.summary)
        if figures:
            made.append(ast.para([ast.emph(ast.text(", ".join(figures)))]))
        front = [ast.div(made, classes=["front"], more={"custom-style": "Front Matter"})] if made else []
        # Formats set this before the text that links could lead to.
        return [*front, *close_links(self.talks.notes.note(self.summary.lead, 1), {})] if self.summary.lead else front

    def _table_of_contents(self, body: Blocks) -> Blocks:
        """The chapters, in one paragraph if there are few talks; else with the talks."""
        chapters: list[tuple[Element, list[Blocks]]] = []
        for block in body:
            if block["t"] != "Header":
                continue
            level, (place, *_), title = block["c"]
            line = ast.plain([ast.link(title, f"#{place}")])
            if level == 1:
                chapters.append((line, []))
            elif place in self.summary.by_id:
                chapters[-1][1].append([line])
        if len(chapters) < 2:
            return []
        if sum(len(talks) for _, talks in chapters) <= FEW_TALKS:
            chapter_links = ast.para(ast.join(line["c"] for line, _ in chapters))
            return [ast.div([chapter_links], classes=["contents"], more={"custom-style": "Front Matter"})]
        lines = [[line, *([ast.bullets(talks)] if talks else ())] for line, talks in chapters]
        return [ast.header(1, ast.text(self.terms.contents), "contents", ["unnumbered"]), ast.bullets(lines)]

    def _overview(self) -> Blocks:
        return self.talks.notes.note(self.summary.overview, 1)

    def _highlights(self) -> Blocks:
        return [ast.ordered_list([self._highlight(one) for one in self.summary.highlights])]

    def _highlight(self, highlight: SummaryHighlight) -> Blocks:
        if highlight.text:
            return self._sentence(highlight.text, self.summary.by_id.get(highlight.item))
        item = self.summary.by_id[highlight.item]
        by = self.words.authors_words(item)
        why = self.words.why(self.summary, highlight)
        title = [ast.strong([self.talks.to(item, short=False)])]
        first = ast.join(
            [
                title,
                ast.text(by),
                [ast.emph(ast.text(why))] if why else [],
                self.talks.links(self.arrangement.own_links(item)),
            ]
        )
        placed = item.id in self.arrangement.placed
        lines = [
            [ast.plain([*self.talks.notes.line(one.text), *(_down(one.id) if placed else ())])]
            for one in highlight.takeaways
        ]
        return [ast.para(first), *([ast.bullets(lines)] if lines else ())]

    def _sentence(self, text: str, item: SummaryItem | None) -> Blocks:
        """A sentence of the author's own, and the talk that it is from, with its speakers and links."""
        said = ast.para(self.talks.notes.line(text))
        if item is None:
            return [said]
        by = ast.text(self.words.authors_words(item))
        return [
            said,
            ast.plain(
                ast.join([[self.talks.to(item, short=False)], by, self.talks.links(self.arrangement.own_links(item))])
            ),
        ]

    def _digest(self) -> Blocks:
        made: Blocks = []
        for title, lines in self.arrangement.digest():
            made += self._section(title) if title else []
            made.append(ast.bullets([self._of_digest(item, point) for item, point in lines]))
        return made

    def _of_digest(self, item: SummaryItem, point: SummaryPoint) -> Blocks:
        title = [ast.strong([self.talks.to(item, short=False)])]
        head = ast.join([title, ast.text(self.words.authors_words(item)), self.talks.marks(item)])
        said = [*ast.text(": "), *self.talks.notes.line(self.arrangement.row(point))]
        return [ast.plain(ast.join([[*head, *said], self.talks.links(item)]))]

    def _themes(self, themes: Iterable[SummaryTheme]) -> Blocks:
        made: Blocks = []
        for theme in themes:
            made += [*self._section(theme.title), *self._theme(theme)]
        return made

    def _theme(self, theme: SummaryTheme) -> Blocks:
        points = []
        for point in theme.points:
            at = self.talks.to(self.summary.by_id[point.item], place=point.place)
            points.append([ast.plain([*self.talks.notes.line(point.text), *ast.text(" — "), at])])
        others = self.talks.to_all(others_of(theme))
        if not points:
            return [ast.para(others)] if others else []
        return [
            ast.bullets(points),
            *([ast.para([*ast.text(f"{self.terms.see_also}: "), *others])] if others else ()),
        ]

    def _actions(self) -> Blocks:
        made: Blocks = []
        for group in self.arrangement.actions():
            made += [*self._section(group.title), ast.bullets([self._action(one) for one in group.actions])]
        return made

    def _action(self, action: SummaryAction) -> Blocks:
        box = ast.text("☐ ") if action.kind is not ActionKind.ASK else []
        person = whom(action)
        to = [ast.strong(ast.text(f"{person}:")), ast.SPACE] if person else []
        number = [ast.SPACE, self.talks.numbered(action.reference)] if action.reference else []
        item = self.summary.by_id.get(action.item or "")
        source = [*ast.text(" — "), self.talks.to(item)] if item is not None else []
        return [ast.plain([*box, *to, *self.talks.notes.line(action.text), *number, *source])]

    def _posters(self) -> Blocks:
        head = [ast.text(word) for word in (self.terms.number, self.terms.title, self.terms.speakers, self.terms.claim)]
        rows = [self._poster(one.item) for one in self.arrangement.posters]
        return [ast.table(head, rows, (0.08, 0.34, 0.25, 0.33))]

    def _poster(self, item: SummaryItem) -> list[Inlines]:
        speakers = ", ".join(speaker.name for speaker in item.speakers)
        claim = self.talks.notes.line(item.claim) if item.claim else []
        return [
            ast.text(item.number or ""),
            [*self.talks.listed_title(item), *self.talks.marks(item)],
            ast.text(speakers),
            claim,
        ]

    def _unseen(self) -> Blocks:
        made: Blocks = []
        for unseen in self.arrangement.unseen:
            made += self._section(unseen.title) if unseen.title else []
            made.append(ast.bullets([self.talks.in_a_list(one.item) for one in unseen.items]))
        return made

    def _references(self) -> Blocks:
        lines = []
        for reference in self.summary.references:
            url = reference.resource.url
            shown = ast.text(self.shown_address(url))
            to = [ast.link(shown, url)] if is_allowed(url) else shown
            words = ast.title(self.words.reference_sentence(self.summary, reference))
            said = self.cited(reference, [*words, ast.SPACE, *to])
            lines.append([ast.plain([ast.span([], f"ref-{reference.number}"), *said])])
        first = self.summary.references[0].number
        return [ast.ordered_list(lines, first)]

    def _people(self) -> Blocks:
        lines = []
        for person in self.summary.people:
            words: Inlines = [ast.strong(ast.text(person.name))]
            place = f" ({person.affiliation})" if person.affiliation else ""
            roles = f", {self.words.roles(person)}" if person.roles else ""
            words += ast.text(place + roles)
            lines.append([ast.plain(self._with_items(words, person.items))])
        return [ast.bullets(lines)]

    def _tags(self) -> Blocks:
        lines = [
            [ast.plain(self._with_items([ast.strong(ast.text(f"#{tag.name}"))], tag.items))]
            for tag in self.summary.tags
        ]
        return [ast.bullets(lines)]

    def _with_items(self, words: Inlines, items: Iterable[str]) -> Inlines:
        links = self.talks.to_all(items)
        return [*words, *ast.text(": "), *links] if links else words


def _behind_page_one(body: Blocks) -> int:
    """The place of the table of contents."""
    headers = (at for at, block in enumerate(body) if block["t"] == "Header" and block["c"][0] == 1)
    return next((at for at in headers if body[at]["c"][1][0] not in PAGE_ONE), len(body))


def close_links(blocks: Blocks, instead: Mapping[str, str]) -> Blocks:
    """The blocks with every internal link resolved to its target, to its fallback in `instead`, or removed."""
    there: set[str] = set()
    for element in elements(blocks):
        if element["t"] in _WITH_PLACE:
            attributes = element["c"][_WITH_PLACE[element["t"]]]
            if attributes[0] in there:
                attributes[0] = ""
            there.add(attributes[0])
    for element in elements(blocks):
        if element["t"] == "Link" and element["c"][2][0].startswith("#"):
            target = element["c"][2][0][1:]
            place = target if target in there else instead.get(target, "")
            if place in there and place:
                element["c"][2][0] = f"#{place}"
            else:
                element.update(ast.span(element["c"][1]))
    return blocks


def elements(value: Any) -> Iterator[Element]:
    """Every element of a tree, outer ones first."""
    rest = [value]
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            if "t" in one:
                yield one
            rest.extend(reversed(list(one.values())))
        elif isinstance(one, list):
            rest.extend(reversed(one))


def metadata(summary: Summary, setting: RenderOptions) -> dict[str, Element]:
    """Metadata: title, authors, language, and the date in words."""
    words = setting.words
    made = {
        "title": _words(words.title(summary)),
        "subtitle": _words(words.eyebrow(summary)),
        "lang": _words(words.terms.code),
        "toc-title": _words(words.terms.contents),
    }
    if summary.authors:
        made["author"] = ast.meta_list(map(_words, summary.authors))
    first, last = summary.first_day, summary.last_day
    if first and last:
        made["date"] = _words(words.days_words(first, last))
    return made


def of_a_book(summary: Summary, setting: RenderOptions) -> dict[str, Element]:
    """Metadata for e-book libraries: a sortable date and a stable identifier."""
    made = metadata(summary, setting)
    made.pop("date", None)
    title = setting.words.title(summary)
    if summary.first_day:
        made["date"] = _words(summary.first_day.isoformat())
    made["identifier"] = _words(f"urn:uuid:{uuid5(NAMESPACE_URL, f'confnotes:{summary.audience}:{title}')}")
    return made


def _words(words: str) -> Element:
    return ast.meta_inlines(ast.text(words))


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
            made.append(ast.header(2, ast.title(title)))
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
        return [ast.plain(ast.join([ast.text(", ".join(facts)), named, self.links(item), *([self.marks(item)])]))]

    def listed_title(self, item: SummaryItem) -> Inlines:
        """A talk's title in a list: the anchor itself, or a link to its place."""
        anchor = self.notes.anchor(item.id)
        if not anchor:
            return [self.to(item, short=False)]
        return [*anchor, ast.strong(ast.title(item.title))]

    def to(self, item: SummaryItem, place: str | None = None, *, short: bool = True) -> Element:
        """A link to a talk or one of its lines, by its title."""
        title = item.title
        return ast.link(ast.title(short_title(title) if short else title), f"#{place or item.id}")

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
        lines = [ast.join(facts), ast.join(map(_speaker, item.speakers), ", "), self.links(item)]
        below = ast.join_lines(lines)
        made = [ast.header(level, ast.title(item.title), item.id)]
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
        return [ast.para([ast.strong(ast.text(self.words.questions(apart)))]), ast.bullets(items)] if items else []

    def _placed(self, place: str, text: str) -> Inlines:
        return [*self.notes.anchor(place), *self.notes.line(text)]

    def links(self, item: SummaryItem) -> Inlines:
        """Its links, with their reference numbers."""
        return ast.join([self._link(one) for one in item.links])

    def _link(self, one: SummaryLink) -> Inlines:
        words = ast.text(self.words.link_words(one.resource))
        made = [ast.link(words, one.resource.url)] if is_allowed(one.resource.url) else words
        return [*made, ast.SPACE, self.numbered(one.number)] if one.number else made


def _down(place: str) -> Inlines:
    """An arrow that links to a line with the same text."""
    return [ast.SPACE, ast.link(ast.text("↓"), f"#{place}")]


def _speaker(speaker: Speaker) -> Inlines:
    name = ast.text(speaker.name)
    place = ast.text(f" ({speaker.affiliation})") if speaker.affiliation else []
    return [*([ast.strong(name)] if speaker.highlighted else name), *place]
