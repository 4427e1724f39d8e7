"""The data files of a site, and their maps, accessed by meaning under any names of the fields: `startTime`, `from`.

Files are YAML 1.2, the JSON and TOML that Hugo supports, and the CSV and TSV that Jekyll supports.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from itertools import groupby
from pathlib import PurePosixPath

from confnotes.errors import ConfnotesError
from confnotes.importers.facts.headings import heading_of
from confnotes.importers.facts.words import table
from confnotes.importers.pages.event_fields import CREATED
from confnotes.importers.pages.front import read_front
from confnotes.importers.records.values import json_start
from confnotes.importers.source import SourceFile
from confnotes.importers.table.text import dialect_of, rows_of
from confnotes.importers.warning_collector import WarningCollector
from confnotes.markup import yaml12
from confnotes.markup.names import fold

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_WORD = re.compile(r"\W+")
_DEEPEST = 12  # maps in each other
_TEMPLATE = ("{{", "{%")

# Each meaning and its keys, the most reliable first.
_KEYS = table("""
title: title talk_title talktitle session_title topic name session_name session event activity subject what item
    paper_title heading
subtitle: subtitle sub_title subheading tagline
speaker: speakers speaker speaker_names speaker_name presenters presenter presented_by authors author lecturers lecturer
    instructors instructor facilitators speaking by people persons person who talker members names contributors
    contributor given_by
coauthor: coauthors co_authors coauthor co_author
organizer: organizers organisers organizer organiser
chair: chair chairs session_chair moderator moderators moderated_by
panelist: panelists panellists panel_members panel
start: start start_time time_start starts starts_at start_at from begin begins time_from start_datetime datetime
    begin_time talk_start_time begins_at begin_at start_ts
time: time times when hours hour time_slot timeslot slot
end: end end_time time_end ends ends_at end_at to until finish time_to end_datetime talk_end_time fim
duration: duration length duration_minutes minutes mins
day: date day session_date talk_date start_date dates date_readable
room: room location place where venue stage hall room_name
track: track track_name stream track_title trilha
kind: type kind format session_type talk_type event_type subtype category special
abstract: abstract description desc summary talk_abstract details content synopsis blurb note extract excerpt
language: language lang
slides: slides slide slides_url deck
video: video video_url recording youtube
cancelled: cancelled canceled
strong_ref: slug talk_id session_id talk_slug session_slug paper_id talk presentation ref key session page label
id: id slug code guid uid key talk_id number
refs: session_ids talk_ids paper_ids sessions talks papers presentations events items posters contributions
person: name full_name fullname display_name speaker_name speaker title
affiliation: affiliation affiliations institution institute organization organisation company university employer org
    inst affil
website: website url homepage web site link webpage home
""")
_MEANINGS: Mapping[str, tuple[str, ...]] = {meaning: tuple(keys.split()) for meaning, keys in _KEYS.items()}


MOMENTS = frozenset(key for meaning in ("start", "time", "end") for key in _MEANINGS[meaning])
_RANKS = {meaning: {key: rank for rank, key in enumerate(keys)} for meaning, keys in _MEANINGS.items()}
_KNOWN = frozenset(key for keys in _MEANINGS.values() for key in keys)
_BY_HEADING = {
    "title": "title", "subtitle": "subtitle", "start": "start", "end": "end", "time": "time", "date": "date",
    "day": "day", "duration": "duration", "room": "room", "track": "track", "type": "type", "speakers": "speaker",
    "authors": "speaker", "affiliation": "affiliation", "chair": "chair", "panelists": "panelists",
    "abstract": "abstract", "language": "language", "slides": "slides", "video": "video",
}  # fmt: skip
_NAMES = frozenset(("nome", "nombre", "nom", "naam", "namn", "navn"))
_TITLE_RANK = 3  # of ambiguous headings, those that may be a talk's title
_NUMBERED = re.compile(r"([a-z]\w*?)_?[1-9]")
_REFERENCE = re.compile(r"(.+?)_(?:slug|id|key|ref|code|number)(s?)")
_REFERRED = frozenset(key for meaning in ("speaker", "chair", "panelist") for key in _MEANINGS[meaning])
_FEMALE = re.compile(r"(?<=[a-z])in(?:nen)?$")


_MOST_WORDS = 3  # of a key
_DATES = frozenset(("date", "data", "datum", "day"))
_OF_THE_ENTRY = (
    "accept", "added", "birth", "changed", "creat", "deadline", "due", "expir", "last", "modif", "post", "publi",
    "regist", "releas", "submi", "updat",
)  # fmt: skip


@lru_cache(maxsize=4096)
def known_key(folded: str) -> str:
    """The readers' name of a key: `uhrzeit` is `time`, `presenter_slugs` are `presenters`."""
    if folded in _KNOWN:
        return folded
    if match := _REFERENCE.fullmatch(folded):
        base = match[1] + match[2]
        return base if base in _REFERRED else folded
    if folded in _NAMES:
        return "name"
    words = folded.replace("_", " ")
    heading = heading_of(words)
    meaning = heading.meaning or heading_of(_FEMALE.sub("", words)).meaning
    if meaning is None and 0 < heading.rank <= _TITLE_RANK:
        return "item"
    return _BY_HEADING.get(meaning or "", _when_in(words) or folded)


def _when_in(words: str) -> str | None:
    """`date` or `time` for the words of keys such as `eventDate` and `dataTime`, not for when a page was changed."""
    parts = words.split()
    if not 2 <= len(parts) <= _MOST_WORDS or any(part.startswith(_OF_THE_ENTRY) for part in parts):
        return None
    if parts[-1] in ("date", "day") or (parts[-1] == "time" and not _DATES.isdisjoint(parts)):
        return "date"
    return "time" if parts[-1] == "time" else None


@lru_cache(maxsize=4096)
def is_known_key(key: str) -> bool:
    """Whether the name of a key tells its content, or that a program does not need it."""
    folded = _folded(key)
    return known_key(folded) in _KNOWN or heading_of(folded.replace("_", " ")).meaning is not None


class AliasedRecord:
    """A map. Keys are compared in lower case with words separated: `startTime` is `start_time`."""

    __slots__ = ("_fields", "values")

    def __init__(self, values: Mapping[str, object]) -> None:
        self.values = values
        self._fields: dict[str, object] = {}
        others, numbered = [], []
        for key, value in values.items():
            folded, known, is_numbered = _names_of(str(key))
            self._fields.setdefault(folded, value)
            if is_numbered:
                numbered.append((known, value))
            elif known is not folded:
                others.append((known, value))
        for known, value in others:
            self._fields.setdefault(known, value)
        for known, value in numbered:  # `speaker` and `speaker2`, or `speaker_1` and `speaker_2`
            before = self._fields.get(known)
            several = before if isinstance(before, list) else [before]
            self._fields[known] = [each for each in (*several, value) if each]

    def first(self, meaning: str) -> object:
        """The first non-empty value under a key of this meaning, or None."""
        return next((value for value in self._values(meaning) if value is not None and value not in ("", [])), None)

    def text(self, meaning: str) -> str | None:
        """The first value of this meaning that is text or a number; templates are skipped."""
        for value in self._values(meaning):
            if (said := text_of(value)) is not None:
                return said
        return None

    def texts(self, meaning: str) -> Iterator[str]:
        """Every text of this meaning, the most reliable first."""
        return (said for value in self._values(meaning) if (said := text_of(value)) is not None)

    def _values(self, meaning: str) -> list[object]:
        """The values under the keys of a meaning, the most reliable first."""
        ranks, fields = _RANKS[meaning], self._fields
        keys = [key for key in fields if key in ranks]
        if len(keys) > 1:
            keys.sort(key=ranks.__getitem__)
        return [fields[key] for key in keys]

    def own(self, key: str) -> object:
        """The value of one key."""
        return self._fields.get(key)

    def has(self, *meanings: str) -> bool:
        """Whether one of these meanings has a value other than a list or map."""
        return any(self.text(meaning) is not None for meaning in meanings)

    def scalars(self) -> Iterator[tuple[str, str]]:
        """Every key with a text or number."""
        for key, value in self._fields.items():
            if (said := text_of(value)) is not None:
                yield key, said


def text_of(value: object) -> str | None:
    """A text or number as text; None for other and empty values and for templates."""
    if isinstance(value, str):
        text = value.strip()
        return None if not text or any(mark in text for mark in _TEMPLATE) else text
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return str(value)


def maps_in(value: object) -> list[Mapping[str, object]]:
    """The maps of a list, or of the values of a map of maps; empty for other values."""
    if isinstance(value, list):
        return [each for each in value if isinstance(each, dict)]
    if isinstance(value, dict) and value and all(isinstance(each, dict) for each in value.values()):
        return [each for each in value.values() if isinstance(each, dict)]
    return []


def all_maps(value: object, depth: int = 0) -> list[Mapping[str, object]]:
    """Every map in nested lists and maps."""
    inner = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    found = [each for one in inner for each in all_maps(one, depth + 1)] if depth <= _DEEPEST else []
    return [value, *found] if isinstance(value, dict) else found


@lru_cache(maxsize=4096)
def words_of(key: str) -> str:
    """A key or file name as words in lower case: `talks_day1` is `talks day 1`."""
    spaced = re.sub(r"(?<=[a-zA-Z])(?=\d)|(?<=\d)(?=[a-zA-Z])", " ", _CAMEL.sub(" ", key))
    return _NO_WORD.sub(" ", spaced.replace("_", " ")).strip().lower()


def names_people(key: str) -> bool:
    """Whether a key is one for the people of a talk: `persons`, `panelists`."""
    return known_key(_folded(key)) in _REFERRED


def bare_key(key: str) -> str:
    """A key for comparison: `Jane Doe`, `jane-doe` and `jane_doe` are equal, leading zeros of numbers are ignored."""
    text = re.sub(r"[\W_]+", "", fold(key))
    return text.lstrip("0") or text if text.isdigit() else text


@lru_cache(maxsize=4096)
def _names_of(key: str) -> tuple[str, str, bool]:
    """A key in lower case, the readers' name for it, and whether it is one of several people: `speaker_2`."""
    folded = _folded(key)
    match = _NUMBERED.fullmatch(folded)
    person = match[1] if match is not None and match[1] in _REFERRED else None
    return folded, person or known_key(folded), person is not None


@lru_cache(maxsize=4096)
def _folded(key: str) -> str:
    return _NO_WORD.sub("_", _CAMEL.sub("_", key.strip())).strip("_").lower()


YAML = (".yml", ".yaml")
TABLES = (".csv", ".tsv")
PAGES = (".md", ".markdown", ".html", ".htm")  # whose front matter is data
DATA = (*YAML, ".json", ".toml", *TABLES)
SETTINGS = ("_config.yml", "_config.yaml", "hugo.yaml", "hugo.toml", "config.toml", "config.yaml")
_PAIR = re.compile(r"(\s*(?:- )*[\w -]{1,60}:\s+)(\S.*?)\s*")
_MOST_MENDED = 20  # lines of a file; each is parsed again
_FEWEST = 3  # files of a list
_MOST_FILES = 400  # of a site
_LARGEST = 4 * 1024 * 1024  # bytes of a file in YAML, whose parser is slow


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
        if file.suffix in TABLES:
            return _table(file)
        if file.suffix in PAGES:
            return {key: each for key, each in read_front(file.text).fields.items() if not CREATED.match(str(each))}
        return _yaml(file, findings)
    except yaml12.YamlError as error:
        raise ConfnotesError(f"{file.path}, line {error.line}: {error.reason}", error.hint) from None
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise ConfnotesError(
            f"{file.path} is not valid TOML: {error}", "Check that the download is complete."
        ) from None


def _table(file: SourceFile) -> object:
    """The rows of a table, by its header; one with a single cell divides them."""
    dialect = dialect_of(file.text)
    header, *rows = rows_of(file.text, dialect)[0].rows if dialect is not None else [[]]
    divider = {"divider": "yes"}
    return [dict(zip(header, row, strict=True)) | (divider if sum(map(bool, row)) == 1 else {}) for row in rows]


def _yaml(file: SourceFile, findings: WarningCollector) -> object:
    """YAML, accepting what sites accept: a key with two values, and one with a second “: ” in its value."""
    lines = file.text.split("\n")
    mended = 0
    while True:
        repeats: list[int] = []
        try:
            value = yaml12.load("\n".join(lines), max_bytes=_LARGEST, aliases=True, repeats=repeats)
        except yaml12.YamlError as error:
            pair = _PAIR.fullmatch(lines[error.line - 1]) if error.line <= len(lines) else None
            if (
                mended == _MOST_MENDED
                or error.reason != yaml12.SECOND_COLON
                or pair is None
                or pair[2][0] in "'\"[{|>&*!"
            ):
                raise
            findings.tell(f"{file.path}: {{n}} {{values have|value has}} a second “: ”; read as written", error.line)
            lines[error.line - 1] = f"{pair[1]}{json.dumps(pair[2], ensure_ascii=False)}"
            mended += 1
        else:
            for line in repeats:
                findings.tell(f"{file.path}: {{n}} {{keys have|key has}} several values; the last one counts", line)
            return value


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
    return [
        one
        for _, files in groupby(loaded, lambda each: PurePosixPath(each.file.path).parent)
        for one in _listed([*files])
    ]


def _listed(files: list[DataFile]) -> list[DataFile]:
    """The files of a folder, as one list if each has a map with the same keys: `data/talks/slow-bees.yml`."""
    maps = [{"id": each.stem, **each.value} for each in files if isinstance(each.value, dict)]
    shared = AliasedRecord({key: maps[0][key] for key in maps[0] if all(key in each for each in maps)} if maps else {})
    told = shared.has("title") and (shared.first("speaker") is not None or shared.own("name") is not None)
    if len(maps) < max(len(files), _FEWEST) or not told:
        return files
    path = f"{PurePosixPath(files[0].file.path).parent}.yml"
    return [DataFile(SourceFile(path, files[0].file.load), maps)]
