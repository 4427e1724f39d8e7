"""The first minute: from an empty home to the first typed line, by keys alone, in a real terminal."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from confnotes.tui.widgets.conference_list import is_source
from terminal import CONFNOTES, Terminal, environment_of
from web_site import WebSite, web_site

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
TALK = """<event id="{id}"><date>2031-02-01T{start}:00</date><start>{start}</start><duration>00:50</duration>
<room>{room}</room><title>{title}</title><track>{track}</track>
<persons><person id="{id}">Ada Example</person></persons></event>"""
TALKS = [
    {"id": 1, "start": "10:00", "room": "Janson", "title": "Lanterns in the kernel", "track": "Kernel"},
    {"id": 2, "start": "11:00", "room": "Janson", "title": "Ferns as file systems", "track": "Kernel"},
]
FRAB = f"""<?xml version="1.0" encoding="UTF-8"?><schedule><conference><title>LanternDEM 2031</title>
<venue>ULB</venue><city>Brussels</city><start>2031-02-01</start><end>2031-02-01</end></conference>
<day index="1" date="2031-02-01"><room name="Janson">{"".join(TALK.format(**talk) for talk in TALKS)}</room></day>
</schedule>"""


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site() as here:
        yield here


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def list_own(home: Path, text: str) -> None:
    (home / "config" / "confnotes").mkdir(parents=True, exist_ok=True)
    (home / "config" / "confnotes" / "conferences.yaml").write_text(text, encoding="utf-8")


def welcome(home: Path, now: str = "2031-02-01T10:05", columns: int = 80, rows: int = 24) -> Terminal:
    environment = environment_of(home, now, TZ="UTC")
    return Terminal(CONFNOTES, folder=home, environment=environment, columns=columns, rows=rows)


def remembered(home: Path) -> str:
    file = home / "config" / "confnotes" / "config.yaml"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def left_behind(home: Path) -> list[str]:
    """What stands in the home beside what every program has there."""
    return sorted(path.name for path in home.iterdir() if path.name not in ("config", "state", "cache"))


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def miniconf() -> bytes:
    """A site as that of ICLR 2020: it bears the name of its software, and its times are in UTC."""
    event = {"category": "time", "calendarId": "talk", "location": "https://iclr.cc/virtual/speaker_1.html"}
    hours = {"Opening of the ferns": (10, 11), "Recursive lanterns": (11, 12)}
    events = [
        {**event, "title": title, "start": f"2031-04-27T{a}:00:00+00:00", "end": f"2031-04-27T{b}:00:00+00:00"}
        for title, (a, b) in hours.items()
    ]
    papers = "UID,title,authors,abstract\np1,Ferns that recurse,Ada Example|Bo Sample,An abstract.\n"
    return zipped(
        {
            "site/sitedata/config.yml": b"name: MiniConf\ntagline: MiniConf\ndate: April 2031\n",
            "site/sitedata/main_calendar.json": json.dumps(events).encode(),
            "site/sitedata/papers.csv": papers.encode(),
        }
    )


def real_miniconf() -> bytes:
    folder = CORPORA / "miniconf" / "iclr-2020"
    return zipped({f"site/{one.relative_to(folder)}": one.read_bytes() for one in folder.rglob("*") if one.is_file()})


def first_line(terminal: Terminal, name: str, shown: str, line: str, *, posters: bool = False) -> int:
    """Go from the welcome to a typed line of the talk that is on; answers how many keys that took but for its words."""
    pressed = 0

    def press(key: str) -> None:
        nonlocal pressed
        terminal.press(key)
        pressed += 1

    terminal.wait_for("Which conference")
    terminal.type(name)
    terminal.wait_for("your list")
    press("enter")
    terminal.wait_for("Where should your notes live?")
    press("enter")
    terminal.wait_for("not saved yet")
    terminal.wait_for(shown)
    press("enter")
    terminal.wait_for("NOW")
    press("enter")
    if posters:
        terminal.wait_for("Board number")
        press("enter")
    terminal.wait_for("ctrl+o close")
    terminal.type(line)
    terminal.wait_for(line)
    press("ctrl+q")
    assert terminal.wait_for_end() == 0
    return pressed


CASES = [
    pytest.param("frab", "2031-02-01T10:05", "Europe/Brussels", "LanternDEM 2031", id="like FOSDEM"),
    pytest.param("miniconf", "2031-04-27T10:05:00+00:00", "ICLR 2031", "ICLR 2031", id="like ICLR"),
    pytest.param("real frab", "2024-02-03T10:35", "Europe/Brussels", "FOSDEM 2024", id="FOSDEM"),
    pytest.param("real miniconf", "2020-04-27T12:05:00+00:00", "ICLR 2031", "ICLR 2031", id="ICLR"),
]


@pytest.mark.parametrize(("program", "now", "shown", "conference"), CASES)
def test_from_an_empty_home_to_the_first_typed_line(
    home: Path, site: WebSite, program: str, now: str, shown: str, conference: str
) -> None:
    if program.startswith("real") and not CORPORA.exists():
        pytest.skip("the real programs are not here")
    site.pages["/program"] = {
        "frab": lambda: FRAB.encode(),
        "miniconf": miniconf,
        "real frab": lambda: (CORPORA / "schedule-xml" / "fosdem" / "2024.xml").read_bytes(),
        "real miniconf": real_miniconf,
    }[program]()
    list_own(home, f"- name: ICLR 2031\n  address: {site.url}/program\n")

    with welcome(home, now) as terminal:
        posters = program == "real miniconf"  # a poster session is on, and each poster has a note
        pressed = first_line(terminal, "iclr 2031", shown, "a lantern of ideas", posters=posters)

    assert pressed - 1 == 4 + posters  # choose, folder, save, open the note or a poster; and ctrl+q
    (note,) = [one for one in home.rglob("*.md") if "a lantern of ideas" in one.read_text(encoding="utf-8")]
    assert note.parent == home / "confnotes" / conference
    if "Brussels" in shown:
        assert "timezone: Europe/Brussels" in note.read_text(encoding="utf-8")
    assert f"vault: {home}/confnotes" in remembered(home)


def test_who_leaves_at_any_step_leaves_nothing_behind(home: Path, site: WebSite) -> None:
    site.pages["/program"] = FRAB.encode()
    list_own(home, f"- name: Lanterns\n  address: {site.url}/program\n")
    for leave in ("escape", "ctrl+q", "ctrl+o"):
        with welcome(home) as terminal:
            terminal.wait_for("Which conference")
            terminal.type("lanterns")
            terminal.wait_for("your list")
            terminal.press("enter")
            terminal.wait_for("Where should")
            terminal.press("escape")
            terminal.wait_for("Which conference")
            assert left_behind(home) == []
            terminal.press("enter")
            terminal.wait_for("Where should")
            terminal.press("enter")
            terminal.wait_for("not saved yet")
            assert left_behind(home) == ["confnotes"]
            terminal.press(leave)
            if leave != "ctrl+q":
                terminal.wait_for("Which conference")
                terminal.press("ctrl+q")
            assert terminal.wait_for_end() == 0
        assert left_behind(home) == [] and remembered(home) == ""


def test_an_address_that_cannot_be_reached_says_so_and_offers_a_file(home: Path) -> None:
    list_own(home, "- name: Gone\n  address: http://127.0.0.1:9/program\n")
    (home / "saved.xml").write_text(FRAB, encoding="utf-8")
    with welcome(home) as terminal:
        terminal.wait_for("Which conference")
        terminal.type("gone")
        terminal.press("enter")
        terminal.wait_for("Where should")
        terminal.press("enter")
        terminal.wait_for("path of a saved file")
        assert "127.0.0.1 cannot be reached" in terminal.text
        terminal.press("end", "\x15")
        terminal.type("saved.xml")
        terminal.press("enter")
        terminal.wait_for("LanternDEM 2031")
        terminal.press("ctrl+s")
        terminal.wait_for("Lanterns in the kernel")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


def test_a_typed_path_or_address_is_a_program_and_not_a_name(home: Path) -> None:
    (home / "saved.xml").write_text(FRAB, encoding="utf-8")
    with welcome(home) as terminal:
        terminal.wait_for("Which conference")
        terminal.type("~/saved.xml")
        terminal.wait_for("Import ~/saved.xml")
        terminal.press("enter")
        terminal.wait_for("Where should")
        terminal.press("enter")
        terminal.wait_for("LanternDEM 2031")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert left_behind(home) == ["saved.xml"]


def test_the_sample_is_a_copy_with_its_own_clock_and_is_not_remembered(home: Path) -> None:
    environment = environment_of(home)
    del environment["CONFNOTES_NOW"]
    with Terminal(CONFNOTES, folder=home, environment=environment, columns=80, rows=24) as terminal:
        terminal.wait_for("Look around in the sample")
        terminal.press("down", "enter")
        terminal.wait_for("10 December 2019")
        terminal.press("enter")
        terminal.wait_for("Tue 10 Dec")
        terminal.wait_for("Sample vault")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert (home / "confnotes-sample" / "NeurIPS 2019").is_dir() and remembered(home) == ""


def test_keys_that_come_at_once_each_reach_the_screen_that_the_one_before_opens(home: Path) -> None:
    with welcome(home) as terminal:
        terminal.wait_for("Which conference")
        terminal.type("\x03")
        terminal.wait_for("Press ctrl+q to quit")
        terminal.type("sample\r\x1b[F-of-mine\r")  # End: behind the proposed folder
        terminal.wait_for("RECENT NOTES")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert left_behind(home) == ["confnotes-sample-of-mine"]


def test_the_sample_is_left_for_the_welcome_and_found_again(home: Path) -> None:
    environment = environment_of(home)
    del environment["CONFNOTES_NOW"]
    with Terminal(CONFNOTES, folder=home, environment=environment, columns=80, rows=24) as terminal:
        terminal.wait_for("Look around in the sample")
        terminal.press("down", "enter")
        terminal.wait_for("10 December 2019")
        terminal.press("enter")
        terminal.wait_for("Sample vault")
        terminal.wait_for("type “vault”")
        terminal.press("ctrl+p")
        terminal.type("vault")
        terminal.wait_for("Open another vault")
        terminal.press("enter")
        terminal.wait_for("YOUR VAULTS")
        terminal.wait_for("sample · ~/confnotes-sample")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    with Terminal(CONFNOTES, folder=home, environment=environment, columns=80, rows=24) as terminal:
        terminal.wait_for("YOUR VAULTS")
        terminal.press("enter")
        terminal.wait_for("Tue 10 Dec")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert remembered(home) == ""


def test_from_the_default_vault_one_gets_to_another_and_the_default_stays(home: Path) -> None:
    with welcome(home) as terminal:
        terminal.wait_for("Start empty")
        terminal.press("down", "down", "enter")
        terminal.wait_for("A new folder")
        terminal.press("enter")
        terminal.wait_until(lambda: f"vault: {home}/confnotes" in remembered(home), "the setting")
        terminal.wait_for("no conference program yet")
        terminal.press("ctrl+p")
        terminal.type("switch vault")
        terminal.wait_for("Open another vault")
        terminal.press("enter")
        terminal.wait_for("default · ~/confnotes")
        terminal.type("sample")
        terminal.wait_for("▸ Look around in the sample")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert f"vault: {home}/confnotes" in remembered(home)


def test_a_folder_of_notes_becomes_a_vault_and_keeps_every_byte(home: Path) -> None:
    (home / "brain" / ".obsidian").mkdir(parents=True)
    (home / "brain" / "note.md").write_text("mine\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in (home / "brain").rglob("*") if path.is_file()}
    with welcome(home) as terminal:
        terminal.wait_for("Open a folder you have")
        terminal.press("down", "down", "down", "enter")
        terminal.wait_for("Which folder holds your notes?")
        terminal.type("~/nowhere")
        terminal.wait_for("Folder not found")
        terminal.press("enter", "\x15")
        terminal.type("~/brain")
        terminal.wait_for("An Obsidian vault")
        terminal.press("enter")
        terminal.wait_for("i ")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    after = {path: path.read_bytes() for path in (home / "brain").rglob("*") if path.is_file()}
    assert {path: data for path, data in after.items() if ".confnotes" not in path.parts} == before
    assert f"vault: {home}/brain" in remembered(home)


@pytest.mark.parametrize(
    ("typed", "vault"),
    [
        pytest.param("", "confnotes", id="the proposed folder"),
        pytest.param("~/notes", "notes", id="a path that takes the place of the proposed one"),
    ],
)
def test_start_empty_opens_now_in_a_new_vault_which_other_commands_find_at_once(
    home: Path, typed: str, vault: str
) -> None:
    with welcome(home) as terminal:
        terminal.wait_for("Start empty")
        terminal.press("down", "down", "enter")
        terminal.wait_for("A new folder")
        terminal.type(typed)
        terminal.wait_for(typed)
        terminal.press("enter")
        terminal.wait_until(lambda: f"vault: {home}/{vault}\n" in remembered(home), "the setting")
        terminal.read(1.0)
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_says_so(home: Path) -> None:
    (home / "locked").mkdir(mode=0o500)
    with welcome(home) as terminal:
        terminal.wait_for("Start empty")
        terminal.press("down", "down", "enter")
        terminal.wait_for("A new folder")
        terminal.press("\x15")
        terminal.type("~/locked/notes")
        terminal.wait_for("No permission")
        terminal.press("enter")
        terminal.wait_for("Choose another folder")


def test_a_mistake_in_the_own_list_is_named_and_a_small_window_works(home: Path) -> None:
    list_own(home, "- name: יום 静かな日 Days\n  address: https://nowhere.invalid/x\n- name: Broken\n")
    with welcome(home, columns=40, rows=12) as terminal:
        terminal.wait_for("conferences.yaml:3:")
        terminal.type("days")
        terminal.wait_for("静")
        terminal.press("escape")
        terminal.type("zzzz")
        terminal.wait_for("No conference matches")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert left_behind(home) == []


def test_a_remembered_vault_that_is_gone_leads_back_to_the_welcome(home: Path) -> None:
    (home / "config" / "confnotes").mkdir(parents=True)
    (home / "config" / "confnotes" / "config.yaml").write_text(f"vault: {home}/gone\n", encoding="utf-8")
    with welcome(home, columns=200) as terminal:
        terminal.wait_for("Which conference")
        terminal.wait_for(f"{home}/gone")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


def test_a_file_is_imported_by_its_path_which_tab_completes(home: Path) -> None:
    (home / "lanterndem-2031-schedule.xml").write_text(FRAB, encoding="utf-8")
    with welcome(home) as terminal:
        terminal.wait_for("address or file of its program")
        terminal.wait_for("tab complete path")
        terminal.type("./lantern")
        terminal.wait_for("lanterndem-2031-schedule.xml")
        terminal.press("\t")
        terminal.wait_for("Import ./lanterndem-2031-schedule.xml")


def test_a_path_without_a_file_is_told_below_the_field_and_leads_nowhere(home: Path) -> None:
    (home / "saved.xml").write_text(FRAB, encoding="utf-8")
    with welcome(home) as terminal:
        terminal.wait_for("Which conference")
        terminal.type("~/savedd")
        terminal.wait_for("File or folder not found")
        terminal.press("enter")
        terminal.read(0.5)
        assert "Which conference" in terminal.text and "Where should" not in terminal.text
        terminal.press("\x7f", "\t")
        terminal.wait_for("Import ~/saved.xml")


def test_the_path_of_a_vault_opens_it_and_that_of_a_folder_may_become_one(home: Path) -> None:
    for name in ("notes-a", "notes-b"):
        (home / name).mkdir()
        (home / name / "note.md").write_text("mine", encoding="utf-8")
    (home / "notes-b" / ".confnotes").mkdir()
    with welcome(home) as terminal:
        terminal.wait_for("Which conference")
        terminal.type("~/n")
        terminal.press("\t")
        terminal.wait_for("~/notes-")
        terminal.press("\t")
        terminal.wait_for("notes-a/  notes-b/")
        terminal.type("a/")
        terminal.wait_for("Open ~/notes-a/ as your notes")
        terminal.press("down", "enter")
        terminal.wait_for("Which folder holds your notes?")
        terminal.wait_for("~/notes-a/")
        terminal.press("escape")
        terminal.wait_for("Which conference")
        terminal.press("\x7f", "\x7f")
        terminal.type("b")
        terminal.wait_for("Open the vault ~/notes-b")
        terminal.press("enter")
        terminal.wait_until(lambda: f"vault: {home}/notes-b" in remembered(home), "the setting")
        terminal.wait_for("no conference program yet")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert not (home / "notes-a" / ".confnotes").exists()


def test_a_text_that_is_too_long_for_a_path_is_a_name() -> None:
    assert not is_source("x" * 5000)
