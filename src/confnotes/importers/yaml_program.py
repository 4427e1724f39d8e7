"""Programs as YAML, TOML or JSON: a timetable, a list of sessions, of speakers and settings, in one file or several.

There is no common specification. Write the Docs (its `schema-schedule.yaml` and `schema-sessions.yaml`), Zeppelin and
the conference theme of Jekyll document theirs; other sites use other names for the same data. YAML is read as version
1.2 (`markup.yaml12`), without tags.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from operator import or_

from confnotes.errors import ConfnotesError
from confnotes.importers.facts.names import is_likely_name
from confnotes.importers.importer import Hints
from confnotes.importers.pages.front import read_front
from confnotes.importers.pages.sections import Topic
from confnotes.importers.records.values import json_start
from confnotes.importers.sites.people import section_of
from confnotes.importers.sites.program import Site
from confnotes.importers.sites.records import (
    PAGES,
    TABLES,
    YAML,
    AliasedRecord,
    DataFile,
    is_known_key,
    load_all,
    value_of,
)
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.table.json_records import holds_list_of_talks
from confnotes.model.program import ReadProgram, WarningCode

_LIKELY, _LESS_LIKELY = 0.85, 0.83  # folders of JSON and tables may be sites (0.84)
_TIMED, _GUESS = 0.65, 0.5  # lists of talks without times are tables (0.6)
_JSON_KEY = re.compile(rb'"([A-Za-z][\w-]{1,30})" ?:')
_KEY = re.compile(rb"(?:^ *(?:- ){0,2}|[{,] ?)['\"]?([A-Za-z][\w-]{1,30})['\"]? ?:(?=\s)", re.MULTILINE)
_TOML_KEY = re.compile(rb"^[ \t]*([A-Za-z][\w-]{1,30})[ \t]*=(?=\s)", re.MULTILINE)
_COMMENT = re.compile(rb"^[ \t]*#.*\n?", re.MULTILINE)
_COLUMN = re.compile(rb"(?:^|[,;\t])\"?([A-Za-z][\w -]{1,30})\"?(?=[,;\t\r\n])")
_KEYS = {".yml": _KEY, ".yaml": _KEY, ".json": _JSON_KEY, ".toml": _TOML_KEY, ".csv": _COLUMN, ".tsv": _COLUMN}
_WITH_COMMENTS = (*YAML, ".toml")
_OF_ONE_EVENT = re.compile(r"(.+?)[-_.](?:schedule|sessions|speakers|talks)$", re.IGNORECASE)
_LIST_OF_RECORDS = re.compile(rb"^\[\[[\w.-]+\]\]|^ *- [\w-]+ ?:[^\n]*\n +[\w-]+ ?:", re.MULTILINE)
_FEWEST_TIMED = 3  # items with a day; people state the hours of their talks
_LONGEST_BODY = 400  # characters of a page whose program is its front matter
_LEAST_TELLING = 0.3  # of the talks without hours; the words of a site have titles and texts, too
_ABSTRACT = re.compile(rb"^ *(?:- )?abstract *:", re.MULTILINE)
_LEAST_KEYS = 3  # of programs, in the head of a file
_LARGEST_JSON = 4 * 1024 * 1024  # bytes: larger ones are other data
_LOOKED_AT = 2_000  # bytes of the head
_PEOPLE_BY_NUMBER = re.compile(rb"^ *(?:- )?(?:speaker|presenter)s?: *(?:\[|\n +-) *\d", re.MULTILINE)
_SPEAKS = re.compile(rb'"(?:speaker|presenter)s?"\s*:', re.IGNORECASE)


class YamlProgram:
    """A YAML file with talks, or a folder of only YAML files with talks."""

    formats: tuple[str, ...] = ("yaml-program", "json-program")

    def sniff(self, source: Source) -> float:
        """Likely if it has keys of a program and talks; other YAML is not recognised."""
        if source.is_folder:
            files = _data_files(source)
            others = sum(file.suffix in (".md", ".markdown", ".html") for file in source.files)
            if not files or others > len(files) or not any(_has_keys(each, _KEYS[each.suffix]) for each in files):
                return 0.0
            likely = _LIKELY if files[0].suffix in YAML else _LESS_LIKELY
            return likely if _talks(source) else 0.0
        file = source.files[0]
        if file.suffix in PAGES:
            return _LIKELY if _is_page_of_data(source) else 0.0
        if file.suffix == ".toml":
            return _GUESS if _has_keys(file, _TOML_KEY) and _is_plainly_a_program(source) else 0.0
        if json_start(file):
            if len(file.data) > _LARGEST_JSON or not _has_keys(file, _JSON_KEY):
                return 0.0
            if source.once(holds_list_of_talks):
                timed = [talk.start is not None for talk in source.once(_read).program.talks()]
                return _TIMED if sum(timed) * 2 > len(timed) else 0.0
            return _GUESS if _is_plainly_a_program(source) else 0.0
        if file.head.lstrip()[:1] in (b"{", b"[", b"<", b"%") or not _has_keys(file):
            return 0.0
        try:
            return _LIKELY if _talks(source) else 0.0
        except ConfnotesError:
            return _LIKELY if file.suffix in YAML else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program. Raises ConfnotesError if a single file is invalid, or a folder has several programs."""
        return source.once(_read) if hints.starts is None else _read(source, hints.starts)


def _has_keys(file: SourceFile, pattern: re.Pattern[bytes] = _KEY) -> bool:
    """Whether the beginning of a file has enough keys of a program."""
    head = _COMMENT.sub(b"", file.head) if file.suffix in _WITH_COMMENTS else file.head
    keys = Counter(key.decode("ascii") for key in pattern.findall(head[:_LOOKED_AT]))
    known = sum(count for key, count in keys.items() if is_known_key(key))
    return known >= _LEAST_KEYS or (known > 0 and file.suffix in YAML)


def _is_page_of_data(source: Source) -> bool:
    """Whether a page has its timetable in nested records of its front matter, and nothing else to read."""
    file = source.files[0]
    if not file.head.startswith((b"---", b"+++")) or _LIST_OF_RECORDS.search(file.data) is None:
        return False
    if len(read_front(file.text).body.strip()) > _LONGEST_BODY or not _talks(source):
        return False
    program = source.once(_read).program
    talks = list(program.talks())
    timed = sum(isinstance(each.start, datetime) for each in (*program.sessions, *talks))
    return timed >= _FEWEST_TIMED and sum(talk.title is not None for talk in talks) * 2 > len(talks)


def _talks(source: Source) -> bool:
    """Whether there are talks, some of them with times or speakers."""
    read = source.once(_read)
    talks = list(read.program.talks())
    timed = any(each.code is WarningCode.DAY_NOT_KNOWN for each in read.warnings)
    if len(talks) == 1:
        return _ABSTRACT.search(source.files[0].data) is not None and bool(talks[0].title and talks[0].speakers)
    telling = sum(bool(talk.start or talk.speakers) for talk in talks)
    if timed or telling >= max(1, _LEAST_TELLING * len(talks)):
        return len(talks) > 1
    return len(talks) > 1 and any(_PEOPLE_BY_NUMBER.search(file.data) for file in _data_files(source))


def _is_plainly_a_program(source: Source) -> bool:
    """Whether most talks of a file of unknown format have times, or speakers under such a key."""
    read = source.once(_read)
    talks = list(read.program.talks())
    if any(each.code is WarningCode.DAY_NOT_KNOWN for each in read.warnings):
        return sum(bool(talk.title or talk.speakers) for talk in talks) * 2 > len(talks) > 1
    file = source.files[0]
    is_toml = file.suffix == ".toml"
    people = is_toml or _SPEAKS.search(json_start(file)) is not None
    named = [people and any(is_likely_name(each.name) for each in talk.speakers) for talk in talks]
    timed = [isinstance(talk.start, datetime) or (is_toml and talk.start is not None) for talk in talks]
    telling = sum(map(or_, named, timed))
    return len(talks) > 1 and telling * 2 > len(talks)


def _read(source: Source, starts: date | None = None) -> ReadProgram:
    site = Site()
    site.list_data(_loaded(source, site), starts)
    program = site.program()
    talks = list(program.talks())
    named = len(talks) < 2 or any(talk.title or talk.speakers for talk in talks)  # no ids alone
    if not (named or source.is_folder) and source.files[0].suffix in YAML:
        raise ConfnotesError(
            f"{source.name} has times, but no titles", "Import its folder: another file there may have the titles."
        )
    is_json = not source.is_folder and bool(json_start(source.files[0]))
    return ReadProgram(YamlProgram.formats[is_json], program, tuple(site.findings.warnings()))


def _loaded(source: Source, site: Site) -> Sequence[DataFile]:
    if not source.is_folder:
        value = value_of(source.files[0], site.findings)
        one = AliasedRecord(value) if isinstance(value, dict) else None
        is_talk = one is not None and one.has("title") and one.has("abstract") and one.first("speaker") is not None
        return [DataFile(source.files[0], [value] if is_talk else value, named=False)]
    files = _data_files(source)
    events = {match[1].lower() for file in files if (match := _OF_ONE_EVENT.match(file.path.rsplit(".", 1)[0]))}
    if len(events) > 1:
        names = ", ".join(sorted(events)[:3])
        raise ConfnotesError(
            f"{source.name} has the programs of {len(events)} events: {names}{' ...' if len(events) > 3 else ''}",
            "Copy the files of one event into a separate folder and import it.",
        )
    return load_all(files, site.findings)


def _data_files(source: Source) -> list[SourceFile]:
    """The YAML files of a folder, without schemas; else its JSON files and tables, one of them a timetable or talks."""
    files = [file for file in source.files if not file.name.startswith(".") and "schema" not in file.name.lower()]
    if found := [file for file in files if file.suffix in YAML]:
        return found
    found = [file for file in files if file.suffix in (".json", *TABLES)]
    topics = {file.path.removesuffix(file.suffix): section_of(file.name.removesuffix(file.suffix)) for file in found}
    counted = Counter(each.topic for each in topics.values() if each is not None)
    of_talks = counted[Topic.TALKS] == 1 and not counted[Topic.SCHEDULE]
    is_one = len(counted) > 1 or (of_talks and len(topics) < len(found))  # `talks.json` and `talks.csv`
    return found if is_one and counted[Topic.SCHEDULE] < 2 and counted[Topic.TALKS] < 2 else []
