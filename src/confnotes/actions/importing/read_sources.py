"""Reading the sources of an import: files, folders, archives, web addresses, standard input. Nothing is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from confnotes.actions.importing.open_source import ImportContext, Opened, open_source
from confnotes.errors import ConfnotesError, UsageError
from confnotes.importers.reading import Hints, UnknownSourceError, read_source
from confnotes.importers.source import Source, SourceFile
from confnotes.markup.names import slug
from confnotes.model.program import ReadProgram, SourceWarning

_MAX_SINGLE_FILES = 1000
_HTML_BEGINS = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_HTML_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,300})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourcePreview:
    """What one source was understood as; nothing is written yet.

    `source` names it (the file's name, the address, “-” for standard input). `name` is the conference's name: as asked
    for, as the source says, as the sources beside it say, or None when there is none (`import_program.write` then
    makes one, or asks for one). `of` is what was read, under `hints`; `opened` is what it belongs to.
    """

    source: str
    read: ReadProgram
    name: str | None = None
    of: Source | None = None
    hints: Hints = field(default_factory=Hints)
    opened: Opened | None = None


def preview(sources: Sequence[str], hints: Hints, asked: ImportContext | None = None) -> list[SourcePreview]:
    """Read every source: a file, a folder, an archive, a web address, or “-” for standard input.

    A folder that no importer knows is read file by file; files that are no program are passed over with a warning.
    Raises NotFoundError, UsageError, NetworkError, StoppedError, and ConfnotesError for what is no program.
    """
    asked = asked or ImportContext()
    found: list[SourcePreview] = []
    for number, source in enumerate(sources):
        at_hand = open_source(source, asked)
        asked.tell(f"reading {at_hand.source.name}", number, len(sources) if len(sources) > 1 else 0)
        found += read_opened(at_hand, hints, asked)
    return assign_conferences(found)


def read_opened(at_hand: Opened, hints: Hints, asked: ImportContext | None = None) -> list[SourcePreview]:
    """What a source at hand was understood as: one program, or one for each file of a folder that is none itself."""
    source = at_hand.source
    try:
        found = [_preview(source, at_hand.key, hints, at_hand)]
    except UnknownSourceError as error:
        if source.is_folder:
            found = list(_file_by_file(at_hand, hints, asked or ImportContext()))
        elif source.url and _HTML_BEGINS.match(source.head):
            raise _mere_page(source) from error
        else:
            raise
    told = tuple(SourceWarning(warning) for warning in at_hand.warnings)
    return [_with_warnings(found[0], told), *found[1:]]


def read_again(previews: Sequence[SourcePreview], hints: Hints) -> list[SourcePreview]:
    """The same sources read under other hints; nothing is fetched or opened again. Raises as `preview` does.

    A name that was given after reading stays, unless the hints give another.
    """
    return assign_conferences([_read_again(one, hints) for one in previews])


def _read_again(one: SourcePreview, hints: Hints) -> SourcePreview:
    if one.of is None or one.hints == hints:
        return one
    again = _preview(one.of, one.source, hints, one.opened)
    given = one.name if one.name != one.read.program.conference.name else None
    return replace(again, name=hints.conference or given or again.name)


def assign_conferences(previews: Sequence[SourcePreview]) -> list[SourcePreview]:
    """Sources that name no conference belong to the one that all the others are about or part of, which is said.

    What is part of another source's conference comes last, when that is there.
    """
    everything = {slug(one.name) for one in previews if one.name}
    found = sorted(previews, key=lambda one: _is_part_of_any(one, everything))
    names = {slug(one.name): one.name for one in found if one.name and not _is_part_of_any(one, everything)}
    if len(names) != 1:
        return found
    (name,) = names.values()
    return [
        one
        if one.name
        else _with_warnings(
            replace(one, name=name, hints=replace(one.hints, conference=name)),
            (SourceWarning(f"does not name its conference: joined to “{name}” like the other sources"),),
        )
        for one in found
    ]


def _is_part_of_any(one: SourcePreview, names: Collection[str]) -> bool:
    part_of = slug(one.read.program.conference.part_of or "")
    return part_of in names and part_of != slug(one.name or "")


def _preview(source: Source, key: str, hints: Hints, at_hand: Opened | None) -> SourcePreview:
    read = read_source(source, hints)
    return SourcePreview(key, read, hints.conference or read.program.conference.name, source, hints, at_hand)


def _file_by_file(at_hand: Opened, hints: Hints, asked: ImportContext) -> Iterator[SourcePreview]:
    """The files directly in a folder that is no program itself, each as a source of its own."""
    folder = at_hand.source
    files = [file for file in folder.files if "/" not in file.path]
    if not files:
        raise UnknownSourceError(
            f"{folder.name} not recognized as a program, and no files in it",
            "Import a folder in it, or a file.",
        )
    if len(files) > _MAX_SINGLE_FILES:
        raise UsageError(
            f"{folder.name} holds {len(files)} files", f"Import {_MAX_SINGLE_FILES} files or fewer at once."
        )
    found: list[SourcePreview] = []
    failed: list[tuple[SourceFile, ConfnotesError]] = []
    for number, file in enumerate(files):
        asked.tell(f"reading {file.path}", number, len(files))
        try:
            found.append(_preview(Source(file.name, (file,)), file.name, hints, at_hand))
        except ConfnotesError as error:
            failed.append((file, error))
    if not found:
        first, reason = failed[0]
        hint = "Import a folder in it, or a file." if len(files) < len(folder.files) else reason.hint
        raise ConfnotesError(f"{folder.name} holds no program; {_naming(first.path, reason.message)}", hint)
    passed = tuple(SourceWarning(f"skipped: {_naming(file.path, why.message)}") for file, why in failed)
    yield _with_warnings(found[0], passed)
    yield from found[1:]


def _with_warnings(one: SourcePreview, warnings: tuple[SourceWarning, ...]) -> SourcePreview:
    if not warnings:
        return one
    return replace(one, read=replace(one.read, warnings=one.read.warnings + warnings))


def _mere_page(source: Source) -> ConfnotesError:
    """What to say when an address gave a page for people, as one that asks for a password does."""
    title = _HTML_TITLE.search(source.files[0].data[:100_000])
    said = " ".join(title.group(1).decode("utf-8", "replace").split()) if title else ""
    return ConfnotesError(
        f"{source.url} is a web page{f' (“{said[:80]}”)' if said else ''} that holds no program",
        "It may need a login or load its program by script. Save the data with your browser and import the file.",
    )


def _naming(path: str, message: str) -> str:
    """The message, which most often begins with the file's name, with its path once."""
    name = path.rpartition("/")[2]
    about = message if message.startswith((path, name)) else f"{path}: {message}"
    return about if about.startswith(path) else path + about.removeprefix(name)
