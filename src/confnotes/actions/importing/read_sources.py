"""Read the sources of an import: files, folders, archives, web addresses, standard input. Nothing is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from confnotes.actions.importing.open_source import ImportContext, Opened, open_source
from confnotes.errors import ConfnotesError, UsageError
from confnotes.importers.reading import Hints, UnknownSourceError, formats_of, read_source
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
    """A source as read, before anything is written.

    `source` is the file's name, the address, or “-” for standard input. `name` is the conference's name: from the user,
    the source, or the sources imported with it; else None (`import_program.write` then derives or requires
    one). `of` is what was read, under `hints`; `opened` is the source it belongs to.
    """

    source: str
    read: ReadProgram
    name: str | None = None
    of: Source | None = None
    hints: Hints = field(default_factory=Hints)
    opened: Opened | None = None


def preview(sources: Sequence[str], hints: Hints, asked: ImportContext | None = None) -> list[SourcePreview]:
    """Read every source: a file, folder, archive, web address, or “-” for standard input.

    If no importer recognizes a folder, its files are read one by one; files that are not programs are skipped with a
    warning. Raises NotFoundError, UsageError, NetworkError, StoppedError, and ConfnotesError if a source is not a
    program.
    """
    asked = asked or ImportContext()
    found: list[SourcePreview] = []
    for number, source in enumerate(sources):
        at_hand = open_source(source, asked)
        asked.tell(f"reading {at_hand.source.name}", number, len(sources) if len(sources) > 1 else 0)
        found += read_opened(at_hand, hints, asked)
    return assign_conferences(found)


def read_opened(at_hand: Opened, hints: Hints, asked: ImportContext | None = None) -> list[SourcePreview]:
    """Read an opened source: one program, or one per file of a folder that is not a program itself."""
    source = at_hand.source
    try:
        found = [_preview(source, at_hand.key, hints, at_hand)]
        if source.is_folder:
            found = [_with_warnings(found[0], tuple(_unread_programs(source, found[0].read, hints)))]
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
    """Read the same sources with other hints, without fetching or opening them again; raises what `preview` raises.

    A name given after reading is kept unless the hints give another.
    """
    return assign_conferences([_read_again(one, hints) for one in previews])


def _read_again(one: SourcePreview, hints: Hints) -> SourcePreview:
    if one.of is None or one.hints == hints:
        return one
    again = _preview(one.of, one.source, hints, one.opened)
    given = one.name if one.name != one.read.program.conference.name else None
    return replace(again, name=hints.conference or given or again.name)


def assign_conferences(previews: Sequence[SourcePreview]) -> list[SourcePreview]:
    """Assign sources without a conference name to the one shared by all others, with a message.

    Parts of another source's conference come last if that conference is present.
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


def _unread_programs(folder: Source, read: ReadProgram, hints: Hints) -> Iterator[SourceWarning]:
    """A message if what was read of a folder is the program of one folder in it, and it has others."""
    beside: dict[str, list[SourceFile]] = {}
    for file in folder.files:
        beside.setdefault(file.path.partition("/")[0], []).append(file)
    if len(beside) > _MAX_SINGLE_FILES:
        return
    parts = {
        name: Source(name, tuple(files))
        if files[0].path == name
        else Source(name, tuple(replace(one, path=one.path.removeprefix(f"{name}/")) for one in files), is_folder=True)
        for name, files in beside.items()
    }
    programs = {name: found for name, part in parts.items() if (found := formats_of(part))}
    for name, formats in programs.items():
        is_like_it = len(programs) > 1 and parts[name].is_folder and read.format in formats
        if is_like_it and read_source(parts[name], hints).program.sessions == read.program.sessions:
            others = ", ".join(other for other in programs if other != name)
            yield SourceWarning(f"only {name} was read; import the other programs in this folder by path: {others}")


def _file_by_file(at_hand: Opened, hints: Hints, asked: ImportContext) -> Iterator[SourcePreview]:
    """The files directly in a folder that is not a program, each as its own source."""
    folder = at_hand.source
    files = [file for file in folder.files if "/" not in file.path]
    if not files:
        raise UnknownSourceError(
            f"{folder.name} not recognized as a program, and no files in it",
            "Import a folder in it, or a file.",
        )
    if len(files) > _MAX_SINGLE_FILES:
        raise UsageError(
            f"too many files in {folder.name}: {len(files)}", f"Import {_MAX_SINGLE_FILES} files or fewer at once."
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
        raise ConfnotesError(f"no program found in {folder.name}; {_naming(first.path, reason.message)}", hint)
    passed = tuple(SourceWarning(f"skipped: {_naming(file.path, why.message)}") for file, why in failed)
    yield _with_warnings(found[0], passed)
    yield from found[1:]


def _with_warnings(one: SourcePreview, warnings: tuple[SourceWarning, ...]) -> SourcePreview:
    if not warnings:
        return one
    return replace(one, read=replace(one.read, warnings=one.read.warnings + warnings))


def _mere_page(source: Source) -> ConfnotesError:
    """Error for an address that returned an ordinary web page, such as a login page."""
    title = _HTML_TITLE.search(source.files[0].data[:100_000])
    said = " ".join(title.group(1).decode("utf-8", "replace").split()) if title else ""
    return ConfnotesError(
        f"no program found in the web page {source.url}{f' (“{said[:80]}”)' if said else ''}",
        "It may need a login, or load its program with JavaScript. Save the data in your browser and import that file.",
    )


def _naming(path: str, message: str) -> str:
    """A message prefixed with the file's path exactly once; most messages already start with the file name."""
    name = path.rpartition("/")[2]
    about = message if message.startswith((path, name)) else f"{path}: {message}"
    return about if about.startswith(path) else path + about.removeprefix(name)
