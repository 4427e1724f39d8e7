"""Parts and presets of an export."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from confnotes.actions.exporting.presets import built_in_presets

from .conftest import Result, RunConfnotes

SMALL = "Small Systems 2024"
Export = Callable[..., Result]


@pytest.fixture
def export(confnotes: RunConfnotes, vault: Path) -> Export:
    note = vault / SMALL / "Spoken.md"
    note.write_text(
        "---\ntype: note\n---\nClaim: clocks lie\n\n%%zqsecretqz%%\n\n- [ ] buy a clock\n", encoding="utf-8"
    )
    return lambda *arguments: confnotes("export", "--vault", vault, SMALL, *arguments)


def write_presets(vault: Path, text: str) -> None:
    (vault / ".confnotes/presets.yaml").write_text(text, encoding="utf-8")


def test_only_and_without_choose_the_parts(export: Export) -> None:
    only = export("--only", "digest", "--only", "actions").out
    assert "## Digest" in only and "## Next steps" in only and "## People" not in only and "clocks lie" in only
    assert "## Next steps" not in export("--without", "actions").out


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("--only", "digets"), "unknown value for --only: “digets”", "Did you mean digest?"),
        (("--without", "next steps"), "unknown value for --without", "Use highlights, overview, digest"),
        (("--only", "tags", "--without", "tags"), "no part is left", "Leave out --without"),
        (("--preset", "repot"), "unknown value for --preset: “repot”", "Did you mean report?"),
        (("--only", "digest", "-f", "csv"), "the format csv has no parts", "Leave out --preset"),
    ],
)
def test_what_is_no_part_or_preset_is_said(export: Export, arguments: tuple[str, ...], message: str, hint: str) -> None:
    result = export(*arguments)
    assert result.code == 2 and message in result.err and hint in result.err, result


def test_a_preset_gives_what_was_not_typed(export: Export) -> None:
    told = json.loads(export("--preset", "digest", "--json").out)
    assert told["audience"] == "team" and told["digest"] and not told["parts"]
    assert "zqsecretqz" not in json.dumps(told)
    assert json.loads(export("--preset", "digest", "--audience", "public", "--json").out)["audience"] == "public"
    assert json.loads(export("--preset", "digest", "--only", "people", "--json").out)["digest"] == []
    assert json.loads(export("--preset", "DIGEST", "--without", "digest", "--json").out)["digest"] == []


def test_the_name_of_the_file_is_stronger_than_the_format_of_a_preset(export: Export, tmp_path: Path) -> None:
    assert export("--preset", "slides", "-o", "deck.md").code == 0
    assert "slide-title" not in (tmp_path / "deck.md").read_text(encoding="utf-8")
    assert "slide-title" in export("--preset", "slides").out


def test_a_preset_of_ones_own_is_in_the_vault(export: Export, vault: Path) -> None:
    write_presets(
        vault, "group mail:\n  only: [digest]\n  language: de\n  format: html\ndigest:\n  without: [people, digest]\n"
    )
    assert "In Kürze" in export("--preset", "group mail").out
    assert "## People" not in (own := export("--preset", "digest").out) and "## Digest" not in own


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mine:\n  only: [digets]\n", "unknown value for “only”: digets"),
        ("mine:\n  colour: red\n", "unknown option “colour”"),
        ("mine:\n  audience: everybody\n", "unknown value for “audience”"),
        ("mine: digest\n", "“mine” has no options"),
        ("mine: [\n", "line"),
    ],
)
def test_a_mistake_in_a_preset_is_said_when_it_is_used(export: Export, vault: Path, text: str, message: str) -> None:
    write_presets(vault, text)
    result = export("--preset", "mine")
    assert result.code == 2 and message in result.err and "presets.yaml" in result.err, result
    assert export("--preset", "digest").code == 0


def test_no_preset_of_ours_is_for_the_author_alone(export: Export) -> None:
    for preset in built_in_presets():
        assert "zqsecretqz" not in export("--preset", preset.name).out, preset.name


def test_slides_of_a_preset_are_slides_in_any_html_file(export: Export, tmp_path: Path) -> None:
    for name in ("talk.html", "talk.slides.html"):
        assert export("--preset", "slides", "-o", tmp_path / name).code == 0
        assert "slide-title" in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(("typed", "form"), [("md", "markdown"), ("htm", "html"), ("tex", "latex")])
def test_a_format_can_be_named_by_the_extension_of_its_files(export: Export, typed: str, form: str) -> None:
    assert export("--format", typed).out == export("--format", form).out != ""
