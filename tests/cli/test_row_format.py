"""`--format`: rows as a script wants them, and `-0` for names with line breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import RunConfnotes

CLOCKS = "Small Systems 2024/2024-05-06 1000 Clocks and their lies.md"


@pytest.mark.parametrize(
    ("arguments", "template", "printed"),
    [
        (("list", "notes"), r"{title}\t{path}", f"Clocks and their lies\t{CLOCKS}\nSmall Systems 2024\tSmall"),
        (("list", "notes", "clocks"), "{tags} {tasks} {rating}|", "time, time/hybrid 1 |\n"),
        (("list", "talks", "parsers"), "{starred} {id}", "false small-systems-2024/t1\n"),
        (("list", "talks", "heal"), r"{start:%d %b %H:%M}\\{title:.7}\n--", "06 May 10:30\\Indexes\n--\n"),
        (("list", "talks", "heal"), "{{{room:>8}}}", "{  Hall 1}\n"),
        (("search", "social"), "{kind}:{line} {title}", "note:10 Clocks and their lies\n"),
        (("agenda",), "{start:%H:%M} {speakers}", "10:00 Ada Example\n10:00 José Exemplo\n10:30 Bo Sample\n"),
        (
            ("now",),
            "{when} {room} {title}",
            "now Hall 1 Parsers in forty lines\nnow Hall 2 Clocks and their lies\nnext",
        ),
        (("show", "small-systems-2024/t3"), "{kind} {room} {start:%H}", "talk Hall 2 10\n"),
    ],
)
def test_rows_are_printed_by_a_template(
    confnotes: RunConfnotes, vault: Path, arguments: tuple[str, ...], template: str, printed: str
) -> None:
    result = confnotes(*arguments, "--vault", vault, "--format", template)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(printed)


def test_an_editor_gets_the_whole_path_of_a_note(confnotes: RunConfnotes, vault: Path) -> None:
    assert confnotes("list", "notes", "clocks", "--vault", vault, "--format", "{file}").out == f"{vault / CLOCKS}\n"
    on = confnotes("now", "--vault", vault, "--format", "{when} {file}").out.splitlines()
    assert on[:2] == ["now ", f"now {vault / CLOCKS}"]


def test_rows_end_with_nul_for_xargs(confnotes: RunConfnotes, vault: Path) -> None:
    result = confnotes("list", "notes", "--vault", vault, "--format", "{path}", "-0")
    assert result.out.split("\0")[0] == CLOCKS and result.out.endswith(".md\0") and "\n" not in result.out


def test_a_row_is_one_line_that_no_terminal_acts_on(confnotes: RunConfnotes, vault: Path) -> None:
    (vault / "Odd.md").write_text('---\ntitle: "two\\nlines \\e]0;owned\\a"\n---\n', encoding="utf-8")
    assert confnotes("list", "notes", "two", "--vault", vault, "--format", "{title}.").out == "two lines.\n"


def test_a_misspelt_field_gets_the_one_that_was_meant(confnotes: RunConfnotes, vault: Path) -> None:
    result = confnotes("list", "talks", "--vault", vault, "--format", "{titel}")
    assert (result.code, result.out) == (2, "")
    assert "{titel}" in result.err and "{title}?" in result.err and "speakers" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "talks", "--format", "{title"),
        ("list", "talks", "--format", "{}"),
        ("list", "talks", "--format", "{title!r}"),
        ("list", "talks", "--format", "{title:%H}"),
        ("list", "talks", "--format", "{title:wide}"),
        ("list", "talks", "--format", "csv"),
        ("search", "clocks", "-f", "{{title}}"),
        ("list", "talks", "--format", "{title}", "--json"),
        ("list", "talks", "-0"),
        ("agenda", "-0"),
        ("agenda", "--format", "yaml"),
        ("now", "--format", "{title}", "--json"),
    ],
)
def test_an_invalid_template_is_reported_in_two_lines(
    confnotes: RunConfnotes, vault: Path, arguments: tuple[str, ...]
) -> None:
    result = confnotes(*arguments, "--vault", vault)
    assert (result.code, result.out) == (2, "")
    assert len(result.err.splitlines()) == 2 and "defect" not in result.err


@pytest.mark.parametrize(
    "arguments", [("list", "talks"), ("search", "clocks"), ("now",), ("agenda",), ("show", "t3")], ids=" ".join
)
def test_json_as_a_format_is_answered_with_its_option(
    confnotes: RunConfnotes, vault: Path, arguments: tuple[str, ...]
) -> None:
    result = confnotes(*arguments, "--vault", vault, "--format", "json")
    assert (result.code, result.out) == (2, "") and "--json" in result.err


def test_no_row_prints_nothing(confnotes: RunConfnotes, vault: Path) -> None:
    result = confnotes("list", "talks", "nosuchword", "--vault", vault, "--format", "{titel}")
    assert (result.code, result.out) == (0, "")
