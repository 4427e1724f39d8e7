"""The forms that a summary can be set in: each is one exporter, `render(summary, setting)`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from confnotes.errors import UsageError
from confnotes.exporters.setting import Output, Setting
from confnotes.model.summary import Summary


class Renderer(Protocol):
    """Sets a summary; raises ConfnotesError where this machine lacks what it needs."""

    def __call__(self, summary: Summary, setting: Setting) -> Output: ...


@dataclass(frozen=True, slots=True)
class Form:
    """A form by the name that `--format` takes, the ending of its files, and the module that renders it."""

    name: str
    ending: str
    module: str
    endings: tuple[str, ...] = ()


FORMS = {
    form.name: form
    for form in (
        Form("markdown", ".md", "confnotes.exporters.markdown", (".markdown",)),
        Form("html", ".html", "confnotes.exporters.html", (".htm",)),
        Form("json", ".json", "confnotes.exporters.summary_json"),
        Form("csv", ".csv", "confnotes.exporters.summary_csv"),
    )
}


def form_of_file(name: str) -> str | None:
    """The form that a file's ending says, None where it says none."""
    lower = name.lower()
    return next((form.name for form in FORMS.values() if lower.endswith((form.ending, *form.endings))), None)


def rendered(summary: Summary, form: str, setting: Setting) -> Output:
    """The summary in the form; raises UsageError when there is no such form, ConfnotesError as its renderer does."""
    if form not in FORMS:
        raise UsageError(f"there is no format “{form}”", f"choose one of: {', '.join(FORMS)}")
    return cast(Renderer, import_module(FORMS[form].module).render)(summary, setting)
