"""Files, folders, archives and addresses become programs, and nothing else of the disk or the network is touched."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confnotes.actions.importing import folder_files
from confnotes.actions.importing.open_source import ImportContext
from confnotes.actions.importing.read_sources import SourcePreview, preview, read_again
from confnotes.errors import ConfnotesError, NotFoundError, StoppedError, UsageError
from confnotes.importers import reading
from confnotes.importers.importer import Hints
from confnotes.importers.reading import Installed, installed_importers
from confnotes.importers.source import Source
from confnotes.model.program import Conference, Program, ReadProgram, Session, Talk
from examples import examples
from web_site import WebSite, web_site

PAGE = """\
# {name}

3 June 2025

## Schedule

- 09:15 - 10:00 Keynote: Notes that outlive their program, Ada Example
- 10:30 - 11:00 A parser in forty lines, Bo Sample
"""


class Leaflets:
    """An importer for tests: folders with a `leaflets.txt`, which names the conference and then a talk a line."""

    formats = ("leaflets",)

    def sniff(self, source: Source) -> float:
        return 1.0 if source.is_folder and source.named("leaflets.txt") else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        file = source.named("leaflets.txt")
        assert file
        name, *titles = file.text.splitlines()
        talks = tuple(Talk(title, id=str(number)) for number, title in enumerate(titles))
        return ReadProgram("leaflets", Program(Conference(name or None), (Session(talks=talks),)))


@pytest.fixture(autouse=True)
def leaflets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        reading, "installed_importers", lambda: (Installed("leaflets", Leaflets), *installed_importers())
    )


@pytest.fixture(scope="module")
def site() -> Iterator[WebSite]:
    with web_site() as serving:
        yield serving


def read(*sources: Path | str, hints: Hints | None = None, asked: ImportContext | None = None) -> list[SourcePreview]:
    return preview([str(source) for source in sources], hints or Hints(), asked)


def titles(one: SourcePreview) -> list[str | None]:
    return [talk.title for talk in one.read.program.talks()]


def zipped(files: dict[str, bytes], **options: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", **options) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_a_folder_that_an_importer_knows_is_one_program(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / "data/2025").mkdir(parents=True)
    (folder / "data/2025/leaflets.txt").write_text("Leaf Days 2025\nRoots\nBark\n")
    (folder / "page.md").write_text(PAGE.format(name="Another Workshop"))
    (one,) = read(folder)
    assert (one.source, one.name, titles(one)) == ("site", "Leaf Days 2025", ["Roots", "Bark"])


def test_a_folder_that_nobody_knows_is_read_part_by_part(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below/deep.md").write_text(PAGE.format(name="Deep Workshop"))
    for name in ("One", "Two"):
        (tmp_path / f"{name}.md").write_text(PAGE.format(name=f"{name} Workshop"))
    (tmp_path / "novel.txt").write_text("It was a dark night.\n")
    found = read(tmp_path)
    assert [one.source for one in found] == ["One.md", "Two.md", "below/deep.md"]
    told = found[0].read.warnings[-1].message
    assert told.startswith("skipped: ") and told.count("novel.txt") == 1


def put(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("Wrong Days\nOne\nTwo\n")
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: put(folder / ".git/leaflets.txt"), ""),
        (lambda folder: put(folder / "node_modules/leaflets.txt"), ""),
        (lambda folder: os.mkfifo(folder / "leaflets.txt"), ""),
        (lambda folder: (folder / "leaflets.txt").symlink_to(folder.parent / "secret.txt"), "links in the folder"),
        (lambda folder: (folder / "loop").symlink_to(folder), "links in the folder"),
        (lambda folder: (folder / "/".join("abcdefghijk")).mkdir(parents=True), "more than 8 deep"),
        (lambda folder: os.truncate(put(folder / "large.txt"), 2**30), "larger than 64 MB"),
    ],
)  # fmt: skip
def test_what_is_passed_over_in_a_folder(tmp_path: Path, make: Callable[[Path], object], said: str) -> None:
    (tmp_path / "secret.txt").write_text("Secret Days\nSafe\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "page.md").write_text(PAGE.format(name="Workshop on Small Notes"))
    make(folder)
    (one,) = read(folder)
    assert one.name == "Workshop on Small Notes"
    assert said in " ".join(warning.message for warning in one.read.warnings)


def test_a_folder_with_too_much_in_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_files, "MAX_FILES", 20)
    for number in range(21):
        (tmp_path / f"{number}.png").touch()
    with pytest.raises(NotFoundError, match="no files in"):
        read(tmp_path)
    for number in range(21):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(ConfnotesError, match="too many files"):
        read(tmp_path)
    (tmp_path / "0.txt").unlink()
    for number in range(1, 6):
        os.truncate(tmp_path / f"{number}.txt", 60 * 1024 * 1024)
    with pytest.raises(ConfnotesError, match="more than 256 MB"):
        read(tmp_path)


def test_an_archive_is_read_as_the_folder_that_it_holds(tmp_path: Path) -> None:
    leaflets = {"site-main/leaflets.txt": b"Leaf Days\nRoots\nBark\n"}
    others = {"site-main/__MACOSX/x": b"", "../../out.txt": b"x", f"site-main/{'a/' * 12}x.txt": b"x"}
    (tmp_path / "site.zip").write_bytes(zipped({**leaflets, **others}))
    before = sorted(tmp_path.rglob("*"))
    (one,) = read(tmp_path / "site.zip")
    assert (one.source, one.name, titles(one)) == ("site.zip", "Leaf Days", ["Roots", "Bark"])
    assert "more than 8 deep" in one.read.warnings[0].message
    (tmp_path / "page.zip").write_bytes(zipped({"page.md": PAGE.format(name="Packed Workshop").encode()}))
    assert read(tmp_path / "page.zip")[0].name == "Packed Workshop"
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "page.zip", *before]


def test_a_gzipped_file_is_read_as_the_file_in_it(tmp_path: Path) -> None:
    (tmp_path / "page.md.gz").write_bytes(gzip.compress(PAGE.format(name="Packed Workshop").encode()))
    (one,) = read(tmp_path / "page.md.gz")
    assert (one.source, one.name) == ("page.md.gz", "Packed Workshop")


def bomb() -> bytes:
    return zipped({f"{number}.txt": b"0" * 60_000_000 for number in range(5)}, compression=zipfile.ZIP_DEFLATED)


def lying() -> bytes:
    data = bytearray(zipped({"leaflets.txt": b"0" * 10_000_000}, compression=zipfile.ZIP_DEFLATED))
    for at in (22, data.rfind(b"PK\x01\x02") + 24):
        data[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bomb, "more than 256 MB"),
        (lying, "broken"),
        (lambda: zipped({f"{number}.txt": b"" for number in range(5001)}), "more than 5,000"),
        (lambda: zipped({f"{number:0>200}": b"" for number in range(20000)}), "too many files"),
        (lambda: zipped({"leaflets.txt": b"x" * 999})[:-30], "broken or incomplete"),
        (lambda: zipped({"a.png": b"x"}), "no files in"),
        (lambda: zipped({"leaflets.txt": b"0" * 9**7}, compression=zipfile.ZIP_BZIP2), "unsupported compression"),
        (lambda: gzip.compress(b"0" * 70_000_000), "more than 64 MB"),
        (lambda: gzip.compress(b"0" * 7_000)[:-12], "incomplete"),
        (lambda: bz2.compress(b"0" * 7_000), "site.zip"),
    ],
)  # fmt: skip
def test_archives_that_are_broken_or_bombs_are_refused(tmp_path: Path, data: Callable[[], bytes], message: str) -> None:
    (tmp_path / "site.zip").write_bytes(data())
    with pytest.raises(ConfnotesError, match=message) as caught:
        read(tmp_path / "site.zip")
    assert caught.value.hint


PACKED = zipped(
    {"a/page.md": PAGE.encode(), "a/b/leaflets.txt": b"Leaf Days\nRoots\n"}, compression=zipfile.ZIP_DEFLATED
)


@given(st.lists(st.tuples(st.integers(0, len(PACKED) - 1), st.binary(max_size=4)), min_size=1, max_size=6))
@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_archive_that_is_broken_anywhere_is_refused_or_read(
    tmp_path: Path, changes: list[tuple[int, bytes]]
) -> None:
    data = bytearray(PACKED)
    for at, new in changes:
        data[at : at + len(new)] = new
    (tmp_path / "broken.zip").write_bytes(data)
    with suppress(ConfnotesError):
        assert read(tmp_path / "broken.zip")


def test_sources_without_a_name_join_the_conference_that_the_others_agree_on(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(PAGE.format(name="Workshop on Small Notes"))
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/leaflets.txt").write_text("\nA poster\nAnother\n")
    (tmp_path / "other.md").write_text(PAGE.format(name="Another Workshop"))
    named, joining = read(tmp_path / "one.md", tmp_path / "papers")
    assert (named.name, joining.name) == ("Workshop on Small Notes", "Workshop on Small Notes")
    assert "joined to “Workshop on Small Notes”" in joining.read.warnings[-1].message
    *_, alone = read(tmp_path / "one.md", tmp_path / "other.md", tmp_path / "papers")
    assert alone.name is None


def test_a_part_of_the_conference_comes_after_it_and_is_none_that_others_could_join(tmp_path: Path) -> None:
    (tmp_path / "a-part.md").write_text(PAGE.format(name="Workshop on Small Notes\n\nA workshop at ToolConf 2025."))
    (tmp_path / "papers.csv").write_text("Title,Speaker\nGrep is a verb,Ada Example\nMake is not,Bo Sample\n")
    (tmp_path / "whole.md").write_text(PAGE.format(name="ToolConf 2025"))
    names = [(one.source, one.name) for one in read(*sorted(tmp_path.iterdir()))]
    assert names == [
        ("papers.csv", "ToolConf 2025"),
        ("whole.md", "ToolConf 2025"),
        ("a-part.md", "Workshop on Small Notes"),
    ]


def test_what_was_read_can_be_read_again_under_other_hints_without_opening_it(tmp_path: Path) -> None:
    page = tmp_path / "one.md"
    page.write_text(PAGE.format(name="Workshop on Small Notes"))
    found = read(page)
    page.unlink()
    (again,) = read_again(found, Hints(conference="Mine", timezone="Europe/Oslo"))
    assert (again.name, again.read.program.conference.timezone) == ("Mine", "Europe/Oslo")


def test_a_program_from_the_web_is_read_like_a_file(site: WebSite) -> None:
    site.pages["/page.md"] = PAGE.format(name="Workshop on the Web").encode()
    (one,) = read(f"{site.url}/page.md")
    assert (one.source, one.name) == (f"{site.url}/page.md", "Workshop on the Web")
    site.pages["/all.zip"] = zipped({"all/leaflets.txt": b"Leaf Days\nRoots\nBark\n"})
    assert titles(read(f"{site.url}/all.zip")[0]) == ["Roots", "Bark"]


def test_a_page_that_asks_for_a_login_is_named_as_what_it_is(site: WebSite) -> None:
    with pytest.raises(ConfnotesError, match="web page") as caught:
        read(f"{site.url}/login")
    assert "“Sign in”" in caught.value.message
    assert "login" in caught.value.hint


def test_reading_can_be_stopped_between_two_files_and_says_how_far_it_is(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.md").write_text(PAGE.format(name=f"Workshop {number}"))
    told: list[tuple[str, int, int]] = []
    with pytest.raises(StoppedError):
        read(tmp_path, asked=ImportContext(lambda *how: told.append(how), lambda: ("reading 2.md", 2, 5) in told))
    assert told[-1] == ("reading 2.md", 2, 5)


@pytest.mark.parametrize(
    ("source", "error"),
    [("", UsageError), ("missing.md", NotFoundError), ("bad\0name", ConfnotesError), ("https:///no-host", UsageError)],
)
def test_sources_that_are_none(source: str, error: type[ConfnotesError]) -> None:
    with pytest.raises(error):
        read(source)


@pytest.mark.parametrize(
    ("index", "start", "told"),
    [
        ("The Bee Congress is held on 20 May 2031 in Lund.", "2031-05-20 09:00:00", "using 2031-05-20"),
        ("The Bee Congress is held on 20-22 May 2031 in Lund.", "09:00:00", "no day"),
        ("Bees are small.", "09:00:00", "no day"),
    ],
)
def test_a_program_without_a_day_has_the_only_day_of_the_event_on_the_index_beside_it(
    tmp_path: Path, index: str, start: str, told: str
) -> None:
    (tmp_path / "index.qmd").write_text(f"---\ntitle: Bee Congress\n---\n\n{index}\n")
    (tmp_path / "schedule.qmd").write_text(
        "---\ntitle: Program of the Bee Congress\n---\n\n"
        "- 9:00 Ada Lind: What bees know\n- 9:30 Coffee break\n- 10:00 Nora Stein: Wax and light\n"
    )
    one, *others = preview([str(tmp_path)], Hints())
    assert not others and str(next(one.read.program.talks()).start) == start
    assert any(told in each.message for each in one.read.warnings)
    (again,) = read_again([one], Hints(starts=date(2031, 6, 1)))
    assert str(next(again.read.program.talks()).start) == "2031-06-01 09:00:00"
