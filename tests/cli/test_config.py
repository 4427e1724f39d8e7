"""`confnotes config` shows every setting and where it comes from, and changes one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from confnotes.config import settings_file
from confnotes.vault.settings import SETTINGS

from .conftest import RunConfnotes


def test_every_setting_is_shown_with_where_it_comes_from(
    confnotes: RunConfnotes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert confnotes("config", "author", "Ada Bog").code == 0
    monkeypatch.setenv("CONFNOTES_VAULT", str(tmp_path))
    rows = json.loads(confnotes("config", "--json").out)["settings"]
    assert [row["key"] for row in rows] == [setting.key for setting in SETTINGS]
    found = {row["key"]: (row["value"], row["source"]) for row in rows}
    assert found["author"] == ("Ada Bog", "file")
    assert found["vault"] == (str(tmp_path), "environment")
    assert found["theme"] == ("auto", "default")
    shown = confnotes("config").out
    assert all(setting.key in shown and setting.help in shown for setting in SETTINGS)


def test_a_setting_is_set_printed_and_unset(confnotes: RunConfnotes) -> None:
    assert confnotes("config", "theme").out == "auto\n"
    assert confnotes("config", "theme", "dark").code == 0
    assert confnotes("config", "theme").out == "dark\n"
    assert settings_file().read_text(encoding="utf-8") == "theme: dark\n"
    assert confnotes("config", "theme", "--unset").code == 0
    assert confnotes("config", "theme").out == "auto\n"


def test_the_path_of_the_file_is_printed(confnotes: RunConfnotes) -> None:
    assert confnotes("config", "--path").out == f"{settings_file()}\n"


def test_a_folder_that_is_not_a_vault_yet_is_reported(confnotes: RunConfnotes, tmp_path: Path) -> None:
    told = confnotes("config", "vault", str(tmp_path / "notes"))
    assert told.code == 0 and "confnotes init" in told.err
    confnotes("init", "notes")
    assert "confnotes init" not in confnotes("config", "vault", "notes").err
    assert confnotes("config", "vault").out == f"{tmp_path / 'notes'}\n"


def test_overridden_settings_are_reported(confnotes: RunConfnotes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFNOTES_VAULT", "/elsewhere")
    assert "CONFNOTES_VAULT" in confnotes("config", "vault", "/here").err


@pytest.mark.parametrize(
    "arguments", [("theme", "purple"), ("no_such",), ("--unset",), ("theme", "dark", "--unset"), ("thme", "dark")]
)
def test_what_cannot_be_is_refused(confnotes: RunConfnotes, arguments: tuple[str, ...]) -> None:
    assert confnotes("config", *arguments).code == 2 and not settings_file().exists()


def test_errors_in_the_settings_file_have_their_line(confnotes: RunConfnotes) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("theme: purple\nauthr: Ada\n", encoding="utf-8")
    told = confnotes("config")
    assert told.code == 1 and "config.yaml:1" in told.err and "config.yaml:2" in told.err and "author" in told.err


def test_settings_that_are_set_at_once_are_all_kept(home: Path) -> None:
    chosen = {"author": "Ada", "theme": "dark", "reminders": "no", "fetch-titles": "no", "history-megabytes": "50"}
    calls = [subprocess.Popen([sys.executable, "-m", "confnotes", "config", *one]) for one in chosen.items()]
    assert [call.wait(timeout=60) for call in calls] == [0] * len(chosen)
    kept = settings_file().read_text(encoding="utf-8")
    assert len(kept.splitlines()) == len(chosen)
