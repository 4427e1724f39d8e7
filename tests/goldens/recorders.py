"""Pandoc and typst with an ear at the door: what they are handed is kept, and they work as ever.

Typst has its own fonts only, so that a golden does not depend on those of a machine.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_PANDOC = """#!/bin/sh
case "$*" in *--from=json*) tee {seen}/$$ | {pandoc} "$@" ;; *) exec {pandoc} "$@" ;; esac
"""
_TYPST = """
import importlib, pathlib, shutil, sys
sys.path.remove({tools!r})
del sys.modules["typst"]
real = importlib.import_module("typst")
real_compiler, real_fonts = real.Compiler, real.Fonts
class Compiler:
    def __init__(self, book, **settings):
        self.book, self.real = book, real_compiler(book, **settings)
    def compile(self, **asked):
        shutil.copy(pathlib.Path(self.book).with_suffix(".json"), {seen!r})
        return self.real.compile(**asked)
real.Compiler = Compiler
real.Fonts = lambda include_system_fonts: real_fonts(include_system_fonts=False)
"""
_SEEN = "GOLDENS_SEEN"


def recorders(folder: Path) -> dict[str, str]:
    """Put them into a folder; the environment in which they are found first."""
    tools, seen = folder / "tools", folder / "seen"
    (tools / "typst").mkdir(parents=True)
    seen.mkdir()
    (tools / "typst/__init__.py").write_text(_TYPST.format(tools=str(tools), seen=str(seen)), encoding="utf-8")
    pandoc = shutil.which("pandoc")
    if pandoc:
        (tools / "pandoc").write_text(_PANDOC.format(seen=seen, pandoc=pandoc), encoding="utf-8")
        (tools / "pandoc").chmod(0o755)
    return {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(tools), _SEEN: str(seen)}


def given() -> list[str]:
    """What they were handed since this was asked last."""
    files = sorted(Path(os.environ[_SEEN]).iterdir())
    texts = [file.read_text(encoding="utf-8") for file in files]
    for file in files:
        file.unlink()
    return texts
