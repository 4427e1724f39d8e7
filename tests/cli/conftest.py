"""A command line to try, and a small vault to try it on."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from confnotes.__main__ import screen_commands
from confnotes.cli.app import run_command_line
from confnotes.model.program import (
    Conference,
    Kind,
    Program,
    Resource,
    ResourceKind,
    Session,
    Speaker,
    Talk,
)
from confnotes.vault.vault import Vault
from program_files import save_program

ZONE = ZoneInfo("Europe/Lisbon")
NOW = "2024-05-06T10:05"


@dataclass(frozen=True)
class Result:
    """What one command did."""

    code: int
    out: str
    err: str


RunConfnotes = Callable[..., Result]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for caches, state and settings; a set clock; no vault chosen from outside."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "CONFNOTES_VAULT", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("CONFNOTES_NOW", NOW)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def confnotes(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> RunConfnotes:
    """Run a command in this process: `confnotes("now", "--json")`."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            code = run_command_line([str(argument) for argument in arguments], _no_screens, screen_commands)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


def _no_screens(
    _vault: Vault | None, _at: datetime | None, _wrap: tuple[str, date] | None = None, _message: str = ""
) -> None:
    raise AssertionError("the screens were opened without a terminal")


def small_program() -> Program:
    """A morning in two rooms."""

    def at(hour: int, minute: int) -> datetime:
        return datetime(2024, 5, 6, hour, minute, tzinfo=ZONE)

    def talk(id_: str, title: str, start: datetime, end: datetime, room: str, name: str) -> Talk:
        return Talk(
            title,
            id_,
            Kind.TALK,
            start,
            end,
            room,
            speakers=(Speaker(name, "Example University"),),
            resources=(Resource(ResourceKind.SLIDES, f"https://example.org/{id_}.pdf"),),
        )

    return Program(
        Conference(
            "Small Systems 2024",
            year=2024,
            start_date=date(2024, 5, 6),
            end_date=date(2024, 5, 6),
            timezone="Europe/Lisbon",
        ),
        (
            Session(
                "Morning",
                start=at(10, 0),
                end=at(11, 0),
                talks=(
                    talk("t1", "Parsers in forty lines", at(10, 0), at(10, 30), "Hall 1", "Ada Example"),
                    talk("t2", "Indexes that heal", at(10, 30), at(11, 0), "Hall 1", "Bo Sample"),
                    talk("t3", "Clocks and their lies", at(10, 0), at(10, 30), "Hall 2", "José Exemplo"),
                ),
            ),
        ),
    )


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A vault with one small conference and one note."""
    made = Vault.create(tmp_path / "vault")
    save_program(made, "Small Systems 2024", small_program())
    made.save(
        "Small Systems 2024/2024-05-06 1000 Clocks and their lies.md",
        "---\n"
        "title: Clocks and their lies\n"
        'conference: "[[Small Systems 2024]]"\n'
        "talk: small-systems-2024/t3\n"
        "start: 2024-05-06T10:00:00\n"
        "tags:\n  - time\n"
        "---\n\n"
        "Leap seconds are social constructs ^t100312\n"
        "- [ ] read the paper on hybrid clocks #time/hybrid ^t100455\n"
        "? who pays for drift ^t100501\n",
        None,
    )
    return tmp_path / "vault"
