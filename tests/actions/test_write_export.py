"""An exported file is written whole, with what lies beside it, and never over somebody's edits unasked."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from confnotes.actions.exporting.export_file import refuse_more_readers
from confnotes.actions.exporting.render_preferences import text_of
from confnotes.actions.exporting.write_export import index_path, write_export
from confnotes.errors import ConflictError, ConfnotesError, NotFoundError
from confnotes.exporters.render_options import LinkStyle, Output
from confnotes.merge.regenerate import MadePart, digest
from confnotes.model.summary import Audience
from confnotes.vault import atomic

NOTHING: Mapping[str, bytes] = {}
NO_PAGES: Mapping[str, str] = {}


def output(text: str = "# Coast", beside: Mapping[str, bytes] = NOTHING, pages: Mapping[str, str] = NO_PAGES) -> Output:
    """A Markdown summary of one part, with other pages and files beside it."""
    parts = {name: (MadePart("part", words),) for name, words in {"": text, **pages}.items()}
    made = {name: words.encode() for name, words in pages.items()}
    return Output(text.encode(), {**made, **beside}, parts)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_file_is_written_and_the_same_bytes_are_no_change(tmp_path: Path) -> None:
    path = tmp_path / "out.html"
    assert write_export(path, Output(b"one")).changed
    assert not write_export(path, Output(b"one")).changed
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.html"]


def test_another_file_is_kept_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    for new in (Output(b"new"), output("# New")):
        path.write_bytes(b"edited")
        with pytest.raises(ConflictError):
            write_export(path, new)
        assert path.read_bytes() == b"edited"
        assert write_export(path, new, force=True).changed
        assert b"ew" in path.read_bytes()


def test_an_export_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        write_export(tmp_path / "nowhere" / "out.md", Output(b"x"))
    (tmp_path / "link.md").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfnotesError):
        write_export(tmp_path / "link.md", Output(b"x"), force=True)
    assert not (tmp_path / "elsewhere").exists()


def test_a_summary_is_made_again_around_its_authors_edits(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    write_export(path, output("# Coast\n\nold"))
    path.write_bytes(path.read_bytes().replace(b"# Coast\n", b"# Coast\n\nMy own words.\n"))
    put = write_export(path, output("# Coast\n\nnew"))
    assert (put.changed, put.kept, put.notices) == (True, 0, ())
    assert b"# Coast\n\nMy own words.\n\nnew\n" in path.read_bytes()
    assert not write_export(path, output("# Coast\n\nnew")).changed
    path.write_bytes(path.read_bytes().replace(b"new", b"nearly new"))
    put = write_export(path, output("# Coast\n\nnewer"))
    assert (put.kept, put.notices) == (1, ("Kept your edits where your notes changed too: “Coast”",))
    assert b"nearly new\n" in path.read_bytes()
    assert write_export(path, output("# Coast\n\nnewest"), force=True).changed
    assert b"My own words" not in path.read_bytes()


def test_what_lies_beside_is_renewed_unless_somebody_edited_it(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    beside = {"out.bib": b"@a", "out photos/a b.jpg": b"jpg"}
    write_export(path, output(beside=beside))
    assert files(tmp_path).items() > beside.items()
    assert not write_export(path, output(beside=beside)).changed
    assert write_export(path, output(beside={**beside, "out.bib": b"@b"})).changed
    assert (tmp_path / "out.bib").read_bytes() == b"@b"
    (tmp_path / "out.bib").write_bytes(b"@b by hand")
    assert write_export(path, output(beside={**beside, "out.bib": b"@b"})).notices == ()
    put = write_export(path, output(beside={**beside, "out.bib": b"@c"}))
    assert put.notices == ("Kept your edits: out.bib",)
    assert (tmp_path / "out.bib").read_bytes() == b"@b by hand"
    assert not write_export(path, output(beside={**beside, "out.bib": b"@c"})).changed


def test_nothing_is_written_where_a_file_beside_is_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / "out.bib").write_bytes(b"@mine")
    with pytest.raises(ConflictError, match=r"out\.bib"):
        write_export(tmp_path / "out.md", output(beside={"a.jpg": b"jpg", "out.bib": b"@new"}))
    assert files(tmp_path) == {"out.bib": b"@mine"}


def test_every_page_of_a_folder_keeps_its_edits(tmp_path: Path) -> None:
    path = tmp_path / "coast" / "README.md"
    pages = {"day-1.md": "# Day 1\n\nold", "day-2.md": "# Day 2", "day-3.md": "# Day 3"}
    write_export(path, output(pages=pages), new_folder=True)
    first, third = path.parent / "day-1.md", path.parent / "day-3.md"
    first.write_bytes(first.read_bytes() + b"my words\n")
    third.write_bytes(third.read_bytes() + b"my words\n")
    write_export(path, output(pages={"day-1.md": "# Day 1\n\nnew"}))
    assert b"new" in first.read_bytes()
    assert first.read_bytes().endswith(b"my words\n")
    assert sorted(files(path.parent)) == ["README.md", "day-1.md", "day-3.md"], "only an unedited page is taken away"
    assert not write_export(path, output(pages={"day-1.md": "# Day 1\n\nnew"})).changed


def test_no_page_is_taken_away_because_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "diary.md").write_bytes(b"mine")
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "out.md"
    (tmp_path / "in" / "diary.md").write_bytes(b"mine")
    write_export(path, output())
    said = "".join(f"= {digest(b'mine')} {name}\n" for name in ("diary.md", "../diary.md"))
    path.write_text(path.read_text(encoding="utf-8").replace("\n-->", f"\n{said}-->"), encoding="utf-8")
    write_export(path, output())
    assert len(list(tmp_path.rglob("diary.md"))) == 2


def test_nobody_waits_at_what_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "out.md"
    os.mkfifo(pipe)
    refuse_more_readers(pipe, Audience.PUBLIC)
    with pytest.raises(ConfnotesError, match="not a regular file"):
        text_of(pipe, "theme", 100)
    with pytest.raises(ConfnotesError, match="not a regular file"):
        write_export(pipe, output())


def test_photos_move_to_the_folder_with_a_hyphen(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    write_export(path, output(beside={"out photos/a.jpg": b"a"}))
    write_export(path, output("# Coast\n\nnew", beside={"out-photos/a.jpg": b"a"}))
    assert sorted(files(tmp_path)) == ["out-photos/a.jpg", "out.md"]


def test_photos_dropped_from_an_export_are_removed_unless_the_author_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    photos = {"out photos/a b.jpg": b"a", "out photos/c.jpg": b"c", "out photos/d.jpg": b"d", "out.bib": b"@a"}
    write_export(path, output(beside=photos))
    path.write_bytes(path.read_bytes() + b"![my favourite](out%20photos/a%20b.jpg)\n")
    (tmp_path / "out photos" / "d.jpg").write_bytes(b"drawn on")
    write_export(path, output("# Coast\n\nnew"))
    assert sorted(files(tmp_path)) == ["out photos/a b.jpg", "out photos/d.jpg", "out.md"]


def test_nothing_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("../x.jpg", "/tmp/x.jpg", "a/../../x.jpg"):
        with pytest.raises(NotFoundError):
            write_export(tmp_path / "in" / "out.md", output(beside={name: b"x"}))
    (tmp_path / "in" / "photos").symlink_to(tmp_path)
    with pytest.raises(ConfnotesError):
        write_export(tmp_path / "in" / "out.md", output(beside={"photos/x.jpg": b"x"}))
    assert list(tmp_path.iterdir()) == [tmp_path / "in"]


@pytest.mark.parametrize("new_folder", [True, False])
def test_a_full_disk_leaves_no_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_folder: bool) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic, "_write_synced", full)
    path = tmp_path / "new" / "deep" / "README.md" if new_folder else tmp_path / "coast.md"
    with pytest.raises(ConfnotesError, match="the disk is full"):
        write_export(path, output(beside={"coast-photos/one.jpg": b"one"}), new_folder=new_folder)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_keeps_the_old_file_and_no_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "coast.md"
    write_export(path, output("# Coast\n\nold"))
    before, write = path.read_bytes(), atomic._write_synced

    def first_only(*arguments: object) -> object:
        if (tmp_path / "coast-photos" / "one.jpg").exists():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(atomic, "_write_synced", first_only)
    with pytest.raises(ConfnotesError, match="the disk is full"):
        write_export(path, output("# Coast\n\nnew", beside={"coast-photos/one.jpg": b"one"}))
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_pages_go_to_a_folder_of_their_own(tmp_path: Path) -> None:
    new = tmp_path / "coast"
    assert index_path(new, "Coastal ML", LinkStyle.PLAIN) == new / "README.md"
    assert index_path(tmp_path / "coast.md", "Coastal ML", LinkStyle.OBSIDIAN) == new / "coast.md"
    write_export(new / "README.md", output(pages={"day-1.md": "# Day 1"}), new_folder=True)
    assert index_path(new, "Coastal ML", LinkStyle.PLAIN) == new / "README.md"
    assert index_path(tmp_path, "Coastal ML", LinkStyle.PLAIN) == tmp_path / "Coastal ML summary" / "README.md"
