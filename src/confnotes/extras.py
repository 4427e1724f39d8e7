"""Commands that install missing packages, matching the way in which this confnotes was installed.

Only packages that confnotes declares as dependencies are named.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

_UV_RECEIPT: Final = "uv-receipt.toml"
_PIPX_RECEIPT: Final = "pipx_metadata.json"


def install_extra(extra: str) -> str:
    """The shell command that adds the packages of an extra, such as `pdf`, to this confnotes."""
    packages = _packages(extra)
    home = Path(sys.prefix)
    if (home / _PIPX_RECEIPT).is_file():
        return f"pipx inject {home.name} {' '.join(packages)}"
    if (home / _UV_RECEIPT).is_file():
        return _install_tool(home / _UV_RECEIPT, packages)
    return f"{_pip_install()} {' '.join(packages)}"


def upgrade_program() -> str:
    """The shell command that installs the newest version of this confnotes."""
    home = Path(sys.prefix)
    if (home / _PIPX_RECEIPT).is_file():
        return f"pipx upgrade {home.name}"
    is_uv = (home / _UV_RECEIPT).is_file()
    return "uv tool upgrade confnotes" if is_uv else f"{_pip_install()} --upgrade confnotes"


def install_program(name: str) -> str:
    """How to get a program that is not a Python package, such as `pandoc`."""
    managers = {"darwin": "brew", "win32": "winget"}
    return f"{managers.get(sys.platform, 'apt')} install {name}"


def _packages(extra: str) -> list[str]:
    from importlib.metadata import requires
    from re import match

    lines = (line.partition(";") for line in requires("confnotes") or ())
    wanted = (name for name, _, marker in lines if marker.replace('"', "'").strip() == f"extra == '{extra}'")
    return sorted(found[0] for name in wanted if (found := match(r"[\w.-]+", name)))


def _install_tool(receipt: Path, packages: list[str]) -> str:
    """The uv command: uv adds packages by installing the tool again, so it names the source and earlier additions."""
    import tomllib

    try:
        requirements = tomllib.loads(receipt.read_text(encoding="utf-8"))["tool"]["requirements"]
        source = next(_source(one) for one in requirements if one["name"] == "confnotes")
        before = [str(one["name"]) for one in requirements if one["name"] != "confnotes"]
    except (OSError, ValueError, LookupError, TypeError, StopIteration):
        source, before = "confnotes", []
    added = dict.fromkeys([*before, *packages])
    return " ".join(["uv tool install", *(f"--with {name}" for name in added), source])


def _source(requirement: dict[str, Any]) -> str:
    if editable := requirement.get("editable"):
        return f"--editable {_quoted(editable)}"
    if git := requirement.get("git"):
        return f"git+{git}"
    if place := requirement.get("path") or requirement.get("directory") or requirement.get("url"):
        return _quoted(place)
    return "confnotes"


def _pip_install() -> str:
    """The pip of this Python, by name if a shell finds it; uv's pip if pip is not installed."""
    from importlib.util import find_spec
    from shutil import which

    python = Path(sys.executable)
    if find_spec("pip") is None:
        return f"uv pip install --python {_quoted(python)}"
    found = which("pip")
    return "pip install" if found and Path(found).parent == python.parent else f"{_quoted(python)} -m pip install"


def _quoted(place: object) -> str:
    text = str(place)
    return f'"{text}"' if " " in text else text
