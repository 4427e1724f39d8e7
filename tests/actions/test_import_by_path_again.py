"""A source that is imported again by its path or address keeps what the user stated about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from confnotes.actions.importing.import_again import LookedAtSources, look
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import preview, read_again
from confnotes.importers.importer import Hints
from confnotes.model.correction import Correction, CorrectionKind
from confnotes.vault.vault import Vault
from web_site import WebSite, web_site

PAGE = """\
## Schedule

- 09:15 - 10:00 Keynote: Kites that outlive their string, Ada Vento
- 10:30 - 11:00 A tail in forty knots, Bo Kai
- 11:00 - 11:30 This page was made by a volunteer
"""
NAME = "Kite Days"
STATED = Hints(
    NAME,
    "Europe/Oslo",
    starts=date(2031, 6, 2),
    corrections=(Correction(CorrectionKind.NO_TALK, "this page was made by a volunteer"),),
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site() as serving:
        serving.pages["/page.md"] = PAGE.encode()
        yield serving


def bring(
    vault: Vault, source: Path | str, hints: Hints | None = None, *, typed_later: bool = False
) -> LookedAtSources:
    """Import a source; `typed_later` as in the form, where everything is stated after reading."""
    hints = hints or Hints()
    looked = look(vault, [str(source)], Hints() if typed_later else hints, anyway=typed_later)
    previews = looked.previews
    if typed_later:
        previews = tuple(replace(one, name=hints.conference) for one in previews)
        previews = tuple(read_again(previews, replace(hints, conference=None)))
    write(vault, previews)
    return looked


def facts(vault: Vault) -> tuple[object, ...]:
    program = vault.program(NAME)
    starts = sorted(f"{talk.start:%m-%d %H:%M}" for talk in program.talks())
    return vault.conferences(), vault.facts(NAME).timezone, starts


EXPECTED = ([NAME], "Europe/Oslo", ["06-02 09:15", "06-02 10:30"])


@pytest.mark.parametrize("typed_later", [False, True])
def test_name_zone_first_day_and_corrections_hold_for_the_next_version(
    vault: Vault, page: Path, typed_later: bool
) -> None:
    bring(vault, page, STATED, typed_later=typed_later)
    assert facts(vault) == EXPECTED
    page.write_text(PAGE.replace("10:30", "10:40"), encoding="utf-8")

    bring(vault, page)

    assert facts(vault) == ([NAME], "Europe/Oslo", ["06-02 09:15", "06-02 10:40"])


@pytest.mark.parametrize("typed_later", [False, True])
def test_the_unchanged_file_is_unchanged(vault: Vault, page: Path, typed_later: bool) -> None:
    bring(vault, page, STATED, typed_later=typed_later)

    assert [part.conference for part in bring(vault, page).unchanged] == [NAME]
    (shown,) = look(vault, [str(page)], Hints(), anyway=True).previews
    assert (shown.name, shown.hints) == (NAME, STATED)
    assert vault.conferences() == [NAME]


def test_an_address_is_known_to_the_vault_on_another_machine(
    vault: Vault, site: WebSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"{site.url}/page.md"
    bring(vault, url, STATED)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other-state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other-cache"))
    site.pages["/page.md"] = PAGE.replace("10:30", "10:40").encode()

    bring(Vault(vault.root), url)

    assert facts(Vault(vault.root)) == ([NAME], "Europe/Oslo", ["06-02 09:15", "06-02 10:40"])


def test_what_is_stated_now_wins(vault: Vault, page: Path) -> None:
    bring(vault, page, STATED)

    bring(vault, page, Hints(starts=date(2031, 6, 3)))
    assert facts(vault) == ([NAME], "Europe/Oslo", ["06-03 09:15", "06-03 10:30"])

    bring(vault, page, Hints("Other Days", starts=date(2031, 7, 1)))
    assert vault.conferences() == [NAME, "Other Days"]
    assert vault.facts("Other Days").timezone is None

    bring(vault, page)
    assert vault.conferences() == [NAME, "Other Days"]


def test_a_name_that_the_page_gets_later_does_not_replace_the_typed_one(vault: Vault, page: Path) -> None:
    bring(vault, page, STATED)
    page.write_text(f"# Workshop on Wind 2031\n\n{PAGE}", encoding="utf-8")

    bring(vault, page)

    assert facts(vault) == EXPECTED


def test_a_page_of_the_same_name_elsewhere_is_another_source(vault: Vault, page: Path, tmp_path: Path) -> None:
    bring(vault, page, STATED)
    other = tmp_path / "elsewhere" / page.name
    other.parent.mkdir()
    other.write_text("# Workshop on Wind 2032\n\nMay 3, 2032\n\n" + PAGE.replace("Kites", "Gusts"), encoding="utf-8")

    (one,) = bring(vault, other).previews

    assert one.hints == Hints() and facts(vault)[1:] == EXPECTED[1:]
    assert vault.conferences() == [NAME, "Workshop on Wind 2032"]


def test_a_name_of_its_own_keeps_another_page_at_the_same_path_apart(vault: Vault, page: Path) -> None:
    page.write_text(f"# Workshop on Kites 2031\n\n{PAGE}", encoding="utf-8")
    bring(vault, page, replace(STATED, conference=None))
    page.write_text("# Workshop on Wind 2032\n\nMay 3, 2032\n\n" + PAGE, encoding="utf-8")

    (one,) = bring(vault, page).previews

    assert one.hints == Hints()
    assert vault.conferences() == ["Workshop on Kites 2031", "Workshop on Wind 2032"]


def test_a_source_imported_beside_another_one_keeps_its_own_name(vault: Vault, page: Path, tmp_path: Path) -> None:
    bring(vault, page, STATED)
    page.write_text(PAGE.replace("10:30", "10:40"), encoding="utf-8")
    other = tmp_path / "wind.md"
    other.write_text("# Workshop on Wind 2032\n\nMay 3, 2032\n\n" + PAGE.replace("Kites", "Gusts"), encoding="utf-8")

    write(vault, look(vault, [str(page), str(other)], Hints()).previews)

    assert vault.conferences() == [NAME, "Workshop on Wind 2032"]
    assert "06-02 10:40" in facts(vault)[2]  # type: ignore[operator]


def test_the_format_holds_where_it_is_not_recognized(vault: Vault, tmp_path: Path) -> None:
    page = tmp_path / "days"
    page.mkdir()
    (page / "list.md").write_text("* a kite\n* forty knots\n", encoding="utf-8")
    bring(vault, page, Hints(NAME, format="notes-folder"))
    (page / "list.md").write_text("* a kite\n* fifty knots\n", encoding="utf-8")

    bring(vault, page)

    assert vault.conferences() == [NAME]


def test_files_of_a_folder_that_were_skipped_are_named_again_when_it_is_read_with_what_was_stated(
    page: Path,
) -> None:
    (page.parent / "bill.txt").write_text("Twelve kites, three of them paid.\n", encoding="utf-8")
    (one,) = preview([str(page.parent)], Hints())
    (again,) = read_again([one], Hints(timezone="Europe/Oslo", starts=date(2031, 6, 2)))

    told = [[each.message for each in read.read.warnings if "skipped" in each.message] for read in (one, again)]
    assert told == [["skipped: bill.txt is not recognized as a conference program"]] * 2
