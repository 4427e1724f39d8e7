"""What a person gets from `pip install confnotes`: the wheel alone, outside the checkout."""

from __future__ import annotations

import os
import shlex
import subprocess
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

CHECKOUT = Path(__file__).parent.parent
PROGRAM = """\
# Small Systems Day

## Schedule

- 09:30 - 10:15 Keynote: Notes that outlive their program, Ada Example (Example University)
- 10:15 - 10:30 Coffee
- 10:30 - 11:00 A parser in forty lines, Bo Sample (Sample Labs)
"""

SCREENS = """\
import asyncio
from pathlib import Path
from confnotes.tui.app import ConfnotesApp
from confnotes.vault.vault import Vault

async def look():
    app = ConfnotesApp(Vault.open(Path("vault")), None)
    async with app.run_test() as pilot:
        await pilot.pause()
        print(type(app.screen).__name__)

asyncio.run(look())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a clean copy of what the checkout tracks or could track."""
    hatchling = pytest.importorskip("hatchling.builders.wheel")
    folder = tmp_path_factory.mktemp("dist")
    built = next(iter(hatchling.WheelBuilder(str(CHECKOUT)).build(directory=str(folder), versions=["standard"])))
    return Path(built)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `confnotes` command of an empty environment that holds the wheel.

    What confnotes depends on is borrowed from the running environment, so that no network is needed; confnotes itself
    is not: an editable install stands in a .pth file, and those of a borrowed folder are not followed.
    """
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False, symlinks=True)
    target = Path(sysconfig.get_path("purelib", "venv", vars={"base": str(home), "platbase": str(home)}))
    with ZipFile(wheel) as archive:
        archive.extractall(target)
    (target / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    command = home / "bin" / "confnotes"
    command.write_text(
        f"#!{home / 'bin' / 'python'}\nfrom confnotes.__main__ import main\nmain()\n",
        encoding="utf-8",
    )
    command.chmod(0o755)
    return command


def run(command: Path, folder: Path, *arguments: str) -> str:
    """Run it far from the checkout and answer what it prints."""
    environment = {
        "HOME": str(folder / "home"),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "CONFNOTES_NOW": "2024-05-06T09:40",
    }
    (folder / "home").mkdir(exist_ok=True)
    done = subprocess.run(
        [str(command), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_carries_every_file_of_the_package(wheel: Path) -> None:
    package = CHECKOUT / "src" / "confnotes"
    wanted = {
        f"confnotes/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    carried = set(ZipFile(wheel).namelist())
    assert wanted <= carried
    named = {
        "py.typed",
        "tui/confnotes.tcss",
        "exporters/html/templates/summary.html",
        "exporters/html/templates/summary.css",
        "exporters/slides/templates/slides.js",
        "exporters/themes/paper.yaml",
        "exporters/pdf/book.typ",
        "exporters/pandoc/tex/preamble.tex",
    }
    assert {f"confnotes/{name}" for name in named} <= carried


def test_the_wheel_carries_the_package_and_nothing_else(wheel: Path) -> None:
    assert {name.split("/")[0].split("-")[0] for name in ZipFile(wheel).namelist()} == {"confnotes"}
    assert not [name for name in ZipFile(wheel).namelist() if "__pycache__" in name or "/tests/" in name]


def test_the_wheel_declares_its_command_and_its_license(wheel: Path) -> None:
    archive = ZipFile(wheel)
    names = {Path(name).name: name for name in archive.namelist() if ".dist-info/" in name}
    assert b"confnotes = confnotes.__main__:main" in archive.read(names["entry_points.txt"])
    assert "LICENSE" in names


def test_an_installed_confnotes_imports_and_exports_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    assert run(installed, tmp_path, "--version").startswith("confnotes ")
    found = subprocess.run(
        [str(installed.parent / "python"), "-c", "import confnotes; print(confnotes.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert str(installed.parent.parent.resolve()) in str(Path(found.stdout.strip()).resolve())
    page = tour(installed, tmp_path)
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "<style>" in page
    assert "A parser in forty lines" in page


def tour(command: Path, folder: Path) -> str:
    """From an empty folder to the web page of a conference with a line of one's own."""
    (folder / "program.md").write_text(PROGRAM, encoding="utf-8")
    run(command, folder, "init", "vault")
    run(command, folder, "import", "--vault", "vault", "--conference", "Small Systems Day", "program.md")
    assert "A parser in forty lines" in run(command, folder, "list", "--vault", "vault", "talks")
    run(command, folder, "add", "--vault", "vault", "--to", "A parser", "Files outlive programs")
    assert "outlive programs" in run(command, folder, "search", "--vault", "vault", "outlive")
    run(command, folder, "export", "--vault", "vault", "Small Systems Day", "--format", "html", "-o", "out.html")
    return (folder / "out.html").read_text(encoding="utf-8")


INSTALLERS = {
    "pipx": ("pipx", "install"),  # Debian 12 has pipx 1.1, which knows no --quiet
    "uv": ("uv", "tool", "install", "--quiet"),
}


@pytest.mark.skipif("CONFNOTES_INSTALLERS" not in os.environ, reason="takes all packages anew: `make release-check`")
@pytest.mark.parametrize(
    ("installer", "advice"),
    [
        pytest.param("pipx", "pipx inject confnotes pypinyin", marks=pytest.mark.needs("pipx", "package index")),
        pytest.param("uv", "uv tool install --with pypinyin ", marks=pytest.mark.needs("uv", "package index")),
    ],
)
def test_a_wheel_under_pipx_or_uv_does_the_tour_and_is_extended_as_it_says(
    installer: str, advice: str, wheel: Path, tmp_path: Path
) -> None:
    commands = tmp_path / "commands"
    places = {
        "PIPX_HOME": tmp_path / "pipx",
        "PIPX_BIN_DIR": commands,
        "PIPX_MAN_DIR": tmp_path / "man",
        "UV_TOOL_DIR": tmp_path / "uv",
        "UV_TOOL_BIN_DIR": commands,
        "PIP_NO_COMPILE": 1,  # what is started compiles what it needs
    }
    environment = os.environ | {name: str(place) for name, place in places.items()}

    def call(*words: str) -> str:
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=600)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    # With its name pipx need not install it once only to find out how it is called.
    call(*INSTALLERS[installer], f"confnotes @ {wheel.as_uri()}")
    page = tour(commands / "confnotes", tmp_path)
    assert "Files outlive programs" in page

    python = next(tmp_path.glob(f"{installer}/**/confnotes/bin/python"))
    said = call(str(python), "-c", "from confnotes.extras import install_extra; print(install_extra('pinyin'))")
    assert said.startswith(advice)
    call(*shlex.split(said))
    call(str(python), "-c", "import pypinyin, confnotes")


def test_an_installed_confnotes_brings_the_sample_vault_and_its_clock(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "init", "--sample", "sample")
    copied = {path.relative_to(tmp_path / "sample") for path in (tmp_path / "sample").rglob("*") if path.is_file()}
    assert copied == {
        path.relative_to(CHECKOUT / "notes") for path in (CHECKOUT / "notes").rglob("*") if path.is_file()
    }
    environment = {"HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    command = [str(installed), "now", "--vault", "sample"]
    told = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert "Tue 10 Dec 2019" in told.stdout and "Updates of Equilibrium Prop" in told.stdout


def test_the_screens_find_their_stylesheet_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    """They are opened for a moment without a terminal; a stylesheet that is missing or broken ends them."""
    run(installed, tmp_path, "init", "vault")
    done = subprocess.run(
        [str(installed.parent / "python"), "-c", SCREENS], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.stdout.strip() == "NowScreen", done.stderr


def test_the_wheel_brings_its_manual_page(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (page,) = [name for name in archive.namelist() if name.endswith("share/man/man1/confnotes.1")]
        assert archive.read(page) == (CHECKOUT / "man" / "confnotes.1").read_bytes()
