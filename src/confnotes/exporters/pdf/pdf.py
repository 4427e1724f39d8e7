"""A summary as a printable PDF: a book with contents, page numbers, references and indexes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import BytesIO
from typing import Any

from confnotes.exporters import wording
from confnotes.exporters.pdf.fonts import families, notice
from confnotes.exporters.pdf.notes import Block, BookNotes, Line, leads_right, words
from confnotes.exporters.pdf.typesetter import fonts, typeset
from confnotes.exporters.pictures.draw import pictures
from confnotes.exporters.render_options import Output, Picture, RenderOptions
from confnotes.exporters.section_order import PAGE_ONE, ChapterKind, SectionOrder, others_of, whom
from confnotes.markup.canonical import is_allowed
from confnotes.model.program import Speaker
from confnotes.model.summary import (
    ActionKind,
    Summary,
    SummaryAction,
    SummaryItem,
    SummaryLink,
    SummaryNote,
    SummaryPart,
    SummaryPoint,
    SummaryQuestion,
    SummarySession,
    SummaryTheme,
)


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The PDF; raises ConfnotesError if typst is missing."""
    made = typeset(*typst_input(summary, setting))
    return Output(made.data, notices=(notice(made.unshown),) if made.unshown else ())


def typst_input(summary: Summary, setting: RenderOptions) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The data for the template, and its pictures by name."""
    here = frozenset(fonts().families())
    book = PdfBook(summary, setting)
    data = book.data()
    data["look"] = {
        "colours": asdict(setting.theme.light),
        "size": setting.theme.size,
        "fonts": families(setting.theme, here, setting.words.terms.code, str(data)),
    }
    return data, book.files


_PICTURE_WIDTH = 470
_FEW_CHAPTERS = 4
_FEW_TALKS = 4
"""Parts and books with fewer talks have no table of contents."""
_LONG_PART = 12_000
"""A part whose notes have more characters starts on a new page."""
_LONGEST_BESIDE = 3000
"""Notes of two people are set side by side if neither has more characters."""

_FINEST = 0.2
"""Maximum height in mm per pixel of a photo, so that small photos are not enlarged much."""


class PdfBook:
    """Builds the book of one summary; `files` are its pictures by name."""

    def __init__(self, summary: Summary, setting: RenderOptions) -> None:
        self._summary = summary
        self._words = setting.words
        self._arrangement = SectionOrder(summary, setting.words)
        self._terms = setting.words.terms
        self._theme = setting.theme
        self._tags = {tag.name.lower(): f"tag-{number}" for number, tag in enumerate(summary.tags, start=1)}
        self._photos = BookPhotos(summary, setting)
        self._notes = BookNotes(self._tags, summary.line_ids(), self._photos.set_as)
        self._placed: set[str] = set()
        self._drawn: dict[str, bytes] = {}

    @property
    def files(self) -> dict[str, bytes]:
        """The pictures by name."""
        return {**self._drawn, **self._photos.files}

    def data(self) -> dict[str, Any]:
        """The data for the template."""
        summary, last = self._summary, self._summary.last_day
        body = self._body()
        chapters = [[block[1], block[2]] for block in body if block[0] == "chapter"]
        noted = sum(item.noted for item in summary.items())
        if len(chapters) >= _FEW_CHAPTERS and noted >= _FEW_TALKS:
            body.insert(_behind_page_one(body), ["contents", chapters])
        terms = self._terms
        return {
            "lang": terms.code,
            "title": words(self._words.title(summary)),
            "authors": [words(author) for author in summary.authors],
            "keywords": [words(tag.name) for tag in summary.tags[:20]],
            "date": [last.year, last.month, last.day] if last else None,
            "head": self._head(),
            "page": terms.on_page.replace(" ", "\u00a0").split("{page}"),
            "terms": {name: getattr(terms, name) for name in _TERMS},
            "made_with": terms.made_with,
            "nothing": None if body or summary.by_id else terms.nothing,
            "body": body,
            "placed": dict.fromkeys(sorted(self._placed | self._notes.anchors), True),
        }

    def _body(self) -> list[Block]:
        glance = self._glance()
        sections = {
            ChapterKind.HIGHLIGHTS: self._highlights,
            ChapterKind.DIGEST: self._digest,
            ChapterKind.OVERVIEW: self._overview,
            ChapterKind.AT_A_GLANCE: lambda: glance,
            ChapterKind.TEAM: lambda: self._themes(self._summary.team),
            ChapterKind.THEMES: lambda: self._themes(self._summary.themes),
            ChapterKind.ACTIONS: self._actions,
            ChapterKind.POSTERS: self._posters,
            ChapterKind.UNSEEN: self._unseen,
            ChapterKind.REFERENCES: self._references,
            ChapterKind.PEOPLE: self._people,
            ChapterKind.TAGS: self._tag_index,
        }
        body: list[Block] = []
        for chapter in self._arrangement.chapters(*([ChapterKind.AT_A_GLANCE] if glance else ())):
            self._placed.add(chapter.id)
            head: Block = ["chapter", chapter.id, words(chapter.title)]
            if chapter.part is not None:
                body += self._part(chapter.part, head)
            else:
                body += [[*head, [], False], *sections[chapter.section]()]
        return body

    def _head(self) -> dict[str, Any]:
        summary = self._summary
        facts: list[Line] = []
        for conference in summary.conferences:
            name = self._words.conference_name(summary, conference)
            line: Line = [["s", [words(name)]]] if name else []
            told: list[Line] = [[words(fact)] for fact in self._words.conference_facts(summary, conference)]
            if conference.url and is_allowed(conference.url):
                told.append([["a", conference.url, [words(wording.host(conference.url) or conference.url)]]])
            facts.append(_dotted([line, *told] if line else told))
        return {
            "eyebrow": self._words.eyebrow(summary),
            "facts": [line for line in facts if line],
            "authors": words(self._words.authors(summary)),
            "coverage": self._words.coverage(summary),
            "lead": self._notes.blocks(summary.lead),
        }

    def _glance(self) -> list[Block]:
        drawn = pictures(self._summary, self._words, self._theme.light, width=_PICTURE_WIDTH, href=lambda _item: None)
        blocks: list[Block] = []
        for picture in drawn:
            name = f"{picture.id}.svg"
            self._drawn[name] = picture.svg.encode("utf-8", "replace")
            blocks.append(["picture", name, words(picture.title), words(picture.description)])
        return blocks

    def _overview(self) -> list[Block]:
        return self._notes.blocks(self._summary.overview)

    def _highlights(self) -> list[Block]:
        told = []
        for highlight in self._summary.highlights:
            item = self._summary.by_id.get(highlight.item)
            told.append(
                {
                    "said": self._notes.line(highlight.text) if highlight.text else [],
                    "id": item.id if item else "",
                    "title": words(item.title) if item else "",
                    "who": words(self._words.authors_words(item)) if item else "",
                    "why": self._words.why(self._summary, highlight),
                    "links": [self._link(link) for link in self._arrangement.own_links(item).links] if item else [],
                    "takeaways": [
                        [[one.id, highlight.item], self._notes.line(one.text)] for one in highlight.takeaways
                    ],
                }
            )
        return [["highlights", told]]

    def _digest(self) -> list[Block]:
        return [
            ["digest", words(title) if title else None, [self._of_digest(item, point) for item, point in lines]]
            for title, lines in self._arrangement.digest()
        ]

    def _of_digest(self, item: SummaryItem, point: SummaryPoint) -> list[Any]:
        return [
            [point.place, item.id],
            words(item.title),
            words(self._words.authors_words(item)),
            self._marks(item),
            self._notes.line(self._arrangement.row(point)),
            [self._link(link) for link in item.links],
        ]

    def _themes(self, themes: Iterable[SummaryTheme]) -> list[Block]:
        blocks: list[Block] = []
        for theme in themes:
            points = [
                [[point.place, point.item], self._notes.line(point.text), self._source(point.item)]
                for point in theme.points
            ]
            blocks.append(["theme", words(theme.title), points, self._sources(others_of(theme))])
        return blocks

    def _source(self, item: str) -> list[str]:
        """An item's label and short title."""
        return [item, words(wording.short_title(self._summary.by_id[item].title))]

    def _sources(self, items: Iterable[str]) -> list[list[str]]:
        return [self._source(item) for item in items]

    def _actions(self) -> list[Block]:
        return [
            ["actions", group.title, list(map(self._action, group.actions))] for group in self._arrangement.actions()
        ]

    def _action(self, action: SummaryAction) -> list[Any]:
        box = None if action.kind is ActionKind.ASK else False
        source = self._source(action.item) if action.item in self._summary.by_id and action.item else None
        number = action.reference if self._is_reference(action.reference) else None
        person = whom(action)
        to: Line = [["s", [words(person)]], " "] if person else []
        return [box, [*to, *self._notes.line(action.text)], source, number]

    def _is_reference(self, number: int | None) -> bool:
        return any(reference.number == number for reference in self._summary.references)

    def _part(self, part: SummaryPart, head: Block) -> list[Block]:
        noted = [item for session in part.sessions for item in session.items if item.noted]
        talks = [[item.id, words(item.title)] for item in noted] if len(noted) >= _FEW_TALKS else []
        is_long = sum(len(note.text) for item in noted for note in item.notes) > _LONG_PART
        blocks: list[Block] = [[*head, talks, is_long]]
        for session in part.sessions:
            blocks += self._session(session)
        if part.also:
            blocks.append(["also", self._terms.see_also, self._sources(part.also)])
        return blocks

    def _session(self, session: SummarySession) -> list[Block]:
        title = wording.session_title(session)
        blocks: list[Block] = []
        if title:
            facts = [words(fact) for fact in wording.session_facts(session)]
            blocks.append(["session", words(title), facts, leads_right(title)])
        else:
            blocks.append(["session", None])
        noted = [item for item in session.items if item.noted]
        blocks += [self._talk(item, session) for item in noted]
        listed = [self._row(item, session) for item in session.items if not item.noted]
        if listed:
            blocks.append(["listed", self._terms.without_notes if noted else None, listed])
        return blocks

    def _talk(self, item: SummaryItem, session: SummarySession) -> Block:
        self._placed.add(item.id)
        when, facts = self._facts(item, session)
        notes = [self._note(note, item) for note in item.notes if note.written]
        beside = len(notes) == 2 and all(
            note.author and len(note.text) + len(note.view) <= _LONGEST_BESIDE for note in item.notes if note.written
        )
        return [
            "talk",
            {
                "id": item.id,
                "title": words(item.title),
                "rtl": leads_right(item.title),
                "when": when,
                "facts": facts,
                "marks": self._marks(item),
                "speakers": self._speakers(item.speakers),
                "links": [self._link(link) for link in item.links],
                "notes": notes,
                "beside": beside,
            },
        ]

    def _facts(self, item: SummaryItem, session: SummarySession | None) -> tuple[str, list[str]]:
        """Its time, which is set separately, and the other facts."""
        facts = self._words.item_facts(self._summary, item, session, hours_again=True)
        when = wording.hours(item.start, item.end)
        return when if when in facts else "", [words(fact) for fact in facts if fact != when]

    def _marks(self, item: SummaryItem) -> list[str]:
        """The stars, and the same in words."""
        return [mark for mark in self._words.mark(item) if mark]

    def _speakers(self, speakers: Sequence[Speaker]) -> list[Any]:
        """Names with affiliations; a shared one after the last of its people."""
        told: list[Any] = []
        for at, speaker in enumerate(speakers):
            following = speakers[at + 1].affiliation if at + 1 < len(speakers) else None
            place = "" if following == speaker.affiliation else speaker.affiliation or ""
            told.append([words(speaker.name), words(place), speaker.highlighted])
        return told

    def _link(self, link: SummaryLink) -> list[Any]:
        url = link.resource.url
        number = link.number if self._is_reference(link.number) else None
        return [url if is_allowed(url) else None, words(self._words.link_words(link.resource)), number]

    def _note(self, note: SummaryNote, item: SummaryItem) -> dict[str, Any]:
        for takeaway in note.takeaways:
            if not takeaway.in_text:
                self._placed.add(takeaway.id)
        return {
            "author": words(note.author) if note.author else None,
            "claim": self._notes.line(note.claim) if note.claim else None,
            "takeaways": [[one.id, self._notes.line(one.text)] for one in note.takeaways if not one.in_text],
            "text": self._notes.blocks(note.text),
            "questions": [self._question(one) for one in note.questions],
            "view": self._notes.blocks(note.view),
            "view_title": words(self._words.view(note.author)),
        }

    def _question(self, question: SummaryQuestion) -> list[Any]:
        self._placed.add(question.id)
        answers = [self._notes.line(line) for line in (question.answer or "").split("\n") if line.strip()]
        return [question.id, self._notes.line(question.text), words(question.asked_by or ""), answers]

    def _row(self, item: SummaryItem, session: SummarySession | None = None) -> list[Any]:
        """An item on one line: label, title, people, times, facts, marks, links; no label if its main place is
        elsewhere.
        """
        return [
            self._label_of(item),
            words(item.title),
            words(self._words.authors_words(item)),
            *self._facts(item, session),
            self._marks(item),
            [self._link(link) for link in item.links],
        ]

    def _label_of(self, item: SummaryItem) -> str | None:
        if item.id in self._placed:
            return None
        self._placed.add(item.id)
        return item.id

    def _posters(self) -> list[Block]:
        rows = [self._poster(one.item) for one in self._arrangement.posters]
        heads = [self._terms.number, self._terms.title, self._terms.speakers]
        return [["posters", heads, rows]]

    def _poster(self, item: SummaryItem) -> list[Any]:
        return [
            self._label_of(item),
            item.id,
            words(item.number or ""),
            words(item.title),
            self._notes.line(item.claim) if item.claim else None,
            words(self._words.authors_words(item)),
            self._marks(item),
        ]

    def _unseen(self) -> list[Block]:
        return [
            ["listed", unseen.title or None, [self._row(one.item) for one in unseen.items]]
            for unseen in self._arrangement.unseen
        ]

    def _references(self) -> list[Block]:
        rows = []
        for reference in self._summary.references:
            self._placed.add(f"ref-{reference.number}")
            url = reference.resource.url
            title = words(self._words.reference_sentence(self._summary, reference))
            shown = words(wording.short_address(url))
            rows.append([reference.number, title, url if is_allowed(url) else None, shown, list(reference.items)])
        return [["references", rows]]

    def _people(self) -> list[Block]:
        rows = [
            [
                None,
                words(person.name),
                words(_joined(person.affiliation, self._words.roles(person))),
                list(person.items),
            ]
            for person in self._summary.people
        ]
        return [["index", rows]]

    def _tag_index(self) -> list[Block]:
        rows = []
        for number, tag in enumerate(self._summary.tags, start=1):
            self._placed.add(f"tag-{number}")
            rows.append([f"tag-{number}", words(f"#{tag.name}"), "", list(tag.items)])
        return [["index", rows]]


_TERMS = ("contents", "claim", "takeaways", "questions", "question", "answer", "done", "still_open", "photo", "notes")


def _behind_page_one(body: Sequence[Block]) -> int:
    """The place of the table of contents."""
    rest = (at for at, block in enumerate(body) if block[0] == "chapter" and block[1] not in PAGE_ONE)
    return next(rest, len(body))


def _dotted(lines: list[Line]) -> Line:
    joined: Line = []
    for line in lines:
        joined += ["\u00a0· ", *line] if joined else line
    return joined


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


class BookPhotos:
    """The photos in use; `files` are their bytes by name."""

    def __init__(self, summary: Summary, setting: RenderOptions) -> None:
        self._photos = {photo.id: photo for photo in summary.photos}
        self._picture = setting.photo
        self._taken: dict[str, list[Any] | None] = {}
        self.files: dict[str, bytes] = {}

    def set_as(self, identity: str) -> list[Any] | None:
        """The name of a photo's file, its maximum height in mm, and its width divided by its height.

        None without a picture.
        """
        if identity not in self._taken:
            self._taken[identity] = self._take(identity)
        return self._taken[identity]

    def _take(self, identity: str) -> list[Any] | None:
        photo = self._photos.get(identity)
        picture = self._picture(photo) if photo is not None else None
        if picture is None or not _is_sound(picture):
            return None
        name = f"photo-{len(self.files) + 1}.{picture.ending}"
        self.files[name] = picture.data
        return [name, round(picture.height * _FINEST, 1), picture.width / max(1, picture.height)]


def _is_sound(picture: Picture) -> bool:
    """Whether it can be decoded; a broken picture would stop the whole book."""
    from PIL import Image  # takes 30 ms, and most books have no photos

    if not picture.ending:
        return False
    try:
        with Image.open(BytesIO(picture.data)) as image:
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True
