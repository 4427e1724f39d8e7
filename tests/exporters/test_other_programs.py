"""Papers and calendars in the programs that people keep them in: biber and LaTeX, khal."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import bibtexparser
import pytest
from bibtexparser.bparser import BibTexParser

from confnotes.exporters.data import calendar
from confnotes.exporters.data.bibtex import render
from confnotes.markup.paper_ids import paper_id
from confnotes.markup.safe import safe_text
from confnotes.model.paper import Paper, Presented
from confnotes.model.schedule import Schedule, ScheduleItem
from pandoc_samples import LATEX
from summary_samples import HOSTILE

TEXTS = tuple(
    " ".join(text.split()) for text in (*HOSTILE, *LATEX, "ends in \\", 'a "quoted" {one', "} @misc{x, y=", "王伟 %")
)

UNSEEN = next(number for number, text in enumerate(TEXTS) if not safe_text(text, lines=False))
"""That one is nothing but control characters."""


def bibliography() -> str:
    """A paper for each hostile text, which is its title, one of its authors and its venue."""
    papers = [
        Paper(
            text,
            text,
            True,
            ("Ada Vento", text),
            2031,
            text,
            (paper_id(f"https://arxiv.org/abs/3105.{number:05}"),),
            citekey=f"key{number}",
            presented=(Presented("days/1", text, text, published=number % 2 == 0),),
        )
        for number, text in enumerate(TEXTS)
    ]
    return render(papers)


def test_a_hostile_bibliography_has_one_entry_a_paper() -> None:
    found = bibtexparser.loads(
        bibliography(), BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    ).entries
    assert [entry["ID"] for entry in found] == sorted(f"key{number}" for number in range(len(TEXTS)))
    for entry in found:
        bare = re.sub(r"\\(?:text\w+|[&%#_$])", "", entry.get("title", "").replace(r"\{", "").replace(r"\}", ""))
        assert "\\" not in re.sub(r"\$[^$]*\$", "", bare)


@pytest.mark.needs("biber", "pdflatex")
def test_a_hostile_bibliography_is_printed_as_it_reads(tmp_path: Path) -> None:
    (tmp_path / "papers.bib").write_text(bibliography(), encoding="utf-8")
    (tmp_path / "paper.tex").write_text(
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\\usepackage{textcomp}\n"
        "\\makeatletter\\def\\UTFviii@undefined@err#1{?}\\makeatother\n"
        "\\usepackage[backend=biber]{biblatex}\\addbibresource{papers.bib}\n"
        "\\begin{document}\\nocite{*}\\printbibliography\\end{document}\n",
        encoding="utf-8",
    )
    latex = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "paper"]
    for command in (latex, ["biber", "--validate-datamodel", "paper"], latex):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=180)
        said = done.stdout.decode("utf-8", "replace")
        assert done.returncode == 0 and "ERROR" not in said, said[-1500:]
    warnings = re.findall("WARN - (.*)", (tmp_path / "paper.blg").read_text())
    assert all("Missing mandatory field" in one and f"key{UNSEEN}'" in one for one in warnings), warnings
    assert not (tmp_path / "run").exists()


@pytest.mark.needs("khal")
def test_a_calendar_is_read_by_khal(tmp_path: Path) -> None:
    items = [
        ScheduleItem(
            "shore/1", "Slow Boats, and fog; really", start=datetime(2031, 5, 12, 10), end=datetime(2031, 5, 12, 11)
        ),
        *(
            ScheduleItem(
                f"shore/h{number}", text, start=datetime(2031, 5, 13, 9), end=datetime(2031, 5, 13, 10), room=text
            )
            for number, text in enumerate(HOSTILE)
        ),
    ]
    made = calendar.render(Schedule("Shore Days", "Europe/Lisbon", tuple(items)), datetime(2031, 5, 1, tzinfo=UTC))
    (tmp_path / "mine.ics").write_bytes(made)
    (tmp_path / "config").write_text(
        f"[calendars]\n[[mine]]\npath = {tmp_path}/mine\ntype = calendar\n"
        "[locale]\nlocal_timezone = Europe/Lisbon\ndefault_timezone = Europe/Lisbon\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n",
        encoding="utf-8",
    )
    (tmp_path / "mine").mkdir()
    home = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}

    def khal(*arguments: str) -> str:
        command = ["khal", "-c", str(tmp_path / "config"), *arguments]
        done = subprocess.run(command, capture_output=True, check=False, timeout=120, env=home)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return done.stdout.decode()

    khal("import", "--batch", str(tmp_path / "mine.ics"))
    assert khal("list", "2031-05-12", "1d", "--format", "{start-time} {end-time} {title}").splitlines()[1:] == [
        "10:00 11:00 Slow Boats, and fog; really"
    ]
    listed = khal("list", "2031-05-13", "1d", "--format", "{start-time} {uid}").splitlines()[1:]
    assert len(listed) == len(HOSTILE)
