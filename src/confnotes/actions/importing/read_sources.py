"""Read the sources of an import: files, folders, archives, web addresses, standard input. Nothing is written."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from confnotes.actions.importing.moved_notes import other_notes
from confnotes.actions.importing.open_source import ImportContext, Opened, open_source
from confnotes.actions.importing.source_preview import SourcePreview as SourcePreview
from confnotes.errors import ConfnotesError, UsageError
from confnotes.importers.notes.lists_of_notes import is_readme
from confnotes.importers.notes.name import conference_of, holds_conferences, names_conference
from confnotes.importers.reading import Hints, UnknownSourceError, formats_of, read_source
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.written import day_of_event
from confnotes.markup.names import slug
from confnotes.model.program import ReadProgram, SourceWarning, WarningCode

_MAX_PARTS = 1000  # files and folders that are read one by one: each asks every importer
_NOTES = "notes-folder"
_OF_NOTES = (".md", ".markdown", ".org", ".txt")
_PAGES = (*_OF_NOTES, ".htm", ".html", ".qmd", ".rst")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HTML_BEGINS = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_HTML_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,300})", re.IGNORECASE)


def preview(sources: Sequence[str], hints: Hints, asked: ImportContext | None = None) -> list[SourcePreview]:
    """Read every source: a file, folder, archive, web address, or “-” for standard input.

    If no importer recognizes a folder, its files and folders are read one by one; those that are not programs are
    skipped with a warning. Raises NotFoundError, UsageError, NetworkError, StoppedError, and ConfnotesError if a
    source is not a program.
    """
    asked = asked or ImportContext()
    found: list[SourcePreview] = []
    for number, source in enumerate(sources):
        at_hand = open_source(source, asked)
        asked.tell(f"reading {at_hand.source.name}", number, len(sources) if len(sources) > 1 else 0)
        found += read_opened(at_hand, hints, asked)
    return assign_conferences(found)


def read_opened(at_hand: Opened, hints: Hints, asked: ImportContext | None = None) -> list[SourcePreview]:
    """Read an opened source: one program, or one for each file and subfolder of a folder that isn't one itself."""
    source = at_hand.source
    try:
        found = [_preview(source, at_hand.key, hints, at_hand)]
        if source.is_folder:
            found = [_with_warnings(found[0], beside=tuple(_unread_programs(source, found[0].read, hints)))]
    except UnknownSourceError as error:
        if source.is_folder:
            found = _part_by_part(at_hand, hints, asked or ImportContext())
        elif source.url and _HTML_BEGINS.match(source.head):
            raise _mere_page(source) from error
        else:
            raise
    others = other_notes(found)
    said = (SourceWarning(others.told),) if others.told else ()
    found[-1] = _with_warnings(replace(found[-1], others=others), beside=said)
    told = tuple(SourceWarning(warning) for warning in at_hand.warnings)
    return [_with_warnings(found[0], beside=told), *found[1:]]


def read_again(previews: Sequence[SourcePreview], hints: Hints) -> list[SourcePreview]:
    """Read the same sources with other hints, without fetching or opening them again; raises what `preview` raises.

    A name given after reading is kept unless the hints give another.
    """
    return assign_conferences([_read_again(one, hints) for one in previews])


def _read_again(one: SourcePreview, hints: Hints) -> SourcePreview:
    if one.of is None or one.hints == hints:
        return one
    again = _with_warnings(_preview(one.of, one.source, hints, one.opened), beside=one.beside)
    given = one.name if one.name != one.read.program.conference.name else None
    return replace(again, name=hints.conference or given or again.name, others=one.others)


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
    parts = _parts(folder)
    if len(parts) > _MAX_PARTS:
        return
    programs = {name: found for name, part in parts.items() if (found := formats_of(part))}
    for name, formats in programs.items():
        is_like_it = len(programs) > 1 and parts[name].is_folder and read.format in formats
        if is_like_it and read_source(parts[name], hints).program.sessions == read.program.sessions:
            others = ", ".join(other for other in programs if other != name)
            yield SourceWarning(f"only {name} was read; import the other programs in this folder by path: {others}")


def _parts(folder: Source, below: str = "") -> dict[str, Source]:
    """The files and folders directly in a folder, by their path; `below` is the folder's own path with a slash."""
    beside: dict[str, list[SourceFile]] = {}
    for file in folder.files:
        beside.setdefault(file.path.partition("/")[0], []).append(file)
    return {
        below + name: Source(name, tuple(files))
        if files[0].path == name
        else Source(name, tuple(replace(one, path=one.path.removeprefix(f"{name}/")) for one in files), is_folder=True)
        for name, files in beside.items()
    }


def _part_by_part(at_hand: Opened, hints: Hints, asked: ImportContext) -> list[SourcePreview]:
    """The programs of the files in a folder that isn't one itself, and of its subfolders at any depth."""
    folder = at_hand.source
    found: dict[str, SourcePreview] = {}
    skipped: dict[str, ConfnotesError] = {}
    folders = {"": folder}
    left = [*_parts(folder).items()]
    for number, (path, part) in enumerate(left):
        if len(left) > _MAX_PARTS:
            message = f"too many files in {folder.name}: {len(left):,}"
            raise UsageError(message, f"Import {_MAX_PARTS:,} files or fewer at once.")
        asked.tell(f"reading {path}", number, len(left))
        try:
            found[path] = _preview(part, path, hints, at_hand)
        except ConfnotesError as error:
            skipped[path] = error
            if part.is_folder and isinstance(error, UnknownSourceError):
                del skipped[path]
                folders[f"{path}/"] = part
                left += _parts(part, f"{path}/").items()
    for path, part in folders.items():
        _join_notes(path, part, found, skipped, _preview_as_notes(part, path, hints, at_hand))
    if not found:
        raise _no_program(folder, skipped)
    found = {path: _on_day_beside(one, folders) for path, one in found.items()}
    empty = [path for path, one in found.items() if not _talks(one)]
    for path in empty if len(empty) < len(found) else ():
        skipped[path] = ConfnotesError(f"{path} has no talks")
        del found[path]
    previews = [_named_by_folder(one, folder.name) for one in found.values()]
    notes = {file.path for file in other_notes(previews).files}
    told = tuple(
        SourceWarning(f"skipped: {_naming(path, why.message)}") for path, why in skipped.items() if path not in notes
    )
    return [_with_warnings(previews[0], beside=told), *previews[1:]]


def _on_day_beside(one: SourcePreview, folders: Mapping[str, Source]) -> SourcePreview:
    """A program of hours without a day, on the only day that the index or README beside it states for the event."""
    undated = any(each.code is WarningCode.DAY_NOT_KNOWN for each in one.read.warnings)
    if one.of is None or one.of.is_folder or one.hints.starts or not undated:
        return one
    below = one.source[: one.source.rfind("/") + 1]
    pages = [file for file in folders[below].files if file.suffix in _PAGES and "/" not in file.path]
    days: dict[date, str] = {}
    for page in filter(is_readme, pages):
        with suppress(ConfnotesError):
            if (found := day_of_event(Source(page.name, (page,)))) is not None:
                days[found] = page.name
    if len(days) != 1:
        return one
    ((day, name),) = days.items()
    told = SourceWarning(f"states no day: using {day}, the day in {name}")
    return _with_warnings(_preview(one.of, one.source, replace(one.hints, starts=day), one.opened), (told,))


def _preview_as_notes(folder: Source, below: str, hints: Hints, at_hand: Opened) -> SourcePreview | None:
    """The files directly in a folder, read as notes of one conference; None if they cannot be."""
    own = tuple(file for file in folder.files if "/" not in file.path and file.suffix in _OF_NOTES)
    asked = replace(hints, format=hints.format or _NOTES)
    with suppress(ConfnotesError):
        return _preview(Source(folder.name, own, is_folder=True), below.rstrip("/") or folder.name, asked, at_hand)
    return None


def _join_notes(
    below: str,
    folder: Source,
    found: dict[str, SourcePreview],
    skipped: dict[str, ConfnotesError],
    notes: SourcePreview | None,
) -> None:
    """Replace the files of a folder by its `notes` if some files are notes, or its name has a year, and none is another
    program.
    """
    alone = [below + file.path for file in folder.files if "/" not in file.path]
    read = [found[path] for path in alone if path in found]
    of_notes = all(one.read.format.startswith("notes") for one in read) and (read or _YEAR.search(below))
    apart = holds_conferences(one.read.program.conference.name for one in read)
    if notes is None or not of_notes or apart or _talks(notes) < sum(map(_talks, read)):
        return
    assert notes.of
    for file in notes.of.files:
        found.pop(below + file.path, None)
        skipped.pop(below + file.path, None)
    found[notes.source] = notes


def _talks(one: SourcePreview) -> int:
    return sum(1 for _ in one.read.program.talks())


def _no_program(folder: Source, skipped: Mapping[str, ConfnotesError]) -> ConfnotesError:
    """Error for a folder without a program; somebody's notes can be used as they are."""
    (path, reason), *_ = skipped.items()
    message = f"no program found in {folder.name}; {_naming(path, reason.message)}"
    if not any(file.suffix in _OF_NOTES for file in folder.files):
        return ConfnotesError(message, reason.hint)
    open_it = f"confnotes init {shlex.quote(folder.name)}"
    return ConfnotesError(message, f"If these are notes, import them with --format {_NOTES}, or open them: {open_it}")


def _named_by_folder(one: SourcePreview, top: str) -> SourcePreview:
    """Notes that do not name their conference, with the name of the folder that contains them below `top`; or of the
    file, if it is that of a conference.
    """
    path = PurePosixPath(one.source)
    folders = path.parts if one.of and one.of.is_folder else path.parts[:-1]
    called = conference_of(path.stem) if names_conference(re.sub(r"[-_]", " ", path.stem)) else None
    words = [re.sub(r"[-_\s]+", " ", part).strip() for part in folders or filter(None, [called])]
    if one.name or not words or one.of is None or not one.read.format.startswith("notes"):
        return one
    years = [word for word in words[:-1] if _YEAR.fullmatch(word) and not _YEAR.search(words[-1])]
    name = " ".join((words[-1] if not _YEAR.fullmatch(words[-1]) else f"{[top, *words][-2]} {words[-1]}", *years))
    what = "folder" if folders else "file"
    told = SourceWarning(f"does not name its conference: using “{name}”, after its {what}")
    return _with_warnings(_preview(one.of, one.source, replace(one.hints, conference=name), one.opened), (told,))


def _with_warnings(
    one: SourcePreview, warnings: tuple[SourceWarning, ...] = (), *, beside: tuple[SourceWarning, ...] = ()
) -> SourcePreview:
    read = replace(one.read, warnings=(*one.read.warnings, *warnings, *beside))
    return replace(one, read=read, beside=one.beside + beside)


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
