"""A folder of notes, a talk a file, as people keep them: a heading with the title, and what they wrote below it.

There is no specification. A README beside the notes may name the conference and list the talks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from confnotes.importers.facts import inline
from confnotes.importers.importer import Hints
from confnotes.importers.notes.day import NotesDay
from confnotes.importers.notes.head import take_title
from confnotes.importers.notes.lines import note_lines
from confnotes.importers.notes.name import conference_of, names_conference
from confnotes.importers.notes.single import reads_as_manual
from confnotes.importers.pages.builder import TalkDraft
from confnotes.importers.pages.document import SourceDocument, document_of
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.warning_collector import WarningCollector
from confnotes.markup.names import fold
from confnotes.model.program import Conference, Kind, Program, ReadProgram, Session, Talk

_ENDINGS = (".md", ".markdown", ".txt")
_FEWEST = 3
_LARGEST = 500_000
_NOTES = NotesDay()


class NotesFolder:
    """Files of notes side by side in one folder, and little else."""

    formats: tuple[str, ...] = ("notes-folder",)

    def sniff(self, source: Source) -> float:
        """Likely when most files are notes of a talk by themselves, or a README names the conference; never certain."""
        files = _notes(source)
        if len(files) < _FEWEST or len(files) * 2 < len(source.files):
            return 0.0
        if not all(_begins_with_heading(file) for file in files):
            return 0.0
        told = sum(_NOTES.sniff(_document(file)) > 0 for file in files)
        if told * 2 >= len(files):
            return 0.7
        if _conference(source).name:
            return 0.6
        manual = any(reads_as_manual(note_lines(_document(file).visible, 1)) for file in files)
        return 0.4 if told and not manual else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """One talk a file, with its notes line by line as they stand."""
        findings = WarningCollector()
        talks: list[Talk] = []
        for file in _notes(source):
            talks += _talks(file, findings)
        readme = _readme(source)
        if readme is not None and _NOTES.sniff(_document(readme)) > 0:
            talks = _with_list(talks, list(_NOTES.read(_document(readme))[0].talks()))
        program = Program(_conference(source), (Session(talks=tuple(talks)),))
        return ReadProgram(self.formats[0], program, findings.warnings())


def _notes(source: Source) -> list[SourceFile]:
    """The files of notes: all in one folder, or there are none."""
    if not source.is_folder:
        return []
    files = [file for file in source.ending(*_ENDINGS) if not _is_readme(file)]
    folders = {file.path.rpartition("/")[0] for file in files}
    return files if len(folders) == 1 and all(0 < len(file.data) < _LARGEST for file in files) else []


def _is_readme(file: SourceFile) -> bool:
    return file.name.lower().partition(".")[0] in ("readme", "index")


def _readme(source: Source) -> SourceFile | None:
    return next((file for file in source.ending(*_ENDINGS) if _is_readme(file) and file.data.strip()), None)


def _begins_with_heading(file: SourceFile) -> bool:
    return file.data.lstrip()[:1] == b"#"


def _document(file: SourceFile) -> SourceDocument:
    return document_of(file.text, file.path)


def _conference(source: Source) -> Conference:
    """The conference as the README says, in its program or in its first heading; else as all the notes say."""
    readme = _readme(source)
    if readme is None:
        named = {_named(file) for file in _notes(source)}
        return Conference(name=named.pop()) if len(named) == 1 else Conference()
    if _NOTES.sniff(_document(readme)) > 0:
        conference = _NOTES.read(_document(readme))[0].conference
        if conference.name:
            return conference
    for line in readme.text.split("\n"):
        heading = inline.plain(line.lstrip("# "))
        if heading and names_conference(heading):
            return Conference(name=conference_of(heading))
    return Conference()


def _named(file: SourceFile) -> str | None:
    document = _document(file)
    return _NOTES.read(document)[0].conference.name if _NOTES.sniff(document) > 0 else None


def _talks(file: SourceFile, findings: WarningCollector) -> Iterator[Talk]:
    """The talks of one file: as the reader of notes finds them, else the file as a whole under its first heading."""
    document = _document(file)
    if _NOTES.sniff(document) > 0:
        program, said = _NOTES.read(document)
        for each in said:
            place = f"{file.path}, line {each.line}" if each.line else file.path
            findings.tell(f"{place}: {each.message}", kind=each.message)
        found = [talk for talk in program.talks() if talk.title]
        if found:
            yield from found
            return
    heading, _, body = file.text.strip("\n").partition("\n")
    item = TalkDraft(line=1)
    take_title(item, inline.plain(heading.strip("# ")), room_slot=False)
    if item.title:
        yield Talk(
            item.title, kind=item.kind or Kind.TALK, speakers=tuple(item.speakers), notes=body.strip("\n") or None
        )
    else:
        findings.tell(f"{file.path}: passed over: its first heading is empty", kind="heading")


def _with_list(noted: list[Talk], listed: list[Talk]) -> list[Talk]:
    """The noted talks with what the README's list says of them; talks that are only listed follow."""
    left = list(listed)
    out = []
    for talk in noted:
        same = next((each for each in left if fold(each.title or "") == fold(talk.title or "")), None)
        if same is None and talk.speakers:
            people = _people(talk)
            alike = [each for each in left if _people(each) == people]
            same = alike[0] if len(alike) == 1 and sum(_people(each) == people for each in noted) == 1 else None
        if same is not None:
            left.remove(same)
            talk = _joined(talk, same)
        out.append(talk)
    return out + left


def _people(talk: Talk) -> frozenset[str]:
    return frozenset(fold(speaker.name) for speaker in talk.speakers)


def _joined(noted: Talk, listed: Talk) -> Talk:
    links = {each.url: each for each in (*noted.resources, *listed.resources)}
    return replace(
        noted,
        start=noted.start or listed.start,
        end=noted.end or listed.end,
        room=noted.room or listed.room,
        speakers=noted.speakers or listed.speakers,
        resources=tuple(links.values()),
        notes="\n\n".join(part for part in (noted.notes, listed.notes) if part) or None,
    )
