"""Programs can rely on the published schemas: what `--json` prints is as they say, and all of it has one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from confnotes.cli.group import LazyGroup
from forked import forked_confnotes

CHECKOUT = Path(__file__).parents[2]
SCHEMAS = CHECKOUT / "docs" / "reference" / "schemas"
CALLS = (Path(__file__).parent / "json_calls.sh").read_text(encoding="utf-8")
NAMES = sorted(path.stem for path in SCHEMAS.glob("*.json"))
BY_SCHEMA = [
    pytest.param(name, marks=pytest.mark.needs("git") if name.startswith(("sync", "team")) else ()) for name in NAMES
]
MARK = "--- next command ---"
TAKEN = 36867  # the tag of Exif that says when a photo was taken


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What the calls print, by the name of its schema."""
    folder = tmp_path_factory.mktemp("json")
    shutil.copytree(CHECKOUT / "notes", folder / "notes")
    shutil.copytree(CHECKOUT / "docs" / "examples", folder, dirs_exist_ok=True)
    shutil.copy(folder / "notes" / "ICLR 2018" / "marks.yaml", folder / "marks.kept")
    facts = Image.Exif()
    facts[TAKEN] = "2019:12:10 10:09:20"
    Image.new("RGB", (40, 30)).save(folder / "photo.jpg", exif=facts)
    lines = [line for line in CALLS.splitlines() if not line.startswith("#")]
    script = "".join(f"echo '{MARK}'\n{line}\n" for line in lines)
    with TemporaryDirectory() as name, forked_confnotes(Path(name)) as program:
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=folder,
            env={"HOME": str(folder / "home"), "PATH": f"{program.parent}:{os.environ['PATH']}", "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    found = defaultdict(list)
    for part in done.stdout.split(f"{MARK}\n"):
        if part.startswith("{"):
            value = json.loads(part)
            found[value["schema"].removeprefix("confnotes.").partition("/")[0]].append(value)
    return found


@cache
def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def complaints(name: str, value: Any) -> list[str]:
    return [f"{one.json_path}: {one.message}" for one in validator(name).iter_errors(value)]


@pytest.mark.parametrize("name", BY_SCHEMA)
def test_what_is_printed_is_as_its_schema_says(name: str, printed: dict[str, list[Any]]) -> None:
    assert printed[name], f"no call of json_calls.sh prints {name}"
    for value in printed[name]:
        assert complaints(name, value) == []


def test_all_that_is_printed_has_a_schema(printed: dict[str, list[Any]]) -> None:
    assert set(printed) <= set(NAMES)


def test_every_command_that_prints_json_is_among_the_calls() -> None:
    group = LazyGroup("confnotes")
    context = click.Context(group)
    with_json = [
        name
        for name in group.list_commands(context)
        if (command := group.get_command(context, name)) and any("--json" in one.opts for one in command.params)
    ]
    assert [name for name in with_json if f"confnotes {name} " not in CALLS] == []


def test_programs_read_from_every_format_are_as_their_schema_says() -> None:
    for path in sorted((CHECKOUT / "tests" / "importers" / "formats").rglob("*.expected.json")):
        value = json.loads(path.read_text(encoding="utf-8"))
        assert complaints("program", value) == [], path.name


@pytest.mark.parametrize("name", BY_SCHEMA)
def test_a_field_that_is_missing_unknown_or_of_another_type_is_found(name: str, printed: dict[str, list[Any]]) -> None:
    value = printed[name][0]
    assert complaints(name, {**value, "unheard-of": 1})
    assert complaints(name, {**value, "schema": "confnotes.other/1"})
    assert complaints(name, {key: one for key, one in value.items() if key != "schema"})
