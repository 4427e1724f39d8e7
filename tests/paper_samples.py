"""A vault with papers that are written in many ways, for tests."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from confnotes.catalogue.papers.papers import papers
from confnotes.model.paper import Paper
from confnotes.model.program import Conference, Kind, Program, Resource, ResourceKind, Role, Session, Speaker, Talk
from confnotes.vault.vault import Vault
from program_files import save_program

CONFERENCE = "Harbour Days 2031"
TIDES = "Tides from Ten Weights"
NOTE = f"{CONFERENCE}/2031-05-12 1000 {TIDES}.md"


def paper_link(url: str, title: str | None = None) -> Resource:
    """A link of a program to a paper."""
    return Resource(ResourceKind.PAPER, url, title)


def poster(title: str, identity: str, *links: Resource, authors: tuple[str, ...] = ("Ada Vento", "Bo Kai")) -> Talk:
    """A poster of the first day."""
    return Talk(
        title,
        identity,
        Kind.POSTER,
        datetime(2031, 5, 12, 10, 0, tzinfo=ZoneInfo("Europe/Lisbon")),
        speakers=tuple(Speaker(name, role=Role.AUTHOR) for name in authors),
        resources=links,
    )


def hold(vault: Vault, *talks: Talk, name: str = CONFERENCE) -> Vault:
    """Give the vault a conference with these talks."""
    facts = Conference(name, year=2031, start_date=date(2031, 5, 12), timezone="Europe/Lisbon")
    save_program(vault, name, Program(facts, (Session("All", "s", talks=talks),)))
    return vault


def harbour(vault: Vault) -> Vault:
    """One poster whose paper is at three addresses."""
    links = (
        paper_link("https://arxiv.org/pdf/3105.00001v2.pdf"),
        paper_link("https://openreview.net/forum?id=TidesAb1"),
        paper_link("https://harbour.example/tides.pdf"),
    )
    return hold(vault, poster(TIDES, "tides", *links))


def put(vault: Vault, path: str, text: str) -> None:
    """Write a note."""
    vault.save(path, text, None)


def only(vault: Vault) -> Paper:
    """The one paper of the vault."""
    (paper,) = papers(vault)
    return paper
