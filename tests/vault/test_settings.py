"""Settings: every one is declared once, read from the file or the environment, and changed in its own line only."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from confnotes import config, notices
from confnotes.vault.settings import (
    AUTHOR,
    FETCH_TITLES,
    HISTORY_MEGABYTES,
    SETTINGS,
    SPELLING,
    THEME,
    VAULT,
    SettingsError,
    SettingsFault,
    SettingSource,
    all_settings,
    set_setting,
    setting_state,
    setting_value,
    unknown_settings,
    unset_setting,
)


def write(text: str) -> Path:
    file = config.settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_every_setting_has_its_default() -> None:
    assert all(state.source is SettingSource.DEFAULT and state.problem is None for state in all_settings())
    assert setting_value(THEME) == "auto" and setting_value(VAULT) is None


def test_the_file_counts() -> None:
    write("author: Ada  Bog\ntheme: Dark\nhistory_megabytes: 50\nvault: ~/notes\n")
    assert (setting_value(AUTHOR), setting_value(THEME), setting_value(HISTORY_MEGABYTES)) == ("Ada Bog", "dark", 50)
    assert setting_value(VAULT) == Path.home() / "notes"


@pytest.mark.parametrize("written", ["en_US, de_DE", "[en_US, de_DE]", "\n- en_US\n- de_DE"])
def test_several_dictionaries_are_written_with_commas_or_as_a_list(written: str) -> None:
    write(f"spelling: {written}\n")
    assert setting_state(SPELLING).problem is None
    assert setting_value(SPELLING) == "en_US, de_DE"


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write("vault: /one\n")
    assert setting_state(VAULT).source is SettingSource.FILE
    monkeypatch.setenv("CONFNOTES_VAULT", "/two")
    state = setting_state(VAULT)
    assert (state.value, state.source) == (Path("/two"), SettingSource.ENVIRONMENT)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "theme: dark\n"),
        ("# mine\nauthor: Ada   # that's me\n", "# mine\nauthor: Ada   # that's me\ntheme: dark\n"),
        ("theme: light # for now\nodd: [a,  b]\n", "theme: dark # for now\nodd: [a,  b]\n"),
        ("odd: 'x'\r\ntheme: light\r\n", "odd: 'x'\r\ntheme: dark\r\n"),
    ],
)
def test_a_change_keeps_every_other_byte(before: str, after: str) -> None:
    file = config.settings_file()
    if before:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(before.encode())
    set_setting("theme", "dark")
    assert file.read_bytes().decode() == after


def test_unsetting_takes_the_line_away() -> None:
    file = write("# mine\ntheme: light\nauthor: Ada\n")
    unset_setting("theme")
    assert file.read_text(encoding="utf-8") == "# mine\nauthor: Ada\n"
    unset_setting("theme")


def test_a_file_that_cannot_be_changed_safely_stays_as_it_is() -> None:
    for text in ("vault: [\n", "{theme: light}\n", "---\ntheme: light\n---\n", "- theme\n"):
        file = write(text)
        with pytest.raises(SettingsError) as caught:
            set_setting("theme", "dark")
        assert caught.value.fault in (SettingsFault.UNREADABLE, SettingsFault.UNWRITABLE), text
        assert file.read_text(encoding="utf-8") == text


def test_a_link_to_a_file_elsewhere_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.yaml"
    real.write_text("author: Ada\n", encoding="utf-8")
    file = config.settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.symlink_to(real)
    set_setting("theme", "dark")
    assert file.is_symlink() and real.read_text(encoding="utf-8") == "author: Ada\ntheme: dark\n"


def _loop(file: Path) -> None:
    file.symlink_to(file)


def _endless(file: Path) -> None:
    file.symlink_to("/dev/zero")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, _loop, _endless])
def test_settings_that_are_no_file_are_reported_and_kept(make: Callable[[Path], object]) -> None:
    file = config.settings_file()
    file.parent.mkdir(parents=True)
    make(file)
    before = file.lstat()
    problem = setting_state(AUTHOR).problem
    assert problem is not None and problem.fault is SettingsFault.UNREADABLE
    with pytest.raises(SettingsError):
        set_setting("theme", "dark")
    after = file.lstat()  # following a link may change when it was read, and nothing else
    kept = ("st_ino", "st_mode", "st_mtime_ns", "st_size")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


def test_a_wrong_value_is_reported_with_its_line() -> None:
    write("# mine\n\ntheme: purple\n")
    problem = setting_state(THEME).problem
    assert problem is not None and (problem.fault, problem.line) == (SettingsFault.BAD_VALUE, 3)
    told: list[str] = []
    with notices.listen(told.append):
        assert setting_value(THEME) == "auto"
    assert told and problem.message in told[0]


def test_a_broken_settings_file_is_reported_with_its_line() -> None:
    write("author: Ada\nvault: [\n")
    problem = setting_state(AUTHOR).problem
    assert problem is not None and problem.fault is SettingsFault.UNREADABLE and problem.line in (2, 3)


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("theme", "purple", SettingsFault.BAD_VALUE),
        ("history_megabytes", "much", SettingsFault.BAD_VALUE),
        ("thme", "dark", SettingsFault.UNKNOWN),
    ],
)
def test_what_cannot_be_set_is_refused(key: str, value: str, fault: SettingsFault) -> None:
    with pytest.raises(SettingsError) as caught:
        set_setting(key, value)
    assert caught.value.fault is fault and caught.value.exit_code == 2
    assert not config.settings_file().exists()


def test_an_unknown_key_is_found_with_the_nearest_setting() -> None:
    write("vault: /a\nauthr: Ada\n")
    (problem,) = unknown_settings()
    assert problem.line == 2 and "author" in problem.hint


def test_values_are_taken_as_people_type_them() -> None:
    set_setting("fetch-titles", "No")
    set_setting("history_megabytes", "3")
    assert (setting_value(FETCH_TITLES), setting_value(HISTORY_MEGABYTES)) == ("no", 10)
    set_setting("vault", ".")
    assert setting_value(VAULT) == Path.cwd()


def test_every_setting_says_what_it_is_for() -> None:
    assert all(setting.help.endswith(".") and setting.expected for setting in SETTINGS)
