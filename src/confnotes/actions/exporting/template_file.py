"""Reading the template that `--template` names; no other is ever taken, least of all from a vault."""

from __future__ import annotations

from pathlib import Path

from confnotes.actions.exporting.user_file import text_of
from confnotes.exporters.forms import FORMS, form_of_file
from confnotes.exporters.setting import TEMPLATE_ENDINGS, UserTemplate

_MOST_BYTES = 1 << 20
_MOST_FILES = 100


def read_template(path: Path) -> UserTemplate:
    """The template and those of its folder, which it may include; raises as `text_of` does."""
    text = text_of(path, "template", _MOST_BYTES)
    beside = {}
    try:
        around = sorted(one for one in path.parent.iterdir() if one.suffix.lower() in TEMPLATE_ENDINGS)
    except OSError:
        around = []
    for one in around[:_MOST_FILES]:
        if one.name != path.name and one.is_file() and not one.is_symlink() and one.stat().st_size <= _MOST_BYTES:
            beside[one.name] = one.read_text(encoding="utf-8", errors="replace")
    return UserTemplate(path.name, text, beside)


def ending_of(template: str) -> str:
    """The ending of what a template makes: `.tex` of `letter.tex.j2`."""
    return UserTemplate(Path(template).name, "").ending or ".txt"


def form_of_template(template: str) -> str:
    """The form whose files end as what the template makes, Markdown where there is none."""
    form = form_of_file(f"x{ending_of(template)}")
    return form if form and not FORMS[form].binary else "markdown"
