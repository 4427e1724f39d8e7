"""A source to import: one file, or the files of a folder. Importers see names and bytes, never the disk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, TypeVar

from confnotes.errors import ConfnotesError
from confnotes.importers.decoding import Decoded, decode
from confnotes.model.program import SourceWarning

Made = TypeVar("Made")
_HEAD = 4096  # bytes by which importers recognise a file
_MOST_OBJECTS = 500_000  # ten times those of the largest programs; more would take minutes to read


@dataclass(frozen=True)
class SourceFile:
    """A file of a source: its path below the folder (or its name, for a single file), and how to read its bytes."""

    path: str
    load: Callable[[], bytes]

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name

    @property
    def suffix(self) -> str:
        """The ending of the name in lower case, with its dot; empty without one."""
        return PurePosixPath(self.path).suffix.lower()

    @cached_property
    def data(self) -> bytes:
        """The bytes."""
        return self.load()

    @property
    def head(self) -> bytes:
        """The first few kilobytes, for sniffing."""
        return self.data[:_HEAD]

    @cached_property
    def decoded(self) -> Decoded:
        """The text with plain newlines; raises ConfnotesError if it is empty, binary or too large."""
        return decode(self.data, self.name)

    @property
    def text(self) -> str:
        """The decoded text alone."""
        return self.decoded.text

    @cached_property
    def json(self) -> Any:
        """The file as JSON (RFC 8259); raises ConfnotesError for invalid JSON, with the line, and for huge data."""
        if self.text.count("{") > _MOST_OBJECTS:
            message = f"{self.name} has more than {_MOST_OBJECTS:,} records"
            raise ConfnotesError(message, "Import one conference at a time.")
        try:
            # not strict: texts pasted into JSON by hand have line breaks and tabs
            return json.loads(self.text, strict=False, parse_constant=lambda _: None)
        except json.JSONDecodeError as error:
            message = f"{self.name} is not valid JSON: line {error.lineno}: {error.msg}"
            raise ConfnotesError(message, "Check that the download is complete.") from None
        except (RecursionError, ValueError):
            raise ConfnotesError(f"{self.name} is nested too deeply for a program", "Import another file.") from None


@dataclass(frozen=True)
class Source:
    """A source to import: a file, or a folder with all its files.

    `name` is used in messages. `url` is the address it was fetched from, to resolve relative links against.
    """

    name: str
    files: tuple[SourceFile, ...]
    is_folder: bool = False
    url: str | None = None
    _made: dict[Callable[[Source], Any], Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of_bytes(cls, data: bytes, name: str, url: str | None = None) -> Source:
        """A source with one file of these bytes."""
        return cls(name, (SourceFile(name, lambda: data),), url=url)

    @property
    def file(self) -> SourceFile | None:
        """The only file, if the source is not a folder."""
        return None if self.is_folder else self.files[0]

    @property
    def head(self) -> bytes:
        """The first few kilobytes of a single file; empty for a folder."""
        return self.files[0].head if not self.is_folder else b""

    def named(self, *names: str) -> SourceFile | None:
        """The first file of a folder with one of these names, in any subfolder; case is ignored."""
        wanted = {name.lower() for name in names}
        return next((file for file in self.files if file.name.lower() in wanted), None)

    def ending(self, *suffixes: str) -> Iterator[SourceFile]:
        """The files with these endings (`.json`), in the order of their paths."""
        return (file for file in self.files if file.suffix in suffixes)

    def once(self, make: Callable[[Source], Made]) -> Made:
        """The result of `make` for this source, cached; it must not be changed."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def decoding_warnings(self) -> tuple[SourceWarning, ...]:
        """The warnings from decoding a single file, if its text was read."""
        has_text = not self.is_folder and "decoded" in vars(self.files[0])
        return self.files[0].decoded.warnings if has_text else ()
