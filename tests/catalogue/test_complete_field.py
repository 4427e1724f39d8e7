"""Which value of front matter is being typed, and what a completion takes the place of."""

from __future__ import annotations

import pytest

from confnotes.catalogue.completing.complete_field import field_value_at


@pytest.mark.parametrize(
    ("written", "field", "replaced", "typed"),
    [
        ("tags: [one, tw|]", "tags", "tw", "tw"),
        ("tags: [|]", "tags", "", ""),
        ("tags:\n  - tw|", "tags", "tw", "tw"),
        ("tags:\n- one\n-   tw|o", "tags", "tw", "tw"),
        ("speakers: [ad|]", "speakers", "ad", "ad"),
        ('speakers: ["[[ad|]]"]', "speakers", '"[[ad]]"', "ad"),
        ('speakers:\n  - "[[Ada L|', "speakers", '"[[Ada L', "Ada L"),
        ("Conference: [[sma|]]", "conference", "[[sma]]", "sma"),
        ("rating: |", "rating", "", ""),
        ("title: a\r\nrating: 3|\r", "rating", "3", "3"),
    ],
)
def test_a_value_is_found_with_what_encloses_it(written: str, field: str, replaced: str, typed: str) -> None:
    text = f"---\ntitle: A\n{written}\n---\nbody\n"
    before = text[: text.index("|")]
    row, column = before.count("\n"), len(before.rpartition("\n")[2])
    text = text.replace("|", "")
    value = field_value_at(text, row, column)
    assert value is not None
    assert (value.field, text.split("\n")[row][value.start : value.end], value.typed) == (field, replaced, typed)


@pytest.mark.parametrize(
    "written",
    [
        "---\ntags: [a]\n---\ntags: |",
        "tags: |",
        "---\ntags: |",
        "|---\na: b\n---\n",
        "---\n- |\n---\n",
        "---\nta|gs: a\n---\n",
    ],
)
def test_nothing_is_a_value_elsewhere(written: str) -> None:
    before = written[: written.index("|")]
    row, column = before.count("\n"), len(before.rpartition("\n")[2])
    assert field_value_at(written.replace("|", ""), row, column) is None
