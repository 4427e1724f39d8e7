"""A hall of posters for tests: two sessions of a day with boards, and a demo."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from confnotes.model.program import Conference, Kind, Program, Resource, ResourceKind, Session, Speaker, Talk
from confnotes.vault.vault import Vault
from program_files import save_program

CONFERENCE = "TideConf 2031"
ZONE = ZoneInfo("Europe/Lisbon")
AFTERNOON = datetime(2031, 5, 12, 14, 5, 12)
EVENING = datetime(2031, 5, 12, 18, 30)


def poster(board: str, title: str, *names: str, kind: Kind = Kind.POSTER) -> Talk:
    """One poster; its id is its board."""
    paper = Resource(ResourceKind.PAPER, f"https://example.org/{board}.pdf")
    speakers = tuple(Speaker(name) for name in names)
    return Talk(title, board.lower(), kind, speakers=speakers, resources=(paper,), board=board)


def hall_program() -> Program:
    """Five posters in the afternoon, two in the evening; a talk in the morning."""
    afternoon = (
        poster("A12", "Moorings for Lazy Graphs", "Ada Vento"),
        poster("A2", "Fisher Vectors of the Shallow Sea", "Bo Kai", "Inês Farol"),
        poster("B1", "Sails without Supervision", "Maré Alta"),
        poster("A3", "Grids that Forget", "Ada Vento", "Rui Barco"),
        poster("B10", "A Robot that Knots", "Lena Tau", kind=Kind.DEMO),
    )
    evening = (poster("A2", "Harbours as Priors", "Ilse Kran"), poster("C7", "Knots, Revisited", "Bo Kai"))
    evening = (replace(evening[0], id="a2-evening"), evening[1])
    morning = Talk("Opening Tides", "opening", start=_at(9), end=_at(10), room="Aula", speakers=(Speaker("Bo Kai"),))
    sessions = (
        Session("Morning", "s0", room="Aula", talks=(morning,)),
        Session("Posters I", "s1", Kind.POSTER, _at(14), _at(16), "Hall", talks=afternoon),
        Session("Posters II", "s2", Kind.POSTER, _at(18), _at(20), "Hall", talks=evening),
    )
    return Program(Conference(CONFERENCE, timezone="Europe/Lisbon"), sessions)


def fill_hall(vault: Vault) -> Vault:
    """The vault with that conference."""
    save_program(vault, CONFERENCE, hall_program())
    return vault


def key(board: str) -> str:
    """The key of the poster at a board."""
    return f"tideconf-2031/{board.lower()}"


def _at(hour: int) -> datetime:
    return datetime(2031, 5, 12, hour, tzinfo=ZONE)
