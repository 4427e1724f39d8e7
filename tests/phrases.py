"""Where our texts use a phrase of tests/phrases.toml: `python tests/phrases.py [PATH…]` lists it.

Read are the strings, docstrings and data files of src/confnotes, the documents, and the changelog's newest section.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = HERE.parent
SOURCE = PROJECT / "src" / "confnotes"
LIST = HERE / "phrases.toml"
_DATA_FILES = {".toml", ".html", ".typ", ".j2", ".yaml", ".md"}
_WORD = r"[\w’'{}-]+"
_PATTERN = re.compile(r"\(\?|\\[bdsw]|\[\^")
"""What only regular expressions have."""


@dataclass(frozen=True)
class Text:
    """A text that a person reads: its file, first line, and whether it documents code or is shown."""

    path: Path
    line: int
    text: str
    is_docstring: bool = False

    @property
    def room(self) -> str:
        """Its room, with “ docstrings” for docstrings."""
        if not self.path.is_relative_to(SOURCE):
            return "documents"
        inner = self.path.relative_to(SOURCE)
        name = inner.parts[0] if len(inner.parts) > 1 else "ground"
        return f"{name} docstrings" if self.is_docstring else name


@dataclass(frozen=True)
class Use:
    """A phrase in a text."""

    text: Text
    line: int
    found: str
    instead: str

    def __str__(self) -> str:
        path = self.text.path.relative_to(PROJECT)
        return f"{path}:{self.line}: “{self.found}” -> {self.instead}"


@cache
def phrases() -> dict[str, str]:
    """Each phrase and what to write instead."""
    return dict(tomllib.loads(LIST.read_text(encoding="utf-8"))["phrases"])


def pattern(phrase: str) -> str:
    """A regular expression for a phrase."""
    words = []
    for word in phrase.split():
        if word == "…":
            words.append(rf"(?:{_WORD}\s+){{0,4}}{_WORD}")
        else:
            words.append(f"(?:{'|'.join(map(re.escape, word.split('|')))})")
    return r"(?<![\w-])" + r"\s+".join(words) + r"(?![\w-])"


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The expression of each phrase, and what to write instead."""
    return [(re.compile(pattern(phrase), re.IGNORECASE), instead) for phrase, instead in phrases().items()]


@cache
def _by_word() -> dict[str, list[int]]:
    """The numbers of the phrases by what their longest word begins with, however it is written."""
    found: dict[str, list[int]] = {}
    for number, phrase in enumerate(phrases()):
        longest = max((word for word in phrase.casefold().split() if word != "…"), key=len)
        for one in set(re.findall(r"(?:^|\|)([\w-]+)", longest)):
            found.setdefault(one, []).append(number)
    return found


def uses(text: Text) -> Iterator[Use]:
    """Every phrase in a text, in the order of the list; expressions are slow, so a word of it has to be there first."""
    words = set(re.findall(r"[\w-]+", text.text.casefold()))
    numbers = {number for word in words & _by_word().keys() for number in _by_word()[word]}
    for expression, instead in (_patterns()[number] for number in sorted(numbers)):
        for match in expression.finditer(text.text):
            line = text.line + text.text.count("\n", 0, match.start())
            yield Use(text, line, " ".join(match.group().split()), instead)


def texts(paths: list[Path] | None = None) -> Iterator[Text]:
    """Every text of ours, or those of some files and folders."""
    documents = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")]
    shipped = [path for path in SOURCE.rglob("*") if path.suffix in _DATA_FILES | {".py"}]
    for path in sorted({*documents, *shipped}):
        if paths and not any(path.is_relative_to(one.resolve()) for one in paths):
            continue
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            yield from texts_of_code(path, content)
        elif path.name == "CHANGELOG.md":
            yield Text(path, 1, newest_section(content))
        else:
            yield Text(path, 1, content)


def newest_section(changelog: str) -> str:
    """A changelog up to the end of its first section."""
    sections = [match.start() for match in re.finditer(r"^## ", changelog, re.MULTILINE)]
    return changelog[: sections[1]] if len(sections) > 1 else changelog


@cache
def tree_of(code: str) -> ast.Module:
    """A module as it is read; every test that looks into our source has the same."""
    return ast.parse(code)


def texts_of_code(path: Path, code: str) -> Iterator[Text]:
    """The strings of a module that have several words, but for regular expressions; what is filled in is “{}”."""
    tree = tree_of(code)
    nodes = list(ast.walk(tree))
    documenting = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for command in nodes:
        if isinstance(command, ast.FunctionDef) and _is_command(command) and isinstance(command.body[0], ast.Expr):
            documenting.discard(id(command.body[0].value))
    for line, text, node in _strings(tree):
        if " " in text.strip() and not _PATTERN.search(text):
            yield Text(path, line, text, id(node) in documenting)


def _is_command(function: ast.FunctionDef) -> bool:
    """Whether its docstring is the help of a command."""
    return any("command" in ast.unparse(one) or "group" in ast.unparse(one) for one in function.decorator_list)


def _strings(tree: ast.AST) -> Iterator[tuple[int, str, ast.AST]]:
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Constant(value=str(text)):
                yield node.lineno, text, node
            case ast.JoinedStr(values=parts):
                yield node.lineno, "".join(p.value if _is_text(p) else "{}" for p in parts), node  # type: ignore[attr-defined]
                for part in parts:
                    if isinstance(part, ast.FormattedValue):
                        yield from _strings(part.value)
            case _:
                yield from _strings(node)


def _is_text(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant)


def main(arguments: list[str]) -> int:
    """Print the uses in files and folders, or in all of ours."""
    found = [use for text in texts([Path(one) for one in arguments]) for use in uses(text)]
    for use in sorted(found, key=lambda use: (str(use.text.path), use.line)):
        print(use)
    print(f"{len(found)} phrases", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
