"""A site of one's conferences: pages that lead to each other, for the readers they are for, built again in a moment."""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from contextlib import AbstractContextManager, nullcontext
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

from confnotes import system
from confnotes.actions.exporting import export_web_page
from confnotes.actions.exporting.export_file import export_to
from confnotes.actions.exporting.render_preferences import RenderPreferences
from confnotes.actions.exporting.write_site import MANIFEST
from confnotes.beside import second_process_allowed
from confnotes.errors import ConflictError, ConfnotesError, NotFoundError, UsageError
from confnotes.exporters.site.search_words import words_of
from confnotes.model.program import Conference, Program, Resource, ResourceKind, Session, Talk
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.system import Folder
from confnotes.vault.vault import Vault
from program_files import save_program
from secret_vault import CONFERENCE, Secrets, secret_vault
from site_samples import AT, REEFS, TIDES, build, harbour, note
from summary_samples import HOSTILE

MOON, CORAL = "tides-2022/talk-moon-and-water.html", "reefs-2023/talk-coral-clocks.html"
ELSEWHERE = "zqelsewhereqz"
"""A note of another conference, which is in a site of all conferences."""
ATOM = "{http://www.w3.org/2005/Atom}"


class Links(HTMLParser):
    """The addresses and ids of a page, and whether something in it could run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.scripts: list[str | None] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [value for name in ("href", "src") if (value := given.get(name))]
        self.ids |= {value for name, value in attrs if name == "id" and value}
        if tag == "script":
            self.scripts.append(given.get("src"))
        assert not [name for name in given if name.startswith("on")], given


def everything(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def all_words(out: Path) -> bytes:
    """The names and contents of all files."""
    return b"\0".join(part for path, data in everything(out).items() for part in (path.encode(), data)).lower()


def page(out: Path, path: str) -> str:
    return (out / path).read_text(encoding="utf-8")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return harbour(tmp_path)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_a_reader_follows_a_paper_a_person_and_a_tag_through_the_years(vault: Vault, out: Path) -> None:
    build(vault, out)
    for shelf in ("papers/arxiv-2106-00001.html", "people/ida-brandt.html", "tags/sea.html", "years/2023.html"):
        found = Links(page(out, shelf)).links
        assert f"../{CORAL}" in found, shelf
        assert (f"../{MOON}" in found) is (shelf != "years/2023.html"), shelf
    assert "../papers/arxiv-2106-00001.html" in Links(page(out, MOON)).links


def test_links_lead_from_one_conference_to_another_and_back(vault: Vault, out: Path) -> None:
    build(vault, out)
    assert f'follows <a href="../{MOON}"' in page(out, CORAL)
    back = page(out, MOON).partition("Linked from")[2]
    assert f"../{CORAL}" in back


@pytest.mark.parametrize("audience", ["team", "public"])
def test_every_link_leads_to_a_file_and_a_place_of_the_site(vault: Vault, out: Path, audience: str) -> None:
    (vault.root / TIDES / "Über Wellen.md").write_text("- [ ] buy a boat\n\n# A part\n\ntext [[Coral clocks]]\n")
    build(vault, out, audience)
    pages = {path: Links(data.decode()) for path, data in everything(out).items() if path.endswith(".html")}
    assert len(pages) > 15
    for path, read in pages.items():
        for link in read.links:
            where = urlsplit(link)
            if where.scheme:
                assert where.scheme in ("https", "data"), link
                continue
            target = (out / path).parent.joinpath(unquote(where.path)).resolve() if where.path else out / path
            assert target.is_file(), (path, link)
            if where.fragment:
                assert where.fragment in pages[target.relative_to(out).as_posix()].ids, (path, link)


def test_a_talk_without_notes_is_a_line_of_its_day_and_has_no_page(vault: Vault, out: Path) -> None:
    build(vault, out)
    assert "talk-salt" in Links(page(out, "tides-2022/2022-05-03.html")).ids
    assert not (out / "tides-2022" / "talk-salt.html").exists()
    assert "../tides-2022/2022-05-03.html#talk-salt" in Links(page(out, "people/ida-brandt.html")).links


@pytest.mark.parametrize("audience", [Audience.TEAM, Audience.PUBLIC])
def test_no_file_says_to_its_readers_what_they_may_not_know(tmp_path: Path, audience: Audience) -> None:
    secrets = Secrets()
    planted = secret_vault(tmp_path, secrets)
    out = tmp_path / "site"
    build(planted, out, audience.value, "https://example.org/notes")
    read = all_words(out)
    assert [word for word in secrets.kept_from(audience) if word != ELSEWHERE and word.encode() in read] == []
    assert [word for word in secrets.told_to(audience) if word.encode() not in read] == []
    one = tmp_path / "one"
    build(planted, one, audience.value, target=CONFERENCE)
    assert [word for word in secrets.kept_from(audience) if word.encode() in all_words(one)] == []


def test_a_site_that_was_for_the_team_keeps_nothing_when_it_goes_public(tmp_path: Path) -> None:
    secrets = Secrets()
    planted = secret_vault(tmp_path, secrets)
    out = tmp_path / "site"
    build(planted, out, "team")
    build(planted, out, "public")
    hidden = [word for word in secrets.kept_from(Audience.PUBLIC) if word != ELSEWHERE]
    assert [word for word in hidden if word.encode() in all_words(out)] == []


def test_hostile_notes_stay_text(vault: Vault, out: Path) -> None:
    titled = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)>"
    note(vault, TIDES, "Moon and water", "\n\n".join(HOSTILE))
    free = f"---\ntitle: {json.dumps(titled)}\ntags: ['\"><script>x</script>']\n---\n@<script>x</script> {titled}\n"
    (vault.root / REEFS / "hostile.md").write_text(free, encoding="utf-8")
    build(vault, out, url="https://example.org")
    for path, data in everything(out).items():
        if path.endswith(".html"):
            read = Links(data.decode())
            assert [one for one in read.scripts if not re.fullmatch(r"(\.\./)?assets/site\.js", one or "")] == [], path
            assert [one for one in read.links if re.match(r"\s*(javascript|vbscript|data:text|file)", one, re.I)] == []
        elif path.endswith(".xml"):
            ElementTree.fromstring(data)


def test_after_one_change_only_what_shows_it_is_written(vault: Vault, out: Path) -> None:
    build(vault, out)
    before = everything(out)
    assert build(vault, out).written == 0
    assert everything(out) == before
    note(vault, TIDES, "Moon and water", "takeaway: gravity counts three times\n")
    done = build(vault, out)
    changed = {path for path, data in everything(out).items() if data != before.get(path)}
    assert {MOON, "tides-2022/index.html"} <= changed
    assert not {CORAL, "reefs-2023/index.html", "people/index.html", "assets/site.css"} & changed
    assert done.removed == 0 < done.written < len(before)


def test_what_is_gone_from_the_notes_is_gone_from_the_site(vault: Vault, out: Path) -> None:
    build(vault, out)
    (vault.root / REEFS / "Coral clocks.md").unlink()
    (out / "CNAME").write_text("notes.example.org")
    assert (out / "assets/search/f.js").exists()
    done = build(vault, out)
    assert not (out / CORAL).exists()
    assert done.removed == 2, "the page, and the words that begin like “follows”"
    assert CORAL not in b"".join(everything(out).values()).decode()
    assert (out / "CNAME").exists()


def test_a_page_that_was_lost_comes_back(vault: Vault, out: Path) -> None:
    build(vault, out)
    before = everything(out)
    (out / MOON).unlink()
    (out / CORAL).write_text("")
    build(vault, out)
    assert everything(out) == before


def test_an_interrupted_build_goes_on(vault: Vault, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from confnotes.actions.exporting import write_site as writing

    put, left = writing._put, iter(range(9))

    def stopped(folder: Path, path: str, data: bytes) -> bool:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return put(folder, path, data)

    with monkeypatch.context() as patched:
        patched.setattr(writing, "_put", stopped)
        with pytest.raises(KeyboardInterrupt):
            build(vault, out)
    half, other = out / "reefs-2023" / f".{Path(CORAL).name}.77.tmp", out / "reefs-2023" / ".mine.html.77.tmp"
    half.write_text("half of a page")
    other.write_text("of somebody else")
    build(vault, out)
    other.unlink()
    again = everything(out)
    build(vault, out.with_name("fresh"))
    assert again == everything(out.with_name("fresh"))


def in_two_processes(monkeypatch: pytest.MonkeyPatch) -> AbstractContextManager[None]:
    from confnotes.actions.exporting import write_site as writing
    from confnotes.exporters.site import search_words

    monkeypatch.setattr(writing, "_MANY", 0)
    monkeypatch.setattr(search_words, "_MANY", 0)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    return second_process_allowed()


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_two_processes_write_the_same_pages_as_one(vault: Vault, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = build(vault, out)
    with in_two_processes(monkeypatch):
        two = build(vault, out.with_name("in-two"))
    assert everything(out) == everything(out.with_name("in-two"))
    assert (one.written, one.pages) == (two.written, two.pages)


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_a_page_that_neither_process_could_write_is_said_and_written_next_time(
    vault: Vault, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from confnotes.actions.exporting import write_site as writing

    put = writing._put

    def full(folder: Path, path: str, data: bytes) -> bool:
        if path.endswith("site.js"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return put(folder, path, data)

    with in_two_processes(monkeypatch), monkeypatch.context() as patched:
        patched.setattr(writing, "_put", full)
        with pytest.raises(ConfnotesError, match="the disk is full"):
            build(vault, out)
    build(vault, out)
    build(vault, out.with_name("fresh"))
    assert everything(out) == everything(out.with_name("fresh"))


@pytest.mark.parametrize("processes", [1, 2])
def test_a_full_disk_is_told_in_a_line_and_leaves_nothing_half_written(
    vault: Vault, out: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    replace, left = system.replace_in, [3]

    def full(folder: Folder, name: str, new_folder: Folder, new: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(folder, name, new_folder, new)

    with in_two_processes(monkeypatch) if processes == 2 else nullcontext(), monkeypatch.context() as patched:
        patched.setattr(system, "replace_in", full)
        with pytest.raises(ConfnotesError) as error:
            build(vault, out)
    assert error.value.message == f"cannot write {out}: the disk is full"
    assert error.value.hint == "Free some space, or choose another folder."
    assert not [*out.rglob("*.tmp")]
    build(vault, out)
    build(vault, out.with_name("fresh"))
    assert everything(out) == everything(out.with_name("fresh"))


def test_a_folder_with_other_things_is_left_alone(vault: Vault, out: Path) -> None:
    out.mkdir()
    (out / "thesis.tex").write_text("years of work")
    with pytest.raises(ConflictError, match=r"holds other files, such as thesis\.tex"):
        build(vault, out)
    assert everything(out) == {"thesis.tex": b"years of work"}
    with pytest.raises(ConflictError, match="holds other files"):
        build(vault, vault.root)


def test_a_file_of_somebody_else_in_the_site_is_neither_written_over_nor_removed(vault: Vault, out: Path) -> None:
    build(vault, out)
    (out / "README.md").write_text("mine")
    (out / "tides-2022" / "talk-new.html").write_text("mine")
    manifest = json.loads((out / MANIFEST).read_text())
    manifest["files"]["../thesis.tex"] = ["x", 1]
    (out / MANIFEST).write_text(json.dumps(manifest))
    (out.parent / "thesis.tex").write_text("mine")
    build(vault, out)
    kept = (out / "README.md", out / "tides-2022" / "talk-new.html", out.parent / "thesis.tex")
    assert [path.read_text() for path in kept] == ["mine"] * 3


def test_a_link_in_the_folder_does_not_lead_the_pages_elsewhere(vault: Vault, out: Path, tmp_path: Path) -> None:
    out.mkdir()
    (out / MANIFEST).write_text('{"files": {}}')
    (tmp_path / "elsewhere").mkdir()
    (out / "people").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfnotesError):
        build(vault, out)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_one_conference_is_a_site_too_and_its_page_is_the_first(vault: Vault, out: Path) -> None:
    build(vault, out, target=TIDES)
    assert '<h1 dir="auto">Tides 2022</h1>' in page(out, "index.html")
    assert "Coral" not in b"".join(everything(out).values()).decode()
    with pytest.raises(UsageError, match="not a conference"):
        build(vault, out, target="gravity")


def test_a_program_that_was_only_imported_is_shown_if_it_is_named(vault: Vault, out: Path) -> None:
    for name in ("Docks 2020", "Ports 2021"):
        save_program(vault, name, Program(Conference(name), (Session("", "s", talks=(Talk("Cranes", id="t0"),)),)))
    note(vault, "Docks 2020", "Cranes", "takeaway: they swing\n")
    build(vault, out)
    assert re.findall(r"years/\d+", page(out, "index.html")) == ["years/2023", "years/2022", "years/2020"]
    assert "Ports" not in page(out, "index.html")
    build(vault, out.with_name("named"), target="Ports 2021")
    assert "Cranes" in page(out.with_name("named"), "ports-2021/more-1.html")


def test_the_first_page_says_what_each_conference_was_about(vault: Vault, out: Path) -> None:
    own = vault.root / REEFS / f"{REEFS}.md"
    own.write_text("---\ntype: conference\nlead: Corals *count* the nights.\n---\n")
    build(vault, out)
    first = page(out, "index.html")
    assert "Corals count the nights." in first
    assert "Moon and water" in first


def test_a_paper_is_called_by_its_own_title_though_the_talk_was_a_poster(vault: Vault, out: Path) -> None:
    paper = Resource(ResourceKind.PAPER, "https://arxiv.org/abs/2101.00001")
    talk = Talk("Poster: Lagoons", id="t0", resources=(paper,))
    save_program(vault, "Docks 2020", Program(Conference("Docks 2020"), (Session("", "s", talks=(talk,)),)))
    note(vault, "Docks 2020", "Lagoons", "takeaway: they fill up\n")
    build(vault, out)
    assert '<h1 dir="auto">Lagoons</h1>' in page(out, "papers/lagoons.html")


def test_a_feed_and_a_sitemap_need_an_address(vault: Vault, out: Path) -> None:
    build(vault, out)
    assert not (out / "feed.xml").exists()
    build(vault, out, url="https://example.org/notes/")
    feed = ElementTree.fromstring((out / "feed.xml").read_bytes())
    links = [one.get("href") for one in feed.iterfind(f"{ATOM}entry/{ATOM}link")]
    assert links == [f"https://example.org/notes/{CORAL}", f"https://example.org/notes/{MOON}"]
    assert feed.findtext(f"{ATOM}updated") == "2023-05-03T08:00:00Z"
    sitemap = ElementTree.fromstring((out / "sitemap.xml").read_bytes())
    listed = {one.text for one in sitemap.iter() if one.text and one.text.startswith("http")}
    assert {"https://example.org/notes/", f"https://example.org/notes/{MOON}"} <= listed
    assert 'type="application/atom+xml"' in page(out, MOON)


def test_without_notes_there_is_nothing_to_show(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no conference has anything"):
        build(Vault.create(tmp_path / "empty"), tmp_path / "site")


def test_a_search_word_is_the_same_in_any_spelling_and_script() -> None:
    assert words_of("Hyvärinen's GPT-4, see [it](https://a.example/secret)") == {
        "hyvarinen",
        "s",
        "gpt",
        "4",
        "see",
        "it",
    }
    assert words_of("深層学習 ok") == {"深層", "層学", "学習", "ok"}


def test_two_builds_of_the_same_notes_are_the_same_to_the_byte(vault: Vault, out: Path) -> None:
    build(vault, out)
    build(vault, out.with_name("again"))
    assert everything(out) == everything(out.with_name("again"))


def test_a_summary_that_is_too_large_for_a_phone_becomes_pages(
    vault: Vault, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, look = SummaryOrder(TIDES, audience=Audience.TEAM), RenderPreferences()
    small = export_to(vault, order, "html", look, AT, out.with_name("small.html"))
    assert small.path.is_file()
    assert small.pages == 0
    monkeypatch.setattr(export_web_page, "MOST_OF_A_PAGE", small.size - 1)
    large = export_to(vault, order, "html", look, AT, out.with_name("large.html"))
    assert large.path == out.with_name("large") / "index.html"
    assert next(large.words()).startswith("9 pages, because one page would have")
    assert "gravity counts twice" in page(large.path.parent, MOON)
    assert export_to(vault, order, "html", look, AT, out.with_name("large.html")).changed is False
    assert not out.with_name("large.html").exists()
    with pytest.raises(ConflictError, match=r"file exists: .*small\.html"):
        export_to(vault, order, "html", look, AT, small.path)
    assert not out.with_name("small").exists()
    export_to(vault, order, "html", look, AT, small.path, force=True)
    assert out.with_name("small").is_dir() and not small.path.exists()
    with monkeypatch.context() as patched:
        patched.setattr(export_web_page, "MOST_OF_A_PAGE", small.size)
        again = export_to(vault, order, "html", look, AT, small.path)
    assert again.notices[-1] == "The folder small beside it has older pages; delete it if you don't need them"
    monkeypatch.setattr(export_web_page, "MOST_OF_A_PAGE", 10)  # less than the notes alone: no page is made to know
    monkeypatch.delattr(export_web_page, "render_draft")
    (out.with_name("taken") / "mine").mkdir(parents=True)
    assert export_to(vault, order, "html", look, AT, out.with_name("taken.html")).path.parent.name == "taken pages"
