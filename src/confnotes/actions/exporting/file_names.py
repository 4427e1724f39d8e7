"""Names of exported files: what they are about, what they have, and the extension of their format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from confnotes.actions.exporting.presets import presets
from confnotes.errors import UsageError
from confnotes.exporters.forms import FORMS, form_named, form_of_file
from confnotes.markup.names import file_stem
from confnotes.model.content import FULL, SummaryContent
from confnotes.model.preset import Preset
from confnotes.model.summary import SummaryOrder
from confnotes.report.target import find_target
from confnotes.vault.vault import Vault

_SUMMARY = "summary"
_ENDING = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,8}")


def subject_of(vault: Vault, order: SummaryOrder, at: datetime) -> str:
    """What an export is about; for a day, its date and conference."""
    target = find_target(vault, order.target, order.conference, at, order.audience)
    return f"{target.title} {target.day}" if target.day else target.title


def name_in_folder(vault: Vault, order: SummaryOrder, form: str, at: datetime) -> str:
    """The file name of an export into a folder."""
    return name_for(subject_of(vault, order, at), form, kind=kind_of(order.contents, presets(vault)))


def kind_of(contents: frozenset[SummaryContent], known: Iterable[Preset]) -> str:
    """The last word of the file name of an export with these parts: `summary`, else its preset or its only part."""
    if contents == FULL:
        return _SUMMARY
    preset = next((one.name for one in known if one.contents == contents), "")
    return preset or (next(iter(contents)).value if len(contents) == 1 else "selection")


def name_for(what: str, form: str, stem: str | None = None, *, folder: bool = False, kind: str = _SUMMARY) -> str:
    """A file name (or folder name) for `what` in a format; `stem` is one chosen by the user, `kind` as in `kind_of`."""
    kind = {"ics": "schedule", "bibtex": "papers", "csl-json": "papers"}.get(form, kind)
    if form == "slides" and kind in (_SUMMARY, form):
        kind = ""
    return (stem or file_stem(f"{what} {kind}".strip())) + ("" if folder else form_named(form).ending)


def stem_of(name: str) -> str:
    """A file name without the extension of its format."""
    form = form_of_file(name)
    endings = FORMS[form].endings if form else ()
    return next((name[: -len(ending)] for ending in endings if name.lower().endswith(ending)), name)


def form_of(out: Path) -> str | None:
    """The format of the file's extension, None without one; raises UsageError for an unknown extension.

    The part after the dot in `version 1.2` or `talks of A. Smith` is not an extension.
    """
    form = form_of_file(out.name)
    ending = out.suffix.lower()
    if form is None and _ENDING.fullmatch(ending) and ending != ".txt" and not out.is_dir():
        endings = ", ".join(one.ending for one in FORMS.values())
        raise UsageError(f"unknown extension {ending}", f"Use {endings}, or add --format.")
    return form
