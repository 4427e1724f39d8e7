"""Reminders outside the window: the bell, the terminal's own notifications, and the desktop's."""

import os
import sys
import threading
from base64 import b64decode
from pathlib import Path

import pytest

from confnotes.actions.program import mark_talk
from confnotes.model.mark import Mark
from confnotes.tui import notifying
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.notifying import desktop_command, terminal_notification
from confnotes.vault.settings import set_setting
from confnotes.vault.vault import Vault
from screen_samples import at, on_screen, settled, until

ENVIRONMENT = {"PATH": "/nowhere"}
SAID = "in 5 min", "Slow; Boats · Pier 4"


@pytest.mark.parametrize(
    ("environment", "sequence"),
    [
        ({"TERM_PROGRAM": "iTerm.app"}, "\x1b]9;in 5 min: Slow; Boats · Pier 4\x07"),
        ({"TERM_PROGRAM": "WezTerm"}, "\x1b]777;notify;in 5 min;Slow, Boats · Pier 4\x07"),
        ({"VTE_VERSION": "7600"}, "\x1b]777;notify;in 5 min;Slow, Boats · Pier 4\x07"),
        ({"TERM": "foot"}, "\x1b]777;notify;in 5 min;Slow, Boats · Pier 4\x07"),
        (
            {"VTE_VERSION": "7600", "TMUX": "/tmp/tmux"},
            "\x1bPtmux;\x1b\x1b]777;notify;in 5 min;Slow, Boats · Pier 4\x07\x1b\\",
        ),
        ({"TERM": "xterm-256color"}, ""),
        ({"TERM": "linux"}, ""),
    ],
)
def test_each_terminal_gets_the_sequence_that_it_shows(environment: dict[str, str], sequence: str) -> None:
    assert terminal_notification(*SAID, environment) == sequence


def test_kitty_gets_title_and_body_in_base64() -> None:
    title, body = terminal_notification(*SAID, {"KITTY_WINDOW_ID": "1"}).split("\x1b\\")[:2]
    assert title.startswith("\x1b]99;i=confnotes:e=1:d=0:p=title;") and body.startswith(
        "\x1b]99;i=confnotes:e=1:d=1:p=body;"
    )
    assert tuple(b64decode(one.rpartition(";")[2]).decode() for one in (title, body)) == SAID


def test_notify_send_gets_the_text_as_text_and_only_on_this_desktop(tmp_path: Path) -> None:
    program = tmp_path / "notify-send"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    here = {"PATH": str(tmp_path), "DISPLAY": ":0"}
    command = desktop_command("<b>", "--icon=x & y", here)
    if sys.platform != "win32":
        assert command == (str(program), "--app-name=confnotes", "--", "&lt;b&gt;", "--icon=x &amp; y")
    assert not desktop_command("a", "b", here | {"SSH_CONNECTION": "1"})
    assert not desktop_command("a", "b", {"PATH": str(tmp_path)})
    assert not desktop_command("a", "b", here | {"PATH": "/nowhere"})


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written to a terminal with notifications, and BEL for a bell."""
    told: list[str] = []
    monkeypatch.setattr(os, "environ", {**os.environ, "TERM_PROGRAM": "WezTerm", "KITTY_WINDOW_ID": "", "TMUX": ""})
    monkeypatch.setattr(notifying, "write_to_terminal", lambda _, sequence: told.append(sequence))
    monkeypatch.setattr(ConfnotesApp, "bell", lambda _: told.append("BEL"))
    return told


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("", ["BEL", "\x1b]777;notify;in 4 min;★ Slow Boats · Pier 4\x07"]),
        ("notifications: bell", ["BEL"]),
        ("notifications: no", []),
        ("reminders: no", []),
    ],
)
async def test_a_starred_talk_rings_once_five_minutes_before_on_every_screen(
    vault: Vault, told: list[str], setting: str, expected: list[str]
) -> None:
    mark_talk.mark_talk(vault, "harbourconf-2031/slow-boats", Mark.STAR, True)
    if setting:
        set_setting(*setting.split(": "))
    async with on_screen(vault, at("09:50")) as (app, pilot):
        for moment in ("09:54", "09:56", "09:56", "09:58"):
            app.time.set(at(moment))
            for _ in range(2):
                app.reminders.remind()
                await settled(pilot)
        assert told == expected


async def test_quitting_does_not_wait_for_a_notification_that_hangs(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, stop = tmp_path / "seen", tmp_path / "stop"
    script = f"from pathlib import Path\nPath({str(seen)!r}).touch()\nwhile not Path({str(stop)!r}).exists(): pass"
    monkeypatch.setattr(notifying, "terminal_notification", lambda *_: "")
    monkeypatch.setattr(notifying, "desktop_command", lambda *_: (sys.executable, "-c", script))
    async with on_screen(vault, at("09:50")) as (app, pilot):
        await settled(pilot)
        waited_for = {*threading.enumerate(), *app.workers}
        notifying.notify(app, *SAID)
        await until(pilot, seen.exists)
        assert not [one for one in threading.enumerate() if not one.daemon and one not in waited_for]
        assert not [one for one in app.workers if one.is_running and one not in waited_for]
        stop.touch()
