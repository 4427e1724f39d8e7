"""The second part of `make corpora`: every sentence of folders of notes, looked for in what confnotes exports of them.

Each folder of notes, and each page of a program, is imported into an empty vault, and a copy of every folder is opened
as a vault. Both are exported to Markdown, HTML and JSON. A sentence is there if its words are, in their order; it is
named if a message, `left_out` or the lines left out on import tell it. Of a page only prose is looked for: its hours
and tables become talks, which `run.py` compares. Talks without notes are counted by `left_out`: the program has them.
Front matter stays in the file of a note that is opened, so only its text is looked for.
`python tests/corpora/words.py PART ...` shows the folders whose path contains a part, with the sentences that are lost.
"""

from __future__ import annotations

import html
import itertools
import json
import re
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from confnotes.actions.begin_vault import begin_vault
from confnotes.actions.exporting.export import export
from confnotes.actions.exporting.render_preferences import RenderPreferences
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import preview
from confnotes.errors import ConfnotesError
from confnotes.importers.reading import Hints
from confnotes.markup.frontmatter import split
from confnotes.model.schema import plain
from confnotes.model.summary import SummaryOrder
from confnotes.report.summarise import draft
from confnotes.report.target import is_free, texts_in_other_formats, to_import
from confnotes.vault.layout import FREE_NOTES
from confnotes.vault.vault import Vault
from corpora.sources import SHARED

FORMS = ("markdown", "html", "json")
_AT = datetime(2026, 1, 1, 12)
_ENDINGS = (".md", ".markdown", ".txt", ".org")
_NOTED = frozenset(
    [
        "berlin-buzzwords-2015",
        "deconstruct-2018",
        "devopsdays-ams-2016",
        "euruko-2022",
        "frozenrails-2012",
        "oscon-eu-2015-day1",
        "railsconf-2012",
        "rustconf-2018-notes",
    ]
)
_SHOWN = 25
_PROSE = 7
"""Words from which a line of a page is prose."""
_HOUR = re.compile(r"\d[:.]\d\d")
_ENOUGH = 0.8
"""The share of the words of a sentence that must be there."""


@dataclass
class WordCount:
    """The sentences of a folder, and which of them are in no export of a form."""

    sentences: int = 0
    lost: dict[str, list[str]] = field(default_factory=dict)
    problem: str = ""
    told: list[str] = field(default_factory=list)

    def share(self, form: str) -> float:
        """The share of sentences that are kept."""
        return 1 - len(self.lost[form]) / max(self.sentences, 1)


def main(parts: list[str]) -> int:
    """Print a line for each folder; 1 if prose of somebody's notes is lost. Headings become titles, hours a start."""
    corpora = SHARED / "corpora"
    if not corpora.is_dir():
        print("the corpora are not beside this checkout: nothing to compare")
        return 0
    print(f"{'folder':64}{'way':8}{'sentences':>10}" + "".join(f"{form:>10}" for form in FORMS))
    lost = 0
    for folder in folders():
        name = folder.relative_to(SHARED).as_posix()
        if parts and not any(part in name for part in parts):
            continue
        for way in (imported if is_of_notes(folder) else read, opened):
            with tempfile.TemporaryDirectory() as place:
                found = way(folder, Path(place))
            _report(name, way.__name__, found, in_full=bool(parts))
            if is_of_notes(folder):
                prose = {each for one in found.lost.values() for each in one if _is_prose(each) and each[0] != "#"}
                lost += len(prose) + bool(found.problem)
    print(f"{lost} sentences of notes are lost" if lost else "every sentence of notes is exported")
    return 1 if lost else 0


def folders() -> Iterator[Path]:
    """The folders of notes, those of several conferences before the conferences."""
    corpora = SHARED / "corpora"
    for top in sorted((corpora / "notes").iterdir()):
        yield top
        yield from sorted({each.parent for each in top.rglob("*.md")} - {top})
    for kind in ("pages/conferences-and-notes", "pages/workshops", "workshop-site", "jekyll-seminar", "pmlr-posts"):
        yield from sorted(each for each in (corpora / kind).iterdir() if each.is_dir())
    yield SHARED / "seeds"


def is_of_notes(folder: Path) -> bool:
    """Whether a folder has somebody's notes, rather than the pages of a program."""
    return "/corpora/notes/" in folder.as_posix() or folder.name in _NOTED


def imported(folder: Path, place: Path) -> WordCount:
    """What is exported of a folder that was imported into an empty vault."""
    vault = begin_vault(str(place / "vault")).vault
    try:
        try:
            previews = preview([str(folder)], Hints())
            reports = write(vault, previews)
        except ConfnotesError:  # it does not name its conference
            previews = preview([str(folder)], Hints(folder.name))
            reports = write(vault, previews)
    except ConfnotesError as error:
        return WordCount(problem=f"{error.message} {error.hint}")
    told = [warning.message for one in previews for warning in one.read.warnings]
    told += [line.text for one in previews for line in one.read.left]
    told += [message for report in reports for message in report.messages]
    return compare(folder, vault, told)


def read(folder: Path, place: Path) -> WordCount:
    """What is exported of the pages of a folder, each of them imported into an empty vault; pages that are refused
    are not counted.
    """
    found = WordCount(lost={form: [] for form in FORMS})
    for page in sorted(each for each in folder.rglob("*") if each.suffix.lower() in _ENDINGS):
        alone = place / page.stem / folder.name
        alone.mkdir(parents=True)
        shutil.copyfile(page, alone / page.name)
        one = imported(alone, alone.parent)
        prose = {each for each in sentences(alone, _ENDINGS) if _is_prose(each)}
        found.sentences += len(prose) if one.lost else 0
        found.told += one.told
        for form in one.lost:
            found.lost[form] += [each for each in one.lost[form] if each in prose]
    return found


def _is_prose(said: str) -> bool:
    """Whether a sentence says more than who, when and which column, and is no markup."""
    plain = [word for word in words(said) if not any(map(str.isdigit, word))]
    return len(plain) >= _PROSE and said[0] not in "<|{.:" and not _HOUR.search(said)


def opened(folder: Path, place: Path) -> WordCount:
    """What is exported of a copy of a folder that was opened as a vault."""
    copy = place / folder.name
    shutil.copytree(folder, copy, copy_function=shutil.copyfile)
    for each in (copy, *copy.rglob("*")):
        each.chmod(0o755 if each.is_dir() else 0o644)
    vault = begin_vault(str(copy)).vault
    others = texts_in_other_formats(vault)
    return compare(folder, vault, [to_import(others)] if others else [])


def compare(folder: Path, vault: Vault, told: list[str]) -> WordCount:
    """The sentences of the files in a folder that are not in the exports of a vault."""
    targets = list(vault.conferences())
    targets += [FREE_NOTES] if any(is_free(path, targets) for path in vault.note_paths()) else []
    found = WordCount(told=told)
    texts: dict[str, list[str]] = {form: list(told) for form in FORMS}
    try:
        for target in targets:
            order = SummaryOrder(target, everything=True)
            left = [f"{one.why} {' '.join(one.names)}" for one in draft(vault, order, _AT).left_out]
            found.told += left
            for form in FORMS:
                data = export(vault, order, form, RenderPreferences(), _AT, alone=True).data.decode()
                texts[form] += [_READERS.get(form, str)(data), *left, *_talks_without_notes(vault, target)]
    except ConfnotesError as error:
        found.problem = f"{error.message} {error.hint}"
        return found
    named = texts_in_other_formats(vault)  # in a folder that was opened; on import they are read
    wanted = [*dict.fromkeys(sentences(folder, (".md",) if named else _ENDINGS))]
    found.sentences = len(wanted)
    for form in FORMS:
        there = _pairs(words("\n".join(texts[form])))
        found.lost[form] = [one for one in wanted if not _is_there(words(one), there)]
    return found


def _talks_without_notes(vault: Vault, target: str) -> Iterator[str]:
    """The program, of which `left_out` counts the talks without notes."""
    if target != FREE_NOTES:
        program = vault.program(target)
        untold = replace(program, conference=replace(program.conference, description=None))
        yield from _strings(plain(untold))


def sentences(folder: Path, endings: tuple[str, ...]) -> Iterator[str]:
    """The lines of the files of a folder with these endings, each split into sentences."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in endings:
            for line in split(path.read_text(encoding="utf-8", errors="replace")).body.splitlines():
                said = _PICTURE.sub(lambda picture: picture["file"], line.strip())
                yield from (each for each in re.split(r"(?<=[.!?])\s+", said) if len(words(each)) > 1)


def visible(page: str) -> str:
    """The text of an HTML page."""
    page = re.sub(r"(?is)<(style|script)\b.*?</\1>", " ", page)
    return html.unescape(
        re.sub(r"(?s)<[^>]*>", "", re.sub(r"<(?:br|/?p|/?li|/?h\d|/?t[dhr]|/?div)\b[^>]*>", " ", page))
    )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(each)


_READERS: dict[str, Callable[[str], str]] = {
    "html": visible,
    "json": lambda data: "\n".join(_strings(json.loads(data))),
}
_PICTURE = re.compile(r"!\[[^\]]*\]\((?:[^()\s]*/)?(?P<file>[^()\s]+)[^()]*\)")
_ADDRESS = re.compile(r"(?:https?|mailto|ftp)://?[^\s<>\"']+|\]\([^)\s]*\)?|<[^<>\n]*>|&[a-z]+;")


def words(text: str) -> list[str]:
    """The words of a text, without addresses, tags and marks."""
    shown = _ADDRESS.sub(" ", text)
    plain = "".join(one for one in unicodedata.normalize("NFKD", shown.casefold()) if not unicodedata.combining(one))
    return re.findall(r"[^\W_]+", re.sub(r"['’‘`*_\\~=]", "", plain))


def _pairs(found: list[str]) -> set[tuple[str, str]]:
    return set(itertools.pairwise(found))


def _is_there(said: list[str], there: set[tuple[str, str]]) -> bool:
    """Whether most words stand beside the word that they stand beside in the source: “by” between title and speaker,
    and marks that come out as words, separate them.
    """
    found = [pair in there for pair in itertools.pairwise(said)]
    beside = sum(before or after for before, after in itertools.pairwise((False, *found, False)))
    return beside >= _ENOUGH * len(said)


def _report(name: str, way: str, found: WordCount, *, in_full: bool) -> None:
    if found.problem:
        print(f"{name[-63:]:64}{way:8}  {found.problem}")
        return
    shares = "".join(f"{found.share(form) * 100:9.1f}%" for form in FORMS)
    print(f"{name[-63:]:64}{way:8}{found.sentences:>10}{shares}")
    if in_full:
        _show(found)


def _show(found: WordCount) -> None:
    for message in found.told[:_SHOWN]:
        print(f"    ! {message[:160]}")
    everywhere = _common(found.lost.values())
    for form, lost in (("all", everywhere), *found.lost.items()):
        only = [one for one in lost if form == "all" or one not in everywhere]
        for one in only[:_SHOWN]:
            print(f"    {form}: {one[:160]}")
        if len(only) > _SHOWN:
            print(f"    {form}: and {len(only) - _SHOWN} more")


def _common(lists: Iterable[list[str]]) -> list[str]:
    first, *rest = lists
    return [one for one in first if all(one in other for other in rest)]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
