"""Code is told from text: fences, indented blocks outside lists, and backticks in a line."""

from __future__ import annotations

import pytest

from confnotes.markup.code import blank_code, code_lines, fenced_lines, inline_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\n```py\nb\n```\nc", "-+++-"),
        ("~~~\n```\n~~~\nc", "+++-"),
        ("````\n```\n````\nc", "+++-"),
        ("```\nopen\n", "+++"),
        ("``` a ``` b\nc", "--"),
        ("- ```\n  x\n  ```\nc", "+++-"),
        ("> ```\n> x\n> ```\nc", "+++-"),
        ("```\nx\n``` no\n```\nc", "++++-"),
    ],
)
def test_fenced_code_ends_with_its_own_fence(text: str, code: str) -> None:
    assert "".join("-+"[inside] for inside in fenced_lines(text.split("\n"))) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\n\n    b\n    c\n\nd", "--++--"),
        ("    at the top", "+"),
        ("a\n    goes on", "--"),
        ("- a\n    - b\n\n    - c", "----"),
        ("- a\n\n    same item\n\nend\n\n    code", "------+"),
        ("# h\n    code", "-+"),
        ("a\n\n\tcode", "--+"),
        ("a\n\n    - code", "--+"),
    ],
)
def test_four_blanks_are_code_outside_lists(text: str, code: str) -> None:
    assert "".join("-+"[inside] for inside in code_lines(text.split("\n"))) == code


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("a `b` c", ["`b`"]),
        ("``a ` b`` `c`", ["``a ` b``", "`c`"]),
        ("`open", []),
        ("` `` `", ["` `` `"]),
        ("\\`a` b`", ["` b`"]),
        ("\\\\`a`", ["`a`"]),
        ("漢 `字` 😀 `é`", ["`字`", "`é`"]),
    ],
)
def test_backticks_pair_up_by_their_number(line: str, code: list[str]) -> None:
    assert [line[start:end] for start, end in inline_code(line)] == code


def test_blanked_out_code_leaves_every_other_character_in_its_place() -> None:
    text = "a `b` c\n```\nd\n```\n\n    e\nf"
    blanked = blank_code(text)
    assert len(blanked) == len(text)
    assert [line.strip(" \x01") for line in blanked.split("\n")] == ["a \x01\x01\x01 c", "", "", "", "", "", "f"]
