"""The last state of each source, so that re-imports can tell the user's edits from changes of the source.

Kept in `.confnotes/imported/<conference>/<source>.json`: data only, travels with the vault, and may be deleted (then an
import only adds what is missing). A file is a list: its format; an object with the source's name, its place and the
user's corrections (`Origin`), and when it was imported (`next_time`); the program (see `vault/codec.py`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from confnotes import system
from confnotes.errors import NotFoundError
from confnotes.markup.merge_marks import Numbered, sides
from confnotes.markup.names import file_stem
from confnotes.merge.merge_sources import Bases
from confnotes.model.correction import Correction, CorrectionKind
from confnotes.model.damage import Damage, Fault, Salvaged
from confnotes.model.program import Program
from confnotes.model.schema import is_well_typed, plain
from confnotes.vault.codec import DECODE_ERRORS, decode, encode
from confnotes.vault.layout import imported_folder, imported_paths
from confnotes.vault.own_files import damage_of
from confnotes.vault.program_save import PlannedFile
from confnotes.vault.version import TextFile, Version, digest_of

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

_FORMAT = "confnotes.imported/2"
_FORMAT_BEFORE = "confnotes.imported/1"
_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a source came from, and what the user stated about it: name, IANA zone, format, first day (ISO).

    `corrections` are those of rows and columns, None without any. `url` is its address; `beside` its path relative to
    the vault, for sources inside it: paths outside are private to a machine. Older versions stored such paths in
    `path`, with `~` for the home folder.
    """

    url: str | None = None
    path: str | None = None
    beside: str | None = None
    conference: str | None = None
    timezone: str | None = None
    format: str | None = None
    starts: str | None = None
    corrections: tuple[Correction, ...] | None = None

    @classmethod
    def of_file(cls, path: Path, root: Path) -> Origin:
        """The origin of a file or folder, relative to the vault at `root`; both paths are absolute."""
        return cls(beside=path.relative_to(root).as_posix()) if path.is_relative_to(root) else cls()

    def places(self, root: Path) -> Iterator[str]:
        """Where the source may be now, most likely first: an address, or absolute paths."""
        if self.url:
            yield self.url
        if self.path:
            with suppress(RuntimeError):
                yield str(system.user_path(self.path))
        if self.beside:
            yield os.path.normpath(root / self.beside)

    def for_everybody(self) -> Origin:
        """A copy without paths outside the vault."""
        outside = self.beside is not None and Path(self.beside).parts[:1] == (os.pardir,)
        return replace(self, path=None, beside=None if outside else self.beside)


@dataclass(frozen=True, slots=True)
class SourceClaims:
    """The readable content of a source's file; `imported` is when it was written, "" in those of older versions."""

    source: str | None = None
    origin: Origin = field(default_factory=Origin)
    ids: Mapping[str, str] = field(default_factory=dict)
    program: Program | None = None
    imported: str = ""

    def with_what_is_missing(self, other: SourceClaims) -> SourceClaims:
        """A copy completed with values that only the other side of a git merge has."""
        known = {each.name: getattr(self.origin, each.name) or getattr(other.origin, each.name) for each in _FACTS}
        source, program = self.source or other.source, self.program or other.program
        return SourceClaims(source, Origin(**known), {**other.ids, **self.ids}, program, self.imported)


@dataclass(frozen=True, slots=True)
class _Kept(SourceClaims):
    """The content with its file."""

    file: TextFile = field(kw_only=True)


_FACTS = fields(Origin)
_FORGOTTEN = Program()
"""Stands for an unknown state in a file that keeps only name and origin, as if the source were new."""


class Imported:
    """The sources of one conference."""

    def __init__(self, vault: Vault, conference: str) -> None:
        self._vault = vault
        self._folder = imported_folder(conference)
        self._conference = conference
        self._known: dict[str, _Kept | None] = {}

    def origins(self) -> dict[str, Origin]:
        """Every source with its origin; sources imported by an older version have an empty one."""
        found = {}
        for path in imported_paths(self._vault.root, self._conference):
            kept = self._read(path)
            if kept and kept.source is not None:
                found[kept.source] = kept.origin
        return found

    def origin(self, source: str) -> Origin | None:
        """The origin of a source; None if it is not a source of this conference."""
        kept = self._read(self._path(source))
        return kept.origin if kept and kept.source == source else None

    def bases(self, source: str) -> Bases:
        """The last state of this source and of the others."""
        own_path = self._path(source)
        own = self._read(own_path)
        others = [self._read(path) for path in imported_paths(self._vault.root, self._conference) if path != own_path]
        return Bases(
            own.program if own else None,
            [other.program for other in others if other and other.program],
            own.ids if own else {},
        )

    def plan(
        self,
        source: str,
        brought: Program,
        now: datetime | None,
        ids: Mapping[str, str] | None = None,
        origin: Origin | None = None,
        *,
        called: str | None = None,
    ) -> PlannedFile | None:
        """The file with the current state of the source; None if it has not changed.

        `ids` are as in `Bases`. Without an origin, or for its empty fields, the known values stay. The next version of
        a source may have another name, `called`: the new file has that name, and the old file should be removed.
        """
        before = self._read(self._path(source))
        path = self._path(called or source)
        kept = self._read(path)
        known = _joined(origin, before.origin if before else Origin())
        name, last = called or source, max(each.imported if each else "" for each in (before, kept))
        if kept and kept.file.text == _rows(name, known, ids or {}, brought, kept.imported):
            return None
        rows = _rows(name, known, ids or {}, brought, next_time(last, now))
        return PlannedFile(path, rows, kept.file.version if kept else None)

    def file_of(self, source: str) -> tuple[str, Version] | None:
        """The file with the state of the source, and its version; None if it does not exist."""
        path = self._path(source)
        kept = self._read(path)
        return (path, kept.file.version) if kept else None

    def plan_joined(self, source: str, joined: Mapping[str, str], now: datetime | None) -> list[PlannedFile]:
        """The files of the other sources, with merged talks under their new ids."""
        planned = []
        for path in imported_paths(self._vault.root, self._conference) if joined else []:
            kept = self._read(path)
            if kept is None or kept.program is None or kept.source in (None, source):
                continue
            last = Bases(kept.program, ids=kept.ids).after_merging(joined)
            if last.own and last.own != kept.program:
                rows = _rows(kept.source, kept.origin, last.ids, last.own, next_time(kept.imported, now))
                planned.append(PlannedFile(path, rows, kept.file.version))
        return planned

    def plan_forgotten(self, source: str, now: datetime | None) -> list[PlannedFile]:
        """The files of the other sources without their state, so that their next import treats everything as new."""
        planned = []
        for path in imported_paths(self._vault.root, self._conference):
            kept = self._read(path)
            if kept and kept.source not in (None, source):
                rows = _rows(kept.source or "", kept.origin, {}, _FORGOTTEN, next_time(kept.imported, now))
                planned.append(PlannedFile(path, rows, kept.file.version))
        return planned

    def _path(self, source: str) -> str:
        """The path of its file, with a digest if another source has that file name."""
        stem = file_stem("standard input" if source == "-" else source)
        path = f"{self._folder}/{stem}.json"
        kept = self._read(path)
        if kept is None or kept.source in (None, source):
            return path
        return f"{self._folder}/{file_stem(stem[:80])} {digest_of(source.encode('utf-8', 'replace'))[:8]}.json"

    def _read(self, path: str) -> _Kept | None:
        if path not in self._known:
            try:
                file = self._vault.read(path)
            except NotFoundError:
                self._known[path] = None
            else:
                found = parse(file.text)
                self._vault.damage.met(path, damage_of(file, found.damage))
                said = found.value
                program = said.program if said.program != _FORGOTTEN else None
                self._known[path] = _Kept(said.source, said.origin, said.ids, program, said.imported, file=file)
        return self._known[path]


def next_time(last: str, now: datetime | None) -> str:
    """The time of an import that follows the one at `last`, which another machine's clock may have told: now, and at
    least a second later, so that of two states with one history the later one has the later time. Without `now`,
    a second later, and none without a last one.
    """
    found = [now.astimezone(UTC)] if now is not None else []
    with suppress(ValueError, TypeError, OverflowError):
        found.append(datetime.fromisoformat(last).astimezone(UTC) + timedelta(seconds=1))
    if not found:
        return last
    now = max(found)
    return f"{now:%Y-%m-%dT%H:%M:%SZ}"


def _joined(origin: Origin | None, known: Origin) -> Origin:
    """The known origin, updated: the new place if there is one, and the user's latest statements."""
    if origin is None:
        return known
    said: dict[str, Any] = {
        name: getattr(origin, name) or getattr(known, name) for name in ("conference", "timezone", "format", "starts")
    }
    said["corrections"] = known.corrections if origin.corrections is None else origin.corrections
    return replace(origin if origin.url or origin.beside else known, **said)


def parse(text: str) -> Salvaged[SourceClaims]:
    """The valid parts of a file; of a git merge, the first side."""
    read, damage = sides(text)
    said = [_side(lines) for lines in read]
    whole = said[0].value.with_what_is_missing(said[-1].value)
    return Salvaged(whole, tuple(dict.fromkeys((*damage, *(each for side in said for each in side.damage)))))


def _side(lines: list[Numbered]) -> Salvaged[SourceClaims]:
    try:
        kind, head, value = json.loads("\n".join(line for _, line in lines))
        if kind == _FORMAT_BEFORE:
            head = {"source": head}
        said, program = _head(head), decode(value)
        if kind in (_FORMAT, _FORMAT_BEFORE) and said.source is not None and is_well_typed(program, Program):
            return Salvaged(replace(said, program=program))
    except json.JSONDecodeError as error:
        line = lines[min(error.lineno, len(lines)) - 1][0]
        return Salvaged(_head_among(lines), (Damage(Fault.SYNTAX, line, line, "not JSON of an import source"),))
    except (*DECODE_ERRORS, RecursionError):
        pass
    return Salvaged(_head_among(lines), (Damage(Fault.SYNTAX, 1, about="not the state of an import source"),))


def _head_among(lines: list[Numbered]) -> SourceClaims:
    """The source's name and origin, which are on a line of their own that may be intact."""
    for _, line in lines:
        if line.startswith('{"source": '):
            with suppress(ValueError, RecursionError):
                return _head(json.loads(line.rstrip(",")))
    return SourceClaims()


def _head(head: Any) -> SourceClaims:
    if not isinstance(head, dict) or not isinstance(head.get("source"), str):
        return SourceClaims()
    names = {each.name for each in _FACTS}
    facts = {name: said for name, said in head.items() if name in names - {"corrections"} and isinstance(said, str)}
    origin = Origin(**facts, corrections=_corrections(head.get("corrections")))
    ids = head.get("ids")
    ids = {theirs: ours for theirs, ours in ids.items() if isinstance(ours, str)} if isinstance(ids, dict) else {}
    imported = head.get("imported")
    return SourceClaims(head["source"], origin, ids, imported=imported if isinstance(imported, str) else "")


def _corrections(said: Any) -> tuple[Correction, ...] | None:
    """The valid corrections in a list of objects; None without any."""
    found = []
    for each in said if isinstance(said, list) else ():
        with suppress(TypeError, ValueError, KeyError):
            one = Correction(**{**each, "kind": CorrectionKind(each["kind"])})
            found += [one] if is_well_typed(one, Correction) else []
    return tuple(found) or None


def _said(correction: Correction) -> dict[str, Any]:
    """A correction as a JSON object."""
    return {name: value for name, value in plain(correction).items() if value}


def _rows(source: str, origin: Origin, ids: Mapping[str, str], program: Program, imported: str) -> str:
    told = origin.for_everybody()
    facts = {each.name: value for each in _FACTS if (value := getattr(told, each.name)) not in (None, ())}
    if told.corrections:
        facts["corrections"] = [_said(each) for each in told.corrections]
    dated = {"imported": imported} if imported else {}
    head = {"source": source, **dated, **facts, **({"ids": dict(sorted(ids.items()))} if ids else {})}
    conference, sessions, people, *rest = encode(program)
    parts = [_json(conference), _list(map(_session, sessions)), _list(map(_json, people)), *map(_json, rest)]
    return f"{_list([_json(_FORMAT), _json(head), _list(parts)])}\n"


def _session(session: Any) -> str:
    *own, talks = session
    return f"{_json(own).removesuffix(']')}, {_list(map(_json, talks))}]"


def _list(items: Iterable[str]) -> str:
    """A JSON list with one line per item, so that diffs of vaults show what changed."""
    return "[\n" + ",\n".join(items) + "\n]"
