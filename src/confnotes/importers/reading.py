"""Read any source: every installed importer examines it, and the most certain one returns the program.

An importer that fails in any way is named and skipped: it may be a plugin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from importlib.metadata import EntryPoint, entry_points

from confnotes.errors import ConfnotesError, UsageError
from confnotes.garbage import gc_paused
from confnotes.importers.facts.zones import is_zone
from confnotes.importers.importer import Hints, Importer, is_program
from confnotes.importers.link_addresses import with_addresses
from confnotes.importers.normalize import YEARS, normalize
from confnotes.importers.source import Source
from confnotes.model.program import ReadProgram, SourceWarning
from confnotes.model.schema import is_well_typed

__all__ = ["Hints", "UnknownSourceError", "read_program", "read_source"]

_LEAST = 0.2  # certainty below which an importer is not tried
_SURE = 0.8  # certainty from which a failure is told, and no other importer tried
_CERTAIN = 0.95  # certainty from which the other importers are not asked
_FAILURES = (Exception, SystemExit)


class UnknownSourceError(ConfnotesError):
    """No importer recognises the source, or none that does finds a program."""


def read_program(data: bytes, name: str, hints: Hints | None = None) -> ReadProgram:
    """The program in a file; see `read_source`."""
    return read_source(Source.of_bytes(data, name), hints)


@gc_paused(kept=True)
def read_source(source: Source, hints: Hints | None = None) -> ReadProgram:
    """The program in a source.

    Raises UnknownSourceError if it is not recognised, ConfnotesError if it is empty, binary, too large or broken, and
    UsageError if a hint names an unknown zone or format, or an implausible day.
    """
    hints = hints or Hints()
    if hints.timezone is not None and not is_zone(hints.timezone):
        raise UsageError(f"“{hints.timezone}” is not a time zone", "Use an IANA name such as Europe/Berlin.")
    if hints.starts is not None and hints.starts.year not in YEARS:
        raise UsageError(f"implausible first day: {hints.starts}", "Write it as 2024-05-06.")
    passed_over: list[str] = []
    for one, score in _candidates(source, hints.format, passed_over):
        try:
            read = _checked(one, one.importer.read(source, hints))
            if is_program(read.program):
                told = tuple(SourceWarning(message) for message in passed_over)
                read = replace(read, warnings=(*_decoding(source), *read.warnings, *told))
                return with_addresses(normalize(read, hints), source.url)
        except ConfnotesError:
            if score >= _SURE or hints.format is not None:
                raise
        except _FAILURES as error:
            passed_over.append(_failed(one, error))
        else:
            if score >= _SURE and not source.is_folder:  # its files may have them
                raise ConfnotesError(
                    f"{source.name} has no talks; it was read as {read.format}", "Import another file."
                )
    raise UnknownSourceError(
        "; ".join([f"{source.name} is not recognized as a conference program", *passed_over]),
        "confnotes reads schedules (XML, JSON, calendars, tables), sites, pages, notes and BibTeX.",
    )


def formats_of(source: Source) -> tuple[str, ...]:
    """The formats of the importer that is sure of a source, which is not read; none if no importer is."""
    try:
        one, score = next(_candidates(source, None, []))
    except (StopIteration, ConfnotesError):
        return ()
    return one.importer.formats if score >= _SURE else ()


def _checked(one: Installed, read: object) -> ReadProgram:
    """The result of an importer; TypeError if that has the wrong type or invalid contents."""
    if not isinstance(read, ReadProgram):
        raise TypeError(f"it returned {type(read).__name__} instead of a ReadProgram")
    if not (one.ours or is_well_typed(read, ReadProgram)):
        raise TypeError("its program has values of the wrong type")
    return read


def _candidates(source: Source, wanted: str | None, passed_over: list[str]) -> Iterator[tuple[Installed, float]]:
    """The importers that may recognise the source and their certainty, the surest first.

    A certain one is returned at once; the others are loaded only if it fails.
    """
    if wanted is not None:
        yield from _chosen(source, wanted, passed_over)
        return
    scored: list[tuple[Installed, float]] = []
    refused: ConfnotesError | None = None
    certain = False
    for one in _loaded(_likely_first(source), passed_over):
        try:
            score = float(one.importer.sniff(source))
        except ConfnotesError as error:
            refused = refused or error
            continue
        except _FAILURES as error:
            passed_over.append(_failed(one, error))
            continue
        if score >= _CERTAIN:
            certain = True
            yield one, score
        elif score >= _LEAST:
            scored.append((one, score))
    if refused and not (scored or certain):
        raise refused
    yield from sorted(scored, key=lambda pair: -pair[1])


def _likely_first(source: Source) -> list[Installed]:
    """Plugins, installed for what they read, and likely importers of ours; then the rest."""
    looks_like = likely(source)
    return sorted(installed_importers(), key=lambda one: one.ours and one.name not in looks_like)


def _loaded(importers: Iterable[Installed], passed_over: list[str]) -> Iterator[Installed]:
    """The importers that can be loaded."""
    for one in importers:
        try:
            one.importer  # noqa: B018  (loads it)
        except _FAILURES as error:
            passed_over.append(_failed(one, error, "cannot be loaded"))
        else:
            yield one


def _chosen(source: Source, wanted: str, passed_over: list[str]) -> list[tuple[Installed, float]]:
    """The importers of the requested format."""
    importers = [*_loaded(installed_importers(), passed_over)]
    chosen = [one for one in importers if wanted in one.importer.formats]
    if not chosen:
        names = ", ".join(sorted({name for one in importers for name in one.importer.formats}))
        raise UsageError(f"unknown format “{wanted}”", f"Choose one of: {names}.")
    return [(one, _LEAST if source.is_folder else 1.0) for one in chosen]


def _decoding(source: Source) -> tuple[SourceWarning, ...]:
    try:
        return source.decoding_warnings()
    except ConfnotesError:
        return ()


def _failed(one: Installed, error: BaseException, what: str = "failed") -> str:
    said = " ".join(str(error).split())[:200]
    return f"the importer “{one.name}” {what} and was skipped: {type(error).__name__}{': ' if said else ''}{said}"


_MARKS = {
    "bibtex": re.compile(rb"^\s*@\w+\s*\{", re.MULTILINE),
    "confnotes": re.compile(rb"\A(?:# The program of |\{\s*\"schema\"\s*:)"),
    "frab-xml": re.compile(rb"<(?:schedule|iCalendar)\b", re.IGNORECASE),
    "icalendar": re.compile(rb"\A\s*BEGIN:VCALENDAR", re.IGNORECASE),
    "recordings": re.compile(rb"\A\s*[\[{].*\"(?:recorded|videos)\"\s*:", re.DOTALL),
    "schedule-json": re.compile(rb"\A\s*[\[{].*\"schedule\"\s*:", re.DOTALL),
    "sessionize": re.compile(rb"\A\s*[\[{].*\"(?:isServiceSession|questionAnswers|roomId)\"\s*:", re.DOTALL),
}
"""The first bytes of files, by the entry point of the importer."""


def likely(source: Source) -> set[str]:
    """The names of the importers to ask first; empty for a folder."""
    head = source.head.lstrip(b"\xef\xbb\xbf")
    return {name for name, mark in _MARKS.items() if mark.search(head)}


GROUP = "confnotes.importers"


@dataclass(frozen=True)
class Installed:
    """An importer with the name of its entry point; `ours` if it is part of confnotes.

    `make` loads it; since it may be a plugin, `importer` may raise anything.
    """

    name: str
    make: Callable[[], Importer]
    ours: bool = False

    @cached_property
    def importer(self) -> Importer:
        """The importer, loaded on first use."""
        importer = self.make()
        if not (_names(importer.formats) and callable(importer.sniff) and callable(importer.read)):
            raise TypeError("it has no formats, sniff and read as an importer has")
        return importer


@cache
def installed_importers() -> tuple[Installed, ...]:
    """The importers ordered by name; none is loaded yet."""
    entries = sorted(entry_points(group=GROUP), key=lambda each: each.name)
    return tuple(Installed(one.name, partial(_made, one), one.module.startswith("confnotes.")) for one in entries)


def _made(entry: EntryPoint) -> Importer:
    importer: Importer = entry.load()()
    return importer


def _names(formats: object) -> bool:
    return isinstance(formats, tuple) and bool(formats) and all(isinstance(name, str) and name for name in formats)
