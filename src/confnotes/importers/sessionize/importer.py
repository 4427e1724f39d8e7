"""Sessionize: what its API and embeds give as JSON, in every view of a program.

Specification: https://sessionize.com/playbook/api. Views: All (sessions, speakers, questions, categories and rooms
beside each other), GridSmart (days, rooms, sessions), Sessions (groups of sessions) and Speakers. A folder may hold
several views and parts of one event (`sessionize.json`, `rooms.json`). Times are local ones unless they end in Z.
"""

from __future__ import annotations

from confnotes.errors import ConfnotesError
from confnotes.importers.counted import Counted, line_in
from confnotes.importers.facts.records import by_id
from confnotes.importers.importer import Hints
from confnotes.importers.json_start import json_start
from confnotes.importers.sessionize.people import cast_of
from confnotes.importers.sessionize.talk import Lookup, items_of, talk_of
from confnotes.importers.sessionize.views import Views, sessions_of_speakers, view_of
from confnotes.importers.slots import with_slot_ids
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.talk_days import dated_by_talks
from confnotes.model.program import Conference, Program, ReadProgram, Session

FORMAT = "sessionize"
_SESSIONS = (b'"isServiceSession"', b'"isPlenumSession"')
_SPEAKERS = (b'"isTopSpeaker"', b'"tagLine"')
_PARTS = ("rooms.json", "speakers.json", "categories.json", "questions.json")
_MOST_FILES = 40


class Sessionize:
    """Reads the views of a Sessionize event."""

    formats: tuple[str, ...] = (FORMAT,)

    def sniff(self, source: Source) -> float:
        """Certain of a single file by keys that only Sessionize has; less so of a folder with such a file."""
        if source.is_folder:
            return 0.9 if any(_score(file) > 0.9 for file in _json_files(source)) else 0.0
        return _score(source.files[0])

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The event; sessions that have no title and speakers that are not listed are passed over and counted."""
        main, views = _views(source)
        if not views.sessions:
            views.sessions = sessions_of_speakers(views.speakers)
        counted = Counted(line_in(main.text))
        questions = by_id(views.questions, "id")
        cast = cast_of(views.speakers, questions)
        lookup = Lookup(cast, by_id(views.rooms, "id"), questions, items_of(views.categories), counted)
        talks = with_slot_ids(talk for placed in views.sessions if (talk := talk_of(placed, lookup)) is not None)
        for _ in range(views.strangers):
            counted.tell("an entry is no session and was passed over")
        session = Session(talks=talks)
        program = Program(dated_by_talks(Conference(), [session]), (session,), cast.everybody(talks))
        return ReadProgram(FORMAT, program, counted.warnings())


def _json_files(source: Source) -> list[SourceFile]:
    return list(source.ending(".json"))[:_MOST_FILES]


def _score(file: SourceFile) -> float:
    start = json_start(file)
    if any(key in start for key in _SESSIONS):
        return 0.97
    if all(key in start for key in _SPEAKERS):
        return 0.9
    return 0.6 if b'"categoryItems"' in start and b'"startsAt"' in start else 0.0


def _views(source: Source) -> tuple[SourceFile, Views]:
    """The views of one event, and the file that most of it stands in."""
    if source.file is not None:
        return source.file, view_of(source.file.json)
    parts = [file for file in _json_files(source) if _score(file) > 0.0 or file.name.lower() in _PARTS]
    read = [(file, view_of(file.json)) for file in parts]
    read.sort(key=lambda pair: -len(pair[1].sessions))
    if not read:
        raise ConfnotesError(f"{source.name} holds no JSON of Sessionize", "name the file that holds the sessions")
    main, views = read[0]
    for file, other in read[1:]:
        if other.sessions and not other.ids & views.ids:
            raise ConfnotesError(
                f"{main.path} and {file.path} are programs of different events", "import one file at a time"
            )
        views.join(other)
    return main, views
