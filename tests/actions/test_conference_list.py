"""The conferences to choose from: those that come with confnotes, and those of a user's own list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from confnotes.actions.importing.conference_list import (
    bundled_conferences,
    matching,
    own_conferences,
    own_list,
)
from confnotes.importers.facts.zones import is_zone
from confnotes.importers.reading import installed_importers


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def write(text: str) -> None:
    own_list().parent.mkdir(parents=True, exist_ok=True)
    own_list().write_text(text, encoding="utf-8")


def test_every_conference_that_comes_along_says_where_its_address_was_seen() -> None:
    listed = bundled_conferences()
    formats = {name for one in installed_importers() if one.ours for name in one.importer.formats}

    assert len(listed) >= 60
    assert len({one.name for one in listed}) == len({one.address for one in listed}) == len(listed)
    for one in listed:
        address = urlsplit(one.address)
        assert address.scheme == "https" and address.hostname and "." in address.hostname, one
        repository, _, path = one.seen.partition(" ")
        assert repository.count("/") == 1 and path and not path.startswith("/"), one
        assert one.on is not None and date(2026, 1, 1) <= one.on <= date.today(), one
        assert one.format in formats, one
        assert not one.zone or is_zone(one.zone), one
        assert not one.own


def test_the_newest_edition_comes_first() -> None:
    listed = bundled_conferences()
    assert listed == sorted(listed, key=lambda one: (-(one.year or 0), one.name.casefold()))
    assert listed[0].year == 2026
    assert [one.year for one in matching(listed, "fosdem")] == [2026, 2021, 2020, None]
    assert {one.name for one in matching(listed, "2019")} >= {"36C3", "DebConf19", "FOSS4G 2019"}


@pytest.mark.parametrize("name", ["ACL", "CVPR", "EuroPython", "ICML", "PyCon DE", "NeurIPS", "FOSDEM"])
def test_a_recent_edition_of_the_large_conferences_is_there(name: str) -> None:
    assert (matching(bundled_conferences(), name)[0].year or 0) >= 2025


def test_no_project_lends_its_whole_list() -> None:
    listed = bundled_conferences()
    repositories = {one.seen.partition(" ")[0] for one in listed}
    files = {one.seen for one in listed}
    assert len(repositories) >= 15
    assert max(sum(one.seen == file for one in listed) for file in files) <= 5


def test_words_of_name_and_address_find_a_conference() -> None:
    listed = bundled_conferences()
    assert matching(listed, "fosdem")[0].name.startswith("FOSDEM")
    assert "PyCon US 2025" in [one.name for one in matching(listed, "us PYCON")]
    assert [one.name for one in matching(listed, "debconf19.debconf")] == ["DebConf19"]
    assert matching(listed, "no such conference") == []
    assert matching(listed, "") == listed


def test_a_list_of_ones_own_needs_names_and_addresses_only() -> None:
    write(
        "- name: Quiet Days\n  address: http://127.0.0.1:8000/schedule.xml\n"
        "- name: יום השקט\n  address: ~/quiet.ics\n  zone: Asia/Jerusalem\n"
    )
    found, problems = own_conferences()
    assert problems == []
    assert [(one.name, one.address, one.zone, one.own) for one in found] == [
        ("Quiet Days", "http://127.0.0.1:8000/schedule.xml", "", True),
        ("יום השקט", "~/quiet.ics", "Asia/Jerusalem", True),
    ]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("- name: Good\n  address: https://a.example/x\n- name: Bad\n", 3, "address"),
        ("- name: Bad\n  adress: https://a.example/x\n", 2, "adress"),
        ("- name: Bad\n  address: https://a.example/x\n  zone: Mars/Olympus\n", 3, "Mars/Olympus"),
        ("- name: A\n  address: https://a.example/x\n- name: B\n  address: https://a.example/x\n", 4, "twice"),
        ("- name: A\n  address: https://a.example/x\n  on: soon\n", 3, "soon"),
        ("- name: A\n  address: https://a.example/x\n  year: next\n", 3, "next"),
        ("- name: [\n", 1, ""),
        ("name: A\naddress: https://a.example/x\n", 1, "- name:"),
        ("- just words\n", 1, "name"),
        ("- name: A\n  address: [https://a.example/x]\n", 2, "a list"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_the_rest_is_listed(text: str, line: int, word: str) -> None:
    write(text)
    found, problems = own_conferences()
    assert [(one.line, word in one.message) for one in problems] == [(line, True)]
    assert problems[0].message.startswith(f"conferences.yaml:{line}: ") and "conferences.yaml" in problems[0].hint
    assert len(found) == text.count("- name") - 1 or not found


def test_no_list_and_an_unreadable_one_are_no_obstacle() -> None:
    assert own_conferences() == ([], [])
    write("")
    assert own_conferences() == ([], [])
    own_list().write_bytes(b"- name: caf\xe9\n")
    found, problems = own_conferences()
    assert found == [] and problems[0].line == 1
