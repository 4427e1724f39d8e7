"""Programs kept as YAML: a timetable, a list of sessions, a list of speakers and settings, in one file or several.

There is no common specification. Write the Docs (its `schema-schedule.yaml` and `schema-sessions.yaml`), Zeppelin and
the conference theme of Jekyll say what theirs hold; other sites hold the same under other names. YAML is read as
version 1.2 has it (`markup.yaml12`), without anchors, aliases, tags and merge keys.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints
from confnotes.importers.sites.data_files import YAML, DataFile, load_all, value_of
from confnotes.importers.sites.program import Site
from confnotes.importers.source import Source, SourceFile
from confnotes.model.program import ReadProgram, WarningCode

_LIKELY = 0.85
_OF_TALKS = rb"title|talk\w*|session\w*|speakers?|presenters?|time\w*|start\w*|end\w*|duration|slug|abstract|name"
_OF_DAYS = rb"date|day\w*|topic|room\w*|program(?:me)?|schedule|\w+_start|\w+_end"
_KEY = re.compile(
    rb"(?:^[ ]*(?:- ){0,2}|[{,])[ ]*['\"]?(?:%b|%b)['\"]?[ ]*:" % (_OF_TALKS, _OF_DAYS),
    re.IGNORECASE | re.MULTILINE,
)
_OF_ONE_EVENT = re.compile(r"(.+?)[-_.](?:schedule|sessions|speakers|talks)$", re.IGNORECASE)
_LEAST_KEYS = 3


class YamlProgram:
    """A YAML file with talks in it, or a folder of YAML files and nothing else that holds talks."""

    formats: tuple[str, ...] = ("yaml-program",)

    def sniff(self, source: Source) -> float:
        """Likely where keys of a program stand in it and talks are found; what is no YAML of a program is not known."""
        if source.is_folder:
            files = _yaml_files(source)
            others = sum(file.suffix in (".md", ".markdown", ".html") for file in source.files)
            if (
                not files
                or others > len(files)
                or not any(len(_KEY.findall(each.head)) >= _LEAST_KEYS for each in files)
            ):
                return 0.0
            return _LIKELY if _talks(source) else 0.0
        file = source.files[0]
        if len(_KEY.findall(file.head)) < _LEAST_KEYS or file.head.lstrip()[:1] in (b"{", b"[", b"<", b"%"):
            return 0.0
        try:
            return _LIKELY if _talks(source) else 0.0
        except ConfnotesError:
            return _LIKELY if file.suffix in YAML else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program. Raises ConfnotesError where a single file is no YAML, or a folder holds several programs."""
        return source.once(_read) if hints.starts is None else _read(source, hints.starts)


def _talks(source: Source) -> bool:
    """Whether talks are found, some of them with times or speakers."""
    read = source.once(_read)
    talks = list(read.program.talks())
    timed = any(each.code is WarningCode.DAY_NOT_KNOWN for each in read.warnings)
    return len(talks) >= 2 and (timed or any(talk.start or talk.speakers for talk in talks))


def _read(source: Source, starts: date | None = None) -> ReadProgram:
    site = Site()
    site.list_data(_loaded(source, site), starts)
    program = site.program()
    return ReadProgram(YamlProgram.formats[0], program, tuple(site.findings.warnings()))


def _loaded(source: Source, site: Site) -> Sequence[DataFile]:
    if not source.is_folder:
        return [DataFile(source.files[0], value_of(source.files[0], site.findings), named=False)]
    files = _yaml_files(source)
    events = {match[1].lower() for file in files if (match := _OF_ONE_EVENT.match(file.path.rsplit(".", 1)[0]))}
    if len(events) > 1:
        names = ", ".join(sorted(events)[:3])
        raise ConfnotesError(
            f"{source.name} holds the programs of {len(events)} events: {names}{' ...' if len(events) > 3 else ''}",
            "copy the files of one event into a folder of their own and import that",
        )
    return load_all(files, site.findings)


def _yaml_files(source: Source) -> list[SourceFile]:
    """The YAML files of a folder, without the schemas that lie beside them."""
    return [
        file
        for file in source.files
        if file.suffix in YAML and not file.name.startswith(".") and "schema" not in file.name.lower()
    ]
