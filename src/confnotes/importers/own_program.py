"""Programs written by confnotes: the object of `import --dry-run --json`, and the `program.yaml` of a vault.

The object has the schema `confnotes.program/1`. A `program.yaml` has only the name and zone of its conference, in the
comment at its top; in the folder of a vault, the conference's note has the rest.
"""

from __future__ import annotations

import re
from dataclasses import replace

from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints
from confnotes.importers.records.values import json_start
from confnotes.importers.slots import add_days
from confnotes.importers.source import Source, SourceFile
from confnotes.markup.conference_note import read_conference
from confnotes.markup.frontmatter import split
from confnotes.markup.program_yaml import program_of_json, program_of_yaml
from confnotes.model.program import Conference, ReadProgram, SourceWarning

JSON = "confnotes-json"
YAML = "program-yaml"
_SCHEMA = re.compile(rb'"schema"\s*:\s*"confnotes\.program/\d+"')
_READ_SCHEMA = "confnotes.program/1"
_ON_TOP = re.compile(r"# The program of (?P<name>.{1,300})\. Edit it where it is wrong: an import keeps your edits\.\n")
_ZONE = re.compile(r"# Times are local time, (?P<zone>[\w+/-]{1,60}) \(")
_SESSIONS = re.compile(rb"(?:\A|\n)sessions:[ \t]*(?:\[\])?[ \t]*\n")
_TALKS = re.compile(rb"\n    talks:[ \t]*\n")


class OwnProgram:
    """Reads programs written by confnotes."""

    formats: tuple[str, ...] = (JSON, YAML)

    def sniff(self, source: Source) -> float:
        """Certain for the schema's name and for the comment at the top; YAML without them may have another source."""
        file = _file(source)
        if file is None:
            return 0.0
        head, json = file.head, json_start(file)
        if json:
            return 1.0 if _SCHEMA.search(json) else 0.0
        if head.startswith(b"# The program of "):
            return 1.0 if _ON_TOP.match(head.decode("utf-8", "replace")) else 0.0
        is_alike = _SESSIONS.search(head) is not None and _TALKS.search(head) is not None
        return (0.9 if source.is_folder else 0.7) if is_alike else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program as written; raises ConfnotesError for a value of the wrong type, naming its talk."""
        file = _file(source)
        if file is None:
            raise ConfnotesError(f"{source.name} has no program.yaml", "Name the file or the folder of the conference.")
        is_json = hints.format == JSON or (hints.format != YAML and json_start(file) != b"")
        return _read_json(file) if is_json else _read_yaml(source, file)


def _file(source: Source) -> SourceFile | None:
    """The file with the program: the only one, or the `program.yaml` of a conference's folder."""
    if source.file is not None:
        return source.file
    found = [file for file in source.files if file.path == "program.yaml"]
    return found[0] if found else None


def _read_json(file: SourceFile) -> ReadProgram:
    value = file.json
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    elif isinstance(value, list):
        raise ConfnotesError(f"{file.name} has {len(value)} programs", "Import them one at a time.")
    schema = value.get("schema") if isinstance(value, dict) else None
    if schema != _READ_SCHEMA:
        named = f"“{schema}”" if isinstance(schema, str) else "none"
        raise ConfnotesError(f"{file.name} has schema {named}, not {_READ_SCHEMA}", "Export it again with confnotes.")
    return ReadProgram(JSON, program_of_json(value), tuple(_told(value.get("warnings"))))


def _told(listed: object) -> list[SourceWarning]:
    """The warnings of the first import; their lines were those of another file."""
    found = []
    for each in listed if isinstance(listed, list) else ():
        message = each.get("message") if isinstance(each, dict) else None
        if isinstance(message, str):
            found.append(SourceWarning(message))
    return found


def _read_yaml(source: Source, file: SourceFile) -> ReadProgram:
    note = _note(source)
    if note is not None:
        return ReadProgram(YAML, program_of_yaml(file.text, note))
    name, zone = _ON_TOP.match(file.text), _ZONE.search(file.text[:2000])
    program = program_of_yaml(file.text, Conference(name and name["name"], timezone=zone and zone["zone"]))
    return ReadProgram(YAML, replace(program, conference=add_days(program.conference, program.sessions)))


def _note(source: Source) -> Conference | None:
    """The facts in the conference's note next to its program; None without such a note."""
    notes = [file for file in source.ending(".md") if source.is_folder and "/" not in file.path]
    for file in sorted(notes, key=lambda note: note.path != f"{source.name}.md"):
        try:
            front = split(file.text)
        except ConfnotesError:
            continue
        if front.fields.get("type") == "conference":
            return read_conference(front.fields, front.body, source.name)
    return None
