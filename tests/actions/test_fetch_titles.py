"""Titles of references come from the network when somebody wants them: politely, bounded, and kept in the vault."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date

import pytest

from confnotes.actions.references.fetch_titles import (
    TitleOptions,
    fetch_titles,
    keep_titles,
    title_in_json,
    title_in_page,
    title_request,
    untitled_urls,
)
from confnotes.catalogue.papers.paper_library import add_titles, titles
from confnotes.model.program import Resource, ResourceKind
from confnotes.vault.titles_file import PATH, FetchedTitle, parse, with_titles
from confnotes.vault.vault import Vault
from web_site import WebSite, web_site

TODAY = date(2031, 5, 12)
HERE = TitleOptions(allow_private=True, pause=0.0)


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site() as serving:
        yield serving


def page(title: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>x</body></html>".encode()


def test_titles_are_fetched_once_and_kept_in_the_vault(vault: Vault, site: WebSite) -> None:
    site.pages = {"/tides": page("Tides from Ten Weights"), "/scan.pdf": b"%PDF-1.7 <title>no</title>"}
    urls = [f"{site.url}/tides", f"{site.url}/scan.pdf", f"{site.url}/missing"]
    done = fetch_titles(vault, urls, TODAY, HERE)
    assert list(done.titles.values()) == ["Tides from Ten Weights"]
    assert (done.without, done.left, done.failure) == (2, 0, None)
    assert site.asked[0][1]["Accept"] == "text/html,*/*;q=0.5"
    text = vault.read(PATH).text
    assert '{title: "Tides from Ten Weights", fetched: 2031-05-12}\n' in text
    resources = [Resource(ResourceKind.OTHER, url) for url in urls]
    assert untitled_urls(vault, resources, TODAY) == []
    assert untitled_urls(vault, resources, date(2031, 7, 12)) == urls[1:], "what had none is asked again some day"
    assert add_titles(resources[:1], titles(vault))[0].title == "Tides from Ten Weights"


def test_a_host_is_not_asked_twice_a_second_and_others_take_their_turn(vault: Vault, site: WebSite) -> None:
    with web_site() as other:
        for one in (site, other):
            one.pages = {f"/{name}": page(name) for name in "ab"}
        urls = [f"{site.url}/a", f"{site.url}/b", f"{other.url}/a", f"{other.url}/b"]
        begun = time.monotonic()
        done = fetch_titles(vault, urls, TODAY, TitleOptions(allow_private=True, pause=0.3))
        assert time.monotonic() - begun >= 0.3
        assert sorted(done.titles.values()) == ["a", "a", "b", "b"]


def test_there_are_at_most_so_many_and_only_for_so_long(vault: Vault, site: WebSite) -> None:
    site.pages = {f"/{number}": page(f"Page {number}") for number in range(9)}
    urls = [f"{site.url}/{number}" for number in range(9)]
    done = fetch_titles(vault, urls, TODAY, TitleOptions(allow_private=True, pause=0.0, most=3))
    assert (len(done.titles), done.left) == (3, 6)
    begun = time.monotonic()
    done = fetch_titles(vault, urls[3:], TODAY, TitleOptions(allow_private=True, pause=5.0, seconds=0.5))
    assert (len(done.titles), done.left) == (1, 5)
    assert time.monotonic() - begun < 5, "the second page of a host waits for five seconds"


def test_it_can_be_stopped_and_keeps_what_it_has(vault: Vault, site: WebSite) -> None:
    site.pages = {f"/{number}": page(f"Page {number}") for number in range(9)}
    manner = TitleOptions(allow_private=True, pause=0.0, cancelled=lambda: len(site.asked) >= 2)
    done = fetch_titles(vault, [f"{site.url}/{number}" for number in range(9)], TODAY, manner)
    assert len(site.asked) == 2
    assert len(titles(vault)) == len(done.titles) == 1


def test_what_was_fetched_is_kept_when_somebody_ends_the_program(vault: Vault, site: WebSite) -> None:
    site.pages = {f"/{number}": page(f"Page {number}") for number in range(3)}

    def interrupted(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_titles(
            vault,
            [f"{site.url}/{number}" for number in range(3)],
            TODAY,
            TitleOptions(allow_private=True, pause=0.0, progress=interrupted),
        )
    assert sorted(titles(vault).values()) == ["Page 0", "Page 1"]


def test_without_a_network_nothing_happens_and_nothing_is_written(vault: Vault) -> None:
    urls = [f"http://{name}.invalid/x" for name in ("a", "b", "c", "d")]
    done = fetch_titles(vault, urls, TODAY, TitleOptions(seconds=20, pause=0.0))
    assert (done.titles, done.left) == ({}, 4)
    assert done.failure
    assert not (vault.root / PATH).exists()


def test_a_server_that_wants_to_be_left_alone_is(vault: Vault, site: WebSite) -> None:
    done = fetch_titles(vault, [f"{site.url}/busy", f"{site.url}/a", f"{site.url}/b"], TODAY, HERE)
    assert (len(site.asked), done.left) == (1, 3)
    assert not (vault.root / PATH).exists(), "it may have a title later"


def test_private_addresses_are_not_asked_whatever_a_note_says(vault: Vault, site: WebSite) -> None:
    done = fetch_titles(vault, [f"{site.url}/tides"], TODAY, TitleOptions(pause=0.0))
    assert (site.asked, done.titles) == ([], {})


def test_what_nobody_could_read_is_left_out_of_a_title(vault: Vault, site: WebSite) -> None:
    site.pages = {"/a": "<title>Red \x1b]52;c;aGk=\x07\x1b[31mrot\u202e &lt;b&gt;\n [x](y)</title>".encode() + b"x" * 9}
    done = fetch_titles(vault, [f"{site.url}/a"], TODAY, HERE)
    assert list(done.titles.values()) == ["Red rot [x](y)"]
    site.pages = {"/b": page("long " * 400)}
    done = fetch_titles(vault, [f"{site.url}/b"], TODAY, HERE)
    assert all(len(title) <= 301 for title in done.titles.values())


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ('<meta name="citation_title" content="As Cited"><title>[1] As Shown</title>', "As Cited"),
        ("<meta content='As Shared &amp; Sent' property='og:title'/><title>x</title>", "As Shared & Sent"),
        ("<TITLE lang=en>\n  The   Window\n</TITLE>", "The Window"),
        ("<title>Tides - YouTube</title>", "Tides"),
        ("<title>Just a moment...</title>", None),
        ("<title>404 Not Found</title>", None),
        ("<title></title>", None),
        ("<p>no head", None),
        ("plain words", None),
        ('<meta name=citation_title content="' + "x" * 9000, None),
    ],
)
def test_a_page_says_how_it_wants_to_be_called(html: str, title: str | None) -> None:
    assert title_in_page(html.encode()) == title


def test_a_page_in_another_encoding_is_read_as_it_says() -> None:
    assert title_in_page('<meta charset="iso-8859-1"><title>Marées</title>'.encode("latin-1")) == "Marées"
    assert title_in_page(b'<meta charset="no-such-thing"><title>x y</title>') == "x y"


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ({"title": "Tides"}, "Tides"),
        ({"title": ["Tides <i>in</i> Memory"]}, "Tides in Memory"),
        ({"title": []}, None),
        ({"title": {"x": 1}}, None),
        ([], None),
        (None, None),
    ],
)
def test_registries_answer_in_data(value: object, title: str | None) -> None:
    assert title_in_json(json.dumps(value).encode()) == title


def test_what_is_no_data_has_no_title() -> None:
    assert title_in_json(b"<html>") is None
    assert title_in_json(b"[" * 100_000) is None


def test_huge_hostile_pages_are_read_in_a_moment() -> None:
    begun = time.monotonic()
    for piece in (b"<meta ", b"<meta name=", b"<title ", b"<title>", b'<meta content="', b"<", b"charset="):
        title_in_page(piece * (2_000_000 // len(piece)))
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://arxiv.org/pdf/1905.13633v2", "https://arxiv.org/abs/1905.13633"),
        ("https://dl.acm.org/doi/pdf/10.1145/1234567.1234568", "https://doi.org/10.1145/1234567.1234568"),
        ("https://youtu.be/abcdefghijk?t=3", "https://www.youtube.com/oembed?format=json&url="
         "https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabcdefghijk"),
        ("https://www.example.org/page?utm_source=x", "https://www.example.org/page?utm_source=x"),
    ],
)  # fmt: skip
def test_each_is_asked_where_its_title_stands(url: str, asked: str) -> None:
    assert title_request(url).url == asked


def test_what_two_write_at_the_same_time_is_kept(vault: Vault) -> None:
    keep_titles(vault, {"https://a.example/1": FetchedTitle("One", TODAY)})
    keep_titles(Vault.open(vault.root), {"https://a.example/2": FetchedTitle(None, TODAY)})
    keep_titles(vault, {"https://a.example/1": FetchedTitle("Uno", TODAY)})
    assert parse(vault.read(PATH).text).value == {
        "https://a.example/1": FetchedTitle("Uno", TODAY),
        "https://a.example/2": FetchedTitle(None, TODAY),
    }


def test_what_was_written_by_hand_counts_and_stays() -> None:
    text = '# mine\nhttps://a.example/1: One by Hand\n"https://a.example/2": {title: Two, by: me}\n'
    after = with_titles(text, {"https://a.example/3": FetchedTitle('Th"ree: #3', TODAY)})
    assert after.startswith(text)
    assert {address: one.title for address, one in parse(after).value.items()} == {
        "https://a.example/1": "One by Hand",
        "https://a.example/2": "Two",
        "https://a.example/3": 'Th"ree: #3',
    }
    assert parse("- [").value == {}
