"""The data files of a site: YAML 1.2, and the JSON and TOML that Hugo supports, too."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from confnotes.errors import ConfnotesError
from confnotes.importers.records.values import json_start
from confnotes.importers.source import SourceFile
from confnotes.importers.warning_collector import WarningCollector
from confnotes.markup import yaml12

YAML = (".yml", ".yaml")
DATA = (*YAML, ".json", ".toml")
SETTINGS = ("_config.yml", "_config.yaml", "hugo.yaml", "hugo.toml", "config.toml", "config.yaml")
_PAIR = re.compile(r"(\s*(?:- )*[\w -]{1,60}:\s+)(\S.*?)\s*")
_MOST_MENDED = 20
_MOST_FILES = 400
_LARGEST = 4 * 1024 * 1024


def is_site_data(file: SourceFile) -> bool:
    """Whether a file is in a folder in which Jekyll and Hugo look for data."""
    return file.suffix in DATA and not {"_data", "data"}.isdisjoint(PurePosixPath(file.path).parts[:-1])


@dataclass(frozen=True)
class DataFile:
    """A file and its contents; `named`: messages must name the file, since there are several."""

    file: SourceFile
    value: object
    named: bool = True

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return PurePosixPath(self.file.path).stem

    def said(self, message: str) -> str:
        """A message that names the file if necessary."""
        return f"{self.file.path}: {message}" if self.named else message

    def line_of(self, text: str | None) -> Callable[[], int | None]:
        """A search for the first line that contains a text; None if the text is encoded in the file."""

        def search() -> int | None:
            at = self.file.text.find(text[:40]) if text else -1
            return self.file.text.count("\n", 0, at) + 1 if at >= 0 else None

        return search


def value_of(file: SourceFile, findings: WarningCollector) -> object:
    """The contents of a data file; raises ConfnotesError, with the line, if it cannot be read."""
    try:
        if file.suffix == ".toml":
            return tomllib.loads(file.text)
        if file.suffix == ".json" or json_start(file):
            return file.json
        return _yaml(file, findings)
    except yaml12.YamlError as error:
        raise ConfnotesError(f"{file.path}, line {error.line}: {error.reason}", error.hint) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfnotesError(
            f"{file.path} is not valid TOML: {error}", "Check that the download is complete."
        ) from None


def _yaml(file: SourceFile, findings: WarningCollector) -> object:
    """YAML, accepting a value with a second “: ” that its author forgot to quote."""
    lines: list[str] | None = None
    text = file.text
    for _ in range(_MOST_MENDED):
        try:
            return yaml12.load("\n".join(lines) if lines else text, max_bytes=_LARGEST)
        except yaml12.YamlError as error:
            lines = lines or text.split("\n")
            pair = _PAIR.fullmatch(lines[error.line - 1]) if error.line <= len(lines) else None
            if "second" not in error.reason or pair is None or pair[2][0] in "'\"[{|>&*!":
                raise
            findings.tell(f"{file.path}: {{n}} {{values have|value has}} a second “: ”; read as written", error.line)
            lines[error.line - 1] = f"{pair[1]}{json.dumps(pair[2], ensure_ascii=False)}"
    return yaml12.load(text, max_bytes=_LARGEST)


def load_all(files: Iterable[SourceFile], findings: WarningCollector) -> list[DataFile]:
    """Every readable data file; others are skipped with a warning."""
    loaded: list[DataFile] = []
    for file in files:
        if len(loaded) >= _MOST_FILES:
            findings.tell(f"only the first {_MOST_FILES} data files are read", None)
            break
        try:
            loaded.append(DataFile(file, value_of(file, findings)))
        except ConfnotesError as error:
            findings.tell(f"{error.message}; this file is skipped")
    return loaded
