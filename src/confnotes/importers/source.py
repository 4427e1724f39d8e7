"""What is imported: one file, or the files of a folder. Importers see names and bytes, never the disk."""

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
_HEAD = 4096
_MOST_OBJECTS = 500_000  # ten times those of the largest programs; more would take minutes to read


@dataclass(frozen=True)
class SourceFile:
    """A file of a source: its path below the folder (just its name for a single file), and how to get its bytes."""

    path: str
    load: Callable[[], bytes]

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name

    @property
    def suffix(self) -> str:
        """The ending of the name in lower case, with its dot; empty when there is none."""
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
        """The text with plain newlines; raises ConfnotesError when it is empty, binary or too large."""
        return decode(self.data, self.name)

    @property
    def text(self) -> str:
        """The decoded text alone."""
        return self.decoded.text

    @cached_property
    def json(self) -> Any:
        """The file as JSON (RFC 8259); raises ConfnotesError for none, with the line, and for one that is too large."""
        if self.text.count("{") > _MOST_OBJECTS:
            message = f"{self.name} has more than {_MOST_OBJECTS:,} records"
            raise ConfnotesError(message, "Import one conference at a time.")
        try:
            return json.loads(self.text, parse_constant=lambda _: None)
        except json.JSONDecodeError as error:
            message = f"{self.name} is not valid JSON: line {error.lineno}: {error.msg}"
            raise ConfnotesError(message, "Check that the download is complete.") from None
        except (RecursionError, ValueError):
            raise ConfnotesError(f"{self.name} is nested too deeply for a program", "Import another file.") from None


@dataclass(frozen=True)
class Source:
    """One thing to import: a file, or a folder with everything in it.

    `name` is what messages call it. `url` is the address it was fetched from, to resolve relative links against.
    """

    name: str
    files: tuple[SourceFile, ...]
    is_folder: bool = False
    url: str | None = None
    _made: dict[Callable[[Source], Any], Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of_bytes(cls, data: bytes, name: str, url: str | None = None) -> Source:
        """A source of one file whose bytes are at hand."""
        return cls(name, (SourceFile(name, lambda: data),), url=url)

    @property
    def file(self) -> SourceFile | None:
        """The only file of a source that is no folder."""
        return None if self.is_folder else self.files[0]

    @property
    def head(self) -> bytes:
        """The first few kilobytes of a single file; nothing of a folder."""
        return self.files[0].head if not self.is_folder else b""

    def named(self, *names: str) -> SourceFile | None:
        """The first file of a folder with one of these names, whatever folder it stands in; case does not matter."""
        wanted = {name.lower() for name in names}
        return next((file for file in self.files if file.name.lower() in wanted), None)

    def ending(self, *suffixes: str) -> Iterator[SourceFile]:
        """The files whose names end so (`.json`), in the order of their paths."""
        return (file for file in self.files if file.suffix in suffixes)

    def once(self, make: Callable[[Source], Made]) -> Made:
        """What `make` makes of this source, kept for the next who asks; nobody may change it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def decoding_warnings(self) -> tuple[SourceWarning, ...]:
        """What had to be assumed to read the text of a single file, if anybody has asked for its text."""
        has_text = not self.is_folder and "decoded" in vars(self.files[0])
        return self.files[0].decoded.warnings if has_text else ()
