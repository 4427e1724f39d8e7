"""A summary as data: everything of it is there, and a program that knows the schema can rely on it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from confnotes.exporters.data import summary_schema
from confnotes.model.mark import flags
from confnotes.model.summary import Audience, Grouping, Summary, SummaryItem
from confnotes.vault.vault import Vault
from summary_samples import HOSTILE, export_of, set_as, small, with_note, with_title

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs/reference/schemas/summary.json"


@cache
def validator() -> Draft202012Validator:
    """Checks by the schema that is documented."""
    schema = json.loads(FILE.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def valid(text: str) -> Any:
    """The value of a JSON text that the schema allows."""
    value = json.loads(text)
    assert [f"{one.json_path}: {one.message}" for one in validator().iter_errors(value)] == []
    return value


def test_the_schema_describes_every_field() -> None:
    """Where it is stale: python -m confnotes.exporters.data.summary_schema docs/reference/schemas/summary.json."""
    assert FILE.read_text(encoding="utf-8") == summary_schema.text()


def test_every_object_of_the_schema_is_described() -> None:
    found = json.loads(summary_schema.text())
    assert all(one["description"] for one in (found, *found["$defs"].values()))
    assert "None" not in summary_schema.text()


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_text_in_valid_data(text: str) -> None:
    valid(set_as("json", with_title(text)))
    item = valid(set_as("json", with_note(text)))["parts"][0]["sessions"][0]["items"][0]
    assert not {"\x1b", "\x00", "\u202e"} & set(item["notes"][0]["text"])


def test_nothing_of_a_summary_is_left_out() -> None:
    def same(value: object, data: object) -> bool:
        if is_dataclass(value):
            return isinstance(data, dict) and all(
                flags(value.marks).items() <= data.items()
                if one.name == "marks" and isinstance(value, SummaryItem)
                else same(getattr(value, one.name), data[one.name])
                for one in fields(value)
                if one.init
            )
        if isinstance(value, tuple):
            return isinstance(data, list) and all(same(*pair) for pair in zip(value, data, strict=True))
        return data == (value.isoformat() if isinstance(value, date) else value)

    summary = small()
    assert same(summary, valid(set_as("json", summary)))
    assert valid(set_as("json", Summary("Nothing"))).keys() == valid(set_as("json", summary)).keys()


def test_the_schema_refuses_what_is_not_a_summary() -> None:
    good = json.loads(set_as("json", small()))
    for name, value in (("schema", "confnotes.summary/1"), ("day", "10.6.2026"), ("parts", None), ("extra", 1)):
        assert not validator().is_valid({**good, name: value})


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """The sample vault, with a home of its own."""
    folder = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("cache", "state", "config"):
            patch.setenv(f"XDG_{name.upper()}_HOME", str(folder / name))
        shutil.copytree(ROOT / "notes", folder / "notes")
        yield Vault.open(folder / "notes")


@pytest.mark.parametrize("audience", Audience)
def test_the_sample_vault_is_valid_for_every_audience(sample: Vault, audience: Audience) -> None:
    for conference in sample.conferences():
        assert valid(export_of(sample, conference, "json", audience=audience).decode())["title"]


@pytest.mark.parametrize("by", Grouping)
def test_the_sample_vault_is_valid_however_it_is_grouped(sample: Vault, by: Grouping) -> None:
    value = valid(export_of(sample, sample.conferences()[0], "json", by=by).decode())
    assert value["by"] == by
