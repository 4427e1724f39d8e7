"""What confnotes lacks is installed by the command that fits how this confnotes was installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from confnotes.extras import install_extra, install_program, upgrade_program


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment for Python that is empty yet."""
    folder = tmp_path / "venvs" / "confnotes"
    folder.mkdir(parents=True)
    monkeypatch.setattr(sys, "prefix", str(folder))
    return folder


def test_pipx_injects_the_packages_of_the_extra(home: Path) -> None:
    (home / "pipx_metadata.json").write_text("{}", encoding="utf-8")
    assert install_extra("pdf") == "pipx inject confnotes pikepdf typst"


def test_each_installer_has_its_own_command_for_the_newest_version(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(home / "bin" / "python"))
    monkeypatch.setattr("shutil.which", lambda _: str(home / "bin" / "pip"))
    assert upgrade_program() == "pip install --upgrade confnotes"
    (home / "uv-receipt.toml").touch()
    assert upgrade_program() == "uv tool upgrade confnotes"
    (home / "pipx_metadata.json").touch()
    assert upgrade_program() == "pipx upgrade confnotes"


@pytest.mark.parametrize(
    ("requirements", "command"),
    [
        ('[{ name = "confnotes" }]', "uv tool install --with pypinyin confnotes"),
        (
            '[{ name = "confnotes", directory = "/src/conf notes" }, { name = "typst" }]',
            'uv tool install --with typst --with pypinyin "/src/conf notes"',
        ),
        (
            '[{ name = "confnotes", git = "https://forge.invalid/c" }]',
            "uv tool install --with pypinyin git+https://forge.invalid/c",
        ),
        ('[{ name = "confnotes", editable = "/c" }]', "uv tool install --with pypinyin --editable /c"),
        ("[17]", "uv tool install --with pypinyin confnotes"),
        ("[", "uv tool install --with pypinyin confnotes"),
    ],
)
def test_uv_installs_the_tool_again_from_where_it_came_and_keeps_what_was_added(
    home: Path, requirements: str, command: str
) -> None:
    (home / "uv-receipt.toml").write_text(f"[tool]\nrequirements = {requirements}\n", encoding="utf-8")
    assert install_extra("pinyin") == command


def test_elsewhere_the_pip_of_this_python_is_used_even_if_a_shell_finds_another(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = home / "bin" / "python"
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr("shutil.which", lambda _: str(python.with_name("pip")))
    assert install_extra("qr") == "pip install pillow-heif zxing-cpp"
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/pip")
    assert install_extra("qr") == f"{python} -m pip install pillow-heif zxing-cpp"
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert install_extra("qr") == f"uv pip install --python {python} pillow-heif zxing-cpp"


def test_programs_come_from_the_packages_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    for system, command in (("linux", "apt"), ("darwin", "brew"), ("win32", "winget")):
        monkeypatch.setattr(sys, "platform", system)
        assert install_program("pandoc") == f"{command} install pandoc"
