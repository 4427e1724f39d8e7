"""A conference is refreshed from where its program came from, and what did not change costs nothing."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confnotes import config
from confnotes.actions.importing.import_again import look
from confnotes.actions.importing.import_merge import ImportReport
from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.known_sources import SourcePart
from confnotes.actions.importing.refresh import refresh
from confnotes.errors import ConfnotesError, NetworkError, NotFoundError, StoppedError, UsageError
from confnotes.importers.importer import Hints
from confnotes.vault.vault import Vault
from examples import examples
from web_site import WebSite, web_site

PAGE = """\
# Workshop on Small Notes

3 June 2025

## Schedule

- 09:15 - 10:00 Keynote: Notes that outlive their program, Ada Example
- 10:30 - 11:00 A parser in forty lines, Bo Sample
- 11:00 - 11:30 Files that heal themselves, Cleo Muster
"""
LATER = PAGE.replace("10:30 - 11:00 A parser", "14:30 - 15:00 A parser")
NAME = "Workshop on Small Notes"


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site() as serving:
        serving.pages["/page.md"] = PAGE.encode()
        yield serving


def bring(vault: Vault, *sources: Path | str, hints: Hints | None = None) -> list[ImportReport]:
    looked = look(vault, [str(source) for source in sources], hints or Hints())
    return [*(ImportReport(*part) for part in looked.unchanged), *write(vault, looked.previews)]


def tree(vault: Vault) -> dict[str, bytes]:
    return {
        str(path.relative_to(vault.root)): path.read_bytes() for path in sorted(vault.root.rglob("*")) if path.is_file()
    }


def changes(reports: list[ImportReport]) -> list[str]:
    return [change.what for report in reports for change in report.changed]


def test_a_program_from_the_web_is_fetched_again_and_merged(vault: Vault, site: WebSite) -> None:
    bring(vault, f"{site.url}/page.md")
    before = tree(vault)
    (same,) = refresh(vault, NAME)
    assert same.unchanged and same.talks == 3 and tree(vault) == before
    assert "If-None-Match" in site.asked[-1][1]
    site.pages["/page.md"] = LATER.encode()
    (report,) = refresh(vault, "workshop")
    assert changes([report]) == ["moved from 2025-06-03 10:30 to 2025-06-03 14:30"]
    assert refresh(vault, NAME)[0].unchanged


def test_a_page_is_fetched_whole_where_the_vault_is_not_as_it_was_left(vault: Vault, site: WebSite) -> None:
    bring(vault, f"{site.url}/page.md")
    program = vault.root / NAME / "program.yaml"
    program.write_text(program.read_text().replace("Bo Sample", "Bo Beispiel"))
    (report,) = refresh(vault, NAME)
    assert "If-None-Match" not in site.asked[-1][1]
    assert report.unchanged and "Bo Beispiel" in program.read_text()
    refresh(vault, NAME)
    assert "If-None-Match" in site.asked[-1][1]


def test_every_source_of_a_conference_is_read_again(vault: Vault, site: WebSite, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    papers = tmp_path / "more.md"
    papers.write_text(PAGE.replace("Cleo Muster", "Cleo Muster\n- 16:00 - 16:30 Boards and pins, Dee Roy"))
    bring(vault, f"{site.url}/page.md", page, papers)
    assert all(report.unchanged for report in refresh(vault, NAME))
    papers.write_text(papers.read_text().replace("Boards and pins", "Boards without pins"))
    reports = refresh(vault, NAME)
    assert [report.source for report in reports if not report.unchanged] == ["more.md"]
    assert len(reports) == 3


def test_what_the_user_corrected_about_a_source_applies_to_its_refresh(vault: Vault, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    bring(vault, page, hints=Hints("My Days", "Europe/Oslo", None, date(2026, 6, 2)))
    page.write_text(LATER)
    assert changes(refresh(vault, "My Days")) == ["moved from 2026-06-02 10:30 to 2026-06-02 14:30"]
    assert vault.facts("My Days").timezone == "Europe/Oslo"
    page.write_text(PAGE)
    assert changes(bring(vault, page, hints=Hints("My Days"))) == ["moved from 2026-06-02 14:30 to 2026-06-02 10:30"]
    assert changes(refresh(vault, "My Days", hints=Hints(starts=date(2026, 6, 3))))[0].endswith("to 2026-06-03 09:15")
    with pytest.raises(UsageError):
        refresh(vault, "My Days", hints=Hints("Your Days"))


def test_without_network_nothing_is_lost(vault: Vault, site: WebSite, tmp_path: Path) -> None:
    page = tmp_path / "another.md"
    page.write_text(PAGE)
    bring(vault, f"{site.url}/page.md", page)
    page.write_text(LATER)
    before = tree(vault)
    site.pages["/page.md"] = b""
    site.shutdown()
    site.server_close()
    with pytest.raises(NetworkError):
        refresh(vault, NAME)
    assert tree(vault) == before


def test_a_file_that_is_gone_is_named_and_what_it_brought_stays(vault: Vault, site: WebSite, tmp_path: Path) -> None:
    page = tmp_path / "another.md"
    page.write_text(PAGE)
    bring(vault, f"{site.url}/page.md", page)
    page.unlink()
    before = tree(vault)
    *_, gone = refresh(vault, NAME)
    assert gone.messages == ("another.md not found; its talks are unchanged",)
    assert tree(vault) == before


def test_an_address_that_now_has_next_years_program_creates_another_conference(vault: Vault, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE.replace("Small Notes", "Small Notes 2025"))
    bring(vault, page)
    page.write_text(PAGE.replace("Small Notes", "Small Notes 2026").replace("June 2025", "June 2026"))
    (report,) = refresh(vault, f"{NAME} 2025")
    assert report.conference == f"{NAME} 2026" and len(report.added) == 3
    assert all(talk.starts_at and talk.starts_at.year == 2025 for talk in vault.program(f"{NAME} 2025").talks())


def test_a_source_that_calls_the_conference_otherwise_by_now_stays_with_it(vault: Vault, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    bring(vault, page)
    page.write_text(LATER.replace("Small Notes", "Notes and Files"))
    assert changes(refresh(vault, NAME)) == ["moved from 2025-06-03 10:30 to 2025-06-03 14:30"]
    assert vault.conferences() == [NAME]


def test_an_archive_and_the_files_of_a_folder_are_found_again(vault: Vault, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("one.md", PAGE)
        archive.writestr("two.md", PAGE.replace("Small Notes", "Large Notes"))
    (tmp_path / "folder").mkdir()
    for name in ("one.md", "two.md"):
        (tmp_path / "folder" / name).write_text(PAGE)
    bring(vault, tmp_path / "all.zip")
    assert [report.unchanged for report in refresh(vault, "Workshop on Large Notes")] == [True]
    shutil.rmtree(vault.cache.folder)
    assert [report.unchanged for report in refresh(vault, "Workshop on Large Notes")] == [True]
    bring(vault, tmp_path / "folder")
    (tmp_path / "folder/one.md").unlink()
    (tmp_path / "folder/two.md").write_text(LATER)
    reports = refresh(vault, NAME)
    assert any("one.md not found" in message for report in reports for message in report.messages)


def test_a_conference_that_came_from_nowhere_says_so(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        refresh(vault, "Nothing")
    (tmp_path / "page.md").write_text(PAGE)
    bring(vault, tmp_path / "page.md")
    (tmp_path / "page.md").unlink()
    with pytest.raises(NotFoundError, match="not found"):
        refresh(vault, NAME)
    shutil.rmtree(vault.root / ".confnotes/imported")
    with pytest.raises(NotFoundError, match="no import source") as caught:
        refresh(vault, NAME)
    assert "confnotes import" in caught.value.hint


@pytest.mark.parametrize("inside", [True, False])
def test_a_vault_that_was_moved_still_finds_the_sources_within_it(tmp_path: Path, inside: bool) -> None:
    old = tmp_path / "old"
    vault = Vault.create(old / "notes")
    page = (vault.root if inside else old) / "page.md"
    page.write_text(PAGE)
    bring(vault, page)
    (kept,) = (vault.root / ".confnotes/imported").rglob("*.json")
    assert str(tmp_path) not in kept.read_text()
    old.rename(tmp_path / "new")
    moved = Vault.open(tmp_path / "new/notes")
    page = tmp_path / "new" / page.relative_to(old)
    page.write_text(LATER)
    if not inside:
        with pytest.raises(NotFoundError, match=r"not found: .*page\.md"):
            refresh(moved, NAME)
        bring(moved, page)
        page.write_text(PAGE)
        assert changes(refresh(moved, NAME)) == ["moved from 2025-06-03 14:30 to 2025-06-03 10:30"]
        return
    assert changes(refresh(moved, NAME)) == ["moved from 2025-06-03 10:30 to 2025-06-03 14:30"]


def test_a_vault_from_somebody_else_cannot_have_private_addresses_fetched(vault: Vault, site: WebSite) -> None:
    bring(vault, f"{site.url}/page.md")
    shutil.rmtree(vault.cache.folder)
    count = len(site.asked)
    with pytest.raises(NetworkError, match="private address") as caught:
        refresh(vault, NAME)
    assert "--allow-private" in caught.value.hint and len(site.asked) == count
    assert refresh(vault, NAME, allow_private=True)[0].unchanged
    assert refresh(vault, NAME)[0].unchanged, "it was allowed here once"


def test_what_is_kept_of_an_origin_may_be_spoilt(vault: Vault, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    bring(vault, page)
    (kept,) = (vault.root / ".confnotes/imported").rglob("*.json")
    form, head, program = json.loads(kept.read_text())
    shutil.rmtree(config.state_folder() / "sources")
    for path in (7, "", "\0", "/dev/zero", "~nobody/x", "https://me:pw@example.org/"):
        kept.write_text(json.dumps([form, {"source": "page.md", "path": path, "starts": "soon", "url": None}, program]))
        with pytest.raises(ConfnotesError):
            refresh(vault, NAME)
    kept.write_text(json.dumps([form, {**head, "source": ["x"]}, program]))
    with pytest.raises(NotFoundError):
        refresh(vault, NAME)


def test_stopping_leaves_everything_as_it_was(vault: Vault, tmp_path: Path) -> None:
    def of_pens(text: str) -> str:
        return text.replace("A parser", "A pen").replace("Notes that", "Pencils that").replace("Files", "Folders")

    for name, version in (("one.md", str), ("two.md", of_pens)):
        (tmp_path / name).write_text(version(PAGE))
        bring(vault, tmp_path / name)
        (tmp_path / name).write_text(version(LATER))
    before = tree(vault)
    told: list[str] = []
    for last in ("reading one.md", "reading two.md", "merging one.md", "merging two.md"):
        told.clear()
        with pytest.raises(StoppedError):
            refresh(vault, NAME, lambda what, *_: told.append(what), partial(told.__contains__, last))
        assert tree(vault) == before, last
    assert changes(refresh(vault, NAME))


@pytest.mark.parametrize("at", range(5))
@pytest.mark.parametrize("done", [False, True])
def test_who_interrupts_the_writing_finds_everything_as_it_was(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, done: bool
) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    if at % 2:
        bring(vault, page)
        page.write_text(LATER)
    before = tree(vault)
    real, count = Vault.save, iter(range(100))

    def interrupted(self: Vault, *rest: Any) -> object:
        reached = next(count) == at // 2
        saved = real(self, *rest) if done or not reached else None
        if reached:
            raise KeyboardInterrupt
        return saved

    monkeypatch.setattr(Vault, "save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bring(vault, page)
    assert tree(vault) == before
    monkeypatch.undo()
    assert not any(report.unchanged for report in bring(vault, page))


EDITS: dict[str, Callable[[Vault, Path], object]] = {
    "nothing": lambda vault, page: None,
    "the program edited": lambda vault, page: _edit(vault.root / NAME / "program.yaml", "Bo Sample", "Bo Beispiel"),
    "a kind edited": lambda vault, page: _edit(vault.root / NAME / "program.yaml", "kind: keynote", "kind: panel"),
    "a talk taken out": lambda vault, page: _take_out(vault.root / NAME / "program.yaml", "Files"),
    "the program gone": lambda vault, page: (vault.root / NAME / "program.yaml").unlink(missing_ok=True),
    "the conference gone": lambda vault, page: shutil.rmtree(vault.root / NAME, ignore_errors=True),
    "the note gone": lambda vault, page: (vault.root / NAME / f"{NAME}.md").unlink(missing_ok=True),
    "the base gone": lambda vault, page: shutil.rmtree(vault.root / ".confnotes/imported", ignore_errors=True),
    "a star": lambda vault, page: vault.mark(NAME, "a-parser-in-forty-lines", starred=True),
    "a new version": lambda vault, page: page.write_text(LATER),
    "the old version": lambda vault, page: page.write_text(PAGE),
    "shorter": lambda vault, page: page.write_text(PAGE.rpartition("- 11")[0]),
    "with notes": lambda vault, page: page.write_text(PAGE + "\n## Talks\n\n### A parser in forty lines\n\nGood.\n"),
    "another source": lambda vault, page: bring(vault, page.parent / "other.md"),
    "another conference": lambda vault, page: bring(vault, page.parent / "third.md"),
}


def _take_out(program: Path, title: str) -> None:
    if program.exists():
        program.write_text(re.sub(rf" {{6}}- title: {title}.*\n(?: {{8}}.*\n)*", "", program.read_text()))


def _edit(file: Path, old: str, new: str) -> None:
    if file.exists():
        file.write_text(file.read_text().replace(old, new))


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(EDITS)),
            st.sampled_from([None, NAME]),
            st.sampled_from([None, "Europe/Oslo"]),
            st.sampled_from([None, date(2025, 6, 3), date(2025, 7, 1)]),
        ),
        max_size=6,
    )
)
def test_what_is_not_read_again_would_have_changed_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[str, str | None, str | None, date | None]],
) -> None:
    folder = tmp_path_factory.mktemp("quick")
    vault = Vault.create(folder / "vault")
    page = folder / "page.md"
    page.write_text(PAGE)
    (folder / "other.md").write_text(LATER)
    (folder / "third.md").write_text(PAGE.replace("Small Notes", "Large Notes"))
    bring(vault, page)
    for step, name, zone, starts in [*steps, ("nothing", None, None, None)]:
        EDITS[step](vault, page)
        hints = Hints(name, zone, None, starts)
        looked = look(vault, [str(page)], hints)
        if looked.unchanged:
            before = tree(vault)
            slow = write(vault, look(vault, [str(page)], hints, anyway=True).previews)
            assert tree(vault) == before
            assert [SourcePart(each.conference, each.source, each.talks) for each in slow] == list(looked.unchanged)
            assert not any(report.messages for report in slow)
        else:
            write(vault, looked.previews)


def test_a_source_that_changed_nothing_is_not_read(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    bring(vault, page)
    monkeypatch.setattr("confnotes.actions.importing.said_before.read_opened", lambda *_: pytest.fail("it was read"))
    assert [report.unchanged for report in bring(vault, page)] == [True]
    monkeypatch.setattr("confnotes.actions.importing.refresh.read_opened", lambda *_: pytest.fail("it was read"))
    assert [report.unchanged for report in refresh(vault, NAME)] == [True]
