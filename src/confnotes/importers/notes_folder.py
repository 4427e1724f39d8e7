"""A folder of notes, a talk or a day a file, as people keep them: a heading with the title, and what they wrote below.

There is no specification. A README beside the notes may name the conference, list the talks or link their files;
folders in it may be days or kinds of talks. The first headings of all files are read together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates, find_weekday, find_years
from confnotes.importers.facts.kinds import label_kind
from confnotes.importers.importer import Hints
from confnotes.importers.notes.day import NotesDay, notes_document
from confnotes.importers.notes.head import heading_text
from confnotes.importers.notes.headings import TalkHeading, read_headings
from confnotes.importers.notes.lines import LineRole, is_day
from confnotes.importers.notes.name import conference_of, names_conference
from confnotes.importers.notes.page import NotesPage
from confnotes.importers.notes.reading import NotesReading
from confnotes.importers.notes.single import reads_as_manual
from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.warning_collector import WarningCollector
from confnotes.markup.names import fold
from confnotes.model.program import Conference, Program, ReadProgram, Session, Talk

_ENDINGS = (".md", ".markdown", ".txt", ".org")
_FEWEST = 3
_LARGEST = 500_000
_NOTES = NotesDay()
_LINK = re.compile(r"\[(?P<label>[^\[\]]{3,300})\]\((?:\./)?(?P<path>[^()\s]+)\)")


class NotesFolder:
    """Files of notes side by side in one folder, or in folders for its days, and little else."""

    formats: tuple[str, ...] = ("notes-folder",)

    def sniff(self, source: Source) -> float:
        """Likely when most files are notes of a talk by themselves, or a README names the conference; never certain."""
        notes = source.once(FolderNotes)
        files = notes.files
        if len(files) < (2 if notes.days else _FEWEST) or len(files) * 2 < len(source.files):
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
        """The talks of every file, with its notes line by line as they stand."""
        notes = source.once(FolderNotes)
        findings = WarningCollector()
        talks = [talk for file in notes.files for talk in notes.talks(file, findings)]
        readme = notes.readme
        if readme is not None and not notes.listed and _NOTES.sniff(readme) > 0:
            talks = _with_list(talks, list(_NOTES.read(readme).program.talks()))
        program = Program(notes.conference(), (Session(talks=tuple(talks)),))
        return ReadProgram(self.formats[0], program, findings.warnings())


class FolderNotes:
    """The files of notes in a folder, in the order of their numbers, and how the first heading of each is read."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self.files = _notes(source)
        self.documents = {file.path: notes_document(file.text, file.path) for file in self.files}
        self.pages = {path: document.once(NotesPage) for path, document in self.documents.items()}
        readme = next((file for file in source.ending(*_ENDINGS) if _is_readme(file) and file.data.strip()), None)
        self.readme: SourceDocument | None = notes_document(readme.text, readme.path) if readme else None
        self.days = {file.path for file in self.files if self._is_of_a_day(file)}
        single = [file.path for file in self.files if file.path not in self.days]
        headings = [heading_text(self.pages[path].first_heading())[0] for path in single]
        self.readings = dict(zip(single, read_headings(headings), strict=True))
        self.listed = self._listed() if self.readme else {}

    def _is_of_a_day(self, file: SourceFile) -> bool:
        """Whether a file holds several talks: it is called after a day, or several titles stand beside people in it."""
        page = self.pages[file.path]
        first = page.first_heading()
        level = next((line.level for line in page.lines if line.role is LineRole.HEADING), 0)
        told = [page.lines[at].level for at, read in page.outline.readings.items() if read.speakers]
        several = names_conference(first) and len(page.outline.talks()) > bool(page.outline.alone)
        return _named_after_day(file) or is_day(first) or told.count(level) > 1 or several

    def _listed(self) -> dict[str, TalkHeading]:
        """What the README's links to the files say of their talks, read together."""
        assert self.readme is not None
        links = [link for link in _LINK.finditer(self.readme.visible) if link["path"] in self.documents]
        labels = [re.sub(r"\s*\n\s*", " - ", link["label"]) for link in links]
        read = zip(links, read_headings(labels), strict=True)
        return {link["path"]: heading for link, heading in read if heading is not None}

    def conference(self) -> Conference:
        """The conference as the README, all the notes or the folder's name say; its days as its folders say."""
        days = sorted(day for file in self.files if (day := _day_of(file)) is not None)
        found = self._named()
        if found.start_date is None and days:
            found = replace(found, start_date=days[0], end_date=days[-1], year=found.year or days[0].year)
        return found

    def _named(self) -> Conference:
        if self.readme is None:
            sniffed = [_NOTES.read(each).program.conference for each in self.documents.values() if _NOTES.sniff(each)]
            if len(names := {each.name for each in sniffed if each.name}) == 1:
                return Conference(name=names.pop())
        elif _NOTES.sniff(self.readme) > 0 and (said := _NOTES.read(self.readme).program.conference).name:
            return said
        lines = self.readme.visible.split("\n")[:20] if self.readme else []
        # a folder is called after a conference where a year stands in its name: “days” and “2017” are none
        named = [re.sub(r"[-_]", " ", self.name)] if find_years(self.name) else []
        for line in [*lines, *named]:
            heading = inline.plain(line.lstrip("# "))
            if re.search(r"[^\W\d_]{3}", heading) and names_conference(heading):
                return Conference(name=conference_of(heading))
        return Conference()

    def talks(self, file: SourceFile, findings: WarningCollector) -> Iterator[Talk]:
        """The talks of one file: of a day as the reader of notes finds them, else one under its first heading."""
        document, day = self.documents[file.path], _day_of(file)
        found: list[Talk] = []
        if file.path in self.days:
            read = _NOTES.read(document)
            said = [*read.warnings]
            for session in read.program.sessions:
                named = (replace(each, title=each.title or session.title) for each in session.talks)
                found += [talk for talk in named if talk.title or talk.speakers or talk.notes]
        if not found:
            reading = NotesReading(document, NotesPage(document, single=True), self.readings.get(file.path))
            program, said = reading.result()
            found = [self._completed(file, talk) for talk in program.talks()][:1]
        for each in said:
            place = f"{file.path}, line {each.line}" if each.line else file.path
            findings.tell(f"{place}: {each.message}", kind=each.message)
        yield from (replace(talk, start=talk.start or day) for talk in found)

    def _completed(self, file: SourceFile, talk: Talk) -> Talk:
        """A talk with its speakers from the README, and its title from below its heading or from the file's name."""
        listed = self.listed.get(file.path)
        if listed is not None and not talk.speakers:
            talk = replace(talk, speakers=listed.speakers)
        if talk.title is None:
            first = (talk.notes or "").partition("\n\n")[0]
            below = (
                len(first) < 120 and re.match(r"[^\W\d_][^\n]*[^\s.:]$", first) and self.readings.get(file.path) is None
            )
            headed = inline.plain(self.pages[file.path].first_heading())
            stem = re.sub(r"[-_ ]+", " ", re.sub(r"^[\d\W_]+", "", PurePath(file.path).stem))
            people = {word for speaker in talk.speakers for word in fold(speaker.name).split()}
            rest = " ".join(word for word in stem.split() if fold(word) not in people)
            talk = replace(talk, title=first if below else headed or rest[:1].upper() + rest[1:] or None)
        return talk


def _notes(source: Source) -> list[SourceFile]:
    """The files of notes: in one folder, or in folders for days and kinds of talks; else there are none."""
    if not source.is_folder:
        return []
    files = [file for file in source.ending(*_ENDINGS) if not _is_readme(file) and file.data.strip()]
    folders = {PurePath(file.path).parts[:-1] for file in files}
    depth = next((at for at, parts in enumerate(zip(*folders, strict=False)) if len(set(parts)) > 1), 0)
    one = len(folders) == 1 or all(map(_is_part, (part for folder in folders for part in folder[depth:])))
    fits = one and all(len(file.data) < _LARGEST for file in files)
    return sorted(files, key=lambda file: _natural(file.path)) if fits else []


def _natural(path: str) -> list[tuple[int, str]]:
    """A path as something to sort by, in which 10 comes after 9 and Thursday before Friday."""
    parts = [str(day) if (day := find_weekday(part)) is not None else part for part in re.split(r"(\d+|\W+)", path)]
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _is_part(folder: str) -> bool:
    """Whether a folder is called after a day or a kind of talk, and not after a conference of its own."""
    name = re.sub(r"[-_]", " ", folder)
    return (
        is_day(name) or bool(find_dates(folder)) or label_kind(name) is not None or name.lower() in ("talks", "notes")
    )


def _named_after_day(file: SourceFile) -> bool:
    stem = PurePath(file.path).stem
    words = re.split(r"[-_ ]+", stem)
    number = next((at for at, word in enumerate(words) if re.fullmatch(r"[Dd]ay\d*|(?i:tag|jour)", word)), None)
    return is_day(" ".join(words[number:] if number is not None else words))


def _is_readme(file: SourceFile) -> bool:
    return file.name.lower().partition(".")[0] in ("readme", "index")


def _day_of(file: SourceFile) -> date | None:
    """The date in the name of a file or of its folder."""
    for part in reversed(PurePath(file.path).parts):
        for found in find_dates(part):
            if found.start.year is not None:
                return found.start.on(found.start.year)
    return None


def _with_list(noted: list[Talk], listed: list[Talk]) -> list[Talk]:
    """The noted talks with what the README's list says of them; talks that are only listed follow."""
    left, out = list(listed), []
    for talk in noted:
        alike = [each for each in left if fold(each.title or "") == fold(talk.title or "")]
        if not alike and talk.speakers and sum(_people(each) == _people(talk) for each in noted) == 1:
            alike = [each for each in left if _people(each) == _people(talk)]
        if len(alike) == 1:
            same = alike[0]
            left.remove(same)
            links = {each.url: each for each in (*talk.resources, *same.resources)}
            words = "\n\n".join(part for part in (talk.notes, same.notes) if part) or None
            start, speakers = talk.start or same.start, talk.speakers or same.speakers
            talk = replace(talk, start=start, speakers=speakers, resources=tuple(links.values()), notes=words)
        out.append(talk)
    return out + left


def _people(talk: Talk) -> frozenset[str]:
    return frozenset(fold(speaker.name) for speaker in talk.speakers)
