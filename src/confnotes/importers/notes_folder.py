"""A folder of notes, with a talk or a day per file: a heading with the title, and the notes below.

There is no specification. A README next to the notes may name the conference, list the talks or link their files;
subfolders may be days or kinds of talks. The first headings of all files are read together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from pathlib import PurePath

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_years
from confnotes.importers.importer import Hints
from confnotes.importers.lines_left import rest_of_page
from confnotes.importers.notes.day import NotesDay, is_page_of_site, notes_document, notes_of_days
from confnotes.importers.notes.facts import is_people_line
from confnotes.importers.notes.file_names import day_of, is_named_after_day, is_part_of_event, sort_key, start_of
from confnotes.importers.notes.head import heading_text, is_doubtful, speaker_of_file
from confnotes.importers.notes.headings import TalkHeading, read_headings
from confnotes.importers.notes.lines import LineMark, LineRole, is_day, with_blanks_in_headings
from confnotes.importers.notes.lists_of_notes import (
    LINK,
    first_lines,
    hub_apart,
    is_called_notes,
    is_readme,
    label_of_talk,
    with_plain_links,
)
from confnotes.importers.notes.name import conference_of, holds_conferences, names_conference
from confnotes.importers.notes.page import NotesPage
from confnotes.importers.notes.reading import NotesReading
from confnotes.importers.notes.single import reads_as_manual
from confnotes.importers.notes.stated_talks import is_personal_note, stated_talk, with_own_front_matter
from confnotes.importers.notes.titles import is_untitled, with_title
from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.pages.page_readers import PlainPage
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.warning_collector import WarningCollector
from confnotes.markup.names import fold
from confnotes.model.program import Conference, Program, ReadProgram, Session, SourceWarning, Talk

_ENDINGS = (".md", ".markdown", ".txt", ".org")
_FEWEST = 3  # notes of talks, unless each is of a day
_LARGEST = 500_000  # bytes of a note
_SURE = 0.95  # above what a site with a page for each talk gets, and never certain
_NOTES = NotesDay()
_MONTH_FIRST = re.compile(r"(\d{4}) \d\d ([^\W\d].*)")  # folders in order of time: `2031-11-BeeConf`
_LINKED = re.compile(rb"\A---\r?\n(?:.*\n){0,40}?(?:speaker|presenter)s?:[ \t]*(?:\r?\n[ \t]*-[ \t]*)?[\"']?\[\[")
_TEMPLATE = re.compile(rb"\[\[[{<]")


class NotesFolder:
    """Files of notes in a folder, or in subfolders for its days, and little else."""

    formats: tuple[str, ...] = ("notes-folder",)

    def sniff(self, source: Source) -> float:
        """Likely if most files alone are notes of a talk, or a README names the conference; never certain."""
        notes = source.once(FolderNotes)
        files = notes.files
        if sum(map(is_page_of_site, notes.documents.values())) > 1:
            return 0.0
        if holds_conferences([_own_conference(document) for document in notes.documents.values()]):
            return 0.0  # each file is imported by itself
        if len(files) < (2 if notes.days else _FEWEST):
            return 0.0
        if len(notes.stated) * 2 > len(files) and notes.is_kept_by_a_listener():
            return _SURE
        if len(files) * 2 < len(source.files):
            return 0.0
        headed = sum(notes.pages[file.path].first_heading() != "" for file in files)
        if headed * 4 < len(files) * 3:
            return 0.0
        told = sum(_NOTES.sniff(notes.documents[file.path]) > 0 for file in files)
        if told * 2 >= len(files):
            return 0.7
        if notes.conference().name and (told or headed == len(files) or notes.readme):
            return 0.6
        manual = any(reads_as_manual(notes.pages[file.path].lines) for file in files)
        return 0.4 if told and not manual else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The talks of every file, with its notes unchanged."""
        notes = source.once(FolderNotes)
        findings = WarningCollector()
        listed = notes.index()
        left = [*listed]
        outside: list[str] = []
        talks = [talk for file in notes.files for talk in notes.talks(file, left, findings, outside)]
        if (len(listed) - len(left)) * 3 >= len(listed):  # otherwise the README lists something else
            talks += [talk for talk in left if talk.speakers or talk.start or talk.resources or talk.notes]
        if len(notes.stated) == len(notes.files):
            talks.sort(key=lambda talk: str(talk.start or "~"))  # moments in ISO 8601, talks without any last
        program = Program(notes.conference(talks), (Session(talks=tuple(talks)),))
        texts = [notes.index_text(program), notes.beside, *outside]
        conference = replace(program.conference, description="\n\n".join(filter(None, texts)) or None)
        program = replace(program, conference=conference)
        return ReadProgram(self.formats[0], program, findings.warnings())


class FolderNotes:
    """The files of notes in a folder, ordered by number, with the reading of each first heading."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self.hub, self.files = hub_apart(_notes(source))
        self.origins: dict[str, str] = {}  # notes of a talk: the path of their file
        named = sum(is_untitled(file.text) for file in self.files) * 2 > len(self.files)
        self.documents = notes_of_days({file.path: with_title(file, named=named) for file in self.files})
        self.pages = {path: document.once(NotesPage) for path, document in self.documents.items()}
        self.readme, self.beside, self.lists = self._lists(source)
        of_sessions = {file.path for file in self.files if self._is_of_a_session(file)}
        self.days = of_sessions if len(of_sessions) * 2 > len(self.files) else set()
        self.days |= {file.path for file in self.files if self._is_of_a_day(file)}
        single = [file.path for file in self.files if file.path not in self.days]
        talks = ((path, stated_talk(self.documents[path], path)) for path in single)
        self.stated = {path: said for path, said in talks if said is not None}
        headings = [heading_text(self.pages[path].first_heading())[0] for path in single]
        self.readings = dict(zip(single, read_headings(headings), strict=True))
        named_files = {
            file.path: who for file in self.files if (who := speaker_of_file(PurePath(file.path).stem)) is not None
        }
        self.named_files = named_files if len(named_files) >= _FEWEST else {}
        self.listed = self._listed() if self.readme else {}
        # the line below a person is a title if it is one in most files
        lead = [self._line_below(path) for path in single if is_people_line(self.pages[path].first_heading())]
        self.titled_below = sum(map(bool, lead)) * 3 >= 2 * len(lead)
        named_below = sum(LineMark.SPEAKER in self.pages[path].outline.marks.values() for path in single)
        self.bylined = named_below > 2 and named_below * 5 >= len(single) * 2

    def _lists(self, source: Source) -> tuple[SourceDocument | None, str, Sequence[str]]:
        """The page that lists the notes, a note with links to most of the others or a README; the README's text if
        it is not that page; and their paths.
        """
        readme = next((file for file in source.ending(*_ENDINGS) if is_readme(file) and file.data.strip()), None)
        found = self.hub or readme
        paths = {PurePath(file.path).stem: file.path for file in self.files}
        page = notes_document(with_plain_links(found.text, paths), found.path) if found else None
        return page, readme.text.strip() if readme and self.hub else "", [each.path for each in (found, readme) if each]

    def is_kept_by_a_listener(self) -> bool:
        """Whether the files are notes, and not a site’s pages of talks: by their list or their keys."""
        personal = sum(map(is_personal_note, self.documents.values()))
        return personal * 2 > len(self.files) or is_called_notes(self.readme)

    def _line_below(self, path: str) -> str | None:
        """The line below a file's heading, if it may be the title of a talk."""
        page = self.pages[path]
        at = next((at for at, line in enumerate(page.lines) if line.role is LineRole.HEADING), 0)
        line = page.outline.under(at)
        fits = line is not None and line.role is not LineRole.HEADING
        return line.text if fits and line and re.fullmatch(r"[^\W\d_][^\n=]*[^\s.:]", line.text) else None

    def index(self) -> list[Talk]:
        """The talks that the README lists, with links to the notes as their labels."""
        if self.readme is None:
            return []
        if _NOTES.sniff(self.readme) > 0:
            return [] if self.listed else list(_NOTES.read(self.readme).program.talks())
        text = LINK.sub(lambda link: label_of_talk(link, _ENDINGS), self.readme.text)
        return list(PlainPage().read(notes_document(text, self.readme.name)).program.talks())

    def index_text(self, program: Program) -> str:
        """What the README says beyond the program, with the titles of notes instead of links to their files."""
        if self.readme is None:
            return ""
        text = LINK.sub(lambda link: link["label"] if link["path"] in self.documents else link[0], self.readme.visible)
        return "\n".join(with_blanks_in_headings(rest_of_page(text, program).split("\n")))

    def _is_of_a_day(self, file: SourceFile) -> bool:
        """Whether a file contains several talks: it is named after a day, or several titles in it have people."""
        page = self.pages[file.path]
        first = page.first_heading()
        level = next((line.level for line in page.lines if line.role is LineRole.HEADING), 0)
        named = {at for at, read in page.outline.readings.items() if read.speakers} | page.outline.named
        told = [page.lines[at].level for at in named]
        several = names_conference(first) and len(page.outline.talks()) > bool(page.outline.alone)
        return is_named_after_day(file) or is_day(first) or told.count(level) > 1 or several

    def _is_of_a_session(self, file: SourceFile) -> bool:
        """Whether three of four headings at one level are talks with people, below the title of their session."""
        outline = self.pages[file.path].outline
        levels = Counter(outline.lines[at].level for at in outline.headings[1:])
        told = Counter(outline.lines[at].level for at, read in outline.readings.items() if read.speakers)
        return any(told[level] * 4 >= max(number, _FEWEST) * 3 for level, number in levels.items())

    def _listed(self) -> dict[str, TalkHeading]:
        """The README's links to the files as descriptions of their talks, read together."""
        assert self.readme is not None
        links = [link for link in LINK.finditer(self.readme.visible) if link["path"] in self.documents]
        labels = [re.sub(r"\s*\n\s*", " - ", link["label"]) for link in links]
        read = zip(links, read_headings(labels), strict=True)
        return {link["path"]: heading for link, heading in read if heading is not None}

    def conference(self, talks: Iterable[Talk] = ()) -> Conference:
        """The conference by the README, all the notes or the folder's name; its days by its subfolders and talks."""
        stated = [conference.start_date for _, conference in self.stated.values()]
        days = sorted(filter(None, (*map(day_of, self.files), *stated, *(talk.day for talk in talks))))
        found = self._named()
        if found.start_date is None and days:
            found = replace(found, start_date=days[0], end_date=days[-1], year=found.year or days[0].year)
        return found

    def _named(self) -> Conference:
        if self.readme is None:
            sniffed = [_NOTES.read(each).program.conference for each in self.documents.values() if _NOTES.sniff(each)]
            sniffed += [conference for _, conference in self.stated.values()]
            names = Counter(each.name for each in sniffed if each.name)
            # the title of one note is no conference of all, unless it is the form of one
            if len(names) == 1 and (names_conference(name := next(iter(names))) or names[name] * 2 >= len(self.files)):
                return Conference(name=name)
        elif _NOTES.sniff(self.readme) > 0 and (said := _NOTES.read(self.readme).program.conference).name:
            return said
        # a folder is named after a conference if its name has a year and a name: not just “days” or “2017”
        folders = [re.sub(r"[-_]", " ", each) for each in (self.name, *_shared_folders(self.files))]
        named = [_MONTH_FIRST.sub(r"\2 \1", each) for each in reversed(folders) if find_years(each)]
        for line in [*first_lines(self.readme), *named]:
            heading = inline.plain(line.lstrip("#*+- "))
            if re.search(r"[^\W\d_]{3}", heading) and names_conference(heading):
                return Conference(name=conference_of(heading))
        return Conference()

    def talks(
        self, file: SourceFile, left: list[Talk], findings: WarningCollector, outside: list[str]
    ) -> Iterator[Talk]:
        """The talks of a file: of a day as read by the reader of notes, else one under its first heading.

        `left` are the talks of the README's list without a file so far; `outside` collects the text of days that
        is outside talks.
        """
        document, start = self.documents[file.path], start_of(file)
        found: list[Talk] = []
        said: Sequence[SourceWarning] = ()
        if (stated := self.stated.get(file.path)) is not None:
            found = [with_own_front_matter(stated[0], document)]
        if file.path in self.days:
            read = _NOTES.read(document)
            said = [*read.warnings]
            for session in read.program.sessions:
                named = (replace(each, title=each.title or session.title) for each in session.talks)
                found += [talk for talk in named if talk.title or talk.speakers or talk.notes]
            if found:
                outside.append(read.program.conference.description or "")
        if not found:
            reading = NotesReading(
                document, NotesPage(document, single=True, bylined=self.bylined), self.readings.get(file.path)
            )
            program, said = reading.result()
            above = program.conference.description
            found = [with_own_front_matter(talk, document, above) for talk in program.talks()][:1]
        for each in said:
            place = f"{file.path}, line {each.line}" if each.line else file.path
            findings.tell(f"{place}: {each.message}", kind=each.message)
        for talk in found:
            known = start if isinstance(start, datetime) and talk.start in (None, start.date()) else talk.start or start
            told = self._as_listed(file, replace(talk, start=known), left)
            told = told if len(found) > 1 else self._completed(file, told)
            self.origins[told.notes or ""] = file.path
            yield told

    def _as_listed(self, file: SourceFile, talk: Talk, left: list[Talk]) -> Talk:
        """A talk with the facts from the README's list, from which it is then removed."""
        linked = self.listed.get(file.path)
        if linked is not None and not talk.speakers:
            talk = replace(talk, speakers=linked.speakers)
        listed = _same(file, talk, left)
        if listed is None:
            return talk
        left.remove(listed)
        named = listed.speakers and not talk.speakers and fold(talk.title or "") != fold(listed.title or "")
        return replace(
            talk,
            title=listed.title if named or not talk.title else talk.title,
            start=listed.start if talk.start is None else talk.start,
            speakers=talk.speakers or listed.speakers,
            resources=tuple({each.url: each for each in (*talk.resources, *listed.resources)}.values()),
            notes="\n\n".join(part for part in (talk.notes, listed.notes) if part) or None,
        )

    def _completed(self, file: SourceFile, talk: Talk) -> Talk:
        """A talk with its title from below its heading or from the file's name, if it has none; and with the speaker in
        the file's name, if the heading names nobody for certain.
        """
        who = self.named_files.get(file.path)
        if who is not None and all(map(is_doubtful, talk.speakers)):
            headed = inline.plain(self.pages[file.path].first_heading()) if talk.speakers else talk.title
            talk = replace(talk, title=headed, speakers=(who,))
        if talk.title is None:
            line = self._line_below(file.path) if self.titled_below and self.readings.get(file.path) is None else None
            below = line if line and (talk.notes or "").startswith(line) else None
            headed = inline.plain(self.pages[file.path].first_heading())
            stem = re.sub(r"[-_ ]+", " ", re.sub(r"^[\d\W_]+", "", PurePath(file.path).stem))
            people = {word for speaker in talk.speakers for word in fold(speaker.name).split()}
            rest = " ".join(word for word in stem.split() if fold(word) not in people)
            talk = replace(talk, title=below or headed or rest[:1].upper() + rest[1:] or None)
        return talk


def _notes(source: Source) -> list[SourceFile]:
    """The files of notes: in one folder, or in subfolders for days and kinds of talks; otherwise empty.

    Of a vault with folders for people, topics and templates, too, those in the folders of talks.
    """
    if not source.is_folder:
        return []
    files = [file for file in source.ending(*_ENDINGS) if not is_readme(file) and file.data.strip()]
    linked = [file for file in files if _LINKED.search(file.head) and not _TEMPLATE.search(file.head)]
    of_talks = {PurePath(file.path).parent for file in linked} if len(linked) >= _FEWEST else set()
    folders = {PurePath(file.path).parts[:-1] for file in files}
    depth = next((at for at, parts in enumerate(zip(*folders, strict=False)) if len(set(parts)) > 1), 0)
    if len(folders) == len(files) and all(file.name.lower().startswith("notes.") for file in files):
        folders = {parts[:-1] for parts in folders}  # each with its own for pictures and code
    one = len(folders) == 1 or all(map(is_part_of_event, (part for folder in folders for part in folder[depth:])))
    if not one and (len(of_talks) == 1 or (of_talks and all(is_part_of_event(folder.name) for folder in of_talks))):
        one, files = True, [file for file in files if PurePath(file.path).parent in of_talks]
    fits = one and all(len(file.data) < _LARGEST for file in files)
    return sorted(files, key=sort_key) if fits else []


def _own_conference(document: SourceDocument) -> str | None:
    """The conference of a file with several talks."""
    if _NOTES.sniff(document) == 0:
        return None
    program = _NOTES.read(document).program
    return program.conference.name if len(list(program.talks())) > 1 else None


def _shared_folders(files: Sequence[SourceFile]) -> Sequence[str]:
    """The folders that contain all files."""
    folders = [PurePath(file.path).parts[:-1] for file in files]
    return [parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False))]


def _same(file: SourceFile, talk: Talk, listed: list[Talk]) -> Talk | None:
    """The only listed talk with the same title, a link to this file, the same people, or the title's beginning."""
    title, people = fold(talk.title or ""), _people(talk)
    ways: tuple[Callable[[Talk], object], ...] = (
        lambda each: title and fold(each.title or "") == title,
        lambda each: any(link.url.endswith(f"/{file.name}") for link in each.resources),
        lambda each: people and _people(each) == people,
        lambda each: each.title and title.startswith(fold(each.title)),
    )
    found = next(filter(None, ([each for each in listed if fits(each)] for fits in ways)), [])
    return found[0] if len(found) == 1 else None


def _people(talk: Talk) -> frozenset[str]:
    return frozenset(fold(speaker.name) for speaker in talk.speakers)
