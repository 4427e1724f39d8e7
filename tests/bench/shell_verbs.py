"""`import` and `export` as commands, against small scripts and programs that do the same in a process of their own."""

from __future__ import annotations

import shutil
import sys

from bench.measure import Bench, Row, command, together
from bench.programs import schedule_xml
from bench.summary import CONFERENCE, NOTES, make_conference
from confnotes.vault.vault import Vault

_TIMES = 7
_IMPORT = """
import sys
from pathlib import Path
from xml.etree import ElementTree
import yaml
events = [
    {child.tag: child.text for child in event if child.text and child.text.strip()}
    for event in ElementTree.parse(sys.argv[1]).iter("event")
]
Path(sys.argv[2]).write_text(yaml.dump(events, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False))
"""
"""What a script does at least: parse the schedule, and write its events as YAML."""


def run(bench: Bench) -> list[Row]:
    """Turn and turn about; each import goes into an empty vault."""
    return [_import(bench), *_export(bench)]


def _import(bench: Bench) -> Row:
    source, folder = bench.folder / "shell.xml", bench.folder / "shell"
    source.write_bytes(schedule_xml(1000))
    environment = bench.environment()
    confnotes = [sys.executable, "-m", "confnotes", "import", "--vault", str(folder), "--timezone", "Europe/Brussels"]

    def ours() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        Vault.create(folder)
        command([*confnotes, str(source)], environment)()

    script = [sys.executable, "-c", _IMPORT, str(source), str(bench.folder / "shell.yaml")]
    taken, bare = together(ours, command(script, environment), times=_TIMES)
    return Row("import 1,000 talks from the shell", taken, "Python, expat, PyYAML in C", bare, None)


def _export(bench: Bench) -> list[Row]:
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        return []
    folder = bench.folder / "summary"
    make_conference(folder, NOTES)
    notes = [str(path) for path in sorted((folder / CONFERENCE).glob("2021-*.md"))]
    environment = bench.environment()
    rows = []
    for form, ending in (("markdown", "md"), ("html", "html")):
        out = bench.folder / f"shell.{ending}"
        confnotes = [sys.executable, "-m", "confnotes", "export", CONFERENCE, "--vault", str(folder), "--force"]
        peer = [pandoc, "--standalone", "--toc", "--to", "gfm" if form == "markdown" else "html5"]
        taken, bare = together(
            command([*confnotes, "--format", form, "--output", str(out)], environment),
            command([*peer, "--output", str(bench.folder / f"pandoc.{ending}"), *notes], environment),
            times=_TIMES,
        )
        rows.append(Row(f"export {NOTES} notes to {form} from the shell", taken, "pandoc", bare, None))
    return rows
