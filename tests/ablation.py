"""`make ablation`: empties each list of words of the importers, reads everything there is, and prints what changes.

A list that changes nothing, or nothing for the better by being there, has no place in the source. What counts as a list
is told by its shape, wherever it stands below `importers/`: something given a name at the top of a module that holds at
least eight plain words, between blanks, bars, quotation marks or as keys. Pieces of patterns are no lists. Without a
list only those documents are read again in which one of its words stands.

    python tests/ablation.py [PART ...]      only the lists whose names begin so, such as `facts.`

It reads our own samples and written pages, and the corpora beside the checkout where there are any; `CONFNOTES_PAGES`
names further folders of `NAME.truth.json` with `NAME/` beside each (`:` between them). Own samples are what readers are
specified by: one that is read otherwise is worse. Pages with a truth are better or worse by what of them is right;
`facts` is how many right ones are more, and wrong ones fewer, without the list.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src"
LEAST_WORDS = 8
_PACKED = (".xlsx", ".xls", ".ods", ".zip")
NOTHING = "\ue000"  # a letter that no source has: lists that become part of a pattern may not be empty
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[ .’'&+/-]+[^\W_]+)*")
_LIST = re.compile(r"\s*[\w.’'&+/,:#@()\\-]+(?:\s*\|\s*|\s+|\\?\s?)(?:[^\[\]{}?*]|\\s\+)*", re.DOTALL)
_NO_LISTS = re.compile(r"[\[\]{}*^$]|\(\?|\\[dwWDbB]")


@dataclass(frozen=True)
class WordList:
    """Where a list stands: module, name, how many words and lines of source it has, and the single words in it."""

    module: str
    name: str
    words: int
    lines: int
    tokens: frozenset[str]

    @property
    def key(self) -> str:
        """What the table calls it."""
        return f"{self.module.removeprefix('confnotes.importers.')}.{self.name}"


def _texts(value: ast.expr) -> Iterator[ast.Constant]:
    """The strings of a value that are words: patterns with classes, and pieces of f-strings, are none."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        if not _NO_LISTS.search(value.value):
            yield value
    elif isinstance(value, ast.Dict):
        worded = any(isinstance(one, ast.Constant) and " " in str(one.value) for one in value.values)
        for one in value.values if worded else (key for key in value.keys if key is not None):
            yield from _texts(one)
    elif isinstance(value, ast.Tuple | ast.List | ast.Set):
        for one in value.elts:
            yield from _texts(one)
    elif isinstance(value, ast.Call) and not ast.unparse(value.func).startswith("re."):
        for one in value.args:
            yield from _texts(one)
    elif isinstance(value, ast.Attribute | ast.BinOp):
        yield from _texts(value.value if isinstance(value, ast.Attribute) else value.left)


def _named(tree: ast.Module) -> Iterator[tuple[str, ast.stmt, list[ast.Constant]]]:
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if len(targets) == 1 and isinstance(targets[0], ast.Name) and node.value is not None:  # type: ignore[attr-defined]
            texts = list(_texts(node.value))  # type: ignore[attr-defined]
            if sum(map(words_in, texts)) >= LEAST_WORDS:
                yield targets[0].id, node, texts


def words_in(text: ast.Constant) -> int:
    """How many words or phrases a string holds."""
    said = str(text.value)
    return len([one for one in re.split(r"\||\n" if "|" in said else r"\s+", said) if _WORD.search(one)])


def word_lists() -> list[WordList]:
    """Every list of the importers."""
    found = []
    for path in sorted((SOURCE / "confnotes/importers").rglob("*.py")):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for name, node, texts in _named(ast.parse(path.read_text(encoding="utf-8"))):
            tokens = tokens_of(" ".join(str(text.value) for text in texts))
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            found.append(WordList(module, name, sum(map(words_in, texts)), lines, tokens))
    return found


def tokens_of(text: str) -> frozenset[str]:
    """The words of a text, in lower case and without accents."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return frozenset(re.findall(r"[^\W\d_]+", f"{text} {bare}".lower()))


def tokens_at(place: Path) -> frozenset[str] | None:
    """The words of a file and its name, or of all files of a folder; None where they are packed."""
    files = [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
    texts = [place.name, *(path.name for path in files)]
    for path in files:
        if path.suffix in _PACKED:
            return None
        texts.append(path.read_bytes().decode("utf-8", "replace"))
    return tokens_of("\n".join(texts))


class _Emptied(SourceFileLoader):
    """Loads a module with one of its lists empty."""

    name_of_list = ""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        tree = ast.parse(self.get_data(path))
        for name, _, texts in _named(tree):
            for number, text in enumerate(texts if name == self.name_of_list else ()):
                text.value = NOTHING * (number + 1)
        return compile(tree, path, "exec")


class _Finder(MetaPathFinder):
    """Finds the module whose list is emptied."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        """Its spec, and nobody else's."""
        if fullname != self.module:
            return None
        place = str(SOURCE / f"{fullname.replace('.', '/')}.py")
        loader = _Emptied(fullname, place)
        loader.name_of_list = self.name
        return spec_from_file_location(fullname, place, loader=loader)


Reading = dict[str, dict[str, Any]]


def read_documents(wanted: frozenset[str]) -> Reading:
    """What was read of each (of all where none is named), item by item, and how much of it a truth calls right."""
    from confnotes.actions.importing.read_sources import preview
    from confnotes.errors import ConfnotesError
    from confnotes.exporters.data.program_json import program_object
    from confnotes.importers.reading import Hints
    from importers.test_written_pages import judge_programs

    found: Reading = {}
    for place, truth in documents():
        if wanted and str(place) not in wanted:
            continue
        try:
            programs = [program_object(one.read) for one in preview([str(place)], Hints())]
        except ConfnotesError as error:
            programs = [{"refused": error.message}]
        except Exception as error:  # a list that something cannot do without
            programs = [{"raised": repr(error)}]
        judgement = judge_programs(truth, [each for each in programs if "sessions" in each]) if truth else None
        found[str(place)] = {
            "items": [item for program in programs for item in _items(program)],
            "own": place.is_relative_to(HERE),
            "right": sum(judgement.right.values()) if judgement else None,
            "wrong": sum((judgement.of - judgement.right).values()) if judgement else None,
        }
    return found


def _items(program: dict[str, Any]) -> Iterator[str]:
    """A program as lines, one an item: talks, sessions, people, deadlines, and what is said of the conference."""
    for session in program.pop("sessions", None) or ():
        for talk in session.pop("talks", None) or ():
            yield json.dumps(talk, sort_keys=True, ensure_ascii=False)
        yield json.dumps(session, sort_keys=True, ensure_ascii=False)
    for name in ("people", "deadlines"):
        for one in program.pop(name, None) or ():
            yield json.dumps(one, sort_keys=True, ensure_ascii=False)
    program.pop("warnings", None)
    yield json.dumps(program, sort_keys=True, ensure_ascii=False)


def documents() -> Iterator[tuple[Path, dict[str, Any] | None]]:
    """What there is to read, with its truth where somebody wrote one."""
    from corpora.sources import SHARED, sources

    samples = HERE / "importers"
    pages = [samples / "written_pages", *(path for path in SHARED.glob("corpora/pages/*") if path.is_dir())]
    pages += map(Path, filter(None, os.environ.get("CONFNOTES_PAGES", "").split(":")))
    for folder in pages:
        for path in sorted(folder.glob("*.truth.json")):
            truth = json.loads(path.read_text(encoding="utf-8"))
            beside = folder / truth["name"] / (truth["target"] or ".")
            yield (
                (
                    beside
                    if (folder / truth["name"]).is_dir() and folder.parent != samples
                    else folder / truth["target"]
                ),
                truth,
            )
    for name in ("fixtures", "notes", "shapes", "written", "formats/*"):
        for folder in sorted(samples.glob(name)):
            sample = (
                one for one in sorted(folder.iterdir()) if not one.name.endswith((".truth.json", ".expected.json"))
            )
            yield from ((one, None) for one in sample if name != "fixtures" or one.suffix != ".json")
    others = {path for part in ("seeds", "corpora") for path in (SHARED / part).rglob("*") if path.is_file()}
    for path in sorted(others | {source.place for source in sources()} if SHARED.is_dir() else ()):
        if not path.is_relative_to(SHARED / "corpora/pages"):
            yield path, None


def reading_without(one: WordList | None, wanted: Sequence[str] = ()) -> Reading | None:
    """What another Python reads without a list; None where it cannot begin without."""
    with tempfile.NamedTemporaryFile(suffix=".json", mode="w+", encoding="utf-8") as file:
        json.dump(wanted, file)
        file.flush()
        call = [sys.executable, __file__, "--into", file.name, *([one.module, one.name] if one else [])]
        path = f"{HERE}{os.pathsep}{SOURCE}"
        failed = subprocess.run(
            call, capture_output=True, check=False, env=os.environ | {"PYTHONPATH": path}
        ).returncode
        file.seek(0)
        return None if failed else json.load(file)


def row(one: WordList, before: Reading, after: Reading | None) -> str:
    """A line of the table."""
    told = f"{one.key:46}{one.words:7}{one.lines:7}"
    if after is None:
        return f"{told}  nothing is read without"
    changed = {name: _differing(before[name], after[name]) for name in after if before[name] != after[name]}
    gains = {name: _gain(before[name], after[name]) for name in changed}
    worse, better = sum(gain < 0 for gain in gains.values()), sum(gain > 0 for gain in gains.values())
    facts = sum(gain for name, gain in gains.items() if before[name]["right"] is not None)
    return f"{told}{len(after):7}{len(changed):9}{sum(changed.values()):7}{worse:7}{better:8}{facts:+7}"


def _differing(before: dict[str, Any], after: dict[str, Any]) -> int:
    one, other = Counter(before["items"]), Counter(after["items"])
    return max((one - other).total(), (other - one).total())


def _gain(before: dict[str, Any], after: dict[str, Any]) -> int:
    """By how many facts a document is read better (or, below 0, worse) without the list."""
    if before["right"] is None:
        return -1 if before["own"] else 0
    return int(after["right"] - after["wrong"] - before["right"] + before["wrong"])


def main(parts: Sequence[str]) -> int:
    """Print the table, a line a list."""
    before = reading_without(None)
    if before is None:
        print("the importers cannot be loaded")
        return 1
    print(f"{len(before)} documents, {sum(len(one['items']) for one in before.values())} items")
    print(
        f"{'without':46}{'words':>7}{'lines':>7}{'read':>7}{'changed':>9}{'items':>7}{'worse':>7}{'better':>8}{'facts':>7}"
    )
    said = {name: tokens_at(Path(name)) for name in before}
    for one in word_lists():
        if not parts or any(one.key.startswith(part) for part in parts):
            wanted = [name for name, tokens in said.items() if tokens is None or not one.tokens.isdisjoint(tokens)]
            print(row(one, before, reading_without(one, wanted) if wanted else {}), flush=True)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--into"]:
        result = Path(sys.argv[2])
        if sys.argv[3:]:
            sys.meta_path.insert(0, _Finder(*sys.argv[3:]))
        result.write_text(
            json.dumps(read_documents(frozenset(json.loads(result.read_text("utf-8"))))), encoding="utf-8"
        )
    else:
        raise SystemExit(main(sys.argv[1:]))
