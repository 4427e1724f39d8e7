"""Programs that tests drive. One that cannot do the work is one that is missing: each is asked for a little of it.

A test says `@pytest.mark.needs("pandoc")`, and is skipped where that does not work.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from browser import CHROMIUM

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice") or "soffice"
_OFFICE = (SOFFICE, "-env:UserInstallation=file://{here}/home", "--headless", "--convert-to")
_TEX = "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{textcomp}\\begin{document}a\\end{document}\n"
_XELATEX = "\\documentclass{article}\\usepackage{fontspec}\\begin{document}a\\end{document}\n"


class Trial(NamedTuple):
    """A command that is run in a folder with one file, and the file that it makes there, if any."""

    command: tuple[str, ...]
    given: str = ""
    text: str = ""
    made: str = ""


TRIALS = {
    "biber": Trial(("biber", "--version")),
    "chromium": Trial(
        (CHROMIUM or "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "about:blank")
    ),
    "epubcheck": Trial(("epubcheck", "--version")),
    "bash": Trial(("bash", "-c", "complete -o nosort -F a b")),
    "fish": Trial(("fish", "--version")),
    "git": Trial(("git", "--version")),
    "groff": Trial(("groff", "-man", "-ww", "-Tutf8", "a.1"), "a.1", ".TH A 1\n"),
    "khal": Trial(("khal", "--version")),
    "lynx": Trial(("lynx", "-dump", "a.html"), "a.html", "<p>a</p>"),
    "fzf": Trial(("fzf", "--version")),
    "nvim": Trial(("nvim", "--version")),
    "openssl": Trial(("openssl", "version")),
    "pandoc": Trial(("pandoc", "a.md", "-o", "a.docx"), "a.md", "# A\n", "a.docx"),
    "pdflatex": Trial(("pdflatex", "-interaction=nonstopmode", "a.tex"), "a.tex", _TEX, "a.pdf"),
    "pdftotext": Trial(("pdftotext", "-v")),
    "LibreOffice Calc": Trial((*_OFFICE, "xlsx", "a.csv"), "a.csv", "a,b\n", "a.xlsx"),
    "LibreOffice Writer": Trial((*_OFFICE, "pdf", "a.rtf"), "a.rtf", "{\\rtf1 a}\n", "a.pdf"),
    "package index": Trial((sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "platformdirs")),
    "pipx": Trial(("pipx", "--version")),
    "ps": Trial(("ps", "--version")),
    "tmux": Trial(("tmux", "-V")),
    "uv": Trial(("uv", "--version")),
    "vim": Trial(("vim", "--version")),
    "zsh": Trial(("zsh", "--version")),
    "xelatex": Trial(("xelatex", "-interaction=nonstopmode", "a.tex"), "a.tex", _XELATEX, "a.pdf"),
}


@cache
def works(tool: str) -> bool:
    """Whether the program is here and does what it is needed for; tried once in a run."""
    trial = TRIALS[tool]
    if shutil.which(trial.command[0]) is None:
        return False
    with TemporaryDirectory() as name:
        here = Path(name)
        if trial.given:
            (here / trial.given).write_text(trial.text, encoding="utf-8")
        command = [word.replace("{here}", name) for word in trial.command]
        try:
            done = subprocess.run(command, cwd=here, capture_output=True, stdin=subprocess.DEVNULL, timeout=120)
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0 and (not trial.made or (here / trial.made).is_file())
