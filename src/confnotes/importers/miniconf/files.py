"""The data files of a MiniConf site: tables and lists in CSV, JSON or YAML, as rows with lower-case names."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from confnotes.errors import ConfnotesError
from confnotes.importers.records.reader import first_of
from confnotes.importers.records.values import first_said
from confnotes.importers.source import SourceFile
from confnotes.markup import yaml12
from confnotes.model.program import SourceWarning

_READ = (".csv", ".json", ".yml", ".yaml")
_NO_PROGRAM = (
    *("sponsor", "faq", "job", "highlight", "projection", "recs", "chair", "host", "template", "slideslive", "zoom"),
    *("conduct", "jsonld", "preview", "icon", "link", "panelist", "calls", "award_"),
)
_MOST_FILES = 400


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A record: its fields, and the line on which it ends in a CSV file."""

    fields: dict[str, Any]
    line: int | None = None

    def get(self, *names: str) -> Any:
        """The first of these fields that is not empty; None if all are empty."""
        return first_of(self.fields, names)

    def text(self, *names: str) -> str | None:
        """The first of these fields that is a text or a number, as stripped text."""
        return first_said(self.fields, *names)

    def texts(self, *names: str) -> tuple[str, ...]:
        """A field with several texts: a list, or texts separated by `|` or `;`."""
        value = self.get(*names)
        if isinstance(value, list):
            return tuple(str(each).strip() for each in value if isinstance(each, (str, int)) and str(each).strip())
        text = self.text(*names) or ""
        return tuple(stripped for part in text.replace(";", "|").split("|") if (stripped := part.strip()))


@dataclass(frozen=True, slots=True)
class SiteTable:
    """A file's rows; `stem` is the name of the file without its ending, in lower case."""

    name: str
    stem: str
    rows: tuple[SiteRow, ...]


def tables_of(files: Iterable[SourceFile], warnings: list[SourceWarning]) -> list[SiteTable]:
    """The tables of the site that may contain program data; unreadable files are skipped with a warning."""
    found: list[SiteTable] = []
    for file in files:
        stem = PurePosixPath(file.path).stem.lower()
        if file.suffix not in _READ or stem == "config" or any(word in stem for word in _NO_PROGRAM):
            continue
        if len(found) == _MOST_FILES:
            warnings.append(SourceWarning(f"only the first {_MOST_FILES} data files were read"))
            break
        try:
            found.append(SiteTable(file.name, stem, rows_of(file, warnings)))
        except ConfnotesError as error:
            warnings.append(SourceWarning(f"{file.name} was skipped: {error.message}"))
    return found


def rows_of(file: SourceFile, warnings: list[SourceWarning]) -> tuple[SiteRow, ...]:
    """The rows of one file; raises ConfnotesError if it cannot be read."""
    if file.suffix == ".csv":
        return _csv_rows(file, warnings)
    return tuple(_listed(value_of(file)))


def value_of(file: SourceFile) -> Any:
    """The content of a JSON or YAML file; raises ConfnotesError if it is neither."""
    return file.json if file.suffix == ".json" else yaml12.load(file.text)


def header_of(file: SourceFile) -> frozenset[str]:
    """The names of the columns of a CSV file."""
    try:
        return frozenset(map(_name, next(csv.reader([file.head.decode("utf-8", "replace").partition("\n")[0]]), [])))
    except csv.Error:
        return frozenset()


def _csv_rows(file: SourceFile, warnings: list[SourceWarning]) -> tuple[SiteRow, ...]:
    """The rows by RFC 4180; with broken quotes as far as possible, with a warning."""
    for strict in (True, False):
        reader = csv.reader(io.StringIO(file.text), strict=strict)
        rows, line = [], 1
        try:
            header = [_name(cell) for cell in next(reader, [])]
            for cells in reader:
                line = reader.line_num + 1
                if any(cells):
                    fields = {name: cell for name, cell in zip(header, cells, strict=False) if cell}
                    rows.append(SiteRow(fields, reader.line_num))
        except csv.Error as error:
            if not strict:
                raise ConfnotesError(str(error), "Check that the download is complete.") from None
            line = max(line, 2)
            warnings.append(SourceWarning(f"{file.name} is damaged or cut off ({error}) near line {line}", line))
        else:
            break
    return tuple(rows)


def _listed(value: Any) -> Iterable[SiteRow]:
    """Records of a list; of a mapping of lists, with the key as `group`; of a mapping of records, with the key as
    `key`.
    """
    if isinstance(value, list):
        yield from _records(value)
    elif isinstance(value, dict):
        for key, content in value.items():
            if isinstance(content, list):
                yield from _records(content, {"group": key})
            elif isinstance(content, dict):
                yield from _records([content], {"key": key})


def _records(values: list[Any], more: dict[str, Any] | None = None) -> Iterable[SiteRow]:
    """The mappings of a list; nested `content`, as on some sites, is merged into each."""
    for value in values:
        if isinstance(value, dict):
            content = value.get("content")
            whole = {**content, **value} if isinstance(content, dict) else value
            yield SiteRow({**(more or {}), **{_name(key): each for key, each in whole.items()}})


def _name(key: Any) -> str:
    return str(key).strip().strip("\ufeff").lower().replace(" ", "_")


def site_folder(files: Iterable[SourceFile], is_evidence: Callable[[SourceFile], bool]) -> str | None:
    """The folder (`sitedata`) with the most files of a MiniConf site; the nearest one of equals."""
    counts: dict[str, int] = {}
    for file in files:
        folder = str(PurePosixPath(file.path).parent)
        if folder.count("/") < 4 and file.suffix in _READ and is_evidence(file):
            counts[folder] = counts.get(folder, 0) + 1
    return min(counts, key=lambda folder: (-counts[folder], len(folder)), default=None)
