"""Reading the template that `--template` names; no other is ever taken, least of all from a vault."""

from __future__ import annotations

from pathlib import Path

from confnotes.errors import NotFoundError, UsageError
from confnotes.exporters.forms import FORMS, form_of_file
from confnotes.exporters.setting import TEMPLATE_ENDINGS, UserTemplate

_MOST_BYTES = 1 << 20
_MOST_FILES = 100


def read_template(path: Path) -> UserTemplate:
    """The template and those of its folder, which it may include; raises NotFoundError, UsageError."""
    text = _read(path)
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


def _read(path: Path) -> str:
    try:
        if not path.is_file():
            raise NotFoundError(f"there is no template {path}", "name a file such as report.md.j2")
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{path} is longer than a template may be", "1 MB is the most")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no text in UTF-8", "save it as UTF-8") from None
    except OSError as error:
        raise NotFoundError(f"{path} cannot be read: {error.strerror or error}", "name another file") from error
