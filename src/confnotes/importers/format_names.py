"""The names of formats for people; `--format` takes the short ones."""

from __future__ import annotations

from typing import Final

_NAMES: Final = {
    "bibtex": "bibliography (BibTeX)",
    "confnotes-json": "program saved by confnotes (JSON)",
    "conftool-html": "ConfTool web page",
    "csv": "table (CSV)",
    "easychair-html": "EasyChair web page",
    "frab-xml": "frab schedule (XML)",
    "hugo-collection": "Hugo pages, a talk each",
    "icalendar": "calendar (iCalendar)",
    "indico-html": "Indico web page",
    "jekyll-collection": "Jekyll pages, a talk each",
    "jekyll-event": "Jekyll event page",
    "jekyll-page": "Jekyll page",
    "json-program": "program (JSON)",
    "json-table": "table (JSON)",
    "miniconf": "MiniConf site",
    "notes-folder": "folder of notes",
    "notes-markdown": "notes (Markdown)",
    "ods": "spreadsheet (ODS)",
    "openreview-html": "OpenReview web page",
    "pmlr-posts": "PMLR proceedings",
    "pretalx-api": "pretalx schedule (JSON)",
    "program-yaml": "program saved by confnotes (YAML)",
    "pyvideo": "PyVideo recordings",
    "researchr-html": "Researchr web page",
    "sched-html": "Sched web page",
    "schedule-json": "frab schedule (JSON)",
    "sessionize": "Sessionize schedule (JSON)",
    "tsv": "table (TSV)",
    "virtual-site": "virtual conference site (JSON)",
    "workshop-html": "web page",
    "workshop-markdown": "page (Markdown)",
    "workshop-site": "folder of a web site",
    "workshop-text": "page (text)",
    "xls": "spreadsheet (XLS)",
    "xlsx": "spreadsheet (XLSX)",
    "yaml-program": "program (YAML)",
}


def format_name(short: str) -> str:
    """The name of a format for people; a plugin's format has only its short name."""
    return _NAMES.get(short, short)
