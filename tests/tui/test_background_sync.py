"""Where the person agreed to it, the vault is synced while the screens run, and the corner says how it stands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from confnotes.actions.syncing.agreement import SyncReport, SyncState, SyncTarget, store_report, store_target
from confnotes.tui import app, background_sync
from confnotes.tui.background_sync import sync_word
from confnotes.vault.vault import Vault
from screen_samples import on_screen


@pytest.mark.parametrize(
    ("report", "word"),
    [
        (SyncReport(SyncState.SYNCED, at="2031-05-12T10:12:00+00:00"), "synced 10:12"),
        (SyncReport(SyncState.OFFLINE), "offline"),
        (SyncReport(SyncState.OFFLINE, to_push=3), "offline, 3 to push"),
        (SyncReport(SyncState.NEEDS_YOU), "sync needs you"),
    ],
)
def test_a_word_says_how_the_vault_stands(report: SyncReport, word: str) -> None:
    assert sync_word(report) == word


async def test_the_corner_says_why_a_sync_stopped_and_other_vaults_are_left_alone(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    popen = subprocess.Popen

    def start(command: list[str], **options: object) -> object:
        started.append(command)
        return popen([sys.executable, "-c", ""], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(app, "FIRST_LOOK", 0.01)
    monkeypatch.setattr(background_sync, "LOOK_EVERY", 0.01)
    async with on_screen(vault) as (screens, pilot):
        await pilot.pause(0.1)
        assert not screens.sync_word
    assert not started
    store_target(vault.root, SyncTarget("origin", ("nowhere",), "main"))
    store_report(vault.root, SyncReport(SyncState.NEEDS_YOU, message="a rebase is not finished"))
    async with on_screen(vault) as (screens, pilot):
        while not screens.sync_word:
            await pilot.pause(0.02)
        assert screens.page is not None
        top = "".join(part.text for part in screens.page.top.painted(80)[0])
        assert top.rstrip().endswith("sync needs you")
        assert "a rebase is not finished" in "".join(part.text for part in screens.page.line.painted(80)[0])
    assert len(started) == 2  # the second one when the screens were left
    assert started[0][1:6] == ["-P", "-m", "confnotes", "sync", "--vault"] and Path(started[0][6]) == vault.root


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (SyncReport(SyncState.SYNCED), "Synced "),
        (SyncReport(SyncState.OFFLINE, to_push=2), "Offline, 2 to push"),
        (SyncReport(SyncState.NEEDS_YOU, message="a rebase is not finished"), "a rebase is not finished"),
        (SyncReport(SyncState.SYNCED, doubts=("Talk.md",)), "Both versions of a line are in 1 file: g x lists them"),
    ],
)
async def test_sync_now_says_how_it_ended(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, report: SyncReport, said: str
) -> None:
    popen = subprocess.Popen
    command = [sys.executable, "-c", ""]
    monkeypatch.setattr(subprocess, "Popen", lambda _, **options: popen(command, **options))
    monkeypatch.setattr(background_sync, "LOOK_EVERY", 0.01)
    store_target(vault.root, SyncTarget("origin", ("nowhere",), "main"))
    store_report(vault.root, report)
    async with on_screen(vault) as (screens, pilot):
        await pilot.press("g", "y")
        assert screens.page is not None
        while not screens.sync_word:
            await pilot.pause(0.02)
        assert said in "".join(part.text for part in screens.page.line.painted(80)[0])
