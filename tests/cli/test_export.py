"""An export from a shell: what is written where, what is said of it, and what is refused."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from confnotes import config
from confnotes.exporters.forms import FORMS
from confnotes.vault.vault import Vault

from .conftest import Result, RunConfnotes

SMALL = "Small Systems 2024"
NOTE = f"{SMALL}/2024-05-06 1000 Clocks and their lies.md"
Export = Callable[..., Result]


@pytest.fixture
def export(confnotes: RunConfnotes, vault: Path) -> Export:
    return lambda *arguments: confnotes("export", "--vault", vault, *arguments)


def test_the_ending_says_the_form_and_one_line_what_was_written(export: Export, tmp_path: Path) -> None:
    for name, begins in (("a.html", b"<!"), ("a.JSON", b"{"), ("a.md", b""), ("a.csv", b""), ("notes v1.2", b"")):
        result = export(SMALL, "-o", name)
        assert (result.code, result.out) == (0, ""), result
        assert result.err.startswith(f"Wrote {name} · ") and ("KB" in result.err or "bytes" in result.err)
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert export(SMALL, "-o", "a.html").err.startswith("Unchanged: a.html")


def test_a_folder_gets_a_file_of_a_good_name(export: Export, tmp_path: Path) -> None:
    for form, name in (("html", " summary.html"), ("slides", ".slides.html"), ("bibtex", " papers.bib")):
        out = tmp_path / form
        out.mkdir()
        Vault.open(tmp_path / "vault").save(f"{SMALL}/{form}.md", "See arXiv:1905.13633.\n", None)
        assert export(SMALL, "-f", form, "-o", out).code == 0
        assert [path.name for path in out.iterdir()] == [f"{SMALL}{name}"]


def test_exports_of_other_parts_never_have_the_name_of_the_summary(export: Export, tmp_path: Path) -> None:
    named = {
        ("-f", "html"): "summary.html",
        ("--preset", "digest", "-f", "html"): "digest.html",
        ("--preset", "report", "-f", "html"): "report.html",
        ("--preset", "mail"): "digest.eml",
        ("--only", "talks", "-f", "html"): "talks.html",
        ("--only", "talks", "--only", "tags", "-f", "html"): "selection.html",
    }
    out = tmp_path / "out"
    out.mkdir()
    for options, name in named.items():
        assert export(SMALL, *options, "-o", out).code == 0
        assert (out / f"{SMALL} {name}").is_file(), options
    assert export(SMALL, "--preset", "slides", "-o", out).code == 0
    assert (out / f"{SMALL}.slides.html").is_file()


def test_a_user_is_told_that_the_extension_is_not_that_of_the_preset(export: Export) -> None:
    told = export(SMALL, "--preset", "mail", "-o", "a.md")
    assert "Note: a.md is written as Markdown. For the format of the preset “mail”, write a.eml." in told.err
    assert "Note" not in export(SMALL, "--preset", "mail", "-f", "mail", "-o", "b.md").err
    assert "Note" not in export(SMALL, "--preset", "digest", "-o", "c.md").err


def test_an_option_without_effect_says_what_to_use(export: Export) -> None:
    told = export(SMALL, "--whole-program").err
    assert "Note: --whole-program has no effect on markdown. For the whole program, use `confnotes agenda`." in told
    assert "Note" not in export(SMALL, "--whole-program", "-f", "ics").err


def test_markdown_may_be_a_folder_of_pages(export: Export, tmp_path: Path) -> None:
    assert export(SMALL, "--folder", "-o", "pages").code == 0
    pages = list((tmp_path / "pages").rglob("*.md"))
    assert len(pages) > 1 and any("Leap seconds" in page.read_text(encoding="utf-8") for page in pages)
    assert "links" in export(SMALL, "--help").out


def test_links_are_those_of_the_place_it_goes_to(export: Export, vault: Path, tmp_path: Path) -> None:
    (tmp_path / "garden" / ".obsidian").mkdir(parents=True)
    places = {"plain": tmp_path / "a.md", "obsidian": tmp_path / "garden" / "a.md"}
    text = {}
    for style, path in places.items():
        assert export(SMALL, "-o", path).code == 0
        text[style] = path.read_text(encoding="utf-8")
        forced = "obsidian" if style == "plain" else "plain"
        assert export(SMALL, "-o", path, "--links", forced, "--force").code == 0
        assert path.read_text(encoding="utf-8") != text[style]
    assert "[[#" in text["obsidian"] and "[[#" not in text["plain"]


def test_several_conferences_and_a_year_are_one_summary(
    export: Export, confnotes: RunConfnotes, vault: Path, tmp_path: Path
) -> None:
    Vault.open(vault).save("Tiny Tools 2024/Tiny Tools 2024.md", "---\nyear: 2024\nstart: 2024-08-01\n---\n", None)
    Vault.open(vault).save("Tiny Tools 2024/Hammers.md", "A hammer is a clock for nails\n", None)
    for targets in ((SMALL, "Tiny Tools 2024"), (f"{SMALL}, Tiny Tools 2024",)):
        text = export(*targets).out
        assert "Leap seconds" in text and "hammer" in text
    missing = export(SMALL, "Tiny Fools 2024")
    assert missing.code == 3 and "Tiny Tools 2024" in missing.err
    assert "Leap seconds" in export("leap", "seconds").out


def test_a_day_is_today_or_yesterday_as_one_says_it(export: Export) -> None:
    today = export("today").out
    assert today == export("2024-05-06").out and "Leap seconds" in today
    assert export("yesterday", "--at", "2024-05-07T08:00").out == today


def test_a_language_is_taken_as_systems_name_it(export: Export) -> None:
    german = export(SMALL, "--language", "de").out
    assert export(SMALL, "--language", "de_AT.UTF-8").out == german != export(SMALL).out


def test_the_papers_beside_are_named(export: Export, vault: Path) -> None:
    Vault.open(vault).save(f"{SMALL}/Reading.md", "See arXiv:1905.13633.\n", None)
    assert "with a.bib" in export(SMALL, "-o", "a.md").err


def test_nobody_signs_where_an_empty_name_is_given(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = config.settings_file()
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("author: Ada Vento\n", encoding="utf-8")
    assert "Ada Vento" in export(SMALL).out
    assert "Ada Vento" not in export(SMALL, "--author", "").out


def test_what_is_private_goes_out_only_with_a_word_about_it(export: Export, vault: Path) -> None:
    opened = Vault.open(vault)
    before = opened.read(NOTE)
    opened.save(NOTE, before.text + "\n%%not for them%%\n", before.version)
    opened.save(f"{SMALL}/Diary.md", "---\nprivate: true\n---\n\n%%tired%%\n", None)
    said = "Note: Private version: contains 1 private note and 1 private line (`--audience team` leaves it out)\n"
    assert export(SMALL).err == said
    assert export(SMALL, "-o", "a.html").err.endswith(said)
    assert "private" not in export(SMALL, "--audience", "team").err
    assert "private" not in export("tag:nothing OR leap", "--audience", "public").err


def test_json_is_the_summary_in_a_pipe_and_what_was_done_beside_a_file(export: Export, tmp_path: Path) -> None:
    assert json.loads(export(SMALL, "--json").out)["schema"].startswith("confnotes.summary/")
    told = json.loads(export(SMALL, "-o", "a.html", "--json").out)
    assert told["schema"] == "confnotes.exported/1"
    assert (told["path"], told["format"], told["changed"]) == (str(tmp_path / "a.html"), "html", True)
    assert told["bytes"] == (tmp_path / "a.html").stat().st_size


def test_markdown_made_again_keeps_what_its_author_changed(export: Export, vault: Path, tmp_path: Path) -> None:
    export(SMALL, "-o", "a.md")
    page = tmp_path / "a.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Leap seconds", "Leap minutes"), encoding="utf-8")
    opened = Vault.open(vault)
    before = opened.read(NOTE)
    opened.save(NOTE, before.text + "a second thought\n", before.version)
    again = export(SMALL, "-o", "a.md")
    assert "kept your edits" in again.err
    text = page.read_text(encoding="utf-8")
    assert "Leap minutes" in text and "a second thought" in text


def test_a_summary_is_not_mixed_with_one_of_something_else(export: Export, vault: Path, tmp_path: Path) -> None:
    Vault.open(vault).save("Tiny Tools 2024/Tiny Tools 2024.md", "---\ntype: conference\n---\n", None)
    for number in range(4):
        Vault.open(vault).save(f"Tiny Tools 2024/Hammer {number}.md", "A hammer is a clock for nails\n", None)
        Vault.open(vault).save(f"{SMALL}/Watch {number}.md", "It ticks\n", None)
    export("Tiny Tools 2024", "-o", "a.md")
    before = (tmp_path / "a.md").read_bytes()
    refused = export(SMALL, "-o", "a.md")
    assert refused.code == 4 and "something else" in refused.err and (tmp_path / "a.md").read_bytes() == before
    assert export("Tiny Tools 2024", "--by", "person", "--language", "fr", "-o", "a.md").code == 0
    assert export(SMALL, "-o", "a.md", "--force").code == 0


def test_a_file_of_somebody_else_is_written_over_only_by_force(export: Export, tmp_path: Path) -> None:
    for name in ("a.md", "a.html"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
        assert export(SMALL, "-o", name).code == 4
        assert (tmp_path / name).read_text(encoding="utf-8") == "mine"
        assert export(SMALL, "-o", name, "--force").code == 0
        assert "Leap seconds" in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "a.txt"), "as markdown"),
        (("-o", "a"), "as markdown"),
        (("-o", "a.txt", "-f", "html"), "as html"),
        (("-o", "a.md"), ""),
        (("-o", "a.html"), ""),
    ],
)
def test_an_unclear_format_is_named_with_the_file(export: Export, arguments: tuple[str, ...], said: str) -> None:
    told = export(SMALL, *arguments).err
    assert said in told if said else " as " not in told


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((SMALL, "-o", "a.pptx"), 2, "unknown extension .pptx"),
        ((SMALL, "-o", "nowhere/a.md"), 3, "folder not found: nowhere"),
        ((SMALL, "--folder"), 2, "--folder needs a file"),
        ((SMALL, "--folder", "-o", "a.html"), 2, "--folder needs"),
        ((SMALL, "--open"), 2, "--open needs a file"),
        ((SMALL, "--language", "tlh"), 2, "unknown language"),
        ((SMALL, "-o", "a.html", "--theme", "gold"), 2, "unknown theme"),
        ((SMALL, "-o", "a.html", "--theme", "gold.yaml"), 3, "file not found: gold.yaml"),
        ((SMALL, "-o", "a.html", "--theme", "."), 2, "unknown theme"),
        ((SMALL, "--with", "Ada"), 2, "--with"),
        ((SMALL, "--with", "Ada=nowhere"), 3, "Name the folder of Ada’s vault"),
        (("yesterday",), 3, "no conference on 2024-05-05"),
        ((SMALL, "-f", "ics", "--json"), 2, "--format ics"),
        ((SMALL, "--template", "mine.md.j2", "-o", "a.html"), 2, "mine.md.j2 writes .md files"),
        (("Smal Systems 2024",), 3, SMALL),
    ],
)
def test_what_cannot_be_is_one_line_with_what_to_do(
    export: Export, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    before = sorted(tmp_path.rglob("a.*"))
    result = export(*arguments)
    assert (result.code, result.out) == (code, ""), result
    assert said in result.err and len(result.err.strip().splitlines()) == 2
    assert sorted(tmp_path.rglob("a.*")) == before


def test_a_form_that_needs_a_program_says_what_to_install(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    for form in (form for form in FORMS.values() if form.program):
        result = export(SMALL, "-o", f"a{form.ending}")
        assert result.code == 1 and form.program in result.err
        assert not (tmp_path / f"a{form.ending}").exists()


def test_a_binary_form_does_not_go_to_a_terminal(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    refused = export(SMALL, "-f", "pdf")
    assert refused.code == 2 and "-o summary.pdf" in refused.err


def test_a_theme_of_ones_own_is_a_file(export: Export, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("size: 1.3\n", encoding="utf-8")
    assert export(SMALL, "-o", "plain.html").code == 0
    result = export(SMALL, "-o", "mine.html", "--theme", "mine.yaml")
    assert result.code == 0, result
    assert (tmp_path / "mine.html").read_bytes() != (tmp_path / "plain.html").read_bytes()


def test_somebody_elses_notes_stand_beside_ones_own(export: Export, vault: Path, tmp_path: Path) -> None:
    other = Vault.create(tmp_path / "ada")
    other.save(f"{SMALL}/{SMALL}.md", "---\ntype: conference\n---\n", None)
    note = Vault.open(vault).read(NOTE).text.replace("Leap seconds are social constructs", "Clocks are rivers")
    other.save(NOTE, note, None)
    text = export(SMALL, "--with", f"Ada={tmp_path / 'ada'}").out
    assert "Leap seconds" in text and "Clocks are rivers" in text and "Ada" in text


def test_what_was_written_is_opened(export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bin_, told = tmp_path / "bin", tmp_path / "told"
    bin_.mkdir()
    (bin_ / "xdg-open").write_text(f'#!/bin/sh\nprintf "%s" "$*" > "{told}.new"; mv "{told}.new" "{told}"\n')
    (bin_ / "xdg-open").chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr("sys.platform", "linux")
    assert export(SMALL, "-o", "-f name; touch x.html", "--open").code == 0
    end = time.monotonic() + 20
    while not told.exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert told.read_text(encoding="utf-8") == str(tmp_path / "-f name; touch x.html")
    assert not (tmp_path / "x.html").exists()


def test_without_a_desktop_to_open_the_file_its_path_is_shown(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    result = export(SMALL, "-o", "a.html", "--open")
    assert result.code == 0 and "The file is a.html" in result.err
